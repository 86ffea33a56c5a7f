"""One member of a zip file (a wheel) that is somewhere else, without fetching the rest of it.

`zipfile` does the reading; `RemoteFile` gives it a file whose bytes are fetched when they are wanted: the end of the
archive, its directory, and the member. A wheel of 40 MB then costs little more than the member itself.
"""

import hashlib
import io
import zipfile
import zlib
from collections.abc import Callable

from scrapers.answers import Fetched, Progress
from scrapers.errors import FetchFailed, NotADocument, OriginMissing

FetchSpan = Callable[[tuple[int, int], Progress | None], Fetched]
"""Fetches the bytes from first to last, both included; a server without ranges gives the whole file, status 200."""

_AHEAD = 65_536
"""Bytes to fetch at least: the end record of a zip with the longest comment, or a header and what follows it."""
_SMALL = 262_144
"""An archive of up to this many bytes is fetched as a whole: one request costs more than what it would save."""

_LOCAL_HEADER = 30
"""Bytes in front of a member's name and data."""

_ENCRYPTED = 1

_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, RuntimeError)
"""All that `zipfile` raises on a damaged, encrypted or unsupported archive."""


class RemoteFile(io.RawIOBase):
    """A file to read and seek in, kept somewhere else. Holds one window of it: the bytes fetched last.

    size: bytes, None if not known beforehand; budget: bytes to transfer in all before giving up with FetchFailed;
    sha256: what the whole file must be, checked if the server sends the whole.
    """

    def __init__(
        self,
        fetch: FetchSpan,
        size: int | None,
        budget: int,
        sha256: str | None = None,
        on_progress: Progress | None = None,
    ) -> None:
        super().__init__()
        self._fetch, self._budget, self._sha256, self._on_progress = fetch, budget, sha256, on_progress
        self._position, self._start, self._window = 0, 0, b""
        self.transferred = 0
        self.expected: int | None = None
        self.size = size or 1
        if size is None:
            self._fill(0, 1)
        if len(self._window) < self.size:
            self.expected = self.size if self.size <= _SMALL else None
            self._fill(0 if self.expected else self.size - _AHEAD, self.size)

    def readable(self) -> bool:
        """Yes."""
        return True

    def seekable(self) -> bool:
        """Yes."""
        return True

    def tell(self) -> int:
        """The offset of the next byte."""
        return self._position

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Move without fetching. Raises ValueError before the beginning, as files do."""
        base = {io.SEEK_SET: 0, io.SEEK_CUR: self._position, io.SEEK_END: self.size}[whence]
        if base + offset < 0:
            raise ValueError("a position before the beginning of the file")
        self._position = base + offset
        return self._position

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]  # WriteableBuffer is private
        """Fill the buffer, as far as the file goes."""
        first, last = self._position, min(self._position + len(buffer), self.size)
        if last <= first:
            return 0
        if first < self._start or last > self._start + len(self._window):
            self._extend(first, last)
        part = self._window[first - self._start : last - self._start]
        buffer[: len(part)] = part
        self._position += len(part)
        return len(part)

    def _extend(self, first: int, last: int) -> None:
        """Make the window begin at `first`, keep what it already has from there, and reach at least to `last`."""
        known = self._window[first - self._start :] if first >= self._start else b""
        self._fill(first + len(known), min(max(last, first + _AHEAD), self.size), known)

    def _fill(self, first: int, last: int, known: bytes = b"") -> None:
        """Fetch the bytes from first to last, last not included, and append them to what is known."""
        if self.transferred + last - first > self._budget:
            raise FetchFailed(f"the archive asks for more than {self._budget:,} bytes to be read")
        fetched = self._fetch((first, last - 1), self._progress())
        body = fetched.body or b""
        self.transferred += len(body)
        if fetched.status == 200:
            self._keep_whole(body)
        else:
            self._start, self._window = first - len(known), known + body
            self.size = fetched.total or self.size

    def _keep_whole(self, body: bytes) -> None:
        if self._sha256 and hashlib.sha256(body).hexdigest() != self._sha256:
            raise NotADocument("the archive does not have the sha256 that the index promises")
        self._start, self._window, self.size = 0, body, len(body)

    def _progress(self) -> Progress | None:
        tell, before = self._on_progress, self.transferred
        if tell is None:
            return None
        return lambda received, _total: tell(before + received, self.expected)


def read_member(archive: RemoteFile, member: str, most: int) -> bytes:
    """The unpacked bytes of one member, checked against its CRC.

    Raises OriginMissing if there is no such member, FetchFailed if it is larger than `most` bytes, and NotADocument if
    the archive is damaged, encrypted or compressed in a way that wheels are not.
    """
    try:
        with zipfile.ZipFile(archive) as opened:
            return _unpack(archive, opened, member, most)
    except _BROKEN as error:
        raise NotADocument(f"{member}: not readable from the archive ({' '.join(str(error).split())[:120]})") from error


def _unpack(archive: RemoteFile, opened: zipfile.ZipFile, member: str, most: int) -> bytes:
    try:
        info = opened.getinfo(member)
    except KeyError:
        raise OriginMissing(f"{member}: no such file in the archive") from None
    if info.flag_bits & _ENCRYPTED:
        raise NotADocument(f"{member}: encrypted in the archive")
    if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise NotADocument(f"{member}: compressed by method {info.compress_type}, which wheels do not use")
    if archive.expected is None:
        archive.expected = archive.transferred + _LOCAL_HEADER + len(member.encode()) + info.compress_size
    with opened.open(info) as packed:
        body = packed.read(most + 1)
    if len(body) > most:
        raise FetchFailed(f"{member}: larger than {most:,} bytes when unpacked")
    return body
