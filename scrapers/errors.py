"""Every way in which reading the outside world can fail, as one tree.

    SourceError                     something about one source; the other sources go on
    ├── FetchFailed                 no usable bytes: connection, status, deadline, size, refused address
    │   └── OriginMissing           the place itself does not exist (a file, a release, a member)
    └── DocumentRefused             bytes came, and they cannot be trusted
        ├── NotADocument            empty, truncated, not the promised format (HTML for JSON, NaN, duplicate keys)
        ├── LayoutChanged           well-formed, but not the shape that this parser was written for
        └── NothingFound            the right shape with nothing in it, or with nearly everything unusable

A message is one line for a person: what was expected, what was found, and where.
"""


class SourceError(Exception):
    """A failure that belongs to one source."""


class FetchFailed(SourceError):
    """No usable bytes arrived."""


class OriginMissing(FetchFailed):
    """The file, release or member that was asked for does not exist."""


class DocumentRefused(SourceError):
    """The bytes arrived and were not believed."""


class NotADocument(DocumentRefused):
    """The bytes are not a whole document of the promised format."""


class LayoutChanged(DocumentRefused):
    """The document is well-formed, but is not laid out as this parser expects."""

    def __init__(self, where: str, expected: str, found: str) -> None:
        super().__init__(f"{where}: expected {expected}, found {found}")
        self.where, self.expected, self.found = where, expected, found


class NothingFound(DocumentRefused):
    """The document holds no usable entry."""
