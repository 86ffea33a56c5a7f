"""Query parameters as tables of rows: how each is called, read, explained. One table reads requests and writes OpenAPI.

A parameter that the route does not have is refused (422), so that a misspelled filter never answers with everything.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TypeVar

from starlette.requests import Request

from registry.domain.moments import NotAMoment, read_day, read_moment, read_since
from registry.web.problems import BadParameter, UnknownParameter
from registry.web.views.parts import Moment

_LONGEST = 300
_WHOLE = re.compile(r"[0-9]{1,15}")
_AMOUNT = re.compile(r"[0-9]{1,9}(\.[0-9]{1,15})?")

Value = TypeVar("Value")


class Unreadable(ValueError):
    """A value that a reader does not take; the message says what it expects."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """One row: read turns one text into a value or raises Unreadable; a repeated one takes commas and repetition,
    and may have several examples that belong together, as a tuple.
    """

    name: str
    explanation: str
    example: object
    read: Callable[[str], object]
    schema: Mapping[str, object]
    repeated: bool = False
    required: bool = False

    def openapi(self) -> dict[str, object]:
        """The parameter object of OpenAPI."""
        schema = {"type": "array", "items": dict(self.schema)} if self.repeated else dict(self.schema)
        return {
            "name": self.name,
            "in": "query",
            "required": self.required,
            "description": self.explanation,
            "schema": schema,
            "example": self._examples() if self.repeated else self.example,
        }

    def _examples(self) -> list[object]:
        return list(self.example) if isinstance(self.example, tuple) else [self.example]


class Values:
    """The values that a request gave, typed on the way out."""

    def __init__(self, given: Mapping[str, object]) -> None:
        self._given = given

    def get(self, name: str, kind: type[Value]) -> Value | None:
        """The value of a parameter, None if it was not given."""
        value = self._given.get(name)
        if value is not None and not isinstance(value, kind):
            raise TypeError(f"{name} is a {type(value).__name__}")
        return value

    def moment(self, name: str = "as_of") -> Moment | None:
        """A UTC day or an aware instant, None if it was not given."""
        return self.get(name, date)

    def all(self, name: str) -> tuple[str, ...]:
        """The values of a repeated parameter."""
        value = self._given.get(name, ())
        return tuple(str(one) for one in value) if isinstance(value, tuple) else ()

    def items(self) -> Iterable[tuple[str, object]]:
        """Everything that was given."""
        return self._given.items()

    def __contains__(self, name: str) -> bool:
        return name in self._given


class ParameterTable:
    """The parameters of one route. Calling it reads a request: a FastAPI dependency."""

    def __init__(self, *parameters: Parameter) -> None:
        self.parameters: Mapping[str, Parameter] = {parameter.name: parameter for parameter in parameters}

    def __call__(self, request: Request) -> Values:
        """The request's values. Raises UnknownParameter or BadParameter."""
        return self.read(request.query_params.multi_items())

    def read(self, pairs: Iterable[tuple[str, str]]) -> Values:
        """Name and text pairs as values."""
        given: dict[str, list[str]] = {}
        for name, text in pairs:
            if name not in self.parameters:
                raise UnknownParameter(name, self.parameters)
            given.setdefault(name, []).append(text)
        values = {name: self._value(self.parameters[name], texts) for name, texts in given.items()}
        for name, parameter in self.parameters.items():
            if parameter.required and name not in values:
                raise BadParameter(name, "is required")
        return Values({name: value for name, value in values.items() if value not in (None, ())})

    def openapi(self) -> list[dict[str, object]]:
        """The parameter objects of OpenAPI, in the table's order."""
        return [parameter.openapi() for parameter in self.parameters.values()]

    def _value(self, parameter: Parameter, texts: Sequence[str]) -> object:
        if not parameter.repeated:
            if len(texts) > 1:
                raise BadParameter(parameter.name, "may be given once")
            return _read(parameter, texts[0])
        parts = [part.strip() for text in texts for part in text.split(",")]
        return tuple(dict.fromkeys(_read(parameter, part) for part in parts if part))


def _read(parameter: Parameter, text: str) -> object:
    # A form sends every empty field; an empty value is one that was not given.
    if not text.strip():
        return None
    if len(text) > _LONGEST:
        raise BadParameter(parameter.name, f"may have {_LONGEST} characters")
    try:
        return parameter.read(text.strip())
    except Unreadable as unreadable:
        choices = parameter.schema.get("enum")
        raise BadParameter(parameter.name, str(unreadable), **({"known": choices} if choices else {})) from None


def text(value: str) -> str:
    """Any printable text."""
    if not value.isprintable():
        raise Unreadable("expected printable text")
    return value


def whole(value: str) -> int:
    """A whole number, zero or more, in plain ASCII digits."""
    if not _WHOLE.fullmatch(value):
        raise Unreadable("expected a whole number, zero or more")
    return int(value)


def amount(value: str) -> Decimal:
    """An amount such as 0.25, zero or more, without an exponent."""
    if not _AMOUNT.fullmatch(value):
        raise Unreadable("expected an amount such as 0.25")
    return Decimal(value)


def yes_or_no(value: str) -> bool:
    """Read `true` or `false`."""
    if value not in ("true", "false", "1", "0"):
        raise Unreadable("expected true or false")
    return value in ("true", "1")


def day(value: str) -> date:
    """A day, YYYY-MM-DD."""
    try:
        return read_day(value)
    except NotAMoment as error:
        raise Unreadable(str(error)) from None


def moment(value: str) -> Moment:
    """A UTC day, or an instant; one without an offset is in UTC."""
    try:
        # A plus sign in a query string is a space unless it is escaped: after the hour it was an offset's.
        return read_moment(value[:11] + value[11:].replace(" ", "+"))
    except NotAMoment as error:
        raise Unreadable(str(error)) from None


def since(value: str) -> date | int:
    """A day, or the number of an edition."""
    try:
        return read_since(value)
    except NotAMoment as error:
        raise Unreadable(str(error)) from None


def one_of(choices: Sequence[str]) -> Callable[[str], str]:
    """One of a closed list of words."""

    def read(value: str) -> str:
        if value not in choices:
            raise Unreadable(f"expected one of {', '.join(choices)}")
        return value

    return read


TEXT: Mapping[str, object] = {"type": "string", "maxLength": _LONGEST}
WHOLE: Mapping[str, object] = {"type": "integer", "minimum": 0}
AMOUNT: Mapping[str, object] = {"type": "number", "minimum": 0}
YES_OR_NO: Mapping[str, object] = {"type": "boolean"}
DAY: Mapping[str, object] = {"type": "string", "format": "date"}
MOMENT: Mapping[str, object] = {
    "type": "string",
    "anyOf": [{"format": "date"}, {"format": "date-time"}],
}

AS_OF = Parameter(
    "as_of", "Prices of this UTC day (as its end sees it) or instant, instead of now.", "2026-06-26", moment, MOMENT
)


def choice(name: str, explanation: str, choices: Sequence[str], example: str, *, repeated: bool = False) -> Parameter:
    """A parameter with a closed list of values."""
    return Parameter(name, explanation, example, one_of(choices), {"type": "string", "enum": list(choices)}, repeated)
