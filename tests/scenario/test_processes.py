"""Work that is shared out to processes."""

from __future__ import annotations

import os
import signal
import sys
import threading
from functools import partial

import pytest

from macros.scenario import processes
from macros.scenario.processes import MOST_PROCESSES, processes_for, side_by_side

HERE = os.getpid()


def told(number: int) -> tuple[int, bool]:
    """Return a number, and whether this is the process that asks."""
    return number, os.getpid() == HERE


def test_results_come_in_the_order_of_the_tasks_and_only_the_last_is_done_here() -> None:
    tasks = [partial(told, number) for number in range(4)]
    assert side_by_side(tasks) == [(0, False), (1, False), (2, False), (3, True)]


def test_one_task_or_none_needs_no_process() -> None:
    assert side_by_side([os.getpid]) == [HERE]
    assert side_by_side([]) == []


def kill_elsewhere() -> str:
    """End the process at once, unless it is the one that asked."""
    if os.getpid() != HERE:
        os.kill(os.getpid(), signal.SIGKILL)
    return "done"


def test_a_task_whose_process_is_killed_is_done_here() -> None:
    assert side_by_side([kill_elsewhere, kill_elsewhere]) == ["done", "done"]


@pytest.mark.parametrize("place", [0, 1])
def test_what_a_task_raises_is_raised_here(place: int, capfd: pytest.CaptureFixture[str]) -> None:
    tasks = [partial(int, "1"), partial(int, "1")]
    tasks[place] = partial(int, "x")
    with pytest.raises(ValueError, match="'x'"):
        side_by_side(tasks)
    assert capfd.readouterr().err == ""


def test_what_was_printed_before_is_printed_once(capfd: pytest.CaptureFixture[str]) -> None:
    sys.stdout.write("before\n")
    side_by_side([os.getpid, os.getpid])
    sys.stdout.flush()
    assert capfd.readouterr().out == "before\n"


def test_small_files_are_left_to_one_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(threading, "active_count", lambda: 1)
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: range(64), raising=False)
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(processes, "LARGE", 10)
    assert (processes_for("x" * 9), processes_for("x" * 10)) == (1, MOST_PROCESSES)


@pytest.mark.parametrize(("platform", "threads"), [("linux", 2), ("darwin", 1), ("win32", 1)])
def test_where_forking_is_not_safe_there_is_one_process(
    platform: str, threads: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(threading, "active_count", lambda: threads)
    monkeypatch.setattr(sys, "platform", platform)
    monkeypatch.setattr(processes, "LARGE", 0)
    assert processes_for("x") == 1
