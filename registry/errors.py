"""Every way in which Modeldex can refuse, as one tree. A message is one line for a person; nothing here is a traceback.

    ModeldexError                   exit code 1 unless said otherwise
    ├── SettingsInvalid             an environment variable or option that cannot be used
    ├── WrongUsage                  options that contradict each other (exit code 2)
    ├── RecordingUnreadable         the recorded file that a refresh was given is not there, or cannot be read
    ├── UnknownId                   no offering or model has this id; carries the closest ids
    ├── UnknownEdition              no edition has this number yet
    ├── UnknownHeld                 nothing is held under this id
    ├── NothingToDecide             what was held under this id is settled
    ├── NothingPublished            the database is there and holds no edition yet
    ├── CannotServe                 the server cannot start: the port is taken, or may not be opened
    ├── CannotWrite                 an export's file cannot be written
    ├── DataDirectoryUnwritable     the folder for snapshots and the database cannot be written
    ├── CannotRebuild               the catalog cannot be made anew from what is kept
    ├── ManifestUnusable            an export has no manifest, or one that is not ours
    ├── BundleDamaged               the bundled catalog is missing, damaged or of another format
    ├── DatabaseError               something about the database; it is never overwritten
    │   ├── DatabaseMissing         no database yet: `modeldex db upgrade` or `serve` creates one
    │   ├── DatabaseUnreachable     it cannot be opened or connected to
    │   ├── DatabaseReadOnly        it can be read and not written
    │   ├── DatabaseBusy            another process kept it locked for too long
    │   ├── NotADatabase            a file that is empty, is no SQLite database, or belongs to another program
    │   ├── DatabaseTooNew          written by a later version of Modeldex
    │   └── DatabaseTooOld          written by an earlier version: `modeldex db upgrade`
    ├── OverridesInvalid            a mistake in an override file; nothing is published (exit code 4)
    ├── RefreshError                a refresh that must not go on
    │   ├── LeaseHeld               another refresh is running (exit code 75)
    │   └── LeaseLost               this refresh was taken for dead and another one has taken over
    └── EvidenceError               a document or value that cannot be stored
        ├── SnapshotConflict        one source, one instant, two different documents
        ├── SnapshotMissing         the raw bytes of a snapshot are not where they were kept
        └── OutOfRange              an amount or number beyond what the database holds

What can go wrong outside, while reading a source, is in scrapers/errors.py; what a price cannot tell is in
registry/domain/pricing.py.
"""

from collections.abc import Sequence
from typing import ClassVar


class ModeldexError(Exception):
    """The base of every refusal. `str(error)` is one clear line; `exit_code` is what the command line ends with."""

    exit_code: ClassVar[int] = 1


class SettingsInvalid(ModeldexError):
    """A setting has a value that cannot be used."""


class WrongUsage(ModeldexError):
    """The options given do not go together."""

    exit_code = 2


class RecordingUnreadable(ModeldexError):
    """A recorded file cannot be opened. That is the caller's, and says nothing of the source."""


class UnknownId(ModeldexError):
    """No offering or model has this id. `asked` is the id, `suggestions` are the closest ones that exist."""

    def __init__(self, asked: str, what: str, suggestions: Sequence[str] = ()) -> None:
        meant = f"; did you mean {' or '.join(suggestions)}?" if suggestions else "; `modeldex search` finds ids"
        super().__init__(f"there is no {what} {asked!r}{meant}")
        self.asked, self.suggestions = asked, tuple(suggestions)


class UnknownEdition(ModeldexError):
    """No edition has this number yet."""

    def __init__(self, asked: int, newest: int) -> None:
        super().__init__(f"there is no edition {asked} yet; the newest is edition {newest}")


class UnknownHeld(ModeldexError):
    """Nothing is held under this id. `asked` is the id."""

    def __init__(self, asked: str) -> None:
        super().__init__(f"nothing is held under {asked!r}; `modeldex held` lists what is")
        self.asked = asked


class NothingToDecide(ModeldexError):
    """What was held under this id is settled."""


class NothingPublished(ModeldexError):
    """There is no edition to read."""


class CannotServe(ModeldexError):
    """The server cannot listen where it was told to."""


class CannotWrite(ModeldexError):
    """A file cannot be written where it was asked for."""


class DataDirectoryUnwritable(ModeldexError):
    """The data directory cannot be created or written."""


class CannotRebuild(ModeldexError):
    """The catalog cannot be made anew from what is kept."""


class ManifestUnusable(ModeldexError):
    """There is no manifest, or it cannot be read as one of ours."""


class BundleDamaged(ModeldexError):
    """The bundled catalog cannot be read."""


class DatabaseError(ModeldexError):
    """The database cannot be used as it is."""


class DatabaseMissing(DatabaseError):
    """There is no database yet."""


class DatabaseUnreachable(DatabaseError):
    """The database cannot be opened or connected to."""


class DatabaseReadOnly(DatabaseError):
    """The database can be read and not written."""


class DatabaseBusy(DatabaseError):
    """The database stayed locked by another process."""


class NotADatabase(DatabaseError):
    """What is there is not a Modeldex database."""


class DatabaseTooNew(DatabaseError):
    """The database was written by a later version."""


class DatabaseTooOld(DatabaseError):
    """The database was written by an earlier version and has to be upgraded first."""


class OverridesInvalid(ModeldexError):
    """The override files cannot be used as they are: nothing is published, and the old edition stands."""

    exit_code = 4


class RefreshError(ModeldexError):
    """A refresh must not go on."""


class LeaseHeld(RefreshError):
    """Another refresh holds the lease."""

    exit_code = 75


class LeaseLost(RefreshError):
    """Another refresh has taken over the lease of this one."""


class EvidenceError(ModeldexError):
    """Something a source said cannot be stored."""


class SnapshotConflict(EvidenceError):
    """Two different documents claim to be of one source at one instant."""


class SnapshotMissing(EvidenceError):
    """The raw bytes of a snapshot are not where they were kept."""


class OutOfRange(EvidenceError):
    """A value lies beyond what the database holds."""
