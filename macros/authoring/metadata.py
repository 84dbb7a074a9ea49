"""The files of a project that repeat its name, its authors and its source, which `about` in the data file states.

Source of the format of `CITATION.cff`: Citation File Format 1.2.0, https://doi.org/10.5281/zenodo.5171937.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Callable, Iterable, Iterator
from itertools import zip_longest
from pathlib import Path
from typing import TypeAlias

import yaml

from macros.scenario.authors import Author
from macros.scenario.entry_links import replace_entry_links
from macros.scenario.model import Scenario
from macros.scenario.problems import Problem

CONFIG = "mkdocs.yml"
COMMAND = "make metadata"
LINE_LENGTH = 120
CITATION_HEADER = f"# `{COMMAND}` writes this file from `about` in data/scenario.yml.\n"
LICENCE_SENTENCE = "Text and data are under CC BY-SA 4.0, the code that makes the site of them under MIT."

_SITE_NAME = re.compile(r"^site_name:.*$", re.MULTILINE)
_INTRODUCTION = re.compile(r"(?<=<!-- about -->\n).*?(?=<!-- /about -->)", re.DOTALL)
"""The part of `README.md` that the command writes."""

Writer: TypeAlias = Callable[[Scenario, str], str]
"""Returns the text of a file from the scenario and the present text."""


def metadata_texts(project: Path, scenario: Scenario, names: Iterable[str] = ()) -> Iterator[tuple[Path, str, str]]:
    """Yield path, present text and text from `about` of each file that exists, or of those with the `names`.

    Raises:
        OSError: a file cannot be read.
    """
    for name in names or WRITERS:
        path = project / name
        if path.exists():
            text = path.read_text(encoding="utf-8-sig")
            yield path, text, WRITERS[name](scenario, text)


def check_metadata(project: Path, scenario: Scenario, names: Iterable[str] = ()) -> Iterator[Problem]:
    """Yield a warning for each file, or for each of those with the `names`, that disagrees with `about`.

    Raises:
        OSError: a file cannot be read.
    """
    for path, text, expected_text in metadata_texts(project, scenario, names):
        lines = zip_longest(text.splitlines(), expected_text.splitlines(), fillvalue="")
        for number, (line, expected) in enumerate(lines, 1):
            if line != expected:
                message = f"`about` in the data file gives '{expected}' here, found '{line}'; run `{COMMAND}`"
                yield Problem(str(path), number, 1, "stale-metadata", message, is_warning=True)
                break


def _citation(scenario: Scenario, _: str) -> str:
    """Return the text of `CITATION.cff`. Its format wants an author for every work; that of the account is unknown."""
    about = scenario.about
    source = {
        "type": "website" if about.source_url else "generic",
        "authors": [{"name": "anonymous"}],
        "title": about.source_name,
        "url": about.source_url,
        "notes": "The account that these texts and data restate and comment on.",
    }
    citation = {
        "cff-version": "1.2.0",
        "message": "Please cite this with its label, which says what is real, and with the day on which you read it.",
        "title": about.title,
        "type": "dataset",
        "authors": [_citation_author(author) for author in about.credited_authors],
        "abstract": f"{about.fiction_label} {_with_titles(scenario, about.summary)} {LICENCE_SENTENCE}",
        "keywords": ["alternate history", "fiction"],
        "license": "CC-BY-SA-4.0",
        "references": [{key: value for key, value in source.items() if value}] if about.source_name else None,
    }
    fields = {key: value for key, value in citation.items() if value is not None}
    return CITATION_HEADER + yaml.safe_dump(fields, sort_keys=False, allow_unicode=True, width=LINE_LENGTH)


def _citation_author(author: Author) -> dict[str, str]:
    """Return an author as a person of the format, or as an entity where only the whole name is known."""
    names = {"family-names": author.family, "given-names": author.given}
    names |= {"name-particle": author.particle, "name-suffix": author.suffix, "name": author.literal}
    return {key: name for key, name in names.items() if name}


def _with_introduction(scenario: Scenario, text: str) -> str:
    """Return the text of `README.md` with what `about` says of the site in the part that is set apart."""
    about = scenario.about
    sources = (f"**{about.fiction_label}**", about.summary, about.divergence, about.source)
    paragraphs = (_with_titles(scenario, source) for source in sources if source)
    filled = [
        textwrap.fill(" ".join(source.split()), LINE_LENGTH, break_long_words=False, break_on_hyphens=False)
        for source in paragraphs
    ]
    introduction = "\n\n".join([f"# {about.title}", *filled])
    return _INTRODUCTION.sub(lambda _: f"{introduction}\n", text, count=1)


def _with_site_name(scenario: Scenario, text: str) -> str:
    """Return the text of `mkdocs.yml` with the title as the name of the site."""
    name = " ".join(scenario.about.title.split())
    line = yaml.safe_dump({"site_name": name}, allow_unicode=True, width=1000).rstrip()
    return _SITE_NAME.sub(lambda _: line, text, count=1)


def _with_titles(scenario: Scenario, source: str) -> str:
    """Return a text with the words or the titles of its links to entries in their place."""
    titles = {entry.id: entry.title for entry in scenario.entries}
    return replace_entry_links(source, lambda link: link.words or titles.get(link.id, link.id))


WRITERS: dict[str, Writer] = {"CITATION.cff": _citation, "README.md": _with_introduction, CONFIG: _with_site_name}
"""The function that writes each file, by its path in the project."""
