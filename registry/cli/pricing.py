"""`modeldex price`: the rates of an offering, or the exact cost of a usage. There is one option for every meter."""

import inspect
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, date, datetime
from typing import Annotated

import typer

from registry.cli.console import note, show_json, show_line, show_table
from registry.cli.options import At, Json, quantity
from registry.client import Client, only_offering
from registry.domain.catalog import Offering
from registry.domain.money import dollars, in_usd
from registry.domain.pricing import (
    PROMPT_METERS,
    Estimate,
    UnknownRegion,
    current_moment,
    estimate,
    in_force,
    regions,
)
from registry.settings import load
from registry.web.pages.prices import Kin, applies, kin_of
from registry.web.pages.wording import plural, unit_of
from registry.web.pages.wording import price as price_words
from registry.web.views import RateView, estimate_view, rate_view, rates_at
from registry.web.views.parts import moment_text
from scrapers.claims import Tier
from scrapers.meters import METERS


def _with_meters(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command one whole-number option for every meter, in place of its `**quantities`."""
    signature = inspect.signature(command)
    own = [p for p in signature.parameters.values() if p.kind is not inspect.Parameter.VAR_KEYWORD]
    options = [
        inspect.Parameter(
            meter.id,
            inspect.Parameter.KEYWORD_ONLY,
            default=None,
            annotation=Annotated[
                int | None,
                typer.Option(
                    parser=quantity,
                    metavar="N",
                    help=f"{meter.label} ({plural(meter.unit)}).",
                    rich_help_panel="The usage, in single units",
                ),
            ],
        )
        for meter in METERS.values()
    ]
    command.__signature__ = signature.replace(parameters=[*own, *options])  # type: ignore[attr-defined]
    return command


@_with_meters
def price(
    offering_id: Annotated[str, typer.Argument(metavar="ID", help="provider/api-model-id")],
    tier: Annotated[Tier | None, typer.Option(help="The service tier; a usage is standard unless told.")] = None,
    at: At = None,
    region: Annotated[
        str | None, typer.Option(metavar="REGION", help="The region, where prices differ by region.")
    ] = None,
    requests: Annotated[
        int | None,
        typer.Option(
            parser=quantity, metavar="N", help="Of how many equal requests the usage is the sum; one unless told."
        ),
    ] = None,
    as_json: Json = False,
    **quantities: int | None,
) -> None:
    """The rates of an offering, or with quantities the exact cost of a usage.

    --input is uncached prompt tokens; --cache-read and --cache-write come on top. --output includes reasoning unless
    --reasoning is given. A long-prompt price applies to the whole request. A rate that nobody sources is never guessed.
    Quantities may be written 3200000, 3_200_000, 3,200,000 or 3.2M.
    """
    usage = {meter: quantity for meter, quantity in quantities.items() if quantity}
    with Client(load(), note) as client:
        offering = only_offering(client.around(offering_id.removeprefix("offering:")))
    moment = at or current_moment(offering.rates, datetime.now(UTC))
    if not usage:
        _show_rates(offering, moment, tier, region, as_json=as_json)
        return
    cost = estimate(
        offering, usage, at=moment, tier=tier or "standard", region=region, requests=1 if requests is None else requests
    )
    if as_json:
        for line in cost.notes:
            note(f"Note: {line}")
        show_json(estimate_view(cost, moment))
        return
    notes = cost.notes or (tuple(_long_prompt(cost)) if requests is None else ())
    _show_estimate(cost, moment_text(moment), kin_of(rates_at(offering.rates, moment)), notes)


def _show_rates(
    offering: Offering, moment: date | datetime, tier: Tier | None, region: str | None, *, as_json: bool
) -> None:
    if region is not None and region not in (known := regions(in_force(offering.rates, moment))):
        raise UnknownRegion(offering.id, region, known)
    all_of_them = rates_at(offering.rates, moment)
    shown = tuple(
        rate for rate in all_of_them if tier in (None, rate.tier) and region in (None, (rate.when or {}).get("region"))
    )
    if as_json:
        show_json({"offering": offering.id, "as_of": moment_text(moment), "rates": shown})
        return
    show_line(f"{offering.id}, prices of {moment_text(moment)}", "bold")
    show_rates(shown, kin_of(all_of_them))


def show_rates(rates: Sequence[RateView], kin: Kin) -> None:
    """A table of rates; kin: all that are in force beside them."""
    if not rates:
        show_line("No price is sourced.")
        return
    show_table(
        ("Meter", "Tier", "When", ("Price", "right"), "Per", "Since", "Source"),
        [
            (
                METERS[rate.meter].label,
                rate.tier,
                applies(rate, kin),
                price_words(rate.usd),
                unit_of(rate.meter),
                _since(rate),
                rate.source,
            )
            for rate in rates
        ],
    )


def _show_estimate(cost: Estimate, as_of: str | None, kin: Kin, notes: Sequence[str]) -> None:
    show_line(f"{cost.offering}, {cost.tier} tier, prices of {as_of}", "bold")
    show_table(
        ("Meter", "When", ("Quantity", "right"), ("Price", "right"), "Per", ("Cost", "right"), "Since", "Source"),
        [
            (
                METERS[rate.meter].label,
                applies(rate, kin),
                f"{item.quantity:,}",
                price_words(rate.usd),
                unit_of(rate.meter),
                dollars(item.cost),
                _since(rate),
                rate.source,
            )
            for item in cost.items
            for rate in (rate_view(item.rate),)
        ],
    )
    for line in notes:
        show_line(f"Note: {line}", "bold yellow")
    show_line(f"Total: {in_usd(cost.total)}", "bold")


def _long_prompt(cost: Estimate) -> Iterator[str]:
    """What is to be said where a usage that nobody said to be several requests costs the price of a long prompt."""
    step = max((item.rate.when.prompt_over or 0 for item in cost.items), default=0)
    if step:
        prompt = sum(item.quantity for item in cost.items if item.rate.meter in PROMPT_METERS)
        yield (
            f"counted as one request with a prompt of {prompt:,} tokens, at the price of prompts over {step:,} tokens;"
            " for the sum of several requests add --requests N."
        )


def _since(rate: RateView) -> str:
    """From when on a price holds: as a source documents it, or as it was first seen."""
    if rate.valid_from is None:
        return "undated"
    return f"{rate.valid_from} first seen" if rate.valid_from_basis == "observed" else rate.valid_from
