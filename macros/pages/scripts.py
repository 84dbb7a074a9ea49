"""The language and direction of names, by their script.

Sources:
    Languages of scripts: likely subtags of the Unicode CLDR, https://cldr.unicode.org/.
    Names of characters, and their directions: the Unicode Character Database, by way of `unicodedata`.
"""

from __future__ import annotations

import unicodedata

from macros.scenario.fields import LanguageName

_LANGUAGES = {
    "HIRAGANA": "ja", "KATAKANA": "ja", "HANGUL": "ko", "CJK": "zh", "BOPOMOFO": "zh",
    "CYRILLIC": "ru", "GREEK": "el", "ARMENIAN": "hy", "GEORGIAN": "ka",
    "ARABIC": "ar", "HEBREW": "he", "SYRIAC": "syr", "THAANA": "dv", "NKO": "nqo", "ETHIOPIC": "am",
    "DEVANAGARI": "hi", "BENGALI": "bn", "GURMUKHI": "pa", "GUJARATI": "gu", "ORIYA": "or", "TAMIL": "ta",
    "TELUGU": "te", "KANNADA": "kn", "MALAYALAM": "ml", "SINHALA": "si",
    "THAI": "th", "LAO": "lo", "KHMER": "km", "MYANMAR": "my", "TIBETAN": "bo", "MONGOLIAN": "mn",
    "CHEROKEE": "chr", "CANADIAN": "cr",
}  # fmt: skip
"""The most likely language by the first word of the Unicode names of a script's letters.

Japanese and Korean names may contain Chinese characters, so their own scripts come first.
"""
RIGHT_TO_LEFT = frozenset({"R", "AL"})
"""The bidirectional classes of letters that run from right to left."""


def language_tag(name: str) -> str | None:
    """Return the BCP 47 language tag of a name: what the data states, or else the likely language of its script.

    None for Latin script, and for scripts that have no likely language here.
    """
    if isinstance(name, LanguageName):
        return name.language
    scripts = _scripts(name)
    return next((language for script, language in _LANGUAGES.items() if script in scripts), None)


def has_latin(name: str) -> bool:
    """Return whether a name contains a Latin letter."""
    return "LATIN" in _scripts(name)


def _scripts(name: str) -> set[str]:
    """Return the first words of the Unicode names of a text's letters, which name their scripts."""
    letters = filter(str.isalpha, unicodedata.normalize("NFKC", name))
    return {unicodedata.name(letter, "").partition(" ")[0] for letter in letters}


def direction(name: str) -> str | None:
    """Return "rtl" for a text whose first letter with a direction runs from right to left; None for any other."""
    directions = (unicodedata.bidirectional(character) for character in name)
    first = next((item for item in directions if item in RIGHT_TO_LEFT or item == "L"), "L")
    return "rtl" if first in RIGHT_TO_LEFT else None
