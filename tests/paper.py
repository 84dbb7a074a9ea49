"""Reads the text of printed pages."""

from __future__ import annotations

import io
import re

from pypdf import PdfReader


def sheet_lines(pdf: bytes) -> list[list[str]]:
    """Return the lines of text of each sheet of a PDF."""
    sheets = PdfReader(io.BytesIO(pdf)).pages
    return [[line for line in sheet.extract_text().splitlines() if line.strip()] for sheet in sheets]


def letters(text: str) -> str:
    """Return the Latin letters and digits of a text in lower case, because print changes case and punctuation."""
    return re.sub("[^a-z0-9]", "", text.casefold())
