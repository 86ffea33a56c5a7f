"""`modeldex override check`: whether the override files say what they can, and whether the sources bear them out."""

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from registry.cli.console import note, show_json, show_line
from registry.cli.options import Json
from registry.domain.overridden import Overridden
from registry.errors import WrongUsage
from registry.overrides.blocks import Mistake
from registry.overrides.folder import OverrideFiles, read
from registry.overrides.telling import idle
from registry.refresh.edition import tried
from registry.refresh.opening import opened_to_rehearse
from registry.settings import Settings, load
from registry.store import database

override = typer.Typer()


@override.callback(invoke_without_command=True)
def _help(context: typer.Context) -> None:
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())


@dataclass(frozen=True, slots=True)
class _Checked:
    """The files, what became of them, and every mistake. tried is None if there is nothing to compare them with."""

    files: OverrideFiles
    tried: Overridden | None
    mistakes: tuple[Mistake, ...]


@override.command()
def check(
    path: Annotated[
        Path | None, typer.Argument(help="A file or a folder, instead of the installation's folder of overrides.")
    ] = None,
    as_json: Json = False,
) -> int:
    """Find the mistakes in override files, with file and line, and the entries that have lapsed.

    The exit code is 0 if there are none, and 1 if there are.
    """
    settings = load()
    files = read(_existing(path or settings.overrides_dir, asked=path is not None or settings.overrides is not None))
    checked = _compared(files, settings)
    if as_json:
        show_json(_view(checked))
    else:
        _show(checked)
    return 1 if checked.mistakes else 0


def _existing(path: Path, *, asked: bool) -> Path:
    if asked and not path.exists():
        raise WrongUsage(f"there is no file or folder {path}")
    return path


def _compared(files: OverrideFiles, settings: Settings) -> _Checked:
    """Compare with the catalog what is well written; what is not is told first."""
    if files.mistakes or not files.overrides:
        return _Checked(files, None, files.mistakes)
    with (
        opened_to_rehearse(settings.model_copy(update={"overrides": None})) as engine,
        database.read(engine) as conn,
    ):
        found = tried(conn, files.overrides, datetime.now(UTC))
    return _Checked(files, found, idle(found) if found else ())


def _show(checked: _Checked) -> None:
    for mistake in checked.mistakes:
        show_line(str(mistake))
    counted = f"{_count(len(checked.files.texts), 'file')}, {_count(len(checked.files.overrides), 'value')}"
    if checked.mistakes:
        show_line(f"{counted}: {_count(len(checked.mistakes), 'mistake')}.", "bold")
    elif checked.tried:
        over = f", {len(checked.tried.over)} past their end" if checked.tried.over else ""
        show_line(f"{counted}: {len(checked.tried.standing)} in force{over}, no mistake.", "bold")
    else:
        show_line(f"{counted}: no mistake.", "bold")
    if checked.files.overrides and checked.tried is None:
        note("They were not compared with the catalog: mend the mistakes, or refresh, first.")


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def _view(checked: _Checked) -> dict[str, object]:
    found = checked.tried
    return {
        "files": list(checked.files.texts),
        "values": len(checked.files.overrides),
        "in_force": len(found.standing) if found else None,
        "past_their_end": len(found.over) if found else None,
        "mistakes": [{"file": one.file, "line": one.line, "text": one.text} for one in checked.mistakes],
    }
