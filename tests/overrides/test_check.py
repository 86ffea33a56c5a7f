"""`modeldex override check`: what it prints, and its exit code."""

import json
from pathlib import Path

import pytest

from registry.cli import main
from tests.databases import opened
from tests.overrides.installation import LUNA, Installation
from tests.overrides.test_refresh import PRICE, PRIVATE


@pytest.fixture
def installation(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Installation:
    """An installation that the settings name."""
    engine = opened("sqlite", tmp_path / "data")
    made = Installation(tmp_path, engine)
    made.say({"gpt-5.6-luna": LUNA})
    made.refresh()
    engine.dispose()
    monkeypatch.setenv("MODELDEX_DATA_DIR", str(tmp_path / "data"))
    return made


def test_without_mistakes_the_check_counts_what_is_in_force(
    installation: Installation, capsys: pytest.CaptureFixture[str]
) -> None:
    installation.write(PRICE + PRIVATE)
    assert main(["override", "check"]) == 0
    assert capsys.readouterr().out == "1 file, 3 values: 3 in force, no mistake.\n"


def test_nothing_at_all_is_no_mistake(installation: Installation, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["override", "check"]) == 0
    assert capsys.readouterr().out == "0 files, 0 values: no mistake.\n"


def test_what_has_lapsed_and_what_does_not_exist_are_mistakes(
    installation: Installation, capsys: pytest.CaptureFixture[str]
) -> None:
    installation.write(PRICE.replace("0.25", "0.30") + PRICE.replace("5.6-luna", "5.6-lune"))
    assert main(["override", "check", "--json"]) == 1
    told = json.loads(capsys.readouterr().out)
    assert [(one["file"], one["line"]) for one in told["mistakes"]] == [("prices.toml", 1), ("prices.toml", 9)]
    assert "and the sources now say 0.25" in told["mistakes"][0]["text"]
    assert "did you mean openai/gpt-5.6-luna?" in told["mistakes"][1]["text"]
    assert (told["files"], told["values"], told["in_force"]) == (["prices.toml"], 2, 0)


def test_another_file_or_folder_can_be_checked_before_it_is_used(
    installation: Installation, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    installation.write("[[broken]]\n")
    (tmp_path / "good.toml").write_text(PRICE)
    assert main(["override", "check", str(tmp_path / "good.toml")]) == 0
    assert main(["override", "check", str(tmp_path / "none.toml")]) == 2
    assert "there is no file or folder" in capsys.readouterr().err


def test_a_refresh_refuses_broken_overrides_in_one_line(
    installation: Installation, capsys: pytest.CaptureFixture[str]
) -> None:
    installation.write("[[broken]]\n")
    assert main(["refresh", "--source", "models-dev", "--from", str(installation.feed)]) == 4
    told = capsys.readouterr().err.splitlines()
    assert len(told) == 1
    assert told[0].startswith("modeldex: the overrides cannot be used: prices.toml:1: there is no table 'broken'")


def test_an_empty_installation_with_broken_overrides_is_not_filled(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "overrides").mkdir()
    (tmp_path / "overrides" / "a.toml").write_text("[[broken]]\n")
    monkeypatch.setenv("MODELDEX_DATA_DIR", str(tmp_path))
    assert main(["price", "openai/gpt-4o"]) == 4
    assert "the overrides cannot be used: a.toml:1" in capsys.readouterr().err
