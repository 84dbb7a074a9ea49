"""Damaged data files by the thousand: `python -m benchmarks.fuzz_loading [COUNT] [FIRST]`, at first 100,000 from 0 on.

Each seed gives one file: a scenario, valid or broken, with a few places cut out, doubled, moved, or replaced by what
YAML, Markdown, EDTF or Unicode could trip over; the next run goes on where the last one stopped, by its first seed. Of
every file it has to hold that reading and checking raise nothing; that each problem stands inside the file and can be
printed; that the quick reader and the slow one agree; and that pages can be made of what has no problem. What does not
hold is written to standard output with its seed.
"""

from __future__ import annotations

import sys
import traceback
from collections import Counter
from pathlib import Path
from random import Random

from benchmarks.scenarios import FEWEST, scenario
from macros import rules
from macros.pages.scenario_index import ScenarioIndex
from macros.scenario.loader import parse
from macros.scenario.yaml_fast import UnusualError, plain_data
from macros.scenario.yaml_reader import Reader

TESTS = Path(__file__).resolve().parent.parent / "tests" / "rules"
STORY = scenario(FEWEST)
SEEDS = tuple(
    text.encode()
    for text in (
        *(TESTS.joinpath(name).read_text(encoding="utf-8") for name in ("valid.yml", "valid.yml", "broken.yml")),
        STORY[: STORY.index("our_timeline:")],
    )
)
PIECES = tuple(
    piece.encode() if isinstance(piece, str) else piece
    for piece in (
        *"\n \t:-?,[]{}#&*!|>'\"%@`~\\/.=<0X9ax\x00\x07\x1b\x7f\x85\u2028\u202e\u2066\ufeff\ud7ff\ufffd山\U0001f600",
        *(
            "\n    ",
            "\n  - ",
            ": ",
            " #",
            "- - - - -",
            "---\n",
            "...\n",
            "%YAML 1.1\n",
            "%TAG ! x:\n",
            "<<: ",
            "!!map ",
            "!x ",
        ),
        *(
            "!!python/object/apply:os.system ",
            "&a ",
            "*a",
            "? ",
            "null",
            "true",
            ".inf",
            "-.nan",
            "1e99",
            "0x1F",
            "[" * 70,
        ),
        *(
            "9" * 30,
            '"\\ud800"',
            '"\\0"',
            '"\\u202e"',
            '"\\x85"',
            "'",
            '"',
            "|\n",
            ">-\n",
            "\r\n",
            "\r",
            "{a: &b",
            "x" * 5001,
        ),
        *(
            "[[",
            "]]",
            "[[dam]]",
            "[[dam|x]]",
            "](javascript:x)",
            "<script>",
            "<b",
            "{{7*7}}",
            "{: #x }",
            "![x](y)",
            "=1+1",
        ),
        *(
            "195X",
            "1956/",
            "/1956",
            "[..1956]",
            "[1956..",
            "{1956,1957}",
            "1956~/..",
            "-0001",
            "1956-02-30",
            "1960/1950",
        ),
        *(
            "entries: ",
            "id: dam",
            "cause: flood",
            "effect: dam",
            "date: ",
            "life: {}",
            "claims: []",
            "retired: ",
            "account",
        ),
        *(b"\xff", b"\xed\xa0\x80", b"\xc3", b"\xf0\x9f", b"\xff\xfe", b"\xef\xbb\xbf", b"\xe2\x80"),
    )
)


def damaged(seed: int) -> bytes:
    """Return the file of a seed."""
    random = Random(seed)  # noqa: S311 - nothing is kept secret by it
    content = random.choice(SEEDS)
    for _ in range(random.choice((1, 1, 1, 2, 2, 3, 5, 8))):
        at = random.randrange(len(content) + 1)
        end = min(len(content), at + random.choice((0, 0, 1, 1, 2, 8, 40, 400)))
        match random.randrange(5):
            case 0:
                new = b""
            case 1:
                new = content[at:end] * 2
            case 2:
                start = random.randrange(len(content) + 1)
                new = content[start : start + random.choice((1, 4, 20, 100))]
            case 3:
                new = bytes(random.randrange(random.choice((128, 128, 128, 256))) for _ in range(random.randint(1, 3)))
            case _:
                new = random.choice(PIECES)
        content = content[:at] + new + content[end:]
    return content.decode(errors="ignore").encode("utf-16") if random.random() < 0.001 else content  # noqa: PLR2004 - rarely


def wrong_with(content: bytes) -> str | None:
    """Return what does not hold of a file, and None where everything does; `valid` or a rule in `met` is no matter."""
    file = parse("f.yml", content)
    problems = rules.check(file)
    lines = file.text.split("\n")
    for problem in problems:
        if not str(problem).isprintable():
            return f"cannot be printed: {problem!r}"
        inside = 1 <= problem.line <= len(lines) + 1 and problem.column >= 1
        if not inside and file.text:
            return f"stands outside the file: {problem!r}"
        if file.text and problem.line <= len(lines) and problem.column > len(lines[problem.line - 1]) + 1:
            return f"stands beyond the end of its line: {problem!r}"
    if not problems:
        if file.scenario is None:
            return "has neither a problem nor a scenario"
        index = ScenarioIndex(file.scenario)
        _ = (
            index.chronology,
            index.coverage,
            index.claim_index,
            index.entries_by_thread,
            index.titles,
            index.retired_by_page,
        )
    return _disagreement(file.text)


def _disagreement(text: str) -> str | None:
    """Return how the two readers of YAML differ about a text."""
    reader = Reader(text)
    data = reader.read()
    try:
        quick = plain_data(text)
    except UnusualError:
        return None if reader.faults or reader.root is None else "only the quick reader finds something unusual"
    return None if repr(quick) == repr(data) and not reader.faults else "the readers differ"


def main() -> None:
    """Try so many files, and print what does not hold, how many were valid, and how often each rule was met."""
    count, first = (*(int(value) for value in sys.argv[1:]), *(100_000, 0)[len(sys.argv) - 1 :])
    found: Counter[str] = Counter()
    for seed in range(first, first + count):
        content = damaged(seed)
        try:
            wrong = wrong_with(content)
        except Exception:  # noqa: BLE001 - whatever it is, it is what is looked for
            wrong = traceback.format_exc()
        if wrong:
            found["wrong"] += 1
            sys.stdout.write(f"seed {seed}: {wrong}\n")
        broken = {problem.rule for problem in rules.check(parse("f.yml", content))} if not wrong else set()
        found.update(broken or {"valid" if not wrong else "-"})
        if (seed + 1) % 1000 == 0:
            sys.stdout.write(f"{seed + 1 - first} tried, {found['valid']} valid, {found['wrong']} wrong\n")
            sys.stdout.flush()
    sys.stdout.write("".join(f"{number:>8} {name}\n" for name, number in found.most_common()))


if __name__ == "__main__":
    main()
