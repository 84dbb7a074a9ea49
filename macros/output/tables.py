"""The exported tables, as CSV (RFC 4180), with a byte order mark by which spreadsheets recognize UTF-8.

Source on CSV injection: OWASP, https://owasp.org/www-community/attacks/CSV_Injection.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterable

from macros.output.export_context import ExportContext, entry_bounds
from macros.pages import export_formats, social_meta, urls
from macros.pages.export_formats import CLAIMS_TABLE, COMPARISONS_TABLE, ENTRIES_TABLE, LINKS_TABLE, STORY_TABLE, Table
from macros.scenario.fields import Record, TextFormat, fields_with_marker
from macros.scenario.permalinks import permalink

BYTE_ORDER_MARK = "\ufeff"

_FORMULA = re.compile(r"""[\s'"]*[=+\-@\uff1d\uff0b\uff0d\uff20\t\r\n]""")


def _build_csv(context: ExportContext, table: Table, rows: Iterable[tuple[Record, str, dict[str, str]]]) -> str:
    """Return a table as CSV with all cells quoted, for records with their paths and their derived cells."""
    output = io.StringIO()
    output.write(BYTE_ORDER_MARK)
    writer = csv.writer(output, quoting=csv.QUOTE_ALL)
    names = [column.name for column in table.columns]
    writer.writerow(names)
    notice = {"label": context.index.scenario.about.fiction_label, "licence": social_meta.LICENCE_NAME}
    for record, path, derived in rows:
        cells = {**text_cells(context, record), "address": context.absolute_url(path), **notice, **derived}
        writer.writerow(guard_formula(cells.get(name, "")) for name in names)
    return output.getvalue()


def guard_formula(cell: str) -> str:
    """Return a cell with an apostrophe before it if a spreadsheet would run it as a formula, as OWASP recommends."""
    return f"'{cell}" if _FORMULA.match(cell) else cell


def _build_entries(context: ExportContext) -> str:
    index, basis = context.index, context.index.claim_index.basis
    derived = derived_cells(context)
    rows = (
        (
            entry,
            urls.entry_address(entry.id),
            {"basis": basis(entry.id), "label": index.fiction_label(entry.id), **derived[entry.id]},
        )
        for entry in index.scenario.entries
    )
    return _build_csv(context, ENTRIES_TABLE, rows)


def derived_cells(context: ExportContext) -> dict[str, dict[str, str]]:
    """Return, by entry, the status and the verdicts of its comparison and its bounds, where it has any."""
    index = context.index
    cells: dict[str, dict[str, str]] = {entry_id: {} for entry_id in index.entries}
    for entry_id, record in index.history_by_entry.items():
        verdicts = (f"{verdict.aspect} {verdict.status}" for verdict in record.verdicts)
        cells[entry_id] = {"status": record.status, "verdicts": export_formats.LIST_SEPARATOR.join(verdicts)}
    for bounds in entry_bounds(index):
        texts = text_cells(context, bounds)
        cells[bounds.entry] |= {name: cell for name, cell in texts.items() if cell and name != "entry"}
    return cells


def _build_claims(context: ExportContext) -> str:
    claims = ((claim, sentence.id) for sentence in context.index.scenario.sentences for claim in sentence.claims)
    rows = ((claim, urls.account_address(claim.id), {"sentence": sentence}) for claim, sentence in claims)
    return _build_csv(context, CLAIMS_TABLE, rows)


def _build_comparisons(context: ExportContext) -> str:
    index = context.index
    rows = (
        (
            verdict,
            index.permalink("our_timeline", record.entry),
            {
                **text_cells(context, record.model_copy(update={"verdicts": ()})),
                "in_reality": index.entries[record.entry].in_reality or "",
                "label": index.fiction_label(record.entry),
            },
        )
        for record in index.scenario.our_timeline
        for verdict in record.verdicts
    )
    return _build_csv(context, COMPARISONS_TABLE, rows)


def text_cells(context: ExportContext, record: Record, prefix: str = "") -> dict[str, str]:
    """Return the fields of a record as text; a field of a nested record is named after both, as `life.role`."""
    markdown = fields_with_marker(type(record), TextFormat.MARKDOWN)
    cells: dict[str, str] = {}
    for name in type(record).model_fields:
        value = getattr(record, name)
        if isinstance(value, Record):
            cells |= text_cells(context, value, f"{prefix}{name}.")
        elif value is not None:
            items = value if isinstance(value, tuple) else (value,)
            texts = (context.to_plain_text(item) if name in markdown else item for item in items)
            cells[prefix + name] = export_formats.LIST_SEPARATOR.join(texts)
    return cells


TABLE_BUILDERS: dict[str, Callable[[ExportContext], str]] = {
    "entries.csv": _build_entries,
    "story.csv": lambda context: _build_csv(
        context, STORY_TABLE, ((item, permalink("story", item.id), {}) for item in context.index.scenario.story)
    ),
    "claims.csv": _build_claims,
    "links.csv": lambda context: _build_csv(
        context, LINKS_TABLE, ((link, context.index.link_address(link), {}) for link in context.index.scenario.links)
    ),
    "comparisons.csv": _build_comparisons,
}
"""The builder of each table, by file name."""
