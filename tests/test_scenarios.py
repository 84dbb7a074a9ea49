"""The synthetic scenarios of the benchmarks: valid at any size, and of realistic proportions."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pytest

from benchmarks import plain_site
from benchmarks.scenarios import MIN_ENTRIES, build_scenario_yaml, main
from macros import rules
from macros.pages.scenario_index import ScenarioIndex
from macros.scenario.loader import parse_file

if TYPE_CHECKING:
    from pathlib import Path

    from macros.scenario.model import Scenario


def load(text: str) -> Scenario:
    file = parse_file("synthetic.yml", text.encode())
    assert [str(problem) for problem in rules.check(file)] == []
    assert file.scenario is not None
    return file.scenario


@pytest.mark.parametrize("entries", [MIN_ENTRIES, 21, 59, 100, 333])
@pytest.mark.parametrize("seed", [1, 2])
def test_a_scenario_passes_every_rule_and_has_the_requested_size(entries: int, seed: int) -> None:
    assert len(load(build_scenario_yaml(entries, seed)).entries) == entries


def test_too_few_entries_are_refused() -> None:
    with pytest.raises(ValueError, match="at least 20"):
        build_scenario_yaml(MIN_ENTRIES - 1)


def test_the_same_size_and_seed_give_the_same_bytes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.argv", ["scenarios", "100", str(tmp_path / "a.yml"), "2"])
    main()
    assert (tmp_path / "a.yml").read_bytes() == build_scenario_yaml(100, 2).encode()
    assert build_scenario_yaml(100, 1) != build_scenario_yaml(100, 2)


def test_threads_grow_in_number_not_in_size() -> None:
    scenario = load(build_scenario_yaml(600))
    sizes = Counter(entry.thread for entry in scenario.entries)
    assert len(sizes) == len(scenario.threads)
    assert all(30 <= size <= 60 for size in sizes.values())


def test_entries_have_two_to_four_causes_some_in_other_threads() -> None:
    scenario = load(build_scenario_yaml(600))
    threads = {entry.id: entry.thread for entry in scenario.entries}
    causes = Counter(link.effect for link in scenario.links)
    assert set(causes.values()) - {1} == {2, 3, 4}
    assert sum(count < 2 for count in causes.values()) <= 1
    links_between_threads = sum(threads[link.cause] != threads[link.effect] for link in scenario.links)
    assert 0.05 < links_between_threads / len(scenario.links) < 0.4


def test_texts_have_realistic_lengths_and_some_are_chinese() -> None:
    scenario = load(build_scenario_yaml(300))
    assert all(40 <= len(entry.lead.split()) <= 140 for entry in scenario.entries)
    assert all(15 <= len(link.mechanism.split()) <= 45 for link in scenario.links)
    assert all(10 <= len(claim.text.split()) <= 40 for sentence in scenario.sentences for claim in sentence.claims)
    assert any("\u4e00" <= character <= "\u9fff" for entry in scenario.entries for character in entry.lead)
    kinds = {entry.kind for entry in scenario.entries}
    assert {"person", "group", "event", "process"} <= kinds
    assert any(entry.within for entry in scenario.entries)


def test_plain_pages_have_the_same_text_without_macros_and_hooks(tmp_path: Path) -> None:
    scenario = load(build_scenario_yaml(60))
    plain_site.write_plain_site(ScenarioIndex(scenario), tmp_path)
    for entry in scenario.entries:
        page = (tmp_path / "docs" / "entries" / f"{entry.id}.md").read_text(encoding="utf-8")
        texts = [entry.title, entry.lead, *entry.names]
        texts += [link.mechanism for link in scenario.links if link.relation == "cause" and link.effect == entry.id]
        texts += [claim.text for part in scenario.sentences for claim in part.claims if entry.id in claim.entries]
        assert all(text.partition("[[")[0] in page for text in texts)
    config = (tmp_path / "mkdocs.yml").read_text(encoding="utf-8")
    assert "name: material" in config
    assert not [word for word in ("macros", "hooks", "overrides") if word in config]
