"""Renders view records with the Jinja templates beside this module, to Markdown that contains HTML, and to SVG."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from macros.analysis.claim_index import count_by_basis
from macros.layout import card as card_layout
from macros.layout import timeline_legend
from macros.layout.estimates_chart import format_number
from macros.layout.font import Font
from macros.layout.standalone import layout_standalone
from macros.pages import export_formats, scripts, svg, text, timeline_views, urls, views
from macros.pages.figures import FigureFile, Figures
from macros.pages.scenario_index import ScenarioIndex
from macros.pages.social_meta import LICENCE_NAME, SocialMetadata
from macros.pages.template_cache import template_cache
from macros.scenario import dates
from macros.scenario.entry_links import EntryLink, label_citations
from macros.scenario.fields import slugify
from macros.scenario.permalinks import link_id
from macros.scenario.vocabularies import STATUS

TEMPLATES = Path(__file__).parent / "templates"


@dataclass(frozen=True, slots=True)
class _Target:
    """What templates render for: the page at an address, with relative links, or a file, with links from a base URL.

    `has_fixed_widths` says whether labels keep their measured widths.
    """

    page: str | None = None
    base_url: str = ""
    has_fixed_widths: bool = False

    def href(self, address: str) -> str:
        """Return a link to an address from the root of the site."""
        return f"{self.base_url}{address}" if self.page is None else urls.relative_url(address, self.page)


class Renderer:
    """Renders the parts of the site for a page at an address; links are relative to that."""

    def __init__(
        self, index: ScenarioIndex, font: Font, site_url: str = urls.PLACEHOLDER, repository: str | None = None
    ) -> None:
        """Set up the templates; every renderer reads them from disk. Figures are set in `font`.

        `site_url`, which ends in a slash, is for the examples that a reader pastes; links on pages are relative.
        `repository` is the URL of the project's repository, if it has one.
        """
        self.index = index
        self.site_url = site_url
        self._repository = repository
        self.figures = Figures(index, font)
        self._target = _Target()
        self._entry_links: dict[tuple[str, _Target | None], Markup] = {}
        self._environment = Environment(
            loader=FileSystemLoader(TEMPLATES),
            autoescape=True,
            auto_reload=False,
            bytecode_cache=template_cache(),
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._environment.globals.update(self._globals())
        self._environment.filters.update(self._filters())
        self._environment.tests["simple_date"] = dates.is_simple_date
        self._environment.tests["any_of"] = lambda values, others: not set(values).isdisjoint(others)

    def _globals(self) -> dict[str, object]:
        """Return the variables and functions of templates by name."""
        return {
            "index": self.index,
            "scenario": self.index.scenario,
            "site_url": self.site_url,
            "repository": self._repository,
            "urls": urls,
            "link_id": link_id,
            "permalink_of": self.index.permalink,
            "licence": LICENCE_NAME,
            "export_formats": export_formats,
            "STATUS": STATUS,
            "timeline_views": timeline_views,
            "views": views,
            "card_layout": card_layout,
            "timeline_legend": timeline_legend,
            "figures": self.figures,
            "title_html": text.title_html,
            "counted": text.counted,
            "count_by_basis": count_by_basis,
            "split_first_sentence": text.split_first_sentence,
            "entry_title": self.index.titles.__getitem__,
            "href": lambda address: self._target.href(address),  # noqa: PLW0108 - the target changes
            "text_svg": lambda lines, style="": svg.text_svg(
                lines, style, has_fixed_widths=self._target.has_fixed_widths
            ),
            "box_svg": lambda box: svg.box_svg(box, has_fixed_widths=self._target.has_fixed_widths),
            "edge_svg": svg.edge_svg,
            "shapes_svg": svg.shapes_svg,
            "entry_link": self._entry_link,
            "block_html": lambda source: text.block_html(self._label_citations(source), self._markdown_link),
            "inline_html": lambda source: text.inline_html(self._label_citations(source), self._markdown_link),
            "number_citations": text.number_citations,
            "rule_html": lambda source: text.inline_html(source, lambda link: f"`{link.source}`"),
        }

    def _filters(self) -> dict[str, Callable[..., object]]:
        """Return the filters of templates by name."""
        return {
            "escape_markdown": lambda source: Markup(text.escape_markdown(source)),  # noqa: S704 - escaped for HTML and Markdown
            "escape_latex": lambda source: Markup(text.escape_latex(source)),  # noqa: S704 - printed in a block of code
            "bibtex_names": lambda authors: Markup(text.bibtex_names(authors)),  # noqa: S704 - as above
            "format_date": dates.format_date,
            "short_date": dates.short_date,
            "language_tag": scripts.language_tag,
            "direction": scripts.direction,
            "slugify": slugify,
            "format_number": format_number,
            "smart_punctuation": text.smart_punctuation,
            "polyline_path": svg.polyline_path,
            "bezier_path": svg.bezier_path,
            "coord": svg.coord,
            "svg_length": svg.svg_length,
        }

    def render(self, template: str, page: str, **values: Any) -> str:  # noqa: ANN401 - whatever the template takes
        """Return a template, named without its ending, rendered for the page at an address.

        Raises:
            jinja2.UndefinedError: the template uses an undefined variable.
        """
        return self._render(f"{template}.md.j2", _Target(page), **values, page=page)

    def _render(self, template: str, target: _Target, **values: object) -> str:
        """Return a template rendered for a target.

        Macros that templates import do not get it as a variable, so Jinja creates them once and not for every page.
        """
        previous, self._target = self._target, target
        try:
            return self._environment.get_template(template).render(values)
        finally:
            self._target = previous

    def render_figure(self, figure: FigureFile, site_url: str, style: str) -> str:
        """Return a figure as an SVG file of its own, with title, legend, label and URL; `site_url` ends in a slash.

        Labels keep their measured widths, so that they fit their boxes in any substitute for our font.
        """
        about = self.index.scenario.about
        label = text.smart_punctuation(self.index.fiction_label(urls.entry_id_at(figure.page)))
        texts = (label, f"{about.title}, {site_url}{figure.page}", LICENCE_NAME)
        size = figure.layout.width, figure.layout.height
        return self._render(
            "standalone.svg.j2",
            _Target(base_url=site_url, has_fixed_widths=True),
            figure=figure,
            label=label,
            standalone=layout_standalone(self.figures.font, size, figure.title, figure.legend, texts),
            style=Markup(style),  # noqa: S704 - the site's own style sheet
        )

    def render_card(self, content: card_layout.CardContent, style: str) -> str:
        """Return the card of a page as an SVG of 1200 by 630 px."""
        card = card_layout.layout_card(self.figures.font, content)
        style = Markup(style)  # noqa: S704 - the site's own style sheet
        return self._render("card.svg.j2", _Target(has_fixed_widths=True), content=content, card=card, style=style)

    def render_head(self, page: str, metadata: SocialMetadata | None, *, noindex: bool) -> str:
        """Return the metadata in the head of a page; `noindex` keeps the page out of search engines."""
        return self._render("head.html.j2", _Target(page), page=page, metadata=metadata, noindex=noindex)

    def render_feed(self, site_url: str) -> str:
        """Return the revisions, of which there must be one, as an Atom feed (RFC 4287); `site_url` ends in a slash."""
        return self._render("feed.xml.j2", _Target(base_url=site_url), site_url=site_url)

    def _entry_link(self, entry_id: str) -> Markup:
        """Return a link to an entry, cached by its target: all pages of other entries are alike."""
        address, page = urls.entry_address(entry_id), self._target.page
        key = entry_id, None if page and urls.entry_id_at(page) not in {"", entry_id} else self._target
        if key not in self._entry_links:
            title = text.title_html(self.index.titles[entry_id])
            self._entry_links[key] = Markup('<a href="{}">{}</a>').format(self._target.href(address), title)
        return self._entry_links[key]

    def _markdown_link(self, link: EntryLink) -> str:
        """Return a link to an entry in Markdown."""
        words = text.escape_markdown(link.words or self.index.titles[link.id])
        return f"[{words}]({self._target.href(urls.entry_address(link.id))})"

    def _label_citations(self, source: str) -> str:
        """Return Markdown with links to works in parentheses in place of citations, where no sources are numbered."""

        def link(work: str) -> str:
            address = self.index.permalink("references", work)
            return f"[{text.escape_markdown(self.index.references[work].label)}]({self._target.href(address)})"

        return label_citations(source, link)
