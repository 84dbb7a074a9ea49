"""The banner of a development server: every message as text, and nothing where there is none."""

from __future__ import annotations

import pytest
from lxml import html

from macros.output.banner import MAX_MESSAGES, BuildReport, add_banner, render_banner
from macros.output.csp import add_csp

PAGE = add_csp("<!doctype html><html><head><title>T</title></head><body class='x'><p>Text</p></body></html>")
ERROR = "data/f.yml:3:15: unknown-kind: expected a kind, found '<script>alert(1)</script> & \"x\"'"
WARNING = "data/f.yml:9:1: warning: unused-reference: nothing cites 'brook-1971'"


def banner(report: BuildReport, path: str = "/leap/") -> html.HtmlElement:
    return html.fromstring(render_banner(report, "/leap/", path))


def test_a_page_of_a_sound_build_stays_as_it_is() -> None:
    assert add_banner(PAGE, BuildReport(), "/", "/") == PAGE


def test_messages_are_text_with_their_positions_and_rules() -> None:
    tree = banner(BuildReport([ERROR, "Config value 'x': <b>"], [WARNING], has_failed=True))
    assert [item.text_content() for item in tree.xpath(".//li")] == [
        ERROR.replace("15: ", "15 "),
        "Config value 'x': <b>",
        WARNING.replace("1: warning: ", "1 "),
    ]
    assert tree.xpath(".//li[1]/code/text()") == ["data/f.yml:3:15", "unknown-kind"]
    assert not tree.xpath(".//script | .//b")


@pytest.mark.parametrize(
    ("report", "role", "summary"),
    [
        (BuildReport([ERROR], [], has_failed=True), "alert", "1 problem. Your last edits are not shown yet."),
        (
            BuildReport([ERROR] * 2, [WARNING], has_failed=True),
            "alert",
            "2 problems and 1 warning. Your last edits are not shown yet.",
        ),
        (BuildReport([], ["One.", "Two."]), "status", "2 warnings: One."),
    ],
)
def test_the_summary_counts_and_says_whether_the_page_is_stale(report: BuildReport, role: str, summary: str) -> None:
    tree = banner(report)
    assert tree.get("role") == role
    assert tree.xpath("string(.//summary)") == summary
    assert bool(tree.xpath(".//details[@open]")) == report.has_failed


def test_the_page_of_an_entry_shows_its_own_warnings_first() -> None:
    tree = banner(BuildReport([], ["about 'dam'", "about 'flood'"]), "/leap/entries/flood/")
    assert tree.xpath("string(.//summary)") == "2 warnings: about 'flood'"


def test_very_many_messages_are_cut() -> None:
    tree = banner(BuildReport([f"m{number}" for number in range(MAX_MESSAGES + 7)], has_failed=True))
    assert len(tree.xpath(".//li")) == MAX_MESSAGES
    assert tree.xpath("string(.//p)") == "The terminal shows 7 more."


def test_the_banner_comes_first_and_has_a_style_sheet_that_the_policy_allows() -> None:
    page = add_banner(PAGE, BuildReport([ERROR], has_failed=True), "/leap/", "/leap/")
    tree = html.fromstring(page)
    assert tree.xpath("//body/*[1]/@class") == ["build-report build-failed"]
    assert tree.xpath("//link/@href") == ["/leap/banner.css"]
    assert not tree.xpath("//style | //*[@style]")


def test_the_policy_allows_the_script_that_the_server_adds() -> None:
    page = PAGE.replace("</body>", "<script>livereload(1, 2);</script></body>")
    assert add_banner(page, BuildReport(), "/", "/") == add_csp(page.replace(html_policy(PAGE), ""))
    assert "'sha256-" in html_policy(add_banner(page, BuildReport(), "/", "/"))


def html_policy(page: str) -> str:
    """Return the element of a page's policy."""
    start = page.index("<meta http-equiv")
    return page[start : page.index(">", start) + 1]
