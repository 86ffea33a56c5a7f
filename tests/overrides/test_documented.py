"""The examples of docs/overrides.md do what the text around them says."""

import re
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from registry.cli import main
from registry.overrides.fields import OF_OFFERING, OF_PROVIDER
from registry.overrides.folder import parse
from registry.overrides.rows import CITATION
from tests.overrides.installation import LUNA, Installation

TEXT = (Path(__file__).resolve().parents[2] / "docs" / "overrides.md").read_text()
PRICE, RETIREMENT, GAP, PRIVATE = re.findall(r"```toml\n(.*?)```", TEXT, re.DOTALL)


@pytest.mark.parametrize("example", [PRICE, RETIREMENT, GAP, PRIVATE])
def test_every_example_is_without_mistakes(example: str) -> None:
    assert parse({"example.toml": example}).mistakes == ()


def test_a_corrected_price_holds_from_its_day_and_lapses_when_the_feeds_notice(installed: Installation) -> None:
    installed.write(PRICE)
    assert installed.refresh().idle == ()
    assert installed.price("openai/gpt-5.6-luna") == Decimal("0.20")
    assert installed.price("openai/gpt-5.6-luna", on=date(2026, 7, 29)) == Decimal("0.25")
    installed.later()
    installed.say({"gpt-5.6-luna": LUNA | {"usd.input": "0.20"}})
    assert ["has lapsed" in one.text for one in installed.refresh().idle] == [True]
    assert installed.price("openai/gpt-5.6-luna") == Decimal("0.20")


def test_a_wrong_retirement_date_is_corrected_until_the_feed_gives_another(installed: Installation) -> None:
    installed.write(RETIREMENT)
    installed.refresh()
    assert installed.offering("openai/gpt-4o").retires == "2027-03-01"
    installed.later()
    installed.say({"gpt-4o": {"retires": "2027-02-01"}})
    installed.refresh()
    assert installed.offering("openai/gpt-4o").retires == "2027-02-01"


def test_a_gap_is_filled_until_a_source_begins_to_speak(installed: Installation) -> None:
    installed.write(GAP)
    installed.refresh()
    assert installed.offering("openai/gpt-4o").knowledge_cutoff == "2023-10"
    installed.say({"gpt-4o": {"knowledge_cutoff": "2023-11"}})
    installed.later()
    assert len(installed.refresh().idle) == 1
    assert installed.offering("openai/gpt-4o").knowledge_cutoff == "2023-11"


def test_a_private_model_has_its_dated_prices_and_the_contract_lowers_a_public_one(installed: Installation) -> None:
    installed.write(PRIVATE)
    assert installed.refresh().idle == ()
    dated = {on: installed.price("acme/acme-chat-2", on=on) for on in (date(2026, 6, 1), date(2027, 1, 1))}
    assert dated == {date(2026, 6, 1): Decimal("0.50"), date(2027, 1, 1): Decimal("0.40")}
    assert installed.price("acme/acme-chat-2", on=date(2025, 12, 31)) is None
    assert installed.offering("acme/acme-chat-2").model == "acme/chat-2"
    luna = {year: installed.price("openai/gpt-5.6-luna", "output", date(year, 1, 1)) for year in (2025, 2026, 2027)}
    assert luna == {2025: Decimal("1.20"), 2026: Decimal("0.90"), 2027: Decimal("1.20")}


def test_every_key_and_field_is_named() -> None:
    names = {*CITATION, *OF_OFFERING, *OF_PROVIDER}
    named = set(re.findall(r"`([a-z_.]+)`", TEXT))
    assert {name for name in names if not name.startswith("capability.")} <= named
    assert "capability.vision" in named


def test_the_check_prints_what_the_document_shows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (shown,) = re.findall(r"```console\n(.*?)```", TEXT, re.DOTALL)
    file, output = shown.removeprefix("$ cat overrides/prices.toml\n").split("$ modeldex override check\n")
    (tmp_path / "overrides").mkdir()
    (tmp_path / "overrides" / "prices.toml").write_text(file)
    monkeypatch.setenv("MODELDEX_DATA_DIR", str(tmp_path))
    assert main(["override", "check"]) == 1
    assert capsys.readouterr().out == output
