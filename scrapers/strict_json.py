"""JSON as it should be: every way in which the standard library is lenient is an error here.

Numbers with a fraction or an exponent become `Decimal`, so that no price ever passes through a float.
"""

import json
import re
import zlib
from decimal import Decimal, InvalidOperation
from typing import TypeAlias

from scrapers.errors import NotADocument

Json: TypeAlias = "dict[str, Json] | list[Json] | str | int | Decimal | bool | None"

_GZIP_MAGIC = b"\x1f\x8b"
_MOST_BYTES = 40_000_000
_LONGEST_NUMBER = 40
_DECIMAL_PLACES = range(-40, 31)
_SUSPICIOUS_ESCAPE = re.compile(r"\\u(?:[dD][89a-fA-F]|0000)")


def read(body: bytes, name: str, *, repeats: bool = False) -> Json:
    """The bytes of one document -> its value. `name` says in the error which source it is.

    repeats: a key may be given twice in one object if the two values do not contradict each other. LiteLLM has shipped
    such maps (four releases of 2025 and 2026); the members of both are then taken together.

    Raises NotADocument for anything but a whole, strict JSON text: empty, HTML, not UTF-8, cut short, NaN, a number
    beyond any price (1e999), a key given twice, a lone surrogate, a NUL, or nesting that no reader survives.
    """
    text = _text(body, name)
    try:
        value: Json = json.loads(
            text,
            parse_float=_fraction,
            parse_int=_whole,
            parse_constant=_constant,
            object_pairs_hook=_repeating if repeats else _object,
        )
        if _SUSPICIOUS_ESCAPE.search(text):
            _refuse_broken_strings(value)
    except json.JSONDecodeError as error:
        raise NotADocument(f"{name}: {_what_is_wrong(error, text)}") from None
    except RecursionError:
        raise NotADocument(f"{name}: the JSON is nested too deeply") from None
    except ValueError as error:
        raise NotADocument(f"{name}: {error}") from None
    return value


def unpacked(body: bytes, name: str) -> bytes:
    """Bytes that may be gzip -> plain bytes, never more than 40 MB. Raises NotADocument."""
    if not body.startswith(_GZIP_MAGIC):
        return body
    reader = zlib.decompressobj(wbits=31)
    try:
        plain = reader.decompress(body, _MOST_BYTES)
    except zlib.error as error:
        raise NotADocument(f"{name}: the gzip is damaged ({error})") from None
    if reader.unconsumed_tail:
        raise NotADocument(f"{name}: the gzip holds more than {_MOST_BYTES:,} bytes")
    if not reader.eof or reader.unused_data:
        raise NotADocument(f"{name}: the gzip is cut short or has something after its end")
    return plain


def _text(body: bytes, name: str) -> str:
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise NotADocument(f"{name}: not UTF-8 text at byte {error.start}") from None
    start = text.lstrip()[:1]
    if not start:
        raise NotADocument(f"{name}: the document is empty")
    if start == "<":
        raise NotADocument(f"{name}: this is HTML, not JSON")
    return text


def _what_is_wrong(error: json.JSONDecodeError, text: str) -> str:
    if error.pos >= len(text.rstrip()) or error.msg.startswith("Unterminated string"):
        return f"the JSON breaks off after {len(text):,} characters"
    return f"this is not JSON: {error.msg} in line {error.lineno}, column {error.colno}"


def _fraction(digits: str) -> Decimal:
    if len(digits) > _LONGEST_NUMBER:
        raise ValueError(f"a number of {len(digits)} characters")
    try:
        number = Decimal(digits)
    except InvalidOperation:
        raise ValueError(f"{digits} is beyond any price or limit") from None
    if number and number.adjusted() not in _DECIMAL_PLACES:
        raise ValueError(f"{digits} is beyond any price or limit")
    return number


def _whole(digits: str) -> int:
    if len(digits) > _LONGEST_NUMBER:
        raise ValueError(f"a number of {len(digits)} characters")
    return int(digits)


def _constant(word: str) -> Json:
    raise ValueError(f"{word} is not JSON")


def _object(pairs: list[tuple[str, Json]]) -> dict[str, Json]:
    members = dict(pairs)
    if len(members) < len(pairs):
        raise ValueError(f"the key {_repeated(pairs)[:80]!r} is given twice in one object")
    return members


def _repeated(pairs: list[tuple[str, Json]]) -> str:
    """The first key that was there before. A look into a set for each: feeds may have any number of keys."""
    seen: set[str] = set()
    for key, _ in pairs:
        if key in seen:
            break
        seen.add(key)
    return key


def _repeating(pairs: list[tuple[str, Json]]) -> dict[str, Json]:
    members: dict[str, Json] = {}
    for key, value in pairs:
        if key in members:
            _take_together(key, members[key], value)
        else:
            members[key] = value
    return members


def _take_together(key: str, first: Json, second: Json) -> None:
    """Add to the first value what only the second has; in place, since copying would make many repeats quadratic."""
    if isinstance(first, dict) and isinstance(second, dict):
        if all(first[shared] == second[shared] for shared in first.keys() & second.keys()):
            first.update(second)
            return
    elif first == second:
        return
    raise ValueError(f"the key {key[:80]!r} is given twice in one object, with different values")


def _refuse_broken_strings(value: Json) -> None:
    if isinstance(value, str):
        if "\x00" in value:
            raise ValueError("a string holds a NUL character")
        if any("\ud800" <= character <= "\udfff" for character in value):
            raise ValueError("a string holds half of a surrogate pair")
    elif isinstance(value, dict):
        for key, member in value.items():
            _refuse_broken_strings(key)
            _refuse_broken_strings(member)
    elif isinstance(value, list):
        for member in value:
            _refuse_broken_strings(member)
