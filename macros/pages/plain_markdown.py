"""Markdown that is nothing but words and links into the site, which most texts are, as the HTML that a converter makes.

It is made many times as fast; `tests/pages/test_plain_markdown.py` holds it against the converter.
"""

from __future__ import annotations

import re

_WORDS = r"(?:[^\W_]|[,;:?%()/=$\u2013-\u2026]|(?<=[^\W_])(?:'(?=[^\W\d_])|-(?=[^\W_]))|\.(?!\.)|\\[!()+.-]| (?=\S))"
_LINK = re.compile(rf"\[({_WORDS}+)\]\(([\w./#-]+)\)")
_PLAIN = re.compile(rf"(?! |\d+\.|[:=])(?:{_WORDS}|(?<!\\)\[{_WORDS}+\]\([\w./#-]+\)(?!\())+")
"""A paragraph of one line: no sign in it, where it stands, means anything to Markdown or to SmartyPants."""


def plain_markdown(text: str) -> str | None:
    """Return a text as an HTML paragraph; None where it may be more than words and links."""
    if not _PLAIN.fullmatch(text):
        return None
    linked = _LINK.sub(r'<a href="\2">\1</a>', text) if "[" in text else text
    return f"<p>{linked.replace(chr(92), '').replace(chr(39), '&rsquo;')}</p>"
