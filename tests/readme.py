"""The README's examples: what is in its console blocks, and how they are made anew.

`python -m tests.readme` runs the commands against the bundled catalog and writes their real output, and the table of
routes, into the README.
"""

import io
import os
import re
import shlex
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

from registry.cli import main as modeldex
from registry.settings import Settings
from registry.web.app import create_app

README = Path(__file__).resolve().parents[1] / "README.md"
_CONSOLE = re.compile(r"```console\n(.*?)```", re.DOTALL)
_ROUTES = re.compile(r"(\| route \| what it gives \|\n\| --- \| --- \|\n)(?:\|.*\n)*")


def commands(block: str) -> Iterator[tuple[str, str]]:
    """Each command of a console block with the output that is printed below it."""
    for part in block.split("$ ")[1:]:
        command, _, output = part.partition("\n")
        yield command, output.strip("\n")


def examples() -> list[tuple[str, str]]:
    """Every command of the README with the output that it is said to have."""
    return [pair for block in _CONSOLE.findall(README.read_text()) for pair in commands(block)]


def output_of(command: str) -> str:
    """What a command prints, errors included."""
    said = io.StringIO()
    with redirect_stdout(said), redirect_stderr(said):
        modeldex(shlex.split(command)[1:])
    return said.getvalue().strip("\n")


def routes() -> Mapping[str, str]:
    """`METHOD path` of every route of the API -> its summary."""
    from starlette.testclient import TestClient

    document = TestClient(create_app(Settings())).get("/openapi.json").json()
    return {
        f"{method.upper()} {path}": operation["summary"]
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
    }


def rewritten(text: str) -> str:
    """The README with real output and the real routes."""

    def block(match: re.Match[str]) -> str:
        parts = [f"$ {command}\n{output_of(command)}\n" for command, _ in commands(match[1])]
        return "```console\n" + "\n".join(parts) + "```"

    table = "".join(f"| `{route}` | {summary} |\n" for route, summary in routes().items())
    return _ROUTES.sub(lambda match: match[1] + table, _CONSOLE.sub(block, text))


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        os.environ["MODELDEX_DATA_DIR"] = folder
        modeldex(["status"])
        README.write_text(rewritten(README.read_text()))
