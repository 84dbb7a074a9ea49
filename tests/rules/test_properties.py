"""Property tests: any file gives a valid scenario or problems with positions, never an exception."""

from __future__ import annotations

import copy
import json
import re
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any, TypeAlias

import yaml
from hypothesis import given
from hypothesis import strategies as st
from markdown import Markdown

from macros import rules
from macros.scenario.loader import parse_file
from tests.conftest import TEST_DATA, scaled_examples
from tests.rules.conftest import HERE, VALID, check_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

Changes: TypeAlias = "list[Callable[[str], str]]"

TEST_DATA_TEXT = TEST_DATA.read_text(encoding="utf-8")
BROKEN = (HERE / "broken.yml").read_text(encoding="utf-8")

CHARACTERS = st.characters(exclude_categories=["Cs"]) | st.sampled_from(
    "\t\n\r :-#&*!|>'\"%@`{}[],?<~\0\x1b\x85\u2028\ufeff\udc00é干🌾"
)
TEXTS = st.text(CHARACTERS, max_size=12)
PIECES = TEXTS | st.sampled_from(["\n- ", ": ", " #", "\n\n", "  "])
KEYS = st.sampled_from(["id", "title", "date", "entries", "life", "claims", "within", "0", "<<", "? [a]", "kind"])
VALUES = TEXTS | st.sampled_from(
    [
        *("null", "~", "", "0", "-7", "1956", "1e9", "1e999", ".inf", "0o17", "true", "no", "[]", "{}", "[a]"),
        *("{a: b}", "''", '"\\0"', '"\\L"', "*a", "&a x", "!x y", "!!int z", "|\n"),
        *("1959/1956", "1999-02-29", "dam", "p1-s1", "account"),
    ]
)


def assert_is_checked(text: str | bytes) -> None:
    """Check a text and assert that its problems have valid positions and printable messages."""
    content = text if isinstance(text, bytes) else text.encode("utf-8", "surrogatepass")
    file = parse_file("f.yml", content)
    problems = rules.check(file)
    assert problems or file.scenario is not None
    lines = [*re.split("\r\n|\r|\n", content.decode("utf-8", "replace")), ""]
    for problem in problems:
        assert 1 <= problem.line <= len(lines)
        assert 1 <= problem.column <= len(lines[problem.line - 1]) + 1
        assert re.fullmatch(r"f\.yml:\d+:\d+: [a-z-]+: \S.*\S", str(problem))
        assert str(problem).isprintable()


@st.composite
def line_changes(draw: st.DrawFn) -> Callable[[str], str]:
    """Draw a change of some line: deleted, doubled, moved, indented, cut, or with another value or key."""
    where = draw(st.floats(0, 1, exclude_max=True))
    kind = draw(st.sampled_from(["drop", "double", "swap", "indent", "value", "key", "cut"]))
    value, key, other = draw(VALUES), draw(KEYS), draw(st.floats(0, 1, exclude_max=True))

    def apply_change(text: str) -> str:
        lines = text.split("\n")
        index, other_index = int(where * len(lines)), int(other * len(lines))
        line = lines[index]
        match kind:
            case "drop":
                del lines[index]
            case "double":
                lines.insert(index, line)
            case "swap":
                lines[index], lines[other_index] = lines[other_index], line
            case "indent":
                lines[index] = f"  {line}" if other_index % 2 else line[2:]
            case "value":
                lines[index] = re.sub(r"(: |- ).*", lambda match: match[1] + value, line, count=1)
            case "key":
                lines[index] = re.sub(r"\w+(?=:)", lambda _: key, line, count=1)
            case "cut":
                lines[index] = line[: other_index % (len(line) + 1)]
        return "\n".join(lines)

    return apply_change


@st.composite
def character_changes(draw: st.DrawFn) -> Callable[[str], str]:
    """Draw a change of a few characters: some inserted, some deleted."""
    where, what, length = draw(st.floats(0, 1)), draw(PIECES), draw(st.integers(0, 3))

    def apply_change(text: str) -> str:
        start = int(where * len(text))
        return text[:start] + what + text[start + length :]

    return apply_change


CHANGES = st.lists(line_changes() | character_changes(), min_size=1, max_size=4)


def apply(changes: Changes, text: str) -> str:
    for change in changes:
        text = change(text)
    return text


@scaled_examples(2)
@given(CHANGES)
def test_a_valid_file_with_random_changes_is_checked_without_an_error(changes: Changes) -> None:
    assert_is_checked(apply(changes, VALID))


@scaled_examples(2)
@given(CHANGES)
def test_a_broken_file_with_random_changes_is_checked_without_an_error(changes: Changes) -> None:
    assert_is_checked(apply(changes, BROKEN))


@scaled_examples(0.2)
@given(CHANGES)
def test_a_story_with_random_changes_is_checked_without_an_error(changes: Changes) -> None:
    assert_is_checked(apply(changes, TEST_DATA_TEXT))


SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | TEXTS | st.sampled_from(["dam", "flood", "p1-s1"])
DATA_OF_YAML = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=2) | st.dictionaries(TEXTS, inner, max_size=2), max_leaves=4
)


FieldPath: TypeAlias = tuple[Any, ...]
REMOVED = object()


def paths(value: Any) -> Iterator[FieldPath]:  # noqa: ANN401 - whatever YAML holds
    """Yield the path of every value inside a value."""
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for step, item in items:
        yield (step,)
        for path in paths(item):
            yield (step, *path)


def get(value: Any, path: FieldPath) -> Any:  # noqa: ANN401 - as above
    for step in path:
        value = value[step]
    return value


def replace(value: Any, path: FieldPath, new: Any) -> Any:  # noqa: ANN401 - as above
    """Return a copy of a value with another value, or none, at a path."""
    if not path:
        return new
    copied = value.copy()
    if new is REMOVED and len(path) == 1:
        del copied[path[0]]
    else:
        copied[path[0]] = replace(value[path[0]], path[1:], new)
    return copied


@scaled_examples(2)
@given(st.data())
def test_a_valid_file_with_other_values_is_checked_without_an_error(data: st.DataObject) -> None:
    scenario = yaml.load(VALID, Loader=yaml.CSafeLoader)
    for _ in range(data.draw(st.integers(1, 3))):
        existing_path = st.sampled_from(list(paths(scenario)))
        moved = copy.deepcopy(get(scenario, data.draw(existing_path)))
        scenario = replace(
            scenario, data.draw(existing_path), data.draw(st.just(moved) | st.just(REMOVED) | DATA_OF_YAML)
        )
    assert_is_checked(yaml.dump(scenario, Dumper=yaml.CSafeDumper, allow_unicode=True, sort_keys=False))


@scaled_examples(2)
@given(st.text(CHARACTERS, max_size=60))
def test_any_text_is_checked_without_an_error(text: str) -> None:
    assert_is_checked(text)


@scaled_examples(2)
@given(st.text(CHARACTERS, max_size=40), st.sampled_from(["title: Water", "1950/1960", "The [[dam]] gave way."]))
def test_any_text_in_a_valid_file_is_checked_without_an_error(text: str, old: str) -> None:
    assert_is_checked(VALID.replace(old, text))


@scaled_examples(2)
@given(st.binary(max_size=60), st.booleans())
def test_any_bytes_are_checked_without_an_error(content: bytes, inside: bool) -> None:  # noqa: FBT001 - hypothesis gives it
    assert_is_checked(VALID.encode().replace(b"Water", content) if inside else content)


@given(st.integers(1, 50_000), st.sampled_from([("[", "]"), ("{a: ", "}"), ("- ", "a"), ("? ", "a"), ("[", "")]))
def test_any_depth_of_nesting_is_checked_without_an_error(depth: int, nest: tuple[str, str]) -> None:
    opening, closing = nest
    assert_is_checked(f"a:\n  {opening * depth}{closing * depth}")


MARKDOWN = Markdown()
MARKDOWN.preprocessors.deregister("html_block")
MARKDOWN.inlinePatterns.deregister("html")
LINK_TEMPLATES = st.sampled_from(
    [
        *("[x]({})", "![x]({})", "[x](<{}>)", "[x]({} 'y')", "[x](\n{}\n)", "[x[y](z)]({})", "[[dam]]: [y]({})"),
        *("[x][y]\n\n[y]: {}", "[y]\n\n> [y]: {}", "- [y]: {}\n\n[y]", "[y]\n\n1. z\n\n    [y]:\n    {}"),
        *("[y]: x\n[z]: {}\n\n[z]", "<{}>"),
    ]
)
PARTS = st.sampled_from(
    [
        *("java", "script", "javascript:", "data:", ":", "&colon;", "&#115;cript", "&Tab;", "&amp;", "%0a", "//", "#"),
        *("\t", "\n", " ", "(", ")", "<", ">", "\\", '"', "x"),
    ]
)


class Destinations(HTMLParser):
    """Collects the destinations of the links and images of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.destinations: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.destinations += [
            value for name, value in attrs if tag in {"a", "img"} and name in {"href", "src"} and value
        ]


def scheme(destination: str) -> str:
    """Return the scheme of a destination as a browser finds it (WHATWG URL, 4.4), in lower case; "" if it has none."""
    stripped = re.sub(r"[\t\n\r]", "", destination.strip("".join(map(chr, range(33)))))
    match = re.match(r"[a-zA-Z][a-zA-Z0-9+.-]*(?=:)", stripped)
    return match[0].lower() if match else ""


@scaled_examples(3)
@given(LINK_TEMPLATES, st.lists(PARTS, min_size=1, max_size=6))
def test_no_link_to_another_scheme_gets_past_the_rules(link: str, parts: list[str]) -> None:
    text = link.replace("{}", "".join(parts))
    reader = Destinations()
    reader.feed(MARKDOWN.reset().convert(text))
    if {scheme(destination) for destination in reader.destinations} - {"", "http", "https", "mailto"}:
        problems = check_text(VALID.replace("It did not rain.", json.dumps(text, ensure_ascii=False)))
        assert {problem.split(": ")[1] for problem in problems} & {"link-scheme", "raw-html"}
