"""What somebody who knows no YAML types by mistake: each fault is reported at its line, with what to write instead."""

from __future__ import annotations

from typing import TypeAlias

import pytest

from macros.scenario.yaml_errors import NO_FIELD, NOTHING_KNOWN
from macros.scenario.yaml_errors import NO_SPACE as NO_SPACE_AFTER_DASH
from tests.rules.conftest import HERE, check_text, strip_marks

BLOCKS = HERE.joinpath("blocks.yml").read_text(encoding="utf-8")
NOT_YAML = "invalid-yaml: not YAML: "
ABOVE = f"{NOT_YAML}{{}} is indented by {{}}, the {{}} above by {{}}; {{}}"
NO_SPACE = f"{NOT_YAML}a space is missing after the "
NO_COLON = f"{NOT_YAML}a ':' is missing; write 'title: '"
OPEN_QUOTE = f"{NOT_YAML}the quote that opens here is not closed; close it, or put the whole text below >-"
CLOSED_QUOTE = f"{NOT_YAML}the text goes on after its closing quote; write "
COLON = f"{NOT_YAML}a text with ': ' in it needs quotes or >-"
STRANGE_SPACE = f"{NOT_YAML}found U+00A0, which is no space to YAML; type a plain space"
COMMENT = "trailing-comment: from ' #' on, this is a comment, which YAML drops; "
QUOTES = "put the value in quotes, or "
OWN_LINE = "put a comment on a line of its own"
FIELD_IN_TEXT = (
    "field-in-text: YAML takes this line as part of the text above; indent it as the field that the text belongs to"
)
ITEM_IN_TEXT = "field-in-text: YAML joins this line to the one above; "
LINK = "entry-link-form: "
STRAY = "'[[' or ']]' stands alone here; a link is [[id]] or [[id|words]]"
BLOCK_BEGINS = f"{NOT_YAML}the text below >- or |- begins here; indent it by 6 spaces"
BLOCK_HEADER = (
    f"{NOT_YAML}a text below >- or |- begins on the next line, indented; "
    "a text that itself begins with > or | needs quotes"
)

Fault: TypeAlias = tuple[str, str, list[str]]
"""A text of the file, what somebody writes instead, with marks, and the problems at the marks."""

DAM = "  - id: dam\n    title: The dam\n"
TITLE = "    title: The dam\n"
KIND = "    title: The dam\n    kind"
LEAD = "    lead: The town held the river back.\n"
FOLDED = "      It did not rain for\n      a year.\n"
NAMES = "      a year.\n    names: [Dry year]\n"
NULL = "date: null\n    lead: The town"
REST = "    kind: event\n    thread: water\n    date: null\n"

INDENTS: dict[str, Fault] = {
    "the dash of a section's first item": (
        "  - id: drought\n",
        "    ¦id: drought\n",
        [f"{NOT_YAML}a '-' is missing; write '  - id: drought'"],
    ),
    "the dash of a list's first item inside a record": (
        "      - id: p1-s1-c1\n",
        "        ¦id: p1-s1-c1\n",
        [f"{NOT_YAML}a '-' is missing; write '      - id: p1-s1-c1'"],
    ),
    "the head of a section's first item": (
        "  - id: drought\n    title: The drought\n    kind: event\n",
        "    ¦kind: event\n",
        [f"{NOT_YAML}a '-' is missing; write '  - kind: event'"],
    ),
    "the first item's dash, with its space": (
        "  - id: drought\n",
        "  ¦id: drought\n",
        [f"{NOT_YAML}a '-' is missing; write '  - id: drought'"],
    ),
    "a field, one too many": (
        TITLE,
        f" {TITLE}".replace("t", "¦t", 1),
        [ABOVE.format("'title'", "5 spaces", "fields", 4, "take 1 space out")],
    ),
    "a field, one too few": (
        TITLE,
        "   ¦title: The dam\n",
        [ABOVE.format("'title'", "3 spaces", "fields", 4, "add 1 space")],
    ),
    "a field, two too many": (
        TITLE,
        "      ¦title: The dam\n",
        [ABOVE.format("'title'", "6 spaces", "fields", 4, "take 2 spaces out")],
    ),
    "a field, two too few": (
        TITLE,
        "  ¦title: The dam\n",
        [ABOVE.format("'title'", "2 spaces", "fields", 4, "add 2 spaces")],
    ),
    "a field below others": (
        KIND,
        "    title: The dam\n     ¦kind",
        [ABOVE.format("'kind'", "5 spaces", "fields", 4, "take 1 space out")],
    ),
    "a field below a folded text": (
        NAMES,
        "      a year.\n     ¦names: [Dry year]\n",
        [ABOVE.format("'names'", "5 spaces", "fields", 4, "take 1 space out")],
    ),
    "a field that becomes part of the folded text above": (
        NAMES,
        "      a year.\n      ¦names: [Dry year]\n",
        [FIELD_IN_TEXT],
    ),
    "a field that would become part of the plain text above": (
        f"{LEAD}    names:\n",
        f"{LEAD}      ¦names:\n",
        [ABOVE.format("'names'", "6 spaces", "fields", 4, "take 2 spaces out")],
    ),
    "a field at the beginning of its line": (
        NAMES,
        "      a year.\n¦names: [Dry year]\n",
        [f"{NOT_YAML}'names' is no section; indent it by 4 spaces, as the fields above"],
    ),
    "a section": (
        "\nlinks:\n",
        "\n  ¦links:\n",
        [ABOVE.format("'links'", "2 spaces", "fields", 0, "take 2 spaces out")],
    ),
    "an item, one too many": (
        DAM,
        "   ¦- id: dam\n    title: The dam\n",
        [ABOVE.format("the '-' of this item", "3 spaces", "items", 2, "take 1 space out")],
    ),
    "an item, one too few": (
        DAM,
        " ¦- id: dam\n    title: The dam\n",
        [ABOVE.format("the '-' of this item", "1 space", "items", 2, "add 1 space")],
    ),
    "an item at the beginning of its line": (
        DAM,
        "¦- id: dam\n    title: The dam\n",
        [ABOVE.format("the '-' of this item", "0 spaces", "items", 2, "add 2 spaces")],
    ),
    "the first item of a list": (
        "  - id: drought\n    title",
        " ¦- id: drought\n    title",
        [f"{NOT_YAML}the '-' of this item is indented by 1 space, but its fields ask for 2; add 1 space"],
    ),
    "an item of a list inside an item": (
        "      - id: p1-s1-c2",
        "    ¦- id: p1-s1-c2",
        [ABOVE.format("the '-' of this item", "4 spaces", "items", 6, "add 2 spaces")],
    ),
    "an item that seems to be one of the list outside": (
        "      - id: p1-s1-c2",
        "  ¦- id: p1-s1-c2",
        [f"{NOT_YAML}the '-' of this item is indented by 2 spaces, but its fields ask for 6; add 4 spaces"],
    ),
    "an item that becomes part of the folded text above": (
        f"{NAMES}{DAM}",
        "      a year.\n      ¦- id: dam\n    ¦title: The dam\n",
        [FIELD_IN_TEXT, "duplicate-key: 'title' is given twice in this record, first in line 45"],
    ),
    "a name, one too many, which joins it to the one above": (
        "      - Weir",
        "       ¦- Weir",
        [f"{ITEM_IN_TEXT}indent it as the item above"],
    ),
    "a name, one too few": (
        "      - Weir",
        "     ¦- Weir",
        [ABOVE.format("the '-' of this item", "5 spaces", "items", 6, "add 1 space")],
    ),
    "a folded text that is not indented": (FOLDED, "    ¦It did not rain for\n    a year.\n", [BLOCK_BEGINS]),
    "a folded text that is not indented and has a colon": (
        FOLDED,
        "    ¦It did: not rain for\n    a year.\n",
        [BLOCK_BEGINS],
    ),
    "the second line of a folded text, too few": (
        FOLDED,
        "      It did not rain for\n     ¦a year.\n",
        [ABOVE.format("this line", "5 spaces", "text", 6, "add 1 space")],
    ),
    "the first line of a folded text, too many": (
        FOLDED,
        "       ¦It did not rain for\n      a year.\n",
        [f"{NOT_YAML}this line is indented by 7 spaces, the text below by 6; take 1 space out"],
    ),
    "a line of a folded text, too many, which keeps it from folding": (
        FOLDED,
        "      It did not rain for\n      a year,\n        ¦and then\n      another.\n",
        ["field-in-text: this line is indented by 8 spaces, the text around it by 6; take 2 spaces out"],
    ),
    "a tab": (TITLE, "¦\ttitle: The dam\n", [f"{NOT_YAML}found a tab; indent with spaces"]),
    "a tab after the dash": (
        DAM,
        "  -¦\tid: dam\n    title: The dam\n",
        [f"{NOT_YAML}found a tab; indent with spaces"],
    ),
    "a tab in a folded text": ("      a year.\n", "¦\ta year.\n", [f"{NOT_YAML}found a tab; indent with spaces"]),
    "spaces of a word processor": (TITLE, "¦\u00a0\u00a0\u00a0\u00a0title: The dam\n", [STRANGE_SPACE]),
}

SIGNS: dict[str, Fault] = {
    "no space after the dash": ("  - id: dam\n", "  ¦-id: dam\n", [f"{NO_SPACE}'-'; write '- id: '"]),
    "no space after the dash of a first item": (
        "  - cause: drought",
        "  ¦-cause: drought",
        [f"{NO_SPACE}'-'; write '- cause: '"],
    ),
    "no space after the dash of a name": ("      - Weir", "      ¦-Weir", [f"{NO_SPACE}'-'; write '- Weir'"]),
    "an asterisk for the dash of a name": (
        "      - Weir",
        "      ¦* Weir",
        [f"{NOT_YAML}an item begins with '- ', not with '*'"],
    ),
    "an empty list above its items": (
        "myths: []",
        "myths: ¦[]\n  - id: curse",
        [f"{NOT_YAML}the list has items below; take the '[]' out"],
    ),
    "a remark without its number sign": (TITLE, f"{TITLE}    ¦Is this right?\n", [f"{NOT_YAML}{NO_FIELD}"]),
    "no dash": ("  - id: dam\n", "  ¦id: dam\n", [f"{NOT_YAML}a '-' is missing; write '- id: dam'"]),
    "no dash, but its space": (
        "  - id: dam\n",
        "    ¦id: dam\n",
        ["duplicate-key: 'id' is given twice in this record, first in line 44; is the '-' of a new item missing?"],
    ),
    "no dash before a name": ("      - Weir", "      ¦Weir", [f"{NOT_YAML}a '-' is missing; write '- Weir'"]),
    "a dash before each field": (
        DAM,
        "  - id: dam\n  - ¦title: The dam\n",
        ["missing-field: this item has only fields that the item above lacks; take the '-' out"],
    ),
    "another dash": (
        "  - id: dam\n",
        "  ¦\u2013 id: dam\n",
        [f"{NOT_YAML}an item begins with '- ', not with '\u2013'"],
    ),
    "an asterisk for a dash": (
        "  - id: dam\n",
        "  ¦* id: dam\n",
        [f"{NOT_YAML}an item begins with '- ', not with '*'"],
    ),
    "no space after the colon": (TITLE, "    title:¦The dam\n", [f"{NO_SPACE}':'; write 'title: '"]),
    "no space after the colon of the first field": ("  - id: dam\n", "  - id:¦dam\n", [f"{NO_SPACE}':'; write 'id: '"]),
    "no space after the colon of the last field": (
        "    misspellings: [damm]",
        "    misspellings:¦[damm]",
        [f"{NO_SPACE}':'; write 'misspellings: '"],
    ),
    "no space before a folded text": (
        "    lead: >-\n      He",
        "    lead:¦>-\n      He",
        [f"{NO_SPACE}':'; write 'lead: '"],
    ),
    "a space of a word processor after the colon": (TITLE, "    title:¦\u00a0The dam\n", [STRANGE_SPACE]),
    "no colon": (TITLE, "    title¦ The dam\n", [NO_COLON]),
    "no colon in the first field": ("  - id: dam\n", "  - id¦ dam\n", [f"{NOT_YAML}a ':' is missing; write 'id: '"]),
    "another sign for a colon": (TITLE, "    title¦; The dam\n", [NO_COLON]),
    "the colon of a Chinese keyboard": (
        TITLE,
        "    title¦\uff1aThe dam\n",
        [f"{NOT_YAML}found '\uff1a'; write 'title: ', with a plain ':' and a space"],
    ),
    "no closing bracket": (
        "people: [miller]",
        "people: ¦[miller",
        [f"{NOT_YAML}the list that begins here is not closed; write ']' at its end, or put a text in quotes"],
    ),
    "no opening bracket": (
        "people: [miller]",
        "people: ¦miller]",
        ["wrong-type: expected a list, found text ('miller]'); write [miller]"],
    ),
    "the text in the line of >-": ("lead: >-\n      He built", "lead: >- ¦He built", [BLOCK_HEADER]),
    "another dash in >-": (
        "lead: >-\n      He built",
        "lead: ¦>\u2013\n      He built",
        [f"{NOT_YAML}write '>-' or '|-', with a plain hyphen"],
    ),
    "a merge conflict": (
        TITLE,
        f"¦<<<<<<< mine\n{TITLE}=======\n    title: A dam\n>>>>>>> yours\n",
        [f"{NOT_YAML}a merge conflict is left here; take out one version, and the lines of signs"],
    ),
}

TEXTS: dict[str, Fault] = {
    "a quote inside quotes": ("title: The dam", "title: 'The dam'¦s way'", [f'{CLOSED_QUOTE}"The dam\'s way"']),
    "double quotes inside double quotes": (
        "title: The dam",
        'title: "The "¦dam" way"',
        [f"{CLOSED_QUOTE}'The \"dam\" way'"],
    ),
    "a first word in quotes": ("title: The dam", 'title: "The"¦ dam', [f"{CLOSED_QUOTE}'\"The\" dam'"]),
    "no closing quote": ("title: The dam", 'title: ¦"The dam', [OPEN_QUOTE]),
    "a closing quote below another field": (
        "title: The dam\n",
        'title: ¦"The dam\n      note: It broke."\n',
        [OPEN_QUOTE.replace("not YAML: ", "")],
    ),
    "no closing quote in a list": ("names: [Dry year]", 'names: [¦"Dry year]', [OPEN_QUOTE]),
    "no closing quote before another, many lines below": (
        f"{TITLE}{REST}{LEAD}",
        f"    title: ¦'The dam\n{REST}    lead: The town's river.\n",
        [OPEN_QUOTE],
    ),
    "no opening quote": (
        "title: The dam",
        'title: The dam¦"',
        ["unopened-quote: nothing opens the quote at the end; take it out, or open it"],
    ),
    "a colon": ("title: The dam", "title: The dam¦: a wall", [f'{COLON}; write "The dam: a wall"']),
    "a colon in a second line": (
        LEAD,
        "    lead: The town held\n      the river¦: back.\n",
        [f"{COLON}; put it below >-"],
    ),
    "the quotes of a word processor": (
        "title: The dam",
        "title: “The dam¦: a wall”",
        [f'{COLON}; “ is no quote to YAML; write "The dam: a wall"'],
    ),
    "a link at the beginning": (
        "lead: The town",
        "lead: ¦[[dam]]: the town",
        [f'{NOT_YAML}a text that begins with [ needs quotes or >-; write "[[dam]]: the town held the river back."'],
    ),
    "a star at the beginning": (
        "title: The dam",
        "title: ¦*The* dam",
        [f'{NOT_YAML}a text that begins with * needs quotes or >-; write "*The* dam"'],
    ),
    "a backslash": (
        "title: The dam",
        'title: "The ¦\\dam"',
        [f"{NOT_YAML}a \\ in double quotes begins an escape; use single quotes"],
    ),
    "a comma in braces": (
        "  account:\n    low: 2\n    high: 5.5\n",
        "  account: {low: 2, high: 5,¦5}\n",
        ["unknown-field: there is no field '5'; a text with a comma in it needs quotes here; the fields are low, high"],
    ),
    "a decimal comma": (
        "    high: 5.5\n",
        "    high: ¦5,5\n",
        ["wrong-type: expected a number, found text ('5,5'); write 5.5"],
    ),
    "a comment after a text": ("title: The dam", "title: The dam ¦# rich", [f"{COMMENT}{QUOTES}{OWN_LINE}"]),
    "a comment after a tab": ("title: The dam", "title: The dam\t¦# rich", [f"{COMMENT}{QUOTES}{OWN_LINE}"]),
    "a comment after a text in quotes": ("title: The dam", 'title: "The dam #1" ¦# rich', [f"{COMMENT}{OWN_LINE}"]),
    "a comment after a date": (NULL, "date: null ¦# unknown\n    lead: The town", [f"{COMMENT}{QUOTES}{OWN_LINE}"]),
    "a comment after an item": ("      - Weir", "      - Weir ¦# two", [f"{COMMENT}{QUOTES}{OWN_LINE}"]),
    "a comment after >-": ("lead: >-\n      He", "lead: >- ¦# he\n      He", [f"{COMMENT}{OWN_LINE}"]),
    "a number sign at the beginning": (
        "title: The dam",
        "title:¦ ¦#1 dam",
        ["empty-field: 'title' is left empty; write its value", f"{COMMENT}{QUOTES}{OWN_LINE}"],
    ),
    "a number sign in a list": (
        "names: [Dry year]",
        "names: [Dry year ¦#1]",
        [f"{NOT_YAML}' #' begins a comment; put the text that has it in quotes"],
    ),
    "a number sign in a text of two lines": (
        LEAD,
        "    lead: The town ¦#1 held\n      the river back.\n",
        [f"{NOT_YAML}' #' begins a comment, and the text goes on below; put the text below >-"],
    ),
    "a comment inside a folded text": (
        FOLDED,
        "      It did not rain for\n    ¦# how long?\n      a year.\n",
        [f"{NOT_YAML}a comment cannot stand inside a text; put it above the field"],
    ),
    "a list in a folded text": (
        "      a year.\n",
        "      a year:\n      ¦- one\n      - two\n",
        [f"{ITEM_IN_TEXT}begin the text with |- instead of >- for a list, or put a dash at the end of the line above"],
    ),
    "an arrow instead of the sign of a folded text": (
        "    lead: >-\n      It did not rain for\n",
        "    lead: ¦->\n      It did not rain for\n",
        ["field-in-text: YAML takes this sign as part of the text; write '>-'"],
    ),
    "a dash that touches its item": (
        "        entries: [dam]",
        "        entries:\n        ¦-dam",
        [f"{NOT_YAML}{NO_SPACE_AFTER_DASH}; write '- dam'"],
    ),
    "a quotation mark as a date": (
        NULL,
        "date: ¦?\n    lead: The town",
        [f"{NOT_YAML}'?' alone is no value; {NOTHING_KNOWN}"],
    ),
    "an apostrophe in a list": (
        "    names: [Dry year]",
        "    names: ['The miller'¦s year']",
        [f'{NOT_YAML}the text goes on after its closing quote; a text with \' in it stands in " "'],
    ),
    "two commas in a list": (
        "    names: [Dry year]",
        "    names: [Dry year,¦, Drought]",
        [f"{NOT_YAML}nothing stands before this sign; take it out, or put the text in quotes"],
    ),
    "an empty date": (
        NULL,
        "date:¦\n    lead: The town",
        ["empty-field: 'date' is left empty; a date that is not given is written null"],
    ),
    "an empty list": (
        "        entries: [dam]",
        "        entries:¦",
        ["empty-field: 'entries' is left empty; an empty list is written []"],
    ),
    "an empty list that nobody needs": (
        "myths: []",
        "myths:¦",
        ["empty-field: 'myths' is left empty; write its value, or take the line out"],
    ),
    "an empty item": (
        "      - Weir",
        "      -¦",
        ["empty-field: nothing stands after the '-'; write the item, or take the '-' out"],
    ),
    "a field of a claim with its sentence": (
        "        date: null\n        entries: [dam]",
        "        entries: [dam]\n    ¦date: null",
        [
            (
                "unknown-field: there is no field 'date'; "
                "it is missing in the record that begins in line 35, column 9: move it there"
            )
        ],
    ),
    "an entry among the links": (
        "\nlinks:\n",
        "\nlinks:\n  - ¦id: west\n    title: The West\n    kind: group\n",
        [
            (
                "unknown-field: there are no fields 'id', 'title', 'kind'; the fields are cause, effect, relation, "
                "basis, locators, mechanism; does the record belong under 'entries'?"
            )
        ],
    ),
    "single brackets": ("[[dam]]", "¦[dam]", [f"{LINK}'[dam]' has single brackets, so it is no link; write [[dam]]"]),
    "single brackets around a near miss": (
        "[[dam]]",
        "¦[droght]",
        [f"{LINK}'[droght]' has single brackets, so it is no link; did you mean [[drought]]?"],
    ),
    "single brackets with words": (
        "[[dam]]",
        "¦[dam|the dam]",
        [f"{LINK}'[dam|the dam]' has single brackets, so it is no link; write [[dam|the dam]]"],
    ),
    "a closing bracket too few": ("[[dam]]", "¦[[dam]", [f"{LINK}{STRAY}"]),
    "an opening bracket too few": ("[[dam]]", "[¦dam]]", [f"{LINK}{STRAY}"]),
    "a link in a title": (
        "title: The miller",
        "title: The ¦[[dam]] miller",
        [f"{LINK}a title or name holds no links; write its words alone"],
    ),
}

FAULTS = {
    f"{group}: {name}": fault
    for group, faults in (("indent", INDENTS), ("sign", SIGNS), ("text", TEXTS))
    for name, fault in faults.items()
}


def test_the_file_without_faults_is_valid() -> None:
    assert check_text(BLOCKS) == []


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_reported_at_its_line_with_what_to_write(name: str) -> None:
    old, new, messages = FAULTS[name]
    assert BLOCKS.count(old) == 1, name
    text, positions = strip_marks(BLOCKS.replace(old, new))
    assert check_text(text) == [f"{position}: {message}" for position, message in zip(positions, messages, strict=True)]


ACCEPTED = {
    "a number sign inside a folded text": ("      a year.\n", "      a year, as in # 1 and\n      # 2.\n"),
    "a number sign in quotes": ("title: The dam", 'title: "The # dam"'),
    "a number sign in single quotes, over two lines": (LEAD, "    lead: 'The # town\n      held # it.'\n"),
    "a comment on a line of its own": (TITLE, f"    # A comment # of two\n{TITLE}"),
    "an editor's note in brackets": ("[[dam]]", "dam [sic] [by the town] [x](https://a.example)"),
    "a field's name in the middle of a folded text": ("      a year.\n", "      two\n      names: a and b.\n"),
    "a list in a literal text": (
        "lead: >-\n      He built",
        "lead: |-\n      So:\n      - one\n      - two\n      He built",
    ),
    "a list indented in a folded text": (
        "      a year.\n",
        "      a year:\n\n        - one\n          or two\n        - three\n",
    ),
    "a dash inside a line": (LEAD, "    lead: The town - held\n      the river back.\n"),
    "quotes that belong to the text": ("title: The dam", 'title: The "dam"'),
}


@pytest.mark.parametrize("name", ACCEPTED)
def test_what_only_looks_like_a_fault_is_accepted(name: str) -> None:
    old, new = ACCEPTED[name]
    assert BLOCKS.count(old) == 1, name
    assert check_text(BLOCKS.replace(old, new)) == []
