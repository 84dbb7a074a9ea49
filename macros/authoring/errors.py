"""Why a command of `authoring` refuses to edit."""

from __future__ import annotations


class AuthoringError(Exception):
    """A command cannot do what it was asked to; the message says why, and nothing was written."""
