"""What a synthetic scenario has beside its story: our timeline, its literature, questions, words, changes."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from macros.scenario.fields import kebab

if TYPE_CHECKING:
    from benchmarks.scenario_builder import Data, LoadedFile

NEWEST = date(2020, 12, 31)


def about(entries: int) -> Data:
    """Return what the site says of itself."""
    return {
        "title": "The Other Valleys",
        "tagline": f"A made-up story of {entries} entries",
        "summary": "Nothing in this file happened anywhere. It was made by a program, to be measured with.",
        "fiction_label": "Made up for measuring. Not a record of what happened.",
        "source": "Everything here was drawn from a short list of words.",
    }


def of(file: LoadedFile) -> Data:
    """Return every section but the story's own, each in proportion to the entries."""
    entries = len(file.entries)
    references = [_reference(file) for _ in range(max(3, entries // 40))]
    cited = [str(reference["id"]) for reference in references]
    return {
        "undrawn": [_undrawn(file) for _ in range(1 + entries // 60)],
        "gaps": [_gap(file) for _ in range(1 + entries // 60)],
        "questions": [_question(file, number) for number in range(1, 3 + entries // 20)],
        "terms": [_term(file) for _ in range(2 + entries // 25)],
        "our_timeline": _ours(file, cited),
        "departures": [_telling(file) for _ in range(3 + entries // 100)],
        "myths": [_telling(file) | {"references": file.random.sample(cited, 2)} for _ in range(2 + entries // 200)],
        "toll": _toll(file, cited),
        "checks": [_check(file) for _ in range(2 + entries // 50)],
        "references": references,
        "revisions": _revisions(file),
        "retired": [],
    }


def _undrawn(file: LoadedFile) -> Data:
    cause, *effects = file.some(3) + file.some(1)
    return {"cause": cause, "effects": effects, "why": file.prose.text(10, 25)}


def _telling(file: LoadedFile) -> Data:
    title = file.prose.title()
    return {"id": kebab(title), "title": title, "text": file.prose.text(20, 50), "entries": file.some(4)}


def _gap(file: LoadedFile) -> Data:
    return _telling(file) | {"date": None, "questions": ["q1"]}


def _question(file: LoadedFile, number: int) -> Data:
    return {
        "id": f"q{number}",
        "title": file.prose.title(),
        "locators": ["account"] if file.chance(0.1) else [file.random.choice(file.entries).locator],
        "problem": file.prose.text(20, 40),
        "readings": [file.prose.text(8, 20) for _ in range(file.random.randint(0, 3))],
        "followed": file.prose.text(8, 20),
        "why": file.prose.text(10, 30),
        "entries": file.some(4),
    }


def _term(file: LoadedFile) -> Data:
    title = file.prose.title()
    term = {"id": kebab(title), "title": title, "here": file.prose.text(10, 30), "ours": file.prose.text(10, 30)}
    return term | ({"entry": file.some(1)[0]} if file.chance(0.3) else {})


def _ours(file: LoadedFile, cited: list[str]) -> list[Data]:
    """Return records of our timeline for some of what happens; each work is cited in turn."""
    happenings = [(index, entry) for index, entry in enumerate(file.entries) if entry.time is not None]
    chosen = [found for found in happenings if file.chance(0.45)] or happenings
    chosen += happenings[: max(0, len(cited) - len(chosen))]
    found: dict[str, Data] = {}
    for turn, (index, entry) in enumerate(chosen):
        found.setdefault(entry.id, _our_record(file, index, cited[turn % len(cited)], cited))
    return list(found.values())


def _our_record(file: LoadedFile, index: int, reference: str, cited: list[str]) -> Data:
    status = file.one({"same": 20, "altered": 35, "invented": 35, "disputed": 10})
    others = file.random.sample(cited, file.random.randint(0, 2))
    return {
        "entry": file.entries[index].id,
        "status": status,
        "date": None if status == "invented" else file.date(file.entries[index].time or 0),
        "note": file.linked(file.prose.text(25, 55), index),
        **({"unverified": file.prose.text(8, 20)} if file.chance(0.12) else {}),
        "references": list(dict.fromkeys([reference, *others])),
    }


def _toll(file: LoadedFile, cited: list[str]) -> Data:
    lows = sorted(file.random.randint(1, 30) for _ in range(5))
    return {
        "account": {"low": float(lows[0]), "high": lows[-1] + 12.5},
        "text": file.prose.text(10, 30),
        "quantities": file.prose.text(10, 30),
        "estimates": [
            {
                "id": f"estimate-{number}",
                "words": f"about {low} thousand loads",
                "low": float(low),
                "high": low + 1.5,
                "reference": file.random.choice(cited),
                "note": file.prose.text(10, 30),
                "unverified": False,
            }
            for number, low in enumerate(lows, 1)
        ],
    }


def _check(file: LoadedFile) -> Data:
    verdict = file.one({"confirmed": 6, "partly": 2, "unverified": 1, "not-found": 1})
    point, result = file.prose.text(10, 20), file.prose.text(10, 30)
    return {
        "id": kebab(file.prose.title()),
        "point": point,
        "result": result,
        "verdict": verdict,
        "entries": file.some(3),
    }


def _reference(file: LoadedFile) -> Data:
    author, year = file.prose.person(), file.random.randint(1950, 2020)
    return {
        "id": f"{kebab(author)}-{year}",
        "label": f"{author.partition(' ')[2]} {year}",
        "kind": file.one({"article": 4, "book": 4, "edited-book": 1, "working-paper": 1}),
        "authors": [author],
        "year": year,
        "title": file.prose.title(),
        "published": f"Press of {file.random.choice(file.prose.places)}",
        "confirmed": file.chance(0.8),
    }


def _revisions(file: LoadedFile) -> list[Data]:
    """Return a revision a thread, newest first, which together name every entry."""
    return [
        {
            "id": f"thread-{number}",
            "date": str(NEWEST - timedelta(days=number)),
            "title": f"Thread {number} was added",
            "what": file.prose.text(10, 20),
            "why": file.prose.text(10, 20),
            "entries": [entry.id for entry in thread],
        }
        for number, thread in enumerate(file.threads)
    ]
