"""`modeldex held`: the queue, and decisions that take effect, on a database made by real refreshes of a tiny feed."""

import json
import shutil
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from registry.refresh import lease as leases
from registry.refresh.deciding import decide
from registry.refresh.lease import utc_now
from registry.refresh.run import refresh
from registry.store.database import connect, write
from tests.cli.conftest import Run
from tests.databases import sqlite_url
from tests.refresh.feeds import SOURCES, Feeds

PRICES = {f"model-{number:02}": str(number + 1) for number in range(40)}
STRANGE = PRICES | {"model-07": "8000"}
MODEL = "openai/model-07"
WHY = ("--why", "the price list says so")

Say = Callable[[object], int]


@pytest.fixture
def say(data_dir: Path) -> Say:
    """A refresh from what the first source says now; its exit code."""
    feeds = Feeds(data_dir.parent)
    sqlite_url(data_dir)
    return partial(refreshed, feeds)


@pytest.fixture(scope="module")
def one_held(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database in which one price is held, a thousand times what it was; made once, and copied for each test."""
    feeds = Feeds(tmp_path_factory.mktemp("held"))
    sqlite_url(feeds.settings.data_dir)
    for alpha in (PRICES, STRANGE):
        assert refreshed(feeds, alpha) == 0
    return feeds.settings.data_dir


@pytest.fixture
def held(one_held: Path, say: Say, data_dir: Path, modeldex: Run) -> str:
    """The id of the price that is held."""
    shutil.copytree(one_held, data_dir, dirs_exist_ok=True)
    Feeds(data_dir.parent).say(alpha=STRANGE, beta={})
    (one,) = items(modeldex)
    return str(one["id"])


def refreshed(feeds: Feeds, alpha: object) -> int:
    """Refreshes from what the first source says now; the exit code."""
    engine = connect(feeds.settings.database)
    feeds.say(alpha=alpha, beta={})
    code = refresh(feeds.settings, engine, known_sources=SOURCES).exit_code
    engine.dispose()
    return code


def items(modeldex: Run, *options: str) -> list[dict[str, object]]:
    answer = modeldex("held", "list", *options, "--json")
    assert answer.code == 0, answer.err
    found: list[dict[str, object]] = json.loads(answer.out)["items"]
    return found


def price(modeldex: Run) -> float:
    shown = json.loads(modeldex("show", MODEL, "--json").out)
    return float(shown["rates"][0]["usd"])


def test_a_held_price_is_listed_with_what_stands(modeldex: Run, held: str) -> None:
    for command in (("held",), ("held", "list")):
        line = next(line for line in modeldex(*command).out.splitlines() if held in line)
        assert line.split() == [
            *(held, items(modeldex)[0]["since"][:10], "models-dev", MODEL, "Input", "tokens", "$8.00", "$8,000.00"),  # type: ignore[index]
            *("the", "price", "changed", "by", "a", "unit-sized", "factor", "open"),
        ]
    assert price(modeldex) == 8


def test_the_list_as_json_is_that_of_the_api(modeldex: Run, held: str) -> None:
    (one,) = items(modeldex)
    assert (one["id"], one["kind"], one["old"], one["new"], one["per"]) == (held, "claim", 8, 8000, 1_000_000)
    assert json.loads(modeldex("held", "--json").out)["items"] == [one]


@pytest.mark.parametrize(
    ("options", "found"),
    [
        (("--source", "models-dev"), 1),
        (("--source", "litellm"), 0),
        (("--offering", MODEL.upper()), 1),
        (("--offering", "openai/model-08"), 0),
    ],
)
def test_the_list_can_be_narrowed(modeldex: Run, held: str, options: tuple[str, ...], found: int) -> None:
    assert len(items(modeldex, *options)) == found


@pytest.mark.usefixtures("say")
def test_an_empty_queue_says_so(modeldex: Run, say: Say) -> None:
    say(PRICES)
    assert modeldex("held").out == "Nothing is held.\n"


def test_accepting_publishes_the_claim_and_takes_it_off_the_list(modeldex: Run, held: str) -> None:
    answer = modeldex("held", "accept", held, *WHY)
    assert answer.code == 0, answer.err
    assert "Published edition 2, changes: 1." in answer.out
    assert price(modeldex) == 8000
    assert items(modeldex) == []
    shown = modeldex("held", "show", held)
    assert shown.code == 0
    assert shown.out.startswith("Not held any more: openai/model-07 input: 0.000008 -> 0.008")
    assert shown.out.rstrip().endswith("on the command line: the price list says so")


def test_rejecting_leaves_what_is_published_and_keeps_the_reason(modeldex: Run, held: str) -> None:
    answer = modeldex("held", "reject", held, *WHY, "--json")
    done = json.loads(answer.out)
    assert (answer.code, done["edition"], done["changes"], done["held"]) == (0, None, 0, 0)
    assert done["decision"]["verdict"] == "reject"
    assert price(modeldex) == 8
    shown = json.loads(modeldex("held", "show", held, "--json").out)
    assert (shown["held"]["state"], [one["why"] for one in shown["decisions"]]) == ("rejected", [WHY[1]])
    assert "rejected" in modeldex("held").out


def test_a_source_held_whole_is_in_the_same_queue_and_can_be_accepted(
    modeldex: Run, say: Say, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("registry.cli.reviewing.decide", partial(decide, known_sources=SOURCES))
    say(PRICES)
    assert say(dict(list(PRICES.items())[:20]) | {"model-07": "9"}) == 3
    (one,) = items(modeldex)
    assert one["kind"] == "document"
    shown = modeldex("held", "show", str(one["id"])).out
    assert "held whole: 20 rows where there were 40" in shown
    assert modeldex("held", "accept", str(one["id"]), *WHY).code == 0
    assert price(modeldex) == 9


@pytest.mark.parametrize("verdict", ["accept", "reject"])
@pytest.mark.parametrize("given", [(), ("--why", ""), ("--why", "  ")])
def test_a_decision_without_a_reason_is_wrong_usage(
    modeldex: Run, held: str, verdict: str, given: tuple[str, ...]
) -> None:
    answer = modeldex("held", verdict, held, *given)
    assert (answer.code, answer.out, len(answer.err.splitlines())) == (2, "", 1)
    assert "why" in answer.err
    assert len(items(modeldex)) == 1


@pytest.mark.parametrize("command", [("show",), ("accept", *WHY), ("reject", *WHY)])
def test_an_id_that_nothing_has_is_one_clear_line(modeldex: Run, held: str, command: tuple[str, ...]) -> None:
    answer = modeldex("held", command[0], "nothing", *command[1:])
    assert (answer.code, answer.out) == (1, "")
    assert answer.err == "modeldex: nothing is held under 'nothing'; `modeldex held` lists what is\n"


def test_while_a_refresh_is_running_nothing_is_decided(modeldex: Run, held: str, data_dir: Path) -> None:
    engine = connect(f"sqlite:///{data_dir / 'modeldex.sqlite'}")
    with write(engine) as conn:
        leases.take(conn, utc_now())
    engine.dispose()
    answer = modeldex("held", "accept", held, *WHY)
    assert (answer.code, answer.out) == (75, "")
    assert price(modeldex) == 8


def test_the_status_counts_what_is_held(modeldex: Run, held: str) -> None:
    assert json.loads(modeldex("status", "--json").out)["held"] == 1


def test_the_summary_of_a_refresh_tells_how_much_is_held(
    modeldex: Run, held: str, data_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("registry.cli.refreshing.run_refresh", partial(refresh, known_sources=SOURCES))
    folder = data_dir.parent
    for name in ("MODELS_DEV", "LITELLM"):
        monkeypatch.setenv(f"MODELDEX_SOURCE_{name}_URL", str(folder / f"{name}.json"))
    answer = modeldex("refresh")
    assert answer.code == 0, answer.err
    assert "1 claim waits for a second source or a person: `modeldex held` lists what is held." in answer.out
    assert json.loads(modeldex("refresh", "--json").out)["held"] == 1
