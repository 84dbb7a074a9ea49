"""The site's own build, with one picture for all figures and one for all cards: `python -m benchmarks.standing_in`.

To draw the pictures of ten thousand entries takes an hour, once. What every build after that costs is measured without
it: the name of each picture is worked out as ever, and the first figure or card that was drawn is read in its place.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from mkdocs.__main__ import cli

from macros.publish.pictures import Rasterizer

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

named = Rasterizer._kept  # noqa: SLF001 - what is stood in for


def stand_in(rasterizer: Rasterizer, recipe: Sequence[str]) -> Path:
    """Return where the one figure, or the one card, is kept: their recipes are of different lengths."""
    return named(rasterizer, recipe).with_name(f"stand-in-{len(recipe)}.png")


if __name__ == "__main__":
    Rasterizer._kept = stand_in  # type: ignore[method-assign, assignment]  # noqa: SLF001 - as above
    cli(["build", "--quiet", *sys.argv[1:]])
