"""Metadata of a page for social networks and search engines: Open Graph tags, and schema.org data as JSON-LD."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from macros.layout import card
from macros.pages import text, urls
from macros.pages.scenario_index import ScenarioIndex
from macros.scenario.model import Entry
from macros.scenario.permalinks import permalink

GENRE = "Alternate history"
LICENCE_NAME = "CC BY-SA 4.0"
LICENCE_URL = "https://creativecommons.org/licenses/by-sa/4.0/"
NONFICTION_PAGES = (urls.OUR_TIMELINE, urls.REFERENCES, urls.CHANGES, urls.DATA, urls.CONTRIBUTE)
"""Beginnings of the addresses of pages about our timeline and about the site, which are not fiction themselves."""


@dataclass(frozen=True, slots=True)
class SocialMetadata:
    """Metadata of a page: absolute URLs and plain texts."""

    url: str
    window_title: str
    title: str
    description: str
    card_url: str
    card_alt: str
    json_ld: str
    """JSON that is safe inside a script element."""


def social_metadata(index: ScenarioIndex, site: str, page: str, title: str, description: str) -> SocialMetadata:
    """Return the metadata of a page: `site` is the URL of the site, `page` the address of the page from there."""
    about = index.scenario.about
    graph = [_site(index, site), _page(index, site, page, title, description)]
    if page != urls.HOME:
        graph.append(_breadcrumbs(index, site, page, title))
    data = {"@context": "https://schema.org", "@graph": graph}
    full_title = f"{title} - {about.title} ({GENRE.lower()})"
    return SocialMetadata(
        url=f"{site}{page}",
        window_title=full_title if page != urls.HOME else f"{title}, an {GENRE.lower()}",
        title=full_title if title != about.title else f"{title} ({GENRE.lower()})",
        description=description,
        card_url=f"{site}{urls.card(page)}",
        card_alt=f"{title}. {about.title}. {about.fiction_label}",
        json_ld=json.dumps(data, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c"),
    )


def _site(index: ScenarioIndex, site: str) -> dict[str, Any]:
    about = index.scenario.about
    return {
        "@type": "WebSite",
        "@id": f"{site}#website",
        "url": site,
        "name": about.title,
        "description": _plain(index, about.tagline),
        "inLanguage": "en",
        "genre": GENRE,
        "license": LICENCE_URL,
        "about": _subject(about.title),
        "isBasedOn": {
            "@type": "CreativeWork",
            "@id": f"{site}{urls.ACCOUNT}#account",
            "name": f"An account of an alternate history, in {len(index.scenario.sentences)} sentences",
            "genre": GENRE,
            "url": f"{site}{urls.ACCOUNT}",
        },
    }


def _page(index: ScenarioIndex, site: str, page: str, title: str, description: str) -> dict[str, Any]:
    data: dict[str, Any] = {
        "@type": "WebPage",
        "@id": f"{site}{page}#webpage",
        "url": f"{site}{page}",
        "name": title,
        "description": description,
        "inLanguage": "en",
        "license": LICENCE_URL,
        "isPartOf": {"@id": f"{site}#website"},
        "primaryImageOfPage": {
            "@type": "ImageObject",
            "url": f"{site}{urls.card(page)}",
            "width": card.WIDTH,
            "height": card.HEIGHT,
        },
    }
    if not page.startswith(NONFICTION_PAGES):
        data |= {"genre": GENRE, "isBasedOn": {"@id": f"{site}{urls.ACCOUNT}#account"}, "about": _subject(title)}
    if page != urls.HOME:
        data["breadcrumb"] = {"@id": f"{site}{page}#breadcrumb"}
    entry = urls.entry_id_at(page)
    if entry in index.entries:
        data["mainEntity"] = _entry(index, site, index.entries[entry])
    if entry in index.latest_revision:
        data["dateModified"] = index.latest_revision[entry].date
    if page == urls.GLOSSARY:
        data["mainEntity"] = _glossary(index, site)
    return data


def _entry(index: ScenarioIndex, site: str, entry: Entry) -> dict[str, Any]:
    """Return an entry as a creative work about its subject, since what it says of the subject did not happen."""
    data = {
        "@type": "CreativeWork",
        "@id": f"{site}{urls.entry(entry.id)}#entry",
        "name": entry.title,
        "alternateName": list(entry.names) or None,
        "abstract": _plain(index, entry.lead),
        "keywords": entry.kind,
        "genre": GENRE,
        "temporalCoverage": entry.date,
        "about": _subject(entry.title, "Person" if entry.kind == "person" else "Thing"),
        "isBasedOn": [
            f"{site}{urls.account_anchor(locator)}" for locator in index.claim_index.locators.get(entry.id, ())
        ],
    }
    return {name: value for name, value in data.items() if value is not None}


def _glossary(index: ScenarioIndex, site: str) -> dict[str, Any]:
    set_id = f"{site}{urls.GLOSSARY}#terms"
    terms = [
        {
            "@type": "DefinedTerm",
            "@id": f"{site}{permalink('terms', term.id)}",
            "url": f"{site}{permalink('terms', term.id)}",
            "name": term.title,
            "description": f"In this alternate history: {_plain(index, term.here)}",
            "inDefinedTermSet": {"@id": set_id},
        }
        for term in index.scenario.terms
    ]
    return {"@type": "DefinedTermSet", "@id": set_id, "name": "Glossary", "genre": GENRE, "hasDefinedTerm": terms}


def _breadcrumbs(index: ScenarioIndex, site: str, page: str, title: str) -> dict[str, Any]:
    steps = [(index.scenario.about.title, urls.HOME)]
    if urls.entry_id_at(page):
        steps.append(("Entries", urls.ENTRIES))
    elif urls.thread_id_at(page):
        steps.append(("Causes and effects", urls.CAUSES))
    steps.append((title, page))
    return {
        "@type": "BreadcrumbList",
        "@id": f"{site}{page}#breadcrumb",
        "itemListElement": [
            {"@type": "ListItem", "position": position, "name": name, "item": f"{site}{address}"}
            for position, (name, address) in enumerate(steps, 1)
        ],
    }


def _subject(name: str, kind: str = "Thing") -> dict[str, str]:
    return {"@type": kind, "name": name, "disambiguatingDescription": "as told in an alternate history, not as it was"}


def _plain(index: ScenarioIndex, source: str) -> str:
    return text.plain(source, index.titles.__getitem__)
