"""Synthetic scenarios of any size: `python -m benchmarks.scenarios N FILE [SEED]` writes one of N entries.

A scenario keeps every rule of `macros/rules` and is written as `data/scenario.yml` is. It grows as a real one would:
threads of 30 to 60 entries grow in number and not in size; an entry has two to four causes, most of them shortly before
it in its thread and some in others; leads have 40 to 120 words, mechanisms 15 to 40, claims 10 to 30. Nothing in it
happened anywhere, and the same size and seed give the same bytes.

Every entry has its true time, in years; a date that is written contains it, and links lead forward in it. So no effect
comes before its cause.
"""

from __future__ import annotations

import sys
from bisect import bisect_left
from pathlib import Path
from random import Random

from benchmarks import filler_sections
from benchmarks.prose import Prose
from benchmarks.scenario_builder import Data, Happening, LoadedFile
from benchmarks.yaml_text import yaml_text
from macros.scenario.fields import kebab

FEWEST = 20
THREAD = 45
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
"""The notices that pages ask for by their ids."""
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


def scenario(entries: int, seed: int = 1) -> str:
    """Return a data file with so many entries, from 20 on.

    Raises:
        ValueError: fewer entries were asked for.
    """
    return yaml_text(records(entries, seed))


def records(entries: int, seed: int = 1) -> Data:
    """Return what the data file holds, as plain data.

    Raises:
        ValueError: as by `scenario`.
    """
    if entries < FEWEST:
        raise ValueError(f"expected at least {FEWEST} entries, found {entries}")
    random = Random(f"{entries} {seed}")  # noqa: S311 - nothing is kept secret by it
    file = LoadedFile(random, Prose(random))
    threads = [_thread(file, number, size) for number, size in enumerate(_sizes(random, entries))]
    sentences = _sentences(file)
    for index, entry in enumerate(file.entries):
        _bound(file, index, entry)
    return {
        "about": filler_sections.about(entries),
        "notices": [
            {"id": name, "title": name.replace("-", " ").capitalize(), "text": file.prose.text(20, 60)}
            for name in NOTICES
        ],
        "threads": threads,
        "sentences": sentences,
        "entries": [entry.record for entry in file.entries],
        "links": _links(file),
        **filler_sections.of(file),
    }


def _sizes(random: Random, entries: int) -> list[int]:
    """Return how many entries each thread has: about 45, and 30 to 60 where there are enough."""
    count = max(1, round(entries / THREAD))
    sizes = [entries // count + (number < entries % count) for number in range(count)]
    for number in range(0, count - 1, 2):
        moved = random.randint(0, 12)
        sizes[number], sizes[number + 1] = sizes[number] + moved, sizes[number + 1] - moved
    return sizes


def _thread(file: LoadedFile, number: int, size: int) -> Data:
    """Add the entries of a thread, in the order of their times and then those who act; return its record."""
    title = f"The valley of {file.prose.group().partition(' of ')[2]}"
    name = f"{kebab(title)}-{number}"
    actors = max(2, size // 16)
    times = sorted(FIRST_YEAR + number + file.random.random() * YEARS for _ in range(size - actors))
    found = [Happening(_happening(file, name, time), number, time) for time in times]
    found += [Happening(_actor(file, name, number, person=index % 3 != 1), number, None) for index in range(actors)]
    file.entries += found
    file.threads.append(found)
    return {"id": name, "title": title, "lead": file.prose.text(30, 60)}


def _happening(file: LoadedFile, thread: str, time: float) -> Data:
    title = file.prose.title()
    return {
        "id": kebab(title),
        "title": title,
        "kind": file.one(_KINDS),
        "thread": thread,
        "date": file.date(time) if file.chance(0.55) else None,
        "within": None,
        "lead": file.prose.text(40, 104),
        **_names(file, title),
    }


def _names(file: LoadedFile, title: str) -> Data:
    makers = (file.prose.title, file.prose.chinese, file.prose.russian)
    names = [make() for make, share in zip(makers, (0.4, 0.3, 0.15), strict=True) if file.chance(share)]
    return {"names": names, "misspellings": [file.prose.misspelt(title)] if file.chance(0.4) else []}


def _actor(file: LoadedFile, thread: str, number: int, *, person: bool) -> Data:
    title = file.prose.person() if person else file.prose.group()
    start = FIRST_YEAR + number
    life = {
        "role": file.prose.text(8, 20),
        "died": str(start + YEARS + file.random.randint(1, 40)) if file.chance(0.6) else None,
        "our_role": file.prose.text(8, 20),
        "our_born": f"{start - file.random.randint(18, 50)}-{file.random.randint(1, 12):02}",
        "our_died": f"{start + file.random.randint(1, 60)}~",
    }
    return {
        "id": kebab(title),
        "title": title,
        "kind": "person" if person else "group",
        "thread": thread,
        "date": None,
        "lead": file.prose.text(40, 80),
        **_names(file, title),
        **({"life": life} if person else {}),
    }


def _bound(file: LoadedFile, index: int, entry: Happening) -> None:
    """Link the lead of some entries to others, name them in Chinese, and bound some that have no date."""
    record = entry.record
    if file.chance(0.6):
        record["lead"] = file.linked(record["lead"], index)
    if file.chance(0.2):
        record["lead"] += f" Older maps call it {file.prose.chinese()}."
    if entry.time is not None and record["date"] is None and file.chance(0.15):
        year = int(entry.time)
        why = file.prose.text(8, 20)
        record["within"] = {"date": f"[{year - 1}..{year + 2}]", "why": why, "locators": [entry.locator]}


def _sentences(file: LoadedFile) -> list[Data]:
    """Return the account: paragraph by paragraph through the threads, each entry in one to three claims."""
    sentences: list[Data] = []
    paragraph = 0
    for thread in file.threads:
        left = list(thread)
        while left:
            paragraph += 1
            for number in range(1, file.random.randint(4, 7)):
                told, left = left[: (count := file.random.randint(2, 5))], left[count:]
                if told:
                    sentences.append(_sentence(file, f"p{paragraph}-s{number}", told, thread))
    return sentences


def _sentence(file: LoadedFile, locator: str, told: list[Happening], thread: list[Happening]) -> Data:
    claims: list[Data] = []
    for entry in told:
        entry.locator = locator
        for _ in range(file.random.choices((1, 2, 3), (60, 30, 10))[0]):
            claims.append(_claim(file, f"{locator}-c{len(claims) + 1}", entry, thread))
    return {"id": locator, "restated": file.prose.text(20, 40), "claims": claims}


def _claim(file: LoadedFile, name: str, entry: Happening, thread: list[Happening]) -> Data:
    actors = [other.id for other in thread if other.time is None and other is not entry]
    about = [entry.id]
    if file.chance(0.2) and (other := file.random.choice(thread)) is not entry:
        about.append(other.id)
    return {
        "id": name,
        "text": file.prose.text(10, 17),
        "kind": file.one({"event": 40, "state": 25, "programme": 8, "causal-link": 15, "figure": 4, "actor-trait": 8}),
        "basis": file.one({"stated": 60, "implied": 38, "editorial": 2}),
        "date": entry.record["date"] if file.chance(0.5) else None,
        "people": [file.random.choice(actors)] if file.chance(0.3) else [],
        "others": [f"people of {file.random.choice(file.prose.places)}"] if file.chance(0.15) else [],
        "entries": about,
    }


def _links(file: LoadedFile) -> list[Data]:
    """Return the links, by the entry that they lead to."""
    happenings = sorted((entry for entry in file.entries if entry.time is not None), key=lambda entry: entry.time or 0)
    times = [entry.time or 0 for entry in happenings]
    return [
        _link(file, cause, effect)
        for thread in file.threads
        for index, effect in enumerate(thread)
        if effect.time is not None
        for cause in _causes(file, thread[:index], happenings[: bisect_left(times, effect.time)])
    ]


def _causes(file: LoadedFile, before: list[Happening], elsewhere: list[Happening]) -> list[Happening]:
    """Choose two to four causes, fewer where there are not so many, mostly from shortly before in the same thread."""
    found: dict[str, Happening] = {}
    wanted = min(file.random.choices((2, 3, 4), (75, 20, 5))[0], len(elsewhere))
    while len(found) < wanted:
        pool = before if before and file.chance(0.85) else elsewhere
        back = 1
        while back < len(pool) and file.chance(0.65):
            back += 1
        found[pool[-back].id] = pool[-back]
    return list(found.values())


def _link(file: LoadedFile, cause: Happening, effect: Happening) -> Data:
    locators = [effect.locator] if file.chance(0.7) else [cause.locator, effect.locator]
    return {
        "cause": cause.id,
        "effect": effect.id,
        "relation": "cause" if file.chance(0.97) else "in-spite-of",
        "basis": "stated" if file.chance(0.6) else "implied",
        "locators": list(dict.fromkeys(locators)),
        "mechanism": file.prose.text(15, 26),
    }


def main() -> None:
    """Write a scenario into a file."""
    if len(sys.argv) not in (3, 4):
        sys.exit("usage: python -m benchmarks.scenarios N FILE [SEED]")
    entries, file, *seed = sys.argv[1:]
    Path(file).write_text(scenario(int(entries), *map(int, seed)), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
