"""The style of figures that leave the site: the site's own rules for figures, in light colours.

Programs that draw SVG files know neither custom properties nor `light-dark()`
(https://www.w3.org/TR/css-color-5/#light-dark), so each use of a colour becomes its light value.
"""

from __future__ import annotations

import re
from pathlib import Path

_COLOR = re.compile(r"(--[\w-]+):\s*light-dark\(([^,()]+),")
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_VARIABLE = re.compile(r"var\((--[\w-]+)\)")


def read_figure_style(folder: Path) -> str:
    """Return the rules of `figures.css` in a folder, with the light colours of its `tokens.css` for their names.

    Raises:
        ValueError: A rule uses a colour that the palette lacks.
        OSError: A style sheet cannot be read.
    """
    palette, rules = ((folder / name).read_text(encoding="utf-8") for name in ("tokens.css", "figures.css"))
    colors = dict(_COLOR.findall(palette))
    try:
        return _VARIABLE.sub(lambda use: colors[use[1]], _COMMENT.sub("", rules)).strip()
    except KeyError as error:
        raise ValueError(f"figures.css uses {error}, which is no light-dark() colour of tokens.css") from error
