"""Write a scenario as hand-written pages: `python -m benchmarks.plain_site DATA FOLDER`, then `mkdocs build` there.

It is what the cost of a build is compared with, and the comparison is fair in this: the pages say the same words (lead,
facts, causes and effects with their mechanisms, claims, our timeline, questions) and link the same entries, under the
same addresses with the same anchors; theme, its features, navigation, search and Markdown extensions are those of
`mkdocs.yml`, and links and anchors are validated as strictly. Left out is only what nobody would write by hand:
figures, outlines of what rests on what, previews, exports, cards, and the blocks that the site replaces in the theme.
Nothing is read while it builds but Markdown: no macro and no hook runs.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import yaml
from mkdocs.utils.yaml import yaml_load

from macros import rules
from macros.pages.scenario_index import ScenarioIndex
from macros.scenario.dates import words
from macros.scenario.entry_links import replace_entry_links
from macros.scenario.permalinks import link_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from macros.scenario.entry_links import EntryLink
    from macros.scenario.history import Departure, Myth, Ours
    from macros.scenario.model import Claim, Entry, Link

CONFIGURATION = Path(__file__).resolve().parent.parent / "mkdocs.yml"
KEPT = ("site_name", "site_url", "copyright", "not_in_nav", "theme", "markdown_extensions", "validation")


def write(index: ScenarioIndex, folder: Path) -> None:
    """Write `mkdocs.yml` and `docs/` into a folder that may exist."""
    pages = Pages(index)
    entries = folder / "docs" / "entries"
    entries.mkdir(parents=True, exist_ok=True)
    for entry in index.scenario.entries:
        (entries / f"{entry.id}.md").write_text("\n".join(pages.entry(entry)) + "\n", encoding="utf-8")
    nav = []
    for name, title, lines in pages.others():
        (folder / "docs" / name).write_text(f"# {title}\n\n" + "\n".join(lines) + "\n", encoding="utf-8")
        nav.append({title: name})
    (folder / "mkdocs.yml").write_text(yaml.safe_dump(configuration(nav), sort_keys=False), encoding="utf-8")


def configuration(nav: list[dict[str, str]]) -> dict[str, object]:
    """Return the site's own settings without macros, hooks and what belongs to them."""
    own = yaml_load(CONFIGURATION.read_text(encoding="utf-8"))
    theme = {name: value for name, value in own["theme"].items() if name != "custom_dir"}
    plugins = [plugin for plugin in own["plugins"] if "search" in plugin]
    return {name: own[name] for name in KEPT} | {"theme": theme, "plugins": plugins, "nav": nav}


class Pages:
    """The pages as Markdown, line by line."""

    def __init__(self, index: ScenarioIndex) -> None:
        """Keep the records and their indexes."""
        self.index = index
        self.scenario = index.scenario

    def entry(self, entry: Entry) -> Iterator[str]:
        """Give the page of an entry."""
        index = self.index
        thread = f"[{index.threads[entry.thread].title}](index.md#{entry.thread})"
        yield from (f"# {entry.title}", "", f"*{entry.kind}, {index.basis(entry.id)}*, {thread}")
        yield from ("", self._text(entry.lead), "", *self._facts(entry))
        yield from _section("What led to it", map(self._cause, index.causality.causes[entry.id]))
        yield from _section("What it led to", map(self._effect, index.causality.effects[entry.id]))
        yield from _section("What the account says", map(self._claim, index.claim_index.claims[entry.id]))
        if ours := index.history_by_entry.get(entry.id):
            yield from ("", "## In our timeline", "", *self._ours(ours))
        asked = index.questions_by_entry.get(entry.id, ())
        yield from _section("Questions", (f"[{item.title}](../questions.md#{item.id})" for item in asked))

    def _facts(self, entry: Entry) -> Iterator[str]:
        yield f"- Date in this timeline: {_date(entry.date)}"
        if entry.within:
            yield f"- Began within {words(entry.within.date)}: {self._text(entry.within.why)}"
        if entry.names:
            yield f"- Other names: {', '.join(entry.names)}"
        if life := entry.life:
            yield f"- This timeline: {self._text(life.role)} Death: {_date(life.died)}."
            yield f"- Our timeline: {self._text(life.our_role)} {_date(life.our_born)} to {_date(life.our_died)}."

    def _cause(self, link: Link) -> str:
        return f"**{self._entry(link.cause)}** {self._how(link)}"

    def _effect(self, link: Link) -> str:
        return f"**{self._entry(link.effect)}** {self._how(link)}"

    def _how(self, link: Link, to: str = "../") -> str:
        return f"({link.basis}, {_locators(link.locators, to)}) {self._text(link.mechanism, to)}"

    def _claim(self, claim: Claim) -> str:
        when = f", {words(claim.date)}" if claim.date is not None else ""
        return f"{self._text(claim.text)} ({claim.basis}{when}, {_locators([claim.id], '../')})"

    def _ours(self, ours: Ours, to: str = "../") -> Iterator[str]:
        yield f"*{ours.status}*, {_date(ours.date)}. {self._text(ours.note, to)}"
        if ours.unverified:
            yield from ("", f"Unverified: {self._text(ours.unverified, to)}")
        if ours.references:
            labels = ((self.index.references[name].label, name) for name in ours.references)
            yield from ("", "Sources: " + "; ".join(f"[{label}]({to}references.md#{name})" for label, name in labels))

    def _entry(self, name: str, to: str = "../") -> str:
        return f"[{self.index.titles[name]}]({to}entries/{name}.md)"

    def _text(self, text: str, to: str = "../") -> str:
        """Return a text with its links to entries as Markdown; `to` leads to the top of the site."""

        def linked(link: EntryLink) -> str:
            return f"[{link.words}]({to}entries/{link.id}.md)" if link.words else self._entry(link.id, to)

        return replace_entry_links(text, linked)

    def others(self) -> Iterator[tuple[str, str, Iterable[str]]]:
        """Give the pages that are not one of an entry: file, title and lines."""
        yield "index.md", "Home", [self._text(self.scenario.about.summary, "")]
        yield "account.md", "Account", self.account()
        yield "timeline.md", "Timeline", self.timeline()
        yield "causes.md", "Causes", self.causes()
        yield "entries/index.md", "Entries", self.entries()
        yield "people.md", "People", self._list(entry.id for entry in self.scenario.entries if entry.is_actor)
        yield "our-timeline.md", "Our timeline", self.our_timeline()
        yield "questions.md", "Questions", self.questions()
        yield "glossary.md", "Glossary", self.glossary()
        yield "references.md", "References", self.references()
        yield "changes.md", "Changes", self.changes()

    def account(self) -> Iterator[str]:
        """Give the account, sentence by sentence with its claims."""
        for sentence in self.scenario.sentences:
            yield from ("", f"## {sentence.id} {{: #{sentence.id} }}", "", self._text(sentence.restated, ""), "")
            for claim in sentence.claims:
                about = ", ".join(self._entry(name, "") for name in claim.entries)
                yield f"- {self._text(claim.text, '')} ({claim.basis}; {about})"
                yield f"  {{: #{claim.id} }}"

    def timeline(self) -> Iterator[str]:
        """Give what has a date, in the order of what it is written as."""
        dated = ((entry.date, entry.id) for entry in self.scenario.entries if entry.date is not None)
        return (f"- {words(when)}: {self._entry(name, '')}" for when, name in sorted(dated))

    def causes(self) -> Iterator[str]:
        """Give the links, by the thread that they lead into."""
        for thread, links in self.index.links_by_thread.items():
            yield from ("", f"## {self.index.threads[thread].title}", "")
            for link in links:
                ends = f"**{self._entry(link.cause, '')}** led to **{self._entry(link.effect, '')}**."
                yield f"- {ends} {self._how(link, '')}"
                yield f"  {{: #{link_name(link)} }}"

    def entries(self) -> Iterator[str]:
        """Give the list of entries by thread."""
        for thread in self.scenario.threads:
            yield from ("", f"## {thread.title} {{: #{thread.id} }}", "", self._text(thread.lead), "")
            yield from self._list((entry.id for entry in self.index.entries_by_thread[thread.id]), "../")

    def _list(self, names: Iterable[str], to: str = "") -> Iterator[str]:
        return (f"- {self._entry(name, to)}" for name in names)

    def our_timeline(self) -> Iterator[str]:
        """Give the comparison with our timeline."""
        for ours in self.scenario.our_timeline:
            yield from ("", f"## {self.index.titles[ours.entry]} {{: #compare-{ours.entry} }}", "")
            yield from self._ours(ours, "")
        told: tuple[Departure | Myth, ...] = (*self.scenario.departures, *self.scenario.myths)
        for record in told:
            yield from ("", f"## {record.title} {{: #{record.id} }}", "", self._text(record.text, ""))

    def questions(self) -> Iterator[str]:
        """Give the questions with their readings."""
        for asked in self.scenario.questions:
            yield from ("", f"## {asked.title} {{: #{asked.id} }}", "", self._text(asked.problem, ""), "")
            yield from (f"- {self._text(reading, '')}" for reading in asked.readings)
            yield from ("", f"{self._text(asked.followed, '')} {self._text(asked.why, '')}")

    def glossary(self) -> Iterator[str]:
        """Give the words."""
        for term in self.scenario.terms:
            yield from ("", f"## {term.title} {{: #{term.id} }}", "")
            yield from (f"Here: {self._text(term.here, '')}", "", f"In our timeline: {self._text(term.ours, '')}")

    def references(self) -> Iterator[str]:
        """Give the literature, and what was looked up."""
        for work in self.scenario.references:
            yield f"- {', '.join(work.authors)}, *{work.title}*, {work.published} {work.year}."
            yield f"  {{: #{work.id} }}"
        for check in self.scenario.checks:
            yield from ("", f"{self._text(check.point, '')} {self._text(check.result, '')} ({check.verdict})")

    def changes(self) -> Iterator[str]:
        """Give what changed, newest first."""
        for change in self.scenario.revisions:
            yield from ("", f"## {change.title} {{: #{change.id} }}", "")
            yield from (f"{words(change.date)}. {self._text(change.what, '')} {self._text(change.why, '')}", "")
            yield from self._list(name for name in change.entries if name in self.index.entries)


def _section(title: str, lines: Iterable[str]) -> list[str]:
    items = [f"- {line}" for line in lines]
    return ["", f"## {title}", "", *items] if items else []


def _date(text: str | None) -> str:
    return words(text) if text is not None else "not given"


def _locators(names: Iterable[str], to: str) -> str:
    return ", ".join("account" if name == "account" else f"[{name}]({to}account.md#{name})" for name in names)


def main() -> None:
    """Write the pages of a data file into a folder."""
    if len(sys.argv) != 3:  # noqa: PLR2004 - the program, and what it is given
        sys.exit("usage: python -m benchmarks.plain_site DATA FOLDER")
    scenario, _ = rules.scenario(Path(sys.argv[1]))
    write(ScenarioIndex(scenario), Path(sys.argv[2]))


if __name__ == "__main__":
    main()
