"""Rules about texts: length, raw HTML, images, and the schemes of links."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from difflib import SequenceMatcher
from operator import methodcaller

from macros.rules.registry import Finding, rule
from macros.scenario.entry_links import disallowed_scheme
from macros.scenario.fields import (
    MAX_ID_LENGTH,
    MAX_SHORT_LENGTH,
    MAX_TEXT_LENGTH,
    MAX_TITLE_LENGTH,
    FieldPath,
    TextFormat,
)
from macros.scenario.loader import LoadedFile
from macros.scenario.problems import closest_match

LABEL_PATH = ("about", "fiction_label")
SOURCE_URL_PATH = ("about", "source_url")
MAX_LABEL_LENGTH = 90
MIN_WORD_SIMILARITY = 0.8
"""How similar a single word in brackets is at least to the id that it is taken for."""
_HTML = re.compile(
    r"""< (?! [a-z][a-z0-9+.-]+ : [^\s<>]* > | [\w.+-]+ @ [\w.-]+ > )  # an address in angle brackets is Markdown
          [a-z/!?] [^>\s]* >?
      | \{ (?: [:\#.%{] | [^{}\s]*= )""",
    re.ASCII | re.IGNORECASE | re.VERBOSE,
)
_BRACKETS = re.compile(
    r"""\[\[ [^\[\]]* \]\]                                                       # [[id]], [[id|words]]
      | (?P<open> \[\[ [^\[\]\s]* ) | (?P<close> [^\[\]\s]* \]\] (?!\() )
      | (?<![\w!\]]) \[ (?P<id> [a-z0-9-]+ ) (?P<words> \|[^\[\]]* )? \] (?![]\[(:])   # [id], [id|words], no [words](…)
    """,
    re.VERBOSE,
)
_DESTINATION = re.compile(
    r"""\]\( (?= \s* (?: <([^<>]*)> | ((?:(?!\]\()[^)])*) ) )              # [words](destination), ![words](destination)
      | ^[ \t>*+0-9.)-]* \[[^\[\]]+\]: (?= [ \t]*\n?[ \t>]* <?(\S+) )  # [name]: destination, in a list or quotation too
      | < (?= ([a-z][a-z0-9+.-]+:[^\s<>]*) > )                             # <destination>""",
    re.IGNORECASE | re.MULTILINE | re.VERBOSE,
)
_ENTRY_PAGE = re.compile(r"(?:/|/entries/|[./]*(?:entries/)?(?=[a-z0-9-]+\.md$))?([a-z0-9-]+)(?:\.md|/)?")
"""A destination that is no address, and that people write for an entry: its id, `dam.md`, `/entries/dam/`."""
_ENDS = re.compile(r"\A[\s\u200c\u200d]+|[\s\u200c\u200d]+\Z")
"""Spaces and joiners at the ends of a text, which nobody sees."""
_STRAY = re.compile(rf"{_ENDS.pattern}|[\t\n]")
_CHARACTER_NAMES = {" ": "a space", "\n": "a line break", "\t": "a tab"}
_MAX_LENGTHS = {TextFormat.TITLE: MAX_TITLE_LENGTH, TextFormat.SHORT: MAX_SHORT_LENGTH, TextFormat.ID: MAX_ID_LENGTH}
_URL = re.compile(r"""https?://[^\s<>"/]+\.[^\s<>"]+""")


@rule
def title_too_long(file: LoadedFile) -> Iterator[Finding]:
    """A title has at most 60 characters, the label of fiction 90, an id 100, `in_reality` 160, and any text 5,000."""
    for text_format in TextFormat:
        yield from _too_long(file, text_format, limit=_MAX_LENGTHS.get(text_format, MAX_TEXT_LENGTH))
    label = file.value(LABEL_PATH)
    if isinstance(label, str) and len(label) > MAX_LABEL_LENGTH:
        yield Finding(LABEL_PATH, f"expected at most {MAX_LABEL_LENGTH} characters, found {len(label)}")


def _too_long(file: LoadedFile, *formats: TextFormat, limit: int) -> Iterator[Finding]:
    for path, _, value in file.values_with_marker(*formats, predicate=lambda value: len(value) > limit):
        if path != LABEL_PATH:
            yield Finding(path, f"expected at most {limit} characters, found {len(value)}")


@rule
def stray_whitespace(file: LoadedFile) -> Iterator[Finding]:
    """A text of one line, such as a title or a name, has no line breaks or tabs, and no spaces at its ends."""
    formats = TextFormat.TITLE, TextFormat.SHORT, TextFormat.PLAIN
    for path, _, value in file.values_with_marker(*formats, predicate=_STRAY.search):
        text = _ENDS.sub("", re.sub(r"\s*[\t\n]\s*", " ", value))
        if text and (match := _STRAY.search(value)):
            sign = _CHARACTER_NAMES.get(value[match.start()], f"U+{ord(value[match.start()]):04X}")
            offset = match.start() - value.index(value.strip())
            end = "end" if match.start() else "start"
            place = "in a text of one line" if sign in {"a line break", "a tab"} else f"at the {end} of a text"
            yield Finding(path, f"found {sign} {place}; write '{text}'", value.strip(), offset=offset)


@rule
def entry_link_form(file: LoadedFile) -> Iterator[Finding]:
    """A link to an entry is written [[id]] or [[id|words]], with two brackets at each end, and in no title or name."""
    ids = file.ids("entries") or frozenset()
    for path, value in _markdown_texts(file, _has_odd_brackets):
        for match in _BRACKETS.finditer(value):
            if match["open"] or match["close"]:
                yield Finding(path, "'[[' or ']]' stands alone here; a link is [[id]] or [[id|words]]", match.group())
            elif entry_id := _bracketed_id(match["id"] or "", match["words"] or "", ids):
                link = f"[[{entry_id}{match['words'] or ''}]]"
                hint = f"write {link}" if entry_id == match["id"] else f"did you mean {link}?"
                yield Finding(path, f"'{match.group()}' has single brackets, so it is no link; {hint}", match.group())
    for path, _, _ in file.values_with_marker(
        TextFormat.TITLE, TextFormat.PLAIN, predicate=methodcaller("__contains__", "[[")
    ):
        yield Finding(path, "a title or name holds no links; write its words alone", "[[")


def _has_odd_brackets(text: str) -> bool:
    """Return whether some bracket of a text is not one of two; a quick test."""
    return "[" in text and (text.count("[[") * 2 != text.count("[") or text.count("]]") * 2 != text.count("]"))


def _bracketed_id(text: str, words: str, ids: frozenset[str]) -> str | None:
    """Return the entry's id that a text in single brackets is, or nearly is; an editor's note, as [sic], is none."""
    match = text if text in ids else closest_match(text, ids)
    is_close = match is not None and SequenceMatcher(None, text, match).ratio() >= MIN_WORD_SIMILARITY
    return match if words or "-" in text or is_close else None


@rule
def raw_html(file: LoadedFile) -> Iterator[Finding]:
    """A text is Markdown without raw HTML, attribute lists (`{: …}`) or template expressions."""
    for path, value in _markdown_texts(file, lambda value: "<" in value or "{" in value):
        if match := _HTML.search(value):
            message = f"found '{match.group()}'; expected Markdown without HTML or braces"
            yield Finding(path, message, needle=match.group())


@rule
def no_images(file: LoadedFile) -> Iterator[Finding]:
    """A text holds no image: pictures are made by the build, and nothing is fetched from elsewhere."""
    for path, _ in _markdown_texts(file, lambda value: "![" in value):
        message = "found an image ('![…'); expected words; a link to the image is accepted"
        yield Finding(path, message, needle="![")


@rule
def link_scheme(file: LoadedFile) -> Iterator[Finding]:
    """A link in a text leads to https, http or mailto; entries are linked as [[id]]."""
    ids = file.ids("entries") or frozenset()
    for path, value in _markdown_texts(file, lambda value: "](" in value or "]:" in value or "<" in value):
        for match in _DESTINATION.finditer(value):
            destination = next(group for group in match.groups() if group is not None)
            if scheme := disallowed_scheme(destination):
                message = f"expected a link to https, http or mailto, found '{scheme}:'"
                yield Finding(path, message, needle=destination)
            elif destination.startswith("www."):
                yield Finding(path, f"write https://{destination}", needle=destination)
            elif (entry := _ENTRY_PAGE.fullmatch(destination)) and entry[1] in ids:
                yield Finding(path, f"'{destination}' is an entry; write [[{entry[1]}|words]]", needle=destination)


@rule
def source_url(file: LoadedFile) -> Iterator[Finding]:
    """The URL of the published account begins with https:// or http:// and a host."""
    url = file.value(SOURCE_URL_PATH)
    if isinstance(url, str) and not _URL.fullmatch(url):
        yield Finding(SOURCE_URL_PATH, f"expected a URL, as https://example.org/page, found '{url}'")


def _markdown_texts(file: LoadedFile, predicate: Callable[[str], bool]) -> Iterator[tuple[FieldPath, str]]:
    """Yield the Markdown texts that pass `predicate`, a quick test before a regular expression.

    Texts that are too long are left out: they may have countless problems.
    """
    for path, _, value in file.values_with_marker(TextFormat.MARKDOWN, predicate=predicate):
        if len(value) <= MAX_TEXT_LENGTH:
            yield path, value
