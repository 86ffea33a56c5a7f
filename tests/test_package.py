"""The wheel is built, installed somewhere else, and used there: it migrates, answers and renders."""

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from zipfile import ZipFile

import pytest

from tests.cli.conftest import published_database  # noqa: F401 - a fixture
from tests.cli.processes import free_port, get

ROOT = Path(__file__).resolve().parents[1]
LARGEST_BUNDLE = 2_000_000


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(folder)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    return next(folder.glob("*.whl"))


@pytest.fixture(scope="module")
def elsewhere(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that holds what the wheel installs, and nothing of the checkout."""
    folder = tmp_path_factory.mktemp("elsewhere")
    install = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-index", "--target", str(folder)]
    subprocess.run([*install, str(wheel)], check=True, capture_output=True)
    return folder


@pytest.fixture
def environment(elsewhere: Path, tmp_path: Path) -> Mapping[str, str]:
    return {**os.environ, "PYTHONPATH": str(elsewhere), "MODELDEX_DATA_DIR": str(tmp_path / "data")}


def test_the_wheel_holds_everything_that_it_needs_and_no_tests(wheel: Path) -> None:
    with ZipFile(wheel) as archive:
        sizes = {entry.filename: entry.file_size for entry in archive.infolist()}
    folders = {name.rsplit("/", 1)[0] for name in sizes}
    assert {
        "registry/templates",
        "registry/templates/static",
        "registry/migrations/versions",
        "scrapers/feeds",
    } <= folders
    assert {"LICENSE", "NOTICE"} <= {name.rsplit("/", 1)[-1] for name in sizes if ".dist-info/" in name}
    assert 0 < sizes["registry/facts/bundle.jsonl.xz"] <= LARGEST_BUNDLE
    assert not [name for name in sizes if name.startswith("tests/") or name.endswith(".pyc")]


def test_the_installed_wheel_is_what_is_tested_here(
    elsewhere: Path, environment: Mapping[str, str], tmp_path: Path
) -> None:
    told = subprocess.run(
        [sys.executable, "-c", "import registry, scrapers; print(registry.__file__, scrapers.__file__)"],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    assert all(Path(path).is_relative_to(elsewhere) for path in told.stdout.split())


def test_the_installed_wheel_migrates(environment: Mapping[str, str], tmp_path: Path) -> None:
    told = subprocess.run(
        [sys.executable, "-m", "registry.cli", "db", "upgrade"],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    assert "no edition yet" in told.stdout


def test_the_installed_wheel_renders_a_page(
    environment: Mapping[str, str],
    tmp_path: Path,
    published_database: Path,  # noqa: F811
) -> None:
    (tmp_path / "data").mkdir()
    shutil.copyfile(published_database, tmp_path / "data" / "modeldex.sqlite")
    port = free_port()
    serve = [sys.executable, "-m", "registry.cli", "serve", "--no-scheduler", "--port", str(port)]
    server = subprocess.Popen(
        serve, cwd=tmp_path, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    try:
        assert server.stdout is not None
        assert server.stdout.readline().startswith("Modeldex is at")
        page = get(port, "/providers/openai/gpt-5.6-luna")
    finally:
        server.terminate()
        said, _ = server.communicate(timeout=60)
    assert "<h1" in page
    assert "GPT-5.6 Luna" in page
    (told,) = said.splitlines()
    assert (server.returncode, "SIGTERM: stopping" in told) == (0, True)
