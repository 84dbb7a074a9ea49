"""The real data passes every rule, and its addresses are listed; nothing else is asked of it here."""

from __future__ import annotations

from macros import rules
from macros.cli import permalinks_text
from macros.scenario.loader import load_file
from macros.scenario.permalinks import PERMALINKS_FILE
from tests.conftest import DATA


def test_the_real_data_passes_every_rule() -> None:
    assert [str(problem) for problem in rules.check(load_file(DATA))] == []


def test_every_address_is_listed_for_good() -> None:
    listed = (DATA.parent / PERMALINKS_FILE).read_text(encoding="utf-8")
    assert listed == permalinks_text(), "run: make permalinks"
