"""A scenario sown with hostile words: each of them in every text of one copy of every record."""

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
"""For titles and plain texts: nothing that a rule refuses, since every one of them is only words there."""

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
"""For Markdown texts: what a rule refuses among them has to be inert even so."""

SOUND = {11, 12, 13, 20, 22, 23, 25}
"""Which of these no rule refuses."""

HARMLESS = "Quiet words"

_NAMED = {
    "id",
    "cause",
    "effect",
    "effects",
    "entries",
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


def hostile() -> dict[str, Any]:
    """Return a data file with all these words in it."""
    return _sown(zip(TITLES, TEXTS, strict=True))


def harmless(copies: int = len(TITLES)) -> dict[str, Any]:
    """Return one with the same records, or some copies of them, and other words."""
    return _sown([(HARMLESS, f"{HARMLESS}.")] * copies)


def write(data: dict[str, Any], path: Path) -> Path:
    """Write a data file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(yaml.safe_dump(data, sort_keys=False, allow_unicode=True, width=1 << 20), encoding="utf-8")
    return path


def _sown(words: Iterable[tuple[str, str]]) -> dict[str, Any]:
    copies = [_copy(number, title, text) for number, (title, text) in enumerate(words)]
    data = copies[0]
    for copy in copies[1:]:
        for section in ("threads", "sentences", "entries", "links", "undrawn", "gaps", "questions", "terms"):
            data[section] += copy[section]
        for section in ("our_timeline", "departures", "myths", "checks", "references", "revisions", "retired"):
            data[section] += copy[section]
        data["toll"]["estimates"] += copy["toll"]["estimates"]
    for place, copy in zip((0, 1, 2, 3, 4, 5, 6, 7, 8), copies[1:], strict=False):
        data["notices"][place] = copy["notices"][place]
    return data


def _copy(number: int, title: str, text: str) -> dict[str, Any]:
    """Return a copy of everything, with ids of its own, and with names that no other entry has."""
    data: dict[str, Any] = _renamed(factories.story(title, text).model_dump(mode="json"), number)
    for entry in data["entries"]:
        entry["title"] = f"{title} {entry['id']}"
        entry["names"] = [f"{title} or {entry['id']}"]
        entry["misspellings"] = [f"{title} as {entry['id']}"]
    (revision,) = data["revisions"]
    revision["entries"] = [entry["id"] for entry in data["entries"]]
    ids = {"claims": f"p9-s{number + 1}-c1", "links": f"gone-{number}--gone", "questions": f"q{number + 900}"}
    for record in data["retired"]:
        record["id"] = ids.get(record["section"], record["id"])
    for notice in data["notices"]:
        notice["id"] = notice["id"].removesuffix(f"-{number}")
    return data


def _renamed(value: Any, number: int, key: str = "") -> Any:  # noqa: ANN401 - any part of a data file
    if isinstance(value, dict):
        return {name: _renamed(one, number, name) for name, one in value.items()}
    if isinstance(value, list):
        return [_renamed(one, number, key) for one in value]
    return _id(value, number) if key in _NAMED and isinstance(value, str) else value


def _id(name: str, number: int) -> str:
    if name == "account":
        return name
    if name.startswith("p1-s1"):
        return name.replace("p1-s1", f"p1-s{number + 1}")
    if re.fullmatch(r"q\d+", name):
        return f"q{number + 1}"
    return "--".join(f"{part}-{number}" for part in name.split("--"))
