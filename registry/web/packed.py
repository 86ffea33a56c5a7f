"""Whole editions as finished bytes: too large for the response cache, made once an edition, kept compressed.

The plain bytes (tens of megabytes) are never held: they pass into the compressor piece by piece as they are made, and
out of it piece by piece where a client takes no compression. What is kept of all formats together is some megabytes.
"""

import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from io import BytesIO
from typing import Protocol

import anyio
import brotli  # type: ignore[import-untyped]
import zstandard
from anyio import to_thread

from registry.exports.formats import FORMATS, Format
from registry.exports.manifest import Fingerprint, Listed
from registry.web.state import Published

KEPT = "zstd"
"""The encoding in which a body is always there; the plain bytes and the other encodings are made from it."""

_QUALITY = {"br": 6, "zstd": 9, "gzip": 6}
_GZIP_WRAPPER = 31


class Compressor(Protocol):
    """Takes pieces, and gives compressed bytes."""

    def compress(self, data: bytes, /) -> bytes:
        """One more piece."""

    def flush(self) -> bytes:
        """There is no more."""


class _Brotli:
    def __init__(self) -> None:
        self._made = brotli.Compressor(quality=_QUALITY["br"])

    def compress(self, data: bytes, /) -> bytes:
        return bytes(self._made.process(data))

    def flush(self) -> bytes:
        return bytes(self._made.finish())


_COMPRESSORS: Mapping[str, Callable[[], Compressor]] = {
    "br": _Brotli,
    "zstd": lambda: zstandard.ZstdCompressor(level=_QUALITY["zstd"]).compressobj(),
    "gzip": lambda: zlib.compressobj(_QUALITY["gzip"], wbits=_GZIP_WRAPPER),
}


@dataclass(slots=True)
class Packed:
    """One body. listed: its name, its plain size and sha256; forms: encoding -> its compressed bytes, made so far."""

    listed: Listed
    forms: dict[str, bytes]

    @classmethod
    def of(cls, name: str, pieces: Iterable[bytes]) -> "Packed":
        """A body from its pieces."""
        passed = Fingerprint()
        kept = _compressed(KEPT, passed.of(pieces))
        return cls(passed.listed(name), {KEPT: kept})

    def form(self, encoding: str) -> bytes:
        """The body in an encoding."""
        if encoding not in self.forms:
            self.forms[encoding] = _compressed(encoding, self.pieces())
        return self.forms[encoding]

    def pieces(self) -> Iterator[bytes]:
        """The plain bytes."""
        yield from zstandard.ZstdDecompressor().read_to_iter(BytesIO(self.forms[KEPT]))

    def entity_tag(self, encoding: str | None) -> str:
        """A strong tag, as the response cache gives them: each form has its own."""
        tag = self.listed.sha256[:24]
        return f'"{tag}-{encoding}"' if encoding else f'"{tag}"'


@dataclass
class Exports:
    """The bodies of the newest edition that was asked for. Whoever comes first has them made; the others wait."""

    _bodies: dict[tuple[int, str, str], Packed] = field(default_factory=dict)
    _making: Mapping[str, anyio.Lock] = field(default_factory=lambda: {name: anyio.Lock() for name in FORMATS})

    async def body(self, published: Published, form: Format, encoding: str | None = None) -> Packed:
        """The edition in a format, with its form in an encoding (None: plain) ready."""
        key = (published.edition.number, published.edition.digest, form.name)
        async with self._making[form.name]:
            if key not in self._bodies:
                made = await to_thread.run_sync(_packed, published, form)
                self._bodies = {held: body for held, body in self._bodies.items() if held[:2] == key[:2]} | {key: made}
            body = self._bodies[key]
            if encoding is not None and encoding not in body.forms:
                await to_thread.run_sync(body.form, encoding)
        return body


def _packed(published: Published, form: Format) -> Packed:
    return Packed.of(f"catalog.{form.name}", form.write(published.whole, published.edition))


def _compressed(encoding: str, pieces: Iterable[bytes]) -> bytes:
    compressor = _COMPRESSORS[encoding]()
    packed = bytearray()
    for piece in pieces:
        packed += compressor.compress(piece)
    return bytes(packed + compressor.flush())
