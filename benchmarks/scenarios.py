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
from macros.scenario.vocabularies import PLACE

MIN_ENTRIES = 20
THREAD_SIZE = 45
FIRST_YEAR, YEARS = 1100, 12
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


def build_scenario_yaml(entry_count: int, seed: int = 1) -> str:
    """Return a data file with this many entries, at least 20.

    Raises:
        ValueError: `entry_count` is less than 20.
    """
    return dump_yaml(build_scenario(entry_count, seed))


def build_scenario(entry_count: int, seed: int = 1) -> Data:
    """Return the content of a data file as plain data.

    Raises:
        ValueError: `entry_count` is less than 20.
    """
    if entry_count < MIN_ENTRIES:
        raise ValueError(f"expected at least {MIN_ENTRIES} entries, found {entry_count}")
    random = Random(f"{entry_count} {seed}")  # noqa: S311 - no secret depends on it
    builder = ScenarioBuilder(random, FillerText(random))
    threads = [_thread(builder, number, size) for number, size in enumerate(_sizes(random, entry_count))]
    sentences = _sentences(builder)
    for index, entry in enumerate(builder.entries):
        _extend(builder, index, entry)
    return {
        "about": filler_sections.about(entry_count),
        "notices": [
            {
                "id": place,
                "title": place.replace("-", " ").capitalize(),
                "place": place,
                "text": builder.filler.text(20, 60),
            }
            for place in PLACE.values
        ],
        "threads": threads,
        "sentences": sentences,
        "entries": [entry.record for entry in builder.entries],
        "links": _links(builder),
        **filler_sections.build_sections(builder),
    }


def _sizes(random: Random, entry_count: int) -> list[int]:
    """Return the number of entries of each thread: about 45, and 30 to 60 where there are enough."""
    count = max(1, round(entry_count / THREAD_SIZE))
    sizes = [entry_count // count + (number < entry_count % count) for number in range(count)]
    for number in range(0, count - 1, 2):
        shift = random.randint(0, 12)
        sizes[number], sizes[number + 1] = sizes[number] + shift, sizes[number + 1] - shift
    return sizes


def _thread(builder: ScenarioBuilder, number: int, size: int) -> Data:
    """Add the entries of a thread, events in order of time and then actors; return its record."""
    title = f"The valley of {builder.filler.group().partition(' of ')[2]}"
    thread_id = f"{slugify(title)}-{number}"
    actor_count = max(2, size // 16)
    times = sorted(FIRST_YEAR + number + builder.random.random() * YEARS for _ in range(size - actor_count))
    entries = [DraftEntry(_event(builder, thread_id, time), number, time) for time in times]
    entries += [
        DraftEntry(_actor(builder, thread_id, number, person=index % 3 != 1), number, None)
        for index in range(actor_count)
    ]
    builder.entries += entries
    builder.threads.append(entries)
    return {"id": thread_id, "title": title, "lead": builder.filler.text(30, 60)}


def _event(builder: ScenarioBuilder, thread_id: str, time: float) -> Data:
    title = builder.filler.title()
    return {
        "id": slugify(title),
        "title": title,
        "kind": builder.choose(_KINDS),
        "thread": thread_id,
        "date": builder.date(time) if builder.flip_coin(0.55) else None,
        "within": None,
        "lead": builder.filler.text(40, 104),
        **_names(builder, title),
    }


def _names(builder: ScenarioBuilder, title: str) -> Data:
    generators = (builder.filler.title, builder.filler.chinese, builder.filler.russian)
    names = [
        generate() for generate, share in zip(generators, (0.4, 0.3, 0.15), strict=True) if builder.flip_coin(share)
    ]
    return {"names": names, "misspellings": [builder.filler.misspelling(title)] if builder.flip_coin(0.4) else []}


def _actor(builder: ScenarioBuilder, thread_id: str, number: int, *, person: bool) -> Data:
    title = builder.filler.person() if person else builder.filler.group()
    start = FIRST_YEAR + number
    life = {
        "role": builder.filler.text(8, 20),
        "died": str(start + YEARS + builder.random.randint(1, 40)) if builder.flip_coin(0.6) else None,
        "our_role": builder.filler.text(8, 20),
        "our_born": f"{start - builder.random.randint(18, 50)}-{builder.random.randint(1, 12):02}",
        "our_died": f"{start + builder.random.randint(1, 60)}~",
    }
    return {
        "id": slugify(title),
        "title": title,
        "kind": "person" if person else "group",
        "thread": thread_id,
        "date": None,
        "lead": builder.filler.text(40, 80),
        **_names(builder, title),
        **({"life": life} if person else {}),
    }


def _extend(builder: ScenarioBuilder, index: int, entry: DraftEntry) -> None:
    """Add links and Chinese names to some leads, and a range of years to some entries without a date."""
    record = entry.record
    if builder.flip_coin(0.6):
        record["lead"] = builder.add_link(record["lead"], index)
    if builder.flip_coin(0.2):
        record["lead"] += f" Older maps call it {builder.filler.chinese()}."
    if entry.time is not None and record["date"] is None and builder.flip_coin(0.15):
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


def _claim(builder: ScenarioBuilder, claim_id: str, entry: DraftEntry, thread: list[DraftEntry]) -> Data:
    actors = [other.id for other in thread if other.time is None and other is not entry]
    about = [entry.id]
    if builder.flip_coin(0.2) and (other := builder.random.choice(thread)) is not entry:
        about.append(other.id)
    return {
        "id": claim_id,
        "text": builder.filler.text(10, 17),
        "kind": builder.choose(
            {"event": 40, "state": 25, "programme": 8, "causal-link": 15, "figure": 4, "actor-trait": 8}
        ),
        "basis": builder.choose({"stated": 60, "implied": 38, "editorial": 2}),
        "date": entry.record["date"] if builder.flip_coin(0.5) else None,
        "people": [builder.random.choice(actors)] if builder.flip_coin(0.3) else [],
        "others": [f"people of {builder.random.choice(builder.filler.places)}"] if builder.flip_coin(0.15) else [],
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


def _causes(
    builder: ScenarioBuilder, thread_events: list[DraftEntry], all_events: list[DraftEntry]
) -> list[DraftEntry]:
    """Choose two to four earlier events, mostly from the same thread and close before the effect."""
    causes: dict[str, DraftEntry] = {}
    count = min(builder.random.choices((2, 3, 4), (75, 20, 5))[0], len(all_events))
    while len(causes) < count:
        pool = thread_events if thread_events and builder.flip_coin(0.85) else all_events
        distance = 1
        while distance < len(pool) and builder.flip_coin(0.65):
            distance += 1
        causes[pool[-distance].id] = pool[-distance]
    return list(causes.values())


def _link(builder: ScenarioBuilder, cause: DraftEntry, effect: DraftEntry) -> Data:
    locators = [effect.locator] if builder.flip_coin(0.7) else [cause.locator, effect.locator]
    return {
        "cause": cause.id,
        "effect": effect.id,
        "relation": "cause" if builder.flip_coin(0.97) else "in-spite-of",
        "basis": "stated" if builder.flip_coin(0.6) else "implied",
        "locators": list(dict.fromkeys(locators)),
        "mechanism": builder.filler.text(15, 26),
    }


def main() -> None:
    """Write a scenario into a file."""
    if len(sys.argv) not in (3, 4):
        sys.exit("usage: python -m benchmarks.scenarios N FILE [SEED]")
    entry_count, file, *seed = sys.argv[1:]
    Path(file).write_text(build_scenario_yaml(int(entry_count), *map(int, seed)), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
