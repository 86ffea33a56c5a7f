"""The table of commands. A row names the module to import when, and only when, its command is asked for.

That keeps `modeldex --help` and `modeldex price` well under a second: the server, the scheduler and the parsers of
sources are imported by the commands that use them.
"""

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module, metadata
from typing import Annotated

import typer


@dataclass(frozen=True, slots=True)
class Row:
    """One command: `function` of `module` in registry/cli (a Typer application if it has commands of its own)."""

    name: str
    module: str
    function: str
    summary: str

    def load(self) -> object:
        """The function or Typer application."""
        return getattr(import_module(f"registry.cli.{self.module}"), self.function)


COMMANDS: tuple[Row, ...] = (
    Row("serve", "serving", "serve", "Serve the pages and the API, and refresh every week."),
    Row("refresh", "refreshing", "refresh", "Read the sources now and publish what changed."),
    Row("backfill", "backfilling", "backfill", "Replay history from the package index."),
    Row("search", "finding", "search", "Find offerings and models by words."),
    Row("show", "showing", "show", "Everything that is known of one offering or model."),
    Row("resolve", "resolving", "resolve", "Which model a name means, and the rule that says so."),
    Row("price", "pricing", "price", "The rates of an offering, or what a usage costs."),
    Row("compare", "showing", "compare", "Two to six offerings or models side by side."),
    Row("changes", "reporting", "changes", "What changed, newest first."),
    Row("sources", "reporting", "sources", "How fresh each source is."),
    Row("editions", "reporting", "editions", "The published editions."),
    Row("held", "reviewing", "held", "What looks wrong and waits, and deciding about it."),
    Row("status", "reporting", "status", "Whether everything is fine (exit code 1 if not)."),
    Row("override", "overriding", "override", "Check the files of local corrections and private prices."),
    Row("export", "exporting", "export", "Write the whole edition to a file."),
    Row("rebuild", "rebuilding", "rebuild", "Make the catalog anew from the raw snapshots."),
    Row("verify", "verifying", "verify", "Check an export by its manifest."),
    Row("backup", "upkeep", "backup", "Copy the database safely."),
    Row("doctor", "upkeep", "doctor", "Check the database and what it is made from."),
    Row("db", "upkeep", "db", "Make, upgrade or look at the database."),
)


def application(chosen: str | None) -> typer.Typer:
    """The Typer application with the chosen command in full, and the names and summaries of the others."""
    app = typer.Typer(name="modeldex", add_completion=False, pretty_exceptions_enable=False, rich_markup_mode="rich")
    app.callback(invoke_without_command=True)(_root)
    for row in COMMANDS:
        found = row.load() if row.name == chosen else _named_only
        if isinstance(found, typer.Typer):
            app.add_typer(found, name=row.name, help=row.summary)
        else:
            app.command(row.name, help=_help(found) if row.name == chosen else row.summary)(_function(found))
    return app


def _help(found: object) -> str:
    """A docstring with each paragraph on one line: Typer breaks lines only where they are broken."""
    return "\n\n".join(" ".join(part.split()) for part in (inspect.getdoc(found) or "").split("\n\n"))


def _root(
    context: typer.Context,
    version: Annotated[bool, typer.Option("--version", help="Print the version and stop.")] = False,
) -> None:
    """The open reference for AI models: what each one is, where it is served, and what it costs, on any date."""
    if version:
        typer.echo(f"modeldex {_version()}")
    elif context.invoked_subcommand is None:
        typer.echo(context.get_help())


def _version() -> str:
    try:
        return metadata.version("modeldex")
    except metadata.PackageNotFoundError:
        return "(not installed)"


def _named_only() -> None:
    """Stands for a command that was not asked for."""


def _function(found: object) -> Callable[..., object]:
    if not callable(found):
        raise TypeError(f"{found!r} is no command")
    return found
