"""How often Python looks for cycles among objects: of the millions that are made here, hardly any are in one."""

from __future__ import annotations

import atexit
import gc
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def nothing_collected() -> Iterator[None]:
    """Keep the collector of cycles from looking, again and again, through a million objects, none in a cycle."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def seldom_collected() -> None:
    """Have cycles looked for after 20,000 new objects, and not in all that is left when a process ends.

    Hardly anything that a build makes ends in a cycle: to look for them as often as Python does costs a tenth of it.
    """
    gc.set_threshold(20_000)
    atexit.register(gc.freeze)
