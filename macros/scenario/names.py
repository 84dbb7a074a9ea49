"""Other names of entries, in any language and script."""

from __future__ import annotations

import re
from typing import Annotated, Self, TypeAlias

from pydantic import PlainValidator, WithJsonSchema
from pydantic_core import PydanticCustomError

from macros.scenario.fields import TextFormat

LANGUAGE_PATTERN = r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$"
"""A language tag, as far as HTML pages need it (BCP 47, section 2.1)."""
NAME_TYPES = ["string", "object"]
"""The JSON types of a name in a data file."""
_LANGUAGE = re.compile(LANGUAGE_PATTERN)


class LanguageName(str):
    """A name whose language the data states. It equals the plain text and is exported as that."""

    __slots__ = ("language",)

    language: str

    def __new__(cls, text: str, language: str) -> Self:
        """Return a text with its language tag."""
        name = super().__new__(cls, text)
        name.language = language
        return name


def _parse_name(value: object) -> str:
    """Return a text as it is, and a mapping from one language tag to a text as a `LanguageName`."""
    if isinstance(value, str):
        return value
    match value:
        case dict() if len(value) == 1:
            language, text = next(iter(value.items()))
            if isinstance(language, str) and isinstance(text, str) and _LANGUAGE.fullmatch(language):
                return LanguageName(text, language)
    raise PydanticCustomError("name_type", "a name, or {el: Διώρυγα} to state its language")


Name: TypeAlias = Annotated[
    str,
    TextFormat.PLAIN,
    PlainValidator(_parse_name),
    WithJsonSchema({
        "type": NAME_TYPES,
        "description": "A name, or its language and the name, as {el: Διώρυγα}.",
        "minLength": 1,
        "propertyNames": {"pattern": LANGUAGE_PATTERN},
        "minProperties": 1,
        "maxProperties": 1,
        "additionalProperties": {"type": "string", "minLength": 1},
    }),
]  # fmt: skip
