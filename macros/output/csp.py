"""A content security policy for every built page: no other hosts, and no scripts but those that the build has hashed.

Source: Content Security Policy Level 3 (https://www.w3.org/TR/CSP3/).
"""

from __future__ import annotations

import base64
import hashlib
import html
import re

from macros.output.errors import PostprocessError

_DIRECTIVES = (
    "default-src 'self'",
    "img-src 'self' data:",
    "object-src 'none'",
    "base-uri 'self'",
    "form-action 'self'",
)
_INLINE = re.compile(r"<(script|style)\b([^>]*)>(.*?)</\1\s*>", re.DOTALL | re.IGNORECASE)
_SRC = re.compile(r"\ssrc\s*=", re.IGNORECASE)
_TYPE = re.compile(r"\stype\s*=\s*[\"']?([^\"'\s>]*)", re.IGNORECASE)
_EXECUTABLE_TYPES = {"", "module", "text/javascript", "application/javascript", "importmap", "speculationrules"}
"""Types of script that a policy restricts. Any other type is a data block (https://html.spec.whatwg.org/#data-block)."""
_ZENSICAL = '<meta name="generator" content="zensical'
"""The mark of an engine whose script writes a style sheet into the page. Hashes cannot allow it."""
_POLICY = re.compile(r'<meta http-equiv="Content-Security-Policy" content="[^"]*">')
_HEAD_START = re.compile(r"<head>\s*(?:<meta charset=[^>]*>)?")


def add_csp(source: str) -> str:
    """Return a built page with a policy that allows its inline scripts and style sheets by their hashes.

    The policy follows the declaration of the encoding, which has to be in the first 1,024 bytes.

    Raises:
        PostprocessError: the page has no head.
    """
    scripts, styles = _inline_hashes(source)
    directives = [*_DIRECTIVES, " ".join(["script-src 'self'", *scripts])]
    if _ZENSICAL in source:
        directives.append("style-src 'self' 'unsafe-inline'")
    elif styles:
        directives.append(" ".join(["style-src 'self'", *styles]))
    policy = html.escape("; ".join(directives), quote=False)
    meta = f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
    result, count = _HEAD_START.subn(lambda start: f"{start[0]}{meta}", source, count=1)
    if not count:
        raise PostprocessError("a page has no head that a policy could stand in")
    return result


def replace_csp(source: str) -> str:
    """Return a page whose policy, if it has one, is made anew, so that it allows scripts that were added since.

    Raises:
        PostprocessError: the page has a policy and no head.
    """
    remainder, count = _POLICY.subn("", source, count=1)
    return add_csp(remainder) if count else source


def _inline_hashes(source: str) -> tuple[list[str], list[str]]:
    """Return the hash sources of the inline scripts and of the inline style sheets of a page, without duplicates."""
    scripts: dict[str, None] = {}
    styles: dict[str, None] = {}
    for element, attributes, text in _INLINE.findall(source):
        if element.lower() == "style":
            styles[_hash_source(text)] = None
        elif not _SRC.search(attributes) and "".join(_TYPE.findall(attributes)[:1]).lower() in _EXECUTABLE_TYPES:
            scripts[_hash_source(text)] = None
    return list(scripts), list(styles)


def _hash_source(text: str) -> str:
    """Return the hash source of an inline text. Browsers hash it after the parser has normalised line ends to LF."""
    digest = hashlib.sha256(text.replace("\r\n", "\n").replace("\r", "\n").encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"
