"""What the theme prints and readers, browsers or checkers cannot do with, mended in built pages, all in one place.

What has to do with colours or places is mended in `docs/assets/site.css`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from macros.pages.urls import ENTRIES

_THEME = 'data-md-component="container"'
"""What every page of the theme has, and no other."""


@dataclass(frozen=True, slots=True)
class Mend:
    """What is wrong, where the theme prints it, and what stands there instead, as `re` writes it."""

    fault: str
    printed: re.Pattern[str]
    mended: str


def _switch(fault: str, name: str, label: str) -> Mend:
    """Return what makes a button of a label that turns a switch of the theme on and off, for `docs/assets/site.js`."""
    return Mend(
        fault,
        re.compile(
            rf'<label class="md-header__button md-icon" for="{name}">\s*(<svg(?:(?!</svg>).)*</svg>)\s*'
            r'(?:<span class="md-visually-hidden">[^<]*</span>\s*)?</label>',
            re.DOTALL,
        ),
        rf'<button type="button" class="md-header__button md-icon" value="{name}" aria-label="{label}" '
        r'aria-expanded="false">\1</button>',
    )


MENDS = (
    _switch("the menu cannot be opened by keyboard", "__drawer", "Menu"),
    _switch("search cannot be opened by keyboard where screens are narrow", "__search", "Search"),
    Mend(
        "the dialog of search has no name",
        re.compile(r'(<div class="md-search" data-md-component="search" role="dialog")>'),
        r'\1 aria-label="Search">',
    ),
    Mend(
        "a checkbox may not say autocomplete, other than by its form",
        re.compile(
            r'(<input class="md-toggle" data-md-toggle="drawer" type="checkbox" id="__drawer") autocomplete="off">'
        ),
        r'<form id="__state" autocomplete="off"></form>\1 form="__state">',
    ),
    Mend(
        "a second checkbox may not say autocomplete, other than by its form",
        re.compile(
            r'(<input class="md-toggle" data-md-toggle="search" type="checkbox" id="__search") autocomplete="off">'
        ),
        r'\1 form="__state">',
    ),
    Mend(
        "a link runs a script, which no policy allows, until the theme's own script gives it an address",
        re.compile(r'<a href="javascript:void\(0\)"(?= class="md-search__icon)'),
        '<a href="./"',
    ),
    Mend(
        "a query that is sent before the theme's own script is there leaves the page",
        re.compile(r'(<form class="md-search__form" name="search")>'),
        r'\1 method="dialog">',
    ),
    Mend(
        "the theme's script holds up what comes behind it, and those of ours wait for it already",
        re.compile(r'<script src="(?=[^"]*/javascripts/bundle\.)'),
        '<script defer src="',
    ),
    Mend(
        "search does nothing without script, where a link to the index has to take its place",
        re.compile(
            r'(<a href="([^"]*?)/?" title="[^"]*" class="md-header__button md-logo".*?)(?=<button\b[^>]*"__search")',
            re.DOTALL,
        ),
        rf'\1<a href="\2/{ENTRIES}#a-to-z" class="md-header__button to-index">Index</a>',
    ),
)
"""In the order in which they are done: the last one stands on what the second has put there."""

_OUTLINE = '<label class="md-nav__title" for="__toc">'
_SIDES = ("left", "center", "right")
_ALIGNED = re.compile(rf'(<t[hd]) style="text-align: ({"|".join(_SIDES)});">')
_OUR_SEARCH = "assets/search-worker.js#"
_LATER = re.compile(r'<script defer src="([^"]*)"></script>')
"""The theme's script, which `docs/assets/site.js` runs at the first sign of a reader, and with it search."""

_SCRIPTED = (
    '<script>(e=>{e.className="js";addEventListener("error",({target:t})=>{/site\\.js$/.test(t.src)&&(e.className="no-js")},!0)})'
    "(document.documentElement)</script>\n"
)
"""That there is script, which the theme's own says late. Said behind the page, it has every style worked out again.

Where ours cannot be had, search, which needs it, is not shown.
"""

_CODE = re.compile(r"(<pre>(?:<span></span>)?)<code>")
"""What may be scrolled, so that keyboards have to reach it; the theme's script takes them off it where it is not."""

_TABLE = re.compile(r"<table>.*?</table>", re.DOTALL)
"""What the theme's script puts into boxes that scroll; so that nothing moves then, it comes in them."""

WRITTEN = "".join([*(mend.mended for mend in MENDS), *(f'<td class="{side}">' for side in _SIDES)])
"""All that mends put into pages, for whoever looks for the names in them."""


def mended(source: str) -> tuple[str, list[str]]:
    """Return a built page with what the theme gets wrong mended, and the faults whose place was not found.

    The theme prints something else there. A page that is not of the theme misses none of them.
    """
    missed = []
    source = source.replace('<a href="" ', '<a href="./" ')  # how Zensical leads home from there; others add to it
    for mend in MENDS:
        source, count = mend.printed.subn(mend.mended, source, count=1)
        if not count:
            missed.append(mend.fault)
    if 'id="__toc"' not in source:  # the title of the outline is a label only where there is a switch to it
        source = source.replace(_OUTLINE, _OUTLINE.replace(' for="__toc"', ""), 1)
    source = _ALIGNED.sub(r'\1 class="\2">', source)  # no policy allows styles in attributes
    source = _CODE.sub(r'\1<code tabindex="0">', source)
    source = _TABLE.sub(r'<div class="md-typeset__scrollwrap"><div class="md-typeset__table">\g<0></div></div>', source)
    if _OUR_SEARCH in source:  # other engines' search is no box of the page, so it has no use for what was typed in one
        source = _LATER.sub(r'<link rel="modulepreload" fetchpriority="low" href="\1">', source, count=1)
        source = source.replace("</head>", f"{_SCRIPTED}</head>", 1)
    return _squeezed(source), missed if _THEME in source else []


def _squeezed(source: str) -> str:
    """Take the blank lines and the indentation out of what the theme prints around the text of a page."""
    start, end = source.find("<article"), source.rfind("</article>")
    if not 0 <= start < end:
        return source
    return f"{_flush(source[:start])}\n{source[start:end]}\n{_flush(source[end:])}"


def _flush(source: str) -> str:
    return "\n".join(filter(None, map(str.strip, source.split("\n"))))
