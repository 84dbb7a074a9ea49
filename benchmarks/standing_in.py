"""The site's own build, with a stand-in for every picture that is not kept yet: `python -m benchmarks.standing_in`.

To draw the pictures of ten thousand entries takes an hour, once. What every build after that costs is measured without
it: as many bytes as such a picture usually has are kept under the name of each, and read from there.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from mkdocs.__main__ import cli

from macros.publish.pictures import Rasterizer

if TYPE_CHECKING:
    from macros.publish.pictures import Drawing

CARD, FIGURE = 27_000, 60_000
"""Bytes of a card and of a figure: the medians of the real entries."""


def stand_in(_: Rasterizer, drawing: Drawing) -> bytes:
    """Return as many bytes as a drawing usually has; only cards have few colours."""
    return bytes(CARD if drawing.colours else FIGURE)


if __name__ == "__main__":
    Rasterizer._draw = stand_in  # type: ignore[method-assign, assignment]  # noqa: SLF001 - what is stood in for
    cli(["build", "--quiet", *sys.argv[1:]])
