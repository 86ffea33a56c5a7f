"""The progress bars of `modeldex refresh`: one for each source, and one for building the catalog."""

from typing import Self

from rich.console import Console
from rich.filesize import decimal
from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

from registry.refresh.report import SourceOutcome


class Bars:
    """Bars on a terminal; told how a refresh goes on (`registry.refresh.report.Progress`)."""

    def __init__(self, console: Console) -> None:
        self._progress = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            TextColumn("{task.fields[said]}", style="dim"),
            TimeElapsedColumn(),
            console=console,
        )
        self._sources: dict[str, TaskID] = {}
        self._building: TaskID | None = None

    def begin(self, source: str) -> None:
        """Show a bar that does not know its end yet."""
        self._sources[source] = self._progress.add_task(source, total=None, said="")

    def received(self, source: str, size: int, total: int | None) -> None:
        """Move the bar."""
        self._progress.update(self._sources[source], completed=size, total=total, said=decimal(size))

    def end(self, outcome: SourceOutcome) -> None:
        """Fill the bar, and say how it went."""
        self._fill(self._sources[outcome.source], outcome.state)

    def publishing(self) -> None:
        """Show that the catalog is being built."""
        self._building = self._progress.add_task("building the catalog", total=None, said="")

    def _fill(self, task: TaskID, said: str) -> None:
        self._progress.update(task, total=1, completed=1, said=said)
        self._progress.stop_task(task)

    def __enter__(self) -> Self:
        self._progress.start()
        return self

    def __exit__(self, *_: object) -> None:
        if self._building is not None:
            self._fill(self._building, "")
        self._progress.stop()
