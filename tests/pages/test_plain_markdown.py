from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from macros.pages import text
from macros.pages.plain_markdown import plain_markdown
from tests.analysis.graphs import REPEATABLE

if TYPE_CHECKING:
    from macros.scenario.model import Scenario

PARTS = ["word", "é", "文", "1", "10", "80s", "_", " ", " ", "'", "-", ".", ",", ";", ":", "(", ")", "=", "/", "\u2013"]
PARTS += ["[", "]", "](", "](../a-b/)", "](#q1)", "[word](../a/)", "[1\\. one](b/)", "\\", "\\.", "\\-", "\\(", "\\*"]
PARTS += ["*", "`", '"', "&", "<", "!", "#", "+", "...", "--", "\n", "\t", "\u00a0", "\u2026", "'s", "'80s", "o'clock"]


def converted(source: str) -> str:
    return text._converter().reset().convert(source)


@settings(REPEATABLE, max_examples=3000)
@given(st.lists(st.sampled_from(PARTS), min_size=1, max_size=8).map("".join))
def test_the_fast_path_equals_the_full_converter(source: str) -> None:
    made = plain_markdown(source)
    assert made is None or made == converted(source)


@pytest.mark.parametrize(
    "source",
    [
        "1. one",
        "# one",
        "- one",
        "a *b*",
        "a 'b'",
        "a -- b",
        "a...",
        "[a](javascript:x)",
        "![a](b)",
        "a  b ",
        "a\nb",
        "",
    ],
)
def test_other_markdown_is_left_to_the_converter(source: str) -> None:
    assert plain_markdown(source) is None


def test_most_texts_take_the_fast_path(scenario: Scenario) -> None:
    texts = [entry.lead for entry in scenario.entries] + [link.mechanism for link in scenario.links]
    plain = [one for one in texts if plain_markdown(text.plain(one, str).replace("\u2019", "'"))]
    assert len(plain) > len(texts) / 2
