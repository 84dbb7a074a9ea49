from __future__ import annotations

import struct
from typing import TYPE_CHECKING

import pytest

from macros.publish.pictures import ZOOM, Rasterizer, write_whole

if TYPE_CHECKING:
    from pathlib import Path

    from macros.figures.typeface import Typeface

SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="{0}" height="20">'
    '<text x="2" y="15" font-family="Newsreader" font-weight="500">{1}</text></svg>'
)


def size(png: bytes) -> tuple[int, int]:
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    width, height = struct.unpack(">II", png[16:24])
    return width, height


def test_a_drawing_becomes_a_png_of_twice_its_size(face: Typeface, tmp_path: Path) -> None:
    assert size(Rasterizer(face, tmp_path).png(SVG.format(50, "Leap"))) == (50 * ZOOM, 20 * ZOOM)


def test_words_are_drawn_in_the_face_and_in_no_font_of_the_machine(face: Typeface, tmp_path: Path) -> None:
    rasterizer = Rasterizer(face, tmp_path)
    blank, ours = (rasterizer.png(SVG.format(50, words)) for words in ("", "Leap"))
    other = rasterizer.png(SVG.format(50, "Leap").replace("Newsreader", "DejaVu Sans"))
    assert ours != blank
    assert other == blank


def test_what_was_drawn_is_not_drawn_again(face: Typeface, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    svg = SVG.format(50, "Leap")
    first = Rasterizer(face, tmp_path).png(svg)
    second = Rasterizer(face, tmp_path)
    monkeypatch.setattr(second, "_draw", lambda svg: pytest.fail(f"drew {svg} again"))
    assert second.png(svg) == first
    with pytest.raises(pytest.fail.Exception, match="again"):
        second.png(SVG.format(51, "Leap"))


def test_what_is_no_svg_is_refused_and_not_kept(face: Typeface, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="unknown token"):
        Rasterizer(face, tmp_path / "cache").png("no drawing")
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
