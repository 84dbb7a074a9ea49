"""Metadata of a page for social networks and search engines: Open Graph tags, and schema.org data as JSON-LD."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from macros.layout import card
from macros.pages import text, urls
from macros.pages.scenario_index import ScenarioIndex
from macros.scenario.dates import iso_date
from macros.scenario.model import Entry
from macros.scenario.permalinks import permalink

GENRE = "Alternate history"
LICENCE_NAME = "CC BY-SA 4.0"
LICENCE_URL = "https://creativecommons.org/licenses/by-sa/4.0/"
NONFICTION_PAGES = (urls.ABOUT, urls.OUR_TIMELINE, urls.REFERENCES, urls.CHANGES, urls.DATA, urls.CONTRIBUTE)
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


def social_metadata(index: ScenarioIndex, site_url: str, address: str, title: str, description: str) -> SocialMetadata:
    """Return the metadata of the page at an address; `site_url` ends in a slash."""
    about = index.scenario.about
    graph = [_website(index, site_url), _web_page(index, site_url, address, title, description)]
    if address != urls.HOME:
        graph.append(_breadcrumbs(index, site_url, address, title))
    data = {"@context": "https://schema.org", "@graph": graph}
    full_title = f"{title} - {about.title} ({GENRE.lower()})"
    return SocialMetadata(
        url=urls.page_url(site_url, address),
        window_title=full_title if address != urls.HOME else f"{title}, an {GENRE.lower()}",
        title=full_title if title != about.title else f"{title} ({GENRE.lower()})",
        description=_share_description(index, address, description),
        card_url=urls.page_url(site_url, urls.card_address(address)),
        card_alt=". ".join(dict.fromkeys((title, about.title, index.fiction_label(urls.entry_id_at(address))))),
        json_ld=json.dumps(data, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c"),
    )


def _share_description(index: ScenarioIndex, address: str, description: str) -> str:
    """Return the description that goes with a link to a page; that of an entry begins with what is real."""
    entry = index.entries.get(urls.entry_id_at(address))
    if entry is None or entry.in_reality is None:
        return description
    return f"In reality: {text.smart_punctuation(entry.in_reality)} In this timeline: {description}"


def _website(index: ScenarioIndex, site_url: str) -> dict[str, Any]:
    about = index.scenario.about
    return {
        "@type": "WebSite",
        "@id": f"{site_url}#website",
        "url": site_url,
        "name": about.title,
        "description": _plain_text(index, about.tagline),
        "inLanguage": "en",
        "genre": GENRE,
        "license": LICENCE_URL,
        "about": _subject(about.title, about.fiction_label),
        "isBasedOn": _account(index, site_url),
    }


def _account(index: ScenarioIndex, site_url: str) -> dict[str, Any]:
    """Return the account as the site restates it, with the published text that it is based on, if there is one."""
    about = index.scenario.about
    sentences = text.counted(len(index.scenario.sentences), "sentence")
    account = {
        "@type": "CreativeWork",
        "@id": f"{site_url}{urls.ACCOUNT}#account",
        "name": ", in ".join(filter(None, ("An account of an alternate history", sentences))),
        "genre": GENRE,
        "url": f"{site_url}{urls.ACCOUNT}",
    }
    source = {"name": about.source_title, "url": about.source_url}
    published = {name: value for name, value in source.items() if value is not None}
    return account | ({"isBasedOn": {"@type": "CreativeWork", "genre": GENRE} | published} if published else {})


def _web_page(index: ScenarioIndex, site_url: str, address: str, title: str, description: str) -> dict[str, Any]:
    page_url = urls.page_url(site_url, address)
    data: dict[str, Any] = {
        "@type": "WebPage",
        "@id": f"{page_url}#webpage",
        "url": page_url,
        "name": title,
        "description": description,
        "inLanguage": "en",
        "license": LICENCE_URL,
        "isPartOf": {"@id": f"{site_url}#website"},
        "primaryImageOfPage": {
            "@type": "ImageObject",
            "url": urls.page_url(site_url, urls.card_address(address)),
            "width": card.WIDTH,
            "height": card.HEIGHT,
        },
    }
    if not address.startswith(NONFICTION_PAGES):
        data |= {
            "genre": GENRE,
            "isBasedOn": {"@id": f"{site_url}{urls.ACCOUNT}#account"},
            "about": _subject(title, index.fiction_label(urls.entry_id_at(address))),
        }
    if address != urls.HOME:
        data["breadcrumb"] = {"@id": f"{page_url}#breadcrumb"}
    entry_id = urls.entry_id_at(address)
    if entry_id in index.entries:
        data["mainEntity"] = _creative_work(index, site_url, index.entries[entry_id])
    if entry_id in index.latest_revision:
        data["dateModified"] = index.latest_revision[entry_id].date
    if address == urls.GLOSSARY:
        data["mainEntity"] = _glossary(index, site_url)
    return data


def _creative_work(index: ScenarioIndex, site_url: str, entry: Entry) -> dict[str, Any]:
    """Return an entry as a creative work about its subject, since what it says of the subject did not happen."""
    data = {
        "@type": "CreativeWork",
        "@id": f"{site_url}{urls.entry_address(entry.id)}#entry",
        "name": entry.title,
        "alternateName": list(entry.names) or None,
        "abstract": _plain_text(index, entry.lead),
        "keywords": entry.kind,
        "genre": GENRE,
        "temporalCoverage": entry.date and iso_date(entry.date),
        "about": _subject(entry.title, index.fiction_label(entry.id), "Person" if entry.kind == "person" else "Thing"),
        "isBasedOn": [
            f"{site_url}{urls.account_address(locator)}" for locator in index.claim_index.locators.get(entry.id, ())
        ],
    }
    return {name: value for name, value in data.items() if value is not None}


def _glossary(index: ScenarioIndex, site_url: str) -> dict[str, Any]:
    set_id = f"{site_url}{urls.GLOSSARY}#terms"
    terms = [
        {
            "@type": "DefinedTerm",
            "@id": f"{site_url}{permalink('terms', term.id)}",
            "url": f"{site_url}{permalink('terms', term.id)}",
            "name": term.title,
            "description": _plain_text(
                index, term.meaning or f"In this alternate history: {term.here} In our timeline: {term.ours}"
            ),
            "inDefinedTermSet": {"@id": set_id},
        }
        for term in index.scenario.terms
    ]
    return {"@type": "DefinedTermSet", "@id": set_id, "name": "Glossary", "genre": GENRE, "hasDefinedTerm": terms}


def _breadcrumbs(index: ScenarioIndex, site_url: str, address: str, title: str) -> dict[str, Any]:
    steps = [(index.scenario.about.title, urls.HOME)]
    if urls.entry_id_at(address):
        steps.append(("Entries", urls.ENTRIES))
    elif urls.thread_id_at(address):
        steps.append(("Causes and effects", urls.CAUSES))
    steps.append((title, address))
    return {
        "@type": "BreadcrumbList",
        "@id": f"{urls.page_url(site_url, address)}#breadcrumb",
        "itemListElement": [
            {"@type": "ListItem", "position": position, "name": name, "item": urls.page_url(site_url, step_address)}
            for position, (name, step_address) in enumerate(steps, 1)
        ],
    }


def _subject(name: str, label: str, kind: str = "Thing") -> dict[str, str]:
    """Return the subject of a page of fiction, with the label that says what is real about it."""
    return {"@type": kind, "name": name, "disambiguatingDescription": label}


def _plain_text(index: ScenarioIndex, source: str) -> str:
    return text.plain_text(source, index.titles.__getitem__)
