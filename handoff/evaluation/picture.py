"""The calibration as a picture: an SVG that needs no script, no font and no other file.

Each bar is a bin and as high as its share of right answers; where confidence can be trusted the bars reach the
diagonal. Who cannot see it finds the same numbers in the description and, bar by bar, in the titles.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from handoff.evaluation.calibration import Bin

_WIDTH, _HEIGHT = 480, 420
_LEFT, _TOP, _SIDE = 64, 36, 340
"""The square of the chart, in pixels: 0–100 % both ways."""
_GAP = 3
"""Between bars, on either side."""
_TICKS = (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)
_ROLE = 'role="img" aria-labelledby="title description"'
_HALO = ' stroke="#fff" stroke-width="4" paint-order="stroke"'
_INK, _BAR = "#1a1a1a", "#4d8fd1"


def draw_calibration(bins: Sequence[Bin]) -> str:
    """Return the SVG of these bins."""
    filled = [part for part in bins if part.count]
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" {_ROLE}>',
            '<title id="title">Calibration: share of right intents by confidence</title>',
            f'<desc id="description">{_describe(filled)}</desc>',
            f'<rect width="{_WIDTH}" height="{_HEIGHT}" fill="#fff"/>',
            f'<g font-family="sans-serif" font-size="12" fill="{_INK}" text-anchor="middle">',
            *(_draw_bar(part) for part in filled),
            *_draw_axes(),
            _draw_line((0, 0), (1, 1), ' stroke-dasharray="5 4"'),
            *(_write_count(part) for part in filled),
            "</g>",
            "</svg>",
            "",
        ]
    )


def _describe(bins: Sequence[Bin]) -> str:
    if not bins:
        return "There was no question to draw."
    return "The dashed diagonal is perfect calibration. " + " ".join(f"{_words(part)}." for part in bins)


def _words(part: Bin) -> str:
    questions = "question" if part.count == 1 else "questions"
    return (
        f"Confidence {part.low:.1f}–{part.high:.1f}: {part.count} {questions}, "
        f"mean confidence {part.mean_confidence:.1%}, right {part.share_right:.1%}"
    )


def _draw_bar(part: Bin) -> str:
    left, top = _x(part.low) + _GAP, _y(part.share_right or 0.0)
    width, height = _x(part.high) - _GAP - left, _y(0) - top
    place = f'x="{left:g}" y="{top:g}" width="{width:g}" height="{height:g}"'
    return f'<g><title>{_words(part)}</title><rect {place} fill="{_BAR}"/></g>'


def _write_count(part: Bin) -> str:
    return _write((_x(part.low) + _x(part.high)) / 2, _y(part.share_right or 0.0) - 5, str(part.count), _HALO)


def _draw_axes() -> Iterator[str]:
    yield _draw_line((0, 0), (1, 0))
    yield _draw_line((0, 0), (0, 1))
    for tick in _TICKS:
        yield _write(_x(tick), _y(0) + 18, f"{tick:.0%}")
        yield _write(_x(0) - 6, _y(tick) + 4, f"{tick:.0%}", ' text-anchor="end"')
    yield _write(_x(0.5), _y(0) + 38, "Confidence of the best intent; the number of questions stands on each bar")
    yield _write(0, 0, "Share right", f' transform="translate({_LEFT - 46} {_y(0.5):g}) rotate(-90)"')


def _draw_line(start: tuple[float, float], end: tuple[float, float], look: str = "") -> str:
    (x1, y1), (x2, y2) = ((_x(x), _y(y)) for x, y in (start, end))
    return f'<line x1="{x1:g}" y1="{y1:g}" x2="{x2:g}" y2="{y2:g}" stroke="{_INK}"{look}/>'


def _write(x: float, y: float, words: str, look: str = "") -> str:
    return f'<text x="{x:g}" y="{y:g}"{look}>{words}</text>'


def _x(share: float) -> float:
    return round(_LEFT + share * _SIDE, 1)


def _y(share: float) -> float:
    return round(_TOP + (1 - share) * _SIDE, 1)
