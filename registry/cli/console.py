"""Where commands write: results to standard output, everything else (progress, notes, errors) to standard error.

Text from sources is never read as Rich's markup. Away from a terminal a table is as wide as its content, so that
nothing is cut for the next program.
"""

import sys
from collections.abc import Iterable, Sequence
from typing import Literal, TextIO

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table
from rich.text import Text

from registry.web.encoding import json_bytes
from registry.web.pages.wording import NOT_SOURCED

Align = Literal["left", "right"]
_WIDE = 10_000


def output() -> Console:
    """Standard output."""
    return _console(sys.stdout)


def messages() -> Console:
    """Standard error."""
    return _console(sys.stderr)


def note(line: str) -> None:
    """One line for the person, on standard error."""
    messages().print(Text(line, style="dim"))


def complain(line: str) -> None:
    """One line that says what is wrong, on standard error."""
    messages().print(Text.assemble(("modeldex: ", "bold red"), line), soft_wrap=True)


def show_json(value: object) -> None:
    """A view, exactly as the API prints it, indented."""
    sys.stdout.write(json_bytes(value, indent=True).decode() + "\n")


def show_line(text: str, style: str = "") -> None:
    """One line of the result."""
    output().print(Text(text, style=style), soft_wrap=True)


def show_table(heads: Sequence[str | tuple[str, Align]], rows: Iterable[Sequence[str | None]]) -> None:
    """A table of texts; None is not sourced."""
    table = Table(box=SIMPLE_HEAD, pad_edge=False, header_style="bold", show_edge=False)
    for head in heads:
        name, align = head if isinstance(head, tuple) else (head, "left")
        table.add_column(Text(name), justify="right" if align == "right" else "left", overflow="fold")
    for row in rows:
        table.add_row(*(_cell(cell) for cell in row))
    _print(table)


def show_facts(facts: Iterable[tuple[str, str | None]]) -> None:
    """Names and values, one pair a line; None is not sourced."""
    table = Table(box=None, show_header=False, pad_edge=False)
    table.add_column(style="dim")
    table.add_column(overflow="fold")
    for name, value in facts:
        table.add_row(Text(name), _cell(value))
    _print(table)


def _print(table: Table) -> None:
    """A table; away from a terminal without the spaces that fill up its lines."""
    console = output()
    if console.is_terminal:
        console.print(table)
        return
    with console.capture() as drawn:
        console.print(table)
    sys.stdout.writelines(f"{line.rstrip()}\n" for line in drawn.get().splitlines())


def _cell(text: str | None) -> Text:
    return Text(NOT_SOURCED, style="dim italic") if text is None else Text(text)


class _Console(Console):
    def on_broken_pipe(self) -> None:
        """Let the error through: what it means is decided in one place, registry/cli/entry.py."""
        raise BrokenPipeError


def _console(stream: TextIO) -> Console:
    return _Console(file=stream, highlight=False, width=None if stream.isatty() else _WIDE)
