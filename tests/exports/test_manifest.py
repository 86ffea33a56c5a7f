import hashlib
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from registry.errors import ManifestUnusable
from registry.exports import manifest
from registry.exports.check import check
from registry.exports.files import write_whole
from registry.exports.formats import FORMATS
from registry.exports.manifest import FILE, Fingerprint, Listed, Manifest
from tests.web.published import BIGGER, EDITION


def put(folder: Path, name: str, content: bytes) -> Manifest:
    """A file of an export, and its place in the manifest."""
    written = Fingerprint()
    write_whole(folder / name, written.of([content[:3], content[3:]]))
    return manifest.add(folder, EDITION, written.listed(name))


def findings(folder: Path, only: str | None = None) -> list[tuple[str, str]]:
    held = manifest.stored(folder)
    assert held is not None
    return [(one.path, one.what) for one in check(folder, held, only)]


@pytest.fixture
def export(tmp_path: Path) -> Path:
    put(tmp_path, "catalog.csv", b"id\nopenai/gpt-5\n")
    put(tmp_path, "catalog.json", b'{"edition": 7}\n')
    return tmp_path


def test_a_manifest_lists_every_file_with_its_size_and_sha256(export: Path) -> None:
    held = json.loads((export / FILE).read_bytes())
    assert (held["edition"], held["day"], held["digest"]) == (7, "2026-11-23", EDITION.digest)
    assert [one["path"] for one in held["files"]] == ["catalog.csv", "catalog.json"]
    for one in held["files"]:
        content = (export / one["path"]).read_bytes()
        assert (one["bytes"], one["sha256"]) == (len(content), hashlib.sha256(content).hexdigest())


def test_what_was_written_is_read_again(export: Path) -> None:
    held = manifest.stored(export)
    assert held is not None
    assert manifest.parse(manifest.document(held), FILE) == held


def test_the_order_of_writing_does_not_matter(export: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    other = tmp_path_factory.mktemp("other")
    for name in ("catalog.json", "catalog.csv"):
        put(other, name, (export / name).read_bytes())
    assert (other / FILE).read_bytes() == (export / FILE).read_bytes()


def test_a_file_that_is_written_again_is_listed_once(export: Path) -> None:
    assert len(put(export, "catalog.csv", b"id\n").files) == 2
    assert findings(export) == []


def test_a_manifest_of_another_edition_begins_anew(export: Path) -> None:
    written = Fingerprint()
    write_whole(export / "catalog.csv", written.of([b"id\n"]))
    later = manifest.add(export, replace(EDITION, number=8, digest="ee" * 32), written.listed("catalog.csv"))
    assert manifest.stored(export) == later
    assert (later.edition, [one.path for one in later.files]) == (8, ["catalog.csv"])
    assert findings(export) == [("catalog.json", "added")]


def test_an_export_as_it_was_written_has_no_findings(export: Path) -> None:
    assert findings(export) == []


@pytest.mark.parametrize(
    ("damage", "found"),
    [
        (lambda folder: (folder / "catalog.csv").write_bytes(b"id\nopenai/gpt-6\n"), ("catalog.csv", "changed")),
        (lambda folder: (folder / "catalog.csv").write_bytes(b""), ("catalog.csv", "changed")),
        (lambda folder: (folder / "catalog.json").unlink(), ("catalog.json", "missing")),
        (lambda folder: (folder / "notes.txt").write_text("mine"), ("notes.txt", "added")),
    ],
    ids=["one byte", "emptied", "deleted", "added"],
)
def test_the_file_that_was_touched_is_named(
    export: Path, damage: Callable[[Path], object], found: tuple[str, str]
) -> None:
    damage(export)
    assert findings(export) == [found]


def test_a_file_added_in_a_folder_of_the_export_is_named_with_its_path(export: Path) -> None:
    (export / "api" / "v1").mkdir(parents=True)
    (export / "api" / "v1" / "x.json").write_text("{}")
    assert findings(export) == [("api/v1/x.json", "added")]


def test_one_file_is_checked_alone(export: Path) -> None:
    (export / "catalog.json").unlink()
    (export / "notes.txt").write_text("mine")
    assert findings(export, "catalog.csv") == []
    assert findings(export, "catalog.json") == [("catalog.json", "missing")]
    assert findings(export, "notes.txt") == [("notes.txt", "added")]


def test_canonical_lines_changed_together_with_their_row_have_not_the_digest_of_the_edition(tmp_path: Path) -> None:
    put(tmp_path, "catalog.jsonl", b"".join(FORMATS["jsonl"].write(BIGGER, EDITION)) + b"{}\n")
    assert findings(tmp_path) == [("catalog.jsonl", "changed")]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"[]",
        b"{}",
        b'{"name": "an app", "icons": []}',
        b'{"format": "modeldex manifest 2", "edition": 1, "day": "2026-11-23", "digest": "", "files": []}',
        b'{"format": "modeldex manifest 1", "edition": 1, "day": "soon", "digest": "", "files": []}',
        b'{"format": "modeldex manifest 1", "edition": 1, "day": "2026-11-23", "digest": "", "files": [{"path": "x"}]}',
    ],
)
def test_what_is_no_manifest_of_ours_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / FILE).write_bytes(content)
    with pytest.raises(ManifestUnusable, match="no manifest of an export"):
        manifest.stored(tmp_path)


@pytest.mark.parametrize("path", ["/etc/passwd", "../elsewhere", "a/../../b", ""])
def test_a_path_that_leads_out_of_the_folder_is_refused(path: str) -> None:
    held = manifest.document(manifest.manifest_of(EDITION, [Listed(path, 1, "ab" * 32)]))
    with pytest.raises(ManifestUnusable):
        manifest.parse(held, FILE)


def test_a_folder_without_a_manifest_has_none(tmp_path: Path) -> None:
    assert manifest.stored(tmp_path) is None
