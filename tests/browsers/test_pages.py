"""Every type of page: errors, overflow, text with and without scripts, print, and captures of the whole page."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING, Literal
from urllib.parse import quote

import pytest
from PIL import Image

from tests.browser.page_types import PAGE_TYPES
from tests.browsers.page import ARTICLE_WORDS, LOAD_THEME, NEXT_FRAME
from tests.paper import letters, sheet_lines

if TYPE_CHECKING:
    from tests.browsers.conftest import Visit

LONG_PAGES = ("account/", "our-timeline/", "timeline/")
OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
BACKGROUND = "getComputedStyle(document.body).backgroundColor"
CLAIM = "#p3-s2-c1"
OPEN = "document.querySelectorAll('.sentence > details[open]').length"
TOP = "(selector) => document.querySelector(selector).getBoundingClientRect().top"


@pytest.mark.parametrize(("width", "scheme"), [(390, "dark"), (1280, "light")])
def test_pages_load_without_errors_and_do_not_overflow(
    visit: Visit, width: int, scheme: Literal["light", "dark"]
) -> None:
    for path in PAGE_TYPES:
        if path != "404.html":  # whose links start at the root of the host
            page = visit(path, width, scheme=scheme)
            assert page.evaluate(OVERFLOW) <= 0, path
            page.evaluate(LOAD_THEME)
            assert page.evaluate(OVERFLOW) <= 0, path


def test_names_on_the_page_of_data_are_not_broken(visit: Visit) -> None:
    for width in (360, 390):
        page = visit("data/", width)
        lines = "Array.from(document.querySelectorAll('th code'), (name) => name.getClientRects().length)"
        assert set(page.evaluate(lines)) == {1}
        assert page.evaluate(OVERFLOW) <= 0


@pytest.mark.parametrize("path", LONG_PAGES)
def test_the_text_of_a_page_is_its_whole_text(visit: Visit, path: str) -> None:
    page = visit(path, 390)
    page.evaluate("document.querySelectorAll('article details').forEach((element) => { element.open = true; })")
    text = " ".join(page.evaluate("document.querySelector('article').innerText").split())
    page.evaluate("document.querySelectorAll('article *').forEach((element) => element.removeAttribute('hidden'))")
    paragraphs = page.evaluate(
        """Array.from(document.querySelectorAll("article p"))
             .filter((element) => !element.closest(".imprint, .explore-result, form, .broad"))
             .map((element) => element.innerText)"""
    )
    assert len(paragraphs) > 20
    assert [paragraph for paragraph in paragraphs if " ".join(paragraph.split()) not in text] == []


@pytest.mark.parametrize("path", LONG_PAGES)
def test_a_capture_of_the_whole_page_shows_every_part(visit: Visit, path: str) -> None:
    page = visit(path, 390)
    parts = page.evaluate(
        """Array.from(document.querySelectorAll(".sentence, .comparisons tr[data-verdicts], .period > li"))
             .map((element) => element.getBoundingClientRect())
             .map(({ left, top, width, height }) => [left, top + scrollY, width, height])"""
    )
    assert parts
    with Image.open(io.BytesIO(page.screenshot())) as capture:
        scale = capture.width / page.evaluate("document.documentElement.clientWidth")
        for left, top, width, height in parts:
            box = [round(scale * edge) for edge in (left, top, left + width, top + height)]
            colours = capture.crop((box[0], box[1], box[2], box[3])).convert("L").getcolors() or []
            assert len(colours) > 20, (path, top)  # blank paper has one, and text many greys


@pytest.mark.parametrize(("path", "target"), [("account/", "#p2-s3"), ("our-timeline/", "#compare-fall")])
def test_reload_and_back_return_to_the_same_place(visit: Visit, path: str, target: str) -> None:
    # The target is not at the end of the page: WebKit scrolls before fonts are loaded, while the page is shorter.
    page = visit(path, 390)  # not with the target in the address: WebKit scrolls to that again
    page.evaluate(f"document.querySelector('{target}').scrollIntoView()")
    page.evaluate("scrollBy(0, 40)")
    before = page.evaluate(TOP, target)
    page.reload()
    is_restored = f"([selector, top]) => Math.abs(({TOP})(selector) - top) <= 3"
    page.wait_for(is_restored, [target, before])
    page.evaluate("location.href = new URL('../glossary/', location.href)")
    page.wait_for("location.pathname.endsWith('/glossary/') && document.readyState === 'complete'")
    page.back()
    page.wait_for(is_restored, [target, before])


@pytest.mark.parametrize(("path", "target"), [("account/", "#p3-s3"), ("our-timeline/", "#compare-fall")])
def test_an_anchor_and_the_end_of_a_page_are_reached_exactly(visit: Visit, path: str, target: str) -> None:
    page = visit(path + target, 390)
    page.wait_for(f"({TOP})('{target}') > 0 && ({TOP})('{target}') < 160")
    page.evaluate("scrollTo(0, document.documentElement.scrollHeight)")
    page.evaluate(NEXT_FRAME)
    page.evaluate(NEXT_FRAME)
    below = "document.documentElement.scrollHeight - innerHeight - scrollY"
    assert page.evaluate(below) == pytest.approx(0, abs=1)


@pytest.mark.parametrize("scripts", [True, False])
def test_an_anchor_opens_the_folded_part_around_it(visit: Visit, scripts: bool) -> None:  # noqa: FBT001 - a parameter
    page = visit(f"account/{CLAIM}", 390, scripts=scripts)
    page.wait_for(f"({TOP})('{CLAIM}') > -1 && ({TOP})('{CLAIM}') < 200")
    assert page.evaluate(f"document.querySelector('{CLAIM}').checkVisibility()")
    assert page.evaluate(OPEN) == 1


def test_the_theme_opens_what_an_older_browser_does_not(visit: Visit) -> None:
    page = visit(f"account/{CLAIM}", 390)
    assert page.evaluate(LOAD_THEME)
    page.evaluate("document.querySelector('.sentence > details[open]').open = false")
    page.evaluate("dispatchEvent(new Event('hashchange'))")
    page.wait_for(f"{OPEN} === 1")


def test_folded_claims_are_printed(visit: Visit) -> None:
    page = visit("account/", 800)
    claims = page.evaluate("Array.from(document.querySelectorAll('.claims [data-say]'), (text) => text.textContent)")
    assert len(claims) > 20
    printed = letters("".join("".join(sheet) for sheet in sheet_lines(page.pdf())))
    assert [claim for claim in claims if letters(claim) not in printed] == []


def test_a_link_to_text_scrolls_to_it(visit: Visit) -> None:
    page = visit("account/", 390)
    if not page.evaluate("'fragmentDirective' in document"):
        pytest.skip("this browser has no links to text")
    text = page.evaluate("Array.from(document.querySelectorAll('article .sentence')).at(-1).innerText")
    quoted = re.findall(r"\b\w+ \w+ \w+ \w+\b", text)[-1]
    page = visit(f"account/#:~:text={quote(quoted)}", 390)
    page.wait_for(
        """(words) => Array.from(document.querySelectorAll("article p")).some((element) => {
             const { top, bottom } = element.getBoundingClientRect();
             return element.textContent.includes(words) && bottom > 0 && top < innerHeight;
           })""",
        quoted,
    )
    assert page.evaluate("scrollY") > 400


def test_the_palette_switches_and_stays(visit: Visit) -> None:
    page = visit("changes/")
    first = page.evaluate(BACKGROUND)
    for _ in range(2):
        page.click("[data-md-component=palette] label")
        page.evaluate(NEXT_FRAME)
    changed = page.wait_for(f"(first) => {BACKGROUND} !== first && {BACKGROUND}", first)
    page.reload()
    page.wait_for(f"(changed) => {BACKGROUND} === changed", changed)


@pytest.mark.parametrize("path", ["", "account/", "timeline/", "causes/", "entries/great-thirst/", "glossary/"])
def test_without_scripts_the_same_words_are_shown(visit: Visit, path: str) -> None:
    without = visit(path, 390, scripts=False)
    words = without.evaluate(ARTICLE_WORDS)
    assert not without.evaluate("document.querySelector('.md-search').checkVisibility()")
    assert words == visit(path, 390).evaluate(ARTICLE_WORDS)


@pytest.mark.parametrize("path", ["account/", "contribute/", "entries/great-thirst/", "our-timeline/"])
def test_no_heading_ends_a_sheet_of_paper(visit: Visit, path: str) -> None:
    page = visit(path, 800)
    titles = page.evaluate("Array.from(document.querySelectorAll('article :is(h2, h3, h4)'), (h) => h.innerText)")
    headings = {letters(title) for title in titles}
    assert headings
    sheets = sheet_lines(page.pdf())
    assert len(sheets) > 1
    assert [sheet[-1] for sheet in sheets[:-1] if sheet and letters(sheet[-1]) in headings] == []


@pytest.mark.parametrize("path", ["timeline/", "entries/isthmus-canal/"])
def test_labels_of_a_printed_figure_are_text(visit: Visit, path: str) -> None:
    page = visit(path, 800)
    labels = page.evaluate("Array.from(document.querySelectorAll('figure .broad a text'), (text) => text.textContent)")
    assert labels
    printed = letters("".join("".join(sheet) for sheet in sheet_lines(page.pdf())))
    assert [label for label in labels if letters(label) not in printed] == []


def test_without_details_content_closed_sections_print_their_summary(visit: Visit) -> None:
    page = visit("entries/great-thirst/", 800)
    page.evaluate(
        """() => {
          const rules = (list) => Array.from(list).flatMap((rule) => [rule, ...rules(rule.cssRules ?? [])]);
          for (const sheet of document.styleSheets) {
            for (const { style, selectorText } of rules(sheet.cssRules)) {
              if (selectorText?.includes("::details-content")) style.cssText = "";
            }
          }
        }"""
    )
    summaries = page.evaluate(
        "Array.from(document.querySelectorAll('article summary'), (summary) => summary.innerText)"
    )
    assert summaries
    printed = letters("".join("".join(sheet) for sheet in sheet_lines(page.pdf())))
    assert [summary for summary in summaries if letters(summary) not in printed] == []
