"""The static site on the command line."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.conftest import Run


@pytest.fixture
def one_core() -> Iterator[None]:
    """This process on one core, so that it writes the site itself instead of starting others."""
    if not hasattr(os, "sched_setaffinity"):
        pytest.skip("this system keeps no process on a core")
    cores = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {min(cores)})
    yield
    os.sched_setaffinity(0, cores)


@pytest.mark.usefixtures("one_core")
def test_a_site_is_written_told_and_verified(modeldex: Run, catalog: Path, tmp_path: Path) -> None:
    site = tmp_path / "site"
    told = modeldex("export", str(site), "--format", "site", "--base-url", "https://modeldex.test/x", "--json")
    assert isinstance(told.json, dict)
    assert (told.code, told.err) == (0, "")
    assert {name: told.json[name] for name in ("format", "edition", "kept", "left_out")} == {
        "format": "site",
        "edition": 2,
        "kept": 0,
        "left_out": {},
    }
    assert "href=/x/models" in (site / "index.html").read_text()
    verified = modeldex("verify", str(site), "--json")
    assert isinstance(verified.json, dict)
    assert (verified.code, verified.json["files"]) == (0, told.json["files"])


def test_a_site_is_not_written_over_other_files(modeldex: Run, catalog: Path, tmp_path: Path) -> None:
    kept = tmp_path / "data.txt"
    kept.write_text("mine")
    answer = modeldex("export", str(tmp_path), "--format", "site")
    assert answer.code == 1
    assert "holds something other than a site" in answer.err
    assert kept.read_text() == "mine"


def test_a_base_url_goes_with_a_site_only(modeldex: Run, catalog: Path, tmp_path: Path) -> None:
    answer = modeldex("export", str(tmp_path / "a.csv"), "--base-url", "https://modeldex.test")
    assert (answer.code, (tmp_path / "a.csv").exists()) == (2, False)
    assert "--base-url is for --format site" in answer.err


@pytest.mark.parametrize("address", ["foo", "javascript:alert(1)", "https://example.org/?a=b", ""])
def test_a_base_url_that_is_no_address_is_refused(modeldex: Run, catalog: Path, tmp_path: Path, address: str) -> None:
    answer = modeldex("export", str(tmp_path / "site"), "--format", "site", "--base-url", address)
    assert (answer.code, answer.out, len(answer.err.splitlines())) == (2, "", 1)
    assert "--base-url" in answer.err
    assert f"{address!r} is not an http or https address such as https://" in answer.err
    assert "MODELDEX" not in answer.err
    assert not (tmp_path / "site").exists()
