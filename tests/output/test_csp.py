"""The content security policy of a page: its directives, and the hashes of inline scripts."""

from __future__ import annotations

import base64
import hashlib
import html
import re

import pytest

from macros.output.csp import add_csp
from macros.output.errors import PostprocessError

PAGE = (
    '<!doctype html>\n<html>\n  <head>\n    <meta charset="utf-8">\n    <title>One</title>{}</head><body></body></html>'
)


def directives(source: str) -> dict[str, list[str]]:
    """Return the source lists of a page's policy by directive."""
    policies = re.findall(r'<meta http-equiv="Content-Security-Policy" content="([^"]*)">', source)
    assert len(policies) == 1
    lists = [directive.split() for directive in html.unescape(policies[0]).split(";")]
    return {name: sources for name, *sources in lists}


def digest(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def test_the_policy_allows_no_other_hosts_and_no_inline_scripts() -> None:
    policy = directives(add_csp(PAGE.format("")))
    assert policy == {
        "default-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "object-src": ["'none'"],
        "base-uri": ["'self'"],
        "form-action": ["'self'"],
        "script-src": ["'self'"],
    }


def test_the_policy_stands_between_the_encoding_and_all_that_it_restricts() -> None:
    page = add_csp(PAGE.format("<script>one()</script>"))
    assert page.index("charset") < page.index("http-equiv") < page.index("<title>") < page.index("<script>")


def test_inline_scripts_are_hashed_once_with_normalised_line_ends() -> None:
    scripts = '<script>one("é")</script><SCRIPT type="module">\r\ntwo()\r</SCRIPT ><script>one("é")</script>'
    assert directives(add_csp(PAGE.format(scripts)))["script-src"] == [
        "'self'",
        digest('one("é")'),
        digest("\ntwo()\n"),
    ]


def test_external_scripts_and_data_blocks_are_not_hashed() -> None:
    others = '<script src="a.js"></script><script type="application/ld+json">{}</script><script type=text/x>y</script>'
    assert directives(add_csp(PAGE.format(others)))["script-src"] == ["'self'"]


def test_inline_styles_are_hashed() -> None:
    assert directives(add_csp(PAGE.format("<style>p{}</style>")))["style-src"] == ["'self'", digest("p{}")]


def test_a_page_without_a_head_is_an_error() -> None:
    with pytest.raises(PostprocessError, match="no head"):
        add_csp("<p>Text.</p>")


def test_pages_of_zensical_allow_inline_styles_but_not_scripts() -> None:
    generated = '<meta name="generator" content="zensical-0.0.73"><style>p{}</style><script>one()</script>'
    policy = directives(add_csp(PAGE.format(generated)))
    assert policy["style-src"] == ["'self'", "'unsafe-inline'"]
    assert policy["script-src"] == ["'self'", digest("one()")]
