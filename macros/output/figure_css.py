"""The style of figures that leave the site: the rules of the site's own style sheet, in its light colours."""

from __future__ import annotations

import re

_PALETTE = re.compile(r"^:root,\n.*?\{(.*?)\}", re.DOTALL | re.MULTILINE)
_COLOUR = re.compile(r"(--[\w-]+):\s*([^;]+);")
_RULES = re.compile(r"/\* Figures, on pages and on their own\..*?\*/(.*?)/\* End of figures\. \*/", re.DOTALL)
_USE = re.compile(r"var\((--[\w-]+)\)")


def figure_style(sheet: str) -> str:
    """Return the rules for figures of a style sheet, with the colours of its first palette in place of their names.

    Raises:
        KeyError: a rule names a colour that the palette lacks.
        ValueError: the sheet has no palette, or no rules between the marks that frame them.
    """
    palette, rules = _PALETTE.search(sheet), _RULES.search(sheet)
    if palette is None or rules is None:
        raise ValueError("the style sheet has no palette, or no rules framed as those of figures")
    colours = dict(_COLOUR.findall(palette[1]))
    return _USE.sub(lambda use: colours[use[1]], rules[1]).strip()
