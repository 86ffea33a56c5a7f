"""`modeldex export --format site`: the static site, with a bar on a terminal."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn

from registry.cli.console import messages, note, show_json, show_line
from registry.client import prepare
from registry.settings import load
from registry.site import export
from registry.site.export import Exported, export_site

_MOST_TOLD = 5


def write_site(folder: Path, base_url: str | None, *, as_json: bool) -> None:
    """Write the site of the current edition, and tell what was written."""
    settings = load(base_url=base_url) if base_url else load()
    prepare(settings, note).dispose()
    if settings.base_url is None:
        note("Without --base-url (or MODELDEX_BASE_URL) canonical links and feeds name this machine.")
    with _bar() as progress:
        exported = export_site(folder, settings, progress=progress)
    for address, why in sorted(exported.left_out.items())[:_MOST_TOLD]:
        note(f"{address} is left out: {why}")
    if len(exported.left_out) > _MOST_TOLD:
        note(f"... and {len(exported.left_out) - _MOST_TOLD:,} more")
    if as_json:
        show_json(_view(folder, exported))
    else:
        show_line(
            f"{folder}: edition {exported.edition.number} as a site, {exported.files:,} files "
            f"({exported.kept:,} as they were), {exported.bytes:,} bytes"
        )


@contextmanager
def _bar() -> Iterator[export.Progress]:
    """A bar on a terminal, and nothing anywhere else."""
    shown = Progress(
        TextColumn("writing the site"), BarColumn(), TaskProgressColumn(), TimeElapsedColumn(), console=messages()
    )
    task = shown.add_task("", total=None)

    def moved(done: int, total: int) -> None:
        shown.update(task, completed=done, total=total)

    if not shown.console.is_terminal:
        yield lambda *_: None
        return
    with shown:
        yield moved


def _view(folder: Path, exported: Exported) -> dict[str, object]:
    return {
        "path": str(folder),
        "format": "site",
        "edition": exported.edition.number,
        "digest": exported.edition.digest,
        "files": exported.files,
        "kept": exported.kept,
        "bytes": exported.bytes,
        "left_out": exported.left_out,
    }
