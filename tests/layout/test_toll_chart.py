from __future__ import annotations

import pytest

from macros.layout.font import Font
from macros.layout.spans import CORE, MARK, OPEN, SOFT
from macros.layout.standalone import MARGIN, MIN_WIDTH, layout_standalone
from macros.layout.toll_chart import NARROW, WIDE, Estimate, TollChart, layout_toll_chart
from tests.conftest import FONT

FACE = Font(FONT, "Newsreader")
ESTIMATES = (
    Estimate("point", "A study: 23", 23, 23),
    Estimate("range", "Another: 16.5 to 45", 16.5, 45),
    Estimate(
        "least", "A third, with a name that is too long for one line of a phone: at least 45, contested", 45, None
    ),
)


def drawn(width: float) -> TollChart:
    return layout_toll_chart(FACE, ESTIMATES, 15, 55, width)


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_numbers_stand_on_one_axis(width: float) -> None:
    chart = drawn(width)
    axis = {int(label.words): start.x for label, start, _ in chart.ticks}
    assert list(axis) == [0, 10, 20, 30, 40, 50, 60]
    per_million = (axis[60] - axis[0]) / 60
    point, spread, least = chart.rows
    assert [shape.style for shape in point.shapes] == [MARK]
    assert [shape.style for shape in spread.shapes] == [CORE]
    assert [shape.style for shape in least.shapes] == [MARK, SOFT, OPEN]
    middle = sum(corner.x for corner in point.shapes[0].points) / 4
    assert middle == pytest.approx(axis[0] + 23 * per_million)
    left, right = (corner.x for corner in spread.shapes[0].points[:2])
    assert (left, right) == pytest.approx((axis[0] + 16.5 * per_million, axis[0] + 45 * per_million))
    band = [corner.x for corner in chart.band.points]
    assert (min(band), max(band)) == pytest.approx((axis[0] + 15 * per_million, axis[0] + 55 * per_million))


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_every_row_holds_its_label_and_its_marks(width: float) -> None:
    chart = drawn(width)
    bottom = 0.0
    for row in chart.rows:
        assert row.top >= bottom
        bottom = row.top + row.height
        assert "".join("".join(text.words for text in row.texts).split()) == "".join(row.estimate.label.split())
        assert all(0 <= text.x <= text.x + text.width <= width for text in row.texts)
        assert all(row.top < text.y < bottom for text in row.texts)
        assert all(row.top <= corner.y <= bottom for shape in row.shapes for corner in shape.points)
    assert bottom == chart.height


def test_a_sheet_holds_its_title_its_figure_and_its_notes_one_under_another() -> None:
    for width in (100, 900):
        found = layout_standalone(FACE, width, 200, "A title", ["A note", "another " * 40])
        assert found.width == max(width, MIN_WIDTH) + 2 * MARGIN
        assert found.figure.x == pytest.approx((found.width - width) / 2)
        assert found.title[-1].y < found.figure.y
        assert found.figure.y + 200 < found.notes[0].y
        assert found.notes[-1].y < found.height
        assert all(text.x + text.width <= found.width - MARGIN + 0.01 for text in (*found.title, *found.notes))
