"""The texts of records as HTML, plain text, and escaped for Markdown."""

from __future__ import annotations

import html
import re
import textwrap
import unicodedata
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from markdown import Markdown
from markdown.treeprocessors import Treeprocessor
from markupsafe import Markup

from macros.pages.plain_markdown import plain_markdown
from macros.scenario.entry_links import EntryLink, foreign_scheme, replace_entry_links

if TYPE_CHECKING:
    from collections.abc import Callable
    from xml.etree.ElementTree import Element

_SPECIAL = re.compile(r"([\\`*_{}\[\]()#+\-.!])")
_PARAGRAPH = re.compile(r"<p>((?:(?!</?p>).)*)</p>", re.DOTALL)
_FENCE_OR_HEADING = re.compile(r"\n(?=[ \t]*(?:~~~|```|#))")
_TAG = re.compile(r"<[^>]*>")
_AFTER_INLINE = 10
_KEPT = 1 << 12
"""How many texts are kept as HTML: titles come back on page after page, a mechanism on two."""
DESCRIPTION_LENGTH = 160


@cache
def _converter() -> Markdown:
    """Return a Markdown converter that knows no raw HTML or script: whatever gets past the checks comes out as text.

    Nor does it know headings, which would cut the page around a text into other sections than its own.
    """
    converter = Markdown(extensions=["smarty"], output_format="html")
    converter.preprocessors.deregister("html_block")
    for heading in ("hashheader", "setextheader"):
        converter.parser.blockprocessors.deregister(heading)
    converter.inlinePatterns.deregister("html")
    converter.treeprocessors.register(_SafeLinks(converter), "safe_links", _AFTER_INLINE)
    return converter


def block(text: str, link: Callable[[EntryLink], str]) -> Markup:
    """Return a text as HTML paragraphs; `link` gives the Markdown for a link to an entry.

    No line of it begins like a fence of code or a heading, which the Markdown of the page around it would act on.
    """
    return Markup(_converted(replace_entry_links(text, link)))  # noqa: S704 - its converter lets no HTML through


@lru_cache(_KEPT)
def _converted(markdown: str) -> str:
    return plain_markdown(markdown) or _FENCE_OR_HEADING.sub("&#10;", _converter().reset().convert(markdown))


def inline(text: str, link: Callable[[EntryLink], str]) -> Markup:
    """Return a text of one paragraph as HTML without the paragraph around it."""
    made = block(text, link)
    paragraph = _PARAGRAPH.fullmatch(made)
    return Markup(paragraph[1]) if paragraph else made  # noqa: S704 - a part of what the converter made


@lru_cache(_KEPT)
def title(text: str) -> Markup:
    """Return the title of something as HTML."""
    return inline(escape(text), str)


def plain(text: str, title: Callable[[str], str]) -> str:
    """Return a text without any markup; `title` gives the title of an entry that is linked without words."""
    made = block(text, lambda link: escape(link.words or title(link.id)))
    return " ".join("".join(map(html.unescape, _TAG.split(made))).split())


def description(text: str, title: Callable[[str], str]) -> str:
    """Return the beginning of a text, whole words of at most 160 characters, for search engines and link previews."""
    return shorten(plain(text, title))


def shorten(words: str) -> str:
    """Return the beginning of a plain text, whole words of at most 160 characters."""
    return textwrap.shorten(words, DESCRIPTION_LENGTH, placeholder=" …", break_on_hyphens=False)


@lru_cache(_KEPT)
def escape(text: str) -> str:
    """Return plain text as Markdown that renders as that text."""
    return _SPECIAL.sub(r"\\\1", html.escape(" ".join(text.split()), quote=False))


@lru_cache(_KEPT)
def smart_punctuation(text: str) -> str:
    """Return plain text with the quotation marks and dashes that it has in HTML, for labels of figures."""
    return plain(escape(text), str)


def language(text: str) -> str | None:
    """Return the BCP 47 tag of a name's script, for assistive technology and the choice of font; None for English."""
    scripts = {unicodedata.name(character, "").split(" ")[0] for character in text if character.isalpha()}
    if "CJK" in scripts:
        return "zh"
    return "ru" if "CYRILLIC" in scripts else None


class _SafeLinks(Treeprocessor):
    """Takes the destination from links and images that lead neither to the web, nor to mail, nor into the site."""

    def run(self, root: Element) -> None:
        for element in root.iter():
            for name in ("href", "src"):
                if foreign_scheme(element.get(name, "")):
                    del element.attrib[name]
