"""Macro calls of prose pages: what is wrong with one is said, with its line."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from jinja2 import Environment, StrictUndefined

from macros import rules
from macros.pages.counts import format_count, join_words
from macros.pages.macros import PageError, build_macros, expand_macros, read_page, split_front_matter
from macros.pages.renderer import Renderer

if TYPE_CHECKING:
    from pathlib import Path

    from macros.layout.font import Font
    from macros.pages.scenario_index import ScenarioIndex


def expand(index: ScenarioIndex, font: Font, source: str, metadata_lines: int = 0) -> str:
    macros = build_macros(Renderer(index, font), rules.RULES, lambda: "")
    return expand_macros(Environment(undefined=StrictUndefined), source, macros, metadata_lines)  # noqa: S701


@pytest.mark.parametrize(
    ("call", "message"),
    [
        ('notice("gapz")', "no notice is called 'gapz'; did you mean 'gaps'?"),
        ('entry("great-thrist")', "no entry is called 'great-thrist'; did you mean 'great-thirst'?"),
        ('thread("harbor")', "no thread is called 'harbor'; did you mean 'harbour'?"),
        ('retired("great-thirst")', "no retired entry is called 'great-thirst'"),
        ("entry(5)", "no entry is called '5'"),
        ("entry([])", "no entry is called '[]'"),
        ("entry()", "entry(entry_id): missing a required argument: 'entry_id'"),
        ('timeline("harbour")', "timeline(): too many positional arguments"),
        ("timeline(page=1)", "timeline(): got an unexpected keyword argument 'page'"),
        ("nosuch()", "there is no macro or variable 'nosuch'"),
        ('notise("gaps")', "there is no macro or variable 'notise'; did you mean 'notice'?"),
        ("retired('sea-monsters')", "no retired entry is called 'sea-monsters'; did you mean 'sea-monster'?"),
        ("vocabulary('verdicts')", "no vocabulary is called 'verdicts'; did you mean 'verdict'?"),
        ("example('thred')", "no example is called 'thred'; did you mean 'thread'?"),
        ("notices('attic')", "no place is called 'attic'; expected home, "),
        ("notices('hom')", "no place is called 'hom'; did you mean 'home'?"),
        ("notice.x", "'function object' has no attribute 'x'"),
        ("1 / 0", "ZeroDivisionError: division by zero"),
        ('count("claim")', "no count is called 'claim'; did you mean 'claims'?"),
        ("notice(", "unexpected '}'"),
    ],
)
def test_a_wrong_call_is_an_error_with_its_line(index: ScenarioIndex, font: Font, call: str, message: str) -> None:
    with pytest.raises(PageError) as caught:
        expand(index, font, f'# Page\n\n{{{{ notice("gaps") }}}}\n\n{{{{ {call} }}}}\n', 3)
    assert caught.value.locate("docs/page.md").startswith(f"docs/page.md:8: {message}")


def test_a_macro_of_the_environment_is_suggested() -> None:
    environment = Environment(undefined=StrictUndefined)  # noqa: S701
    environment.globals["account"] = str
    with pytest.raises(PageError, match=r"variable 'acount'; did you mean 'account'\?$"):
        expand_macros(environment, "{{ acount() }}", {})


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (None, "page.md: cannot be read: No such file or directory"),
        (b"# A\n\xff", "page.md:2: expected UTF-8, found the byte 0xff"),
        (b"---\na: 1\nb: [\nc: 2\n---\n", "page.md:4: its metadata is not YAML: "),
        (b"---\na: 1\na b\n---\n", "page.md:3: its metadata is not YAML: could not find expected ':'"),
        (b"---\na: 1\nb: \x07\n---\n", "page.md:3: its metadata is not YAML: special characters are not allowed"),
        (b"---\ndate: 2026-02-30\n---\n", "page.md:1: a value of its metadata is invalid: day is out of range"),
        (b"---\n- a\n---\n", "page.md:1: expected metadata by name"),
    ],
)
def test_a_page_that_cannot_be_read_is_an_error_with_its_line(
    tmp_path: Path, content: bytes | None, message: str
) -> None:
    path = tmp_path / "page.md"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(PageError) as caught:
        split_front_matter(read_page(path))
    assert caught.value.locate("page.md").startswith(message)


@pytest.mark.parametrize(
    ("source", "parts"),
    [
        ("# A\n", ({}, "# A\n")),
        ("---\ntitle: T\n---\n\n# A\n", ({"title": "T"}, "\n\n\n\n# A\n")),
        ("---\n# nothing\n---\n# A\n", ({}, "\n\n\n# A\n")),
    ],
)
def test_metadata_are_no_part_of_the_markdown(source: str, parts: tuple[dict[str, str], str]) -> None:
    assert split_front_matter(source) == parts


def test_every_id_and_every_part_can_be_called(index: ScenarioIndex, font: Font) -> None:
    calls = [
        *(f'entry("{entry_id}")' for entry_id in index.entries),
        *(f'notice("{notice.id}")' for notice in index.scenario.notices),
        *(f'thread("{thread_id}")' for thread_id in index.thread_groups),
        *(f'retired("{entry_id}")' for entry_id in index.retired_entries),
        "timeline()",
        "our_timeline()",
    ]
    assert all(expand(index, font, f"{{{{ {call} }}}}") for call in calls)


def test_counts_and_years_come_from_the_records(index: ScenarioIndex, font: Font) -> None:
    scenario = index.scenario
    claims = [claim for sentence in scenario.sentences for claim in sentence.claims]
    assert expand(index, font, '{{ count("claims") }}') == str(len(claims))
    assert expand(index, font, '{{ count("links") }}') == str(len(scenario.links))
    numbers = [int(expand(index, font, f'{{{{ count("{name}") }}}}')) for name in ("happenings", "people", "groups")]
    assert sum(numbers) == len(scenario.entries)
    assert expand(index, font, '{{ count("threads", words=true) }}') == "five"
    assert expand(index, font, "{{ years() }}") == "1453, 1571, 1574, 1648 and 1774"


@pytest.mark.parametrize(
    ("number", "words"),
    [(0, "no"), (1, "one"), (11, "eleven"), (20, "twenty"), (46, "forty-six"), (99, "ninety-nine"), (1200, "1,200")],
)
def test_counts_in_words(number: int, words: str) -> None:
    assert format_count(number, words=True) == words


@pytest.mark.parametrize(("words", "joined"), [((), ""), (("a",), "a"), (("a", "b"), "a and b")])
def test_words_are_joined(words: tuple[str, ...], joined: str) -> None:
    assert join_words(words) == joined
