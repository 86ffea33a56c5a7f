"""Runs one command. Whatever happens becomes an exit code and at most one line; a traceback never reaches a user.

0 done, or nothing to do      3 published while some source failed or was held whole
1 an error, told in a line    4 nothing could be published, the old edition stands
2 wrong usage                 75 another refresh is running          130 stopped by Ctrl-C
"""

import contextlib
import io
import os
import sys
import traceback
from collections.abc import Sequence
from pathlib import Path

import typer
from typer.exceptions import TyperException

from registry.cli.commands import application
from registry.cli.console import complain
from registry.domain.pricing import PricingError
from registry.errors import ModeldexError
from scrapers.errors import SourceError

INTERRUPTED = 130
_ROOT = Path(__file__).resolve().parents[2]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run `modeldex` with these arguments (the process's, unless given) and return its exit code."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    for stream in (sys.stdout, sys.stderr):  # a name that the terminal cannot spell is no reason to stop
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
    try:
        code = _run(given)
        sys.stdout.flush()
    except BrokenPipeError:
        return _let_go_of_output()
    except SystemExit as ended:
        if not isinstance(ended.__context__, BrokenPipeError):
            raise
        return _let_go_of_output()  # Rich, which prints the help, ends the process with an error
    except KeyboardInterrupt:
        complain("stopped")
        return INTERRUPTED
    except Exception as error:  # the last line of defence: no traceback reaches a user
        return _told(error)
    return code


def _run(arguments: list[str]) -> int:
    chosen = next((argument for argument in arguments if not argument.startswith("-")), None)
    command = typer.main.get_command(application(chosen))
    try:
        with command.make_context("modeldex", arguments) as context:
            result = command.invoke(context)
    except typer.Exit as done:
        return done.exit_code
    return result if isinstance(result, int) else 0


def _told(error: Exception) -> int:
    """Say an error in one line; its exit code."""
    match error:
        case TyperException():
            said = " ".join(error.format_message().replace("Value error, ", "").split())
            complain(f"{said if said.endswith('?') else said.removesuffix('.') + '.'}{_help_hint(error)}")
            return error.exit_code
        case ModeldexError():
            complain(str(error))
            return error.exit_code
        case SourceError() | PricingError():
            complain(str(error))
        case OSError() if error.strerror:
            complain(f"{error.filename}: {error.strerror}" if error.filename else error.strerror)
        case _:
            complain(f"this is a mistake in Modeldex, please report it: {type(error).__name__}: {_line(error)}")
    return 1


def _help_hint(error: TyperException) -> str:
    path = getattr(getattr(error, "ctx", None), "command_path", None)
    return f" See `{path} --help`." if path else ""


def _line(error: Exception) -> str:
    """What an unexpected error says, with the place in our code where it came from."""
    said = " ".join(str(error).split())[:300]
    ours = [f for f in traceback.extract_tb(error.__traceback__) if Path(f.filename).is_relative_to(_ROOT)]
    return f"{said} ({Path(ours[-1].filename).relative_to(_ROOT)}:{ours[-1].lineno})" if ours else said


def _let_go_of_output() -> int:
    """The reader (`| head`) has seen enough. What is still buffered must not complain when Python ends."""
    with contextlib.suppress(OSError, io.UnsupportedOperation):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 0
