"""What holds for every command: exit codes, one line for an error, nothing but the result on standard output."""

import inspect
import json
import re
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from registry.cli.commands import COMMANDS, Row
from tests.cli.conftest import Run
from tests.cli.processes import free_port, get, process


def test_help_lists_every_command(modeldex: Run) -> None:
    for answer in (modeldex(), modeldex("--help")):
        assert answer.code == 0
        assert [
            row.name
            for row in COMMANDS
            if not re.search(rf"^│ {row.name} +{re.escape(row.summary[:30])}", answer.out, re.M)
        ] == []


@pytest.mark.parametrize("name", [row.name for row in COMMANDS])
def test_every_command_explains_itself(modeldex: Run, name: str) -> None:
    answer = modeldex(name, "--help")
    assert answer.code == 0
    assert f"modeldex {name}" in answer.out


@pytest.mark.parametrize("row", [row for row in COMMANDS if row.name != "serve"], ids=lambda row: row.name)
def test_a_paragraph_of_help_is_broken_at_its_margin_only(
    modeldex: Run, monkeypatch: pytest.MonkeyPatch, row: Row
) -> None:
    monkeypatch.setenv("COLUMNS", "3000")
    said = {line.strip() for line in modeldex(row.name, "--help").out.splitlines()}
    paragraphs = (inspect.getdoc(row.load()) or "").split("\n\n") if inspect.isfunction(row.load()) else []
    assert [" ".join(one.split()) for one in paragraphs if " ".join(one.split()) not in said] == []


def test_the_version_is_told(modeldex: Run) -> None:
    assert re.fullmatch(r"modeldex (\d+\.\d+.*|\(not installed\))\n", modeldex("--version").out)


def test_a_misspelt_command_is_answered_with_the_right_one(modeldex: Run) -> None:
    answer = modeldex("refrsh")
    assert (answer.code, answer.out) == (2, "")
    assert "'refresh'" in answer.err


@pytest.mark.parametrize(
    "content", [b"", b"no database at all, but some other file", b"SQLite format 3\x00" + b"\xff" * 500]
)
def test_a_file_that_is_no_database_is_one_clear_line_and_is_left_alone(
    modeldex: Run, data_dir: Path, content: bytes
) -> None:
    path = data_dir / "modeldex.sqlite"
    path.write_bytes(content)
    for command in (("status",), ("price", "openai/gpt-5.6-luna"), ("db", "upgrade")):
        answer = modeldex(*command)
        assert (answer.code, answer.out, len(answer.err.splitlines())) == (1, "", 1)
        assert "modeldex.sqlite" in answer.err
    assert path.read_bytes() == content


def test_a_data_directory_that_cannot_be_made_is_one_clear_line(
    modeldex: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("MODELDEX_DATA_DIR", str(tmp_path / "file" / "data"))
    for command in (("status",), ("refresh",), ("serve", "--port", "0")):
        answer = modeldex(*command)
        assert (answer.code, len(answer.err.splitlines())) == (1, 1)
        assert "file" in answer.err


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("MODELDEX_REFRESH_CRON", "every monday"),
        ("MODELDEX_DATABASE_URL", "mysql://somewhere/else"),
        ("MODELDEX_SCHEDULER", "perhaps"),
        ("MODELDEX_BASE_URL", "somewhere"),
    ],
)
def test_a_setting_that_cannot_be_used_is_named(
    modeldex: Run, monkeypatch: pytest.MonkeyPatch, variable: str, value: str
) -> None:
    monkeypatch.setenv(variable, value)
    answer = modeldex("status")
    assert (answer.code, answer.out, len(answer.err.splitlines())) == (1, "", 1)
    assert variable in answer.err


def test_an_empty_database_says_what_to_do_next(modeldex: Run) -> None:
    for command in (("status",), ("price", "openai/gpt-5.6-luna"), ("search", "luna"), ("changes",)):
        answer = modeldex(*command)
        assert (answer.code, answer.out) == (1, "")
        assert "modeldex refresh" in answer.err


def test_the_database_can_be_made_and_looked_at(modeldex: Run, data_dir: Path) -> None:
    assert modeldex("db", "current").code == 1
    assert not list(data_dir.iterdir())
    made = modeldex("db", "upgrade", "--json").json
    assert modeldex("db", "current", "--json").json == made
    assert isinstance(made, dict)
    assert made["edition"] is None
    assert modeldex("db", "upgrade").code == 0


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("--source", "nobody"), 2, "models-dev"),
        (("--from", "feed.json"), 2, "--source"),
        (("--at", "2026-01-01"), 2, "--from"),
        (("--source", "litellm", "--from", "missing.json"), 1, "missing.json"),
    ],
)
def test_a_refresh_that_cannot_be_is_refused(modeldex: Run, arguments: tuple[str, ...], code: int, said: str) -> None:
    answer = modeldex("refresh", *arguments)
    assert answer.code == code
    assert said in answer.out + answer.err


@pytest.mark.parametrize("content", ["", "<html>", "[", '{"a": NaN}', "{}", "[]", '{"x": {"models": -1}}'])
def test_a_feed_that_is_not_believed_publishes_nothing(
    modeldex: Run, catalog: Path, tmp_path: Path, content: str
) -> None:
    feed = tmp_path / "feed.json"
    feed.write_text(content)
    before = modeldex("editions", "--json").out
    answer = modeldex("refresh", "--source", "models-dev", "--from", str(feed), "--at", "2026-11-24")
    assert answer.code == 4
    assert "Nothing could be published: edition 2 stands." in answer.out
    assert modeldex("editions", "--json").out == before


def test_an_export_says_nothing_but_its_result_on_standard_output(modeldex: Run, catalog: Path, tmp_path: Path) -> None:
    answer = modeldex("export", str(tmp_path / "catalog.csv"), "--json")
    assert isinstance(answer.json, dict)
    assert answer.json["bytes"] == (tmp_path / "catalog.csv").stat().st_size
    assert answer.err == ""


@pytest.mark.parametrize(
    "command", [("--help",), pytest.param(("show", "openai/gpt-5.6-luna"), marks=pytest.mark.slow)]
)
def test_a_reader_that_has_seen_enough_is_no_error(catalog: Path, command: tuple[str, ...]) -> None:
    running = process(*command)
    assert running.stdout is not None
    running.stdout.close()
    assert running.wait(60) == 0
    assert running.stderr is not None
    assert running.stderr.read() == ""
    running.stderr.close()


def test_a_full_disk_is_one_clear_line() -> None:
    if not Path("/dev/full").exists():
        pytest.skip("this system has no /dev/full")
    with Path("/dev/full").open("w") as full:
        running = subprocess.run(
            [sys.executable, "-m", "registry.cli", "--version"],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert running.returncode == 1
    assert len(running.stderr.splitlines()) == 1


def test_a_terminal_without_unicode_still_gets_an_answer(catalog: Path) -> None:
    running = process("price", "openai/gpt-5.6-luna", PYTHONIOENCODING="ascii", LC_ALL="C")
    out, err = running.communicate(timeout=60)
    assert (running.returncode, err) == (0, "")
    assert "$1.20" in out


def test_serving_on_a_port_that_is_taken_is_one_clear_line(modeldex: Run, catalog: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        answer = modeldex("serve", "--port", str(taken.getsockname()[1]))
    assert (answer.code, answer.out, len(answer.err.splitlines())) == (1, "", 1)
    assert "--port" in answer.err


@pytest.mark.parametrize(
    ("options", "stopping"),
    [
        (("--no-scheduler",), signal.SIGTERM),
        pytest.param((), signal.SIGINT, marks=pytest.mark.slow),
        pytest.param(("--workers", "2"), signal.SIGTERM, marks=pytest.mark.slow),
    ],
)
def test_the_server_answers_and_stops_when_it_is_told(
    catalog: Path, options: tuple[str, ...], stopping: signal.Signals
) -> None:
    port = free_port()
    running = process("serve", "--port", str(port), *options)
    try:
        assert running.stdout is not None
        assert running.stdout.readline() == f"Modeldex is at http://127.0.0.1:{port} (Ctrl-C stops it)\n"
        assert "gpt-5.6-luna" in get(port, "/api/v1/offerings/openai/gpt-5.6-luna")
        assert f"http://127.0.0.1:{port}/" in get(port, "/providers/openai/gpt-5.6-luna")
    finally:
        running.send_signal(stopping)
        _, err = running.communicate(timeout=60)
    assert running.returncode == 0
    (told,) = err.splitlines()
    assert f"{stopping.name}: stopping" in told


FEED = [
    {
        "id": "openai",
        "name": "OpenAI",
        "api_pattern": "openai",
        "models": [
            {
                "id": "gpt-5.6-luna",
                "match": {"equals": "gpt-5.6-luna"},
                "prices": {"input_mtok": 0.2, "output_mtok": 1.2},
            }
        ],
    }
]


def test_a_recorded_feed_is_replayed_once(modeldex: Run, data_dir: Path, tmp_path: Path) -> None:
    path = tmp_path / "feed.json"
    path.write_text(json.dumps(FEED))
    replay = ("refresh", "--source", "genai-prices", "--from", str(path), "--at", "2026-11-10")
    rehearsed = modeldex(*replay, "--dry-run")
    assert (rehearsed.code, rehearsed.out.splitlines()[-1]) == (0, "Would publish edition 1 (1 offerings): the first.")
    assert modeldex("editions", "--json").out.count('"number"') == 0
    assert modeldex(*replay).out.splitlines()[-1] == "Published edition 1 (1 offerings): the first."
    again = modeldex(*replay, "--json").json
    assert isinstance(again, dict)
    assert (again["edition"], again["exit_code"], again["sources"][0]["outcome"]) == (None, 0, "known")
    assert "Total: 0.14 USD" in modeldex("price", "openai/gpt-5.6-luna", "--input", "100000", "--output", "100000").out


def test_a_suggestion_ends_with_its_question_mark(modeldex: Run) -> None:
    assert "Did you mean 'price'? See `modeldex --help`." in modeldex("pirce").err
