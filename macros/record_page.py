"""The MkDocs page of a record, and its search documents."""

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
