"""A content security policy for every built page: nothing from elsewhere, and no script that the build did not see.

The directives are those of Content Security Policy Level 3 (https://www.w3.org/TR/CSP3/).
"""

from __future__ import annotations

import base64
import hashlib
import html
import re

from macros.output.head import UnfinishableError

_RULES = (
    "default-src 'self'",
    "img-src 'self' data:",
    "object-src 'none'",
    "base-uri 'self'",
    "form-action 'self'",
)
_INLINE = re.compile(r"<(script|style)\b([^>]*)>(.*?)</\1\s*>", re.DOTALL | re.IGNORECASE)
_FROM_FILE = re.compile(r"\ssrc\s*=", re.IGNORECASE)
_TYPE = re.compile(r"\stype\s*=\s*[\"']?([^\"'\s>]*)", re.IGNORECASE)
_RUN = {"", "module", "text/javascript", "application/javascript", "importmap", "speculationrules"}
"""Types of script that a browser acts on; any other is a block of data, which no policy is asked about (HTML, "prepare
the script element", where the type is settled before the policy is)."""
_WRITES_STYLES = '<meta name="generator" content="zensical'
"""Whose script draws search with a style sheet that it writes: no hash of what is in a page can name that."""
_PLACE = re.compile(r"<head>\s*(?:<meta charset=[^>]*>)?")


def with_policy(source: str) -> str:
    """Return a built page whose policy names the inline scripts and style sheets that it came with, by their hashes.

    The policy stands behind the declaration of the page's encoding, which has to be in the first 1,024 bytes.

    Raises:
        UnfinishableError: the page has no head that a policy could stand in.
    """
    scripts, styles = _hashes(source)
    rules = [*_RULES, " ".join(["script-src 'self'", *scripts])]
    if _WRITES_STYLES in source:
        rules.append("style-src 'self' 'unsafe-inline'")
    elif styles:
        rules.append(" ".join(["style-src 'self'", *styles]))
    policy = html.escape("; ".join(rules), quote=False)
    made, count = _PLACE.subn(
        lambda place: f'{place[0]}<meta http-equiv="Content-Security-Policy" content="{policy}">', source, count=1
    )
    if not count:
        raise UnfinishableError("a page has no head that a policy could stand in")
    return made


def _hashes(source: str) -> tuple[list[str], list[str]]:
    """Return what a policy calls the inline scripts and style sheets of a page, each once, in their order."""
    scripts: dict[str, None] = {}
    styles: dict[str, None] = {}
    for name, attributes, text in _INLINE.findall(source):
        if name.lower() == "style":
            styles[_hash(text)] = None
        elif not _FROM_FILE.search(attributes) and _type(attributes) in _RUN:
            scripts[_hash(text)] = None
    return list(scripts), list(styles)


def _type(attributes: str) -> str:
    found = _TYPE.search(attributes)
    return found[1].lower() if found else ""


def _hash(text: str) -> str:
    """Return the source expression of an inline text; browsers hash what they have read, where lines end in LF."""
    digest = hashlib.sha256(text.replace("\r\n", "\n").replace("\r", "\n").encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"
