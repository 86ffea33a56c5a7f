"""`modeldex search`: from words to ids."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Annotated

import typer

from registry.cli.console import note, show_json, show_line, show_table
from registry.cli.options import Json
from registry.client import Client
from registry.settings import load
from registry.store import excerpt
from registry.store.database import read
from registry.web.pages.prices import figure
from registry.web.pages.wording import grouped
from registry.web.search import SearchIndex, matching
from registry.web.views import ModelView, OfferingView, model_view, offering_view

MOST_FOUND = 20


def search(
    words: Annotated[
        list[str],
        typer.Argument(metavar="QUERY", help="Words; every one must be in the id, name, lab, family or provider."),
    ],
    limit: Annotated[int, typer.Option(min=1, max=500, help="How many of each to print.")] = MOST_FOUND,
    as_json: Json = False,
) -> int:
    """Find models and offerings by words.

    `gpt 5.6 luna` and `gpt-5.6-luna` are the same query. The exit code is 1 if nothing is found.
    """
    query, today = " ".join(words), datetime.now(UTC).date()
    with Client(load(), note) as client:
        edition = client.edition()
        with read(client.engine) as conn:
            names = excerpt.without_rates(conn)
            index = SearchIndex(names)
            models = matching(index.models, query, names.models)
            offerings = matching(index.offerings, query, names.offerings)
            of_models = excerpt.of_models(conn, models[:limit])
            of_offerings = excerpt.of_offerings(conn, offerings[:limit])
    shown_models = [model_view(of_models, of_models.models[one], today) for one in models[:limit]]
    shown_offerings = [offering_view(of_offerings, of_offerings.offerings[one], today) for one in offerings[:limit]]
    if as_json:
        lists = {"models": shown_models, "offerings": shown_offerings}
        show_json({"edition": edition.number, **lists, "total": {"models": len(models), "offerings": len(offerings)}})
    elif models or offerings:
        _show_models(shown_models, len(models))
        _show_offerings(shown_offerings, len(offerings))
    else:
        show_line(f"Nothing matches {query!r}.")
    return 0 if models or offerings else 1


def _show_models(models: Sequence[ModelView], total: int) -> None:
    if models:
        show_line(f"{_of(len(models), total)} models", "bold")
        show_table(
            ("Model", "Name", "Released", ("Context", "right"), ("Providers", "right")),
            [(one.id, one.name, one.released, grouped(one.limits.context), str(len(one.providers))) for one in models],
        )


def _show_offerings(offerings: Sequence[OfferingView], total: int) -> None:
    if offerings:
        show_line(f"{_of(len(offerings), total)} offerings", "bold")
        show_table(
            ("Offering", "Provider", ("Input / 1M", "right"), ("Output / 1M", "right")),
            [(one.id, one.provider.name, figure(one.rates, "input"), figure(one.rates, "output")) for one in offerings],
        )


def _of(shown: int, total: int) -> str:
    return f"{shown:,}" if shown == total else f"{shown:,} of {total:,}"
