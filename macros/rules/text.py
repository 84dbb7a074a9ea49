"""Rules about texts: length, raw HTML, and where links lead."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from macros.rules.registry import Finding, rule
from macros.scenario.entry_links import foreign_scheme
from macros.scenario.fields import TEXT_LENGTH, TITLE_LENGTH, TextFormat

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from macros.scenario.fields import FieldPath
    from macros.scenario.loader import LoadedFile

LABEL = ("about", "fiction_label")
LABEL_LENGTH = 90
_HTML = re.compile(
    r"""< (?! [a-z][a-z0-9+.-]+ : [^\s<>]* > | [\w.+-]+ @ [\w.-]+ > )  # an address in angle brackets is Markdown
          [a-z/!?] [^>\s]* >?
      | \{ (?: [:\#.%{] | [^{}\s]*= )""",
    re.ASCII | re.IGNORECASE | re.VERBOSE,
)
_DESTINATION = re.compile(
    r"""\]\( (?= \s* (?: <([^<>]*)> | ((?:(?!\]\()[^)])*) ) )              # [words](destination), ![words](destination)
      | ^[ \t>*+0-9.)-]* \[[^\[\]]+\]: (?= [ \t]*\n?[ \t>]* <?(\S+) )  # [name]: destination, in a list or quotation too
      | < (?= ([a-z][a-z0-9+.-]+:[^\s<>]*) > )                             # <destination>""",
    re.IGNORECASE | re.MULTILINE | re.VERBOSE,
)


@rule
def title_too_long(file: LoadedFile) -> Iterator[Finding]:
    """A title has at most 60 characters, the label of fiction, on every page, at most 90, and any text 5,000."""
    for form in TextFormat:
        yield from _longer(file, form, TITLE_LENGTH if form is TextFormat.TITLE else TEXT_LENGTH)
    label = file.value(LABEL)
    if isinstance(label, str) and len(label) > LABEL_LENGTH:
        yield _too_long(LABEL, label, LABEL_LENGTH)


def _longer(file: LoadedFile, form: TextFormat, longest: int) -> Iterator[Finding]:
    for place, _, value in file.values_with_marker(form, where=lambda value: len(value) > longest):
        if place != LABEL:
            yield _too_long(place, value, longest)


def _too_long(place: FieldPath, value: str, longest: int) -> Finding:
    return Finding(place, f"expected at most {longest} characters, found {len(value)}")


@rule
def raw_html(file: LoadedFile) -> Iterator[Finding]:
    """A text is Markdown without raw HTML, attribute lists (`{: …}`) or template expressions."""
    for place, value in _markdown(file, lambda value: "<" in value or "{" in value):
        if found := _HTML.search(value):
            yield Finding(
                place, f"found '{found.group()}'; expected Markdown without HTML or braces", needle=found.group()
            )


@rule
def no_images(file: LoadedFile) -> Iterator[Finding]:
    """A text holds no image: pictures are made by the build, and nothing is fetched from elsewhere."""
    for place, _ in _markdown(file, lambda value: "![" in value):
        yield Finding(place, "found an image ('![…'); expected words; a link to the image is accepted", needle="![")


@rule
def link_scheme(file: LoadedFile) -> Iterator[Finding]:
    """A link in a text leads to https, http or mailto; entries are linked as [[id]]."""
    for place, value in _markdown(file, _leads):
        for match in _DESTINATION.finditer(value):
            written = next(group for group in match.groups() if group is not None)
            if scheme := foreign_scheme(written):
                message = f"expected a link to https, http or mailto, found '{scheme}:'"
                yield Finding(place, message, needle=written)


def _leads(text: str) -> bool:
    """Tell whether a text has what every destination has before it."""
    return "](" in text or "]:" in text or "<" in text


def _markdown(file: LoadedFile, where: Callable[[str], bool]) -> Iterator[tuple[FieldPath, str]]:
    """Give the texts in Markdown that are wanted.

    Those that are refused for their length, and so may hold any number of things wrong, are left out.
    """
    for place, _, value in file.values_with_marker(TextFormat.MARKDOWN, where=where):
        if len(value) <= TEXT_LENGTH:
            yield place, value
