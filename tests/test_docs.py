"""The documents say what is there: every setting, command, option and route, and what commands print."""

import re
from pathlib import Path

import pytest
import typer

from registry.cli.commands import COMMANDS, application
from registry.exports.formats import FORMATS
from registry.settings import PREFIX, Settings
from scrapers.feeds import FEEDS
from tests.readme import README, examples, output_of, routes

ROOT = README.parent
TEXT = README.read_text()


def documented_settings() -> set[str]:
    return set(re.findall(rf"^\| `({PREFIX}[A-Z_]+)` \|", TEXT, re.MULTILINE))


def test_every_setting_is_documented_and_no_other() -> None:
    fields = set(Settings.model_fields) - {"source_urls"}
    assert documented_settings() == {PREFIX + field.upper() for field in fields}
    assert f"`{PREFIX}SOURCE_<NAME>_URL`" in TEXT


def test_every_command_is_documented() -> None:
    table = re.findall(r"^\| `modeldex ([a-z]+)", TEXT, re.MULTILINE)
    assert sorted(table) == sorted(row.name for row in COMMANDS)


@pytest.mark.parametrize("name", [row.name for row in COMMANDS])
def test_every_option_that_the_readme_names_exists(name: str) -> None:
    command = typer.main.get_command(application(name)).commands[name]  # type: ignore[attr-defined]
    rows = re.findall(rf"^\| `modeldex {name}\b([^|`]*(?:\\\|[^|`]*)*)`", TEXT, re.MULTILINE)
    parts = (command, *getattr(command, "commands", {}).values())
    known = {
        option for part in parts for parameter in part.params for option in parameter.opts + parameter.secondary_opts
    }
    assert [option for row in rows for option in re.findall(r"--[a-z-]+", row) if option not in known] == []


def test_every_route_of_the_api_is_documented_with_its_summary() -> None:
    assert dict(re.findall(r"^\| `([A-Z]+ /api/[^`]+)` \| (.+) \|$", TEXT, re.MULTILINE)) == routes()


def test_every_exit_code_is_documented() -> None:
    codes = re.findall(r"^\| (\d+) \|", TEXT, re.MULTILINE)
    assert codes == ["0", "1", "2", "3", "4", "75", "130"]


def test_every_export_format_is_documented() -> None:
    assert set(re.findall(r"^\| `([a-z]+)` \|", TEXT, re.MULTILINE)) == set(FORMATS)


@pytest.mark.parametrize("source", FEEDS, ids=lambda source: source.name)
def test_every_source_is_named_with_its_licence(source: object) -> None:
    notice = (ROOT / "NOTICE").read_text()
    name, home, licence = (getattr(source, part) for part in ("title", "home", "licence"))
    assert re.search(rf"{name.split()[0]}\s+{re.escape(home)}\s+{licence}", notice)
    assert home in TEXT


@pytest.mark.parametrize("document", ["README.md", "CONTRIBUTING.md", "CHANGELOG.md"])
def test_every_file_that_a_document_links_to_exists(document: str) -> None:
    targets = re.findall(r"\]\((?!https?:|#)([^)]+)\)", (ROOT / document).read_text())
    assert [target for target in targets if not (ROOT / target.split("#")[0]).exists()] == []


def test_every_make_target_that_a_document_names_exists() -> None:
    named = set(re.findall(r"`?make ([a-z]+)", TEXT + (ROOT / "CONTRIBUTING.md").read_text()))
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    assert {"serve", "test"} <= named & targets
    assert {"serve", "test", "check", "bench", "format", "bundle"} <= targets


@pytest.mark.parametrize(("command", "output"), examples(), ids=lambda text: text.partition("\n")[0][:60])
def test_the_readme_shows_what_the_command_prints(
    bundled_data: Path, monkeypatch: pytest.MonkeyPatch, command: str, output: str
) -> None:
    monkeypatch.setenv("MODELDEX_DATA_DIR", str(bundled_data))
    assert output_of(command) == output


def test_the_python_example_runs(
    bundled_data: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("MODELDEX_DATA_DIR", str(bundled_data))
    (program,) = re.findall(r"```python\n(.*?)```", TEXT, re.DOTALL)
    exec(compile(program, "README.md", "exec"), {})
    assert capsys.readouterr().out.split() == re.findall(r"# (\S+)$", program, re.MULTILINE)
