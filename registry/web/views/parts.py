"""The small shapes that every view is made of, and the one way in which moments and exact numbers are written."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Annotated

from pydantic import Field, WithJsonSchema

Moment = date | datetime
"""When something is looked at: a UTC day (as its end sees it) or an aware instant."""

Exact = Annotated[Decimal, WithJsonSchema({"type": "number"})]
"""A decimal whose JSON number has exactly its digits: never a string, never an exponent."""


@dataclass(frozen=True, slots=True)
class Named:
    """A reference to something with a name."""

    id: Annotated[str, Field(description="Its id.", examples=["openai"])]
    name: Annotated[str, Field(description="Its display name.", examples=["OpenAI"])]


@dataclass(frozen=True, slots=True)
class Limits:
    """Token limits; null is not sourced."""

    context: Annotated[int | None, Field(description="Tokens, prompt and answer together.", examples=[1050000])]
    input: Annotated[int | None, Field(description="Tokens of the prompt alone.", examples=[922000])]
    output: Annotated[int | None, Field(description="Tokens of the answer.", examples=[128000])]


@dataclass(frozen=True, slots=True)
class Modalities:
    """What goes in and what comes out; an empty list is not sourced."""

    input: Annotated[tuple[str, ...], Field(description="Of text, image, audio, video, pdf.", examples=[["text"]])]
    output: Annotated[
        tuple[str, ...], Field(description="Of text, image, audio, video, embedding.", examples=[["text"]])
    ]


def moment_text(moment: Moment | None) -> str | None:
    """A day as `2026-07-30`, an instant as `2026-07-30T16:00:00Z`, and midnight UTC as its day."""
    if moment is None:
        return None
    if not isinstance(moment, datetime):
        return moment.isoformat()
    utc = moment.astimezone(UTC)
    if utc.time() == time():
        return utc.date().isoformat()
    return instant_text(utc)


def instant_text(moment: datetime | None) -> str | None:
    """An instant to the second, always with its hour: `2026-11-23T00:00:00Z`."""
    if moment is None:
        return None
    return moment.astimezone(UTC).replace(microsecond=0, tzinfo=None).isoformat() + "Z"
