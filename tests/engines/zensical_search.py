"""The search that Zensical ships, run as it is: its own worker script, in V8, fed with the built index."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from py_mini_racer import MiniRacer

if TYPE_CHECKING:
    from pathlib import Path

_BROWSER = "globalThis.self = globalThis; globalThis.told = null; self.postMessage = (message) => { told = message; };"
_SETUP, _READY, _QUERY, _RESULT = range(4)


class ZensicalSearch:
    """Asks the search of a site that Zensical built. Not a browser: what a result looks like is not shown."""

    def __init__(self, site: Path) -> None:
        """Start the worker on the index of a site."""
        (worker,) = (site / "assets" / "javascripts" / "workers").glob("search.*.min.js")
        self.documents = json.loads((site / "search.json").read_text(encoding="utf-8"))
        self._engine = MiniRacer()
        self._engine.eval(_BROWSER + worker.read_text(encoding="utf-8"))
        assert self._ask({"type": _SETUP, "data": self.documents})["type"] == _READY

    def results(self, query: str) -> list[str]:
        """Return the addresses of the first pages that a query finds, best first."""
        answer = self._ask({"type": _QUERY, "data": {"input": query}})
        assert answer["type"] == _RESULT
        found = (self.documents["items"][item["id"]]["location"] for item in answer["data"]["items"])
        return list(dict.fromkeys(location.partition("#")[0] for location in found))

    def _ask(self, message: dict[str, Any]) -> Any:  # noqa: ANN401 - the worker's messages
        self._engine.eval(f"told = null; onmessage({{ data: {json.dumps(message)} }})")
        return json.loads(str(self._engine.eval("JSON.stringify(told)")))
