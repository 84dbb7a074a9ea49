"""The JSON Schema of data files."""

from __future__ import annotations

from typing import Any

from macros.scenario.model import Scenario


def json_schema() -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) of a data file, for editors and for programs that read the exports."""
    schema = Scenario.model_json_schema(mode="validation")
    title = "Scenario of an alternate history"
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema, "title": title}
