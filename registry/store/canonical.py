"""Canonical JSON: one spelling for a value, so that comparing texts is comparing values. Decimals keep their digits."""

import json
from collections.abc import Mapping
from decimal import Decimal

from registry.domain.money import plain
from registry.errors import OutOfRange

_encode = json.JSONEncoder(ensure_ascii=False).encode


def dump(value: object) -> str:
    """Compact JSON with sorted keys. A Decimal is a number with its exact digits (1 is `1.0`, so that it stays one)."""
    match value:
        case str() | None | bool() | int():
            return _encode(value)
        case Decimal():
            digits = plain(value)
            return digits if "." in digits else digits + ".0"
        case Mapping():
            return "{" + ",".join(f"{dump(str(key))}:{dump(value[key])}" for key in sorted(value)) + "}"
        case list() | tuple():
            return "[" + ",".join(map(dump, value)) + "]"
        case _:
            raise OutOfRange(f"a {type(value).__name__} has no canonical JSON")


def parse(text: str) -> object:
    """The value that `dump` wrote; lists stay lists."""
    return json.loads(text, parse_float=Decimal)
