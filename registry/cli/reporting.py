"""`modeldex changes`, `sources`, `editions` and `status`: what happened, and how fresh everything is."""

from collections.abc import Sequence
from datetime import UTC, datetime
from decimal import Decimal
from typing import Annotated

import typer
from sqlalchemy import Connection

from registry.cli.console import note, show_json, show_line, show_table
from registry.cli.options import Json, change_cursor, day_or_edition, known_kind
from registry.client import Client
from registry.domain.catalog import CHANGE_KINDS, SourceState
from registry.domain.news import ChangeFilter, ChangePage, FoundChanges, NotInThisList, page_of_changes
from registry.errors import UnknownEdition, WrongUsage
from registry.refresh.schedule import next_slot
from registry.settings import Settings, load
from registry.store import catalog as reads
from registry.store import excerpt, review
from registry.store.database import read
from registry.web.pages.changed import EVENTS, value_said, what_changed
from registry.web.pages.wording import price as price_words
from registry.web.pages.wording import unit_of
from registry.web.views import (
    ChangeView,
    EditionView,
    SourceView,
    StatusView,
    change_view,
    edition_view,
    source_view,
    status_view,
)
from scrapers.sources import SOURCES


def changes(
    since: Annotated[
        str | None,
        typer.Option(metavar="DATE|EDITION", help="From that day on, or after the edition of that number."),
    ] = None,
    kind: Annotated[
        list[str] | None, typer.Option(parser=known_kind, help=f"Only {', '.join(CHANGE_KINDS)}; may be repeated.")
    ] = None,
    provider: Annotated[
        list[str] | None, typer.Option(metavar="ID", help="Only at this provider; may be repeated.")
    ] = None,
    offering: Annotated[str | None, typer.Option(metavar="ID", help="Only of this offering.")] = None,
    source: Annotated[
        list[str] | None, typer.Option(metavar="NAME", help="Only what this source says; may be repeated.")
    ] = None,
    limit: Annotated[int, typer.Option(min=1, max=500, help="How many to print.")] = 50,
    cursor: Annotated[
        int | None, typer.Option(parser=change_cursor, metavar="NEXT", help="Go on: the `next` of the JSON before.")
    ] = None,
    as_json: Json = False,
) -> None:
    """What changed, newest first."""
    wanted = ChangeFilter(
        since=day_or_edition(since) if since else None,
        kinds=tuple(kind or ()),
        providers=tuple(name.lower() for name in provider or ()),
        offering=offering,
        sources=tuple(source or ()),
    )
    with Client(load(), note) as client:
        edition = client.edition()
        if isinstance(wanted.since, int) and wanted.since > edition.number:
            raise UnknownEdition(wanted.since, edition.number)
        with read(client.engine) as conn:
            page = _page(conn, wanted, cursor, limit)
            around = excerpt.of_offerings(conn, {change.offering for change in page.changes})
    views = [change_view(around, change) for change in page.changes]
    if as_json:
        show_json({"edition": edition.number, "items": views, "next": page.next, "total": page.total})
    elif not views:
        show_line("Nothing has changed.")
    else:
        show_table(
            ("Day", "Kind", "Offering", "What", "Before", "After", "Per", "Source"),
            [_change_row(view) for view in views],
        )


def sources(as_json: Json = False) -> None:
    """How fresh each source is."""
    settings = load()
    with Client(settings, note) as client, read(client.engine) as conn:
        states, due = _states(conn, settings), _due(conn, settings)
        edition = reads.current_edition(conn)
    views = [source_view(state, datetime.now(UTC).date(), due) for state in states]
    if as_json:
        number = edition.number if edition else None
        show_json({"edition": number, "items": views, "next": None, "total": len(views)})
    else:
        show_sources(views)


def editions(as_json: Json = False) -> None:
    """The published editions, newest first."""
    with Client(load(), note) as client, read(client.engine) as conn:
        views = [edition_view(edition) for edition in reads.editions(conn)]
    if as_json:
        show_json({"edition": views[0].number if views else None, "items": views, "next": None, "total": len(views)})
        return
    counts = ("Providers", "Models", "Offerings", "Changes")
    show_table(
        (("Edition", "right"), "Day", "Published", *((name, "right") for name in counts), "Digest"),
        [_edition_row(view) for view in views],
    )


def status(as_json: Json = False) -> int:
    """Whether everything is fine: exit code 0 if it is, and 1 with the reasons if not."""
    settings = load()
    with Client(settings, note) as client:
        edition = client.edition()
        with read(client.engine) as conn:
            view = status_view(
                edition,
                _states(conn, settings),
                day=datetime.now(UTC).date(),
                last_refresh=reads.last_refresh(conn),
                next_refresh=_due(conn, settings),
                disagreements=len(review.disagreements(conn)),
            )
    if as_json:
        show_json(view)
    else:
        _show_status(view)
    return 0 if view.status == "ok" else 1


def _page(conn: Connection, wanted: ChangeFilter, cursor: int | None, limit: int) -> ChangePage:
    def find(start: int | None, most: int) -> FoundChanges:
        return reads.changes(conn, wanted, start=start, limit=most)

    try:
        return page_of_changes(find, cursor, limit)
    except NotInThisList as error:
        raise WrongUsage(f"--cursor {error}") from None


def _show_status(view: StatusView) -> None:
    read_ones = [source for source in view.sources if source.enabled]
    unread = [source.name for source in read_ones if source.age_days is None]
    show_line(_headline(view, quiet=not unread and not view.stale), "bold")
    show_line(
        f"Edition {view.edition.number} of {view.edition.day}: {view.edition.offerings:,} offerings of"
        f" {view.edition.models:,} models on {view.edition.providers:,} providers."
    )
    for source in view.sources:
        if source.stale:
            newest = source.snapshot_at or source.last_success or ""
            show_line(f"Stale: {source.name}, whose newest snapshot is of {newest[:10]}.")
    if unread:
        show_line(f"Never read: {len(unread)} of {len(read_ones)} sources ({', '.join(unread)}).")
    show_line(f"Last refresh: {view.last_refresh or 'never'}. Next refresh: {view.next_refresh or 'not scheduled'}.")


def _headline(view: StatusView, *, quiet: bool) -> str:
    """The state in a line; quiet: there is nothing to say of any source."""
    if view.status != "ok":
        return f"Needs attention: {'; '.join(view.reasons)}"
    return "All is well." if quiet else "No refresh is overdue, and no source has failed."


def show_sources(views: Sequence[SourceView]) -> None:
    """A table of sources."""
    show_table(
        ("Source", "Newest", ("Days old", "right"), "Version", ("Rows", "right"), ("Skipped", "right"), "State"),
        [
            (
                view.name,
                (view.snapshot_at or "never")[:10],
                "" if view.age_days is None else str(view.age_days),
                view.version or "",
                f"{view.rows:,}",
                f"{sum(view.skipped.values()):,}",
                view.error or _state(view),
            )
            for view in views
        ],
    )


def _state(view: SourceView) -> str:
    if not view.enabled:
        return "switched off"
    if view.age_days is None:
        return "never read"
    return "stale" if view.stale else "fine"


def _edition_row(view: EditionView) -> tuple[str, ...]:
    counts = (view.providers, view.models, view.offerings, view.changes)
    return (str(view.number), view.day, view.published_at or "", *(f"{n:,}" for n in counts), view.digest[:12])


def _change_row(view: ChangeView) -> tuple[str | None, ...]:
    """One change, as a row of the table."""
    day = f"{view.day} first seen" if view.basis == "observed" else view.day
    values = ("", "") if view.kind in EVENTS else (_value(view.old, view), _value(view.new, view))
    per = unit_of(view.field) if view.kind == "price" else ""
    return (day, view.kind, view.offering, what_changed(view), *values, per, view.source or "")


def _value(value: Decimal | str | None, view: ChangeView) -> str | None:
    """A value of a change: a price without its unit, which has a column of its own; None is not sourced."""
    return price_words(value) if isinstance(value, Decimal) else value_said(value, view)


def _states(conn: Connection, settings: Settings) -> tuple[SourceState, ...]:
    enabled = [source.name for source in SOURCES if settings.enabled(source.name)]
    return reads.source_states(conn, SOURCES, enabled=enabled)


def _due(conn: Connection, settings: Settings) -> datetime | None:
    """The first weekly slot after the last refresh and after this database was made; None if none is scheduled."""
    return next_slot(settings, reads.last_refresh(conn), reads.created_at(conn))
