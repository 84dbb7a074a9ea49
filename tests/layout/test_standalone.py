"""A figure as a file of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from macros.layout.standalone import MARGIN, MIN_WIDTH, LegendItem, layout_standalone
from macros.layout.timeline_legend import SAMPLE_HEIGHT, SAMPLE_WIDTH

if TYPE_CHECKING:
    from macros.layout.font import Font

LEGEND = [LegendItem(f"line-{number}", "some words of a legend") for number in range(7)]


@pytest.mark.parametrize("width", [100, 900])
@pytest.mark.parametrize("legend", [[], LEGEND, [LegendItem("line-0", "many words " * 20)]])
def test_a_file_stacks_title_figure_legend_label_and_notes(font: Font, width: float, legend: list[LegendItem]) -> None:
    file = layout_standalone(font, (width, 200), "A title", legend, ["The label", "A note", "another " * 40])
    assert file.width == max(width, MIN_WIDTH) + 2 * MARGIN
    assert file.figure_origin.x == pytest.approx((file.width - width) / 2)
    tops = [item.origin.y for item in file.legend]
    heights = [file.title[-1].y, file.rules[0], file.figure_origin.y, file.figure_origin.y + 200, file.rules[1], *tops]
    heights += [file.label[0].y, file.notes[0].y, file.height]
    assert heights == sorted(heights)
    lines = [*file.title, *file.label, *file.notes, *(line for item in file.legend for line in item.words)]
    assert all(MARGIN <= line.x <= line.x + line.width <= file.width - MARGIN + 0.01 for line in lines)


def test_items_of_a_legend_do_not_touch(font: Font) -> None:
    file = layout_standalone(font, (600, 200), "A title", LEGEND, ["The label", "A note"])
    assert [item.item for item in file.legend] == LEGEND
    assert len({item.origin.y for item in file.legend}) > 1
    for first, second in zip(file.legend, file.legend[1:], strict=False):
        end = max(line.x + line.width for line in first.words)
        assert second.origin.x > end + SAMPLE_HEIGHT or second.origin.y >= first.origin.y + SAMPLE_HEIGHT
        assert first.words[0].x > first.origin.x + SAMPLE_WIDTH
