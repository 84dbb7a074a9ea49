"""A fast path for Markdown that consists of words and links into the site, which most texts do.

Its HTML equals that of the full converter, which takes far longer; `tests/pages/test_plain_markdown.py` compares
both.
"""

from __future__ import annotations

import re

_WORDS = r"(?:[^\W_]|[,;:?%()/=$\u2013-\u2026]|(?<=[^\W_])(?:'(?=[^\W\d_])|-(?=[^\W_]))|\.(?!\.)|\\[!()+.-]| (?=\S))"
_LINK = re.compile(rf"\[({_WORDS}+)\]\(([\w./#-]+)\)")
_PLAIN = re.compile(rf"(?! |\d+\.|[:=])(?:{_WORDS}|(?<!\\)\[{_WORDS}+\]\([\w./#-]+\)(?!\())+")
"""A paragraph of one line in which no character has a meaning in Markdown or SmartyPants."""


def plain_markdown(text: str) -> str | None:
    """Return Markdown as an HTML paragraph; None where it may contain more than words and links."""
    if not _PLAIN.fullmatch(text):
        return None
    linked = _LINK.sub(r'<a href="\2">\1</a>', text) if "[" in text else text
    return f"<p>{linked.replace(chr(92), '').replace(chr(39), '&rsquo;')}</p>"
