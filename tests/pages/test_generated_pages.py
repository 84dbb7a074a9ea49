from __future__ import annotations

from macros.pages.generated_pages import escape_metadata


def test_the_title_and_the_description_of_a_prose_page_become_html() -> None:
    meta = {"title": 'AT&T\'s <b> & "c"', "description": 'R&amp;D "x"', "hide": ["toc"]}
    escaped = {"title": 'AT&amp;T\'s &lt;b&gt; &amp; "c"', "description": "R&amp;D &quot;x&quot;", "hide": ["toc"]}
    assert escape_metadata(meta) == escaped
    assert escape_metadata(escaped) == escaped
    assert escape_metadata({"title": None}) == {"title": None}
