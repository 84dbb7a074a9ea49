"""How often cycles are looked for."""

from __future__ import annotations

import gc
import subprocess
import sys

import pytest

from macros.scenario.garbage import nothing_collected
from tests.conftest import ROOT

CYCLE = """
import gc
from macros.scenario.garbage import seldom_collected
class Cycle:
    def __init__(self): self.itself = self
    def __del__(self): print("collected")
{}
cycle = Cycle()
del cycle
print(gc.get_threshold()[0] > 700)
"""


@pytest.mark.parametrize(("before", "said"), [("", "False\ncollected\n"), ("seldom_collected()", "True\n")])
def test_what_is_left_at_the_end_is_not_gone_through(before: str, said: str) -> None:
    ended = subprocess.run(
        [sys.executable, "-c", CYCLE.format(before)], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert ended.stdout == said


@pytest.mark.parametrize("was_on", [True, False])
def test_nothing_is_collected_meanwhile_and_as_before_afterwards(*, was_on: bool) -> None:
    (gc.enable if was_on else gc.disable)()
    try:
        with nothing_collected():
            assert not gc.isenabled()
        assert gc.isenabled() == was_on
    finally:
        gc.enable()
