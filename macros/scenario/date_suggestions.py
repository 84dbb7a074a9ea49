"""Suggest EDTF for dates as people write them: `25.02.1956`, `circa 1956`, `between 1956 and 1959`.

A text is read in two steps. Each date in it becomes an `@`, by the first pattern of `_DATES` that fits. The rest is a
phrase, such as `between @ and @`, and `_PHRASES` says how EDTF puts it. Only valid EDTF is ever suggested.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from itertools import product
from typing import TypeAlias

from macros.scenario.dates import edtf_day, edtf_year, format_date, is_date
from macros.scenario.edtf import MAX_LENGTH, Date, parse_edtf

Spelling: TypeAlias = tuple[str, tuple[str, ...]]
"""A pattern, and templates of what a text that matches it may mean."""

_MONTHS = {name.casefold(): f"{number:02}" for number, name in enumerate(calendar.month_name) if name}
_MONTHS |= {name[:3]: number for name, number in _MONTHS.items()} | {"sept": "09"}
_SEASONS = {"spring": "21", "summer": "22", "autumn": "23", "fall": "23", "winter": "24"}
_SEASON_CODES = {str(25 + index): str(21 + (index + index // 4 * 2) % 4) for index in range(8)}
"""Seasons by their codes in level 2 of EDTF, first those of the north and then those of the south."""
_MONTHS_OF_GROUPINGS = {
    str(code + index): (f"{index * 12 // count + 1:02}", f"{(index + 1) * 12 // count:02}")
    for code, count in ((33, 4), (37, 3), (40, 2))
    for index in range(count)
}
"""First and last month of quarters, thirds and halves of a year, which are sub-year groupings of level 2, by code."""

_BC, _AD = r" ?(?:bce?|b\.c\.)", r"(?:ad|ce|a\.d\.)"
_ERA = rf"[1-9][0-9]{{0,11}}{_BC}|\b{_AD} [0-9]{{1,12}}|[0-9]{{1,12}} ?{_AD}"
_YEAR = rf"(?P<year>{_ERA}|[0-9]{{4}})"
_MONTH = r"(?P<month>1[0-2]|0?[1-9])"
_DAY = r"(?P<day>3[01]|[12][0-9]|0?[1-9])"
_TWO_NUMBERS = r"(?P<first>3[01]|[12][0-9]|0?[1-9])[-./](?P<second>3[01]|[12][0-9]|0?[1-9])"
_DAY_IN_WORDS = rf"{_DAY}(?:st|nd|rd|th)?"
_NAME = rf"\b(?P<name>{'|'.join(sorted(_MONTHS, key=len, reverse=True))})\.?"
_LAST_DAY, _LAST_NAME = _DAY.replace("day", "last_day"), _NAME.replace("name", "last_name")
_SEASON = rf"\b(?P<season>{'|'.join(_SEASONS)})"
_CIRCA = r"(?:(?:circa|ca?|approx|approximately|about|around|roughly)\.?|~) ?"

_DATES: tuple[Spelling, ...] = (
    (rf"{_YEAR}-{_MONTH}-{_DAY}[-/]{_LAST_DAY}(?![-./])", ("{year}-{month}-{day}/{year}-{month}-{last_day}",)),
    (rf"{_YEAR}[-./]{_MONTH}[-./]{_DAY}", ("{year}-{month}-{day}",)),
    (rf"{_YEAR}[-./]{_DAY}[-./]{_MONTH}", ("{year}-{month}-{day}",)),
    (r"(?P<year>[0-9]{4})(?P<month>0[1-9]|1[0-2])(?P<day>[0-3][0-9])", ("{year}-{month}-{day}",)),
    (rf"{_TWO_NUMBERS}[-./]{_YEAR}", ("{year}-{second}-{first}", "{year}-{first}-{second}")),
    (rf"{_DAY_IN_WORDS} (?:of )?{_NAME},? {_YEAR}", ("{year}-{name}-{day}",)),
    (rf"{_NAME} {_DAY_IN_WORDS},? {_YEAR}", ("{year}-{name}-{day}",)),
    (rf"{_DAY} ?[-/] ?{_LAST_DAY} {_NAME},? {_YEAR}", ("{year}-{name}-{day}/{year}-{name}-{last_day}",)),
    (rf"{_NAME} {_DAY} ?[-/] ?{_LAST_DAY},? {_YEAR}", ("{year}-{name}-{day}/{year}-{name}-{last_day}",)),
    (
        rf"{_DAY} {_NAME} ?(?:-|to) ?{_LAST_DAY} {_LAST_NAME},? {_YEAR}",
        ("{year}-{name}-{day}/{year}-{last_name}-{last_day}",),
    ),
    (rf"{_NAME} ?[-/] ?{_LAST_NAME},? {_YEAR}", ("{year}-{name}/{year}-{last_name}",)),
    (rf"{_YEAR},? {_NAME} {_DAY_IN_WORDS}", ("{year}-{name}-{day}",)),
    (rf"{_NAME},? (?:of )?{_YEAR}", ("{year}-{name}",)),
    (rf"{_YEAR},? {_NAME}", ("{year}-{name}",)),
    (rf"winter,? (?:of )?{_YEAR}[-/][0-9]{{2,4}}", ("{year}-24",)),
    (rf"{_SEASON},? (?:of )?{_YEAR}", ("{year}-{season}",)),
    (rf"{_MONTH}[-./]{_YEAR}", ("{year}-{month}",)),
    (rf"{_YEAR}\.{_MONTH}", ("{year}-{month}",)),
    (rf"{_YEAR}[-/]{_MONTH}", ("{year}-{month}", "{year}/{end}")),
    (rf"{_YEAR}[-/](?P<end>[0-9]{{2}})", ("{year}/{end}",)),
    (rf"{_YEAR}-(?P<season_code>2[5-9]|3[0-2])", ("{year}-{season_code}",)),
    (rf"{_YEAR}-(?=(?P<first_month>..))(?P<last_month>3[3-9]|4[01])", ("{year}-{first_month}/{year}-{last_month}",)),
    (r"(?P<century>[0-9]{2})00'?s", ("{century}0X", "{century}XX")),
    (r"(?P<decade>[0-9]{3})0'?s", ("{decade}X",)),
    (r"(?P<decade>[0-9]{3})[x?*_-]", ("{decade}X", "0{decade}?")),
    (r"(?P<century>[0-9]{2})[x?*_-]{2}", ("{century}XX",)),
    (rf"(?P<nth>[0-9]{{1,2}})(?:st|nd|rd|th)[ -]century{_BC}", ("-{nth}XX",)),
    (rf"(?P<nth>[0-9]{{1,2}})(?:st|nd|rd|th)[ -]century(?: {_AD})?", ("{nth}XX",)),
    (rf"(?P<bc>[1-9][0-9]{{0,11}}) ?- ?(?P<year>[1-9][0-9]{{0,11}}{_BC})", ("{bc}/{year}",)),
    (
        r"^-(?=(?P<negative>[0-9]+))(?P<bc>[1-9][0-9]{,2})(?P<rest>(?:-[0-9]{2}){,2})",
        ("-{negative}{rest}", "{bc}{rest}"),
    ),
    (rf"(?P<year>{_ERA}|[0-9]{{3,4}})", ("{year}",)),
)  # fmt: skip
"""Spellings of a single date, and of two years that share digits; `@` stands for none of them."""

_PHRASES: tuple[Spelling, ...] = (
    (r"(?:in |on |during )?(?:the )?@", ("{0}",)),
    (r"some ?time in (?:the )?@", ("{0}", "{0}-XX")),
    (r"(?:early|mid|late)[- ](?:in )?(?:the )?@|(?:the )?(?:beginning|start|middle|end) of (?:the )?@", ("{0}",)),
    (rf"{_CIRCA}(?:the )?@", ("{0}~",)),
    (rf"{_CIRCA}@ ?(?:-| to ) ?@", ("{0}~/{1}~", "{0}~/{1}")),
    (r"(?:perhaps|possibly|maybe|probably|\?) ?(?:the )?@|@ ?\(?\?\)?", ("{0}?",)),
    (r"(?:before|prior to|pre-?|<) ?(?:the )?@", ("[..{previous}]",)),
    (r"(?:after|post-?|>) ?(?:the )?@", ("[{next}..]",)),
    (r"(?:by|no later than|not later than|not after|in or before|<=) ?(?:the )?@", ("[..{0}]",)),
    (r"(?:no earlier than|not earlier than|not before|in or after|>=) ?(?:the )?@", ("[{0}..]",)),
    (r"(?:until|till|up to) (?:the )?@", ("../{0}",)),
    (r"(?:from|since) (?:the )?@(?: on| onwards?)?|@ on(?:wards?)?", ("{0}/..",)),
    (r"@ ?-", ("{0}/..", "{0}/")),
    (r"@ ?\.\.", ("{0}/..", "[{0}..]")),
    (r"\.\. ?@", ("../{0}", "[..{0}]")),
    (r"(?:some ?time )?between (?:the )?@ (?:and|-) (?:the )?@|[\[{(]@ ?[-/] ?@[\]})]", ("[{0}..{1}]",)),
    (r"(?:from )?(?:the )?@ ?(?:-|/| to | until | till | through ) ?(?:the )?@", ("{0}/{1}",)),
    (r"@ ?\.\. ?@", ("[{0}..{1}]", "{0}/{1}")),
    (r"(?:either )?@,? or @", ("[{0},{1}]",)),
    (r"(?:both )?@ (?:and|&) @", ("{{{0},{1}}}",)),
    (r"@ ?, ?@", ("[{0},{1}]", "{{{0},{1}}}")),
)  # fmt: skip
"""Phrases around one date or two. `previous` and `next` are the dates next to the first one."""

_REWRITINGS = (
    ("OPEN", ".."),
    ("UNKNOWN", ""),
    ("U", "X"),
    (r"^\+|^-(?=0000)", ""),
    (r"(?:-00)+(?=[/?~%]|$)", ""),
    (r"Y(-?)([0-9]{1,4})(?![0-9])", lambda match: match[1] + match[2].zfill(4)),
    (r"(?<![0-9Y])(-?[1-9][0-9]{4})(?![0-9])", r"Y\1"),
)
"""Replacements, as regular expressions, of what older drafts, EDTF level 2 and databases write."""
_QUALIFIER = re.compile("[?~%]")

_UNKNOWN = re.compile(r"(?:date )?(?:unknown|undated|none|nil|no date|not known|n/?a|n\.? ?d\.?|tb[ac]|[?-]+)")
_DASHES = {ord(dash): "-" for dash in "\u2010\u2011\u2012\u2013\u2014\u2212"} | {ord("…"): ".."}


def _to_year(text: str) -> str:
    """Return a year in EDTF, by its digits and perhaps its era."""
    number = int(re.sub("[^0-9]", "", text))
    return edtf_year(1 - number if "b" in text else number)


_CONVERTERS: Mapping[str, Callable[[str], str]] = {
    "year": _to_year,
    "bc": lambda digits: _to_year(f"{digits} bc"),
    "negative": lambda digits: digits.zfill(4),
    "rest": str,
    "nth": lambda digits: _pad(str(int(digits) - 1)),
    "name": _MONTHS.__getitem__,
    "last_name": _MONTHS.__getitem__,
    "season": _SEASONS.__getitem__,
    "season_code": _SEASON_CODES.__getitem__,
    "first_month": lambda code: _MONTHS_OF_GROUPINGS[code][0],
    "last_month": lambda code: _MONTHS_OF_GROUPINGS[code][1],
}
"""How the groups of `_DATES` are written in EDTF; the others get a second digit."""


def is_unknown(text: str) -> bool:
    """Return whether a text says that no date is known, as `unknown` and `?` do."""
    return _UNKNOWN.fullmatch(_normalize(text)) is not None


def format_date_suggestion(text: str) -> str:
    """Return `did you mean 1956~ (about 1956)?` for a text that is no EDTF; an empty text where nobody can tell.

    Sets are in quotes, because YAML reads them as lists without.
    """
    suggestions = []
    for date in suggest_dates(text):
        value = f'"{date}"' if date.startswith(("[", "{")) else date
        words = format_date(date)
        suggestions.append(value if words == date else f"{value} ({words})")
    return f"did you mean {' or '.join(suggestions)}?" if suggestions else ""


def suggest_dates(text: str) -> tuple[str, ...]:
    """Return what a text that is no EDTF may mean, in EDTF: one date, several where it is ambiguous, often none."""
    compact = "".join(text.split()).upper()
    if len(text) > MAX_LENGTH or "@" in text:
        return ()
    if not re.search(r" - |[0-9]\s+[0-9]", text) and (date := next(filter(is_date, _rewritings(compact)), "")):
        return (date,)
    normalized = _normalize(text)
    readings = [_readings(match.group()) for match in _any_date().finditer(normalized)]
    phrase = _any_date().sub("@", normalized)
    templates = next((templates for pattern, templates in _PHRASES if re.fullmatch(pattern, phrase)), ())
    has_same_order = len({len(dates) for dates in readings}) == 1  # day or month first: both dates alike
    choices = zip(*readings, strict=True) if has_same_order else product(*readings)
    suggestions = (_fill_phrase(template, dates) for dates in choices for template in templates)
    return tuple(dict.fromkeys(date for date in suggestions if is_date(date)))


def _rewritings(text: str) -> Iterator[str]:
    """Yield a text in capitals as it is, and as other versions and levels of the standard may mean it."""
    yield text
    for pattern, replacement in _REWRITINGS:
        text = re.sub(pattern, replacement, text)
    yield "/".join(map(_move_qualifiers, text.split("/")))


def _move_qualifiers(date: str) -> str:
    """Return a date with the qualifiers of its parts as one at its end."""
    signs = set(_QUALIFIER.findall(date))
    return _QUALIFIER.sub("", date) + (signs.pop() if len(signs) == 1 else "%" if signs else "")


def _normalize(text: str) -> str:
    """Return a text in lower case, with single spaces, `-` for dashes, `..` for ellipses, and 10000 for 10,000."""
    text = re.sub(r"\.{2,}", "..", " ".join(text.casefold().translate(_DASHES).split()))
    return re.sub(r"(?<=[0-9]),(?=[0-9]{3}(?![0-9]))", "", text)


@cache
def _any_date() -> re.Pattern[str]:
    """Return the pattern of all dates of `_DATES`, without its groups."""
    patterns = "|".join(pattern for pattern, _ in _DATES)
    return re.compile(rf"(?<![0-9])(?:{re.sub(r'[?]P<[a-z_]+>', '?:', patterns)})(?![0-9])")


def _readings(text: str) -> tuple[str, ...]:
    """Return what a text that `_any_date` matches may mean, in EDTF; none where the calendar has no such day.

    Readings that are no dates stay in their places, so that the readings of two dates can be paired.
    """
    for pattern, templates in _DATES:
        if match := re.fullmatch(pattern, text):
            values = {name: _CONVERTERS.get(name, _pad)(value) for name, value in match.groupdict().items()}
            if digits := match.groupdict().get("end", match.groupdict().get("month")):
                values["end"] = _last_year(values["year"], digits)
            dates = tuple(template.format(**values) for template in templates)
            if any(map(is_date, dates)):
                return dates
    return ()


def _pad(digits: str) -> str:
    return digits.zfill(2)


def _last_year(year: str, digits: str) -> str:
    """Return the year that `57` means in `1956/57`; a text that is no year where it is not after the first one."""
    last_year = year[: -len(digits)] + digits
    return last_year if last_year > year else "none"


def _fill_phrase(template: str, dates: tuple[str, ...]) -> str:
    """Return a phrase in EDTF; a text that is no date where the phrase cannot hold one of the dates."""
    if not all(map(is_date, dates)) or (template != "{0}" and any("/" in date for date in dates)):
        return "none"
    return template.format(*dates, previous=_adjacent(dates[0], -1), next=_adjacent(dates[0], 1))


def _adjacent(text: str, step: int) -> str:
    """Return the last year, month or day before a date (`step` -1), or the first one after it (`step` 1)."""
    date = parse_edtf(text)
    if not isinstance(date, Date):
        return "none"
    year, month, day = date.first if step < 0 else date.last
    if date.precision == "day":
        shift = year - year % 400 - 400  # the calendar repeats after 400 years
        neighbour = dt.date(year - shift, month, day) + dt.timedelta(step)
        return edtf_day((neighbour.year + shift, neighbour.month, neighbour.day))
    if date.precision in {"month", "season"}:
        year, index = divmod(12 * year + month - 1 + step, 12)
        return f"{edtf_year(year)}-{index + 1:02}"
    return edtf_year(year + step)
