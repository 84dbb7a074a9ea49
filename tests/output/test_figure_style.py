"""The style of saved figures: rules of the site with light colours in place of custom properties."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from macros.output.images import read_figure_style
from tests.conftest import ROOT

if TYPE_CHECKING:
    from pathlib import Path

PALETTE = """
:root {
  --paper: light-dark(#fbf7ef, #191714);
  --ink: light-dark(#1f1b16, #ece5d8);
}

@media print { :root { --ink: #000; --rule: #bbb; } }
"""
RULES = """/* These rules
   go into images. */

.paper { fill: var(--paper); }
.note { fill: var(--ink); stroke: var(--paper); }
"""
NOT_PLAIN = ("var(", "@", ":is", ":not", ":hover", ">", "/*")


def write_sheets(folder: Path, rules: str) -> Path:
    (folder / "tokens.css").write_text(PALETTE, encoding="utf-8")
    (folder / "figures.css").write_text(rules, encoding="utf-8")
    return folder


def test_rules_of_figures_get_light_colours(tmp_path: Path) -> None:
    style = read_figure_style(write_sheets(tmp_path, RULES))
    assert style == ".paper { fill: #fbf7ef; }\n.note { fill: #1f1b16; stroke: #fbf7ef; }"


def test_a_colour_that_the_palette_lacks_is_an_error(tmp_path: Path) -> None:
    folder = write_sheets(tmp_path, RULES.replace("fill: var(--ink)", "fill: var(--rule)"))
    with pytest.raises(ValueError, match="'--rule', which is no light-dark"):
        read_figure_style(folder)


def test_rules_of_the_site_are_plain_enough_for_a_program_that_draws_svg() -> None:
    style = read_figure_style(ROOT / "docs" / "assets" / "css")
    assert ".box-implied rect" in style
    assert [part for part in NOT_PLAIN if part in style] == []
