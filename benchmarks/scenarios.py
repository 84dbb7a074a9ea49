"""Synthetic scenarios of any size: `python -m benchmarks.scenarios N FILE [SEED]` writes one with N entries.

A scenario passes every rule of `macros/rules` and is formatted like `data/scenario.yml`. It grows as a real one would:
threads of 30 to 60 entries grow in number, not in size; an entry has two to four causes, most of them shortly before
it in its thread and some in others; leads have 40 to 120 words, mechanisms 15 to 40, claims 10 to 30. Everything in it
is invented, and the same size and seed give the same bytes.

Every entry has a true time, in years. Its date contains this time, and links lead forward in time. So no effect comes
before its cause.
"""

from __future__ import annotations

import sys
from bisect import bisect_left
from pathlib import Path
from random import Random

from benchmarks import filler_sections
from benchmarks.filler_text import FillerText
from benchmarks.scenario_builder import Data, DraftEntry, ScenarioBuilder
from benchmarks.yaml_text import dump_yaml
from macros.scenario.fields import slugify

MIN_ENTRIES = 20
THREAD_SIZE = 45
FIRST_YEAR, YEARS = 1100, 12
NOTICES = (
    "content-note",
    "fiction-label",
    "mixed-truth",
    "numbers",
    "causation",
    "responsibility",
    "popular-myths",
    "sensitive-labels",
    "gaps",
    "not-a-source",
)
"""The ids of the notices that pages show."""
_KINDS = {
    "event": 30,
    "process": 10,
    "state": 10,
    "outcome": 8,
    "decision": 8,
    "programme": 7,
    "policy": 6,
    "practice": 5,
    "idea": 4,
    "belief": 3,
    "stance": 3,
    "figure": 2,
    "actor-trait": 2,
}


def build_scenario_yaml(entries: int, seed: int = 1) -> str:
    """Return a data file with this many entries, at least 20.

    Raises:
        ValueError: `entries` is less than 20.
    """
    return dump_yaml(build_scenario(entries, seed))


def build_scenario(entries: int, seed: int = 1) -> Data:
    """Return the content of a data file as plain data.

    Raises:
        ValueError: `entries` is less than 20.
    """
    if entries < MIN_ENTRIES:
        raise ValueError(f"expected at least {MIN_ENTRIES} entries, found {entries}")
    random = Random(f"{entries} {seed}")  # noqa: S311 - no secret depends on it
    builder = ScenarioBuilder(random, FillerText(random))
    threads = [_thread(builder, number, size) for number, size in enumerate(_sizes(random, entries))]
    sentences = _sentences(builder)
    for index, entry in enumerate(builder.entries):
        _extend(builder, index, entry)
    return {
        "about": filler_sections.about(entries),
        "notices": [
            {"id": name, "title": name.replace("-", " ").capitalize(), "text": builder.filler.text(20, 60)}
            for name in NOTICES
        ],
        "threads": threads,
        "sentences": sentences,
        "entries": [entry.record for entry in builder.entries],
        "links": _links(builder),
        **filler_sections.build_sections(builder),
    }


def _sizes(random: Random, entries: int) -> list[int]:
    """Return the number of entries of each thread: about 45, and 30 to 60 where there are enough."""
    count = max(1, round(entries / THREAD_SIZE))
    sizes = [entries // count + (number < entries % count) for number in range(count)]
    for number in range(0, count - 1, 2):
        shift = random.randint(0, 12)
        sizes[number], sizes[number + 1] = sizes[number] + shift, sizes[number + 1] - shift
    return sizes


def _thread(builder: ScenarioBuilder, number: int, size: int) -> Data:
    """Add the entries of a thread, events in order of time and then actors; return its record."""
    title = f"The valley of {builder.filler.group().partition(' of ')[2]}"
    name = f"{slugify(title)}-{number}"
    actors = max(2, size // 16)
    times = sorted(FIRST_YEAR + number + builder.random.random() * YEARS for _ in range(size - actors))
    entries = [DraftEntry(_event(builder, name, time), number, time) for time in times]
    entries += [
        DraftEntry(_actor(builder, name, number, person=index % 3 != 1), number, None) for index in range(actors)
    ]
    builder.entries += entries
    builder.threads.append(entries)
    return {"id": name, "title": title, "lead": builder.filler.text(30, 60)}


def _event(builder: ScenarioBuilder, thread: str, time: float) -> Data:
    title = builder.filler.title()
    return {
        "id": slugify(title),
        "title": title,
        "kind": builder.choose(_KINDS),
        "thread": thread,
        "date": builder.date(time) if builder.chance(0.55) else None,
        "within": None,
        "lead": builder.filler.text(40, 104),
        **_names(builder, title),
    }


def _names(builder: ScenarioBuilder, title: str) -> Data:
    generators = (builder.filler.title, builder.filler.chinese, builder.filler.russian)
    names = [generate() for generate, share in zip(generators, (0.4, 0.3, 0.15), strict=True) if builder.chance(share)]
    return {"names": names, "misspellings": [builder.filler.misspelling(title)] if builder.chance(0.4) else []}


def _actor(builder: ScenarioBuilder, thread: str, number: int, *, person: bool) -> Data:
    title = builder.filler.person() if person else builder.filler.group()
    start = FIRST_YEAR + number
    life = {
        "role": builder.filler.text(8, 20),
        "died": str(start + YEARS + builder.random.randint(1, 40)) if builder.chance(0.6) else None,
        "our_role": builder.filler.text(8, 20),
        "our_born": f"{start - builder.random.randint(18, 50)}-{builder.random.randint(1, 12):02}",
        "our_died": f"{start + builder.random.randint(1, 60)}~",
    }
    return {
        "id": slugify(title),
        "title": title,
        "kind": "person" if person else "group",
        "thread": thread,
        "date": None,
        "lead": builder.filler.text(40, 80),
        **_names(builder, title),
        **({"life": life} if person else {}),
    }


def _extend(builder: ScenarioBuilder, index: int, entry: DraftEntry) -> None:
    """Add links and Chinese names to some leads, and a range of years to some entries without a date."""
    record = entry.record
    if builder.chance(0.6):
        record["lead"] = builder.add_link(record["lead"], index)
    if builder.chance(0.2):
        record["lead"] += f" Older maps call it {builder.filler.chinese()}."
    if entry.time is not None and record["date"] is None and builder.chance(0.15):
        year = int(entry.time)
        why = builder.filler.text(8, 20)
        record["within"] = {"date": f"[{year - 1}..{year + 2}]", "why": why, "locators": [entry.locator]}


def _sentences(builder: ScenarioBuilder) -> list[Data]:
    """Return the sentences of the account, thread by thread, with one to three claims for each entry."""
    sentences: list[Data] = []
    paragraph = 0
    for thread in builder.threads:
        remaining = list(thread)
        while remaining:
            paragraph += 1
            for number in range(1, builder.random.randint(4, 7)):
                count = builder.random.randint(2, 5)
                entries, remaining = remaining[:count], remaining[count:]
                if entries:
                    sentences.append(_sentence(builder, f"p{paragraph}-s{number}", entries, thread))
    return sentences


def _sentence(builder: ScenarioBuilder, locator: str, entries: list[DraftEntry], thread: list[DraftEntry]) -> Data:
    claims: list[Data] = []
    for entry in entries:
        entry.locator = locator
        for _ in range(builder.random.choices((1, 2, 3), (60, 30, 10))[0]):
            claims.append(_claim(builder, f"{locator}-c{len(claims) + 1}", entry, thread))
    return {"id": locator, "restated": builder.filler.text(20, 40), "claims": claims}


def _claim(builder: ScenarioBuilder, name: str, entry: DraftEntry, thread: list[DraftEntry]) -> Data:
    actors = [other.id for other in thread if other.time is None and other is not entry]
    about = [entry.id]
    if builder.chance(0.2) and (other := builder.random.choice(thread)) is not entry:
        about.append(other.id)
    return {
        "id": name,
        "text": builder.filler.text(10, 17),
        "kind": builder.choose(
            {"event": 40, "state": 25, "programme": 8, "causal-link": 15, "figure": 4, "actor-trait": 8}
        ),
        "basis": builder.choose({"stated": 60, "implied": 38, "editorial": 2}),
        "date": entry.record["date"] if builder.chance(0.5) else None,
        "people": [builder.random.choice(actors)] if builder.chance(0.3) else [],
        "others": [f"people of {builder.random.choice(builder.filler.places)}"] if builder.chance(0.15) else [],
        "entries": about,
    }


def _links(builder: ScenarioBuilder) -> list[Data]:
    """Return the links, grouped by effect."""
    events = sorted((entry for entry in builder.entries if entry.time is not None), key=lambda entry: entry.time or 0)
    times = [entry.time or 0 for entry in events]
    return [
        _link(builder, cause, effect)
        for thread in builder.threads
        for index, effect in enumerate(thread)
        if effect.time is not None
        for cause in _causes(builder, thread[:index], events[: bisect_left(times, effect.time)])
    ]


def _causes(builder: ScenarioBuilder, in_thread: list[DraftEntry], in_all: list[DraftEntry]) -> list[DraftEntry]:
    """Choose two to four earlier events, mostly from the same thread and close before the effect."""
    causes: dict[str, DraftEntry] = {}
    count = min(builder.random.choices((2, 3, 4), (75, 20, 5))[0], len(in_all))
    while len(causes) < count:
        pool = in_thread if in_thread and builder.chance(0.85) else in_all
        distance = 1
        while distance < len(pool) and builder.chance(0.65):
            distance += 1
        causes[pool[-distance].id] = pool[-distance]
    return list(causes.values())


def _link(builder: ScenarioBuilder, cause: DraftEntry, effect: DraftEntry) -> Data:
    locators = [effect.locator] if builder.chance(0.7) else [cause.locator, effect.locator]
    return {
        "cause": cause.id,
        "effect": effect.id,
        "relation": "cause" if builder.chance(0.97) else "in-spite-of",
        "basis": "stated" if builder.chance(0.6) else "implied",
        "locators": list(dict.fromkeys(locators)),
        "mechanism": builder.filler.text(15, 26),
    }


def main() -> None:
    """Write a scenario into a file."""
    if len(sys.argv) not in (3, 4):
        sys.exit("usage: python -m benchmarks.scenarios N FILE [SEED]")
    entries, file, *seed = sys.argv[1:]
    Path(file).write_text(build_scenario_yaml(int(entries), *map(int, seed)), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
