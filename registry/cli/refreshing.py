"""`modeldex refresh`: read the sources now and publish what changed."""

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Annotated

import typer
from sqlalchemy import Engine

from registry.cli.bars import Bars
from registry.cli.console import complain, messages, note, show_json, show_line, show_table
from registry.cli.options import Json, moment
from registry.refresh.opening import open_catalog, opened_to_rehearse
from registry.refresh.report import Quiet, RunReport
from registry.refresh.run import refresh as run_refresh
from registry.settings import Settings, load
from registry.store.catalog import current_edition
from registry.store.database import read
from registry.web.views import edition_view
from registry.web.views.parts import instant_text


def refresh(
    source: Annotated[list[str] | None, typer.Option(help="Only this source; may be repeated.")] = None,
    from_path: Annotated[
        Path | None, typer.Option("--from", help="A recorded file to read instead, plain or .gz; of one --source.")
    ] = None,
    at: Annotated[
        date | None, typer.Option(parser=moment, metavar="DATETIME", help="When that file was fetched (UTC).")
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would change, and write nothing.")] = False,
    as_json: Json = False,
) -> int:
    """Read the sources now and publish what changed.

    The exit code is 0 if all went well, 3 if some source failed, 4 if none could be used (the old edition stands), and
    75 if another refresh is running.
    """
    settings = load()
    console = messages()
    with _opened(settings, dry_run=dry_run) as engine:
        with Bars(console) if console.is_terminal else nullcontext(Quiet()) as progress:
            report = run_refresh(
                settings,
                engine,
                only=source or None,
                from_path=from_path,
                at=_instant(at),
                dry_run=dry_run,
                progress=progress,
            )
        with read(engine) as conn:
            standing = current_edition(conn)
    stands = f"edition {standing.number} stands" if standing else "there is no edition yet"
    if as_json:
        show_json(_report_view(report))
    else:
        _show_report(report, stands)
    _complain_of(report, stands)
    return report.exit_code


@contextmanager
def _opened(settings: Settings, *, dry_run: bool) -> Iterator[Engine]:
    """The catalog. A dry run makes and migrates nothing."""
    if dry_run:
        with opened_to_rehearse(settings) as engine:
            yield engine
        return
    engine = open_catalog(settings, note)
    try:
        yield engine
    finally:
        engine.dispose()


def _instant(at: date | None) -> datetime | None:
    if at is None or isinstance(at, datetime):
        return at
    return datetime.combine(at, time(), UTC)


def _show_report(report: RunReport, stands: str) -> None:
    show_table(
        ("Source", "Outcome", ("Rows", "right"), ("Skipped", "right"), ("Seconds", "right"), "Version", "Note"),
        [
            (
                one.source,
                one.state,
                f"{one.rows:,}",
                f"{sum(one.skipped.values()):,}",
                f"{one.seconds:.1f}",
                one.version or "",
                one.error or one.note or "",
            )
            for one in report.outcomes
        ],
    )
    for one in report.idle:
        complain(str(one))
    show_line(_verdict(report, stands), "bold")
    if report.held:
        waits = "claim waits" if report.held == 1 else "claims wait"
        show_line(f"{report.held:,} {waits} for a second source or a person: `modeldex held` lists what is held.")


def _complain_of(report: RunReport, stands: str) -> None:
    """One line for each source that failed or was held, and one if that leaves nothing to publish."""
    for one in report.outcomes:
        if not one.well:
            complain(f"{one.source}: {(one.error or one.state).removeprefix(f'{one.source}: ')}")
    if report.exit_code == 4:
        complain(f"nothing could be published: {stands}")


def _verdict(report: RunReport, stands: str) -> str:
    """One sentence on what was, or would be, published."""
    if report.edition is None:
        return f"Nothing to publish: {stands}." if report.exit_code != 4 else f"Nothing could be published: {stands}."
    nothing = "the first" if report.edition.number == 1 else "names and notes only"
    counted = ", ".join(f"{number:,} {kind}" for kind, number in sorted(report.counts.items())) or nothing
    would = "Would publish" if report.dry_run else "Published"
    return f"{would} edition {report.edition.number} ({report.edition.offerings:,} offerings): {counted}."


def _report_view(report: RunReport) -> dict[str, object]:
    """The report as JSON: the outcome of each source, then what was published."""
    return {
        "sources": [
            {
                "name": one.source,
                "outcome": one.state,
                "rows": one.rows,
                "skipped": dict(sorted(one.skipped.items())),
                "url": one.url,
                "version": one.version,
                "fetched_at": instant_text(one.fetched_at),
                "error": one.error,
                "note": one.note,
                "seconds": round(one.seconds, 3),
            }
            for one in report.outcomes
        ],
        "edition": edition_view(report.edition) if report.edition else None,
        "changes": dict(sorted(report.counts.items())),
        "held": report.held,
        "overrides_without_effect": [{"file": one.file, "line": one.line, "text": one.text} for one in report.idle],
        "dry_run": report.dry_run,
        "exit_code": report.exit_code,
    }
