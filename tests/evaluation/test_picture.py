from xml.etree import ElementTree as ET

import pytest

from handoff.evaluation.calibration import Guess, sort_into_bins
from handoff.evaluation.picture import draw_calibration

SVG = "{http://www.w3.org/2000/svg}"
BINS = sort_into_bins([Guess(0.92, right=True)] * 9 + [Guess(0.92, right=False)] + [Guess(0.24, right=False)])
BEST = "Confidence 0.9–1.0: 10 questions, mean confidence 92.0%, right 90.0%"
WORST = "Confidence 0.2–0.3: 1 question, mean confidence 24.0%, right 0.0%"


@pytest.fixture
def picture():
    return ET.fromstring(draw_calibration(BINS))


def test_the_picture_is_named_and_described_for_those_who_cannot_see_it(picture):
    assert picture.get("role") == "img"
    named = {element.get("id"): element.text for element in picture}
    title, description = (named[name] for name in picture.get("aria-labelledby").split())
    assert "Calibration" in title
    assert WORST in description
    assert BEST in description


def test_each_filled_bin_is_a_bar_as_high_as_its_share_right(picture):
    bars = {
        group.find(f"{SVG}title").text: group.find(f"{SVG}rect") for group in picture.iter(f"{SVG}g") if len(group) == 2
    }
    assert list(bars) == [WORST, BEST]
    axis = next(line for line in picture.iter(f"{SVG}line") if line.get("x1") == line.get("x2"))
    whole = float(axis.get("y1")) - float(axis.get("y2"))
    assert float(bars[WORST].get("height")) == 0
    assert float(bars[BEST].get("height")) == pytest.approx(0.9 * whole)


def test_the_axes_are_labelled_and_the_diagonal_goes_from_corner_to_corner(picture):
    words = [text.text for text in picture.iter(f"{SVG}text")]
    assert words.count("0%") == words.count("100%") == 2
    assert "Share right" in words
    assert {"1", "10"} <= set(words)
    diagonal = next(line for line in picture.iter(f"{SVG}line") if line.get("stroke-dasharray"))
    x1, y1, x2, y2 = (float(diagonal.get(name)) for name in ("x1", "y1", "x2", "y2"))
    assert x2 - x1 == y1 - y2 > 0


def test_the_picture_of_nothing_is_a_picture_still():
    empty = ET.fromstring(draw_calibration(sort_into_bins([])))
    assert empty.find(f"{SVG}desc").text == "There was no question to draw."
