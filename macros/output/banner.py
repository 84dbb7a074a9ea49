"""The banner that shows, on the pages of a development server, what its last build reported. No built page has it."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from macros.output.csp import replace_csp

STYLE_FILE = "banner.css"
"""The name of the style sheet beside this module, under which the server sends it, too."""
MAX_MESSAGES = 100
"""How many messages are shown. A terminal has all of them."""

_POSITION = re.compile(
    r"(?P<position>\S+?:\d+(?::\d+)?): (?:warning: )?(?:(?P<rule>[a-z]+(?:-[a-z]+)*): )?(?P<text>.*)", re.DOTALL
)
_BODY = re.compile(r"<body\b[^>]*>")


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a build reported: its errors and warnings, and whether it failed, so that pages show the one before it."""

    errors: Sequence[str] = ()
    warnings: Sequence[str] = ()
    has_failed: bool = False


def style_sheet() -> bytes:
    """Return the style sheet of the banner."""
    return Path(__file__).with_name(STYLE_FILE).read_bytes()


def placeholder_page() -> bytes:
    """Return the page that a server shows while no build has succeeded."""
    return (
        b'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>No site yet</title>'
        b'<meta name="viewport" content="width=device-width"><style>html{font:125% system-ui}</style></head>'
        b"<body><h1>No site yet</h1><p>This page shows the site when the problem is mended.</p></body></html>"
    )


def add_banner(page: str, report: BuildReport, root: str, path: str) -> str:
    """Return the HTML of a page with the banner of a report, if that has any message, at the beginning of its body.

    The policy of the page then allows the scripts that the server has added. `root` is the path of the site on its
    host, with a slash at both ends, and `path` that of the page.

    Raises:
        PostprocessError: the page has a policy and no head.
    """
    banner = render_banner(report, root, path)
    return replace_csp(_BODY.sub(lambda body: body[0] + banner, page, count=1) if banner else page)


def render_banner(report: BuildReport, root: str, path: str) -> str:
    """Return the HTML of the banner of a report; an empty text where there is nothing to show.

    Of the warnings, those that name the record of the page come first.
    """
    quoted_id = f"'{path.rstrip('/').rpartition('/')[2]}'"
    messages = [*report.errors, *sorted(report.warnings, key=lambda warning: quoted_id not in warning)]
    if not messages:
        return ""
    counts = [_count(report.errors, "problem"), _count(report.warnings, "warning")]
    summary = f"<strong>{' and '.join(filter(None, counts))}</strong>"
    summary += ". Your last edits are not shown yet." if report.has_failed else f": {_message(messages[0])}"
    items = "".join(f"<li>{_message(message)}</li>" for message in messages[:MAX_MESSAGES])
    rest = f"<p>The terminal shows {len(messages) - MAX_MESSAGES} more.</p>" if messages[MAX_MESSAGES:] else ""
    return (
        f'<div class="build-report{" build-failed" if report.has_failed else ""}"'
        f' role="{"alert" if report.has_failed else "status"}">'
        f'<link rel="stylesheet" href="{html.escape(root)}{STYLE_FILE}">'
        f"<details{' open' if report.has_failed else ''}><summary>{summary}</summary>"
        f'<div class="build-messages" tabindex="0" role="region" aria-label="Messages of the build">'
        f"<ol>{items}</ol>{rest}</div></details></div>"
    )


def _count(messages: Sequence[str], noun: str) -> str:
    return f"{len(messages)} {noun}{'' if len(messages) == 1 else 's'}" if messages else ""


def _message(message: str) -> str:
    """Return a message as HTML: position and rule, where it has them, as code."""
    match = _POSITION.fullmatch(message)
    if match is None:
        return html.escape(message)
    rule = f"<code>{html.escape(match['rule'])}</code>: " if match["rule"] else ""
    return f"<code>{html.escape(match['position'])}</code> {rule}<span>{html.escape(match['text'])}</span>"
