"""One amount against another, both by powers of ten: equal factors are equally far apart."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from registry.domain.money import dollars
from registry.web.charts.marks import Anchor, Chart, Dot, Rule, Word
from registry.web.charts.scales import Axis, by_powers
from registry.web.pages.wording import compact

HEIGHT = 440
_TOP, _BOTTOM = 26.0, 396.0
_LEFT, _RIGHT = 9.0, 99.0
_MARGIN = Decimal("1.3")
"""By which factor the scales reach beyond the outermost points."""
_MOST_NAMES = 16
_LETTER, _HALF_LINE, _DOT = 0.68, 9.0, 0.8
"""The width of a letter and of a dot in percent, and half the height of a line, in a chart as wide as a page."""


_Box = tuple[float, float, float]
"""What a word or a dot covers: from and to across, and the middle of its height."""


@dataclass(frozen=True, slots=True)
class Point:
    """One thing: `across` tokens, `up` USD, both above zero; `kind` is its class."""

    name: str
    across: int
    up: Decimal
    kind: str


def scatter(name: str, title: str, description: str, points: Sequence[Point]) -> Chart:
    """Points on two scales by powers. Those that come first lie over the others, and are the first to be named."""
    columns, across = _scale([Decimal(point.across) for point in points], _LEFT, _RIGHT)
    lines, up = _scale([point.up for point in points], _BOTTOM, _TOP)
    placed = [(point, across.place(point.across), up.place(float(point.up))) for point in points]
    return Chart(
        name=name,
        title=title,
        description=description,
        height=HEIGHT,
        rules=(
            *(Rule(_LEFT, y, 100, y, "grid") for line in lines for y in [up.place(float(line))]),
            *(Rule(x, _TOP, x, _BOTTOM, "grid") for column in columns for x in [across.place(float(column))]),
            Rule(_LEFT, _BOTTOM, 100, _BOTTOM, "axis"),
        ),
        dots=tuple(Dot(x, y, _told(point), point.kind) for point, x, y in reversed(placed)),
        words=(
            *(Word(0, up.place(float(line)) + 4, dollars(line), "tick") for line in lines),
            *(_column(column, across.place(float(column))) for column in columns),
            *_names(placed),
        ),
    )


def _scale(values: Sequence[Decimal], start: float, end: float) -> tuple[tuple[Decimal, ...], Axis]:
    low, high = min(values) / _MARGIN, max(values) * _MARGIN
    return by_powers(low, high), Axis(float(low), float(high), start, end, by_powers=True)


def _column(column: Decimal, x: float) -> Word:
    text = compact(int(column))
    return Word(x, _BOTTOM + 19, text, "tick", "end" if x > 95 else "middle")


def _told(point: Point) -> str:
    return f"{point.name}: {point.across:,} tokens of context, {dollars(point.up)}"


def _names(placed: Sequence[tuple[Point, float, float]]) -> list[Word]:
    """The names for which there is room beside their points, away from other points and names."""
    words: list[Word] = []
    taken = [(x - _DOT, x + _DOT, y) for _, x, y in placed]
    for point, x, y in placed:
        width = len(point.name) * _LETTER
        right, left = (x + 1.5 * _DOT, x + 1.5 * _DOT + width, y), (x - 1.5 * _DOT - width, x - 1.5 * _DOT, y)
        sides: tuple[tuple[_Box, Anchor], ...] = ((right, "start"), (left, "end"))
        free = [side for side in sides if side[0][0] > _LEFT and side[0][1] < 100 and not _covers(side[0], taken)]
        if free and len(words) < _MOST_NAMES:
            box, anchor = free[0]
            words.append(Word(round(x + 1 if anchor == "start" else x - 1, 2), y + 4, point.name, "name", anchor))
            taken.append(box)
    return words


def _covers(box: _Box, taken: Sequence[_Box]) -> bool:
    return any(_meet(box, each) for each in taken)


def _meet(one: _Box, other: _Box) -> bool:
    return one[0] < other[1] and other[0] < one[1] and abs(one[2] - other[2]) < 2 * _HALF_LINE - 4
