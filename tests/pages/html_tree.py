"""Parses HTML that was rendered, and converts Markdown to HTML as the site does."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from html.parser import HTMLParser
from typing import Any

import yaml
from markdown import Markdown
from mkdocs.config.defaults import MkDocsConfig

from tests.conftest import ROOT

VOID = frozenset({"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"})
_PLAIN_QUOTES = str.maketrans(dict.fromkeys("\u2018\u2019", "'") | dict.fromkeys("\u201c\u201d", '"'))


@dataclass
class Element:
    """An element, with its attributes as a browser parses them and the text inside it."""

    tag: str
    attributes: dict[str, str]
    parts: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """All text inside, with white space collapsed and quotes made straight."""
        return normalize("".join(self.parts))


class HtmlTree(HTMLParser):
    """Parsed HTML: its elements in order; `problems` are tags that are not nested, and markup other than elements."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.root = Element("", {})
        self.elements: list[Element] = []
        self.problems: list[str] = []
        self._open: list[Element] = [self.root]
        self.feed(source)
        self.close()
        self.problems += [f"<{element.tag}> is left open" for element in self._open[1:]]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append(Element(tag, {name: value or "" for name, value in attrs}))
        if tag not in VOID:
            self._open.append(self.elements[-1])

    def handle_endtag(self, tag: str) -> None:
        if self._open[-1].tag == tag:
            self._open.pop()
        else:
            self.problems.append(f"</{tag}> inside <{self._open[-1].tag}> at {self.getpos()}")

    def handle_data(self, data: str) -> None:
        for element in self._open:
            element.parts.append(data)

    def handle_comment(self, data: str) -> None:
        self.problems.append(f"comment: {data}")

    def handle_decl(self, decl: str) -> None:
        self.problems.append(f"declaration: {decl}")

    def unknown_decl(self, data: str) -> None:
        self.problems.append(f"declaration: {data}")

    def handle_pi(self, data: str) -> None:
        self.problems.append(f"processing instruction: {data}")

    @property
    def text(self) -> str:
        """All text, with white space collapsed and quotes made straight."""
        return self.root.text

    def all(self, tag: str) -> list[Element]:
        """Return the elements with a tag."""
        return [element for element in self.elements if element.tag == tag]

    def values(self, attribute: str) -> list[str]:
        """Return the values of an attribute, of all elements that have it."""
        return [element.attributes[attribute] for element in self.elements if attribute in element.attributes]


def normalize(text: str) -> str:
    """Return text with white space collapsed, and with straight quotes for the typographic ones of Markdown."""
    return " ".join(text.split()).translate(_PLAIN_QUOTES)


class _TagIgnoringLoader(yaml.SafeLoader):
    """Loads mkdocs.yml with None for the values that have tags."""


_TagIgnoringLoader.add_multi_constructor("!", lambda *_: None)


@cache
def markdown_extensions() -> tuple[list[str], dict[str, Any]]:
    """Return the names and the settings of the extensions that the site uses."""
    option: Any = MkDocsConfig.markdown_extensions
    with (ROOT / "mkdocs.yml").open(encoding="utf-8") as file:
        extensions = yaml.load(file, _TagIgnoringLoader)["markdown_extensions"]  # noqa: S506 - a safe loader
    configs: dict[str, Any] = {}
    for extension in extensions:
        configs |= extension if isinstance(extension, dict) else {extension: {}}
    names = [name for name in option.builtins if name not in configs]
    return [*names, *configs], configs


@cache
def _site_converter() -> Markdown:
    extensions, configs = markdown_extensions()
    return Markdown(extensions=extensions, extension_configs=configs)


def page_html(markdown: str) -> str:
    """Return the Markdown of a page as HTML, converted with the settings of the site."""
    return _site_converter().reset().convert(markdown)
