"""What a synthetic scenario has beside its story: our timeline, its literature, questions, words, changes."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from macros.lore.fields import kebab

if TYPE_CHECKING:
    from benchmarks.making import Data, Draft

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


def of(draft: Draft) -> Data:
    """Return every section but the story's own, each in proportion to the entries."""
    entries = len(draft.entries)
    references = [_reference(draft) for _ in range(max(3, entries // 40))]
    cited = [str(reference["id"]) for reference in references]
    return {
        "undrawn": [_undrawn(draft) for _ in range(1 + entries // 60)],
        "gaps": [_gap(draft) for _ in range(1 + entries // 60)],
        "questions": [_question(draft, number) for number in range(1, 3 + entries // 20)],
        "terms": [_term(draft) for _ in range(2 + entries // 25)],
        "our_timeline": _ours(draft, cited),
        "departures": [_telling(draft) for _ in range(3 + entries // 100)],
        "myths": [_telling(draft) | {"references": draft.random.sample(cited, 2)} for _ in range(2 + entries // 200)],
        "toll": _toll(draft, cited),
        "checks": [_check(draft) for _ in range(2 + entries // 50)],
        "references": references,
        "revisions": _revisions(draft),
        "retired": [],
    }


def _undrawn(draft: Draft) -> Data:
    cause, *effects = draft.some(3) + draft.some(1)
    return {"cause": cause, "effects": effects, "why": draft.prose.text(10, 25)}


def _telling(draft: Draft) -> Data:
    title = draft.prose.title()
    return {"id": kebab(title), "title": title, "text": draft.prose.text(20, 50), "entries": draft.some(4)}


def _gap(draft: Draft) -> Data:
    return _telling(draft) | {"date": None, "questions": ["q1"]}


def _question(draft: Draft, number: int) -> Data:
    return {
        "id": f"q{number}",
        "title": draft.prose.title(),
        "locators": ["account"] if draft.chance(0.1) else [draft.random.choice(draft.entries).locator],
        "problem": draft.prose.text(20, 40),
        "readings": [draft.prose.text(8, 20) for _ in range(draft.random.randint(0, 3))],
        "followed": draft.prose.text(8, 20),
        "why": draft.prose.text(10, 30),
        "entries": draft.some(4),
    }


def _term(draft: Draft) -> Data:
    title = draft.prose.title()
    term = {"id": kebab(title), "title": title, "here": draft.prose.text(10, 30), "ours": draft.prose.text(10, 30)}
    return term | ({"entry": draft.some(1)[0]} if draft.chance(0.3) else {})


def _ours(draft: Draft, cited: list[str]) -> list[Data]:
    """Return records of our timeline for some of what happens; each work is cited in turn."""
    happenings = [(index, entry) for index, entry in enumerate(draft.entries) if entry.time is not None]
    chosen = [found for found in happenings if draft.chance(0.45)] or happenings
    chosen += happenings[: max(0, len(cited) - len(chosen))]
    found: dict[str, Data] = {}
    for turn, (index, entry) in enumerate(chosen):
        found.setdefault(entry.id, _our_record(draft, index, cited[turn % len(cited)], cited))
    return list(found.values())


def _our_record(draft: Draft, index: int, reference: str, cited: list[str]) -> Data:
    status = draft.one({"same": 20, "altered": 35, "invented": 35, "disputed": 10})
    others = draft.random.sample(cited, draft.random.randint(0, 2))
    return {
        "entry": draft.entries[index].id,
        "status": status,
        "date": None if status == "invented" else draft.date(draft.entries[index].time or 0),
        "note": draft.linked(draft.prose.text(25, 55), index),
        **({"unverified": draft.prose.text(8, 20)} if draft.chance(0.12) else {}),
        "references": list(dict.fromkeys([reference, *others])),
    }


def _toll(draft: Draft, cited: list[str]) -> Data:
    lows = sorted(draft.random.randint(1, 30) for _ in range(5))
    return {
        "account": {"low": float(lows[0]), "high": lows[-1] + 12.5},
        "text": draft.prose.text(10, 30),
        "quantities": draft.prose.text(10, 30),
        "estimates": [
            {
                "id": f"estimate-{number}",
                "words": f"about {low} thousand loads",
                "low": float(low),
                "high": low + 1.5,
                "reference": draft.random.choice(cited),
                "note": draft.prose.text(10, 30),
                "unverified": False,
            }
            for number, low in enumerate(lows, 1)
        ],
    }


def _check(draft: Draft) -> Data:
    verdict = draft.one({"confirmed": 6, "partly": 2, "unverified": 1, "not-found": 1})
    point, result = draft.prose.text(10, 20), draft.prose.text(10, 30)
    return {
        "id": kebab(draft.prose.title()),
        "point": point,
        "result": result,
        "verdict": verdict,
        "entries": draft.some(3),
    }


def _reference(draft: Draft) -> Data:
    author, year = draft.prose.person(), draft.random.randint(1950, 2020)
    return {
        "id": f"{kebab(author)}-{year}",
        "label": f"{author.partition(' ')[2]} {year}",
        "kind": draft.one({"article": 4, "book": 4, "edited-book": 1, "working-paper": 1}),
        "authors": [author],
        "year": year,
        "title": draft.prose.title(),
        "published": f"Press of {draft.random.choice(draft.prose.places)}",
        "confirmed": draft.chance(0.8),
    }


def _revisions(draft: Draft) -> list[Data]:
    """Return a revision a thread, newest first, which together name every entry."""
    return [
        {
            "id": f"thread-{number}",
            "date": str(NEWEST - timedelta(days=number)),
            "title": f"Thread {number} was added",
            "what": draft.prose.text(10, 20),
            "why": draft.prose.text(10, 20),
            "entries": [entry.id for entry in thread],
        }
        for number, thread in enumerate(draft.threads)
    ]
