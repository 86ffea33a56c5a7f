"""How values become JSON bytes: decided once, for the API, the twins of pages and the exports.

A Decimal becomes a JSON number with exactly its digits, never `1.5e-07` and never a string; a frozen dataclass becomes
an object with its fields in order; instants end in Z. orjson does it because the standard library has no way to write
a Decimal as a number.
"""

from dataclasses import fields, is_dataclass
from decimal import Decimal

import orjson

from registry.domain.money import plain

_OPTIONS = orjson.OPT_UTC_Z | orjson.OPT_NON_STR_KEYS


def json_bytes(value: object, *, indent: bool = False) -> bytes:
    """Any view, mapping, list, number, text, date or instant as UTF-8 JSON."""
    return orjson.dumps(value, default=_written, option=_OPTIONS | (orjson.OPT_INDENT_2 if indent else 0))


def members(view: object) -> dict[str, object]:
    """The top-level members of a view, without copying what they hold."""
    if not is_dataclass(view):
        raise TypeError(f"{type(view).__name__} is not a view")
    return {field.name: getattr(view, field.name) for field in fields(view)}


def _written(value: object) -> object:
    if isinstance(value, Decimal) and value.is_finite():
        return orjson.Fragment(plain(value).encode())
    if isinstance(value, set | frozenset):
        return sorted(value)
    raise TypeError(f"{type(value).__name__} has no JSON form")
