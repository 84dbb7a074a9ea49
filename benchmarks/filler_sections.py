"""The sections of a synthetic scenario beside its story: our timeline, literature, questions, glossary and changes."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from macros.scenario.fields import slugify

if TYPE_CHECKING:
    from benchmarks.scenario_builder import Data, ScenarioBuilder

LAST_REVISION = date(2020, 12, 31)


def about(entry_count: int) -> Data:
    """Return the section about the site itself."""
    return {
        "title": "The Other Valleys",
        "tagline": f"A made-up story of {entry_count} entries",
        "summary": "Nothing in this file happened anywhere. It was made by a program, to be measured with.",
        "fiction_label": "Made up for measuring. Not a record of what happened.",
        "source": "Everything here was drawn from a short list of words.",
        "feed_id": "tag:site.example,2026:the-other-valleys",
    }


def build_sections(builder: ScenarioBuilder) -> Data:
    """Return every section but those of the story, each in proportion to the number of entries."""
    entry_count = len(builder.entries)
    references = [_reference(builder) for _ in range(max(3, entry_count // 40))]
    reference_ids = [str(reference["id"]) for reference in references]
    return {
        "undrawn": [_undrawn(builder) for _ in range(1 + entry_count // 60)],
        "gaps": [_gap(builder) for _ in range(1 + entry_count // 60)],
        "questions": [_question(builder, number) for number in range(1, 3 + entry_count // 20)],
        "terms": [_term(builder) for _ in range(2 + entry_count // 25)],
        "our_timeline": _our_timeline(builder, reference_ids),
        "departures": [_topic(builder) for _ in range(3 + entry_count // 100)],
        "myths": [_myth(builder, reference_ids) for _ in range(2 + entry_count // 200)],
        "estimates": _estimates(builder, reference_ids),
        "checks": [_check(builder) for _ in range(2 + entry_count // 50)],
        "references": references,
        "revisions": _revisions(builder),
        "retired": [],
    }


def _undrawn(builder: ScenarioBuilder) -> Data:
    cause, *effects = builder.pick_consecutive_ids(3) + builder.pick_consecutive_ids(1)
    return {"cause": cause, "effects": effects, "why": builder.filler.text(10, 25)}


def _topic(builder: ScenarioBuilder) -> Data:
    title = builder.filler.title()
    return {
        "id": slugify(title),
        "title": title,
        "text": builder.filler.text(20, 50),
        "entries": builder.pick_consecutive_ids(4),
    }


def _myth(builder: ScenarioBuilder, reference_ids: list[str]) -> Data:
    return _topic(builder) | {"references": builder.random.sample(reference_ids, 2)}


def _gap(builder: ScenarioBuilder) -> Data:
    return _topic(builder) | {"date": None, "questions": ["q1"]}


def _question(builder: ScenarioBuilder, number: int) -> Data:
    return {
        "id": f"q{number}",
        "title": builder.filler.title(),
        "locators": ["account"] if builder.flip_coin(0.1) else [builder.random.choice(builder.entries).locator],
        "problem": builder.filler.text(20, 40),
        "readings": [builder.filler.text(8, 20) for _ in range(builder.random.randint(0, 3))],
        "followed": builder.filler.text(8, 20),
        "why": builder.filler.text(10, 30),
        "entries": builder.pick_consecutive_ids(4),
    }


def _term(builder: ScenarioBuilder) -> Data:
    title = builder.filler.title()
    term = {
        "id": slugify(title),
        "title": title,
        "here": builder.filler.text(10, 30),
        "ours": builder.filler.text(10, 30),
    }
    return term | ({"entry": builder.pick_consecutive_ids(1)[0]} if builder.flip_coin(0.3) else {})


def _our_timeline(builder: ScenarioBuilder, reference_ids: list[str]) -> list[Data]:
    """Return records of our timeline for some of the events; they cite all references in turn."""
    events = [(index, entry) for index, entry in enumerate(builder.entries) if entry.time is not None]
    sample = [event for event in events if builder.flip_coin(0.45)] or events
    sample += events[: max(0, len(reference_ids) - len(sample))]
    records: dict[str, Data] = {}
    for number, (index, entry) in enumerate(sample):
        reference = reference_ids[number % len(reference_ids)]
        records.setdefault(entry.id, _history_record(builder, index, reference, reference_ids))
    return list(records.values())


def _history_record(builder: ScenarioBuilder, index: int, reference: str, reference_ids: list[str]) -> Data:
    status = builder.choose({"same": 20, "altered": 35, "invented": 35, "disputed": 10})
    others = builder.random.sample(reference_ids, builder.random.randint(0, 2))
    return {
        "entry": builder.entries[index].id,
        "verdicts": [{"aspect": "event", "status": status, "why": builder.filler.text(4, 9)}],
        "date": None if status == "invented" else builder.date(builder.entries[index].time or 0),
        "note": builder.add_link(builder.filler.text(25, 55), index),
        **({"unverified": builder.filler.text(8, 20)} if builder.flip_coin(0.12) else {}),
        "references": list(dict.fromkeys([reference, *others])),
    }


def _estimates(builder: ScenarioBuilder, reference_ids: list[str]) -> Data:
    lows = sorted(builder.random.randint(1, 30) for _ in range(5))
    return {
        "title": "Estimates of the loads",
        "unit": "loads",
        "scale": "thousand",
        "account": {"low": float(lows[0]), "high": lows[-1] + 12.5},
        "text": builder.filler.text(10, 30),
        "quantities": builder.filler.text(10, 30),
        "estimates": [
            {
                "id": f"estimate-{number}",
                "words": f"about {low} thousand loads",
                "low": float(low),
                "high": low + 1.5,
                "reference": builder.random.choice(reference_ids),
                "note": builder.filler.text(10, 30),
                "unverified": False,
            }
            for number, low in enumerate(lows, 1)
        ],
    }


def _check(builder: ScenarioBuilder) -> Data:
    verdict = builder.choose({"confirmed": 6, "partly": 2, "unverified": 1, "not-found": 1})
    point, result = builder.filler.text(10, 20), builder.filler.text(10, 30)
    return {
        "id": slugify(builder.filler.title()),
        "point": point,
        "result": result,
        "verdict": verdict,
        "entries": builder.pick_consecutive_ids(3),
    }


def _reference(builder: ScenarioBuilder) -> Data:
    author, year = builder.filler.person(), builder.random.randint(1950, 2020)
    given_name, _, family_name = author.partition(" ")
    return {
        "id": f"{slugify(author)}-{year}",
        "label": f"{family_name} {year}",
        "kind": builder.choose({"article": 4, "book": 4, "edited-book": 1, "working-paper": 1}),
        "authors": [{"given": given_name, "family": family_name}],
        "year": year,
        "title": builder.filler.title(),
        "published": f"Press of {builder.random.choice(builder.filler.places)}",
        "confirmed": builder.flip_coin(0.8),
    }


def _revisions(builder: ScenarioBuilder) -> list[Data]:
    """Return one revision for each thread, newest first, which lists its entries."""
    return [
        {
            "id": f"thread-{number}",
            "date": str(LAST_REVISION - timedelta(days=number)),
            "title": f"Thread {number} was added",
            "what": builder.filler.text(10, 20),
            "why": builder.filler.text(10, 20),
            "entries": [entry.id for entry in thread],
        }
        for number, thread in enumerate(builder.threads)
    ]
