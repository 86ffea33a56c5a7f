"""`modeldex rebuild`, `backup` and `doctor`, and a backfill from a package index that really answers."""

import io
import json
import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from registry.cli import main
from scrapers.claims import Reading
from tests.cli.conftest import Run
from tests.cli.processes import process
from tests.scrapers.local_server import Handler, serving

MODEL = {
    "id": "gpt-5.6-luna",
    "name": "GPT-5.6 Luna",
    "attachment": False,
    "reasoning": True,
    "tool_call": True,
    "temperature": False,
    "knowledge": "2026-02",
    "release_date": "2026-07-09",
    "last_updated": "2026-07-09",
    "modalities": {"input": ["text"], "output": ["text"]},
    "open_weights": False,
    "limit": {"context": 1_050_000, "output": 128_000},
}
WEEKS = (("2026-11-02T23:30Z", 1), ("2026-11-09T00:10Z", 0.2), ("2026-11-16T12:00Z", 0.25))
COST_MAP = {"litellm_provider": "openai", "mode": "chat", "max_input_tokens": 1000, "output_cost_per_token": 2e-06}
MEMBER = "litellm/model_prices_and_context_window_backup.json"


@pytest.fixture(scope="module")
def three_weeks(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data directory with three weeks of models.dev, replayed from files; made once, and copied for each test."""
    folder = tmp_path_factory.mktemp("filled")
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("MODELDEX_DATA_DIR", str(folder / "data"))
        environment.setenv("MODELDEX_BUNDLED", "off")
        for at, price in WEEKS:
            model = {**MODEL, "cost": {"input": price, "output": price * 6}}
            openai = {"id": "openai", "name": "OpenAI", "env": ["KEY"], "npm": "x", "models": {"gpt-5.6-luna": model}}
            feed = folder / "feed.json"
            feed.write_text(json.dumps({"openai": openai}))
            assert main(["refresh", "--source", "models-dev", "--from", str(feed), "--at", at]) == 0
    return folder / "data"


@pytest.fixture
def filled(three_weeks: Path, data_dir: Path) -> Path:
    return Path(shutil.copytree(three_weeks, data_dir, dirs_exist_ok=True))


def files_in(data_dir: Path) -> list[Path]:
    """All that is there, but for what SQLite keeps beside a database that is open."""
    return sorted(path for path in data_dir.rglob("*") if path.suffix not in (".sqlite-shm", ".sqlite-wal"))


def damage(data_dir: Path) -> Path:
    """Remove a raw snapshot."""
    path = min((data_dir / "snapshots").rglob("*.zst"))
    path.unlink()
    return path


@pytest.mark.parametrize(
    "environment",
    [
        {"TZ": "Asia/Kathmandu", "LC_ALL": "tr_TR.UTF-8", "LANG": "tr_TR.UTF-8", "PYTHONHASHSEED": "7"},
        pytest.param({"TZ": "America/St_Johns", "LC_ALL": "C"}, marks=pytest.mark.slow),
        pytest.param({"TZ": "Pacific/Kiritimati", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "11"}, marks=pytest.mark.slow),
    ],
    ids=lambda environment: environment["TZ"],
)
def test_the_digest_is_the_same_in_another_time_zone_and_locale(filled: Path, environment: dict[str, str]) -> None:
    running = process("rebuild", "--verify", "--json", **environment)
    out, err = running.communicate(timeout=120)
    assert (running.returncode, err) == (0, "")
    told = json.loads(out)
    assert (told["same"], told["rebuilt"], told["snapshots"]) == (True, told["digest"], 3)


def test_a_rebuild_says_what_it_found_and_leaves_nothing_behind(modeldex: Run, filled: Path) -> None:
    before = files_in(filled)
    answer = modeldex("rebuild")
    assert (answer.code, answer.err) == (0, "")
    assert "rebuilt from 3 snapshots: the same digest" in answer.out
    assert files_in(filled) == before


def test_a_rebuilt_folder_is_a_data_directory(
    modeldex: Run, filled: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert modeldex("rebuild", "--into", str(tmp_path / "again")).code == 0
    shown = modeldex("price", "openai/gpt-5.6-luna", "--at", "2026-11-10", "--json").out
    monkeypatch.setenv("MODELDEX_DATA_DIR", str(tmp_path / "again"))
    assert modeldex("doctor").code == 0
    assert modeldex("rebuild", "--verify").code == 0
    assert modeldex("price", "openai/gpt-5.6-luna", "--at", "2026-11-10", "--json").json == json.loads(shown)


def test_another_digest_is_one_line_that_names_what_differs(
    modeldex: Run, filled: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("registry.refresh.rebuild._Archive.reading", lambda _archive, _one: Reading(()))
    for verify, code in ((("--verify",), 1), ((), 0)):
        answer = modeldex("rebuild", *verify)
        assert (answer.code, answer.out, len(answer.err.splitlines())) == (code, "", 1)
        assert "provider openai" in answer.err
    told = modeldex("rebuild", "--verify", "--json")
    assert told.code == 1
    assert isinstance(told.json, dict)
    assert {"kind": "offering", "id": "openai/gpt-5.6-luna"} in told.json["differing"]


def test_a_missing_snapshot_is_one_line_for_a_rebuild_and_for_the_doctor(modeldex: Run, filled: Path) -> None:
    lost = damage(filled)
    answer = modeldex("rebuild", "--verify")
    assert (answer.code, answer.out, len(answer.err.splitlines())) == (1, "", 1)
    assert lost.name in answer.err
    examined = modeldex("doctor")
    assert (examined.code, examined.err) == (1, "")
    assert [line for line in examined.out.splitlines() if "FAILED" in line and lost.name in line]


def test_the_doctor_says_one_line_a_check(modeldex: Run, filled: Path) -> None:
    answer = modeldex("doctor")
    told = modeldex("doctor", "--json").json
    assert isinstance(told, dict)
    assert (answer.code, told["ok"]) == (0, True)
    assert len(answer.out.splitlines()) == len(told["checks"]) == 5


def test_a_backup_can_take_the_place_of_the_database(modeldex: Run, filled: Path, tmp_path: Path) -> None:
    before = modeldex("editions", "--json").out
    assert modeldex("backup", str(tmp_path / "copy.sqlite"), "--json").code == 0
    refused = modeldex("backup", str(tmp_path / "copy.sqlite"))
    assert (refused.code, len(refused.err.splitlines())) == (1, 1)
    for path in filled.glob("modeldex.sqlite*"):
        path.unlink()
    (tmp_path / "copy.sqlite").rename(filled / "modeldex.sqlite")
    assert modeldex("editions", "--json").out == before
    assert modeldex("doctor").code == 0


@pytest.fixture
def package_index(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """A package index on this machine with three releases of litellm; gives the versions that were fetched."""
    prices = {"1.0.0": (5, 4e-06), "1.1.0": (12, 2e-06), "1.0.1": (13, 4e-06)}
    fetched: list[str] = []

    def answer(handler: Handler) -> None:
        if handler.path.endswith(".whl"):
            version = handler.path.split("-")[1]
            fetched.append(version)
            cost_map = {"gpt-5": {**COST_MAP, "input_cost_per_token": prices[version][1]}}
            handler.reply(wheel(cost_map))
        else:
            files = [listed(version, day) for version, (day, _) in prices.items()]
            handler.reply(json.dumps({"files": files}).encode())

    with serving(answer) as place:
        monkeypatch.setenv("PIP_INDEX_URL", place.url("/simple"))
        yield fetched


def listed(version: str, day: int) -> dict[str, object]:
    name = f"litellm-{version}-py3-none-any.whl"
    return {"filename": name, "url": f"/files/{name}", "upload-time": f"2026-11-{day:02}T09:30:00Z", "hashes": {}}


def wheel(cost_map: object) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr(MEMBER, json.dumps(cost_map))
    return packed.getvalue()


def test_a_backfill_replays_releases_and_can_be_rebuilt(
    modeldex: Run, package_index: list[str], data_dir: Path
) -> None:
    answer = modeldex("backfill", "--source", "litellm")
    assert (answer.code, answer.err) == (0, "")
    assert "1 of an older line" in answer.out
    assert "Published edition 1 (1 offering)." in answer.out
    assert sorted(set(package_index)) == ["1.0.0", "1.1.0"]
    shown = modeldex("price", "openai/gpt-5", "--at", "2026-11-08", "--json").json
    assert isinstance(shown, dict)
    assert [rate["usd"] for rate in shown["rates"] if rate["meter"] == "input"] == [4]
    assert modeldex("rebuild", "--verify").code == 0
    package_index.clear()
    again = modeldex("backfill", "--source", "litellm", "--json")
    assert isinstance(again.json, dict)
    assert (again.code, again.json["editions"], package_index) == (0, [], [])


@pytest.mark.parametrize(
    ("since", "until", "versions"),
    [("2026-11-06", None, ["1.1.0"]), (None, "2026-11-05", ["1.0.0"]), (None, "2026-11-05T09:30Z", [])],
)
def test_a_day_is_included_to_its_end_and_an_instant_is_not(
    modeldex: Run, package_index: list[str], since: str | None, until: str | None, versions: list[str]
) -> None:
    options = [*(("--since", since) if since else ()), *(("--until", until) if until else ())]
    assert modeldex("backfill", "--source", "litellm", *options).code == 0
    assert sorted(set(package_index)) == versions


@pytest.mark.parametrize("options", [("--source", "nobody"), ("--every", "year"), ("--since", "soon")])
def test_a_backfill_that_cannot_be_is_refused(modeldex: Run, options: tuple[str, ...]) -> None:
    answer = modeldex("backfill", *options)
    assert (answer.code, answer.out, len(answer.err.splitlines())) == (2, "", 1)
