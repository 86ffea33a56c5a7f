"""`make bench` and `make bundle` need recorded feeds, which no clone has: without them they say so and do nothing."""

import shutil
import subprocess
from pathlib import Path

import pytest
from rich.console import Console

from registry.refresh import replay

ROOT = Path(__file__).resolve().parents[1]


def make(*arguments: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(["make", *arguments], cwd=ROOT, capture_output=True, text=True, check=False, timeout=60)


@pytest.mark.skipif(shutil.which("make") is None, reason="there is no make on this machine")
@pytest.mark.parametrize("target", ["bench", "bundle"])
def test_without_feeds_a_target_says_how_to_name_them(target: str) -> None:
    answer = make(target, "FEEDS=")
    assert answer.returncode != 0
    assert answer.stderr.splitlines()[0] == (
        f"This needs recorded feeds: say where they are, as in `make {target} FEEDS=FOLDER`"
    )


@pytest.mark.skipif(shutil.which("make") is None, reason="there is no make on this machine")
@pytest.mark.parametrize("target", ["bench", "bundle"])
def test_a_folder_without_feeds_is_named(target: str, tmp_path: Path) -> None:
    answer = make(target, f"FEEDS={tmp_path}")
    assert answer.returncode != 0
    assert answer.stderr.startswith(f"{tmp_path} holds no recorded feeds")


def test_a_bundle_of_nothing_is_not_written(tmp_path: Path) -> None:
    bundle = tmp_path / "bundle.jsonl.xz"
    bundle.write_bytes(b"as it was")
    with pytest.raises(SystemExit, match="holds no recordings of models-dev, litellm, genai-prices"):
        replay.main(tmp_path, bundle, Console(quiet=True))
    assert bundle.read_bytes() == b"as it was"
