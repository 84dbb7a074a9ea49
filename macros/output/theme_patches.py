"""Patches of the theme's markup in built pages: for keyboards, for validators, and for the content security policy.

Patches of the theme's look are in `docs/assets/css/`.
"""

from __future__ import annotations

import re

from macros.pages.urls import ENTRIES

_THEME = 'data-md-component="container"'
"""An attribute that every page of the theme has, and no other page."""


def _button_patch(name: str, label: str) -> tuple[str, str]:
    """Return a patch that replaces the label of one of the theme's checkboxes by a button, which our scripts handle."""
    pattern = (
        rf'<label class="md-header__button md-icon" for="{name}">\s*(<svg(?:(?!</svg>).)*</svg>)\s*'
        r'(?:<span class="md-visually-hidden">[^<]*</span>\s*)?</label>'
    )
    attributes = f'class="md-header__button md-icon" value="{name}" aria-label="{label}" aria-expanded="false"'
    return pattern, rf'<button type="button" {attributes}>\1</button>'


PATCHES = {
    "the menu cannot be opened by keyboard": _button_patch("__drawer", "Menu"),
    "search cannot be opened by keyboard where screens are narrow": _button_patch("__search", "Search"),
    "the dialog of search has no name": (
        r'(<div class="md-search" data-md-component="search" role="dialog")>',
        r'\1 aria-label="Search">',
    ),
    "the first checkbox has an attribute `autocomplete`, which HTML allows only on its form": (
        r'(<input class="md-toggle" data-md-toggle="drawer" type="checkbox" id="__drawer") autocomplete="off">',
        r'<form id="__state" autocomplete="off"></form>\1 form="__state">',
    ),
    "the second checkbox has an attribute `autocomplete`, which HTML allows only on its form": (
        r'(<input class="md-toggle" data-md-toggle="search" type="checkbox" id="__search") autocomplete="off">',
        r'\1 form="__state">',
    ),
    "a link runs an inline script, which the policy forbids, until the theme's script gives it an address": (
        r'<a href="javascript:void\(0\)"(?= class="md-search__icon)',
        '<a href="./"',
    ),
    "a query that is submitted before the theme's script has run leaves the page": (
        r'(<form class="md-search__form" name="search")>',
        r'\1 method="dialog">',
    ),
    "the theme's script blocks the parser": (
        r'<script src="(?=[^"]*/javascripts/bundle\.)',
        '<script defer src="',
    ),
    "the title of the site links nothing, and makes way for that of the page": (
        (
            r'(<a href="([^"]*?)(?:/\.?)?" title="[^"]*" class="md-header__button md-logo".*?'
            r'<div class="md-header__title") data-md-component="header-title">'
            r'.*?<span class="md-ellipsis">\s*(.*?)\s*</span>.*?(?:</div>\s*){3}'
        ),
        r'\1><a class="md-ellipsis" href="\2/">\3</a></div>',
    ),
    "search needs scripts, and without them nothing links to the index of entries instead": (
        r'(<a href="([^"]*?)/?" title="[^"]*" class="md-header__button md-logo".*?)(?=<button\b[^>]*"__search")',
        rf'\1<a href="\2/{ENTRIES}#a-to-z" class="md-header__button to-index">Index</a>',
    ),
}
"""Faults of the theme's markup, as clauses for messages: a pattern of `re` with DOTALL, and its replacement.

They apply in this order: the last one matches what the second one has inserted.
"""

_TOC_LABEL = '<label class="md-nav__title" for="__toc">'
_ALIGNMENTS = ("left", "center", "right")
_ALIGNED_CELL = re.compile(rf'(<t[hd]) style="text-align: ({"|".join(_ALIGNMENTS)});">')
_OUR_SEARCH = "assets/search-worker.js"
_THEME_WORKER = re.compile(r'("search":\s*"[^"]*)assets/javascripts/workers/[^"]*')
_DEFERRED_SCRIPT = re.compile(r'<script defer src="([^"]*)"></script>')
"""The theme's script. `docs/assets/site.js` loads it, and search with it, when a reader uses the page."""
_MARK_SCRIPTED = (
    '<script>(e=>{e.className="js";addEventListener("error",({target:t})=>{/site\\.js$/.test(t.src)&&(e.className="no-js")},!0)})'
    "(document.documentElement)</script>\n"
)
"""A script that marks the page as scripted before its content. Later, every style would be computed again.

Where our script cannot be loaded, the page counts as unscripted, so that search, which needs it, is hidden.
"""
_CODE = re.compile(r"(<pre>(?:<span></span>)?)<code>")
"""Code blocks, which may scroll, so keyboards must reach them. The theme's script excludes those that do not scroll."""
_TABLE = re.compile(r"<table>.*?</table>", re.DOTALL)
"""Tables, which the theme's script puts into scrolling boxes. They come in these boxes, so that nothing moves then."""
INSERTED_MARKUP = "".join(
    [*(replacement for _, replacement in PATCHES.values()), *(f'<td class="{alignment}">' for alignment in _ALIGNMENTS)]
)
"""All markup that patches may insert into pages, whose names count as used when CSS is purged."""


def use_search_worker(source: str) -> str:
    """Return a built page whose search runs in docs/assets/search-worker.js.

    It names no number of matches: with an index in pieces, a query does not know it.
    """
    source = re.sub('"(?:1|#) more on this page"', '"More on this page"', source)
    source = source.replace('"1 matching document"', '"Best match"').replace('"# matching documents"', '"Best matches"')
    return _THEME_WORKER.sub(rf"\1{_OUR_SEARCH}", source, count=1)


def apply_patches(source: str) -> tuple[str, list[str]]:
    """Return a built page with its patches, and the reasons of those that found nothing to replace.

    A missed patch means that the theme's markup has changed. A page that is not of the theme misses none.
    """
    missed_patches = []
    source = source.replace('<a href="" ', '<a href="./" ')  # Zensical links the home page so; other patches extend it
    for fault, (pattern, replacement) in PATCHES.items():
        source, count = re.subn(pattern, replacement, source, count=1, flags=re.DOTALL)
        missed_patches += [] if count else [fault]
    if 'id="__toc"' not in source:  # the heading of the contents is a label only where its checkbox exists
        source = source.replace(_TOC_LABEL, _TOC_LABEL.replace(' for="__toc"', ""), 1)
    source = source.replace(' data-md-component="source"', "")  # its script asks the repository's host for numbers
    source = _ALIGNED_CELL.sub(r'\1 class="\2">', source)  # the policy forbids style attributes
    source = _CODE.sub(r'\1<code tabindex="0">', source)
    source = _TABLE.sub(r'<div class="md-typeset__scrollwrap"><div class="md-typeset__table">\g<0></div></div>', source)
    if _OUR_SEARCH in source:  # the search of other engines is no box of the page, so the theme's script loads at once
        source = _DEFERRED_SCRIPT.sub(r'<template data-theme="\1"></template>', source, count=1)
        source = source.replace("</head>", f"{_MARK_SCRIPTED}</head>", 1)
    return _collapse_frame(source), missed_patches if _THEME in source else []


def _collapse_frame(source: str) -> str:
    """Return a page without blank lines and indentation before and after its article."""
    start, end = source.find("<article"), source.rfind("</article>")
    if not 0 <= start < end:
        return source
    before, after = (
        "\n".join(filter(None, map(str.strip, part.split("\n")))) for part in (source[:start], source[end:])
    )
    return f"{before}\n{source[start:end]}\n{after}"
