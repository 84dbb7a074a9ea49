"""Counts of records and the years of a story, in digits or in words, for prose that stays true when the data change."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from macros.pages.scenario_index import ScenarioIndex
from macros.scenario.dates import date_bounds, format_year

_SMALL = (
    "no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen",
    "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)  # fmt: skip
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")


def count_sections(index: ScenarioIndex) -> Mapping[str, int]:
    """Return the number of records of each section, and of the parts of a section that prose speaks of, by name."""
    scenario = index.scenario
    kinds = [entry.kind for entry in scenario.entries]
    return {name: len(value) for name, value in scenario if isinstance(value, tuple)} | {
        "claims": sum(len(sentence.claims) for sentence in scenario.sentences),
        "paragraphs": len({sentence.paragraph for sentence in scenario.sentences}),
        "estimates": len(scenario.estimates.estimates) if scenario.estimates else 0,
        "people": kinds.count("person"),
        "groups": kinds.count("group"),
        "happenings": sum(not entry.is_actor for entry in scenario.entries),
        "years": len(years(index)),
    }


def years(index: ScenarioIndex) -> tuple[str, ...]:
    """Return the years that the account gives, in order: those of claims and entries whose date names a single year."""
    scenario = index.scenario
    dates = [claim.date for sentence in scenario.sentences for claim in sentence.claims]
    dates += [entry.date for entry in scenario.entries]
    return tuple(map(format_year, sorted({year for date in dates if date is not None for year in _years_of(date)})))


def _years_of(date: str) -> Iterator[int]:
    """Yield the year in which a date begins and that in which it ends, where the date names it."""
    bounds = date_bounds(date)
    for first, last in ((bounds.begins_earliest, bounds.begins_latest), (bounds.ends_earliest, bounds.ends_latest)):
        if first and last and first[0] == last[0]:
            yield first[0]


def format_count(number: int, *, words: bool) -> str:
    """Return a count in digits, or in words up to ninety-nine, with "no" for 0."""
    if not words or number >= 100:  # noqa: PLR2004 - larger numbers read better in digits
        return f"{number:,}"
    if number < len(_SMALL):
        return _SMALL[number]
    tens, units = divmod(number, 10)
    return _TENS[tens - 2] + (f"-{_SMALL[units]}" if units else "")


def join_words(words: tuple[str, ...]) -> str:
    """Return words with commas between them and "and" before the last."""
    return " and ".join(filter(None, (", ".join(words[:-1]), *words[-1:])))
