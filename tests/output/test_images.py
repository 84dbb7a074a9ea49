from __future__ import annotations

import io
import struct
from typing import TYPE_CHECKING

import pytest
from PIL import Image

from macros.output.atomic import write_whole
from macros.output.images import DRAWN_BY, Drawing, Rasterizer, card, code, figure, recipe_of
from tests.conftest import ROOT

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from macros.layout.font import Font

SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="{0}" height="20">'
    '<text x="2" y="15" font-family="Newsreader" font-weight="500">{1}</text></svg>'
)


def as_png(rasterizer: Rasterizer, drawing: Drawing) -> bytes:
    return rasterizer.made(recipe_of(drawing), lambda: drawing)


def size(png: bytes) -> tuple[int, int]:
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    width, height = struct.unpack(">II", png[16:24])
    return width, height


def test_a_drawing_becomes_a_png_of_twice_its_size(font: Font, tmp_path: Path) -> None:
    assert size(as_png(Rasterizer(font, tmp_path), figure(SVG.format(50, "Leap")))) == (100, 40)


def test_a_card_keeps_its_size_and_has_few_colours(font: Font, tmp_path: Path) -> None:
    made = as_png(Rasterizer(font, tmp_path), card(SVG.format(50, "Leap")))
    assert size(made) == (50, 20)
    with Image.open(io.BytesIO(made)) as image:
        assert image.mode == "P"


def test_words_are_drawn_in_the_face_and_in_no_font_of_the_machine(font: Font, tmp_path: Path) -> None:
    rasterizer = Rasterizer(font, tmp_path)
    blank, ours = (as_png(rasterizer, figure(SVG.format(50, words))) for words in ("", "Leap"))
    other = as_png(rasterizer, figure(SVG.format(50, "Leap").replace("Newsreader", "DejaVu Sans")))
    assert ours != blank
    assert other == blank


def test_what_was_drawn_is_not_drawn_again(font: Font, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    drawing = figure(SVG.format(50, "Leap"))
    first = as_png(Rasterizer(font, tmp_path), drawing)
    second = Rasterizer(font, tmp_path)
    monkeypatch.setattr(second, "_draw", lambda drawing: pytest.fail(f"drew {drawing.svg} again"))
    assert as_png(second, drawing) == first
    for other in (figure(SVG.format(51, "Leap")), card(drawing.svg)):
        with pytest.raises(pytest.fail.Exception, match="again"):
            as_png(second, other)


@pytest.mark.parametrize(
    "damage",
    [
        lambda _: b"",
        lambda png: png[: len(png) // 2],
        lambda png: png[:-1],
        lambda png: png[: len(png) // 2] + bytes([png[len(png) // 2] ^ 1]) + png[len(png) // 2 + 1 :],
        lambda png: b"\0" * len(png),
        lambda png: png + b"rest",
    ],
    ids=["empty", "half", "no end", "one bit", "zeros", "more"],
)
def test_a_damaged_drawing_is_drawn_again(font: Font, tmp_path: Path, damage: Callable[[bytes], bytes]) -> None:
    drawing = figure(SVG.format(50, "Leap"))
    good = as_png(Rasterizer(font, tmp_path), drawing)
    (kept,) = tmp_path.glob("*.png")
    kept.write_bytes(damage(good))
    assert as_png(Rasterizer(font, tmp_path), drawing) == good
    assert kept.read_bytes() == good


def test_a_damaged_font_is_unpacked_again(font: Font, tmp_path: Path) -> None:
    good = as_png(Rasterizer(font, tmp_path), figure(SVG.format(50, "Leap")))
    for font_file in tmp_path.glob("*.otf"):
        font_file.write_bytes(font_file.read_bytes()[:1000])
    for png in tmp_path.glob("*.png"):
        png.unlink()
    assert as_png(Rasterizer(font, tmp_path), figure(SVG.format(50, "Leap"))) == good


def test_what_is_kept_by_a_recipe_is_not_made_again(font: Font, tmp_path: Path) -> None:
    rasterizer = Rasterizer(font, tmp_path)
    first = rasterizer.made(("a card", "a style"), lambda: card(SVG.format(50, "Leap")))
    assert rasterizer.made(("a card", "a style"), lambda: pytest.fail("made again")) == first
    assert rasterizer.made(("a card", "another"), lambda: card(SVG.format(60, "Leap"))) != first


def test_the_code_that_draws_is_there_and_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    assert all(list((ROOT / "macros").glob(drawn_by)) for drawn_by in DRAWN_BY)
    before = code()
    monkeypatch.setattr("macros.output.images.DRAWN_BY", DRAWN_BY[1:])
    assert code() != before


def test_how_far_drawing_has_got_is_told_and_nothing_where_all_is_kept(font: Font, tmp_path: Path) -> None:
    told: list[str] = []
    rasterizer = Rasterizer(font, tmp_path, told.append)
    drawings = [card(SVG.format(width, "")) for width in range(1, 47)]
    for drawing in (drawings[0], *drawings):
        as_png(rasterizer, drawing)
    assert [line.partition(";")[0] for line in told] == ["drew 20 pictures so far", "drew 40 pictures so far"]
    told.clear()
    again = Rasterizer(font, tmp_path, told.append)
    for drawing in drawings:
        as_png(again, drawing)
    assert told == []


@pytest.mark.parametrize("words", ["大跃进", "大躍進", "Хрущёв", "Máo Zédōng"])
def test_characters_that_the_face_lacks_are_drawn_in_the_spare_one(font: Font, tmp_path: Path, words: str) -> None:
    rasterizer = Rasterizer(font, tmp_path)
    blank, missing, drawn = (
        as_png(rasterizer, figure(SVG.format(150, text))) for text in ("", "\U0001f0a1" * 3, words)
    )
    assert drawn not in {blank, missing}
    assert all(as_png(rasterizer, figure(SVG.format(150, words.replace(one, "")))) != drawn for one in words)


def test_what_is_no_svg_is_refused_and_not_kept(font: Font, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="unknown token"):
        as_png(Rasterizer(font, tmp_path / "cache"), figure("no drawing"))
    assert list(tmp_path.rglob("*.png")) == []


def test_a_file_is_there_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "new" / "file.svg"
    write_whole(target, b"first")
    with monkeypatch.context() as broken:
        broken.setattr("pathlib.Path.replace", lambda *_: (_ for _ in ()).throw(OSError("stopped midway")))
        with pytest.raises(OSError, match="midway"):
            write_whole(target, b"second")
    assert target.read_bytes() == b"first"
    write_whole(target, b"third")
    assert target.read_bytes() == b"third"
