from hashlib import sha256

import pytest

from registry.errors import DataDirectoryUnwritable, EvidenceError
from registry.store.snapshots import fetch, keep, path_of

BODY = b'{"openai": {}}' * 100


def test_bytes_come_back_by_their_sha256(tmp_path):
    digest = keep(tmp_path, BODY)
    assert digest == sha256(BODY).hexdigest()
    assert path_of(tmp_path, digest) == tmp_path / "snapshots" / digest[:2] / f"{digest}.zst"
    assert fetch(tmp_path, digest) == BODY


def test_the_same_bytes_are_kept_once(tmp_path):
    path = path_of(tmp_path, keep(tmp_path, BODY))
    before = path.stat().st_mtime_ns
    keep(tmp_path, BODY)
    assert path.stat().st_mtime_ns == before
    assert [one.name for one in path.parent.iterdir()] == [path.name]


def test_what_was_not_kept_is_none(tmp_path):
    assert fetch(tmp_path, "0" * 64) is None


@pytest.mark.parametrize("content", [b"", b"not zstd", None], ids=["empty", "no zstd", "other content"])
def test_a_damaged_file_is_not_believed(tmp_path, content):
    path = path_of(tmp_path, keep(tmp_path, BODY))
    path.write_bytes(path_of(tmp_path, keep(tmp_path, b"other")).read_bytes() if content is None else content)
    with pytest.raises(EvidenceError, match="is damaged"):
        fetch(tmp_path, sha256(BODY).hexdigest())


def test_a_folder_that_cannot_be_written_gives_one_line(tmp_path):
    (tmp_path / "snapshots").write_text("in the way")
    with pytest.raises(DataDirectoryUnwritable, match="cannot be written"):
        keep(tmp_path, BODY)
