"""`modeldex backfill`: replay history from the package index."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Annotated, Literal

import typer
from rich.filesize import decimal

from registry.cli.console import messages, note, show_json, show_line, show_table
from registry.cli.counting import CountingBars
from registry.cli.options import Json, moment
from registry.refresh.backfill import BackfillReport
from registry.refresh.backfill import backfill as run_backfill
from registry.refresh.opening import open_catalog
from registry.refresh.release_reader import Replayed
from registry.refresh.releases import Plan
from registry.settings import load
from registry.web.views import edition_view
from registry.web.views.parts import instant_text


class _Bars:
    """Shows how a backfill goes on (`registry.refresh.release_reader.Progress`)."""

    def __init__(self, bars: CountingBars) -> None:
        self._bars = bars

    def planned(self, plan: Plan) -> None:
        """A bar for each source that has releases to replay."""
        if plan.wanted:
            self._bars.expect(plan.source.name, len(plan.wanted))

    def replayed(self, one: Replayed) -> None:
        """One release further."""
        self._bars.advance(one.outcome.source, f"{one.file.version} of {one.file.uploaded_at:%Y-%m-%d}")

    def publishing(self) -> None:
        """Nothing is read meanwhile."""
        self._bars.say("publishing")


def backfill(
    source: Annotated[list[str] | None, typer.Option(help="Only this source; may be repeated.")] = None,
    since: Annotated[
        date | None, typer.Option(parser=moment, metavar="DATE", help="Releases uploaded from then on (UTC).")
    ] = None,
    until: Annotated[
        date | None, typer.Option(parser=moment, metavar="DATE", help="The last day, or an instant not included.")
    ] = None,
    every: Annotated[
        Literal["release", "week"], typer.Option(help="Every release, or the newest one of each week.")
    ] = "release",
    as_json: Json = False,
) -> int:
    """Replay the releases of sources from the package index, oldest first.

    Each release becomes a snapshot of the time of its upload. What is recorded already is skipped, so that a backfill
    that was stopped goes on when it is started again. The exit code is 0 if all went well, 3 if some release could not
    be used, 4 if none could, and 75 if another refresh is running.
    """
    settings = load()
    engine = open_catalog(settings, note)
    with CountingBars(messages()) as bars:
        report = run_backfill(
            settings,
            engine,
            only=source or None,
            since=_beginning(since),
            until=_end(until),
            every=every,
            progress=_Bars(bars),
        )
    if as_json:
        show_json(_report_view(report))
    else:
        _show_report(report)
    return report.exit_code


def _beginning(day: date | None) -> datetime | None:
    if day is None or isinstance(day, datetime):
        return day
    return datetime.combine(day, time(), UTC)


def _end(day: date | None) -> datetime | None:
    """A day is included to its end."""
    if day is None or isinstance(day, datetime):
        return day
    return None if day == date.max else datetime.combine(day + timedelta(days=1), time(), UTC)


def _show_report(report: BackfillReport) -> None:
    show_table(
        ("Source", ("Recorded", "right"), ("Failed", "right"), ("Received", "right"), "Passed over", "Note"),
        [_row(report, plan) for plan in report.plans],
    )
    for one in report.replayed:
        if not one.outcome.well:
            show_line(f"{one.outcome.source} {one.file.version}: {one.outcome.error}", "dim")
    if report.editions:
        first, last = report.editions[0].number, report.editions[-1].number
        named = f"edition {last}" if first == last else f"editions {first} to {last}"
        offerings = report.editions[-1].offerings
        show_line(f"Published {named} ({offerings:,} offering{'' if offerings == 1 else 's'}).", "bold")
    else:
        show_line("Nothing to publish.", "bold")


def _row(report: BackfillReport, plan: Plan) -> tuple[str, ...]:
    done = [one for one in report.replayed if one.outcome.source == plan.source.name]
    well = sum(one.outcome.well for one in done)
    passed = ", ".join(f"{count:,} {reason}" for reason, count in plan.passed_over.items())
    unread = len(plan.wanted) - len(done)
    note = plan.error or (f"{unread:,} not read: the package index cannot be reached" if unread else "")
    received = decimal(sum(one.transferred for one in done))
    return plan.source.name, f"{well:,}", f"{len(done) - well:,}", received, passed, note


def _report_view(report: BackfillReport) -> dict[str, object]:
    return {
        "sources": [
            {
                "name": plan.source.name,
                "wanted": len(plan.wanted),
                "passed_over": dict(plan.passed_over),
                "error": plan.error,
                "releases": [_release_view(one) for one in report.replayed if one.outcome.source == plan.source.name],
            }
            for plan in report.plans
        ],
        "editions": [edition_view(edition) for edition in report.editions],
        "exit_code": report.exit_code,
    }


def _release_view(one: Replayed) -> dict[str, object]:
    return {
        "version": str(one.file.version),
        "uploaded_at": instant_text(one.file.uploaded_at),
        "outcome": one.outcome.state,
        "rows": one.outcome.rows,
        "skipped": dict(sorted(one.outcome.skipped.items())),
        "bytes": one.transferred,
        "seconds": round(one.outcome.seconds, 3),
        "error": one.outcome.error,
    }
