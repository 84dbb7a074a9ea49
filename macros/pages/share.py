"""What a page says of itself to whoever meets a link to it: share tags (Open Graph) and schema.org, as JSON-LD."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from macros.lore.permalinks import permalink
from macros.pages import addresses, text

if TYPE_CHECKING:
    from macros.lore.model import Entry, Term
    from macros.pages.atlas import Atlas

GENRE = "Alternate history"
LICENCE = "CC BY-SA 4.0"
LICENCE_ADDRESS = "https://creativecommons.org/licenses/by-sa/4.0/"
REAL = (addresses.OUR_TIMELINE, addresses.REFERENCES, addresses.CHANGES, addresses.DATA, addresses.CONTRIBUTE)
"""Pages about our timeline and about the site, which tell no story themselves; the site that they are part of does."""
CARD_WIDTH, CARD_HEIGHT = 1200, 630
"""Size of a card in px."""


@dataclass(frozen=True, slots=True)
class Share:
    """What a page says of itself; addresses are absolute, texts are plain."""

    address: str
    window: str
    """What stands in the title of a window or tab."""
    title: str
    description: str
    card: str
    card_words: str
    data: str
    """JSON-LD that may stand inside a script element."""


def share(atlas: Atlas, site: str, page: str, title: str, description: str) -> Share:
    """Return what a page says of itself: `site` is the address of the site, `page` the page's from there."""
    about = atlas.scenario.about
    card = f"{site}{addresses.card(page)}"
    words = f"{title}. {about.title}. {about.fiction_label}"
    graph = [_site(atlas, site), _page(atlas, site, page, title, description)]
    if page != addresses.HOME:
        graph.append(_breadcrumbs(atlas, site, page, title))
    data = {"@context": "https://schema.org", "@graph": graph}
    named = f"{title} - {about.title} ({GENRE.lower()})"
    return Share(
        address=f"{site}{page}",
        window=named if page != addresses.HOME else f"{title}, an {GENRE.lower()}",
        title=named if title != about.title else f"{title} ({GENRE.lower()})",
        description=description,
        card=card,
        card_words=words,
        data=json.dumps(data, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c"),
    )


def _site(atlas: Atlas, site: str) -> dict[str, Any]:
    about = atlas.scenario.about
    return {
        "@type": "WebSite",
        "@id": f"{site}#website",
        "url": site,
        "name": about.title,
        "description": _plain(atlas, about.tagline),
        "inLanguage": "en",
        "genre": GENRE,
        "license": LICENCE_ADDRESS,
        "about": _subject(about.title),
        "isBasedOn": _account(atlas, site),
    }


def _page(atlas: Atlas, site: str, page: str, title: str, description: str) -> dict[str, Any]:
    found: dict[str, Any] = {
        "@type": "WebPage",
        "@id": f"{site}{page}#webpage",
        "url": f"{site}{page}",
        "name": title,
        "description": description,
        "inLanguage": "en",
        "license": LICENCE_ADDRESS,
        "isPartOf": {"@id": f"{site}#website"},
        "primaryImageOfPage": {
            "@type": "ImageObject",
            "url": f"{site}{addresses.card(page)}",
            "width": CARD_WIDTH,
            "height": CARD_HEIGHT,
        },
    }
    if not page.startswith(REAL):
        found |= {"genre": GENRE, "isBasedOn": {"@id": f"{site}{addresses.ACCOUNT}#account"}, "about": _subject(title)}
    if page != addresses.HOME:
        found["breadcrumb"] = {"@id": f"{site}{page}#breadcrumb"}
    entry = addresses.entry_at(page)
    if entry in atlas.entries:
        found["mainEntity"] = _entry(atlas, site, atlas.entries[entry])
    if entry in atlas.last_change:
        found["dateModified"] = atlas.last_change[entry].date
    if page == addresses.GLOSSARY:
        found["mainEntity"] = _glossary(atlas, site)
    return found


def _entry(atlas: Atlas, site: str, entry: Entry) -> dict[str, Any]:
    """Return an entry as a work of fiction about somebody or something: what it tells of them did not happen."""
    found = {
        "@type": "CreativeWork",
        "@id": f"{site}{addresses.entry(entry.id)}#entry",
        "name": entry.title,
        "alternateName": list(entry.names) or None,
        "abstract": _plain(atlas, entry.lead),
        "keywords": entry.kind,
        "genre": GENRE,
        "temporalCoverage": entry.date,
        "about": _subject(entry.title, "Person" if entry.kind == "person" else "Thing"),
        "isBasedOn": [
            f"{site}{addresses.in_account(locator)}" for locator in atlas.concordance.locators.get(entry.id, ())
        ],
    }
    return {name: value for name, value in found.items() if value is not None}


def _glossary(atlas: Atlas, site: str) -> dict[str, Any]:
    terms = [_term(atlas, site, term) for term in atlas.scenario.terms]
    return {"@type": "DefinedTermSet", "@id": _terms(site), "name": "Glossary", "genre": GENRE, "hasDefinedTerm": terms}


def _term(atlas: Atlas, site: str, term: Term) -> dict[str, Any]:
    address = f"{site}{permalink('terms', term.id)}"
    return {
        "@type": "DefinedTerm",
        "@id": address,
        "url": address,
        "name": term.title,
        "description": f"In this alternate history: {_plain(atlas, term.here)}",
        "inDefinedTermSet": {"@id": _terms(site)},
    }


def _terms(site: str) -> str:
    return f"{site}{addresses.GLOSSARY}#terms"


def _breadcrumbs(atlas: Atlas, site: str, page: str, title: str) -> dict[str, Any]:
    steps = [(atlas.scenario.about.title, addresses.HOME)]
    if addresses.entry_at(page):
        steps.append(("Entries", addresses.ENTRIES))
    elif addresses.thread_at(page):
        steps.append(("Causes and effects", addresses.CAUSES))
    steps.append((title, page))
    return {
        "@type": "BreadcrumbList",
        "@id": f"{site}{page}#breadcrumb",
        "itemListElement": [
            {"@type": "ListItem", "position": position, "name": name, "item": f"{site}{address}"}
            for position, (name, address) in enumerate(steps, 1)
        ],
    }


def _account(atlas: Atlas, site: str) -> dict[str, Any]:
    return {
        "@type": "CreativeWork",
        "@id": f"{site}{addresses.ACCOUNT}#account",
        "name": f"An account of an alternate history, in {len(atlas.scenario.sentences)} sentences",
        "genre": GENRE,
        "url": f"{site}{addresses.ACCOUNT}",
    }


def _subject(name: str, kind: str = "Thing") -> dict[str, str]:
    return {"@type": kind, "name": name, "disambiguatingDescription": "as told in an alternate history, not as it was"}


def _plain(atlas: Atlas, source: str) -> str:
    return text.plain(source, lambda name: atlas.titles[name])
