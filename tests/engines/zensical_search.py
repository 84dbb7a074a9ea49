"""Runs the search of a site that Zensical built: Zensical's worker script in V8, with the index of the site."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from py_mini_racer import MiniRacer

if TYPE_CHECKING:
    from pathlib import Path

_BROWSER = """
globalThis.self = globalThis;
globalThis.lastMessage = null;
globalThis.postMessage = (message) => { lastMessage = message; };
"""
_SETUP, _READY, _QUERY, _RESULT = range(4)


class ZensicalSearch:
    """Runs the search worker of a site that Zensical built, without a browser."""

    def __init__(self, site: Path) -> None:
        """Start the worker on the index of a site."""
        (worker,) = (site / "assets" / "javascripts" / "workers").glob("search.*.min.js")
        self.documents = json.loads((site / "search.json").read_text(encoding="utf-8"))
        self._engine = MiniRacer()
        self._engine.eval(_BROWSER + worker.read_text(encoding="utf-8"))
        assert self._ask({"type": _SETUP, "data": self.documents})["type"] == _READY

    def results(self, query: str) -> list[str]:
        """Return the addresses of the pages that a query finds, best first."""
        reply = self._ask({"type": _QUERY, "data": {"input": query}})
        assert reply["type"] == _RESULT
        locations = (self.documents["items"][item["id"]]["location"] for item in reply["data"]["items"])
        return list(dict.fromkeys(location.partition("#")[0] for location in locations))

    def _ask(self, message: dict[str, Any]) -> Any:  # noqa: ANN401 - the worker's messages
        self._engine.eval(f"lastMessage = null; onmessage({{ data: {json.dumps(message)} }})")
        return json.loads(str(self._engine.eval("JSON.stringify(lastMessage)")))
