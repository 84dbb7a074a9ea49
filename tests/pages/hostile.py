"""A data file with hostile texts: there is a copy of every record for each, with it in every field of text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import yaml

from tests.pages import factories

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

TITLES = (
    "</script><script>alert(1)</script>",
    "]]><!--",
    "--><b x=y>",
    "{{7*7}} ${7*7} #{7*7}",
    "{% raw %}{% endraw %}{#",
    "{{ entry('first-0') }}",
    "javascript:alert(1)",
    "[x](javascript:alert(1))",
    "=cmd|'/C calc'!A0",
    "+1+1",
    "@SUM(1)",
    "-1",
    "\t=1+1",
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='alert(1)",
    "`</code>` ``x``",
    "~~~ ```",
    "{: onclick=alert(1) #x .y }",
    '\\N{x} \\G \\l \\" \\',
    "*[abbr]: x [^1] [^1]: y",
    "[[first-0|<b>]] [[first-0]]",
    "מלחמה وحرب 大跃进",
    "&lt;b&gt; &amp; &#60;i&#62;",
    "</title></style></textarea></svg>",
    "@article{x, title = {}} }} # %",
    "# heading",
)
"""For titles and plain texts, where no rule refuses any of them."""

TEXTS = (
    "Words</script><script>alert(1)</script>",
    "Words ]]> <!-- words --> <![CDATA[ words ]]>",
    "{{7*7}} {% raw %} {# ${7*7}",
    "{{ entry('first-0') }} {% include 'x' %}",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1)) <javascript:alert(1)>",
    "[x](&#106;avascript:alert(1)) [y](java&Tab;script:alert(1)) [z](java&#x0A;script:alert(1))",
    '[x](<java\tscript:alert(1)>) [y]( javascript:alert(1) "title")',
    "[x][y] words\n\n[y]: javascript:alert(1)",
    "> - [x][z] words\n\n> [z]: vbscript:alert(1)",
    "[x](data:text/html,<script>alert(1)</script>)",
    '[x](https://host.test/"onmouseover="alert(1))',
    "[x](https://host.test/ '\" onmouseover=\"alert(1)')",
    "=cmd|'/C calc'!A0",
    '"><img src=x onerror=alert(1)>',
    "<svg onload=alert(1)><iframe srcdoc=x></iframe>",
    "`</code><script>alert(1)</script>`",
    "~~~ html\n<script>alert(1)</script>\n~~~",
    "Words\n\n```\n{{ 7*7 }}\n```\n\n    <b>indented</b>",
    "Words {: onclick=alert(1) }\n{: #x onclick=alert(1) }",
    "Words[^1] and *[abbr]: words\n\n[^1]: note",
    '[[first-0|<img src=x onerror=alert(1)>]] and [[first-0|"onclick="alert(1)]]',
    "מלחמה وحرب 大跃进",
    "Heading\n=======\n\n# Other\n\n--- words",
    '<div markdown="1">\n\n{{7*7}}\n\n</div>',
    '\\N \\" \\G &lt;i&gt; &#60;u&#62;',
)
"""For Markdown texts; those that a rule refuses have to be inert too."""

VALID_TEXTS = {11, 12, 13, 20, 22, 23, 25}
"""Indexes of the texts that no rule refuses."""

HARMLESS = "Quiet words"

_ID_FIELDS = {
    "id",
    "cause",
    "effect",
    "effects",
    "entries",
    "sentences",
    "people",
    "thread",
    "entry",
    "reference",
    "references",
    "replaced_by",
    "locators",
    "questions",
}
"""Fields that hold ids."""


def build_hostile_data() -> dict[str, Any]:
    """Return a data file with all hostile texts in it."""
    return _merge_copies(zip(TITLES, TEXTS, strict=True))


def build_harmless_data(copies: int = len(TITLES)) -> dict[str, Any]:
    """Return a data file with the same records, or a number of copies of them, and harmless texts."""
    return _merge_copies([(HARMLESS, f"{HARMLESS}.")] * copies)


def write_data(data: dict[str, Any], path: Path) -> Path:
    """Write a data file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(yaml.safe_dump(data, sort_keys=False, allow_unicode=True, width=1 << 20), encoding="utf-8")
    return path


def _merge_copies(texts: Iterable[tuple[str, str]]) -> dict[str, Any]:
    copies = [_copy(number, title, text) for number, (title, text) in enumerate(texts)]
    data = copies[0]
    for copy in copies[1:]:
        for section in ("threads", "sentences", "story", "entries", "links", "undrawn", "gaps", "questions", "terms"):
            data[section] += copy[section]
        for section in ("our_timeline", "departures", "myths", "checks", "references", "revisions", "retired"):
            data[section] += copy[section]
        data["estimates"]["estimates"] += copy["estimates"]["estimates"]
    for index, copy in enumerate(copies[1 : len(data["notices"]) + 1]):
        data["notices"][index] = copy["notices"][index]
    return data


def _copy(number: int, title: str, text: str) -> dict[str, Any]:
    """Return a copy of every record, with ids and names that no other copy has."""
    data: dict[str, Any] = _replace_ids(
        factories.full_scenario(title, text).model_dump(mode="json", exclude_computed_fields=True), number
    )
    for entry in data["entries"]:
        entry["title"] = f"{title} {entry['id']}"
        entry["names"] = [f"{title} or {entry['id']}"]
        entry["misspellings"] = [f"{title} as {entry['id']}"]
    for reference in data["references"]:
        reference["authors"] = [{"literal": title}]
    (revision,) = data["revisions"]
    revision["entries"] = [entry["id"] for entry in data["entries"]]
    ids = {"claims": f"p9-s{number + 1}-c1", "links": f"gone-{number}--gone", "questions": f"q{number + 900}"}
    for record in data["retired"]:
        record["id"] = ids.get(record["section"], record["id"])
    for notice in data["notices"]:
        notice["id"] = notice["id"].removesuffix(f"-{number}")
    return data


def _replace_ids(value: Any, number: int, key: str = "") -> Any:  # noqa: ANN401 - any part of a data file
    if isinstance(value, dict):
        return {name: _replace_ids(child, number, name) for name, child in value.items()}
    if isinstance(value, list):
        return [_replace_ids(child, number, key) for child in value]
    return _numbered_id(value, number) if key in _ID_FIELDS and isinstance(value, str) else value


def _numbered_id(record_id: str, number: int) -> str:
    if record_id == "account":
        return record_id
    if record_id.startswith("p1-s1"):
        return record_id.replace("p1-s1", f"p1-s{number + 1}")
    if re.fullmatch(r"q\d+", record_id):
        return f"q{number + 1}"
    return "--".join(f"{part}-{number}" for part in record_id.split("--"))
