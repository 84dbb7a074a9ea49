"""Suggestions for dates that are no EDTF: what people write, the words of our own pages, and texts at random."""

from __future__ import annotations

import re
from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from macros.scenario.date_suggestions import format_date_suggestion, is_unknown, suggest_dates
from macros.scenario.dates import format_date, is_date
from macros.scenario.edtf import MAX_LENGTH
from tests.conftest import ROOT, scaled_examples
from tests.scenario.date_texts import DATE_TEXTS

SUGGESTIONS = {
    "circa 1956": "1956~",
    "c. 1956": "1956~",
    "ca 1956": "1956~",
    "c1956": "1956~",
    "about 1956": "1956~",
    "~1956": "1956~",
    "circa 1956-1959": "1956~/1959~ 1956~/1959",
    "perhaps 1956": "1956?",
    "1956 (?)": "1956?",
    "1956 ?": "1956?",
    "25.02.1956": "1956-02-25",
    "25 February 1956": "1956-02-25",
    "February 25, 1956": "1956-02-25",
    "the 25th of Feb. 1956": "1956-02-25",
    "1956 February 25": "1956-02-25",
    "Feb 1956": "1956-02",
    "02/25/1956": "1956-02-25",
    "02/03/1956": "1956-03-02 1956-02-03",
    "02/02/1956": "1956-02-02",
    "1956-2-5": "1956-02-05",
    "1956-02-25/28": "1956-02-25/1956-02-28",
    "14\N{EN DASH}25 February 1956": "1956-02-14/1956-02-25",
    "Feb. 14 - 25, 1956": "1956-02-14/1956-02-25",
    "February/March 1956": "1956-02/1956-03",
    "before Jan-Mar 1956": "",
    "31 January - 2 February 1956": "1956-01-31/1956-02-02",
    "winter 1956/57": "1956-24",
    "1956/02/25": "1956-02-25",
    "1956-25-02": "1956-02-25",
    "19560225": "1956-02-25",
    "1956.02": "1956-02",
    "2/1956": "1956-02",
    "1956-1957": "1956/1957",
    "1956\N{EN DASH}57": "1956/1957",
    "1956/57": "1956/1957",
    "1906/07": "1906-07 1906/1907",
    "1956\N{EN DASH}07": "1956-07",
    "1956 to 1959": "1956/1959",
    "from 1956 till 1959": "1956/1959",
    "1956 / 1959": "1956/1959",
    "5.3.1956 - 7.4.1956": "1956-03-05/1956-04-07 1956-05-03/1956-07-04",
    "5.3.1956 - 27.4.1956": "1956-03-05/1956-04-27",
    "spring 1956": "1956-21",
    "Fall of 1956": "1956-23",
    "1950s": "195X",
    "mid-1950s": "195X",
    "1900s": "190X 19XX",
    "195?": "195X 0195?",
    "195x": "195X",
    "19??": "19XX",
    "20th century": "19XX",
    "the late 2nd century BC": "",
    "2nd century BC": "-01XX",
    "before 1956": "[..1955]",
    "before 1 March 1956": "[..1956-02-29]",
    "before January 1956": "[..1955-12]",
    "before the 1950s": "[..1949]",
    "after 1956": "[1957..]",
    "after 31.12.1999": "[2000-01-01..]",
    "by 1956": "[..1956]",
    "not before 1956": "[1956..]",
    "until 1956": "../1956",
    "since 1956": "1956/..",
    "1956-": "1956/.. 1956/",
    "1956 ..": "1956/.. [1956..]",
    "between 1956 and 1959": "[1956..1959]",
    "[1956-1959]": "[1956..1959]",
    "1956...1959": "[1956..1959] 1956/1959",
    "1956 or 1957": "[1956,1957]",
    "1956 and 1957": "{1956,1957}",
    "1956, 1957": "[1956,1957] {1956,1957}",
    "44 BC": "-0043",
    "1 BC": "0000",
    "before 1 BC": "[..-0001]",
    "10,000 BC": "-9999",
    "AD 79": "0079",
    "79 CE": "0079",
    "476": "0476",
    "-0000": "0000",
    "-43": "-0043 -0042",
    "-44-03-15": "-0044-03-15 -0043-03-15",
    "15 March 44 BC": "-0043-03-15",
    "March 15, 44 B.C.": "-0043-03-15",
    "15.3.44 BC": "-0043-03-15",
    "44\N{EN DASH}31 BC": "-0043/-0030",
    "before 1 March 44 BC": "[..-0043-02-28]",
    "after 31 December 1 BC": "[0001-01-01..]",
    "25 December AD 800": "0800-12-25",
    "17,000 BC": "Y-16999",
    "12025": "Y12025",
    "-10000": "Y-10000",
    "AD 12,025": "Y12025",
    "Y956": "0956",
    "Y-44": "-0044",
    "+1956": "1956",
    "1956-00-00": "1956",
    "1956-02-00": "1956-02",
    "?1956": "1956?",
    "?~1956": "1956%",
    "~1956/~1958": "1956~/1958~",
    "1956?-02-25": "1956-02-25?",
    "2004-06?-~11": "2004-06-11%",
    "1956-25": "1956-21",
    "1956-31": "1956-21",
    "1956-32": "1956-22",
    "1956-33": "1956-01/1956-03",
    "1956-39": "1956-09/1956-12",
    "1956-41": "1956-07/1956-12",
    "19uu": "19XX",
    "1956/open": "1956/..",
    "unknown/1956": "/1956",
}  # fmt: skip
AMBIGUOUS_OR_WRONG = (
    "", " ", "soon", "1956-13", "1956-02-30", "February 30, 1956", "31.11.1956", "5/3/56", "'56", "1959-1956",
    "1956-56", "circa 1956/57", "before 1956 or 1957", "1906 - 07", "0 BC", "25 1956", "XXXX",
    "1956 was cold", "@ 1956", "between @ and 1956", "@", "Mars 1956", "February", "1956" * 17,
)  # fmt: skip
SPELLINGS = (
    "{d}.{m}.{y}", "{d}/{m}/{y}", "{m}/{d}/{y}", "{d:02}-{m:02}-{y}", "{y}/{m}/{d}", "{y}.{m:02}.{d:02}",
    "{y}{m:02}{d:02}", "{d} {date:%B} {y}", "{date:%B} {d}, {y}", "{date:%b} {d} {y}", "{d} {date:%b}. {y}",
)  # fmt: skip
WORDS = st.sampled_from([
    "circa", "about", "before", "after", "between", "and", "or", "to", "from", "-", "/", ",", ".", "..", "[", "]", "(",
    ")", "?", "~", "the", "of", "early", "century", "bc", "ad", "1956", "1957", "476", "44", "3rd", "20th", "1950s",
    "12", "13", "2", "05", "1.2.1956", "3/4/1957", "1906/07", "feb", "march", "spring", "1956-1957", "1900s", "195?",
    "@", "{0}",
])  # fmt: skip


@pytest.mark.parametrize("text", SUGGESTIONS)
def test_what_people_write_has_the_edtf_that_it_means(text: str) -> None:
    assert " ".join(suggest_dates(text)) == SUGGESTIONS[text]


def test_the_guide_shows_what_to_write_instead_of_other_forms() -> None:
    guide = (ROOT / "docs" / "contribute.md").read_text(encoding="utf-8")
    section = guide.partition("| Instead of | Write |")[2].partition("\n\n")[0]
    rows = re.findall(r"^\| (.+) \| `(.+)` \|$", section, re.MULTILINE)
    assert len(rows) == 11
    assert [suggest_dates(text) for text, _ in rows] == [(date,) for _, date in rows]


@pytest.mark.parametrize("text", AMBIGUOUS_OR_WRONG)
def test_nothing_is_suggested_where_nobody_can_tell(text: str) -> None:
    assert suggest_dates(text) == ()
    assert format_date_suggestion(text) == ""


@scaled_examples(1)
@given(st.dates(date(1000, 1, 1)), st.sampled_from(SPELLINGS))
@example(date(1956, 2, 3), "{d}/{m}/{y}")
def test_a_day_in_any_spelling_is_suggested_and_no_other(day: date, spelling: str) -> None:
    text = spelling.format(d=day.day, m=day.month, y=day.year, date=day)
    readings = {day.isoformat()}
    if day.day <= 12 and re.match(r"\{[dm][:}].*\{[dm][:}]", spelling):
        readings.add(day.replace(month=day.day, day=day.month).isoformat())
    assert set(suggest_dates(text)) == readings


@scaled_examples(2)
@given(DATE_TEXTS.filter(is_date))
@example("Y12025")
@example("-9999")
@example("{1956-02..1956-04}")
def test_the_words_of_a_date_suggest_that_date_or_nothing(text: str) -> None:
    words = format_date(text)
    suggestions = [] if is_date(words) else [format_date(date) for date in suggest_dates(words)]
    assert not suggestions or words in suggestions


@scaled_examples(2)
@given(st.lists(WORDS, max_size=6), st.sampled_from(["", " "]))
def test_only_valid_dates_with_the_numbers_of_the_text_are_suggested(words: list[str], separator: str) -> None:
    text = separator.join(words)
    numbers = {int(number) for number in re.findall("[0-9]+", text)}
    for suggestion in suggest_dates(text):
        assert is_date(suggestion)
        if not re.search("before|after|century|bc|ad|feb|march|spring|195|1900s|[0-9][/-]|-[0-9]|[0-9]{8}", text):
            assert {int(number) for number in re.findall("[0-9]+", suggestion)} <= numbers


def test_a_suggestion_says_what_the_date_means_and_has_the_quotes_that_yaml_needs() -> None:
    assert format_date_suggestion("c. 1956") == "did you mean 1956~ (about 1956)?"
    assert format_date_suggestion("1956..") == ('did you mean 1956/.. (from 1956 on) or "[1956..]" (in or after 1956)?')


@pytest.mark.parametrize("text", ["unknown", "?", "???", "N/A", "n. d.", "none", "Date unknown", "—"])
def test_a_text_may_say_that_no_date_is_known(text: str) -> None:
    assert is_unknown(text)


@pytest.mark.parametrize("text", ["", "1956", "unknown 1956", "1956?", "no"])
def test_other_texts_do_not_say_that_no_date_is_known(text: str) -> None:
    assert not is_unknown(text)


def test_long_texts_take_no_time() -> None:
    assert suggest_dates("1956 " * MAX_LENGTH) == ()
