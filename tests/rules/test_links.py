"""Links of cause and effect: every cycle is said once, in causal order, at the link that goes back."""

from __future__ import annotations

import pytest

from tests.rules.conftest import VALID, check_text, strip_marks

HEAD, _, REST = VALID.partition("\nlinks:\n")
TAIL = REST[REST.index("\nundrawn:") :]
FIRST = HEAD.count("\n") + 3


def links(*pairs: str) -> str:
    """Return the small valid file, undated, with links from `cause > effect` or `cause >! effect`, in spite of it."""
    records = ""
    for pair in pairs:
        cause, sign, effect = pair.split()
        relation = "cause" if sign == ">" else "in-spite-of"
        records += f"  - {{effect: {effect}, cause: {cause}, relation: {relation}, basis: stated, "
        records += "locators: [account], mechanism: So it came.}\n"
    undated = HEAD.replace("date: 1950", "date: null").replace("date: 1960-05", "date: null")
    return f"{undated.replace('[1960..]', '../..')}\nlinks:{'' if pairs else ' []'}\n{records}{TAIL}"


def cycle(link: int, chain: str) -> str:
    return f"{FIRST + link}:5: cycle-of-causes: these links form a cycle: {chain}; one of them has to go"


@pytest.mark.parametrize(
    ("pairs", "problems"),
    [
        ((), []),
        (("drought > dam", "dam > flood", "drought > flood"), []),
        (("dam > drought", "drought > dam"), [cycle(0, "drought → dam → drought")]),
        (("drought > dam", "dam > drought"), [cycle(1, "drought → dam → drought")]),
        (("flood > drought", "drought > dam", "dam > flood"), [cycle(0, "drought → dam → flood → drought")]),
        (("drought > flood", "flood > dam", "dam > drought"), [cycle(2, "drought → flood → dam → drought")]),
        (
            ("drought > dam", "dam > drought", "flood > loss", "loss > flood"),
            [cycle(1, "drought → dam → drought"), cycle(3, "flood → loss → flood")],
        ),
        (("drought > dam", "dam >! drought"), []),
        (
            ("drought >! dam", "dam > drought", "drought > dam"),
            [
                f"{FIRST + 2}:5: doubled-link: 'drought' to 'dam' is linked already in line {FIRST}; take one out",
                cycle(1, "drought → dam → drought"),
            ],
        ),
        (
            ("drought > dam", "dam > drought", "dam >! drought"),
            [
                cycle(1, "drought → dam → drought"),
                f"{FIRST + 2}:5: doubled-link: 'dam' to 'drought' is linked already in line {FIRST + 1}; take one out",
            ],
        ),
        (("dam > dam",), [f"{FIRST}:14: link-to-itself: 'dam' cannot lead to itself; name another entry"]),
        (
            ("dam > dam", "drought > dam", "dam > drought"),
            [
                f"{FIRST}:14: link-to-itself: 'dam' cannot lead to itself; name another entry",
                cycle(2, "drought → dam → drought"),
            ],
        ),
        (
            ("drought > dam", "drought > dam", "drought > dam"),
            [
                f"{FIRST + n}:5: doubled-link: 'drought' to 'dam' is linked already in line {FIRST}; take one out"
                for n in (1, 2)
            ],
        ),
        (
            ("drought > dan", "dan > drought"),
            [
                f"{FIRST}:14: unknown-id: no record of 'entries' has the id 'dan'; did you mean 'dam'?",
                f"{FIRST + 1}:30: unknown-id: no record of 'entries' has the id 'dan'; did you mean 'dam'?",
            ],
        ),
    ],
)
def test_rules_on_links_report_the_problems_of_the_case(pairs: tuple[str, ...], problems: list[str]) -> None:
    assert check_text(links(*pairs)) == sorted(problems, key=lambda problem: int(problem.partition(":")[0]))


def test_cycles_that_share_a_link_are_all_reported() -> None:
    problems = check_text(links("drought > dam", "dam > drought", "dam > flood", "flood > drought"))
    assert [problem.partition(": ")[0] for problem in problems] == [f"{FIRST + 1}:5", f"{FIRST + 3}:5"]


def test_a_blank_mechanism_is_one_problem_only() -> None:
    text, (place,) = strip_marks(links("drought > dam").replace("So it came.", '¦"  "'))
    assert check_text(text) == [
        f"{place}: link-without-mechanism: expected a sentence on how 'drought' led to 'dam', found nothing"
    ]
