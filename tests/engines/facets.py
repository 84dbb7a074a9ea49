"""Extracts the facets by which the tests compare two built pages; the value of each facet is a list of strings."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, TypeAlias
from urllib.parse import urljoin

from tests.site.pages import words

if TYPE_CHECKING:
    from collections.abc import Callable

    from lxml import html

    Facet: TypeAlias = "Callable[[html.HtmlElement, str], list[str]]"
    """Takes a page and its address."""

HOST = "https://host.test/"
CONTENT = "//article[contains(@class, 'md-content__inner')]"
SVG = f"{CONTENT}//*[local-name()='svg']"


def _text_at(path: str) -> Facet:
    """Return a facet: the text of each element at an XPath."""
    return lambda page, _: [words(element) for element in page.xpath(path)]


def _attributes_at(*paths: str) -> Facet:
    """Return a facet: the attributes at some XPaths, with runs of white space collapsed."""
    return lambda page, _: [" ".join(str(value).split()) for path in paths for value in page.xpath(path)]


def _urls_at(*paths: str) -> Facet:
    """Return a facet: the absolute URLs of the attributes at some XPaths."""
    return lambda page, address: [urljoin(HOST + address, url) for path in paths for url in page.xpath(path)]


def _links_at(path: str) -> Facet:
    """Return a facet: the text and the absolute URL of each link at an XPath."""
    return lambda page, address: [
        f"{words(link)}: {urljoin(HOST + address, link.get('href'))}" for link in page.xpath(path)
    ]


def _metadata(page: html.HtmlElement, _: str) -> list[str]:
    """Return all `meta` elements with a property or a name, except the generator's."""
    elements = page.xpath("//meta[@property or (@name and @name != 'generator')]")
    return [f"{meta.get('property') or meta.get('name')}: {meta.get('content')}" for meta in elements]


def _elements(page: html.HtmlElement, _: str) -> list[str]:
    """Return the elements of the content in document order, each with the attributes that styles and scripts read."""
    return [
        " ".join([element.tag, *(f"{name}={value}" for name, value in sorted(element.items()) if _is_compared(name))])
        for element in page.xpath(f"{CONTENT}//*")
        if isinstance(element.tag, str)
    ]


def _is_compared(attribute: str) -> bool:
    return attribute in {"class", "lang", "role"} or attribute.startswith(("data-", "aria-"))


FACETS: dict[str, Facet] = {
    "text": _text_at(CONTENT),
    "anchors": _attributes_at(f"{CONTENT}//@id"),
    "links": _urls_at(f"{CONTENT}//@href", f"{CONTENT}//@src"),
    "elements": _elements,
    "figures": lambda page, _: [str(len(page.xpath(SVG)))],
    "labels": _text_at(f"{SVG}//*[local-name()='text']"),
    "title": _text_at("//title"),
    "metadata": _metadata,
    "generator": lambda page, _: [
        re.split(r"[- ]\d", name)[0] for name in page.xpath("//meta[@name='generator']/@content")
    ],
    "policy": lambda page, _: [
        re.sub(r" 'sha256-[^']*'", "", rule)
        for policy in page.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
        for rule in policy.split("; ")
    ],
    "relations": _urls_at(*(f"//link[@rel='{name}']/@href" for name in ("canonical", "alternate feed", "icon"))),
    "json-ld": _text_at("//script[@type='application/ld+json']"),
    "label": _text_at("//*[@class='fiction-label']"),
    "imprint": _text_at("//*[@class='imprint']"),
    "tabs": _links_at("//nav[@class='md-tabs']//a"),
    "active tab": _text_at("//li[contains(@class, 'md-tabs__item--active')]"),
    "heading of contents": _text_at("(//nav[contains(@class, 'md-nav--secondary')]/label)[1]"),
    "contents": _links_at("//nav[contains(@class, 'md-nav--secondary')]//a"),
    "footer": _links_at("//footer//a[@href]"),
    "scripts": _urls_at("//script[contains(@src, 'assets/site.js')]/@src"),
    "colours": _attributes_at(
        "//input[@name='__palette']/@data-md-color-scheme", "//input[@name='__palette']/@aria-label"
    ),
}
