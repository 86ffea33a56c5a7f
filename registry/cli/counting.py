"""A bar for each of several things that are counted: releases replayed, snapshots read again."""

from collections.abc import Callable
from typing import Self

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeElapsedColumn


class CountingBars:
    """Bars on a terminal, nothing anywhere else. Use as a context manager."""

    def __init__(self, console: Console) -> None:
        self._progress = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("{task.fields[said]}", style="dim"),
            TimeElapsedColumn(),
            console=console,
            disable=not console.is_terminal,
        )
        self._tasks: dict[str, TaskID] = {}

    def expect(self, name: str, total: int) -> None:
        """Show a bar that ends at `total`."""
        self._tasks[name] = self._progress.add_task(name, total=total, said="")

    def advance(self, name: str, said: str) -> None:
        """One more is done; `said` stands beside the bar."""
        self._progress.update(self._tasks[name], advance=1, said=said)

    def reach(self, name: str) -> Callable[[int, int], None]:
        """A bar that is told how far things are, and of how many."""

        def reached(done: int, total: int) -> None:
            if name not in self._tasks:
                self.expect(name, total)
            self._progress.update(self._tasks[name], completed=done)

        return reached

    def say(self, said: str) -> None:
        """Stand beside every bar until the next one is done."""
        for task in self._tasks.values():
            self._progress.update(task, said=said)

    def __enter__(self) -> Self:
        self._progress.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._progress.stop()
