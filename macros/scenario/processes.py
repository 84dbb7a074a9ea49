"""Work on large files, shared out to as many processes as there are processors, where processes can be forked."""

from __future__ import annotations

import os
import sys
import threading
from multiprocessing import get_context
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from multiprocessing.connection import Connection

LARGE = 1 << 22
"""From how many characters of a file on a further process is worth its start: to read so many takes half a second."""
MOST_PROCESSES = 4
"""More would only wait for the one that has the largest share."""

Result = TypeVar("Result")


def processes_for(text: str) -> int:
    """Return how many processes should share the work on a file: one if it is small, or where forking is not safe."""
    if sys.platform != "linux" or threading.active_count() > 1 or len(text) < LARGE:
        return 1
    return min(MOST_PROCESSES, len(os.sched_getaffinity(0)))


def side_by_side(tasks: Sequence[Callable[[], Result]]) -> list[Result]:
    """Return what tasks return, each done in a forked process but for the last, whose result need not be sent.

    A task whose process came to nothing is done here again, and so raises here what it raises.
    """
    forked = [_Forked(task) for task in tasks[:-1]]
    last = [task() for task in tasks[-1:]]
    return [*(process.result() for process in forked), *last]


class _Forked:
    """A task in a process of its own, which has everything that this one had when it began."""

    def __init__(self, task: Callable[[], Any]) -> None:
        context = get_context("fork")
        self._task = task
        self._receiver, sender = context.Pipe(duplex=False)
        self._process = context.Process(target=_send, args=(task, sender), daemon=True)
        self._process.start()
        sender.close()

    def result(self) -> Any:  # noqa: ANN401 - whatever the task returns
        """Return what the task does."""
        try:
            found = self._receiver.recv()
        except EOFError:
            found = self._task()
        self._process.join()
        return found


def _send(task: Callable[[], Any], sender: Connection[Any, Any]) -> NoReturn:
    """Do a task, send what it returns, and end at once: to take a million objects down takes a while."""
    try:
        sender.send(task())
    finally:
        os._exit(0)
