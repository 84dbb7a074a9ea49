"""One style sheet in the place of several, without what no page and no script of a site can use.

A selector goes when it asks for a class, an id or an element that stands in no page and is no word of any script; a
custom property, when nothing that stays uses it. Sheets are read as CSS Syntax Level 3 has it
(https://www.w3.org/TR/css-syntax-3/), by tinycss2.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.metadata import version
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import tinycss2
from tinycss2 import ast

from macros.files.cache import DiskCache
from macros.output.head import UnfinishableError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from collections.abc import Set as AbstractSet

# With nothing before the name of an attribute, so that a search for it is fast: what more is found does no harm.
_CLASSES = re.compile(r'class="([^"]*)"')
_IDS = re.compile(r'id="([^"]*)"')
_ELEMENTS = re.compile(r"<([a-z][\w-]*)")
_VALUES = re.compile(r'(dir|data-md-color-\w+)="([^"]*)"')
"""Attributes that scripts set to nothing but what pages have; any other may have any value."""
_WORD = re.compile(r"(?<![.#\w-])[\w-]+")
"""A word that a script may give something as a name; behind a dot or a hash stands one that it only looks for."""
_PIECE = re.compile(r"[\w-]+")
_ESCAPE = re.compile(r"\\([0-9a-fA-F]{1,6})\s?")
_OFF = re.compile(r"md-(?:annotation|code__|source__|tag|tooltip|version)|mermaid|tabbed-")
"""How names begin that the theme's script gives only to what features make which `mkdocs.yml` does not turn on."""
_USE = re.compile(r"var\(\s*(--[\w-]+)")
_SPACE = re.compile(r"(\"(?:\\.|[^\"\\])*\"|'(?:\\.|[^'\\])*')|/\*.*?\*/|\s*([{};,>])\s*|(\s+)", re.DOTALL)
_CONDITIONS = {"media", "supports", "container", "layer"}
_CHOICES = {"is", "where", "has", "host"}


@dataclass
class Names:
    """What selectors can ask for, as far as pages and scripts were seen."""

    classes: set[str] = field(default_factory=set)
    others: set[str] = field(default_factory=set)
    values: set[tuple[str, str]] = field(default_factory=set)
    words: set[str] = field(default_factory=set)

    def see_page(self, source: str) -> None:
        """Take in a built page."""
        self.classes.update(_CLASSES.findall(source))
        self.others.update(_ELEMENTS.findall(source), _IDS.findall(source))
        self.values.update(_VALUES.findall(source))

    def see_script(self, source: str) -> None:
        """Take in a script: each of its words may be a name that it gives."""
        self.words.update(_given(source))

    def known(self) -> tuple[set[str], set[tuple[str, str]]]:
        """Return all names, and the values of the attributes whose values count."""
        return {*self.words, *self.others, *(name for names in self.classes for name in names.split())}, self.values


@lru_cache
def _given(script: str) -> frozenset[str]:
    return frozenset(word for word in _WORD.findall(script) if not _OFF.match(word))


@dataclass(frozen=True, slots=True)
class _Rule:
    """What stands before a block, and what stands in it: declarations, further rules, or a text that stays as it is."""

    before: str
    declarations: tuple[tuple[str, str], ...] = ()
    rules: tuple[_Rule, ...] = ()
    text: str = ""


def trimmed(sheets: Iterable[str], names: Names, keep: Path) -> str:
    """Return style sheets as one, without the rules and custom properties that nothing named can use.

    A folder keeps what came of sheets and of those names that they ask for, which hardly an edit of data changes.

    Raises:
        UnfinishableError: a sheet has something that is no CSS, or rules within rules.
    """
    texts = tuple(sheets)
    known, values = names.known()
    asked = frozenset[str]().union(*map(_asked, texts))
    asked_for = {name for name in known if asked.issuperset(_PIECE.findall(name))}
    made_by = Path(__file__).read_text(encoding="utf-8"), version("tinycss2")
    made_from = repr((sorted(asked_for), sorted(values), sorted(names.words), texts))
    cache = DiskCache(keep)
    return cache.get((*made_by, made_from), lambda: _trimmed(texts, asked_for, values, names.words).encode()).decode()


@lru_cache
def _asked(sheet: str) -> frozenset[str]:
    """Return the pieces of all names that a sheet may ask for, escaped ones as what they stand for."""
    return frozenset(_PIECE.findall(_ESCAPE.sub(lambda found: chr(int(found[1], 16) % 0x110000), sheet)))


def _trimmed(
    sheets: Iterable[str], known: AbstractSet[str], values: AbstractSet[tuple[str, str]], words: AbstractSet[str]
) -> str:
    rules = [
        staying
        for sheet in sheets
        for staying in _staying(
            tinycss2.parse_stylesheet(sheet, skip_comments=True, skip_whitespace=True), known, values
        )
    ]
    used = _used(rules, words)
    text = "".join(_written(rule, used) for rule in rules)
    return text if text.isascii() else f'@charset "UTF-8";{text}'


def _staying(
    nodes: Iterable[ast.Node], known: AbstractSet[str], values: AbstractSet[tuple[str, str]]
) -> Iterator[_Rule]:
    for node in nodes:
        if isinstance(node, ast.ParseError):
            raise UnfinishableError(f"a style sheet has an error in line {node.source_line}: {node.message}")
        if isinstance(node, ast.QualifiedRule):
            asked = [one for one in _divided(node.prelude) if _can_match(one, known, values)]
            if asked:
                before = ",".join(_squeezed(tinycss2.serialize(one)) for one in asked)
                yield _Rule(before, tuple(_declarations(node.content)))
        elif node.lower_at_keyword in _CONDITIONS and node.content is not None:
            inner = tinycss2.parse_rule_list(node.content, skip_comments=True, skip_whitespace=True)
            before = f"@{node.lower_at_keyword} {_squeezed(tinycss2.serialize(node.prelude))}"
            yield _Rule(before, rules=tuple(_staying(inner, known, values)))
        elif node.lower_at_keyword != "charset":
            yield _Rule(f"@{node.at_keyword}", text=_squeezed(node.serialize()))


def _declarations(content: Sequence[ast.Node]) -> Iterator[tuple[str, str]]:
    for node in tinycss2.parse_blocks_contents(content, skip_comments=True, skip_whitespace=True):
        if not isinstance(node, ast.Declaration):
            raise UnfinishableError(f"a style sheet has something else than declarations in line {node.source_line}")
        value = _squeezed(tinycss2.serialize(node.value))
        yield node.name, f"{value}!important" if node.important else value


def _divided(tokens: Sequence[ast.Node]) -> list[list[ast.Node]]:
    """Return the selectors of a list, which commas divide."""
    parts: list[list[ast.Node]] = [[]]
    for part in tokens:
        if part == ",":
            parts.append([])
        else:
            parts[-1].append(part)
    return parts


def _can_match(selector: Sequence[ast.Node], known: AbstractSet[str], values: AbstractSet[tuple[str, str]]) -> bool:
    """Return whether all that a selector asks for is there; what it asks not to be there does not count."""
    for before, part in pairwise([None, *selector]):
        if (part.type == "ident" and before != ":") or part.type == "hash":
            there = part.value in known
        elif part.type == "[] block":
            there = _has_value(part.content, values)
        elif part.type == "function" and part.lower_name in _CHOICES:
            there = any(_can_match(one, known, values) for one in _divided(part.arguments))
        else:
            there = True
        if not there:
            return False
    return True


def _has_value(content: Sequence[ast.Node], values: AbstractSet[tuple[str, str]]) -> bool:
    """Return whether an attribute can have the value that is asked for, where that depends on pages alone."""
    told = [token for token in content if token.type != "whitespace"]
    if len(told) != len(("name", "=", "value")) or told[1] != "=":
        return True
    return not _VALUES.match(f'{told[0].value}=""') or (told[0].value, told[2].value) in values


def _used(rules: Sequence[_Rule], words: AbstractSet[str]) -> set[str]:
    """Return the custom properties that something uses: a script, a rule, or a property that is used itself."""
    needs: dict[str, set[str]] = {}
    edge = set(words)
    for rule in _all(rules):
        edge.update(_USE.findall(rule.text))
        for name, value in rule.declarations:
            (needs.setdefault(name, set()) if name.startswith("--") else edge).update(_USE.findall(value))
    used: set[str] = set()
    while edge:
        used |= edge
        edge = {need for name in edge for need in needs.get(name, ())} - used
    return used


def _all(rules: Iterable[_Rule]) -> Iterator[_Rule]:
    for rule in rules:
        yield rule
        yield from _all(rule.rules)


def _written(rule: _Rule, used: set[str]) -> str:
    """Return a rule as text; nothing where nothing is left in it."""
    if rule.text:
        return rule.text
    told = ";".join(f"{name}:{value}" for name, value in rule.declarations if not name.startswith("--") or name in used)
    inner = "".join(_written(one, used) for one in rule.rules)
    return f"{rule.before}{{{told}{inner}}}" if told or inner else ""


def _squeezed(text: str) -> str:
    """Return a part of a style sheet without comments, and without the spaces that mean nothing."""
    return _SPACE.sub(lambda found: found[1] or found[2] or (" " if found[3] else ""), text).strip()
