"""The synthetic scenarios that benchmarks measure with: valid at any size, and of the proportions they promise."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pytest

from benchmarks import plain_site
from benchmarks.scenarios import FEWEST, main, scenario
from macros import rules
from macros.pages.scenario_index import ScenarioIndex
from macros.scenario.loader import parse

if TYPE_CHECKING:
    from pathlib import Path

    from macros.scenario.model import Scenario


def read(text: str) -> Scenario:
    file = parse("synthetic.yml", text.encode())
    assert [str(problem) for problem in rules.check(file)] == []
    assert file.scenario is not None
    return file.scenario


@pytest.mark.parametrize("entries", [FEWEST, 21, 59, 100, 333])
@pytest.mark.parametrize("seed", [1, 2])
def test_a_scenario_keeps_every_rule_and_has_so_many_entries(entries: int, seed: int) -> None:
    assert len(read(scenario(entries, seed)).entries) == entries


def test_fewer_entries_than_a_thread_needs_are_refused() -> None:
    with pytest.raises(ValueError, match="at least 20"):
        scenario(FEWEST - 1)


def test_the_same_size_and_seed_give_the_same_bytes_and_another_seed_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.argv", ["scenarios", "100", str(tmp_path / "a.yml"), "2"])
    main()
    assert (tmp_path / "a.yml").read_bytes() == scenario(100, 2).encode()
    assert scenario(100, 1) != scenario(100, 2)


def test_threads_grow_in_number_and_not_in_size() -> None:
    found = read(scenario(600))
    sizes = Counter(entry.thread for entry in found.entries)
    assert len(sizes) == len(found.threads)
    assert all(30 <= size <= 60 for size in sizes.values())


def test_entries_have_two_to_four_causes_some_of_them_in_other_threads() -> None:
    found = read(scenario(600))
    threads = {entry.id: entry.thread for entry in found.entries}
    causes = Counter(link.effect for link in found.links)
    assert set(causes.values()) - {1} == {2, 3, 4}
    assert sum(count < 2 for count in causes.values()) <= 1
    across = sum(threads[link.cause] != threads[link.effect] for link in found.links)
    assert 0.05 < across / len(found.links) < 0.4


def test_texts_are_as_long_as_those_of_a_real_scenario_and_some_are_chinese() -> None:
    found = read(scenario(300))
    assert all(40 <= len(entry.lead.split()) <= 140 for entry in found.entries)
    assert all(15 <= len(link.mechanism.split()) <= 45 for link in found.links)
    assert all(10 <= len(claim.text.split()) <= 40 for sentence in found.sentences for claim in sentence.claims)
    assert any("\u4e00" <= sign <= "\u9fff" for entry in found.entries for sign in entry.lead)
    kinds = {entry.kind for entry in found.entries}
    assert {"person", "group", "event", "process"} <= kinds
    assert any(entry.within for entry in found.entries)


def test_the_same_scenario_as_plain_pages_says_the_same_and_needs_neither_macros_nor_hooks(tmp_path: Path) -> None:
    found = read(scenario(60))
    plain_site.write(ScenarioIndex(found), tmp_path)
    for entry in found.entries:
        page = (tmp_path / "docs" / "entries" / f"{entry.id}.md").read_text(encoding="utf-8")
        said = [entry.title, entry.lead, *entry.names]
        said += [link.mechanism for link in found.links if link.relation == "cause" and link.effect == entry.id]
        said += [claim.text for part in found.sentences for claim in part.claims if entry.id in claim.entries]
        assert all(text.partition("[[")[0] in page for text in said)
    settings = (tmp_path / "mkdocs.yml").read_text(encoding="utf-8")
    assert "name: material" in settings
    assert not [word for word in ("macros", "hooks", "overrides") if word in settings]
