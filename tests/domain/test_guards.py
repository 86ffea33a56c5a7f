"""What is held, what releases it, and what is only an ordinary change."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

import pytest

from registry.domain.guards import is_unit_sized
from registry.domain.money import plain
from registry.domain.rates import Prices, Told, prices
from scrapers.claims import Rate
from tests.domain.test_rates import MILLIONTH, day, told, undated


def published(found: Prices, meter: str = "input") -> list[str]:
    return [plain(rate.usd * 1_000_000) for rate in found.rates if rate.meter == meter]


def per_million(usd: str | None) -> str | None:
    return plain(Decimal(usd) * 1_000_000) if usd is not None else None


def changed(old: str, new: str, *, source: str = "litellm", until: str = "2026-11-12") -> Told:
    return told(source, ("2026-10-01", "2026-11-01", [undated(old)]), ("2026-11-12", until, [undated(new)]))


def run(*tellers: Told, decisions: Mapping[str, str] | None = None) -> Prices:
    return prices("openai/gpt-5.6-luna", tellers, decisions)


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("0.2", "200", "the price changed by a unit-sized factor"),
        ("200", "0.2", "the price changed by a unit-sized factor"),
        ("1", "7", "the price rose to more than five times"),
        ("7", "1", "the price fell by more than 80%"),
        ("1", "0", "the price fell to zero"),
    ],
)
def test_a_strange_change_is_held_with_its_reason_and_the_old_price_stands(old: str, new: str, reason: str) -> None:
    found = run(changed(old, new))
    assert published(found) == [old]
    (held,) = found.held
    assert (held.reason, per_million(held.old), per_million(held.new), held.state) == (reason, old, new, "open")


@pytest.mark.parametrize(("old", "new"), [("1", "0.2"), ("1", "5"), ("0.2", "0.25"), ("0", "3")])
def test_an_ordinary_change_is_not_held(old: str, new: str) -> None:
    assert run(changed(old, new)).held == ()


def test_a_second_source_that_says_the_same_releases_a_claim() -> None:
    found = run(changed("7", "1"), told("genai-prices", ("2026-11-10", "2026-11-12", [undated("1")])))
    assert found.held == ()
    assert published(found)[-1] == "1"


def test_a_source_that_insists_for_three_weeks_is_believed_but_never_with_a_unit_sized_factor() -> None:
    assert run(changed("7", "1", until="2026-12-04")).held == ()
    assert len(run(changed("200", "0.2", until="2027-12-04")).held) == 1


def test_what_changed_while_a_source_was_not_read_is_no_jump() -> None:
    late = told(
        "models-dev", ("2026-05-21", "2026-05-21", [undated("7")]), ("2026-09-28", "2026-09-28", [undated("1")])
    )
    assert run(late).held == ()


def test_a_decision_accepts_or_rejects_one_claim_for_good() -> None:
    (held,) = run(changed("7", "1")).held
    assert published(run(changed("7", "1"), decisions={held.id: "accept"})) == ["7", "1"]
    rejected = run(changed("7", "1", until="2026-11-20"), decisions={held.id: "reject"})
    assert published(rejected) == ["7"]
    assert [one.state for one in rejected.held] == ["rejected"]


def test_a_first_price_off_by_a_unit_from_a_source_of_higher_authority_is_held() -> None:
    found = run(
        told("models-dev", ("2026-09-28", "2026-09-28", [undated("0.2")])),
        told("litellm", ("2026-11-12", "2026-11-12", [undated("200")])),
    )
    assert published(found) == ["0.2"]
    assert [held.reason for held in found.held] == ["a unit-sized factor away from models-dev"]


def test_two_sources_that_agree_outvote_a_higher_one_that_is_off_by_a_unit() -> None:
    found = run(
        told("models-dev", ("2026-09-28", "2026-09-28", [undated("200")])),
        told("genai-prices", ("2026-11-10", "2026-11-10", [undated("0.2")])),
        told("litellm", ("2026-11-12", "2026-11-12", [undated("0.2")])),
    )
    assert published(found) == ["0.2"]


def _row(*rates: tuple[str, str]) -> Sequence[Rate]:
    return [Rate(meter, Decimal(usd) * MILLIONTH) for meter, usd in rates]


def test_swapped_columns_are_held_as_a_pair() -> None:
    found = run(
        told(
            "litellm",
            ("2026-10-01", "2026-11-01", _row(("input", "1"), ("output", "2"))),
            ("2026-11-12", "2026-11-12", _row(("input", "2"), ("output", "1"))),
        )
    )
    assert (published(found), published(found, "output")) == (["1"], ["2"])
    assert {held.field for held in found.held} == {"input", "output"}


def test_a_cache_dearer_than_the_input_that_it_saves_is_held() -> None:
    found = run(told("litellm", ("2026-10-01", "2026-11-12", _row(("input", "1"), ("cache_read", "4")))))
    assert published(found, "cache_read") == []
    assert [held.reason for held in found.held] == ["cache read above input"]


def test_the_same_claim_has_the_same_id_whenever_it_is_seen() -> None:
    one = run(changed("7", "1")).held[0]
    other = run(changed("7", "1", until="2026-11-20")).held[0]
    assert (one.id, one.since) == (other.id, day("2026-11-12"))


def test_sources_that_agree_do_not_disagree_and_a_stale_one_is_out_of_date() -> None:
    agree = run(changed("1", "2"), told("models-dev", ("2026-11-12", "2026-11-12", [undated("2")])))
    stale = run(changed("1", "2"), told("genai-prices", ("2026-09-28", "2026-11-12", [undated("1.5")])))
    assert agree.disagreements == stale.disagreements == ()


def test_a_disagreement_tells_each_source_s_value_the_published_one_first() -> None:
    (found,) = run(
        told("litellm", ("2026-11-12", "2026-11-12", [undated("2")])),
        told("models-dev", ("2026-09-28", "2026-09-28", [undated("3")])),
    ).disagreements
    assert [(claim.source, per_million(claim.value)) for claim in found.claims] == [
        ("models-dev", "3"),
        ("litellm", "2"),
    ]


@pytest.mark.parametrize(
    ("one", "other", "unit"), [("1", "100", True), ("0.001", "1.001", True), ("1", "10", False), ("0", "5", False)]
)
def test_a_unit_sized_factor_is_a_power_of_ten_from_a_hundred_on(one: str, other: str, unit: bool) -> None:
    assert is_unit_sized(Decimal(one), Decimal(other)) is unit


TYPICAL = {"input": Decimal("0.5") * MILLIONTH}


def test_a_hundred_times_what_others_charge_for_the_model_is_held_at_first_sight() -> None:
    alone = [told("litellm", ("2026-02-01", "2026-11-12", [undated("135")]))]
    assert published(prices("wandb/deepseek-r1", alone)) == ["135"]
    found = prices("wandb/deepseek-r1", alone, None, TYPICAL)
    assert (published(found), [held.reason for held in found.held]) == (
        [],
        ["a hundred times what others charge for this model"],
    )


def test_a_unit_that_is_put_right_is_not_held_where_others_charge_alike() -> None:
    mended = told(
        "models-dev", ("2026-05-21", "2026-06-01", [undated("750")]), ("2026-06-08", "2026-09-28", [undated("0.75")])
    )
    assert published(prices("helicone/mistral-small", [mended], None, TYPICAL))[-1] == "0.75"


def test_a_token_dearer_than_any_ever_sold_is_held() -> None:
    found = run(told("litellm", ("2026-02-01", "2026-11-12", [undated("3200")])))
    assert [held.reason for held in found.held] == ["a token price above $1,000 per million"]
