"""`modeldex held`: the review queue, and deciding what is in it."""

import getpass
from collections.abc import Mapping, Sequence
from typing import Annotated

import typer

from registry.cli.console import note, show_facts, show_json, show_line, show_table
from registry.cli.options import Json
from registry.client import Client
from registry.domain.catalog import Held
from registry.domain.review import Decision, HeldDocument, Verdict, place_in_queue
from registry.errors import UnknownHeld
from registry.refresh.deciding import Decided, checked_reason, decide
from registry.refresh.opening import open_catalog
from registry.settings import load
from registry.store import excerpt, review
from registry.store.database import read
from registry.web.pages.review_rows import value_text, what
from registry.web.views import HeldView, edition_view, held_view
from registry.web.views.parts import instant_text

held = typer.Typer()

HeldId = Annotated[str, typer.Argument(metavar="ID", help="The id of what is held, as `held list` prints it.")]
Why = Annotated[str, typer.Option("--why", metavar="TEXT", help="The reason, for the audit trail.")]


@held.callback(invoke_without_command=True)
def _list_unless_told(context: typer.Context, as_json: Json = False) -> None:
    if context.invoked_subcommand is None:
        list_held(as_json=as_json)


@held.command("list")
def list_held(
    source: Annotated[str | None, typer.Option(metavar="NAME", help="Only what this source says.")] = None,
    offering: Annotated[str | None, typer.Option(metavar="ID", help="Only of this offering.")] = None,
    as_json: Json = False,
) -> None:
    """What waits for a second source or a person, and what a person rejected."""
    with Client(load(), note) as client:
        edition = client.edition()
        with read(client.engine) as conn:
            queue: list[Held | HeldDocument] = [*review.held_documents(conn, "open", "rejected")]
            queue += review.held_claims(conn)
            newest = {one.held: one for one in review.decided(conn)}
            found = sorted((one for one in queue if _is_of(one, source, offering)), key=place_in_queue)
            around = excerpt.of_offerings(conn, {one.offering for one in found if isinstance(one, Held)})
    views = [held_view(around, one, newest.get(one.id)) for one in found]
    if as_json:
        show_json({"edition": edition.number, "items": views, "next": None, "total": len(views)})
    elif not views:
        show_line("Nothing is held.")
    else:
        show_table(
            ("Id", "Since", "Source", "Offering", "What", ("Stands", "right"), ("Held", "right"), "Reason", "State"),
            [_row(view) for view in views],
        )


@held.command()
def show(identifier: HeldId, as_json: Json = False) -> None:
    """One claim or document that is held, with every decision about it."""
    with Client(load(), note) as client, read(client.engine) as conn:
        found, decisions = review.find(conn, identifier), review.decided(conn, identifier)
        around = excerpt.of_offerings(conn, {found.offering} if isinstance(found, Held) else ())
    if found is None and not decisions:
        raise UnknownHeld(identifier)
    view = held_view(around, found, decisions[-1] if decisions else None) if found else None
    if as_json:
        show_json({"held": view, "decisions": [_told(one) for one in decisions]})
        return
    if view:
        show_facts(_facts(view))
    else:
        show_line(f"Not held any more: {decisions[-1].claim}")
    for one in decisions:
        show_line(f"{instant_text(one.at)} {one.verdict}, by {one.who}: {one.why}")


@held.command()
def accept(identifier: HeldId, why: Why, as_json: Json = False) -> None:
    """Publish what is held. Exit code 75 if a refresh is running."""
    _decide(identifier, "accept", why, as_json=as_json)


@held.command()
def reject(identifier: HeldId, why: Why, as_json: Json = False) -> None:
    """Leave what is held unpublished. Exit code 75 if a refresh is running."""
    _decide(identifier, "reject", why, as_json=as_json)


def _decide(identifier: str, verdict: Verdict, why: str, *, as_json: bool) -> None:
    reason = checked_reason(why)  # before a database is made or migrated for nothing
    settings = load()
    engine = open_catalog(settings)
    done = decide(settings, engine, identifier, verdict, why=reason, who=_who())
    engine.dispose()
    if as_json:
        show_json(_done_view(done))
        return
    show_line(f"{verdict.capitalize()}ed: {done.decision.claim}")
    if done.edition is None:
        show_line("What is published stays as it is.", "bold")
    else:
        show_line(f"Published edition {done.edition.number}, changes: {len(done.changes):,}.", "bold")


def _who() -> str:
    """The person at the terminal, as the system knows them."""
    try:
        return f"{getpass.getuser()}, on the command line"
    except (OSError, KeyError):  # a user id without a name
        return "somebody, on the command line"


def _is_of(one: Held | HeldDocument, source: str | None, offering: str | None) -> bool:
    about = one.offering.lower() if isinstance(one, Held) else None
    return source in (None, one.source) and (offering is None or offering.lower() == about)


def _row(view: HeldView) -> Sequence[str]:
    stands, claimed = _values(view)
    day = (view.since or "")[:10]
    return (view.id, day, view.source, view.offering or "", what(view), stands, claimed, view.reason, view.state)


def _values(view: HeldView) -> tuple[str, str]:
    """What stands and what is held; of a whole document neither is one value."""
    if view.document:
        return "", ""
    return "nothing" if view.old is None else value_text(view.field, view.old), value_text(view.field, view.new)


def _facts(view: HeldView) -> list[tuple[str, str | None]]:
    lines: list[tuple[str, str | None]] = [("Source", view.source), ("What", what(view)), ("Reason", view.reason)]
    if view.document:
        fetched, rows = view.document.fetched_at, f"{view.document.rows:,}"
        lines += [("URL", view.document.url), ("Fetched", fetched), ("SHA-256", view.document.sha256), ("Rows", rows)]
    else:
        stands, claimed = _values(view)
        lines[1:1] = [("Offering", view.offering)]
        lines += [("Stands", stands), ("Held", claimed)]
    return [*lines, ("Since", view.since), ("State", view.state)]


def _told(decision: Decision) -> Mapping[str, object]:
    return {
        "verdict": decision.verdict,
        "why": decision.why,
        "who": decision.who,
        "at": instant_text(decision.at),
        "source": decision.source,
        "claim": decision.claim,
    }


def _done_view(done: Decided) -> Mapping[str, object]:
    return {
        "id": done.decision.held,
        "decision": _told(done.decision),
        "edition": edition_view(done.edition) if done.edition else None,
        "changes": len(done.changes),
        "held": done.held,
    }
