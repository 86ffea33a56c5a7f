"""Exports and their manifests on the command line."""

import hashlib
import json
from pathlib import Path

import pytest

from registry.exports.formats import FORMATS
from tests.cli.conftest import Run


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "export"
    made.mkdir()
    return made


@pytest.fixture
def export(modeldex: Run, catalog: Path, folder: Path) -> Path:
    """A folder with the export of every format."""
    for name in FORMATS:
        assert modeldex("export", str(folder), "--format", name).code == 0
    return folder


def test_an_export_into_a_folder_is_called_catalog_and_has_its_manifest(export: Path) -> None:
    assert sorted(path.name for path in export.iterdir()) == [
        "catalog.csv",
        "catalog.json",
        "catalog.jsonl",
        "manifest.json",
    ]


def test_an_export_to_a_file_has_its_manifest_beside_it(modeldex: Run, catalog: Path, folder: Path) -> None:
    written = modeldex("export", str(folder / "models.csv"), "--json").json
    assert isinstance(written, dict)
    content = (folder / "models.csv").read_bytes()
    assert (written["bytes"], written["sha256"]) == (len(content), hashlib.sha256(content).hexdigest())
    listed = json.loads((folder / "manifest.json").read_bytes())
    assert listed["digest"] == written["digest"]
    assert listed["files"] == [{"path": "models.csv", "bytes": written["bytes"], "sha256": written["sha256"]}]


@pytest.mark.parametrize("name", ["", "manifest.json", "catalog.csv"])
def test_an_export_verifies_by_its_folder_its_manifest_or_one_file(modeldex: Run, export: Path, name: str) -> None:
    answer = modeldex("verify", str(export / name))
    assert (answer.code, answer.err) == (0, "")
    assert "edition 2" in answer.out


def test_exporting_again_changes_no_byte(modeldex: Run, export: Path) -> None:
    before = {path.name: path.read_bytes() for path in export.iterdir()}
    modeldex("export", str(export / "catalog.json"))
    assert {path.name: path.read_bytes() for path in export.iterdir()} == before


def test_the_file_that_was_changed_missing_or_added_is_named(modeldex: Run, export: Path) -> None:
    content = bytearray((export / "catalog.csv").read_bytes())
    content[100] ^= 1
    (export / "catalog.csv").write_bytes(content)
    (export / "catalog.jsonl").unlink()
    (export / "notes.txt").write_text("mine")
    answer = modeldex("verify", str(export))
    assert answer.code == 1
    assert [line.split()[0] for line in answer.out.splitlines()] == ["catalog.csv", "catalog.jsonl", "notes.txt"]
    told = modeldex("verify", str(export), "--json")
    assert told.code == 1
    assert isinstance(told.json, dict)
    assert [(one["path"], one["finding"]) for one in told.json["findings"]] == [
        ("catalog.csv", "changed"),
        ("catalog.jsonl", "missing"),
        ("notes.txt", "added"),
    ]


def test_a_folder_without_a_manifest_is_one_clear_line(modeldex: Run, folder: Path) -> None:
    for path in (folder, folder / "catalog.json", folder / "nowhere" / "catalog.json"):
        answer = modeldex("verify", str(path))
        assert (answer.code, answer.out, len(answer.err.splitlines())) == (1, "", 1)
        assert "manifest.json" in answer.err


def test_a_manifest_of_another_program_is_left_alone(modeldex: Run, catalog: Path, folder: Path) -> None:
    (folder / "manifest.json").write_text('{"name": "an app"}')
    answer = modeldex("export", str(folder / "catalog.csv"))
    assert (answer.code, answer.out, len(answer.err.splitlines())) == (1, "", 1)
    assert [path.read_text() for path in folder.iterdir()] == ['{"name": "an app"}']


def test_an_export_cannot_take_the_name_of_the_manifest(modeldex: Run, catalog: Path, folder: Path) -> None:
    assert modeldex("export", str(folder / "manifest.json")).code == 2
    assert list(folder.iterdir()) == []
