"""The paste kit: one click copies, in every format, whatever the words; it never stands in the way."""

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
from macros.pages.text import smart_punctuation
from tests.browser.conftest import wake

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

    from macros.pages.scenario_index import ScenarioIndex
    from tests.browser.conftest import Visit

FORMATS = ("Address", "Markdown", "BBCode", "Wikitext", "HTML", "Plain text")
NASTY = (
    "Plain words.",
    "a [b] (c) [d](https://x.test/) ![e](f) [url=https://x.test/]g[/url] [b]h[/b] [[i|j]] {{k|l}} {m}",
    "\\ ` * _ ** __ ~~x~~ ||y|| > # + - 1. <b>z</b> <https://x.test/> & &amp; &lt; &#91; \\[",
    "\\* ''it'' '''bold''' ~~~~",
    "“Quotes” \u2018single\u2019 \"straight\" 'single' and *stars*",
    "大跃进 [大躍進]\uff08三年困难时期\uff09| 毛泽东",
    "http://x.test/ https://y.test/?a=b&c=d#e mailto:z@x.test __NOTOC__ <nowiki>n</nowiki> <!-- c --> &nbsp; $x$",
    "= h = * l # n : i ; d",
    "1. one",
    "12) twelve",
    "- minus",
    "+ plus",
    "---- rule",
    "# hash",
)
SAID = {
    "basis": "stated [x] | 'y'",
    "locator": "P1.S2.c1",
    "site": "The *Other* Leap",
    "label": "Alternate history. Not a record of what happened.",
    "address": "https://host.test/sub/path/account/#p1-s2-c1",
}
PASTE = "async ([name, said]) => (await import(new URL('assets/copy-panel.js', window.base))).formats[name][1](said)"


@pytest.fixture(scope="module")
def made(browser: Browser, address: str) -> Any:  # noqa: ANN401 - a function
    """Return what makes a format of a statement, in the browser, from the shipped script."""
    context = browser.new_context()
    page = context.new_page()
    page.goto(address)
    page.evaluate("base => { window.base = base; }", address)
    yield lambda name, text: page.evaluate(PASTE, [name, SAID | {"text": text}])
    context.close()


def plain(text: str) -> str:
    """Return everything that a reader is to see of a statement, but for the address."""
    return f"{text} ({SAID['basis']}, {SAID['locator']}; {SAID['site']}. {SAID['label']})"


def seen(source: str) -> tuple[str, list[str]]:
    """Return the text of HTML, and where its links lead."""
    tree = lxml_html.fromstring(f"<div>{source}</div>")
    assert not tree.xpath("//img | //b | //em | //strong | //code | //del | //ul | //ol | //h1 | //script")
    return " ".join(tree.text_content().split()), [str(link) for link in tree.xpath("//a/@href")]


@pytest.mark.parametrize("text", NASTY)
def test_markdown_says_the_statement_and_links_to_it(made: Any, text: str) -> None:  # noqa: ANN401 - a function
    for reader in (MarkdownIt("commonmark"), MarkdownIt("commonmark").enable(["strikethrough", "table"])):
        words, links = seen(reader.render(made("markdown", text)))
        assert words == plain(text)
        assert links == [SAID["address"]]


@pytest.mark.parametrize("text", NASTY)
def test_bbcode_says_the_statement_and_links_to_it(made: Any, text: str) -> None:  # noqa: ANN401 - a function
    parser = bbcode.Parser(replace_links=False, replace_cosmetic=False)
    words, links = seen(parser.format(made("bbcode", text)))
    assert words.replace("\u2060", "") == plain(text)
    assert links == [SAID["address"]]


@pytest.mark.parametrize("text", NASTY)
def test_wikitext_says_the_statement_and_links_to_it(made: Any, text: str) -> None:  # noqa: ANN401 - a function
    code = mwparserfromhell.parse(made("wikitext", text))
    assert [str(link.url) for link in code.filter_external_links()] == [SAID["address"]]
    others = (code.filter_templates(), code.filter_wikilinks(), code.filter_tags(), code.filter_comments())
    assert not any(others)
    assert " ".join(code.strip_code(normalize=True).split()) == plain(text)


@pytest.mark.parametrize("text", NASTY)
def test_html_says_the_statement_and_links_to_it(made: Any, text: str) -> None:  # noqa: ANN401 - a function
    source = made("html", text)
    tree = lxml_html.fragment_fromstring(source)
    assert (tree.tag, tree.get("cite")) == ("blockquote", SAID["address"])
    first, second = tree
    assert first.text_content() == text
    assert second.text_content() == f"{SAID['basis']}, {SAID['locator']}; {SAID['site']}. {SAID['label']}"
    assert [link.get("href") for link in tree.iter("a")] == [SAID["address"]]


@pytest.mark.parametrize("text", NASTY)
def test_plain_text_and_address_are_what_they_say(made: Any, text: str) -> None:  # noqa: ANN401 - a function
    assert made("text", text) == f"{plain(text)} {SAID['address']}"
    assert made("address", text) == SAID["address"]


def copied(page: Page) -> str:
    return str(page.evaluate("navigator.clipboard.readText()"))


@pytest.fixture
def clipboard(visit: Visit, browser: Browser) -> Visit:
    """Return what opens pages that may read and write the clipboard."""

    def go(path: str, width: int = 1280, scheme: str = "light", *, scripts: bool = True) -> Page:
        page = visit(path, width, scheme, scripts=scripts)
        page.context.grant_permissions(["clipboard-read", "clipboard-write"])
        page.evaluate("localStorage.clear()")
        return page

    assert browser.is_connected()
    return go


def choose(page: Page, title: str) -> None:
    page.locator(".paste button", has_text=title).click()
    expect(page.locator(".paste [role=status]")).to_have_text(f"Copied: {title}")


CASES = {
    "entries/mao-learns-1959/": (".entry-head .permalink", "entries/mao-learns-1959/"),
    "account/": ("#p1-s2-c1 .permalink", "account/#p1-s2-c1"),
    "causes/": ("[id='fear-of-losing-face--no-reversal'] .permalink", "causes/#fear-of-losing-face--no-reversal"),
    "timeline/": ("#figure .permalink", "timeline/#figure"),
    "entries/great-chinese-famine/": ("#figure .permalink", "entries/great-chinese-famine/#figure"),
}


@pytest.mark.parametrize("path", CASES)
@pytest.mark.parametrize("width", [360, 1280])
def test_one_click_copies_the_address_and_offers_the_rest(
    clipboard: Visit, address: str, path: str, width: int
) -> None:
    page = clipboard(path, width)
    control, target = CASES[path]
    page.locator(control).click()
    expect(page.locator(".paste [role=status]")).to_have_text("Copied: Address")
    assert copied(page) == address + target
    for title in FORMATS:
        choose(page, title)
        assert copied(page) == page.locator(".paste textarea").input_value()
        assert address + target in copied(page)
        if title != "Address":
            assert "Alternate history. Not a record of what happened." in html.unescape(copied(page))
    box = page.locator(".paste").bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= width
    page.keyboard.press("Escape")
    expect(page.locator(".paste")).to_be_hidden()


def test_what_is_copied_is_the_statement_with_its_mark_and_place(
    clipboard: Visit, address: str, index: ScenarioIndex
) -> None:
    label = "The Other Leap. Alternate history. Not a record of what happened."

    def text(path: str, control: str) -> str:
        page = clipboard(path)
        page.locator(control).click()
        choose(page, "Plain text")
        return copied(page)

    assert text("account/", "#p1-s1-c1 .permalink") == (
        f"When the account opens, a war named after Korea has already taken place. "
        f"(stated in the account, P1.S1.c1; {label}) {address}account/#p1-s1-c1"
    )
    famine = urls.entry("great-chinese-famine")
    assert text(famine, ".claims .permalink >> nth=0") == (
        f"A famine called the Great Chinese Famine took place. "
        f"(stated in the account, P3.S4.c11; {label}) {address}account/#p3-s4-c11"
    )
    entry = text(famine, ".entry-head .permalink")
    assert entry.startswith("Great Chinese Famine: The Great Chinese Famine cost the lives of between 15 and 55")
    assert entry.endswith(f" (summary of an entry stated by the account, P3.S4; {label}) {address}{famine}")
    link = text("causes/", "[id='fear-of-losing-face--no-reversal'] .permalink")
    cause, effect = (smart_punctuation(index.entries[name].title) for name in ("fear-of-losing-face", "no-reversal"))
    assert link.startswith(f"{cause} led to {effect}. ")
    same = text(urls.entry("no-reversal"), "[data-title*='fear of losing face led to'] .permalink")
    assert same.startswith(f"{cause} led to {effect}: ")
    assert link.rpartition(" (")[2] == same.rpartition(" (")[2]
    figure = text("timeline/", "#figure .permalink")
    assert figure.startswith("Two timelines (figure, every line marked stated or implied; ")


def test_the_format_used_last_is_copied_at_once_and_on_other_pages(clipboard: Visit, visit: Visit) -> None:
    page = clipboard("account/")
    page.locator("#p1-s1-c1 .permalink").click()
    choose(page, "BBCode")
    page.keyboard.press("Escape")
    other = visit("causes/")
    other.locator(".links .permalink").first.click()
    expect(other.locator(".paste [role=status]")).to_have_text("Copied: BBCode")
    assert "[url=" in copied(other)
    expect(other.locator(".paste [aria-pressed=true]")).to_have_text("BBCode")
    other.evaluate("localStorage.clear()")


def test_it_works_by_keyboard_and_gives_the_focus_back(clipboard: Visit) -> None:
    page = clipboard("account/")
    control = page.locator("#p1-s1-c1 .permalink")
    control.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".paste [role=status]")).to_have_text("Copied: Address")
    page.keyboard.press("Tab")
    expect(page.locator(".paste button").first).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator(".paste [role=status]")).to_have_text("Copied: Markdown")
    page.keyboard.press("Escape")
    expect(page.locator(".paste")).to_be_hidden()
    assert page.evaluate("document.activeElement !== document.body")


def test_a_finger_copies_too(browser: Browser, address: str) -> None:
    context = browser.new_context(
        viewport={"width": 360, "height": 800},
        has_touch=True,
        is_mobile=True,
        permissions=["clipboard-read", "clipboard-write"],
    )
    page = context.new_page()
    page.goto(f"{address}causes/")
    control = page.locator("[id='fear-of-losing-face--no-reversal'] .permalink")
    box = control.bounding_box()
    assert box is not None
    assert min(box["width"], box["height"]) >= 24
    control.tap()
    expect(page.locator(".paste [role=status]")).to_have_text("Copied: Address")
    page.locator(".paste button", has_text="Plain text").tap()
    expect(page.locator(".paste [role=status]")).to_have_text("Copied: Plain text")
    assert copied(page).endswith(f"{address}causes/#fear-of-losing-face--no-reversal")
    context.close()


def test_the_address_is_that_of_the_statement_whatever_brought_the_reader(clipboard: Visit, address: str) -> None:
    page = clipboard("account/?h=claims+account&fbclid=abc")
    page.locator("#p1-s1-c1 .permalink").click()
    expect(page.locator(".paste [role=status]")).to_have_text("Copied: Address")
    assert copied(page) == f"{address}account/#p1-s1-c1"


def test_what_is_said_of_our_timeline_is_not_called_fiction(clipboard: Visit) -> None:
    for path, control in (("references/", ".bibliography .permalink"), ("our-timeline/", ".departures .permalink")):
        page = clipboard(path)
        page.locator(control).first.click()
        choose(page, "Plain text")
        assert "A site about an alternate history." in copied(page)
        assert "Not a record" not in copied(page)
        page.evaluate("localStorage.clear()")


@pytest.mark.parametrize(
    "path", ["account/", "causes/", "questions/", "glossary/", "references/", "our-timeline/", "changes/", "timeline/"]
)
def test_every_link_says_something_and_where_it_is_from(visit: Visit, path: str) -> None:
    page = visit(path)
    said = page.evaluate(
        """async () => {
            const { readStatement } = await import(new URL("../assets/copy-panel.js", location));
            return Array.from(document.querySelectorAll("a.permalink"), (link) => readStatement(link));
        }"""
    )
    assert said
    for one in said:
        assert one["text"], one
        assert one["basis"], one
        places = one["locator"].split()
        assert len(places) == len(set(places)), one


def test_whoever_tabs_on_leaves_the_panel_behind(clipboard: Visit) -> None:
    page = clipboard("questions/")
    heading = page.locator("#q1")
    before = heading.text_content()
    heading.locator(".permalink").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".paste")).to_be_visible()
    assert heading.text_content() == before
    for _ in range(9):
        page.keyboard.press("Tab")
    expect(page.locator(".paste")).to_be_hidden()


def test_where_copying_is_refused_the_text_is_selected(visit: Visit, address: str) -> None:
    page = visit("account/")
    page.evaluate("() => { localStorage.clear(); navigator.clipboard.writeText = () => Promise.reject(); }")
    page.locator("#p1-s1-c1 .permalink").click()
    expect(page.locator(".paste [role=status]")).to_contain_text("Not copied")
    expect(page.locator(".paste textarea")).to_be_focused()
    assert page.evaluate("getSelection().toString()") == f"{address}account/#p1-s1-c1"


def test_it_works_where_nothing_can_be_remembered(clipboard: Visit, address: str) -> None:
    page = clipboard("account/")
    wake(page)
    page.evaluate("Object.defineProperty(window, 'localStorage', { get() { throw new Error('denied'); } })")
    page.locator("#p1-s1-c1 .permalink").click()
    choose(page, "Markdown")
    page.keyboard.press("Escape")
    page.locator("#p1-s1-c2 .permalink").click()
    expect(page.locator(".paste [role=status]")).to_have_text("Copied: Address")
    assert copied(page) == f"{address}account/#p1-s1-c2"


def test_without_script_the_address_is_an_ordinary_link(visit: Visit, address: str) -> None:
    page = visit("entries/great-chinese-famine/", scripts=False)
    page.locator(".claims .permalink").first.click()
    page.wait_for_url("**/account/#p3-s4-c11")
    assert page.url == f"{address}account/#p3-s4-c11"


def test_opening_in_a_new_tab_is_left_to_the_browser(visit: Visit, address: str) -> None:
    page = visit("account/")
    with page.context.expect_page() as opened:
        page.locator("#p1-s1-c1 .permalink").click(modifiers=["Control"])
    assert opened.value.url == f"{address}account/#p1-s1-c1"
    opened.value.close()
    expect(page.locator(".paste")).to_have_count(0)
