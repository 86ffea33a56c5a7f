"""Finished responses by key, bounded in bytes, with their compressed forms; the least recently used go first."""

import gzip
import hashlib
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Lock

import brotli  # type: ignore[import-untyped]
import zstandard

MEMORY_BYTES = 96 * 1024 * 1024
LARGEST_BYTES = 16 * 1024 * 1024
_WORTH_COMPRESSING = 860
_TEXTUAL = ("text/", "application/json", "application/problem+json", "application/xml", "application/atom+xml",
            "application/javascript", "application/manifest+json", "application/ld+json", "application/x-ndjson",
            "image/svg+xml")  # fmt: skip

Key = tuple[object, ...]


def _brotli(body: bytes) -> bytes:
    # Quality 11 takes seconds for a megabyte; big answers get the fast setting.
    return bytes(brotli.compress(body, quality=9 if len(body) < 256 * 1024 else 4))


_COMPRESSORS: dict[str, Callable[[bytes], bytes]] = {
    "br": _brotli,
    "zstd": lambda body: zstandard.ZstdCompressor(level=9).compress(body),
    "gzip": lambda body: gzip.compress(body, 6, mtime=0),
}


@dataclass(slots=True)
class Finished:
    """One whole response, as bytes and in the compressed forms that were asked for so far.

    headers are without length, encoding, entity tag and edition, which depend on the form that is sent.
    """

    status: int
    headers: tuple[tuple[bytes, bytes], ...]
    body: bytes
    route: str
    tag: str = ""
    compressible: bool = False
    forms: dict[str, bytes] = field(default_factory=dict)

    @classmethod
    def of(cls, status: int, headers: tuple[tuple[bytes, bytes], ...], body: bytes, route: str) -> "Finished":
        """A response with its entity tag, which is made from the bytes alone."""
        media_type = dict(headers).get(b"content-type", b"").decode("latin-1")
        worth = len(body) >= _WORTH_COMPRESSING and media_type.startswith(_TEXTUAL)
        return cls(status, headers, body, route, hashlib.sha256(body).hexdigest()[:24], worth)

    def form(self, encoding: str | None) -> tuple[bytes, str | None]:
        """The body in an encoding, and the encoding that was really used (None where it is not worth it)."""
        if encoding is None or not self.compressible:
            return self.body, None
        if encoding not in self.forms:
            self.forms[encoding] = _COMPRESSORS[encoding](self.body)
        return self.forms[encoding], encoding

    def has(self, encoding: str | None) -> bool:
        """Whether `form(encoding)` is ready, so that sending it takes no work."""
        return encoding is None or not self.compressible or encoding in self.forms

    def entity_tag(self, encoding: str | None) -> str:
        """A strong tag: each form of the body has its own."""
        return f'"{self.tag}-{encoding}"' if encoding and self.compressible else f'"{self.tag}"'

    @property
    def may_be_stored(self) -> bool:
        """Whether the handler lets it be kept at all, by us or by anyone."""
        return b"no-store" not in dict(self.headers).get(b"cache-control", b"no-store")

    @property
    def size(self) -> int:
        """Bytes in memory, about; room for the compressed forms is counted from the start."""
        return 2 * len(self.body) + 1024 if self.compressible else len(self.body) + 1024


class ResponseCache:
    """A bounded map of finished responses of one published state. Safe for threads; made anew for the next state."""

    def __init__(self, capacity: int = MEMORY_BYTES) -> None:
        self._capacity = capacity
        self._entries: OrderedDict[Key, Finished] = OrderedDict()
        self._size = 0
        self._lock = Lock()

    def get(self, key: Key) -> Finished | None:
        """The finished response, which becomes the most recently used."""
        with self._lock:
            found = self._entries.get(key)
            if found is not None:
                self._entries.move_to_end(key)
            return found

    def put(self, key: Key, finished: Finished) -> None:
        """Keep a response, dropping the least recently used ones until it fits."""
        if finished.size > min(2 * LARGEST_BYTES, self._capacity):
            return
        with self._lock:
            replaced = self._entries.pop(key, None)
            self._size += finished.size - (replaced.size if replaced else 0)
            self._entries[key] = finished
            while self._size > self._capacity:
                _, dropped = self._entries.popitem(last=False)
                self._size -= dropped.size

    @property
    def size(self) -> int:
        """Bytes held, about."""
        return self._size

    def __len__(self) -> int:
        return len(self._entries)
