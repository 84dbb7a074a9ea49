"""Authors and editors: names in parts, as citation programs want them.

Source of the parts and of their order: Citation Style Language 1.0.2, section "Names",
https://docs.citationstyles.org/en/stable/specification.html#names. There, `particle` is the `non-dropping-particle`
and `family_first` is `static-ordering`.
"""

from __future__ import annotations

import re
from typing import Annotated, TypeAlias

from pydantic import PlainSerializer

from macros.scenario.fields import PlainText, Record

_EAST_ASIAN = re.compile(r"[\u3005\u3007\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\U00020000-\U0003ffff]+")
"""A name in Chinese characters, kana or hangul."""
_SUFFIX = re.compile(r"[JS]r\.?|I{2,3}|IV")


class Author(Record):
    """An author or editor: the parts of a person's name, or only `literal`, as for an institution."""

    given: PlainText | None = None
    """Given names, as "Mary Ann"; or null."""
    particle: PlainText | None = None
    """What stands before the family name and belongs to it, as "van der"; or null."""
    family: PlainText | None = None
    """Family name, as "O'Brien"; null only beside `literal`."""
    suffix: PlainText | None = None
    """What follows the name, as "Jr."; or null."""
    family_first: bool = False
    """True where the person signs with the family name first, as "Mori Ōgai"."""
    literal: PlainText | None = None
    """A whole name, of an institution or where the parts are unknown; or null. No other field stands beside it."""

    @property
    def family_with_particle(self) -> str:
        """The family name with its particle: "van der Linden", "d'Alembert"."""
        separator = "" if (self.particle or "").endswith(("'", "\u2019", "-")) else " "
        return separator.join(filter(None, (self.particle, self.family)))

    def __str__(self) -> str:
        """Return the whole name in the order in which it is signed."""
        if self.literal is not None:
            return self.literal
        family, given = self.family_with_particle, self.given or ""
        if _EAST_ASIAN.fullmatch(family + given):
            return family + given
        names = (family, given) if self.family_first else (given, family)
        return " ".join(filter(None, (*names, self.suffix)))


Authors: TypeAlias = Annotated[
    tuple[Author, ...],
    PlainSerializer(lambda authors: tuple(map(str, authors)), return_type=tuple[str, ...], when_used="json"),
]
"""Authors, exported as whole names: version 1 of the format has no parts."""


def read_author(text: str) -> dict[str, str]:
    """Return the fields of an author written as "van der Linden, Frank" or "King, Jr., Martin", else as a whole name.

    That is how BibTeX writes names: a particle ends with the last word before the family name in small letters.
    A suffix may come last, too.
    """
    parts = [part.strip() for part in text.split(",")]
    if _SUFFIX.fullmatch(parts[-1]):
        parts[1:] = reversed(parts[1:])
    if len(parts) not in {2, 3} or not all(parts):
        return {"literal": text.strip()}
    words = parts[0].split()
    length = max((index for index, word in enumerate(words[:-1], 1) if word[0].islower()), default=0)
    particle, family = " ".join(words[:length]), " ".join(words[length:])
    fields = {"given": parts[-1], "particle": particle, "family": family, "suffix": "".join(parts[1:-1])}
    return {name: part for name, part in fields.items() if part}
