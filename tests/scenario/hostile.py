"""Hostile and damaged files, each with one of the problems that it has."""

from __future__ import annotations

from tests.rules.conftest import VALID

MEGABYTE = 1 << 20
LEAD = "    lead: It did not rain.\n"


def lead(line: str) -> bytes:
    """Return the small valid file with a line in place of a lead, in line 36."""
    assert VALID.count(LEAD) == 1
    return VALID.replace(LEAD, line).encode("utf-8", "surrogatepass")


def replace_in_valid(old: str, new: str) -> bytes:
    """Return the small valid file with one text replaced."""
    assert VALID.count(old) == 1
    return VALID.replace(old, new).encode()


def alias_bomb(levels: int) -> bytes:
    """Return aliases of aliases ("billion laughs") that would expand to 9 to the power of `levels` values."""
    lines = [f"a{level}: &a{level} [{', '.join([f'*a{level - 1}'] * 9)}]\n" for level in range(1, levels)]
    return ("a0: &a0 [x, x, x, x, x, x, x, x, x]\n" + "".join(lines)).encode()


def cycles(entries: int) -> bytes:
    """Return the small valid file with a number of entries, each in a cycle with the next."""
    pairs = [
        (f"n{index + first}", f"n{index + second}") for index in range(entries) for first, second in ((0, 1), (1, 0))
    ]
    links = "".join(
        f"  - {{cause: {cause}, effect: {effect}, relation: cause, basis: stated, locators: [p1-s1], mechanism: So.}}\n"
        for cause, effect in pairs
    )
    records = "".join(
        f"  - {{id: n{index}, title: N{index}, kind: event, thread: water, date: null, lead: It was so.}}\n"
        for index in range(entries + 1)
    )
    return VALID.replace("links:\n", f"links:\n{links}").replace("entries:\n  -", f"entries:\n{records}  -", 1).encode()


REORDERING = "; it changes the order in which a reader sees others"
IDS = [f"e{number:04}" for number in range(1500)]
NOT_UTF_8 = "1:1: unreadable-file: expected UTF-8, found byte "
HARMLESS: dict[str, bytes] = {
    "a BOM": b"\xef\xbb\xbf" + VALID.encode(),
    "CRLF": VALID.replace("\n", "\r\n").encode(),
    "CR": VALID.replace("\n", "\r").encode(),
    "marks of direction, which move only themselves": lead("    lead: It did\u200f not \u200erain.\n"),
    "joiners, which change letters": lead("    lead: क्\u200dष 👨\u200d👩\u200d👧.\n"),
    "a directive": b"%YAML 1.1\n%TAG ! tag:example,2000:\n---\n" + VALID.encode(),
    "a comment of a megabyte": VALID.encode() + b"#" * MEGABYTE,
}
"""Unusual but valid files."""

REFUSED: dict[str, tuple[bytes, str]] = {
    "UTF-16, little end first": (VALID.encode("utf-16"), f"{NOT_UTF_8}0xff"),
    "UTF-16, big end first": (b"\xfe\xff" + VALID.encode("utf-16-be"), f"{NOT_UTF_8}0xfe"),
    "UTF-16 that does not say so": (VALID.encode("utf-16-le"), "1:2: invalid-yaml: the character U+0000 cannot stand"),
    "UTF-32": (VALID.encode("utf-32"), f"{NOT_UTF_8}0xff"),
    "two BOMs": (b"\xef\xbb\xbf" * 2 + VALID.encode(), "1:1: invalid-yaml: the character U+FEFF cannot stand"),
    "a tab for an indent": (lead("\tlead: x\n"), "36:1: invalid-yaml: not YAML: found a tab; indent with spaces"),
    "NUL": (lead("    lead: a\0b\n"), "36:12: invalid-yaml: the character U+0000 cannot stand in the file"),
    "NUL, escaped": (lead('    lead: "a\\0b"\n'), "36:11: invalid-yaml: the character U+0000 cannot stand in a text"),
    "half a pair, as bytes": (lead("    lead: \ud800\n"), "36:11: unreadable-file: expected UTF-8, found byte 0xed"),
    "half a pair, escaped": (lead('    lead: "\\ud800"\n'), "36:14: invalid-yaml: not YAML: found invalid Unicode"),
    "a pair, escaped": (lead('    lead: "\\ud83d\\ude00"\n'), "36:14: invalid-yaml: not YAML: found invalid Unicode"),
    "U+2028": (lead("    lead: a\u2028b\n"), "36:12: invalid-yaml: the character U+2028 cannot stand in the file"),
    "U+2028, escaped": (lead('    lead: "\\u2028"\n'), "36:11: invalid-yaml: the character U+2028 cannot stand in a"),
    "what reorders, in a comment": (
        VALID.encode() + "# \u2067x".encode(),
        f"{VALID.count(chr(10)) + 1}:3: invalid-yaml: the character U+2067 cannot stand in the file{REORDERING}",
    ),
    "what reorders, in a key": (
        lead("    le\u202ead: x\n"),
        f"36:7: invalid-yaml: the character U+202E cannot stand in the file{REORDERING}",
    ),
    **{
        f"what reorders, U+{ord(sign):04X}": (
            lead(f'    lead: "\\u{ord(sign):04x}x"\n'),
            f"36:11: invalid-yaml: the character U+{ord(sign):04X} cannot stand in a text{REORDERING}",
        )
        for sign in "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
    },
    **{
        f"what nobody sees, U+{ord(sign):04X}": (
            lead(f"    lead: a{sign}b\n"),
            f"36:12: invalid-yaml: the character U+{ord(sign):04X} cannot stand in the file; nobody sees it",
        )
        for sign in "\u00ad\u180e\u200b\u2060\u2064\ufeff"
    },
    "aliases of aliases": (alias_bomb(20), "1:5: no-anchors-or-tags: anchors are not accepted, found '&a0'"),
    "100 lists deep": (b"a: " + b"[" * 100 + b"]" * 100, "1:68: invalid-yaml: nested more than 64 deep"),
    "100,000 lists deep": (b"a: " + b"[" * 100_000, "1:68: invalid-yaml: nested more than 64 deep"),
    "100,000 records deep": (b"{a: " * 100_000, "1:258: invalid-yaml: nested more than 64 deep"),
    "100,000 blocks deep": (b"- " * 100_000, "1:131: invalid-yaml: nested more than 64 deep"),
    "100,000 keys deep": (b"? " * 100_000, "1:131: invalid-yaml: nested more than 64 deep"),
    "a key 100,000 times": (b"a: 1\n" * 100_000, "2:1: duplicate-key: 'a' is given twice in this record"),
    "a call": (
        lead("    lead: !!python/object/apply:os.system [echo]\n"),
        "36:11: no-anchors-or-tags: tags are not accepted, found '!!python/object/apply:os.system'",
    ),
    "a merge key": (lead("    <<: {lead: x}\n"), "36:5: unknown-field: there is no field '<<'"),
    "two documents": (VALID.encode() + b"---\na: 1\n", "124:1: invalid-yaml: expected one document, found a second"),
    "YAML of the future": (b"%YAML 3.0\n---\n" + VALID.encode(), "1:1: invalid-yaml: not YAML: found incompatible"),
    "a number of 5,000 digits": (
        replace_in_valid("year: 1970", f"year: {'9' * 5000}"),
        f"120:11: wrong-type: expected a whole number, found text ('{'9' * 39}…')",
    ),
    "infinity": (
        replace_in_valid("low: 2,", "low: .inf,"),
        "106:18: wrong-type: expected a number, found text ('.inf')",
    ),
    "a time": (
        replace_in_valid("year: 1970", "year: 2001-12-14t21:59:43.10-05:00"),
        "120:11: wrong-type: expected a whole",
    ),
    "nothing": (b"", "1:1: unreadable-file: the file is empty"),
    "space": (b" \n\n", "1:1: unreadable-file: the file is empty"),
    "a comment": (b"# nothing", "1:1: wrong-type: expected a record, found nothing"),
    "every byte": (bytes(range(256)), "3:115: unreadable-file: expected UTF-8, found byte 0x80"),
    "a title of a megabyte": (
        replace_in_valid("title: The drought", f"title: {'x' * MEGABYTE}"),
        "32:12: title-too-long: expected at most 60 characters, found 1048576",
    ),
    "a line of a megabyte": (
        lead(f"    lead: {'x ' * (MEGABYTE // 2)}\n"),
        "36:11: title-too-long: expected at most 5000 characters, found 1048575",
    ),
    "an id of a megabyte": (
        replace_in_valid("id: p1-s2\n", f"id: {'x' * MEGABYTE}\n"),
        "21:9: id-format: expected paragraph and sentence, as 'p1-s2', found 'xxx",
    ),
    "a date of a megabyte": (
        replace_in_valid("date: 1960-05\n    lead", f"date: {'1' * MEGABYTE}\n    lead"),
        "49:75: invalid-edtf: '111",
    ),
    "a key of a megabyte": (b"? " + b"k" * MEGABYTE + b"\n: 1\n", "1:3: unknown-field: there is no field 'kkk"),
    **{
        f"a megabyte of {piece}": (
            lead(f"    lead: '{piece * (MEGABYTE // len(piece))}'\n"),
            "36:11: title-too-long: expected at most 5000 characters",
        )
        for piece in ("](javascript:", "<a", "[[", "{x", "[a]: ")
    },
    "more than anybody reads": (
        replace_in_valid("verdict: confirmed, entries: [loss", f"verdict: confirmed, entries: [{', '.join(IDS)}"),
        "113:7100: unknown-id: there are more than 1000 of these",
    ),
    "2,000 cycles": (cycles(2000), "2170:5: cycle-of-causes: these links form a cycle: "),
}
"""Invalid files, each with the beginning of one of its problems, as `line:column: rule: message`."""
