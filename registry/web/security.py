"""Headers that keep browsers safe, who may read across origins, and the ids that a path may carry."""

import re
from typing import Literal

PAGE_HEADERS: tuple[tuple[bytes, bytes], ...] = (
    (
        b"content-security-policy",
        b"default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
        b"connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    ),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"strict-origin-when-cross-origin"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), geolocation=(), microphone=(), payment=()"),
)
"""For pages. No inline script, nothing from elsewhere, in no one's frame."""

DATA_HEADERS: tuple[tuple[bytes, bytes], ...] = (
    (b"content-security-policy", b"default-src 'none'; frame-ancestors 'none'"),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"strict-origin-when-cross-origin"),
)
"""For everything that is not a page: should a browser show it, it can do nothing."""

CROSS_ORIGIN_HEADERS: tuple[tuple[bytes, bytes], ...] = (
    (b"access-control-allow-origin", b"*"),
    (b"access-control-expose-headers", b"ETag, Last-Modified, X-Modeldex-Edition"),
)
PREFLIGHT_HEADERS: tuple[tuple[bytes, bytes], ...] = (
    *CROSS_ORIGIN_HEADERS,
    (b"access-control-allow-methods", b"GET, HEAD"),
    (b"access-control-allow-headers", b"Accept, If-None-Match, If-Modified-Since"),
    (b"access-control-max-age", b"86400"),
)

_SHARED_PREFIXES = ("/api/v1/", "/compat/", "/badge/")
_SHARED_FILES = (".json", ".csv", ".md", ".atom", ".ics", "/llms.txt")
_PRIVATE_PREFIX = "/api/v1/admin/"
_ID = re.compile(r"[A-Za-z0-9~@][A-Za-z0-9._:@/~+,()=!*'$&-]{0,299}")
_SHORT_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")


def security_headers(content_type: bytes) -> tuple[tuple[bytes, bytes], ...]:
    """The headers for a response of this media type."""
    return PAGE_HEADERS if content_type.startswith(b"text/html") else DATA_HEADERS


def readable_across_origins(path: str) -> bool:
    """Whether scripts of other sites may read a path: all public data, no page, no admin route."""
    if path.startswith(_PRIVATE_PREFIX):
        return False
    return path.startswith(_SHARED_PREFIXES) or path.endswith(_SHARED_FILES)


def is_id(text: str, kind: Literal["short", "long"] = "long") -> bool:
    """Whether a path segment can be an id at all. `long` is an API model ID, which may hold slashes."""
    if kind == "short":
        return _SHORT_ID.fullmatch(text) is not None
    return _ID.fullmatch(text) is not None and not any(part in ("", ".", "..") for part in text.split("/"))
