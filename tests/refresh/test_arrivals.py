"""Several hosts are asked at once, and what follows does not depend on who answers first. Over real sockets."""

import json
import threading
import time
from dataclasses import replace

import pytest

from registry.refresh.arrivals import AT_ONCE, arrivals, hosts
from registry.refresh.report import Quiet
from registry.refresh.run import refresh
from registry.settings import load
from registry.store import catalog
from registry.store.database import read
from scrapers.errors import FetchFailed
from scrapers.origins import Delivery, Validators
from tests.databases import opened
from tests.refresh.feeds import ALPHA, BETA, NOON
from tests.scrapers.local_server import serving

PATIENCE = 10
"""Seconds after which what should have happened at the same time has not."""

PRICES = {"models-dev": {"gpt-5": "2", "o3": "4"}, "litellm": {"gpt-5": "1", "o3": "4"}}


def settings_for(folder, places):
    """Source name -> the running server that it is read from."""
    return load(
        data_dir=folder / "data",
        bundled=False,
        sources=(),
        allow_hosts=tuple(sorted({place.host_port for place in places.values()})),
        source_urls={name.upper().replace("-", "_"): place.url(f"/{name}") for name, place in places.items()},
    )


def refreshed(folder, settings, sources=(ALPHA, BETA), **options):
    engine = opened("sqlite", folder / "data")
    report = refresh(settings, engine, known_sources=sources, clock=lambda: NOON, **options)
    with read(engine) as conn:
        current = catalog.current_edition(conn)
    engine.dispose()
    return report, current


@pytest.mark.parametrize("first", ["models-dev", "litellm"])
def test_whoever_answers_first_the_result_is_the_same(tmp_path, first):
    """Each server has been asked before either answers, and one answers only when the other has been read whole."""
    asked = threading.Barrier(2)
    answered = threading.Event()

    def answering(name):
        def answer(handler):
            asked.wait(PATIENCE)
            if name != first:
                assert answered.wait(PATIENCE)
            handler.reply(json.dumps(PRICES[name]).encode())

        return answer

    class Listener(Quiet):
        def received(self, source, size, total):
            if source == first and size == total:
                answered.set()

    with serving(answering("models-dev")) as alpha, serving(answering("litellm")) as beta:
        settings = settings_for(tmp_path, {"models-dev": alpha, "litellm": beta})
        report, edition = refreshed(tmp_path, settings, progress=Listener())
    assert [(one.source, one.state, one.rows) for one in report.outcomes] == [
        ("models-dev", "read", 2),
        ("litellm", "read", 2),
    ]
    assert edition.digest == in_turn_digest(tmp_path / "in turn")


def in_turn_digest(folder):
    """What the same documents give when they are files, which are read one after the other."""
    folder.mkdir()
    urls = {}
    for name, prices in PRICES.items():
        path = folder / f"{name}.json"
        path.write_text(json.dumps(prices))
        urls[name.upper().replace("-", "_")] = str(path)
    settings = load(data_dir=folder / "data", bundled=False, sources=(), source_urls=urls)
    return refreshed(folder, settings)[1].digest


def test_one_host_is_asked_one_thing_at_a_time(tmp_path):
    busy = threading.Lock()
    together = []

    def answer(handler):
        if not busy.acquire(blocking=False):
            together.append(handler.path)
            return
        time.sleep(0.02)
        busy.release()
        handler.reply(b'{"gpt-5": "2"}')

    names = ("models-dev", "litellm", "genai-prices", "openai")
    sources = [replace(ALPHA, name=name) for name in names]
    with serving(answer) as place:
        settings = settings_for(tmp_path, dict.fromkeys(names, place))
        report, _ = refreshed(tmp_path, settings, sources)
        assert [path for path, _ in place.seen] == [f"/{name}" for name in names]
    assert together == []
    assert [one.state for one in report.outcomes] == ["read"] * 4


def test_a_host_that_is_silent_holds_up_no_other(tmp_path):
    last_asked = threading.Event()

    def silent(handler):
        assert last_asked.wait(PATIENCE)
        handler.reply(b"too late to be of use", 403)

    def prompt(handler):
        handler.reply(b'{"gpt-5": "2"}')
        last_asked.set()

    with serving(silent) as alpha, serving(prompt) as beta:
        settings = settings_for(tmp_path, {"models-dev": alpha, "litellm": beta})
        report, edition = refreshed(tmp_path, settings)
    assert [one.state for one in report.outcomes] == ["failed", "read"]
    assert "HTTP 403" in report.outcomes[0].error
    assert edition.number == 1


def test_only_so_many_hosts_are_asked_at_once():
    under_way, most = 0, 0
    counting = threading.Lock()
    full = threading.Event()

    def deliver(source):
        nonlocal under_way, most
        with counting:
            under_way += 1
            most = max(most, under_way)
            if under_way == AT_ONCE:
                full.set()
        assert full.wait(PATIENCE)
        with counting:
            under_way -= 1
        return Delivery(None, Validators(source.name))

    sources = [replace(ALPHA, name=f"source-{number}") for number in range(AT_ONCE * 2)]
    came = list(arrivals(sources, deliver, lambda source: source.name))
    assert [one.opened().validators.origin for one in came] == [source.name for source in sources]
    assert most == AT_ONCE


def test_what_goes_wrong_on_the_way_is_told_when_its_turn_comes():
    def deliver(source):
        if source is ALPHA:
            raise FetchFailed("https://alpha.example: no connection")
        return Delivery(None, Validators(source.name))

    first, second = arrivals([ALPHA, BETA], deliver, lambda source: source.name)
    assert second.opened().validators.origin == "litellm"
    with pytest.raises(FetchFailed, match="no connection"):
        first.opened()


def test_who_is_told_to_stop_asks_no_more():
    asked = []
    go_on = threading.Event()

    def deliver(source):
        asked.append(source.name)
        if len(asked) > 1:
            go_on.wait(PATIENCE)
        return Delivery(None, Validators(source.name))

    sources = [replace(ALPHA, name=name) for name in ("first", "second", "third")]
    coming = arrivals(sources, deliver, lambda _source: "one host")
    next(coming)
    coming.close()
    go_on.set()
    for thread in threading.enumerate():
        if thread.name == "fetch":
            thread.join(PATIENCE)
    assert "third" not in asked


@pytest.mark.parametrize(
    ("origin", "host"),
    [
        (None, "alpha.example:443"),
        ("https://mirror.example/feed", "mirror.example:443"),
        ("http://mirror.example:8080/feed", "mirror.example:8080"),
        ("/data/feed.json", None),
        ("file:///data/feed.json", None),
        ("ftp://mirror.example/feed", None),
    ],
)
def test_the_host_of_a_source_is_where_an_operator_says(tmp_path, origin, host):
    urls = {"MODELS_DEV": origin} if origin else {}
    assert hosts(load(data_dir=tmp_path, sources=(), source_urls=urls))(ALPHA) == host
