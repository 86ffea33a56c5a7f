"""Models and offerings side by side: 2 to 6 columns, rows in groups, the best value named in words."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from registry.domain.catalog import Model, Offering
from registry.domain.lifecycle import latest
from registry.domain.pricing import instant
from registry.web.pages import structured
from registry.web.pages.compare_rows import GROUPS, Line, Side, side_of
from registry.web.pages.head import Head
from registry.web.pages.site import Link, Site, freshness
from registry.web.pages.workload import Form, Workload, cost_in_words, costed, lowest
from registry.web.views.parts import Moment, moment_text


@dataclass(frozen=True, slots=True)
class Column:
    """One of those compared: its name, where it is, and the address of the comparison without it.

    ends: the day on which what its prices are of shuts down, while that is still to come.
    """

    name: str
    href: str
    under: str
    ends: str | None
    without: str


@dataclass(frozen=True, slots=True)
class CompareCell:
    """One value. text None: not sourced; best: `lowest` or `highest` where it is better than another one."""

    text: str | None
    best: str | None = None


@dataclass(frozen=True, slots=True)
class CompareRow:
    """One line of the table."""

    label: str
    cells: tuple[CompareCell, ...]


@dataclass(frozen=True, slots=True)
class CompareGroup:
    """Lines that belong together."""

    label: str
    rows: tuple[CompareRow, ...]


@dataclass(frozen=True, slots=True)
class ComparePage:
    """What the template receives. hidden: how many rows are alike and left out.

    cost: the workload's line, None where the form is wrong.
    """

    head: Head
    freshness: str
    ids: tuple[str, ...]
    columns: tuple[Column, ...]
    groups: tuple[CompareGroup, ...]
    only_differences: bool
    hidden: int
    form: Form
    workload: Workload | None
    cost: CompareRow | None
    left_out: int
    as_of: str | None
    json: str | None


def compare_page(
    site: Site,
    named: Mapping[str, Model | Offering],
    workload: Workload | None,
    form: Form,
    *,
    only_differences: bool,
    left_out: int,
    as_of: Moment | None,
    at: Moment,
) -> ComparePage:
    """The comparison of what the given ids name, in their order. left_out: how many ids were too many."""
    sides = [side_of(site.catalog, one, at) for one in named.values()]
    groups = [CompareGroup(label, tuple(_row(line, sides) for line in lines)) for label, lines in GROUPS]
    shown = _differing(groups) if only_differences and len(sides) > 1 else groups
    ids = tuple(named)
    return ComparePage(
        head=_head(site, [side.name for side in sides], ids),
        freshness=freshness(site, as_of),
        ids=ids,
        columns=tuple(
            _column(side, form.address(without=key), instant(at).date()) for side, key in zip(sides, ids, strict=True)
        ),
        groups=tuple(group for group in shown if group.rows),
        only_differences=only_differences,
        hidden=_count(groups) - _count(shown),
        form=form,
        workload=workload,
        cost=_cost(sides, workload, at) if workload else None,
        left_out=left_out,
        as_of=moment_text(as_of),
        json=_json(ids, as_of) if len(ids) > 1 else None,
    )


def _row(line: Line, sides: Sequence[Side]) -> CompareRow:
    found = [(line.text(side), line.value(side) if line.value else None) for side in sides]
    return _marked(line.label, found, line.best)


def _marked(label: str, found: Iterable[tuple[str | None, object]], best: str | None) -> CompareRow:
    """A row with its best value named, where at least two values are there and differ."""
    cells = list(found)
    values = [value for _, value in cells if value is not None]
    if best is None or len(set(values)) < 2:
        return CompareRow(label, tuple(CompareCell(text) for text, _ in cells))
    top = (min if best == "lowest" else max)(values)  # type: ignore[type-var]
    return CompareRow(label, tuple(CompareCell(text, best if value == top else None) for text, value in cells))


def _differing(groups: Iterable[CompareGroup]) -> list[CompareGroup]:
    return [
        CompareGroup(group.label, tuple(row for row in group.rows if len({cell.text for cell in row.cells}) > 1))
        for group in groups
    ]


def _count(groups: Iterable[CompareGroup]) -> int:
    return sum(len(group.rows) for group in groups)


def _cost(sides: Sequence[Side], workload: Workload, at: Moment) -> CompareRow:
    parts = [costed(side.offering, workload, at) if side.offering else () for side in sides]
    cells = (
        CompareCell(cost_in_words(each) or None, "lowest" if is_lowest else None)
        for each, is_lowest in zip(parts, lowest(parts), strict=True)
    )
    return CompareRow("Cost of the workload", tuple(cells))


def _column(side: Side, without: str, day: date) -> Column:
    ends = side.offering.retires if side.offering else None
    return Column(side.name, side.href, side.under, ends if ends and latest(ends) > day else None, without)


def address(ids: Iterable[str]) -> str:
    """The page that compares these ids."""
    query = urlencode([("id", key) for key in ids])
    return f"/compare?{query}" if query else "/compare"


def _json(ids: Iterable[str], as_of: Moment | None) -> str:
    dated = [("as_of", text)] if (text := moment_text(as_of)) else []
    return f"/api/v1/compare?{urlencode([*(('id', key) for key in ids), *dated])}"


def _head(site: Site, names: Sequence[str], ids: Sequence[str]) -> Head:
    joined = " vs ".join(dict.fromkeys(names))
    long = f"{joined} · Modeldex"
    title = "Compare AI models · Modeldex" if not names or len(long) > 60 else long
    description = "Prices, limits, capabilities and dates of up to six AI models or offerings, side by side."
    trail = (Link("Modeldex", "/"), Link("Compare"))
    path = address(ids)
    graph = (structured.trail_node(site, trail, path), structured.page_node(site, path, title))
    return Head(title, description, path, trail, (), graph)
