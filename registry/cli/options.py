"""The options that commands share."""

import re
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated

import typer

from registry.domain.catalog import CHANGE_KINDS
from registry.domain.moments import NotAMoment, read_moment, read_since
from registry.domain.news import read_cursor
from registry.settings import web_address

_TOO_MANY = 10**15

DAY_OR_INSTANT = "a day such as 2026-06-26 or an instant such as 2026-06-26T14:30Z"


def moment(text: str) -> date | datetime:
    """A UTC day, or an instant (in UTC if it names no offset)."""
    try:
        return read_moment(text)
    except NotAMoment as error:
        raise typer.BadParameter(f"{text!r}: {error}") from None


def day_or_edition(text: str) -> date | int:
    """A UTC day, or the number of an edition."""
    try:
        return read_since(text)
    except NotAMoment as error:
        raise typer.BadParameter(f"{text!r}: {error}") from None


def known_kind(text: str) -> str:
    """A kind of change."""
    if text not in CHANGE_KINDS:
        raise typer.BadParameter(f"{text!r} is not one of {', '.join(CHANGE_KINDS)}")
    return text


def change_cursor(text: str) -> int:
    """After which change a list of changes goes on."""
    try:
        return read_cursor(text)
    except ValueError as error:
        raise typer.BadParameter(f"{text!r}: {error}") from None


def base_address(text: str) -> str:
    """Where a site is: an http or https address."""
    try:
        return web_address(text)
    except ValueError as error:
        raise typer.BadParameter(f"{text!r} {error}") from None


_QUANTITY = re.compile(r"([0-9]+(?:[_,][0-9]{3})*)(\.[0-9]+)?([kKM]?)")
_TIMES = {"": 1, "k": 1_000, "K": 1_000, "M": 1_000_000}


def quantity(text: str) -> int:
    """A whole number as people write it: 3200000, 3_200_000, 3,200,000, 3200k, 3.2M."""
    read = _QUANTITY.fullmatch(str(text))
    if read:
        whole, decimals, unit = read.groups()
        count = Decimal(whole.replace("_", "").replace(",", "") + (decimals or "")) * _TIMES[unit]
        if count == count.to_integral_value() and count < _TOO_MANY:
            return int(count)
    raise typer.BadParameter(f"{text!r} is not a whole number such as 3200000, 3,200,000 or 3.2M")


Json = Annotated[bool, typer.Option("--json", help="Print JSON in the API's shape.")]
At = Annotated[
    date | None,
    typer.Option("--at", parser=moment, metavar="DATE", help=f"The prices of {DAY_OR_INSTANT} (UTC) instead of now."),
]
