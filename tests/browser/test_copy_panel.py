"""The copy panel: one click copies a statement, in every format and with any characters."""

from __future__ import annotations

import html
from typing import TYPE_CHECKING, Any

import bbcode
import mwparserfromhell
import pytest
from lxml import html as lxml_html
from markdown_it import MarkdownIt
from playwright.sync_api import expect

from macros.pages import urls
from macros.pages.text import plain_text as plain_markdown
from macros.pages.text import smart_punctuation
from tests.browser.conftest import load_theme

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

    from macros.pages.scenario_index import ScenarioIndex
    from tests.browser.conftest import Visit

FORMATS = ("Address", "Markdown", "BBCode", "Wikitext", "HTML", "Plain text")
TRICKY_TEXTS = (
    "Plain words.",
    "a [b] (c) [d](https://x.test/) ![e](f) [url=https://x.test/]g[/url] [b]h[/b] [[i|j]] {{k|l}} {m}",
    "\\ ` * _ ** __ ~~x~~ ||y|| > # + - 1. <b>z</b> <https://x.test/> & &amp; &lt; &#91; \\[",
    "\\* ''it'' '''bold''' ~~~~",
    "“Quotes” \u2018single\u2019 \"straight\" 'single' and *stars*",
    "地峡运河 [大躍進]\uff08三年困难时期\uff09| 毛泽东",
    "http://x.test/ https://y.test/?a=b&c=d#e mailto:z@x.test __NOTOC__ <nowiki>n</nowiki> <!-- c --> &nbsp; $x$",
    "= h = * l # n : i ; d",
    "1. one",
    "12) twelve",
    "- minus",
    "+ plus",
    "---- rule",
    "# hash",
)
STATEMENT = {
    "basis": "stated [x] | 'y'",
    "locator": "P1.S2.c1",
    "site": "The *Other* Leap",
    "label": "Alternate history. Not a record of what happened.",
    "address": "https://host.test/sub/path/account/#p1-s2-c1",
}
WRITE_FORMAT = (
    "async ([name, data]) => (await import(new URL('assets/copy-panel.js', window.base))).formats[name][1](data)"
)


@pytest.fixture(scope="module")
def write_format(browser: Browser, address: str) -> Any:  # noqa: ANN401 - a function
    """Yield a function that formats a statement with the site's script, in the browser."""
    context = browser.new_context()
    page = context.new_page()
    page.goto(address)
    page.evaluate("base => { window.base = base; }", address)
    yield lambda name, text: page.evaluate(WRITE_FORMAT, [name, STATEMENT | {"text": text}])
    context.close()


SOURCE = f"{STATEMENT['basis']}, {STATEMENT['locator']}; {STATEMENT['site']}. {STATEMENT['label']}"
"""The text below a quotation, without the address."""


def read_html(source: str) -> tuple[str, list[str]]:
    """Return the text of the quotation in HTML and the URLs of its links; assert that it has no other markup."""
    tree = lxml_html.fromstring(f"<div>{source}</div>").find("blockquote")
    assert not tree.xpath("//img | //b | //em | //strong | //code | //del | //ul | //ol | //h1 | //script")
    return " ".join(tree.text_content().split()), [str(link) for link in tree.xpath("//a/@href")]


@pytest.mark.parametrize("text", TRICKY_TEXTS)
def test_markdown_renders_as_the_statement_with_its_link(write_format: Any, text: str) -> None:  # noqa: ANN401 - a function
    for reader in (MarkdownIt("commonmark"), MarkdownIt("commonmark").enable(["strikethrough", "table"])):
        words, links = read_html(reader.render(write_format("markdown", text)))
        assert words == f"{text} {SOURCE}"
        assert links == [STATEMENT["address"]]


@pytest.mark.parametrize("text", TRICKY_TEXTS)
def test_bbcode_renders_as_the_statement_with_its_link(write_format: Any, text: str) -> None:  # noqa: ANN401 - a function
    plain = {"replace_links": False, "replace_cosmetic": False}
    parser = bbcode.Parser(**plain)
    parser.add_simple_formatter("quote", "<blockquote>%(value)s</blockquote>", **plain)
    words, links = read_html(parser.format(write_format("bbcode", text)).replace("<br />", " "))
    assert words.replace("\u2060", "") == f"{text} {SOURCE}"
    assert links == [STATEMENT["address"]]


@pytest.mark.parametrize("text", TRICKY_TEXTS)
def test_wikitext_parses_as_the_statement_with_its_link(write_format: Any, text: str) -> None:  # noqa: ANN401 - a function
    code = mwparserfromhell.parse(write_format("wikitext", text))
    assert [str(link.url) for link in code.filter_external_links()] == [STATEMENT["address"]]
    assert not any((code.filter_templates(), code.filter_wikilinks(), code.filter_comments()))
    (quotation,) = code.filter_tags()
    assert quotation.tag == "blockquote"
    assert " ".join(quotation.contents.strip_code(normalize=True).split()) == f"{text} {SOURCE}"


@pytest.mark.parametrize("text", TRICKY_TEXTS)
def test_html_quotes_the_statement_with_its_link(write_format: Any, text: str) -> None:  # noqa: ANN401 - a function
    source = write_format("html", text)
    tree = lxml_html.fragment_fromstring(source)
    assert (tree.tag, tree.get("cite")) == ("blockquote", STATEMENT["address"])
    first, second = tree
    assert first.text_content() == text
    assert second.text_content() == SOURCE
    assert [link.get("href") for link in tree.iter("a")] == [STATEMENT["address"]]


@pytest.mark.parametrize("text", TRICKY_TEXTS)
def test_plain_text_and_address_are_unescaped(write_format: Any, text: str) -> None:  # noqa: ANN401 - a function
    assert write_format("text", text) == f"“{text}” ({SOURCE}) {STATEMENT['address']}"
    assert write_format("address", text) == STATEMENT["address"]


def read_clipboard(page: Page) -> str:
    return str(page.evaluate("navigator.clipboard.readText()"))


@pytest.fixture
def clipboard(visit: Visit, browser: Browser) -> Visit:
    """Return a function that opens pages with access to the clipboard."""

    def open_page(path: str, width: int = 1280, scheme: str = "light", *, scripts: bool = True) -> Page:
        page = visit(path, width, scheme, scripts=scripts)
        page.context.grant_permissions(["clipboard-read", "clipboard-write"])
        page.evaluate("localStorage.clear()")
        return page

    assert browser.is_connected()
    return open_page


def choose_format(page: Page, title: str) -> None:
    page.locator(".paste button", has_text=title).click()
    expect(page.locator(".paste [role=status]")).to_have_text(f"Copied: {title}")


LABEL = "Alternate history. Not a record of what happened."
REALITY = "Alternate history. In reality: Made up for tests."
LINK = "fear-of-ridicule--no-turning-back"
CASES = {
    "entries/report-of-1774/": (".entry-head .permalink", "entries/report-of-1774/", REALITY),
    "account/#p1-s2-c1": ("#p1-s2-c1 .permalink", "account/#p1-s2-c1", REALITY),
    "causes/": (f"[id='{LINK}'] .permalink", f"causes/#{LINK}", REALITY),
    "timeline/": ("#figure .permalink", "timeline/#figure", LABEL),
    "entries/great-thirst/": (
        "#figure .permalink",
        "entries/great-thirst/#figure",
        "thirst is on record, only",
    ),
}
"""The permalink to try on each page, the address that it copies, and the label that goes with it."""


@pytest.mark.parametrize("path", CASES)
def test_a_click_copies_the_address_and_opens_the_panel(clipboard: Visit, address: str, path: str) -> None:
    page = clipboard(path, 360)
    control, target, label = CASES[path]
    page.locator(control).click()
    expect(page.locator(".paste [role=status]")).to_have_text("Copied: Address")
    assert read_clipboard(page) == address + target
    for title in FORMATS:
        choose_format(page, title)
        assert read_clipboard(page) == page.locator(".paste textarea").input_value()
        assert address + target in read_clipboard(page)
        if title != "Address":
            assert label in html.unescape(read_clipboard(page))
    for width in (360, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        box = page.locator(".paste").bounding_box()
        assert box is not None
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= width
    page.keyboard.press("Escape")
    expect(page.locator(".paste")).to_have_count(0)


def test_the_copied_statement_has_its_basis_and_locator(clipboard: Visit, address: str, index: ScenarioIndex) -> None:
    label = f"The Undug Canal. {REALITY}"
    thirst_label = "The Undug Canal. Alternate history. In reality: "
    thirst_label += smart_punctuation(str(index.entries["great-thirst"].in_reality))

    def text(path: str, control: str) -> str:
        page = clipboard(path)
        page.locator(control).click()
        choose_format(page, "Plain text")
        return read_clipboard(page)

    assert text("account/#p1-s1-c1", "#p1-s1-c1 .permalink") == (
        "“When the account opens, the City has been besieged already.” "
        f"(stated in the account, P1.S1.c1; {label}) {address}account/#p1-s1-c1"
    )
    thirst = urls.entry_address("great-thirst")
    assert text(f"{thirst}#claims", ".claims .permalink >> nth=0") == (
        "“A drought called the Great Thirst took place.” "
        f"(stated in the account, P3.S2.c1; {thirst_label}) {address}account/#p3-s2-c1"
    )
    entry = text(thirst, ".entry-head .permalink")
    assert entry.startswith("“Great Thirst: The Great Thirst cost the lives of between 2 and 5")
    assert entry.endswith(f" (summary of an entry stated by the account, P3.S2; {thirst_label}) {address}{thirst}")
    link = text("causes/", "[id='fear-of-ridicule--no-turning-back'] .permalink")
    cause, effect = (smart_punctuation(index.entries[name].title) for name in ("fear-of-ridicule", "no-turning-back"))
    assert link.startswith(f"“{cause} led to {effect}. ")
    same = text(urls.entry_address("no-turning-back"), "[data-title*='Fear of ridicule led to'] .permalink")
    assert same.startswith(f"“{cause} led to {effect}: ")
    assert link.rpartition(" (")[2] == same.rpartition(" (")[2]
    assert text(thirst, ".linked .permalink >> nth=0") == (
        f"“Draining of the wells led to Great Thirst” (stated in the account, P3.S2; {thirst_label}) "
        f"{address}causes/#well-draining--great-thirst"
    )
    figure = text("timeline/", "#figure .permalink")
    assert figure.startswith("“Two timelines” (figure, every line marked stated or implied; ")


def test_a_copied_statement_has_no_numbers_of_sources(clipboard: Visit) -> None:
    page = clipboard("our-timeline/")
    expect(page.locator("#backwards-sea ~ div .citation")).to_have_text("1")
    page.locator("#backwards-sea .permalink").click()
    choose_format(page, "Plain text")
    assert "It never does. The myth is younger" in read_clipboard(page)


def test_the_last_format_is_remembered_across_pages(clipboard: Visit, visit: Visit) -> None:
    page = clipboard("account/#p1-s1-c1")
    page.locator("#p1-s1-c1 .permalink").click()
    choose_format(page, "BBCode")
    page.keyboard.press("Escape")
    other = visit("causes/")
    other.locator(".links .permalink").first.click()
    expect(other.locator(".paste [role=status]")).to_have_text("Copied: BBCode")
    assert "[url=" in read_clipboard(other)
    expect(other.locator(".paste [aria-pressed=true]")).to_have_text("BBCode")
    other.evaluate("localStorage.clear()")


def test_the_panel_works_by_keyboard_and_restores_the_focus(clipboard: Visit) -> None:
    page = clipboard("account/#p1-s1-c1")
    control = page.locator("#p1-s1-c1 .permalink")
    control.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".paste [role=status]")).to_have_text("Copied: Address")
    expect(page.locator(".paste button").first).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator(".paste [role=status]")).to_have_text("Copied: Markdown")
    page.keyboard.press("Escape")
    expect(page.locator(".paste")).to_have_count(0)
    expect(control).to_be_focused()


def test_the_panel_works_by_touch(browser: Browser, address: str) -> None:
    context = browser.new_context(
        viewport={"width": 360, "height": 800},
        has_touch=True,
        is_mobile=True,
        permissions=["clipboard-read", "clipboard-write"],
    )
    page = context.new_page()
    page.goto(f"{address}causes/")
    control = page.locator("[id='fear-of-ridicule--no-turning-back'] .permalink")
    box = control.bounding_box()
    assert box is not None
    assert min(box["width"], box["height"]) >= 24
    control.tap()
    expect(page.locator(".paste [role=status]")).to_have_text("Copied: Address")
    page.locator(".paste button", has_text="Plain text").tap()
    expect(page.locator(".paste [role=status]")).to_have_text("Copied: Plain text")
    assert read_clipboard(page).endswith(f"{address}causes/#fear-of-ridicule--no-turning-back")
    context.close()


def test_the_copied_address_has_no_query_parameters(clipboard: Visit, address: str) -> None:
    page = clipboard("account/?h=claims+account&fbclid=abc#p1-s1-c1")
    page.locator("#p1-s1-c1 .permalink").click()
    expect(page.locator(".paste [role=status]")).to_have_text("Copied: Address")
    assert read_clipboard(page) == f"{address}account/#p1-s1-c1"


def test_statements_about_real_history_are_not_labelled_fiction(clipboard: Visit) -> None:
    for path, control in (("references/", ".bibliography .permalink"), ("our-timeline/", ".departures .permalink")):
        page = clipboard(path)
        page.locator(control).first.click()
        choose_format(page, "Plain text")
        assert "A site about an alternate history." in read_clipboard(page)
        assert "Not a record" not in read_clipboard(page)
        page.evaluate("localStorage.clear()")


def test_passages_and_restated_sentences_say_what_is_real(visit: Visit, index: ScenarioIndex) -> None:
    passage = next(passage for passage in index.scenario.story if passage.in_reality)
    for path, anchor in (("story/", passage.id), ("account/", passage.sentences[0])):
        label = visit(path).evaluate(
            """async (anchor) => {
                const { readStatement } = await import(new URL("../assets/copy-panel.js", location));
                return readStatement(document.querySelector(`a.permalink[href="#${anchor}"]`)).label;
            }""",
            anchor,
        )
        real = plain_markdown(str(passage.in_reality), lambda name: index.entries[name].title)
        assert label == f"Alternate history. In reality: {real}"


@pytest.mark.parametrize(
    "path",
    [
        *("story/", "account/", "causes/", "questions/", "glossary/"),
        "references/",
        "our-timeline/",
        "changes/",
        "timeline/",
    ],
)
def test_every_permalink_has_a_text_a_basis_and_distinct_locators(visit: Visit, path: str) -> None:
    page = visit(path)
    statements = page.evaluate(
        """async () => {
            const { readStatement } = await import(new URL("../assets/copy-panel.js", location));
            return Array.from(document.querySelectorAll("a.permalink"), (link) => readStatement(link));
        }"""
    )
    assert statements
    for statement in statements:
        assert statement["text"], statement
        assert statement["basis"], statement
        locators = statement["locator"].split()
        assert len(locators) == len(set(locators)), statement


def test_the_panel_stands_beneath_the_statement_and_covers_nothing(clipboard: Visit) -> None:
    page = clipboard("questions/")
    before = page.locator("#q1").text_content()
    boxes = """() => {
      const paste = document.querySelector(".paste").getBoundingClientRect();
      const texts = document.querySelectorAll("article :is(p, li, h2, h3):not(:has(p, li)):not(.paste *)");
      return Array.from(texts, (text) => text.getBoundingClientRect()).filter((box) =>
        box.right > paste.left && box.left < paste.right && box.bottom > paste.top + 1 && box.top < paste.bottom - 1
      ).length;
    }"""
    page.locator("#q1 .permalink").click()
    expect(page.locator("section:has(#q1) .paste")).to_have_count(1)
    assert page.locator("#q1").text_content() == before
    assert page.evaluate(boxes) == 0
    second = page.locator("#q2 .permalink")
    second.scroll_into_view_if_needed()
    page.evaluate("scrollBy({ top: 250, behavior: 'instant' })")
    top = page.evaluate("document.querySelector('#q2').getBoundingClientRect().top")
    second.evaluate("link => link.click()")
    expect(page.locator("section:has(#q2) .paste")).to_have_count(1)
    assert page.evaluate("document.querySelector('#q2').getBoundingClientRect().top") == pytest.approx(top, abs=2)
    assert page.evaluate(boxes) == 0
    page.locator(".paste button", has_text="Close").click()
    expect(page.locator(".paste")).to_have_count(0)
    expect(second).to_be_focused()


def test_when_copying_is_refused_the_text_is_selected(visit: Visit, address: str) -> None:
    page = visit("account/#p1-s1-c1")
    page.evaluate("() => { localStorage.clear(); navigator.clipboard.writeText = () => Promise.reject(); }")
    page.locator("#p1-s1-c1 .permalink").click()
    expect(page.locator(".paste [role=status]")).to_contain_text("is selected")
    expect(page.locator(".paste textarea")).to_be_focused()
    assert page.evaluate("getSelection().toString()") == f"{address}account/#p1-s1-c1"


def test_the_panel_works_without_local_storage(clipboard: Visit, address: str) -> None:
    page = clipboard("account/#p1-s1-c1")
    load_theme(page)
    page.evaluate("Object.defineProperty(window, 'localStorage', { get() { throw new Error('denied'); } })")
    page.locator("#p1-s1-c1 .permalink").click()
    choose_format(page, "Markdown")
    page.keyboard.press("Escape")
    page.locator("#p1-s1-c2 .permalink").click()
    expect(page.locator(".paste [role=status]")).to_have_text("Copied: Address")
    assert read_clipboard(page) == f"{address}account/#p1-s1-c2"


def test_without_scripts_a_permalink_is_an_ordinary_link(visit: Visit, address: str) -> None:
    page = visit("entries/great-thirst/#claims", scripts=False)
    page.locator(".claims .permalink").first.click()
    page.wait_for_url("**/account/#p3-s2-c1")
    assert page.url == f"{address}account/#p3-s2-c1"


def test_a_click_with_a_modifier_opens_a_new_tab(visit: Visit, address: str) -> None:
    page = visit("account/#p1-s1-c1")
    with page.context.expect_page() as page_info:
        page.locator("#p1-s1-c1 .permalink").click(modifiers=["Control"])
    assert page_info.value.url == f"{address}account/#p1-s1-c1"
    page_info.value.close()
    expect(page.locator(".paste")).to_have_count(0)
