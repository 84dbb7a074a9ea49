"""A fuzzer for the loader and the rules: `python -m benchmarks.fuzz_loading [COUNT] [FIRST_SEED]` (100,000 from 0).

Each seed gives one file: a valid or broken scenario, mutated in a few places by deleting, doubling or moving text or by
inserting characters and fragments that YAML, Markdown, EDTF or Unicode may handle badly. For each file, four
properties must hold: loading and checking raise no exception; each problem has a position inside the file and is
printable; both YAML readers agree; and pages can be built from a file without problems. Failures are printed with
their seeds.
"""

from __future__ import annotations

import sys
import traceback
from collections import Counter
from pathlib import Path
from random import Random

from benchmarks.scenarios import MIN_ENTRIES, build_scenario_yaml
from macros import rules
from macros.pages.scenario_index import ScenarioIndex
from macros.scenario.loader import parse_file
from macros.scenario.yaml_fast import UnsupportedYamlError, parse_with_spans
from macros.scenario.yaml_reader import YamlReader, empty_paths

TESTS = Path(__file__).resolve().parent.parent / "tests" / "rules"
SYNTHETIC_YAML = build_scenario_yaml(MIN_ENTRIES)
CORPUS = tuple(
    text.encode()
    for text in (
        *(TESTS.joinpath(name).read_text(encoding="utf-8") for name in ("valid.yml", "valid.yml", "broken.yml")),
        SYNTHETIC_YAML[: SYNTHETIC_YAML.index("our_timeline:")],
    )
)
FRAGMENTS = tuple(
    fragment.encode() if isinstance(fragment, str) else fragment
    for fragment in (
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


def mutate(seed: int) -> bytes:
    """Return the mutated file of a seed."""
    random = Random(seed)  # noqa: S311 - no secret depends on it
    content = random.choice(CORPUS)
    for _ in range(random.choice((1, 1, 1, 2, 2, 3, 5, 8))):
        start = random.randrange(len(content) + 1)
        end = min(len(content), start + random.choice((0, 0, 1, 1, 2, 8, 40, 400)))
        match random.randrange(5):
            case 0:
                replacement = b""
            case 1:
                replacement = content[start:end] * 2
            case 2:
                source = random.randrange(len(content) + 1)
                replacement = content[source : source + random.choice((1, 4, 20, 100))]
            case 3:
                limit = random.choice((128, 128, 128, 256))
                replacement = bytes(random.randrange(limit) for _ in range(random.randint(1, 3)))
            case _:
                replacement = random.choice(FRAGMENTS)
        content = content[:start] + replacement + content[end:]
    return content.decode(errors="ignore").encode("utf-16") if random.random() < 0.001 else content  # noqa: PLR2004 - rare


def find_failure(content: bytes) -> str | None:
    """Return the property that a file violates, or None."""
    file = parse_file("f.yml", content)
    problems = rules.check(file)
    lines = file.text.split("\n")
    for problem in problems:
        if not str(problem).isprintable():
            return f"cannot be printed: {problem!r}"
        inside = 1 <= problem.line <= len(lines) + 1 and problem.column >= 1
        if not inside and file.text:
            return f"has a position outside the file: {problem!r}"
        if file.text and problem.line <= len(lines) and problem.column > len(lines[problem.line - 1]) + 1:
            return f"has a position beyond the end of its line: {problem!r}"
    if not problems:
        if file.scenario is None:
            return "has neither a problem nor a scenario"
        index = ScenarioIndex(file.scenario)
        _ = (
            index.chronology,
            index.claims_by_basis,
            index.claim_index,
            index.entries_by_thread,
            index.titles,
            index.retired_by_page,
        )
    return _compare_readers(file.text)


def _compare_readers(text: str) -> str | None:
    """Return how the two YAML readers differ on a text, or None."""
    reader = YamlReader(text)
    data = reader.read()
    try:
        fast, spans = parse_with_spans(text)
    except UnsupportedYamlError:
        is_refused = reader.problems or reader.root is None or list(empty_paths(reader.root)) != []
        return None if is_refused else "only the fast reader refuses the text"
    if spans != tuple(reader.spans):
        return "the readers find other texts that may hide lines"
    return None if repr(fast) == repr(data) and not reader.problems else "the readers differ"


def main() -> None:
    """Print each failure, the number of valid files, and how many files break each rule."""
    count, first = (*(int(value) for value in sys.argv[1:]), *(100_000, 0)[len(sys.argv) - 1 :])
    counts: Counter[str] = Counter()
    for seed in range(first, first + count):
        content = mutate(seed)
        try:
            failure = find_failure(content)
        except Exception:  # noqa: BLE001 - any exception is a failure
            failure = traceback.format_exc()
        if failure:
            counts["failed"] += 1
            sys.stdout.write(f"seed {seed}: {failure}\n")
        rule_names = {problem.rule for problem in rules.check(parse_file("f.yml", content))} if not failure else set()
        counts.update(rule_names or (set() if failure else {"valid"}))
        if (seed + 1) % 1000 == 0:
            sys.stdout.write(f"{seed + 1 - first} files, {counts['valid']} valid, {counts['failed']} failed\n")
            sys.stdout.flush()
    sys.stdout.write("".join(f"{number:>8} {name}\n" for name, number in counts.most_common()))


if __name__ == "__main__":
    main()
