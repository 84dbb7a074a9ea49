"""Ids of headings of prose pages: they depend on nothing but the words of the heading."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from collections.abc import Set as AbstractSet

SEPARATOR = "-"
"""What Python-Markdown puts between the words of an id, unless `toc` has another `separator`."""
_VARIANT = re.compile("[\ufe00-\ufe0f]")
"""A variation selector, which chooses the form of the character before it, such as a coloured emoji."""
_FENCED_CODE = re.compile(r"^(`{3,}|~{3,}).*?^\1", re.DOTALL | re.MULTILINE)


def heading_id(text: str, separator: str = SEPARATOR) -> str:
    """Return the id of a heading: that of Python-Markdown, which is ASCII, with the letters of other scripts.

    The id of a text without a letter or digit, such as an emoji, consists of the Unicode names of its characters.
    """
    characters = _VARIANT.sub("", unicodedata.normalize("NFC", text))
    words = ""
    for character in characters:
        ascii_letters = unicodedata.normalize("NFKD", character).encode("ascii", "ignore").decode()
        is_letter = unicodedata.category(character)[0] in "LMN"
        words += re.sub(r"[^\w\s-]", "", ascii_letters) or (character if is_letter else "")
    slug = re.sub(rf"[{separator}\s]+", separator, words.strip().lower())
    return slug if any(map(str.isalnum, slug)) else separator.join(_names(characters))


def _names(characters: str) -> Iterator[str]:
    for character in characters:
        if not character.isspace() and unicodedata.category(character) != "Cf":  # joiners of emoji
            yield re.sub(r"[^a-z0-9]+", "-", unicodedata.name(character, f"u{ord(character):x}").lower())


def find_numbered_ids(ids: AbstractSet[str], source: str) -> Iterator[tuple[str, int]]:
    """Yield each id with a number for a repeated heading, such as `notes_1`, and the line of that heading, or 0.

    `ids` are the ids of a page, and `source` is its Markdown.
    """
    source = _FENCED_CODE.sub(lambda code: "\n" * code[0].count("\n"), source)
    lines = [(number, line) for number, line in enumerate(source.split("\n"), 1) if line.startswith("#")]
    for item in sorted(ids):
        base, _, count = item.rpartition("_")
        if base in ids and count.isdecimal() and not re.search(rf"\{{[^{{}}\n]*#{re.escape(item)}[ }}]", source):
            numbers = [number for number, line in lines if heading_id(line.strip("# ")) == base][: int(count) + 1]
            yield item, numbers[-1] if numbers else 0
