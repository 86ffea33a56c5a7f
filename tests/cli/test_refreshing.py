"""`modeldex refresh`: what a dry run leaves alone, and what is said of sources that failed."""

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Run

MODEL = {"litellm_provider": "openai", "mode": "chat", "input_cost_per_token": 2e-07, "output_cost_per_token": 1.2e-06}
REPLAY = ("refresh", "--source", "litellm", "--at", "2026-11-24", "--from")


@pytest.fixture
def feed(tmp_path: Path) -> Path:
    path = tmp_path / "feed.json"
    path.write_text(json.dumps({"gpt-5.6-luna": MODEL}))
    return path


def contents(folder: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_dry_run_in_an_empty_data_directory_leaves_it_empty(modeldex: Run, data_dir: Path, feed: Path) -> None:
    answer = modeldex(*REPLAY, str(feed), "--dry-run")
    assert (answer.code, answer.err) == (0, "")
    assert answer.out.splitlines()[-1] == "Would publish edition 1 (1 offerings): the first."
    assert list(data_dir.iterdir()) == []


def test_a_dry_run_makes_no_data_directory(
    modeldex: Run, tmp_path: Path, feed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MODELDEX_DATA_DIR", str(tmp_path / "nowhere"))
    assert modeldex(*REPLAY, str(feed), "--dry-run").code == 0
    assert not (tmp_path / "nowhere").exists()


def test_a_dry_run_leaves_every_byte_of_a_database(modeldex: Run, data_dir: Path, catalog: Path, feed: Path) -> None:
    before = contents(data_dir)
    answer = modeldex(*REPLAY, str(feed), "--dry-run")
    assert answer.code == 0
    assert "Would publish edition 3" in answer.out
    assert contents(data_dir) == before


def test_a_dry_run_of_a_file_that_is_no_database_is_one_clear_line(modeldex: Run, data_dir: Path, feed: Path) -> None:
    (data_dir / "modeldex.sqlite").write_bytes(b"something else")
    answer = modeldex(*REPLAY, str(feed), "--dry-run")
    assert (answer.code, answer.out, len(answer.err.splitlines())) == (1, "", 1)
    assert contents(data_dir) == {data_dir / "modeldex.sqlite": b"something else"}


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ('{"a": NaN}', "litellm: NaN is not JSON"),
        ("<html>", "litellm: this is HTML, not JSON"),
        ("", "litellm: the document is empty"),
    ],
)
@pytest.mark.parametrize("options", [(), ("--json",), ("--dry-run",)])
def test_a_source_that_failed_is_one_line_on_standard_error(
    modeldex: Run, catalog: Path, feed: Path, content: str, said: str, options: tuple[str, ...]
) -> None:
    feed.write_text(content)
    answer = modeldex(*REPLAY, str(feed), *options)
    assert answer.code == 4
    assert answer.err.splitlines() == [f"modeldex: {said}", "modeldex: nothing could be published: edition 2 stands"]


def test_json_is_all_of_standard_output_when_a_source_failed(modeldex: Run, catalog: Path, feed: Path) -> None:
    feed.write_text("<html>")
    told = modeldex(*REPLAY, str(feed), "--json").json
    assert isinstance(told, dict)
    assert (told["exit_code"], told["edition"]) == (4, None)
    assert [(one["name"], one["outcome"]) for one in told["sources"]] == [("litellm", "failed")]


def test_a_source_that_is_held_whole_is_one_line_on_standard_error(modeldex: Run, data_dir: Path, feed: Path) -> None:
    feed.write_text(json.dumps({f"gpt-{number}": MODEL for number in range(40)}))
    assert modeldex(*REPLAY, str(feed)).code == 0
    feed.write_text(json.dumps({"gpt-1": MODEL}))
    answer = modeldex("refresh", "--source", "litellm", "--at", "2026-11-25", "--from", str(feed))
    assert answer.code == 4
    assert answer.err.splitlines() == [
        "modeldex: litellm: held whole: 1 rows where there were 40",
        "modeldex: nothing could be published: edition 1 stands",
    ]


def test_a_failure_beside_a_success_does_not_say_that_nothing_was_published(
    modeldex: Run, data_dir: Path, feed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MODELDEX_SOURCES", "litellm,models-dev")
    monkeypatch.setenv("MODELDEX_SOURCE_LITELLM_URL", str(feed))
    monkeypatch.setenv("MODELDEX_SOURCE_MODELS_DEV_URL", str(tmp_path / "missing.json"))
    answer = modeldex("refresh")
    assert answer.code == 3
    assert answer.err.splitlines() == ["modeldex: models-dev: missing.json: no such file"]
    assert answer.out.splitlines()[-1] == "Published edition 1 (1 offerings): the first."
