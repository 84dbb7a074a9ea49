"""Runs the search worker of a built site in V8, with the index of the site."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from py_mini_racer import MiniRacer

if TYPE_CHECKING:
    from pathlib import Path

# The parts of the browser's API that the worker uses. English needs no language file.
_BROWSER = """
globalThis.self = globalThis;
globalThis.lastMessage = null;
globalThis.listeners = [];
globalThis.console = { warn() {}, log() {}, error() {} };
globalThis.addEventListener = (type, listener) => { listeners.push(listener); };
globalThis.postMessage = (message) => { lastMessage = message; };
globalThis.URL = class { constructor(path) { this.path = path; } };
globalThis.BroadcastChannel = class { postMessage() {} };
globalThis.location = { href: "" };
globalThis.fetch = async () => ({ json: async () => documents });
globalThis.MessageEvent = class {
  constructor(type, { data }) { this.data = data; }
  stopImmediatePropagation() { this.stopped = true; }
};
globalThis.dispatchEvent = (event) => { for (const listener of listeners) if (!event.stopped) listener(event); };
globalThis.sendMessage = (data) => dispatchEvent(new MessageEvent("message", { data }));
"""
_SETUP, _READY, _QUERY, _RESULT = range(4)


class SearchWorker:
    """Runs the search worker of a built site without a browser."""

    def __init__(self, site: Path) -> None:
        """Start the worker on the index of a site."""
        assets = site / "assets"
        index, documents = (
            json.loads((site / "search" / f"{name}.json").read_text(encoding="utf-8"))
            for name in ("search_index", "documents")
        )
        self._engine = MiniRacer()
        self._engine.eval(_BROWSER)
        self._engine.eval(f"globalThis.documents = {json.dumps(documents)};")
        self._engine.eval((assets / "search-worker.js").read_text(encoding="utf-8"))
        ready = self._ask({"type": _SETUP, "data": index})
        assert ready["type"] == _READY

    def results(self, query: str) -> list[str]:
        """Return the addresses of the pages that a query finds, best first."""
        reply = self._ask({"type": _QUERY, "data": query})
        assert reply["type"] == _RESULT
        return [group[0]["location"].partition("#")[0] for group in reply["data"]["items"]]

    def words(self, text: str) -> list[str]:
        """Return the words that the worker divides a text into."""
        return list(json.loads(str(self._engine.eval(f"JSON.stringify(split({json.dumps(text)}))"))))

    def query_words(self, query: str) -> list[str]:
        """Return the words of a query that the worker searches for."""
        return list(json.loads(str(self._engine.eval(f"JSON.stringify(splitQuery({json.dumps(query)}))"))))

    def visible_text(self, query: str) -> str:
        """Return all text that the results of a query would show, as one string."""
        items = [item for group in self._ask({"type": _QUERY, "data": query})["data"]["items"] for item in group]
        return " ".join(f"{item['title']} {item['text']} {item.get('tags', '')}" for item in items)

    def _ask(self, message: dict[str, Any]) -> Any:  # noqa: ANN401 - the worker's messages
        self._engine.eval(f"lastMessage = null; sendMessage({json.dumps(message)})")
        return json.loads(str(self._engine.eval("JSON.stringify(lastMessage)")))
