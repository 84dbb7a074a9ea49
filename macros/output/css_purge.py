"""Minified style sheets without the rules that no page and no script of a site can use.

A selector is unused when it requires a class, an id or an element that is in no page and is no word of any script; a
custom property is unused when no remaining rule and no script refers to it. tinycss2 parses sheets by CSS Syntax Level
3 (https://www.w3.org/TR/css-syntax-3/).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from importlib.metadata import version
from itertools import pairwise
from pathlib import Path

import tinycss2
from tinycss2 import ast

from macros.files.cache import DiskCache
from macros.output.errors import PostprocessError

# These match attributes whose names end so, too: a search without a word boundary is fast, and more names do no harm.
_CLASSES = re.compile(r'class="([^"]*)"')
_IDS = re.compile(r'id="([^"]*)"')
_ELEMENTS = re.compile(r"<([a-z][\w-]*)")
_ATTRIBUTE_VALUES = re.compile(r'(dir|data-md-color-\w+)="([^"]*)"')
"""Attributes that scripts set to no other values than pages have. Any other attribute may have any value."""
_SCRIPT_WORD = re.compile(r"(?<![.#\w-])[\w-]+")
"""A word of a script that may become a name in a page. A script only looks for names after a dot or a hash."""
_DISABLED_FEATURES = re.compile(
    r"(?:--)?md-(?:annotation|code__|mermaid|source__|tag|tooltip|version)|mermaid|tabbed-"
    r"|(?:end|grid|inline|keys|question|result|success)$"
)
"""Names that the theme's script uses only for features that `mkdocs.yml` does not turn on."""
_NAME_PART = re.compile(r"[\w-]+")
_ESCAPE = re.compile(r"\\([0-9a-fA-F]{1,6})\s?")
_VARIABLE = re.compile(r"var\(\s*(--[\w-]+)")
_WHITESPACE = re.compile(r"(\"(?:\\.|[^\"\\])*\"|'(?:\\.|[^'\\])*')|/\*.*?\*/|\s*([{};,>])\s*|(\s+)", re.DOTALL)
_GROUPING_RULES = {"media", "supports", "container", "layer"}
_SELECTOR_FUNCTIONS = {"is", "where", "has", "host"}


@dataclass
class UsedNames:
    """Names that selectors can match, collected from pages and scripts.

    Attributes:
        names: classes, ids and elements of pages.
        values: pairs of attribute and value, for attributes whose values count.
        words: words of scripts, each of which may become a name.
    """

    names: set[str] = field(default_factory=set)
    values: set[tuple[str, str]] = field(default_factory=set)
    words: set[str] = field(default_factory=set)

    def add_page(self, source: str) -> None:
        """Add the names in a built page."""
        self.names.update(_ELEMENTS.findall(source), _IDS.findall(source))
        for classes in set(_CLASSES.findall(source)):
            self.names.update(classes.split())
        self.values.update(_ATTRIBUTE_VALUES.findall(source))

    def add_script(self, source: str) -> None:
        """Add the words of a script."""
        self.words.update(word for word in set(_SCRIPT_WORD.findall(source)) if not _DISABLED_FEATURES.match(word))


@dataclass(frozen=True, slots=True)
class _Rule:
    """A rule: its prelude, and its declarations, nested rules, or a text that is emitted unchanged."""

    prelude: str
    declarations: tuple[tuple[str, str], ...] = ()
    rules: tuple[_Rule, ...] = ()
    text: str = ""


def purge_css(sheets: Mapping[str, str], used_names: UsedNames, cache_folder: Path) -> str:
    """Return style sheets, given by name, as one, minified and without unused rules and custom properties.

    The cache key consists of the sheets and of those used names that the sheets mention; edits of data rarely change
    either.

    Raises:
        PostprocessError: a sheet is not valid CSS, nests style rules, or imports another sheet; the message has its
            name and the line.
    """
    texts = tuple(sheets.values())
    decoded = _ESCAPE.sub(lambda escape: chr(int(escape[1], 16) % 0x110000), "\n".join(texts))
    sheet_names = set(_NAME_PART.findall(decoded))
    names = {name for name in used_names.names | used_names.words if sheet_names.issuperset(_NAME_PART.findall(name))}
    tools = Path(__file__).read_text(encoding="utf-8"), version("tinycss2")
    key = repr((sorted(names), sorted(used_names.values), sorted(used_names.words), texts))
    relevant = UsedNames(names, used_names.values, used_names.words)
    return DiskCache(cache_folder).get_or_build((*tools, key), lambda: _purge(sheets, relevant).encode()).decode()


def _purge(sheets: Mapping[str, str], used_names: UsedNames) -> str:
    rules: list[_Rule] = []
    for name, text in sheets.items():
        try:
            rules += _used_rules(tinycss2.parse_stylesheet(text, skip_comments=True, skip_whitespace=True), used_names)
        except PostprocessError as error:
            raise PostprocessError(f"{name}:{error}") from error
    properties = _used_properties(rules, used_names.words)
    own_rules = _walk(rule for rule in rules if not rule.prelude.startswith("@layer"))
    palette = {name for rule in own_rules for name, _ in rule.declarations if name.startswith("--md-")}
    rest = properties - palette  # what the theme may set: our palette holds in every scheme
    text = "".join(_serialize(rule, rest if rule.prelude.startswith("@layer") else properties) for rule in rules)
    return text if text.isascii() else f'@charset "UTF-8";{text}'


def _used_rules(nodes: Iterable[ast.Node], used_names: UsedNames) -> Iterator[_Rule]:
    for node in nodes:
        if isinstance(node, ast.ParseError):
            raise PostprocessError(f"{node.source_line}: not CSS: {node.message}")
        if isinstance(node, ast.QualifiedRule):
            selectors = [selector for selector in _split_at_commas(node.prelude) if _can_match(selector, used_names)]
            if selectors:
                yield _Rule(",".join(map(_minify, selectors)), tuple(_declarations(node.content)))
        elif node.lower_at_keyword in _GROUPING_RULES and node.content is not None:
            nested = tinycss2.parse_rule_list(node.content, skip_comments=True, skip_whitespace=True)
            rules = tuple(_used_rules(nested, used_names))
            yield _Rule(f"@{node.lower_at_keyword} {_minify(node.prelude)}", rules=rules)
        elif node.lower_at_keyword == "import":
            raise PostprocessError(f"{node.source_line}: a style sheet imports another one")
        elif node.lower_at_keyword != "charset":
            yield _Rule(f"@{node.at_keyword}", text=_minify([node]))


def _declarations(content: Sequence[ast.Node]) -> Iterator[tuple[str, str]]:
    for node in tinycss2.parse_blocks_contents(content, skip_comments=True, skip_whitespace=True):
        if not isinstance(node, ast.Declaration):
            raise PostprocessError(f"{node.source_line}: a rule has something else than declarations")
        yield node.name, f"{_minify(node.value)}{'!important' if node.important else ''}"


def _split_at_commas(tokens: Sequence[ast.Node]) -> list[list[ast.Node]]:
    parts: list[list[ast.Node]] = [[]]
    for node in tokens:
        if node == ",":
            parts.append([])
        else:
            parts[-1].append(node)
    return parts


def _can_match(selector: Sequence[ast.Node], used_names: UsedNames) -> bool:
    """Return whether a site has all that a selector requires; what `:not()` excludes does not count."""
    return all(_is_available(node, previous, used_names) for previous, node in pairwise([None, *selector]))


def _is_available(token: ast.Node, previous: ast.Node | None, used_names: UsedNames) -> bool:
    if (token.type == "ident" and previous != ":") or token.type == "hash":
        return token.value in used_names.names
    if token.type == "[] block":
        return _can_have_value(token.content, used_names.values)
    if token.type == "function" and token.lower_name in _SELECTOR_FUNCTIONS:
        return any(_can_match(selector, used_names) for selector in _split_at_commas(token.arguments))
    return True


def _can_have_value(content: Sequence[ast.Node], values: AbstractSet[tuple[str, str]]) -> bool:
    """Return whether some element can match an attribute selector, as far as pages alone decide that."""
    tokens = [token for token in content if token.type != "whitespace"]
    match tokens:
        case [name, "=", value]:
            return not _ATTRIBUTE_VALUES.match(f'{name.value}=""') or (name.value, value.value) in values
    return True


def _used_properties(rules: Sequence[_Rule], words: AbstractSet[str]) -> set[str]:
    """Return the custom properties that a script, a rule, or a used custom property refers to."""
    references: dict[str, set[str]] = {}
    reached = set(words)
    for rule in _walk(rules):
        reached.update(_VARIABLE.findall(rule.text))
        for name, value in rule.declarations:
            (references.setdefault(name, set()) if name.startswith("--") else reached).update(_VARIABLE.findall(value))
    used_properties: set[str] = set()
    while reached:
        used_properties |= reached
        reached = set().union(*(references.get(name, ()) for name in reached)) - used_properties
    return used_properties


def _walk(rules: Iterable[_Rule]) -> Iterator[_Rule]:
    for rule in rules:
        yield rule
        yield from _walk(rule.rules)


def _serialize(rule: _Rule, properties: AbstractSet[str]) -> str:
    """Return a rule as text, or an empty string where nothing remains in its block."""
    if rule.text:
        return rule.text
    block = ";".join(
        f"{name}:{value}" for name, value in rule.declarations if not name.startswith("--") or name in properties
    ) + "".join(_serialize(nested, properties) for nested in rule.rules)
    return f"{rule.prelude}{{{block}}}" if block else ""


def _minify(nodes: Sequence[ast.Node]) -> str:
    """Return nodes as text, without comments and insignificant whitespace."""
    text = tinycss2.serialize(nodes)
    return _WHITESPACE.sub(lambda match: match[1] or match[2] or (" " if match[3] else ""), text).strip()
