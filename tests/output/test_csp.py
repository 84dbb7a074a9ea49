"""The policy of a page: what it allows, and that the hashes are those of the scripts that the page came with."""

from __future__ import annotations

import base64
import hashlib
import html
import re

import pytest

from macros.output.csp import with_policy
from macros.output.head import UnfinishableError

PAGE = (
    '<!doctype html>\n<html>\n  <head>\n    <meta charset="utf-8">\n    <title>One</title>{}</head><body></body></html>'
)


def rules(source: str) -> dict[str, list[str]]:
    """Return the directives of a page's policy, and what each allows."""
    found = re.findall(r'<meta http-equiv="Content-Security-Policy" content="([^"]*)">', source)
    assert len(found) == 1
    told = [directive.split() for directive in html.unescape(found[0]).split(";")]
    return {name: allowed for name, *allowed in told}


def digest(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def test_nothing_comes_from_elsewhere_and_nothing_unseen_runs() -> None:
    made = rules(with_policy(PAGE.format("")))
    assert made == {
        "default-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "object-src": ["'none'"],
        "base-uri": ["'self'"],
        "form-action": ["'self'"],
        "script-src": ["'self'"],
    }


def test_the_policy_stands_before_anything_that_it_rules_and_behind_the_encoding() -> None:
    made = with_policy(PAGE.format("<script>one()</script>"))
    assert made.index("charset") < made.index("http-equiv") < made.index("<title>") < made.index("<script>")


def test_inline_scripts_are_named_each_once_as_browsers_read_them() -> None:
    scripts = '<script>one("é")</script><SCRIPT type="module">\r\ntwo()\r</SCRIPT ><script>one("é")</script>'
    assert rules(with_policy(PAGE.format(scripts)))["script-src"] == [
        "'self'",
        digest('one("é")'),
        digest("\ntwo()\n"),
    ]


def test_scripts_from_files_and_blocks_of_data_are_not_named() -> None:
    others = '<script src="a.js"></script><script type="application/ld+json">{}</script><script type=text/x>y</script>'
    assert rules(with_policy(PAGE.format(others)))["script-src"] == ["'self'"]


def test_inline_styles_are_named_where_there_are_any() -> None:
    assert rules(with_policy(PAGE.format("<style>p{}</style>")))["style-src"] == ["'self'", digest("p{}")]


def test_a_page_without_a_head_is_refused() -> None:
    with pytest.raises(UnfinishableError, match="no head"):
        with_policy("<p>Text.</p>")


def test_where_a_script_writes_styles_they_are_allowed_and_scripts_are_not() -> None:
    generated = '<meta name="generator" content="zensical-0.0.73"><style>p{}</style><script>one()</script>'
    made = rules(with_policy(PAGE.format(generated)))
    assert made["style-src"] == ["'self'", "'unsafe-inline'"]
    assert made["script-src"] == ["'self'", digest("one()")]
