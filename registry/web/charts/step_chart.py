"""Prices over time: lines that step on the day of the change, on true time, with gaps where nothing is known.

An undated price holds for every earlier date and is dashed; what is announced for a later day lies beyond the line
that marks today.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from registry.domain.money import dollars
from registry.web.charts.marks import Chart, Rule, Word, spread
from registry.web.charts.scales import Axis, amounts_from_zero, time_ticks

HEIGHT = 248
_TOP, _BOTTOM = 26.0, 218.0
_LEFT, _RIGHT = 9.0, 100.0
_LINE_OF_TEXT = 16.0
_ABOVE = 6.0
_SHORTEST = timedelta(days=28)


@dataclass(frozen=True, slots=True)
class Step:
    """One value from `start` (None: ever) until `end` (exclusive; None: still)."""

    start: datetime | None
    end: datetime | None
    value: Decimal


@dataclass(frozen=True, slots=True)
class Series:
    """One line: its steps in order of time. `label` stands at its end, in front of its last value."""

    label: str
    steps: tuple[Step, ...]

    @property
    def moves(self) -> bool:
        """Whether it has more than one value, so that there is something to see."""
        return len({step.value for step in self.steps}) > 1


def step_chart(name: str, title: str, description: str, series: Sequence[Series], today: datetime) -> Chart:
    """Lines on one scale from zero, the first over the others. Amounts are USD; the title says for how many units."""
    start, end = _span(series, today)
    across = Axis(start.timestamp(), end.timestamp(), _LEFT, _RIGHT)
    ticks = amounts_from_zero(max(step.value for each in series for step in each.steps))
    down = Axis(0.0, float(ticks[-1]), _BOTTOM, _TOP)
    return Chart(
        name=name,
        title=title,
        description=description,
        height=HEIGHT,
        rules=(
            *_grid(ticks, down),
            *(() if end <= today else (_upright(across.place(today.timestamp()), _TOP, _BOTTOM, "now"),)),
            *(
                rule
                for place, each in reversed(list(enumerate(series)))
                for rule in _line(each, across, down, (start, end), place)
            ),
        ),
        dots=(),
        words=(*_amounts(ticks, down), *_dates(start, end, across), *_labels(series, down, today)),
    )


def _span(series: Sequence[Series], today: datetime) -> tuple[datetime, datetime]:
    """From a little before the first known day to today, or a little beyond what is announced."""
    edges = [edge for each in series for step in each.steps for edge in (step.start, step.end) if edge]
    first, last = min([*edges, today]), max([*edges, today])
    length = max(last - first, _SHORTEST)
    return first - length * 0.12, last + (length * 0.12 if last > today else timedelta())


def _grid(ticks: Sequence[Decimal], down: Axis) -> list[Rule]:
    places = [down.place(float(tick)) for tick in ticks]
    return [Rule(_LEFT, y, _RIGHT, y, "axis" if place == 0 else "grid") for place, y in enumerate(places)]


def _amounts(ticks: Sequence[Decimal], down: Axis) -> list[Word]:
    return [Word(0, down.place(float(tick)) + 4, dollars(tick), "tick") for tick in ticks]


def _dates(start: datetime, end: datetime, across: Axis) -> list[Word]:
    placed = [(across.place(moment.timestamp()), text) for moment, text in time_ticks(start, end)]
    return [Word(x, _BOTTOM + 19, text, "tick", "end" if x > 93 else "middle") for x, text in placed]


def _line(each: Series, across: Axis, down: Axis, span: tuple[datetime, datetime], place: int) -> list[Rule]:
    """Level pieces, joined by upright ones where a step begins as the one before it ends."""
    rules: list[Rule] = []
    before: Step | None = None
    for step in each.steps:
        begin, end = step.start or span[0], step.end or span[1]
        x, y = across.place(begin.timestamp()), down.place(float(step.value))
        if before and before.end == step.start:
            rules.append(_upright(x, down.place(float(before.value)), y, f"s{place}"))
        undated = " undated" if step.start is None else ""
        rules.append(Rule(x, y, across.place(end.timestamp()), y, f"s{place}{undated}"))
        before = step
    return rules


def _upright(x: float, y1: float, y2: float, kind: str) -> Rule:
    return Rule(x, y1, x, y2, kind)


def _labels(series: Sequence[Series], down: Axis, today: datetime) -> list[Word]:
    """The name and last value of each line over its end; lines that end together share the room between them."""
    last = [each.steps[-1] for each in series]
    wanted = [down.place(float(step.value)) - _ABOVE for step in last]
    placed = spread(wanted, _LINE_OF_TEXT, _TOP - _ABOVE - 4, _BOTTOM - _ABOVE)
    texts = [f"{each.label} {_last(step, today)}" for each, step in zip(series, last, strict=True)]
    return [
        Word(_RIGHT, round(y, 2), text, f"name s{place}", "end")
        for place, (y, text) in enumerate(zip(placed, texts, strict=True))
    ]


def _last(step: Step, today: datetime) -> str:
    if step.end and step.end <= today:
        return "not sourced now"
    return f"{dollars(step.value)}{' announced' if step.start and step.start > today else ''}"
