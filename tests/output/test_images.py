from __future__ import annotations

import io
import struct
from typing import TYPE_CHECKING

import pytest
from PIL import Image

from macros.output.images import DRAWING_CODE, Rasterizer, drawing_code_digest
from tests.conftest import ROOT

if TYPE_CHECKING:
    from pathlib import Path

    from macros.layout.font import Font

SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="{0}" height="20">'
    '<text x="2" y="15" font-family="Newsreader" font-weight="500" font-size="15">{1}</text></svg>'
)


def size(png: bytes) -> tuple[int, int]:
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    width, height = struct.unpack(">II", png[16:24])
    return width, height


def ends(png: bytes) -> tuple[int, int]:
    """Return the distances in px from the left side of an image to both ends of what it shows."""
    with Image.open(io.BytesIO(png)) as image:
        box = image.getbbox()
    assert box
    return box[0], box[2]


def test_a_figure_becomes_a_png_of_twice_its_size(font: Font, tmp_path: Path) -> None:
    assert size(Rasterizer(font, tmp_path).rasterize_figure(SVG.format(50, "Leap"))) == (100, 40)


def test_a_card_keeps_its_size_and_has_few_colours(font: Font, tmp_path: Path) -> None:
    png = Rasterizer(font, tmp_path).rasterize_card((), lambda: SVG.format(50, "Leap"))
    assert size(png) == (50, 20)
    with Image.open(io.BytesIO(png)) as image:
        assert image.mode == "P"


def test_text_is_drawn_in_our_font_and_in_no_system_font(font: Font, tmp_path: Path) -> None:
    rasterizer = Rasterizer(font, tmp_path)
    blank, text = (rasterizer.rasterize_figure(SVG.format(50, words)) for words in ("", "Leap"))
    other = rasterizer.rasterize_figure(SVG.format(50, "Leap").replace("Newsreader", "DejaVu Sans"))
    assert text != blank
    assert other == blank


@pytest.mark.parametrize("words", ["Ἑρμούπολις, Χαρίλαος", "Київ", "Łódź, Győr, İzmir", "Cà Ngừ", "大跃进"])
def test_letters_without_a_glyph_are_drawn_in_another_font(font: Font, tmp_path: Path, words: str) -> None:
    rasterizer = Rasterizer(font, tmp_path)
    assert font.unsupported_characters(words) == ""
    letters = [letter for letter in words if letter.isalpha()]
    blank = rasterizer.rasterize_figure(SVG.format(50, ""))
    assert [letter for letter in letters if rasterizer.rasterize_figure(SVG.format(50, letter)) == blank] == []


@pytest.mark.parametrize("letter", ["Ἑ", "ї", "ő", "大"])
def test_letters_of_two_fonts_stand_in_one_text(font: Font, tmp_path: Path, letter: str) -> None:
    rasterizer = Rasterizer(font, tmp_path)
    blank, other = (rasterizer.rasterize_figure(SVG.format(50, f"fi {words}")) for words in (" ", letter))
    assert ends(other)[1] > ends(blank)[1] + 10


@pytest.mark.parametrize(
    "words",
    [
        "Final (القفزة الكبرى)",
        "الله لا",
        "The הזינוק fi",
        "क्षत्रिय छलांग fi",
        "ไกลไปข้าง",
        "🚀 👩\u200d🚀",
        "대약진",
        "カード",
        "Ze\u0301do\u0304ng q\u0307",
    ],
)
@pytest.mark.parametrize("anchor", ["start", "middle", "end"])
def test_text_in_any_script_is_as_wide_as_measured(font: Font, tmp_path: Path, words: str, anchor: str) -> None:
    width = font.width(words, 15)
    svg = SVG.format(500, words).replace('x="2"', f'x="250" text-anchor="{anchor}"')
    left, right = ends(Rasterizer(font, tmp_path).rasterize_figure(svg))
    start = 250 - width * {"start": 0, "middle": 0.5, "end": 1}[anchor]
    assert (left / 2, right / 2) == pytest.approx((start, start + width), abs=2.5)


def test_a_text_from_right_to_left_ends_at_the_left(font: Font, tmp_path: Path) -> None:
    rasterizer = Rasterizer(font, tmp_path)
    parts = []
    for words in ("\u2067(שלום) 1958\u2069", "1958", "(שלום) 1958"):
        with Image.open(io.BytesIO(rasterizer.rasterize_figure(SVG.format(120, words)))) as image:
            parts.append(image.crop((0, 0, 60, image.height)).tobytes())
    assert parts[0] == parts[1] != parts[2]


def test_an_image_is_drawn_once(font: Font, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    svg = SVG.format(50, "Leap")
    first = Rasterizer(font, tmp_path).rasterize_figure(svg)
    second = Rasterizer(font, tmp_path)
    monkeypatch.setattr(second, "_rasterize", lambda svg, _: pytest.fail(f"drew {svg} again"))
    assert second.rasterize_figure(svg) == first
    with pytest.raises(pytest.fail.Exception, match="again"):
        second.rasterize_figure(SVG.format(51, "Leap"))
    with pytest.raises(pytest.fail.Exception, match="again"):
        second.rasterize_card([svg], lambda: svg)


def test_damaged_files_in_the_cache_are_replaced(font: Font, tmp_path: Path) -> None:
    svg = SVG.format(50, "Leap")
    good = Rasterizer(font, tmp_path).rasterize_figure(svg)
    files = {path: path.read_bytes() for path in tmp_path.iterdir()}
    assert len(files) == 2, "the image and the font"
    for path, content in files.items():
        path.write_bytes(content[:100])
    assert Rasterizer(font, tmp_path).rasterize_figure(svg) == good
    assert {path: path.read_bytes() for path in tmp_path.iterdir()} == files


def test_a_drawing_is_only_made_when_its_key_is_not_cached(font: Font, tmp_path: Path) -> None:
    rasterizer = Rasterizer(font, tmp_path)
    first = rasterizer.rasterize_card(("a card", "a style"), lambda: SVG.format(50, "Leap"))
    assert rasterizer.rasterize_card(("a card", "a style"), lambda: pytest.fail("drawn again")) == first
    assert rasterizer.rasterize_card(("a card", "another"), lambda: SVG.format(60, "Leap")) != first


def test_the_digest_depends_on_existing_drawing_code(monkeypatch: pytest.MonkeyPatch) -> None:
    assert all(list((ROOT / "macros").glob(pattern)) for pattern in DRAWING_CODE)
    before = drawing_code_digest()
    monkeypatch.setattr("macros.output.images.DRAWING_CODE", DRAWING_CODE[1:])
    assert drawing_code_digest() != before


def test_progress_is_logged_only_when_images_are_drawn(font: Font, tmp_path: Path) -> None:
    messages: list[str] = []
    rasterizer = Rasterizer(font, tmp_path, messages.append)
    drawings = [SVG.format(width, "") for width in range(1, 47)]
    for svg in (drawings[0], *drawings):
        rasterizer.rasterize_figure(svg)
    assert [message.partition(";")[0] for message in messages] == ["drew 20 images so far", "drew 40 images so far"]
    messages.clear()
    second = Rasterizer(font, tmp_path, messages.append)
    for svg in drawings:
        second.rasterize_figure(svg)
    assert messages == []


@pytest.mark.parametrize("words", ["大跃进", "大躍進", "Хрущёв", "Máo Zédōng"])
def test_characters_missing_from_our_font_use_the_fallback_font(font: Font, tmp_path: Path, words: str) -> None:
    rasterizer = Rasterizer(font, tmp_path)
    blank, missing, text = (
        rasterizer.rasterize_figure(SVG.format(150, text)) for text in ("", "\U0001f0a1" * 3, words)
    )
    assert text not in {blank, missing}
    assert all(
        rasterizer.rasterize_figure(SVG.format(150, words.replace(character, ""))) != text for character in words
    )


def test_invalid_svg_is_an_error_and_not_cached(font: Font, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="unknown token"):
        Rasterizer(font, tmp_path / "cache").rasterize_figure("no drawing")
    assert not [path for path in tmp_path.rglob("*") if path.is_file() and path.read_bytes().startswith(b"\x89PNG")]
