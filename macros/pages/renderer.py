"""From view records to Markdown with HTML, by way of the templates beside this module."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from macros.layout.card import FOOTER_RULE, HEADER_RULE, layout_card
from macros.layout.standalone import layout_standalone
from macros.pages import export_formats, svg, text, urls, views
from macros.pages.figures import Figures
from macros.pages.social_meta import LICENCE
from macros.pages.template_cache import TEMPLATE_CACHE
from macros.scenario import dates
from macros.scenario.permalinks import link_id, permalink

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from macros.layout.font import Font
    from macros.pages.cards import CardContent
    from macros.pages.figures import FigureFile
    from macros.pages.scenario_index import ScenarioIndex
    from macros.pages.social_meta import SocialMetadata
    from macros.scenario.entry_links import EntryLink

LEGEND = "Solid lines are stated by the account, dashed ones implied; dotted with a bar: in spite of."
TEMPLATES = Path(__file__).parent / "templates"


@dataclass(frozen=True, slots=True)
class _Place:
    """Where something stands that is being rendered: how links lead from there to addresses, and which page it is.

    `fixed` tells whether labels keep their measured widths.
    """

    href: Callable[[str], str]
    page: str = ""
    fixed: bool = False


def _on(page: str) -> _Place:
    return _Place(lambda target: urls.relative_url(target, page), page)


class Renderer:
    """Renders the parts of the site for a page at an address, which links are made relative to."""

    def __init__(self, index: ScenarioIndex, font: Font) -> None:
        """Set up the templates; every renderer reads them from disk. Figures are set in `font`."""
        self.index = index
        self.figures = Figures(index, font)
        self._place = _Place(str)
        self._entry_links: dict[tuple[str, str | None], Markup] = {}
        self._environment = Environment(
            loader=FileSystemLoader(TEMPLATES),
            autoescape=True,
            auto_reload=False,
            bytecode_cache=TEMPLATE_CACHE,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._environment.globals.update(self._globals())
        self._environment.filters.update(self._filters())
        self._environment.tests["simple_date"] = dates.is_simple_date

    def _globals(self) -> dict[str, object]:
        """Return the variables and functions of templates by name."""
        return {
            "index": self.index,
            "scenario": self.index.scenario,
            "urls": urls,
            "link_id": link_id,
            "permalink_of": permalink,
            "licence": LICENCE,
            "export_formats": export_formats,
            "views": views,
            "figures": self.figures,
            "title": text.title,
            "titled": self.index.titles.__getitem__,
            "href": self._href,
            "texts_svg": lambda lines, style="": svg.texts_svg(lines, style, fixed=self._place.fixed),
            "box_svg": lambda box: svg.box_svg(box, fixed=self._place.fixed),
            "edge_svg": svg.edge_svg,
            "shapes_svg": svg.shapes_svg,
            "entry_link": self._entry_link,
            "block": lambda source: text.block(source, self._link),
            "inline": lambda source: text.inline(source, self._link),
            "prose": lambda source: text.inline(source, lambda found: f"`[[{found.id}]]`"),
        }

    def _filters(self) -> dict[str, Callable[..., object]]:
        """Return the filters of templates by name."""
        return {
            "heading": lambda source: Markup(text.escape(source)),  # noqa: S704 - escaped for HTML and Markdown
            "when": dates.format_date,
            "language": text.language,
            "smart_punctuation": text.smart_punctuation,
            "polyline_path": svg.polyline_path,
            "bezier_path": svg.bezier_path,
            "coord": svg.coord,
            "svg_length": svg.svg_length,
            "words": self._words,
            "shorten": text.shorten,
        }

    def render(self, template: str, page: str, **values: Any) -> str:  # noqa: ANN401 - whatever the template takes
        """Return a template, named without its ending, rendered for the page at an address.

        Raises:
            jinja2.UndefinedError: the template asks for something that is not there.
        """
        with self._at(_on(page)):
            return self._environment.get_template(f"{template}.md.j2").render(values, page=page)

    @contextmanager
    def _at(self, place: _Place) -> Iterator[None]:
        """Have templates write for a place.

        Macros that templates import know nothing else of it, so they are made once, and not for every page again.
        """
        before, self._place = self._place, place
        try:
            yield
        finally:
            self._place = before

    def picture(self, picture: FigureFile, site: str, style: str) -> str:
        """Return a figure as an SVG file of its own, with title, fiction label and address, for a site at an address.

        Labels keep their measured widths, so that they fit their boxes in whatever font stands in for ours.
        """
        about = self.index.scenario.about
        legend = [LEGEND] if picture.macro == "drawing" else []
        notes = (*legend, about.fiction_label, f"{about.title}, {site}{picture.page}", LICENCE)
        content = picture.layout
        with self._at(_Place(lambda target: f"{site}{target}", fixed=True)):
            return self._environment.get_template("standalone.svg.j2").render(
                picture=picture,
                standalone=layout_standalone(self.figures.font, content.width, content.height, picture.title, notes),
                style=Markup(style),  # noqa: S704 - the site's own style sheet
            )

    def card(self, content: CardContent, style: str) -> str:
        """Return the card of a page as an SVG of 1200 by 630 px."""
        drawing = content.drawing
        card = layout_card(self.figures.font, content.texts, (drawing.width, drawing.height) if drawing else None)
        with self._at(_Place(str, fixed=True)):
            return self._environment.get_template("card.svg.j2").render(
                content=content,
                card=card,
                rules=(HEADER_RULE, FOOTER_RULE),
                style=Markup(style),  # noqa: S704 - the site's own style sheet
            )

    def head(self, page: str, metadata: SocialMetadata | None, *, unlisted: bool) -> str:
        """Return what stands in the head of the page at an address; `unlisted` keeps it out of search engines."""
        with self._at(_on(page)):
            return self._environment.get_template("head.html.j2").render(
                page=page, metadata=metadata, unlisted=unlisted
            )

    def feed(self, site: str) -> str:
        """Return what changed as an Atom feed (RFC 4287), for a site at an address; there is at least one revision."""
        with self._at(_Place(lambda target: f"{site}{target}")):
            return self._environment.get_template("feed.xml.j2").render(site=site)

    def _href(self, target: str) -> str:
        """Return what leads to an address from where something is being rendered for."""
        return self._place.href(target)

    def _entry_link(self, name: str) -> Markup:
        """Return a link to an entry; it is the same on all pages of entries but the entry's own."""
        title = self.index.titles[name]
        target, page = urls.entry(name), self._place.page
        key = name, None if urls.entry_id_at(page) and target != page else page
        if key not in self._entry_links:
            self._entry_links[key] = Markup('<a href="{}">{}</a>').format(self._place.href(target), text.title(title))
        return self._entry_links[key]

    def _words(self, source: str) -> str:
        return text.plain(source, self.index.titles.__getitem__)

    def _link(self, found: EntryLink) -> str:
        """Return a link to an entry in Markdown."""
        words = text.escape(found.words or self.index.titles[found.id])
        return f"[{words}]({self._place.href(urls.entry(found.id))})"
