"""The language and direction of names."""

from __future__ import annotations

import pytest

from macros.pages import scripts
from macros.scenario.fields import LanguageName


@pytest.mark.parametrize(
    ("name", "tag"),
    [
        ("The old canal", None),
        ("Dà yùnhé", None),
        ("Bel\u02b9skiy", None),
        ("1956", None),
        ("", None),
        ("大运河", "zh"),
        ("大运河 (Great Canal)", "zh"),
        ("運河を掘る", "ja"),
        ("大韓民國의 운하", "ko"),
        ("Канал", "ru"),
        ("Ivan Belsky, Бельский", "ru"),
        ("Διώρυγα", "el"),
        ("قناة", "ar"),
        ("תעלה", "he"),
        ("नहर", "hi"),
        ("คลอง", "th"),
        (LanguageName("Канал", "uk"), "uk"),
        (LanguageName("Le canal", "fr"), "fr"),
    ],
)
def test_the_language_of_a_name_is_stated_or_follows_from_its_script(name: str, tag: str | None) -> None:
    assert scripts.language_tag(name) == tag


@pytest.mark.parametrize(
    ("name", "direction"),
    [("قناة", "rtl"), ("תעלה 1956", "rtl"), ("1956 תעלה", "rtl"), ("Canal קנאל", None), ("Διώρυγα", None), ("", None)],
)
def test_names_run_in_the_direction_of_their_first_letter(name: str, direction: str | None) -> None:
    assert scripts.direction(name) == direction
