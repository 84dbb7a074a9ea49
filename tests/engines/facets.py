"""What is compared of a built page: each facet is what a reader, a browser or a program meets, as a list of words."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, TypeAlias
from urllib.parse import urljoin

from tests.site.pages import words

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from lxml import html

    Facet: TypeAlias = "Callable[[html.HtmlElement, str], list[str]]"

HOST = "https://host.test/"
CONTENT = "//article[contains(@class, 'md-content__inner')]"
SVG = f"{CONTENT}//*[local-name()='svg']"


def address_of(site: Path, path: Path) -> str:
    return path.relative_to(site).as_posix().removesuffix("index.html")


def _said(path: str) -> Facet:
    """Return what gives the words of everything at a path."""
    return lambda page, _: [words(found) for found in page.xpath(path)]


def _written(*paths: str) -> Facet:
    """Return what gives the attributes at some paths, with their spaces folded."""
    return lambda page, _: [" ".join(str(found).split()) for path in paths for found in page.xpath(path)]


def _led_to(*paths: str) -> Facet:
    """Return what gives the addresses that attributes at some paths lead to."""
    return lambda page, address: [urljoin(HOST + address, found) for path in paths for found in page.xpath(path)]


def _linked(path: str) -> Facet:
    """Return what gives words and addresses of the links at a path."""
    return lambda page, address: [
        f"{words(found)}: {urljoin(HOST + address, found.get('href'))}" for found in page.xpath(path)
    ]


def _tags(page: html.HtmlElement, _: str) -> list[str]:
    """Return Open Graph and card tags, and whatever else the head says by name."""
    found = page.xpath("//meta[@property or (@name and @name != 'generator')]")
    return [f"{one.get('property') or one.get('name')}: {one.get('content')}" for one in found]


def _shape(page: html.HtmlElement, _: str) -> list[str]:
    """Return the elements of the content in their order, with their classes and what scripts read of them."""
    return [
        " ".join([str(found.tag), *(f"{name}={value}" for name, value in sorted(found.items()) if _tells(name))])
        for found in page.xpath(f"{CONTENT}//*")
        if isinstance(found.tag, str)
    ]


def _tells(name: str) -> bool:
    return name in {"class", "lang", "role"} or name.startswith(("data-", "aria-"))


FACETS: dict[str, Facet] = {
    "text": _said(CONTENT),
    "anchors": _written(f"{CONTENT}//@id"),
    "links": _led_to(f"{CONTENT}//@href", f"{CONTENT}//@src"),
    "elements": _shape,
    "figures": lambda page, _: [str(len(page.xpath(SVG)))],
    "labels": _said(f"{SVG}//*[local-name()='text']"),
    "title": _said("//title"),
    "tags": _tags,
    "generator": lambda page, _: [
        re.split(r"[- ]\d", name)[0] for name in page.xpath("//meta[@name='generator']/@content")
    ],
    "policy": lambda page, _: [
        re.sub(r" 'sha256-[^']*'", "", rule)
        for policy in page.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
        for rule in policy.split("; ")
    ],
    "relations": _led_to(*(f"//link[@rel='{name}']/@href" for name in ("canonical", "alternate feed", "icon"))),
    "json-ld": _said("//script[@type='application/ld+json']"),
    "label": _said("//*[@class='fiction-label']"),
    "imprint": _said("//*[@class='imprint']"),
    "tabs": _linked("//nav[@class='md-tabs']//a"),
    "tab of this page": _said("//li[contains(@class, 'md-tabs__item--active')]"),
    "heading of contents": _said("(//nav[contains(@class, 'md-nav--secondary')]/label)[1]"),
    "contents": _linked("//nav[contains(@class, 'md-nav--secondary')]//a"),
    "footer": _linked("//footer//a[@href]"),
    "scripts": _led_to("//script[contains(@src, 'assets/site.js')]/@src"),
    "colours": _written("//input[@name='__palette']/@data-md-color-scheme", "//input[@name='__palette']/@aria-label"),
}
