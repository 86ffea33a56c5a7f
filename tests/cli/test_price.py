from datetime import UTC, datetime
from decimal import Decimal

import pytest

from registry.cli.pricing import show_rates
from registry.domain.catalog import DatedRate
from registry.web.pages.prices import kin_of
from registry.web.views import rate_view
from scrapers.meters import METERS
from tests.cli.conftest import Run

LUNA = "openai/gpt-5.6-luna"
BEGUN = datetime(2026, 11, 12, tzinfo=UTC)

pytestmark = pytest.mark.usefixtures("catalog")


@pytest.mark.parametrize(
    ("arguments", "total"),
    [
        (("--input", "100000", "--output", "100000"), "0.14 USD"),  # 0.1 x 0.20 + 0.1 x 1.20
        (("--input", "100000", "--output", "100000", "--at", "2026-07-15"), "0.70 USD"),  # 0.1 x 1 + 0.1 x 6
        (("--input", "300000", "--output", "100000"), "0.30 USD"),  # over 272,000: 0.3 x 0.40 + 0.1 x 1.80
        (("--input", "300000", "--output", "100000", "--tier", "batch"), "0.15 USD"),
        (("--input", "200000", "--cache-read", "100000"), "0.084 USD"),  # the prompt is both: 0.2 x 0.40 + 0.1 x 0.04
        (("--input", "1"), "0.0000002 USD"),
    ],
)
def test_a_usage_costs_exactly_its_line_items(modeldex: Run, arguments: tuple[str, ...], total: str) -> None:
    answer = modeldex("price", LUNA, *arguments)
    assert (answer.code, answer.err) == (0, "")
    assert f"Total: {total}" in answer.out


def test_json_is_the_estimate_of_the_api(modeldex: Run) -> None:
    answer = modeldex("price", LUNA, "--input", "100000", "--output", "100000", "--at", "2026-11-23", "--json")
    assert '"total_usd": 0.14,' in answer.out
    assert answer.json == {
        "offering": LUNA,
        "as_of": "2026-11-23",
        "currency": "USD",
        "total_usd": 0.14,
        "tier": "standard",
        "items": [
            {
                "meter": meter,
                "quantity": 100000,
                "unit": "token",
                "per": 1000000,
                "usd": usd,
                "tier": "standard",
                "when": None,
                "cost_usd": cost,
                "source": "genai-prices",
                "valid_from": "2026-07-30",
                "valid_from_basis": "documented",
            }
            for meter, usd, cost in (("input", 0.2, 0.02), ("output", 1.2, 0.12))
        ],
        "notes": [],
    }


def test_each_line_says_who_says_so_and_since_when(modeldex: Run) -> None:
    line = next(one for one in modeldex("price", LUNA, "--input", "1").out.splitlines() if one.startswith("Input"))
    assert line.split()[-2:] == ["2026-07-30", "genai-prices"]


@pytest.mark.parametrize("written", ["3200000", "3_200_000", "3,200,000", "3200k", "3.2M"])
def test_a_quantity_is_read_as_people_write_it(modeldex: Run, written: str) -> None:
    assert "3,200,000" in modeldex("price", LUNA, "--input", written).out


@pytest.mark.parametrize("written", ["-1", "1.5", "3.2", "1e6", "many", "3,2", "1_0", "9999999999M", ""])
def test_what_is_no_whole_number_is_one_clear_line(modeldex: Run, written: str) -> None:
    answer = modeldex("price", LUNA, f"--input={written}")
    assert (answer.code, answer.out, len(answer.err.splitlines())) == (2, "", 1)
    assert "not a whole number" in answer.err


def test_a_prompt_that_no_request_can_have_is_said_to_be_none(modeldex: Run) -> None:
    *_, noted, total = modeldex("price", LUNA, "--input", "3M").out.splitlines()
    assert "cannot be one request" in noted
    assert total == "Total: 1.20 USD"  # the long-prompt price: 3 x 0.40
    parts = modeldex("price", LUNA, "--input", "3M", "--requests", "100")
    assert "Note" not in parts.out
    assert parts.out.splitlines()[-1] == "Total: 0.60 USD"  # 100 prompts of 30,000: 3 x 0.20


def test_a_long_prompt_that_nobody_said_to_be_one_request_is_noted_before_the_total(modeldex: Run) -> None:
    *_, noted, total = modeldex("price", LUNA, "--input", "300000", "--output", "5").out.splitlines()
    assert "one request with a prompt of 300,000 tokens" in noted
    assert "prompts over 272,000 tokens" in noted
    assert "--requests N" in noted
    assert total.startswith("Total: ")
    for known in (("--input", "300000", "--requests", "1"), ("--input", "272000"), ("--output", "300000")):
        assert "Note" not in modeldex("price", LUNA, *known).out


def test_the_notes_of_an_estimate_as_json_are_on_standard_error_too(modeldex: Run) -> None:
    answer = modeldex("price", LUNA, "--input", "3M", "--json")
    assert isinstance(answer.json, dict)
    assert answer.json["notes"][0] in answer.err


def meters(printed: str) -> dict[str, list[str]]:
    """The lines of a table below the meter that they begin with."""
    found: dict[str, list[str]] = {}
    for line in printed.splitlines():
        found.setdefault(line.split("  ")[0], []).append(line)
    return found


@pytest.mark.parametrize("command", ["price", "show"])
def test_a_price_beside_others_does_not_claim_to_hold_always(modeldex: Run, command: str) -> None:
    luna, hourly = meters(modeldex(command, LUNA).out), meters(modeldex(command, "deepseek/deepseek-v4").out)
    assert "Prompts up to 272,000 tokens" in luna["Input tokens"][0]
    assert "Other hours" in hourly["Input tokens"][0]
    assert "01:00\N{EN DASH}04:00 UTC" in hourly["Input tokens"][1]
    assert "Always" not in "".join(luna["Input tokens"] + hourly["Input tokens"])


def test_a_cost_says_which_of_several_prices_it_has(modeldex: Run) -> None:
    assert "Prompts up to 272,000 tokens" in modeldex("price", LUNA, "--input", "1").out
    quiet = modeldex("price", "deepseek/deepseek-v4", "--input", "1", "--at", "2026-11-01T12:00Z").out
    assert "Other hours" in quiet


@pytest.mark.parametrize("usage", [(), ("--input", "1")], ids=["rates", "cost"])
def test_a_region_without_prices_is_told(modeldex: Run, usage: tuple[str, ...]) -> None:
    answer = modeldex("price", LUNA, "--region", "mars", *usage)
    assert (answer.code, answer.out, len(answer.err.splitlines())) == (1, "", 1)
    assert "'mars'" in answer.err


def test_without_quantities_the_rates_in_force_are_printed(modeldex: Run) -> None:
    rates = modeldex("price", LUNA, "--json").json
    assert isinstance(rates, dict)
    assert {
        (rate["meter"], rate["usd"]) for rate in rates["rates"] if not rate["when"] and rate["tier"] == "batch"
    } == {
        ("input", 0.1),
        ("output", 0.6),
    }
    assert "Prompts over 272,000 tokens" in modeldex("price", LUNA).out


def test_the_rates_can_be_of_one_tier(modeldex: Run) -> None:
    assert "standard" not in modeldex("price", LUNA, "--tier", "batch").out


def test_a_free_model_is_not_an_unknown_price(modeldex: Run) -> None:
    free = modeldex("price", "example-gateway/tiny:free", "--input", "1000")
    assert (free.code, free.out.splitlines()[-1]) == (0, "Total: 0.00 USD")
    assert "$0.00 (free)" in free.out
    unknown = modeldex("price", "example-gateway/openai/gpt-5.6-luna", "--input", "1000")
    assert (unknown.code, unknown.out) == (1, "")
    assert "(input)" in unknown.err


def test_a_rate_that_nobody_sources_is_refused_with_its_meter_and_tier(modeldex: Run) -> None:
    answer = modeldex("price", LUNA, "--cache-write", "5", "--tier", "batch")
    assert (answer.code, answer.out) == (1, "")
    assert "cache_write" in answer.err
    assert "batch" in answer.err


def test_a_bare_date_is_not_enough_where_the_hour_decides(modeldex: Run) -> None:
    answer = modeldex("price", "deepseek/deepseek-v4", "--input", "10", "--at", "2026-11-01")
    assert answer.code == 1
    assert "01:00-04:00" in answer.err
    peak = modeldex("price", "deepseek/deepseek-v4", "--input", "1000000", "--at", "2026-11-01T02:00Z")
    assert "Total: 0.14 USD" in peak.out


def test_the_case_of_an_api_model_id_does_not_matter(modeldex: Run) -> None:
    assert modeldex("price", "OpenAI/GPT-5.6-Luna", "--input", "1").code == 0


def test_an_unknown_id_is_answered_with_the_closest_ones(modeldex: Run) -> None:
    answer = modeldex("price", "openai/gpt_5.6_lunna")
    assert answer.code == 1
    assert f"did you mean {LUNA}" in answer.err
    assert len(answer.err.splitlines()) == 1


def test_there_is_an_option_for_every_meter(modeldex: Run) -> None:
    text = modeldex("price", "--help").out
    assert [meter for meter in METERS if f"--{meter.replace('_', '-')} " not in text] == []


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (("--input", "-1"), "--input"),
        (("--input", "many"), "--input"),
        (("--tier", "cheap"), "--tier"),
        (("--at", "yesterday"), "--at"),
        (("--at", "2026-02-30"), "--at"),
        (("--colour", "red"), "--colour"),
    ],
)
def test_wrong_usage_is_one_line_that_names_the_option(modeldex: Run, arguments: tuple[str, ...], named: str) -> None:
    answer = modeldex("price", LUNA, *arguments)
    assert (answer.code, answer.out, len(answer.err.splitlines())) == (2, "", 1)
    assert named in answer.err
    assert "modeldex price --help" in answer.err


@pytest.mark.parametrize(
    ("rate", "since"),
    [
        (DatedRate("input", Decimal(1), valid_from=BEGUN, basis="observed", source="litellm"), "2026-11-12 first seen"),
        (DatedRate("input", Decimal(1), valid_from=BEGUN, basis="documented", source="litellm"), "2026-11-12"),
        (DatedRate("input", Decimal(1), source="litellm"), "undated"),
    ],
    ids=["observed", "documented", "undated"],
)
def test_a_start_that_was_only_observed_is_called_first_seen(
    capsys: pytest.CaptureFixture[str], rate: DatedRate, since: str
) -> None:
    view = rate_view(rate)
    show_rates([view], kin_of([view]))
    cells = [cell.strip() for cell in capsys.readouterr().out.splitlines()[-1].split("   ") if cell.strip()]
    assert cells[-2:] == [since, "litellm"]
