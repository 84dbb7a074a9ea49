from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

from macros.layout.estimates_chart import NARROW, WIDE, EstimateRow, layout_estimates_chart
from macros.layout.font import Font
from macros.layout.model import LayoutError
from macros.layout.spans import CORE, MARK, OPEN, SOFT
from tests.conftest import FONT

if TYPE_CHECKING:
    from macros.layout.estimates_chart import Chart

FACE = Font(FONT, "Newsreader")
ESTIMATES = (
    EstimateRow("point", "A study: 23", 23, 23),
    EstimateRow("range", "Another: 16.5 to 45", 16.5, 45),
    EstimateRow(
        "least", "A third, with a name that is too long for one line of a phone: at least 45, contested", 45, None
    ),
)


def layout(width: float) -> Chart:
    return layout_estimates_chart(FACE, ESTIMATES, 15, 55, width)


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_estimates_share_one_axis(width: float) -> None:
    chart = layout(width)
    axis = {int(tick.label[0].text): tick.x for tick in chart.ticks}
    assert list(axis) == [0, 10, 20, 30, 40, 50, 60]
    per_million = (axis[60] - axis[0]) / 60
    number, interval, at_least = (item.shapes for item in chart.items)
    assert [shape.style for shape in number] == [MARK]
    assert [shape.style for shape in interval] == [CORE]
    assert [shape.style for shape in at_least] == [MARK, SOFT, OPEN]
    middle = sum(corner.x for corner in number[0].points) / 4
    assert middle == pytest.approx(axis[0] + 23 * per_million)
    left, right = (corner.x for corner in interval[0].points[:2])
    assert (left, right) == pytest.approx((axis[0] + 16.5 * per_million, axis[0] + 45 * per_million))
    for band in chart.bands:
        ends = [corner.x for corner in band.points]
        assert (min(ends), max(ends)) == pytest.approx((axis[0] + 15 * per_million, axis[0] + 55 * per_million))


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_every_row_contains_its_label_and_its_marks(width: float) -> None:
    chart = layout(width)
    bottom = 0.0
    for item in chart.items:
        box = item.box
        assert box.y >= bottom
        bottom = box.bottom
        assert "".join("".join(line.text for line in box.label).split()) == "".join(box.node.title.split())
        assert all(0 <= line.x <= line.x + line.width <= width for line in box.label)
        assert all(box.y < line.y < bottom for line in box.label)
        assert all(0 <= corner.x <= width for shape in item.shapes for corner in shape.points)
        assert all(box.y <= corner.y <= bottom for shape in item.shapes for corner in shape.points)
    assert bottom == chart.height


def test_labels_of_a_wide_chart_stand_left_of_its_axis() -> None:
    chart = layout(WIDE)
    left = min(tick.x for tick in chart.ticks)
    assert max(line.x + line.width for item in chart.items for line in item.box.label) < left
    assert min(corner.x for corner in chart.bands[0].points) > left


def test_no_label_of_a_narrow_chart_stands_on_the_band_or_a_grid_line() -> None:
    chart = layout(NARROW)
    assert len(chart.tracks) == len(chart.bands) == len(ESTIMATES)
    for item, band, (top, bottom) in zip(chart.items, chart.bands, chart.tracks, strict=True):
        assert max(line.y + line.size / 4 for line in item.box.label) <= top
        assert {corner.y for corner in band.points} == {top, bottom}
        assert all(top <= corner.y <= bottom for shape in item.shapes for corner in shape.points)


@pytest.mark.parametrize("width", [WIDE, NARROW])
@pytest.mark.parametrize("maximum", [0, 0.003, 1, 5, 55, 58, 99, 1234, 2_500_000, 7e12])
def test_the_axis_fits_any_quantity(maximum: float, width: float) -> None:
    rows = [EstimateRow("number", "A study", maximum, maximum), EstimateRow("least", "Another", maximum, None)]
    chart = layout_estimates_chart(FACE, rows, 0, maximum, width)
    labels = [tick.label[0] for tick in chart.ticks]
    numbers = [float(label.text.replace(",", "")) for label in labels]
    assert numbers[0] == 0
    assert numbers[-1] >= maximum
    assert len(numbers) <= 7
    assert all("e" not in label.text for label in labels)
    points = [corner for item in chart.items for shape in item.shapes for corner in shape.points]
    assert all(0 <= point.x <= width for point in points)
    assert all(left.x + left.width < right.x for left, right in pairwise(labels))
    assert all(0 <= label.x <= label.x + label.width <= width for label in labels)


def test_an_estimate_outside_the_chart_is_an_error() -> None:
    with pytest.raises(LayoutError, match=r"^estimates: "):
        layout_estimates_chart(FACE, [EstimateRow("below", "Below zero", -9, -5)], 15, 55, WIDE)
