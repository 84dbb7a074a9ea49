"""Large files read section by section, in as many processes as there are processors.

Three quarters of the time that reading takes go into the objects that PyYAML makes of libyaml's events, which threads
cannot share. Sections can be read apart where nothing but their keys is flush left: whatever one leaves open swallows
the key of the next, which is then missing from what was read.
"""

from __future__ import annotations

import re
from functools import partial
from typing import Any

from macros.scenario.processes import processes_for, side_by_side
from macros.scenario.yaml_fast import UnusualError, plain_data

_PREAMBLE = re.compile(r"(?: *(?:#[^\n]*)?\n)*")
_FLUSH_LEFT = re.compile(r"\n(?=[^ \n#-]|-[^ \n])")
_KEY = re.compile(r"([a-z_]+):(?=[ \n])")


def large_data(text: str) -> Any:  # noqa: ANN401 - whatever the file holds
    """Return what `plain_data` does, sooner where a text is large and there are processors to share it.

    Raises:
        UnusualError: as by `plain_data`.
    """
    processes = processes_for(text)
    shares = shared(sections(text), processes) if processes > 1 else []
    return joined(shares) if len(shares) > 1 else plain_data(text)


def sections(text: str) -> dict[str, str]:
    """Return the texts of the sections of a file by their keys, in order; none where they cannot be told apart.

    They can where only keys, items, comments and blank lines are flush left, and no key comes twice.
    """
    first = match.end() if (match := _PREAMBLE.match(text)) else 0
    starts = [first, *(found.end() for found in _FLUSH_LEFT.finditer(text, first))]
    keys = [match[1] for start in starts if (match := _KEY.match(text, start))]
    if len(set(keys)) < len(starts):
        return {}
    return {key: text[start:end] for key, start, end in zip(keys, starts, [*starts[1:], len(text)], strict=True)}


def shared(parts: dict[str, str], count: int) -> list[dict[str, str]]:
    """Share parts out in `count` or fewer shares of nearly as many lines; each keeps the order of its parts.

    The longest go first, each to the share that has least: the rule of the longest processing time (Graham 1969). The
    share with most characters comes last.
    """
    lines = {key: part.count("\n") for key, part in parts.items()}
    owners: dict[str, int] = {}
    loads = [0] * count
    for key in sorted(parts, key=lambda key: -lines[key]):
        owners[key] = loads.index(min(loads))
        loads[owners[key]] += lines[key]
    shares = [{key: part for key, part in parts.items() if owners[key] == owner} for owner in range(count)]
    return sorted(filter(None, shares), key=lambda share: sum(map(len, share.values())))


def joined(shares: list[dict[str, str]]) -> dict[str, Any]:
    """Return the data of all shares, each read in a process of its own.

    Raises:
        UnusualError: some share is no plain YAML, or not the sections that it should be.
    """
    read = side_by_side([partial(share_data, share) for share in shares])
    return {key: value for found in read for key, value in found.items()}


def share_data(share: dict[str, str]) -> dict[str, Any]:
    """Return the data of a share.

    Raises:
        UnusualError: it is no plain YAML, or not the sections that it should be.
    """
    found = plain_data("".join(share.values()))
    if not isinstance(found, dict) or found.keys() != share.keys():
        raise UnusualError
    return found
