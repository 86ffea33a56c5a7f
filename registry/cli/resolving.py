"""`modeldex resolve`: from a messy name to the model that it means."""

from datetime import UTC, datetime
from difflib import get_close_matches
from typing import Annotated

import typer

from registry.cli.console import note, show_facts, show_json, show_line
from registry.cli.options import Json
from registry.client import Client
from registry.errors import UnknownId
from registry.settings import load
from registry.store import excerpt
from registry.store.database import read
from registry.web.api.resolving import resolution
from registry.web.state import Published

MOST_CANDIDATES = 4
"""How many are printed; JSON has them all."""


def resolve(
    name: Annotated[str, typer.Argument(help="A name as it stands in some program, document or bill.")],
    provider: Annotated[str | None, typer.Option(help="The provider that uses the name, if it is known.")] = None,
    as_json: Json = False,
) -> int:
    """Which model a name means, and the rule that says so.

    The exit code is 1 if nothing is known by this name; then what is spelled alike is listed.
    """
    with Client(load(), note) as client:
        edition = client.edition()
        with read(client.engine) as conn:
            catalog = excerpt.without_rates(conn)
    if provider is not None and provider not in catalog.providers:
        raise UnknownId(provider, "provider", get_close_matches(provider, catalog.providers))
    view = resolution(Published(catalog, edition, datetime.now(UTC).date()), name, provider)
    if as_json:
        show_json(view)
    elif view.model is None:
        show_line(f"Nothing is known by the name {name!r}.", "bold")
    else:
        show_line(f"{name} is {view.model.name} ({view.model.id})", "bold")
        show_facts(
            [
                ("Offering", view.offering or "none of exactly this name"),
                ("Rule", view.rule),
                ("Version", view.version or "not pinned"),
                ("Serving", ", ".join(view.serving) or "as its lab serves it"),
            ]
        )
    if view.candidates and not as_json:
        show_line("Also offered as:" if view.model else "Perhaps:", "dim")
        for candidate in view.candidates[:MOST_CANDIDATES]:
            show_line(f"  {candidate}")
    return 0 if view.model else 1
