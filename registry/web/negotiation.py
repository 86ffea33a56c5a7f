"""What Accept-Encoding, Accept and If-None-Match mean (RFC 9110). Pure functions of header values."""

import re
from collections.abc import Sequence
from functools import lru_cache

_ENTITY_TAG = re.compile(rb'(?:W/)?"([\x21\x23-\x7e\x80-\xff]*)"')

PREFERRED = ("br", "zstd", "gzip")
"""The encodings we have, best first; the client's q-values go before our taste."""


@lru_cache(maxsize=512)
def chosen_encoding(accept_encoding: bytes) -> str | None:
    """The best encoding that the client accepts, None for the bytes as they are."""
    weights = _weights(accept_encoding)
    wildcard = weights.get("*", 0.0)
    offered = [(weights.get(encoding, wildcard), encoding) for encoding in PREFERRED]
    weight, encoding = max(offered, key=lambda row: row[0])
    return encoding if weight > 0 and weight >= weights.get("identity", 0.0) else None


@lru_cache(maxsize=512)
def accepts(accept: bytes, media_type: str) -> bool:
    """Whether an Accept header lets a media type through; none at all accepts everything."""
    weights = _weights(accept)
    if not weights:
        return True
    kind = media_type.partition("/")[0]
    for name in (media_type, f"{kind}/*", "*/*"):
        if name in weights:
            return weights[name] > 0
    return False


def matches(if_none_match: bytes, entity_tag: str) -> bool:
    """Weak comparison of an If-None-Match header (a list, or `*`) with the tag of the chosen representation."""
    if if_none_match.strip() == b"*":
        return True
    opaque = entity_tag.removeprefix("W/").strip('"').encode("latin-1")
    return opaque in _ENTITY_TAG.findall(if_none_match)


def header(headers: Sequence[tuple[bytes, bytes]], name: bytes) -> bytes:
    """A request header's value, several lines joined as the protocol says; empty if it is absent."""
    values = [value for key, value in headers if key == name]
    return values[0] if len(values) == 1 else b", ".join(values)


def _weights(value: bytes) -> dict[str, float]:
    weights: dict[str, float] = {}
    for part in value.decode("latin-1").lower().split(","):
        name, *parameters = (piece.strip() for piece in part.split(";"))
        if name:
            weights[name] = _quality(parameters)
    return weights


def _quality(parameters: Sequence[str]) -> float:
    for parameter in parameters:
        if parameter.startswith("q="):
            try:
                return min(max(float(parameter[2:]), 0.0), 1.0)
            except ValueError:
                return 0.0
    return 1.0
