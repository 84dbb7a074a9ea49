"""A scenario as plain Markdown pages: `python -m benchmarks.plain_site DATA FOLDER`, then `mkdocs build` there.

This is the baseline for the cost of a build. The pages have the same text (lead, facts, causes and effects with their
mechanisms, claims, our timeline, questions), the same links between entries, and the same URLs and anchors. Theme,
theme features, navigation, search, Markdown extensions and the validation of links are those of `mkdocs.yml`. The pages
lack what nobody would write by hand: figures, outlines of dependencies, previews, exports, cards, and our overrides of
theme blocks. The build reads nothing but Markdown and runs no macros and no hooks.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import yaml
from mkdocs.utils.yaml import yaml_load

from macros import rules
from macros.pages.scenario_index import ScenarioIndex
from macros.scenario.dates import format_date
from macros.scenario.entry_links import replace_entry_links
from macros.scenario.permalinks import link_id

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from macros.scenario.entry_links import EntryLink
    from macros.scenario.history import Departure, HistoryRecord, Myth
    from macros.scenario.model import Claim, Entry, Link

CONFIG_FILE = Path(__file__).resolve().parent.parent / "mkdocs.yml"
SHARED_SETTINGS = ("site_name", "site_url", "copyright", "not_in_nav", "theme", "markdown_extensions", "validation")


def write_plain_site(index: ScenarioIndex, folder: Path) -> None:
    """Write `mkdocs.yml` and `docs/` into a folder, which may exist."""
    pages = Pages(index)
    entries = folder / "docs" / "entries"
    entries.mkdir(parents=True, exist_ok=True)
    for entry in index.scenario.entries:
        (entries / f"{entry.id}.md").write_text("\n".join(pages.entry(entry)) + "\n", encoding="utf-8")
    nav = []
    for name, title, lines in pages.overview_pages():
        (folder / "docs" / name).write_text(f"# {title}\n\n" + "\n".join(lines) + "\n", encoding="utf-8")
        nav.append({title: name})
    (folder / "mkdocs.yml").write_text(yaml.safe_dump(build_config(nav), sort_keys=False), encoding="utf-8")


def build_config(nav: list[dict[str, str]]) -> dict[str, object]:
    """Return the settings of the site without macros and hooks."""
    settings = yaml_load(CONFIG_FILE.read_text(encoding="utf-8"))
    theme = {name: value for name, value in settings["theme"].items() if name != "custom_dir"}
    plugins = [plugin for plugin in settings["plugins"] if "search" in plugin]
    return {name: settings[name] for name in SHARED_SETTINGS} | {"theme": theme, "plugins": plugins, "nav": nav}


class Pages:
    """The pages as lines of Markdown."""

    def __init__(self, index: ScenarioIndex) -> None:
        """Build pages from an index of a scenario."""
        self.index = index
        self.scenario = index.scenario

    def entry(self, entry: Entry) -> Iterator[str]:
        """Yield the page of an entry."""
        index = self.index
        thread = f"[{index.threads[entry.thread].title}](index.md#{entry.thread})"
        yield from (f"# {entry.title}", "", f"*{entry.kind}, {index.claim_index.basis(entry.id)}*, {thread}")
        yield from ("", self._text(entry.lead), "", *self._facts(entry))
        yield from _section("What led to it", map(self._cause, index.causal_graph.causes[entry.id]))
        yield from _section("What it led to", map(self._effect, index.causal_graph.effects[entry.id]))
        yield from _section("What the account says", map(self._claim, index.claim_index.claims[entry.id]))
        if history := index.history_by_entry.get(entry.id):
            yield from ("", "## In our timeline", "", *self._history(history))
        questions = index.questions_by_entry.get(entry.id, ())
        yield from _section(
            "Questions", (f"[{question.title}](../questions.md#{question.id})" for question in questions)
        )

    def _facts(self, entry: Entry) -> Iterator[str]:
        yield f"- Date in this timeline: {_date(entry.date)}"
        if entry.within:
            yield f"- Began within {format_date(entry.within.date)}: {self._text(entry.within.why)}"
        if entry.names:
            yield f"- Other names: {', '.join(entry.names)}"
        if life := entry.life:
            yield f"- This timeline: {self._text(life.role)} Death: {_date(life.died)}."
            yield f"- Our timeline: {self._text(life.our_role)} {_date(life.our_born)} to {_date(life.our_died)}."

    def _cause(self, link: Link) -> str:
        return f"**{self._entry(link.cause)}** {self._link_details(link)}"

    def _effect(self, link: Link) -> str:
        return f"**{self._entry(link.effect)}** {self._link_details(link)}"

    def _link_details(self, link: Link, root: str = "../") -> str:
        return f"({link.basis}, {_locators(link.locators, root)}) {self._text(link.mechanism, root)}"

    def _claim(self, claim: Claim) -> str:
        date = f", {format_date(claim.date)}" if claim.date is not None else ""
        return f"{self._text(claim.text)} ({claim.basis}{date}, {_locators([claim.id], '../')})"

    def _history(self, record: HistoryRecord, root: str = "../") -> Iterator[str]:
        yield f"*{record.status}*, {_date(record.date)}. {self._text(record.note, root)}"
        if record.unverified:
            yield from ("", f"Unverified: {self._text(record.unverified, root)}")
        if record.references:
            labels = ((self.index.references[reference_id].label, reference_id) for reference_id in record.references)
            yield from (
                "",
                "Sources: "
                + "; ".join(f"[{label}]({root}references.md#{reference_id})" for label, reference_id in labels),
            )

    def _entry(self, entry_id: str, root: str = "../") -> str:
        return f"[{self.index.titles[entry_id]}]({root}entries/{entry_id}.md)"

    def _text(self, text: str, root: str = "../") -> str:
        """Return a text with its entry links as Markdown links; `root` is the relative path to the root of the site."""

        def markdown_link(link: EntryLink) -> str:
            return f"[{link.words}]({root}entries/{link.id}.md)" if link.words else self._entry(link.id, root)

        return replace_entry_links(text, markdown_link)

    def overview_pages(self) -> Iterator[tuple[str, str, Iterable[str]]]:
        """Yield the other pages: file name, title and lines."""
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
        """Yield the account: sentences with their claims."""
        for sentence in self.scenario.sentences:
            yield from ("", f"## {sentence.id} {{: #{sentence.id} }}", "", self._text(sentence.restated, ""), "")
            for claim in sentence.claims:
                about = ", ".join(self._entry(entry_id, "") for entry_id in claim.entries)
                yield f"- {self._text(claim.text, '')} ({claim.basis}; {about})"
                yield f"  {{: #{claim.id} }}"

    def timeline(self) -> Iterator[str]:
        """Yield the dated entries, sorted by the text of the date."""
        dates = ((entry.date, entry.id) for entry in self.scenario.entries if entry.date is not None)
        return (f"- {format_date(date)}: {self._entry(entry_id, '')}" for date, entry_id in sorted(dates))

    def causes(self) -> Iterator[str]:
        """Yield the links, grouped by the thread of the effect."""
        for thread, links in self.index.links_by_thread.items():
            yield from ("", f"## {self.index.threads[thread].title}", "")
            for link in links:
                sentence = f"**{self._entry(link.cause, '')}** led to **{self._entry(link.effect, '')}**."
                yield f"- {sentence} {self._link_details(link, '')}"
                yield f"  {{: #{link_id(link)} }}"

    def entries(self) -> Iterator[str]:
        """Yield the entries, grouped by thread."""
        for thread in self.scenario.threads:
            yield from ("", f"## {thread.title} {{: #{thread.id} }}", "", self._text(thread.lead), "")
            yield from self._list((entry.id for entry in self.index.entries_by_thread[thread.id]), "../")

    def _list(self, entry_ids: Iterable[str], root: str = "") -> Iterator[str]:
        return (f"- {self._entry(entry_id, root)}" for entry_id in entry_ids)

    def our_timeline(self) -> Iterator[str]:
        """Yield the comparison with our timeline."""
        for record in self.scenario.our_timeline:
            yield from ("", f"## {self.index.titles[record.entry]} {{: #compare-{record.entry} }}", "")
            yield from self._history(record, "")
        topics: tuple[Departure | Myth, ...] = (*self.scenario.departures, *self.scenario.myths)
        for topic in topics:
            yield from ("", f"## {topic.title} {{: #{topic.id} }}", "", self._text(topic.text, ""))

    def questions(self) -> Iterator[str]:
        """Yield the questions with their readings."""
        for question in self.scenario.questions:
            yield from ("", f"## {question.title} {{: #{question.id} }}", "", self._text(question.problem, ""), "")
            yield from (f"- {self._text(reading, '')}" for reading in question.readings)
            yield from ("", f"{self._text(question.followed, '')} {self._text(question.why, '')}")

    def glossary(self) -> Iterator[str]:
        """Yield the glossary."""
        for term in self.scenario.terms:
            yield from ("", f"## {term.title} {{: #{term.id} }}", "")
            yield from (f"Here: {self._text(term.here, '')}", "", f"In our timeline: {self._text(term.ours, '')}")

    def references(self) -> Iterator[str]:
        """Yield the references and the fact checks."""
        for reference in self.scenario.references:
            authors = ", ".join(map(str, reference.authors))
            yield f"- {authors}, *{reference.title}*, {reference.published} {reference.year}."
            yield f"  {{: #{reference.id} }}"
        for check in self.scenario.checks:
            yield from ("", f"{self._text(check.point, '')} {self._text(check.result, '')} ({check.verdict})")

    def changes(self) -> Iterator[str]:
        """Yield the revisions, newest first."""
        for revision in self.scenario.revisions:
            yield from ("", f"## {revision.title} {{: #{revision.id} }}", "")
            texts = f"{self._text(revision.what, '')} {self._text(revision.why, '')}"
            yield from (f"{format_date(revision.date)}. {texts}", "")
            yield from self._list(entry_id for entry_id in revision.entries if entry_id in self.index.entries)


def _section(title: str, lines: Iterable[str]) -> list[str]:
    items = [f"- {line}" for line in lines]
    return ["", f"## {title}", "", *items] if items else []


def _date(text: str | None) -> str:
    return format_date(text) if text is not None else "not given"


def _locators(locators: Iterable[str], root: str) -> str:
    return ", ".join(
        "account" if locator == "account" else f"[{locator}]({root}account.md#{locator})" for locator in locators
    )


def main() -> None:
    """Write the plain pages of a data file into a folder."""
    if len(sys.argv) != 3:  # noqa: PLR2004 - the module and two arguments
        sys.exit("usage: python -m benchmarks.plain_site DATA FOLDER")
    scenario, *_ = rules.load_scenario(Path(sys.argv[1]))
    write_plain_site(ScenarioIndex(scenario), Path(sys.argv[2]))


if __name__ == "__main__":
    main()
