"""`modeldex rebuild`: the catalog made anew from what is kept, and compared with the published one."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from registry.cli.console import complain, messages, note, show_json, show_line
from registry.cli.counting import CountingBars
from registry.cli.options import Json
from registry.client import Client
from registry.refresh.rebuild import Rebuilt
from registry.refresh.rebuild import rebuild as run_rebuild
from registry.settings import load

_NAMED = 3
"""How many of the entities that differ one line names."""


def rebuild(
    verify: Annotated[
        bool, typer.Option("--verify", help="Exit code 1 unless the digest is that of the current edition.")
    ] = False,
    into: Annotated[
        Path | None, typer.Option(help="An empty folder to keep the rebuilt catalog in, as a data directory.")
    ] = None,
    as_json: Json = False,
) -> int:
    """Make the catalog anew from the raw snapshots, and compare its digest with the current edition's.

    Nothing that was derived from the snapshots is used, and nothing of the catalog is changed: it is rebuilt in a
    temporary folder, unless another is given.
    """
    with Client(load(), note) as client, _place(into) as place, CountingBars(messages()) as bars:
        rebuilt = run_rebuild(
            client.settings, client.engine, place, keep=into is not None, told=bars.reach("reading snapshots")
        )
    if as_json:
        show_json(_view(rebuilt))
    elif rebuilt.same:
        told = f"Edition {rebuilt.edition.number} rebuilt from {rebuilt.snapshots:,} snapshots: the same digest, "
        show_line(f"{told}{rebuilt.digest}.")
    else:
        complain(_difference(rebuilt))
    return 1 if verify and not rebuilt.same else 0


@contextmanager
def _place(into: Path | None) -> Iterator[Path]:
    if into is not None:
        yield into
        return
    with tempfile.TemporaryDirectory(prefix="modeldex-rebuild-") as place:
        yield Path(place)


def _difference(rebuilt: Rebuilt) -> str:
    digests = f"digest {rebuilt.digest[:12]} instead of {rebuilt.edition.digest[:12]}"
    told = f"the rebuilt catalog is not that of edition {rebuilt.edition.number} ({digests})"
    if not rebuilt.differing:
        return f"{told}, but it is what the database holds: the edition's digest is wrong; see `modeldex doctor`"
    first = ", ".join(f"{kind} {identifier}" for kind, identifier in rebuilt.differing[:_NAMED])
    more = len(rebuilt.differing) - _NAMED
    return f"{told}; what differs: {first}{f' and {more:,} more' if more > 0 else ''}"


def _view(rebuilt: Rebuilt) -> dict[str, object]:
    return {
        "edition": rebuilt.edition.number,
        "digest": rebuilt.edition.digest,
        "rebuilt": rebuilt.digest,
        "same": rebuilt.same,
        "snapshots": rebuilt.snapshots,
        "differing": [{"kind": kind, "id": identifier} for kind, identifier in rebuilt.differing],
    }
