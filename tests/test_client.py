import shutil
import subprocess
import sys
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from registry.client import Client
from registry.domain.pricing import HourNeeded, NotSourced
from registry.errors import ModeldexError, NothingPublished, UnknownId
from registry.settings import load
from registry.store.database import write
from tests.cli.conftest import published_database  # noqa: F401 - a fixture

LUNA = "openai/gpt-5.6-luna"


@pytest.fixture
def client(tmp_path: Path, published_database: Path) -> Client:  # noqa: F811
    shutil.copyfile(published_database, tmp_path / "modeldex.sqlite")
    return Client(load(data_dir=tmp_path, bundled=False))


def test_an_offering_is_found_whatever_the_case_of_its_id(client: Client) -> None:
    with client as modeldex:
        assert modeldex.offering("OpenAI/GPT-5.6-LUNA").context == 1_050_000
        assert modeldex.model(LUNA).name == "GPT-5.6 Luna"


def test_a_cost_is_exact_and_of_the_asked_day(client: Client) -> None:
    usage = {"input": 100_000, "output": 100_000}
    with client as modeldex:
        assert modeldex.cost(LUNA, usage).total == Decimal("0.14")
        assert modeldex.cost(LUNA, usage, at=date(2026, 7, 15)).total == Decimal("0.7")
        assert modeldex.cost(LUNA, {"input": 300_000, "output": 100_000}, tier="batch").total == Decimal("0.15")


def test_rates_are_those_in_force(client: Client) -> None:
    with client as modeldex:
        old = {rate.meter: rate.usd for rate in modeldex.rates(LUNA, date(2026, 6, 26))}
    assert old == {"input": Decimal("1E-6"), "output": Decimal("6E-6"), "cache_read": Decimal("1E-7")}


def test_a_date_may_be_text(client: Client) -> None:
    usage = {"input": 100_000, "output": 100_000}
    with client as modeldex:
        assert modeldex.cost(LUNA, usage, at="2026-07-15").total == Decimal("0.7")
        assert modeldex.rates(LUNA, "2026-06-26T12:00Z") == modeldex.rates(LUNA, date(2026, 6, 26))
        assert modeldex.cost("deepseek/deepseek-v4", {"input": 1}, at=datetime(2026, 11, 1, 2)).items  # noqa: DTZ001


@pytest.mark.parametrize(
    ("usage", "options", "told"),
    [
        ({"input": -5}, {}, "-5"),
        ({"input": 1.5}, {}, "1.5"),
        ({"inptu": 1}, {}, "inptu"),
        ({"input": 1}, {"at": "last week"}, "last week"),
        ({"input": 1}, {"tier": "cheap"}, "standard"),
        ({"input": 1}, {"region": "mars"}, "mars"),
        ({"input": 1}, {"requests": 0}, "requests"),
    ],
)
def test_what_cannot_be_priced_is_one_kind_of_error_with_a_clear_line(client: Client, usage, options, told) -> None:  # type: ignore[no-untyped-def]
    with client as modeldex, pytest.raises(ModeldexError, match=told) as refused:
        modeldex.cost(LUNA, usage, **options)
    assert len(str(refused.value).splitlines()) == 1


def test_a_bare_api_model_id_leads_to_the_labs_own_offering(client: Client) -> None:
    with client as modeldex, pytest.raises(UnknownId) as unknown:
        modeldex.offering("GPT-5.6-luna")
    assert unknown.value.suggestions[0] == LUNA


def test_a_status_is_that_of_today(client: Client) -> None:
    with client as modeldex:
        with write(modeldex.engine) as conn:
            conn.exec_driver_sql("UPDATE offering SET retires = '2026-01', status = 'available' WHERE id = ?", (LUNA,))
        assert modeldex.offering(LUNA).status == "retired"


def test_nothing_is_guessed(client: Client) -> None:
    with client as modeldex:
        with pytest.raises(NotSourced) as missing:
            modeldex.cost("example-gateway/openai/gpt-5.6-luna", {"output": 1})
        with pytest.raises(HourNeeded):
            modeldex.cost("deepseek/deepseek-v4", {"input": 1}, at=date(2026, 11, 1))
        peak = modeldex.cost("deepseek/deepseek-v4", {"input": 1}, at=datetime(2026, 11, 1, 2, tzinfo=UTC))
    assert missing.value.meter == "output"
    assert peak.total == Decimal("0.00000014")


def test_an_unknown_id_carries_the_closest_ones(client: Client) -> None:
    with client as modeldex, pytest.raises(UnknownId) as unknown:
        modeldex.offering("openai/gpt-5.6-lunar")
    assert unknown.value.suggestions[0] == LUNA


def test_an_empty_catalog_is_not_an_unknown_id(tmp_path: Path) -> None:
    with Client(load(data_dir=tmp_path, bundled=False)) as modeldex, pytest.raises(NothingPublished):
        modeldex.offering(LUNA)


def test_the_python_api_does_not_import_the_web_stack() -> None:
    program = "import sys, registry.client; print({'fastapi', 'starlette', 'uvicorn', 'jinja2'} & set(sys.modules))"
    told = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert told.stdout == "set()\n"
