"""Gzip with a limit. Pure: bytes in, bytes out."""

import zlib

from scrapers.errors import FetchFailed, NotADocument

GZIP_MAGIC = b"\x1f\x8b"

_GZIP_WRAPPER = 31
_MOST_MEMBERS = 64
"""A megabyte can hold fifty thousand empty members, each of which costs a copy of the rest."""


def gunzip(packed: bytes, limit: int, what: str) -> bytes:
    """Unpack all members of a gzip file of at most `limit` plain bytes; `what` names it in messages.

    Raises FetchFailed over the limit and NotADocument if the bytes are not gzip, damaged or cut short.
    """
    plain = bytearray()
    rest = packed
    for _ in range(_MOST_MEMBERS):
        member = zlib.decompressobj(_GZIP_WRAPPER)
        try:
            # One byte more than allowed is enough to know, and is all the memory that a bomb gets.
            plain += member.decompress(rest, limit - len(plain) + 1)
        except zlib.error:
            raise NotADocument(f"{what}: not valid gzip") from None
        if len(plain) > limit:
            raise FetchFailed(f"{what}: larger than {limit:,} bytes when unpacked")
        if not member.eof:
            raise NotADocument(f"{what}: the gzip data is cut short")
        rest = member.unused_data.lstrip(b"\0")
        if not rest:
            return bytes(plain)
    raise NotADocument(f"{what}: more than {_MOST_MEMBERS} gzip members")
