"""The charts of price history: which lines stand on which page, and what they say to those who do not see them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from registry.domain.catalog import DatedRate, Offering
from registry.domain.money import dollars, times
from registry.domain.pricing import instant
from registry.web.charts.marks import Chart
from registry.web.charts.step_chart import Series, Step, step_chart
from registry.web.pages.site import Site
from registry.web.pages.wording import human_date, price, unit_of
from registry.web.views.parts import moment_text
from scrapers.claims import ALWAYS
from scrapers.meters import METERS

MOST_LINES = 4
_CHARTED = frozenset({"input", "output", "cache_read"})
"""The meters that stand in the chart of an offering that is billed by the token; the table beside it has all."""
_SHORT = {"input": "Input", "output": "Output", "cache_read": "Cache read"}


@dataclass(frozen=True, slots=True)
class StepRow:
    """One step of one line, for the table beside a chart. since None: undated; until None: still in force."""

    label: str
    since: str | None
    until: str | None
    price: str


@dataclass(frozen=True, slots=True)
class ModelChart:
    """A chart with the table of all that it shows, each line's newest step first."""

    chart: Chart
    rows: tuple[StepRow, ...]


def chart_of_offering(site: Site, offering: Offering, subject: str, name: str = "history") -> Chart | None:
    """The standard prices of an offering that are for the same unit as its first one; None where none has changed."""
    lines = _lines(offering)
    if not lines:
        return None
    unit = unit_of(lines[0][0])
    alike = [(meter, each) for meter, each in lines if unit_of(meter) == unit]
    series = [each for meter, each in alike if meter in _CHARTED] or [each for _, each in alike][:MOST_LINES]
    return _drawn(name, f"{subject}: price per {unit}, US dollars", series, site)


def chart_of_model(site: Site, subject: str, offerings: Sequence[Offering]) -> ModelChart | None:
    """The input price of a model on its providers, those that come first in the given order and have changed it."""
    series: list[Series] = []
    for offering in offerings:
        found = next((each for meter, each in _lines(offering) if meter == "input" and each.moves), None)
        known = site.catalog.providers.get(offering.provider)
        label = known.name if known else offering.provider
        if found and label not in [each.label for each in series]:
            series.append(Series(label, found.steps))
    series = series[:MOST_LINES]
    chart = _drawn("history", f"{subject}: input price per 1M tokens, US dollars", series, site)
    rows = tuple(_step_row(each.label, step) for each in series for step in reversed(each.steps))
    return ModelChart(chart, rows) if chart else None


def _step_row(label: str, step: Step) -> StepRow:
    return StepRow(label, moment_text(step.start), moment_text(step.end), price(step.value))


def _drawn(name: str, title: str, series: Sequence[Series], site: Site) -> Chart | None:
    if not any(each.moves for each in series):
        return None
    return step_chart(name, title, " ".join(map(_said, series)), series, instant(site.day))


def _lines(offering: Offering) -> list[tuple[str, Series]]:
    """Every meter that has a standard, unconditional price, in the meters' order, as a line."""
    plain = [rate for rate in offering.rates if rate.tier == "standard" and rate.when == ALWAYS]
    plain.sort(key=lambda rate: (tuple(METERS).index(rate.meter), _began(rate)))
    return [(meter, _series(meter, rates)) for meter, rates in groupby(plain, key=lambda rate: rate.meter)]


def _began(rate: DatedRate) -> float:
    return rate.valid_from.timestamp() if rate.valid_from else float("-inf")


def _series(meter: str, rates: Iterable[DatedRate]) -> Series:
    per = METERS[meter].per
    steps = tuple(Step(rate.valid_from, rate.valid_to, times(rate.usd, per)) for rate in rates)
    return Series(_SHORT.get(meter, METERS[meter].label), steps)


def _said(series: Series) -> str:
    """`Input: $1.00 until 30 Jul 2026, $0.20 since 30 Jul 2026.`"""
    return f"{series.label}: {', '.join(map(_step, series.steps))}."


def _step(step: Step) -> str:
    since = f" since {_day(step.start)}" if step.start else ""
    until = f" until {_day(step.end)}" if step.end else ""
    return f"{dollars(step.value)}{since}{until}"


def _day(moment: datetime) -> str:
    return human_date(moment.date().isoformat())
