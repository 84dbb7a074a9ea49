from __future__ import annotations

import pytest

from macros.output.figure_css import figure_style
from tests.conftest import ROOT

SHEET = """
:root,
[data-md-color-scheme="default"] {
  --paper: #fbf7ef;
  --ink: #1f1b16;
}

[data-md-color-scheme="slate"] {
  --paper: #191714;
}

.elsewhere { color: var(--unknown); }

/* Figures, on pages and on their own. These rules
   go into pictures. */

.paper { fill: var(--paper); }
.note { fill: var(--ink); stroke: var(--paper); }

/* End of figures. */

.after { color: var(--unknown); }
"""


def test_the_rules_of_figures_get_the_light_colours() -> None:
    assert figure_style(SHEET) == ".paper { fill: #fbf7ef; }\n.note { fill: #1f1b16; stroke: #fbf7ef; }"


@pytest.mark.parametrize("lost", ["/* End of figures. */", "Figures, on pages", ":root"])
def test_a_sheet_without_palette_or_rules_is_refused(lost: str) -> None:
    with pytest.raises(ValueError, match="no palette, or no rules"):
        figure_style(SHEET.replace(lost, ""))


def test_a_colour_that_the_palette_lacks_is_refused() -> None:
    with pytest.raises(KeyError, match="--rule"):
        figure_style(SHEET.replace("fill: var(--ink)", "fill: var(--rule)"))


def test_the_rules_of_the_site_are_plain_enough_for_a_program_that_knows_no_more() -> None:
    style = figure_style((ROOT / "docs" / "assets" / "site.css").read_text(encoding="utf-8"))
    assert ".box-implied rect" in style
    assert not {"var(", "@", ":is", ":not", ":hover", ">", "/*"} & {
        part for part in ("var(", "@", ":is", ":not", ":hover", ">", "/*") if part in style
    }
