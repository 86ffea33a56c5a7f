"""Where commands write: results to standard output, everything else (progress, notes, errors) to standard error.

Text from sources is never read as Rich's markup. Lines break between words, never inside an id, a date or a price: a
table that does not fit is shown row by row. Away from a terminal a table is as wide as its content, so that nothing is
cut for the next program, unless COLUMNS says how wide it may be.
"""

import os
import sys
from collections.abc import Iterable, Sequence
from textwrap import wrap
from typing import Literal, TextIO

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.measure import Measurement
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
    _say(messages(), Text(line, style="dim"))


def complain(line: str) -> None:
    """One line that says what is wrong, on standard error."""
    _say(messages(), Text.assemble(("modeldex: ", "bold red"), line))


def show_json(value: object) -> None:
    """A view, exactly as the API prints it, indented."""
    sys.stdout.write(json_bytes(value, indent=True).decode() + "\n")


def show_line(text: str, style: str = "") -> None:
    """One line of the result."""
    _say(output(), Text(text, style=style))


def show_table(heads: Sequence[str | tuple[str, Align]], rows: Iterable[Sequence[str | None]]) -> None:
    """A table of texts; None is not sourced. Where it is too wide, each row is a list of facts."""
    console, kept = output(), [tuple(row) for row in rows]
    table = Table(box=SIMPLE_HEAD, pad_edge=False, header_style="bold", show_edge=False)
    for head in heads:
        name, align = head if isinstance(head, tuple) else (head, "left")
        table.add_column(Text(name), justify="right" if align == "right" else "left", no_wrap=True)
    for row in kept:
        table.add_row(*(_cell(cell) for cell in row))
    if Measurement.get(console, console.options.update(max_width=_WIDE), table).maximum <= console.width:
        _print(console, table)
        return
    names = [head if isinstance(head, str) else head[0] for head in heads]
    for row in kept:
        _say(console, Text.assemble(_cell(row[0]), style="bold"))
        _show_pairs(console, [pair for pair in zip(names[1:], row[1:], strict=True) if pair[1] != ""], "  ")


def show_facts(facts: Iterable[tuple[str, str | None]]) -> None:
    """Names and values, one pair a line; None is not sourced."""
    _show_pairs(output(), list(facts))


def _show_pairs(console: Console, pairs: Sequence[tuple[str, str | None]], margin: str = "") -> None:
    """Each value behind its name, its further lines below its first."""
    indent = max((len(name) for name, _ in pairs), default=0) + len(margin) + 2
    for name, value in pairs:
        for place, line in enumerate(_broken(_cell(value).plain, console.width - indent)):
            before = f"{margin}{name}" if place == 0 else ""
            told = Text.assemble((before.ljust(indent), "dim"), (line, _cell(value).style))
            console.print(told, soft_wrap=True)


def _say(console: Console, text: Text) -> None:
    """A text, whose beginning may have a style of its own."""
    broken = Text("\n".join(_broken(text.plain, console.width)), style=text.style)
    broken.spans = text.spans
    console.print(broken, soft_wrap=True)


def _broken(text: str, width: int) -> list[str]:
    """The lines of a text, broken at spaces only."""
    return [
        part
        for line in text.split("\n")
        for part in wrap(line, max(width, 1), break_long_words=False, break_on_hyphens=False) or [""]
    ]


def _print(console: Console, table: Table) -> None:
    """A table; away from a terminal without the spaces that fill up its lines."""
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
    return _Console(file=stream, highlight=False, width=None if stream.isatty() else _told_width())


def _told_width() -> int:
    """The width that COLUMNS tells where there is no terminal to ask."""
    told = os.environ.get("COLUMNS", "")
    return int(told) if told.isascii() and told.isdigit() and int(told) > 0 else _WIDE
