"""Rules about texts: length, raw HTML, and where links lead."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING

from macros.checks.rule import Finding, rule
from macros.lore.fields import TITLE_LENGTH, Form, marked

if TYPE_CHECKING:
    from collections.abc import Iterator

    from macros.lore.load import Draft, Place

LABEL_LENGTH = 90
SCHEMES = frozenset({"http", "https", "mailto"})
_HTML = re.compile(r"<(?:[a-zA-Z/!?](?!(?:[a-zA-Z][a-zA-Z0-9+.-]*):[^\s<>]*>)[^>\s]*)|\{[:#.%{]", re.ASCII)
_DESTINATION = re.compile(
    r"\]\(\s*<?([^)\s>]*)|^\s{0,3}\[[^\]]+\]:\s*<?(\S+)|<([a-zA-Z][a-zA-Z0-9+.-]*:[^\s<>]*)>", re.MULTILINE
)
_SCHEME = re.compile(r"([a-zA-Z][a-zA-Z0-9+.-]*):")


@rule
def title_too_long(draft: Draft) -> Iterator[Finding]:
    """A title has at most 60 characters."""
    for place, form, value in _texts(draft):
        if form is Form.TITLE and len(value) > TITLE_LENGTH:
            yield Finding(place, f"expected at most {TITLE_LENGTH} characters, found {len(value)}")


@rule
def raw_html(draft: Draft) -> Iterator[Finding]:
    """A text is Markdown without raw HTML, attribute lists (`{: …}`) or template expressions (`{{ … }}`)."""
    for place, form, value in _texts(draft):
        if form is Form.MARKDOWN and (found := _HTML.search(value)):
            yield Finding(
                place, f"found '{found.group()}'; expected Markdown without HTML or braces", needle=found.group()
            )


@rule
def link_scheme(draft: Draft) -> Iterator[Finding]:
    """A link in a text leads to https, http or mailto; entries are linked as [[id]]."""
    for place, form, value in _texts(draft):
        if form is not Form.MARKDOWN:
            continue
        for match in _DESTINATION.finditer(value):
            written = next(group for group in match.groups() if group is not None)
            scheme = _SCHEME.match(re.sub(r"[\x00-\x20]", "", html.unescape(written)))
            if scheme and scheme.group(1).lower() not in SCHEMES:
                message = f"expected a link to https, http or mailto, found '{scheme.group(1)}:'"
                yield Finding(place, message, needle=written)


def _texts(draft: Draft) -> Iterator[tuple[Place, Form, str]]:
    for place, record in draft.records:
        for field, form, value in marked(record, Form):
            yield (*place, *field), form, value
