"""`new`: a record is put in its place, nothing else changes, and what is left to be done is said."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from macros import rules
from macros.authoring.edits import AuthoringError, write_changes
from macros.authoring.new import SECTIONS, NewOptions, add_record, model_of
from macros.authoring.placement import record_id
from macros.cli import main
from macros.scenario.loader import load_file
from macros.scenario.schema import SCHEMA_FILE, schema_text
from tests.authoring.variants import STORY, TEXTS, with_empty_section, without_blank_lines, without_section, write
from tests.conftest import DATA

DAY = "1914-06-29"
FIELDS: dict[str, dict[str, Any]] = {
    "entry": {"id": "new-lock"},
    "question": {},
    "term": {"id": "sluice"},
    "reference": {"id": "new-1999"},
    "link": {"cause": "pilots-death", "effect": "league-course"},
    "passage": {"id": "new-passage"},
}
"""The fewest fields of a record of each kind."""
NEIGHBOURS = {
    "entry": "last-survey",
    "question": "q3",
    "term": "league",
    "reference": "melas-2003",
    "link": "league-disarms--league-course",
    "passage": "last-map",
}
"""The record of the test data that a new one of each kind follows."""


def add(path: Path, kind: str, fields: Mapping[str, Any], **options: Any) -> tuple[str, ...]:  # noqa: ANN401 - of `NewOptions`
    """Add a record and return the report."""
    outcome = add_record(path, kind, fields, NewOptions(**{"day": DAY} | options))
    write_changes(outcome.changes)
    return outcome.report


def is_inserted(before: bytes, after: bytes) -> bool:
    """Return whether a content is another one with bytes inserted."""
    rest = iter(after)
    return all(byte in rest for byte in before)


@pytest.fixture(params=TEXTS)
def variant(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """Return the path of the test data in one style."""
    return write(tmp_path, TEXTS[request.param](STORY))


@pytest.mark.parametrize("kind", ["entry", "reference", "passage"])
def test_a_new_record_changes_no_other_byte_in_any_style(variant: Path, kind: str) -> None:
    before, data = variant.read_bytes(), load_file(variant).data
    assert data
    add(variant, kind, FIELDS[kind])
    after, file = variant.read_bytes(), load_file(variant)
    assert before != after
    assert is_inserted(before, after)
    assert after.endswith(b"\n") == before.endswith(b"\n")
    assert (b"\r" in after, b"\n" in after) == (b"\r" in before, b"\n" in before)
    assert after.count(b"\r\n") in (0, after.count(b"\n"))
    records = file.value((SECTIONS[kind],))
    ids = [record_id(record) for record in records]
    index = ids.index(NEIGHBOURS[kind]) + 1
    assert records[:index] + records[index + 1 :] == data[SECTIONS[kind]]
    assert {name for name in data if file.data[name] != data[name]} == {
        SECTIONS[kind],
        *(["revisions"] if kind == "entry" else []),
    }
    assert not [str(problem) for problem in rules.check(file) if not problem.is_warning]


def test_a_section_without_blank_lines_gets_none(tmp_path: Path) -> None:
    path = write(tmp_path, without_blank_lines(STORY))
    add(path, "term", FIELDS["term"])
    assert "\n\n" not in path.read_text(encoding="utf-8")


def test_a_question_gets_a_number_that_none_had(tmp_path: Path) -> None:
    retired = "retired:\n  - {section: questions, id: q7, was: A question, why: It was asked twice.}\n\n"
    path = write(tmp_path, STORY.replace("retired:\n", retired))
    add(path, "question", {})
    assert load_file(path).value(("questions", -1, "id")) == "q8"


@pytest.mark.parametrize("kind", SECTIONS)
def test_a_skeleton_has_each_required_field_and_a_comment_above_it(tmp_path: Path, kind: str) -> None:
    path = write(tmp_path, STORY)
    add(path, kind, FIELDS[kind])
    text = path.read_text(encoding="utf-8")
    name, value = next(iter(FIELDS[kind].items()), ("id", "q4"))
    start = text.index(f"  - {name}: {value}\n    # ")
    skeleton = text[text.rindex("\n\n", 0, start) : text.find("\n\n", start)]
    model = model_of(kind)
    for name, field in model.model_fields.items():
        if field.is_required():
            comment = re.search(rf"((?:^ *# .*\n)+) *(?:- )?{name}:", skeleton, re.MULTILINE)
            assert comment, name
            assert " ".join((field.description or "").split()) in " ".join(re.findall(r"# (.*)", comment[1])), name
    assert not re.search(r"[^\s#].*\s#", skeleton)


@pytest.mark.parametrize("kind", SECTIONS)
def test_the_report_names_all_that_is_left_to_be_done(tmp_path: Path, kind: str) -> None:
    path = write(tmp_path, STORY)
    report = add(path, kind, FIELDS[kind])
    problems = [str(problem) for problem in rules.check(load_file(path))]
    assert problems
    assert [line.strip() for line in report if line.startswith("  ")] == problems
    assert "`make permalinks`" in report[-1]
    assert (tmp_path / "permalinks.txt").read_text(encoding="utf-8") == ""


def test_the_report_leaves_out_what_was_left_to_be_done_before(tmp_path: Path) -> None:
    path = write(tmp_path, STORY)
    add(path, "entry", FIELDS["entry"])
    report = add(path, "question", FIELDS["question"])
    lines = [int(line.split(":")[1]) for line in report if line.startswith("  ")]
    start = path.read_text(encoding="utf-8").splitlines().index("  - id: q4") + 1
    assert lines
    assert min(lines) > start
    assert max(lines) < start + 20


def test_a_record_without_anything_left_to_do_has_its_address_listed(tmp_path: Path) -> None:
    path = write(tmp_path, STORY)
    report = add(path, "term", {"id": "sluice", "title": "Sluice", "here": "A gate.", "ours": "The same."})
    assert report[-1] == "permalinks.txt lists its address."
    assert "glossary/#sluice\n" in (tmp_path / "permalinks.txt").read_text(encoding="utf-8")


def test_the_schema_in_the_same_folder_completes_the_new_id(tmp_path: Path) -> None:
    path, schema = write(tmp_path, STORY), tmp_path / SCHEMA_FILE
    schema.write_text("{}", encoding="utf-8")
    add(path, "entry", FIELDS["entry"])
    assert schema.read_text(encoding="utf-8") == schema_text(load_file(path))
    assert '"new-lock"' in schema.read_text(encoding="utf-8")


def test_a_new_entry_says_what_is_real_as_soon_as_another_does(tmp_path: Path) -> None:
    unreal_story = re.sub(r"^    in_reality: (>-\n(      .*\n)+|.*\n)", "", STORY, flags=re.MULTILINE)
    for story, placeholders in ((STORY, 1), (unreal_story, 0)):
        path = write(tmp_path, story)
        add(path, "entry", FIELDS["entry"])
        assert path.read_text(encoding="utf-8").count("in_reality: TODO") == placeholders


def test_a_refusal_names_the_field_that_is_wrong(tmp_path: Path) -> None:
    message = "`in_reality`: title-too-long: expected at most 160 characters, found 161"
    with pytest.raises(AuthoringError, match=re.escape(message)):
        add(write(tmp_path, STORY), "entry", FIELDS["entry"] | {"in_reality": "x" * 161})


def test_a_year_in_words_is_refused_in_words(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["new", "reference", "hill", "--year", "c. 1812"])
    assert "argument --year: expected a whole number, as 1958, found 'c. 1812'" in capsys.readouterr().err


def test_an_entry_of_a_file_without_revisions_brings_none(tmp_path: Path) -> None:
    path = write(tmp_path, without_section("revisions")(STORY))
    add(path, "entry", FIELDS["entry"])
    assert "revisions:" not in path.read_text(encoding="utf-8")


def test_output_for_a_new_entry_names_the_place_of_its_claim(tmp_path: Path) -> None:
    path = write(tmp_path, STORY)
    hint = next(line for line in add(path, "entry", FIELDS["entry"] | {"kind": "person"}) if "claim that" in line)
    line = path.read_text(encoding="utf-8").splitlines().index("      - id: p3-s3-c2") + 1
    assert "under `people`" in hint
    assert f"'last-survey' are 'p3-s3-c2' in line {line}" in hint


@pytest.mark.parametrize(
    ("kind", "fields", "options", "predecessor"),
    [
        ("entry", {"thread": "canal"}, {}, "the-league"),
        ("entry", {}, {"after": "first-trench"}, "first-trench"),
        ("question", {}, {"after": "q1"}, "q1"),
        ("question", {"id": "q9"}, {}, "q3"),
        ("reference", {"label": "Éluard 1950"}, {}, "doukas-and-petrou-1988"),
        ("reference", {"label": "Aa 2000"}, {}, None),
        ("link", {"cause": "first-trench", "effect": "last-survey"}, {}, "fall-of-the-regent--last-survey"),
        ("link", {"cause": "thirst-deaths", "effect": "ivan-belsky"}, {}, "fall-of-the-regent--last-survey"),
        ("passage", {"sentences": []}, {"after": "before-the-canal"}, "before-the-canal"),
    ],
)
def test_a_record_is_placed_next_to_its_neighbours(
    tmp_path: Path, kind: str, fields: dict[str, Any], options: dict[str, str], predecessor: str | None
) -> None:
    path = write(tmp_path, STORY)
    add(path, kind, FIELDS[kind] | fields, **options)
    records, data = load_file(path).value((SECTIONS[kind],)), load_file(write(tmp_path, STORY)).data[SECTIONS[kind]]
    index = next(index for index, record in enumerate(records) if record not in data)
    assert (record_id(records[index - 1]) if index else None) == predecessor
    if kind == "entry":
        assert records[index]["thread"] == records[index - 1]["thread"]


def test_an_entry_of_a_thread_without_entries_follows_the_thread_before(tmp_path: Path) -> None:
    threads = "threads:\n  - {id: zeroth, title: Zeroth, lead: None yet.}\n"
    path = write(
        tmp_path,
        STORY.replace("threads:\n", threads).replace(
            "  - id: fields\n", "  - {id: w, title: W, lead: N.}\n\n  - id: fields\n"
        ),
    )
    add(path, "entry", {"id": "in-w", "thread": "w"})
    add(path, "entry", {"id": "in-zeroth", "thread": "zeroth"})
    ids = [entry["id"] for entry in load_file(path).value(("entries",))]
    assert ids[0] == "in-zeroth"
    assert ids[ids.index("in-w") - 1] == "the-diggers"


@pytest.mark.parametrize(
    ("empty", "result"),
    [
        (" []", "links:"),
        (" [\n  ]", "links:"),
        ("", "links:"),
        (" null", "links:"),
        ("\n  # none", "links:\n  # none"),
    ],
)
def test_an_empty_section_gets_its_first_record(tmp_path: Path, empty: str, result: str) -> None:
    path = write(tmp_path, with_empty_section("links", empty)(STORY))
    add(path, "link", FIELDS["link"], has_comments=False)
    assert f"\n{result}\n  - cause: pilots-death\n    effect: league-course\n" in path.read_text(encoding="utf-8")
    assert load_file(path).value(("links", 0, "cause")) == "pilots-death"


def test_a_missing_section_stands_where_the_model_has_it(tmp_path: Path) -> None:
    path = write(tmp_path, without_section("story")(STORY).rstrip("\n"))
    add(path, "passage", FIELDS["passage"])
    assert list(load_file(path).data) == list(load_file(write(tmp_path, STORY)).data)


@pytest.mark.parametrize(
    ("kind", "fields", "options", "message"),
    [
        ("entry", {"id": "great-thirst"}, {}, "'great-thirst' is in `entries` already"),
        ("entry", {"id": "the-drought"}, {}, "retired-id-reused: 'the-drought' was retired"),
        ("entry", {"id": "The Lock"}, {}, "did you mean 'the-lock'?"),
        ("entry", {"thread": "canel"}, {}, "did you mean 'canal'?"),
        ("entry", {"kind": "evnt"}, {}, "unknown-kind: expected a kind"),
        ("entry", {"date": "1956-13"}, {}, "invalid-edtf: "),
        ("entry", {"title": "x" * 61}, {}, "title-too-long: "),
        ("entry", {"life": {"role": "A digger."}}, {}, "has to be a date"),
        ("entry", {}, {"after": "the-leage"}, "did you mean 'the-league'?"),
        ("entry", {}, {"day": "1914-07"}, "revisions-out-of-order: expected a day"),
        ("question", {"entries": ["great-thrist"]}, {}, "did you mean 'great-thirst'?"),
        ("link", {"effect": "laskaris-regency"}, {}, "'pilots-death--laskaris-regency' is in `links` already"),
        ("link", {"effect": "pilots-death"}, {}, "link-to-itself: "),
        ("link", {"cause": "siege-of-the-city", "effect": "fall-of-the-regent"}, {}, "retired-id-reused: "),
        (
            "link",
            {"cause": "pilots-death", "effect": "siege-of-the-city", "relation": "cause"},
            {},
            "effect-before-cause: ",
        ),
        ("passage", {"sentences": ["p1-s1"]}, {}, "sentence-in-two-passages: "),
    ],
)
def test_a_record_that_breaks_a_rule_is_refused(
    tmp_path: Path, kind: str, fields: dict[str, Any], options: dict[str, str], message: str
) -> None:
    path = write(tmp_path, STORY)
    with pytest.raises(AuthoringError, match=re.escape(message)):
        add(path, kind, FIELDS[kind] | fields, **options)
    assert path.read_bytes() == STORY.encode()
    assert sorted(item.name for item in tmp_path.iterdir()) == ["permalinks.txt", "scenario.yml"]


def test_an_id_in_another_script_is_refused_once(tmp_path: Path) -> None:
    path = write(tmp_path, STORY)
    with pytest.raises(AuthoringError) as refusal:
        add(path, "entry", FIELDS["entry"] | {"id": "διώρυγα"})
    assert re.findall(r"found '(.*?)'", str(refusal.value)) == ["διώρυγα"]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda text: text.replace("terms:", "terms:\n\tx"), "invalid-yaml"),
        (lambda text: f"{text}\nterms: []\n", "duplicate-key"),
        (lambda _: "", "unreadable-file"),
        (
            with_empty_section("terms", " [{id: a, title: A, here: A, ours: A}]"),
            "`terms` is in brackets",
        ),
        (with_empty_section("terms", " [\n  # none\n  ]"), "expected an empty list"),
        (lambda _: "{terms: []}", "found braces"),
        (with_empty_section("terms", " text"), "expected a list of records under `terms`"),
    ],
)
def test_a_file_that_cannot_be_edited_is_left_as_it_is(
    tmp_path: Path, change: Callable[[str], str], message: str
) -> None:
    path = write(tmp_path, change(STORY))
    before = path.read_bytes()
    with pytest.raises(AuthoringError, match=message):
        add(path, "term", FIELDS["term"])
    assert path.read_bytes() == before


def test_a_record_behind_a_text_that_ends_in_blank_lines_is_refused(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        STORY.replace("    ours: Three miles at sea.\n    entry: the-league\n", "    ours: |+\n      Sea.\n\n"),
    )
    with pytest.raises(AuthoringError, match=r"the edit would change other records of `terms`; "):
        add(path, "term", FIELDS["term"])


def test_problems_that_were_there_before_stop_no_new_record(tmp_path: Path) -> None:
    path = write(tmp_path, STORY.replace("kind: state", "kind: stet").replace("    title: Thirst\n", ""))
    add(path, "term", FIELDS["term"])
    assert "  - id: sluice\n" in path.read_text(encoding="utf-8")


@settings(max_examples=10)
@given(
    kind=st.sampled_from(sorted(SECTIONS)),
    style=st.sampled_from(sorted(TEXTS)),
    title=st.text("ab: #'\"[]{},|>&*%@`西é\n", min_size=1, max_size=60).filter(str.strip),
    has_comments=st.booleans(),
)
def test_any_text_in_any_style_reads_back(
    tmp_path_factory: pytest.TempPathFactory, kind: str, style: str, title: str, *, has_comments: bool
) -> None:
    path = write(tmp_path_factory.mktemp("any"), TEXTS[style](STORY))
    name = "mechanism" if kind == "link" else "title"
    before = path.read_bytes()
    try:
        add(path, kind, FIELDS[kind] | {name: title}, has_comments=has_comments)
    except AuthoringError:
        assert path.read_bytes() == before
        return
    assert is_inserted(before, path.read_bytes())
    assert title in [record.get(name) for record in load_file(path).value((SECTIONS[kind],))]


@pytest.mark.parametrize("kind", ["entry", "term", "reference"])
def test_the_real_data_takes_a_new_record(tmp_path: Path, kind: str) -> None:
    path = tmp_path / DATA.name
    path.write_bytes(DATA.read_bytes())
    expected = {str(problem) for problem in rules.check(load_file(path)) if not problem.is_warning}
    add(path, kind, {"id": f"{FIELDS[kind]['id']}-of-a-test"}, day=None)
    assert {str(problem) for problem in rules.check(load_file(path)) if not problem.is_warning} == expected


def test_the_command_prints_the_report_or_only_the_diff(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = write(tmp_path, STORY)
    command = ["new", "term", "sluice", "--file", str(path), "--title", "Sluice", "--here", "A gate.", "--no-comments"]
    assert main([*command, "--dry-run"]) == 0
    diff = capsys.readouterr().out
    assert diff.startswith(f"--- {path}\n+++ {path}\n@@ ")
    assert [line for line in diff.splitlines()[2:] if line[0] in "+-" and line != "+"] == [
        "+  - id: sluice", "+    title: Sluice", "+    here: A gate.", "+    ours: TODO",
    ]  # fmt: skip
    assert path.read_bytes() == STORY.encode()
    assert main(command) == 0
    assert "'sluice' is new in `terms`" in capsys.readouterr().out
    assert main(command) == 1
    line = path.read_text(encoding="utf-8").splitlines().index("  - id: sluice") + 1
    assert capsys.readouterr().err == f"{path}:{line}:5: 'sluice' is in `terms` already\n"


def test_options_fill_fields_lists_and_records_inside_the_record(tmp_path: Path) -> None:
    path = write(tmp_path, STORY)
    options = ["--kind", "person", "--date", "null", "--names", "A, B", "--names", "C", "--thread", "canal"]
    options += [
        "--life-role",
        "A digger.",
        "--life-died",
        "null",
        "--life-our-born",
        "1700",
        "--life-our-died",
        "1760-01-02",
    ]
    assert main(["new", "entry", "a-digger", "--file", str(path), "--day", DAY, *options]) == 0
    entry = next(entry for entry in load_file(path).value(("entries",)) if entry["id"] == "a-digger")
    assert entry["names"] == ("A, B", "C")
    assert entry["life"] == {
        "role": "A digger.", "died": None, "our_role": "TODO", "our_born": 1700, "our_died": "1760-01-02",
    }  # fmt: skip
    options = ["--locators", "p1-s1,p1-s2", "--relation", "in-spite-of"]
    assert main(["new", "link", "pilots-death", "league-course", "--file", str(path), *options]) == 0
    (link,) = [item for item in load_file(path).value(("links",)) if record_id(item) == "pilots-death--league-course"]
    assert (link["relation"], link["locators"]) == ("in-spite-of", ("p1-s1", "p1-s2"))
    options = ["--year", "1812", "--confirmed", "--authors", "Hill, Ann"]
    assert main(["new", "reference", "hill", "--file", str(path), *options]) == 0
    (reference,) = [item for item in load_file(path).value(("references",)) if item["id"] == "hill"]
    assert (reference["year"], reference["confirmed"]) == (1812, True)
    assert reference["authors"] == ({"given": "Ann", "family": "Hill"},)


@pytest.mark.parametrize("kind", SECTIONS)
def test_help_explains_an_option_for_each_field(kind: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["new", kind, "--help"])
    text = capsys.readouterr().out
    for name in model_of(kind).model_fields:
        if not (kind == "link" and name in {"cause", "effect"}) and name != "id":
            assert f"--{name.replace('_', '-')}" in text
    has_lists = kind in {"entry", "question", "reference"}
    assert ("Repeat the option for each." in " ".join(text.split())) == has_lists
