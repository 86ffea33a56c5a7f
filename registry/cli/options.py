"""The options that commands share."""

import re
from datetime import UTC, date, datetime
from typing import Annotated

import typer

DAY_OR_INSTANT = "a day such as 2026-06-26 or an instant such as 2026-06-26T14:30Z"

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_EDITION = re.compile(r"[0-9]{1,9}")


def moment(text: str) -> date | datetime:
    """A UTC day, or an instant (in UTC if it names no offset)."""
    try:
        if _DAY.fullmatch(text):
            return date.fromisoformat(text)
        instant = datetime.fromisoformat(text)
        return (instant if instant.tzinfo else instant.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        raise typer.BadParameter(f"{text!r} is not {DAY_OR_INSTANT}") from None


def day_or_edition(text: str) -> date | int:
    """A UTC day, or the number of an edition."""
    if _EDITION.fullmatch(text):
        return int(text)
    try:
        return date.fromisoformat(text)
    except ValueError:
        said = f"{text!r} is neither a day such as 2026-06-26 nor the number of an edition"
        raise typer.BadParameter(said) from None


Json = Annotated[bool, typer.Option("--json", help="Print JSON in the API's shape.")]
At = Annotated[
    date | None,
    typer.Option("--at", parser=moment, metavar="DATE", help=f"The prices of {DAY_OR_INSTANT} (UTC) instead of now."),
]
