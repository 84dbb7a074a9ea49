"""Conversion of the texts of records: Markdown to HTML and to plain text, plain text to escaped Markdown."""

from __future__ import annotations

import html
import re
import textwrap
from collections.abc import Callable, Iterable, Sequence
from functools import cache, lru_cache
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.treeprocessors import Treeprocessor
from markupsafe import Markup

from macros.scenario.authors import Author
from macros.scenario.entry_links import EntryLink, disallowed_scheme, replace_citations, replace_entry_links

_SPECIAL = re.compile(r"([\\`*_{}\[\]()#+\-.!])")
_PARAGRAPH = re.compile(r"<p>((?:(?!</?p>).)*)</p>", re.DOTALL)
_FENCE_OR_HEADING = re.compile(r"\n(?=[ \t]*(?:~~~|```|#))")
_TAG = re.compile(r"<[^>]*>")
_WORDS = r"(?:[^\W_]|[,;:?%()/=$\u2013-\u2026]|(?<=[^\W_])(?:'(?=[^\W\d_])|-(?=[^\W_]))|\.(?!\.)|\\[!()+.-]| (?=\S))"
_LINK = re.compile(rf"\[({_WORDS}+)\]\(([\w./#-]+)\)")
_PLAIN = re.compile(rf"(?! |\d+\.|[:=])(?:{_WORDS}|(?<!\\)\[{_WORDS}+\]\([\w./#-]+\)(?!\())+")
"""A paragraph of one line in which no character has a meaning in Markdown or SmartyPants."""
MIN_SENTENCE = 8
"""Characters of a first sentence at least, so that an abbreviation at the beginning is none."""
_SENTENCE_END = re.compile(r"(?<=\w\w|\]\])([.!?][^\w\s]*)\s+(?=[^a-z\s])")
"""A mark that ends a sentence: white space follows, and no lower-case letter after that."""
_CITATIONS = re.compile(r'(?:<a href="#[\w-]+-source-[0-9]+">[0-9]+</a>)+')
"""Links to numbered sources, in a row."""
_LATEX_ESCAPES = str.maketrans(
    {character: f"\\{character}" for character in "#$%&_"}
    | {"\\": r"{\textbackslash}", "{": r"{\lbrace}", "}": r"{\rbrace}", "^": r"{\string^}", "~": r"{\textasciitilde}"}
)
"""The ten special characters of LaTeX. Braces must balance in BibTeX, so they become commands."""
_LATEX_LIGATURE = re.compile(r"([-`',<>])(?=\1)|[?!](?=`)")
_DIVIDED_NAME = re.compile(r",|\band\b", re.IGNORECASE)
"""Where BibTeX divides names."""
_AFTER_INLINE = 10
_CACHE_SIZE = 1 << 12
"""Number of cached conversions: titles recur on many pages, a mechanism on two."""
DESCRIPTION_LENGTH = 160


@cache
def _converter() -> Markdown:
    """Return a Markdown converter without raw HTML and headings.

    Raw HTML becomes text, and a line that looks like a heading cannot divide the page around it.
    """
    converter = Markdown(extensions=["smarty"], output_format="html")
    converter.preprocessors.deregister("html_block")
    for heading in ("hashheader", "setextheader"):
        converter.parser.blockprocessors.deregister(heading)
    converter.inlinePatterns.deregister("html")
    converter.treeprocessors.register(_SafeLinks(converter), "safe_links", _AFTER_INLINE)
    return converter


def block_html(text: str, link: Callable[[EntryLink], str]) -> Markup:
    """Return Markdown as HTML paragraphs; `link` returns the Markdown of a link to an entry.

    No line of the HTML begins like a code fence or a heading, which the Markdown around it would interpret.
    """
    return Markup(_convert(replace_entry_links(text, link)))  # noqa: S704 - its converter lets no HTML through


@lru_cache(_CACHE_SIZE)
def _convert(markdown: str) -> str:
    converted = simple_paragraph(markdown) or _FENCE_OR_HEADING.sub("&#10;", _converter().reset().convert(markdown))
    return _CITATIONS.sub(_superscript, converted) if "-source-" in converted else converted


def _superscript(links: re.Match[str]) -> str:
    """Return links to sources as superscript numbers, which search leaves out."""
    numbers = re.sub(r'">([0-9]+)</a>', r'" aria-label="Source \1">\1</a>', links[0]).replace("</a><a", "</a>, <a")
    return f'<sup class="citation" data-search-exclude="true">{numbers}</sup>'


def number_citations(text: str, works: Sequence[str], anchor: str) -> str:
    """Return Markdown with links to numbered sources in place of citations.

    The number of a work is its position in `works`, from 1. The anchor of its source is `anchor`, `-source-` and the
    number.

    Raises:
        ValueError: the text cites another work.
    """

    def link(work: str) -> str:
        number = works.index(work) + 1
        return f"[{number}](#{anchor}-source-{number})"

    return replace_citations(text, link)


def simple_paragraph(text: str) -> str | None:
    """Return Markdown as an HTML paragraph; None where it may contain more than words and links into the site.

    Most texts contain nothing else. The HTML equals that of the full converter, which takes far longer.
    """
    if not _PLAIN.fullmatch(text):
        return None
    linked = _LINK.sub(r'<a href="\2">\1</a>', text) if "[" in text else text
    return f"<p>{linked.replace(chr(92), '').replace(chr(39), '&rsquo;')}</p>"


def inline_html(text: str, link: Callable[[EntryLink], str]) -> Markup:
    """Return Markdown as HTML, without the `p` element if it is a single paragraph."""
    return _unwrap_paragraph(_convert(replace_entry_links(text, link)))


def _unwrap_paragraph(converted: str) -> Markup:
    paragraph = _PARAGRAPH.fullmatch(converted)
    return Markup(paragraph[1] if paragraph else converted)  # noqa: S704 - all or a part of what the converter returned


@lru_cache(_CACHE_SIZE)
def title_html(text: str) -> Markup:
    """Return a plain title as HTML."""
    return _unwrap_paragraph(_convert(escape_markdown(text)))


def plain_text(text: str, title: Callable[[str], str]) -> str:
    """Return Markdown as plain text; `title` returns the title of an entry by its id, for links without words."""
    return _strip_tags(block_html(text, lambda link: escape_markdown(link.words or title(link.id))))


def _strip_tags(converted: str) -> str:
    """Return HTML as plain text, with white space collapsed."""
    return " ".join("".join(map(html.unescape, _TAG.split(converted))).split())


def description(text: str, title: Callable[[str], str]) -> str:
    """Return the beginning of a Markdown text as plain text, for search engines and link previews."""
    return shorten(plain_text(text, title))


def split_first_sentence(text: str) -> tuple[str, str]:
    """Return the first sentence of a Markdown text and the rest, which is empty where the sentence has no clear end."""
    for end in _SENTENCE_END.finditer(text, MIN_SENTENCE):
        first = text[: end.end(1)]
        if first.count("[") == first.count("]") and not any(first.count(mark) % 2 for mark in "*_`"):
            return first, text[end.end() :]
    return text, ""


def shorten(text: str) -> str:
    """Return the beginning of a plain text: whole words, at most 160 characters."""
    return textwrap.shorten(text, DESCRIPTION_LENGTH, placeholder=" …", break_on_hyphens=False)


@lru_cache(_CACHE_SIZE)
def escape_markdown(text: str) -> str:
    """Return plain text as Markdown that is rendered as that text."""
    return _SPECIAL.sub(r"\\\1", html.escape(" ".join(text.split()), quote=False))


def escape_latex(text: str | None) -> str:
    """Return LaTeX that prints a text as it is, without special characters and ligatures such as `--`."""
    escaped = " ".join((text or "").split()).translate(_LATEX_ESCAPES)
    return _LATEX_LIGATURE.sub(lambda match: f"{match[0]}{{}}", escaped)


def bibtex_names(authors: Iterable[Author]) -> str:
    """Return authors as a list of BibTeX: "van der Linden, Jr., Frank and {A Library}".

    Braces keep together what BibTeX would divide.
    """
    return " and ".join(map(_bibtex_name, authors))


def _bibtex_name(author: Author) -> str:
    if not author.given:
        return f"{{{escape_latex(str(author))}}}"
    is_separate = author.family_with_particle.startswith(f"{author.particle} ")
    family = (author.family if is_separate else author.family_with_particle) or ""
    has_particle = any(word[0].islower() for word in family.split())
    parts = [f"{{{escape_latex(family)}}}" if has_particle else _bibtex_part(family)]
    parts += [_bibtex_part(part) for part in (author.suffix, author.given) if part]
    return (f"{_bibtex_part(author.particle or '')} " if is_separate else "") + ", ".join(parts)


def _bibtex_part(text: str) -> str:
    latex = escape_latex(text)
    return f"{{{latex}}}" if _DIVIDED_NAME.search(text) else latex


@lru_cache(_CACHE_SIZE)
def smart_punctuation(text: str) -> str:
    """Return plain text with the curly quotes and dashes that SmartyPants gives it in HTML, for labels of figures."""
    return _strip_tags(_convert(escape_markdown(text)))


def counted(number: int, singular: str, plural: str = "") -> str:
    """Return a number with a noun, "1,234 links"; empty for 0. Without `plural`, an "s" makes the plural."""
    noun = singular if number == 1 else plural or f"{singular}s"
    return f"{number:,} {noun}" if number else ""


class _SafeLinks(Treeprocessor):
    """Removes the URLs of links and images, unless they are relative or their scheme is http, https or mailto."""

    def run(self, root: Element) -> None:
        for element in root.iter():
            for name in ("href", "src"):
                if disallowed_scheme(element.get(name, "")):
                    del element.attrib[name]
