"""`modeldex show` and `compare`: looking at one thing, or at several side by side."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Annotated

import typer

from registry.cli.console import note, show_facts, show_json, show_line, show_table
from registry.cli.options import At, Json
from registry.cli.pricing import show_rates
from registry.client import Client, only_offering
from registry.domain.catalog import Catalog, Model, Offering
from registry.domain.pricing import current_moment
from registry.errors import WrongUsage
from registry.settings import load
from registry.store import excerpt
from registry.store.database import read
from registry.web.pages.compare_rows import GROUPS, Line, Side, side_of
from registry.web.pages.prices import figure, kin_of
from registry.web.pages.wording import CAPABILITY_LABELS
from registry.web.views import (
    ModelDetail,
    ModelView,
    OfferingDetail,
    OfferingView,
    model_detail,
    offering_detail,
)
from registry.web.views.comparisons import MOST_SIDES, compared_view
from registry.web.views.parts import Named


def show(
    identifier: Annotated[
        str, typer.Argument(metavar="ID", help="An offering or else a model; `offering:` or `model:` in front decides.")
    ],
    at: At = None,
    as_json: Json = False,
) -> None:
    """Everything that is known of one offering or model."""
    now = datetime.now(UTC)
    with Client(load(), note) as client:
        catalog, subject = named(client, identifier)
    if isinstance(subject, Offering):
        offering = offering_detail(catalog, subject, at or current_moment(subject.rates, now))
        show_json(offering) if as_json else _show_offering(offering)
    else:
        model = model_detail(catalog, subject, at or now.date())
        show_json(model) if as_json else _show_model(model)


def compare(
    ids: Annotated[list[str], typer.Argument(metavar="ID ID...", help="Two to six offerings or models.")],
    at: At = None,
    as_json: Json = False,
) -> None:
    """Two to six offerings or models side by side."""
    different = tuple(dict.fromkeys(ids))
    if not 2 <= len(different) <= MOST_SIDES:
        raise WrongUsage(f"compare takes two to six different ids, and got {len(different)}")
    day = at or datetime.now(UTC).date()
    with Client(load(), note) as client:
        edition = client.edition()
        found = [named(client, one) for one in different]
        sides = [] if as_json else [_side(client, subject, day) for _, subject in found]
    if as_json:
        views = [compared_view(around, subject, day) for around, subject in found]
        show_json({"edition": edition.number, "items": views, "next": None, "total": len(views)})
    else:
        show_table(("", *(subject.id for _, subject in found)), _compared_rows(sides))


def named(client: Client, identifier: str) -> tuple[Catalog, Model | Offering]:
    """What an id means, with an excerpt around it: an offering first, then a model; a prefix decides."""
    kind, _, rest = identifier.partition(":")
    if kind == "model":
        around = client.around_model(rest)
        return around, next(iter(around.models.values()))
    if kind == "offering":
        around = client.around(rest)
        return around, only_offering(around)
    with read(client.engine) as conn:
        around = excerpt.of_offerings(conn, [identifier])
        if around.offerings:
            return around, only_offering(around)
        around = excerpt.of_models(conn, [identifier])
    if around.models:
        return around, next(iter(around.models.values()))
    raise client.unknown(identifier, "offering or model")


def _show_offering(view: OfferingDetail) -> None:
    show_line(f"{view.model.name} on {view.provider.name}", "bold")
    show_facts(
        [
            ("API model ID", view.api_model_id),
            ("Provider", f"{view.provider.name} ({view.provider.id})"),
            ("Model", view.model.id),
            *_shared_facts(view),
            ("Deprecated", view.deprecated),
            ("Retires", view.retires),
            ("Retires not before", view.retires_earliest),
            ("Base URL", view.recipe.base_url),
            ("Sources", ", ".join(view.sources)),
        ]
    )
    show_line(f"\nPrices of {view.as_of}", "bold")
    show_rates(view.rates, kin_of(view.rates))


def _show_model(view: ModelDetail) -> None:
    show_line(f"{view.name} ({view.id})", "bold")
    show_facts([*_shared_facts(view), ("Licence", view.licence)])
    show_line(f"\n{len(view.offerings)} offerings, prices of {view.as_of}", "bold")
    show_table(
        ("Offering", "Provider", ("Input / 1M", "right"), ("Output / 1M", "right")),
        [
            (one.id, one.provider.name, figure(one.rates, "input"), figure(one.rates, "output"))
            for one in view.offerings
        ],
    )


def _shared_facts(view: OfferingView | ModelView) -> Iterable[tuple[str, str | None]]:
    """What offerings and models have in common, in the order in which it is printed."""
    return (
        ("Lab", _name(view.lab)),
        ("Family", _name(view.family)),
        ("Status", view.status),
        ("Announced", view.announced),
        ("Released", view.released),
        ("Knowledge cutoff", view.knowledge_cutoff),
        ("Context", _number(view.limits.context)),
        ("Largest input", _number(view.limits.input)),
        ("Largest output", _number(view.limits.output)),
        ("Takes", ", ".join(view.modalities.input) or None),
        ("Gives", ", ".join(view.modalities.output) or None),
        ("Capabilities", _capabilities(view.capabilities)),
        ("Open weights", {True: "yes", False: "no", None: None}[view.open_weights]),
    )


@dataclass(frozen=True, slots=True)
class _Compared:
    """One side; seller: whose prices a model's are, in words."""

    side: Side
    seller: str


def _side(client: Client, subject: Model | Offering, day: date | datetime) -> _Compared:
    """One side, seen among all the offerings of its model."""
    around = client.around_model(subject.model if isinstance(subject, Offering) else subject.id)
    side = side_of(around, subject, day)
    lent = side.offering if isinstance(subject, Model) else None
    return _Compared(side, f" on {around.providers[lent.provider].name}" if lent else "")


def _compared_rows(sides: Sequence[_Compared]) -> Iterator[tuple[str | None, ...]]:
    """The lines of the page of comparisons, below what is compared."""
    yield "Model", *(one.side.name for one in sides)
    yield "Prices", *(one.side.under for one in sides)
    for label, lines in GROUPS:
        yield "", *("" for _ in sides)
        yield label, *("" for _ in sides)
        for line in lines:
            yield line.label, *(_compared_text(line, one) for one in sides)


def _compared_text(line: Line, one: _Compared) -> str | None:
    """A value; a price of a model with the one who asks it."""
    text = line.text(one.side)
    return f"{text}{one.seller}" if text and line.best == "lowest" else text


def _name(named: Named | None) -> str | None:
    return named.name if named else None


def _number(count: int | None) -> str | None:
    return None if count is None else f"{count:,} tokens"


def _capabilities(said: Mapping[str, bool | None]) -> str | None:
    return ", ".join(CAPABILITY_LABELS[name] for name, yes in said.items() if yes) or None
