"""The MkDocs page of a record, its search documents, and the URL of its source."""

from __future__ import annotations

from collections.abc import Iterable

from material.plugins.search.plugin import SearchIndex
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

from macros.output.search_documents import Document, build_documents
from macros.pages.generated_pages import PageSpec
from macros.pages.record_html import RecordHtml
from macros.pages.search_text import split_sections
from macros.pages.source_links import source_links
from macros.scenario.loader import LoadedFile
from macros.scenario.model import Entry


class RecordPage(Page):
    """The MkDocs page of a `PageSpec`. Its metadata is set at once, its HTML when the theme asks for it."""

    def __init__(self, file: File, config: MkDocsConfig, spec: PageSpec, edit_url: str | None) -> None:
        """Replace the page that MkDocs would create for the file; `edit_url` is the URL of the line of its record."""
        super().__init__(None, file, config)
        self.page_spec = spec
        self.edit_url = edit_url

    def read_source(self, config: MkDocsConfig) -> None:  # noqa: ARG002 - MkDocs passes it
        """Set an empty source, and turn the macros plugin off: it would render the record's title as a template."""
        self.markdown, self.meta = "", {"render_macros": False}

    def render(self, config: MkDocsConfig, files: Files) -> None:  # noqa: ARG002 - MkDocs passes them
        """Set the metadata; `SitePlugin.on_page_context` renders the HTML."""
        self.content, self.meta = "", {**self.page_spec.meta}

    def search_documents(self, record: RecordHtml) -> Iterable[Document]:
        """Return the search documents of the page, whose HTML is given."""
        sections = split_sections(record)
        if sections is not None:
            return build_documents(self.url, self.meta, str(self.title), sections)
        index = SearchIndex()
        self.content = record.html
        index.add_entry_from_context(self)
        return index.entries  # type: ignore[no-any-return]  # a list of documents


def set_edit_links(config: MkDocsConfig, file: LoadedFile) -> dict[str, str]:
    """Have pages of `docs/` link to their files; return the URL of the line of each entry in the data file, by its id.

    There are none without a repository, or where the form of links at its host is not known.
    """
    links = source_links(config.repo_url, config.edit_uri or "") if config.repo_url else None
    config.edit_uri_template, config.edit_uri = links and links.page, None
    lines = {record.id: file.line_and_column(path)[0] for path, record in file.records_of(Entry)} if links else {}
    return {name: links.line.format(path=config.extra["scenario"], line=line) for name, line in lines.items() if links}
