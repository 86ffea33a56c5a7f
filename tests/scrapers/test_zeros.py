from decimal import Decimal

import pytest

from scrapers.claims import Rate, When
from scrapers.feeds import zeros
from scrapers.feeds.tally import Tally


def _settled(
    amounts: dict[str, int], *, free: bool = False, answers: bool = True
) -> tuple[dict[str, int], dict[str, int]]:
    tally = Tally("a-feed")
    rates = [Rate(meter, Decimal(usd)) for meter, usd in amounts.items()]
    kept = zeros.settled(rates, free=free, answers=answers, tally=tally)
    return {rate.meter: int(rate.usd) for rate in kept}, dict(tally.skipped)


def test_nothing_in_and_nothing_out_is_free_if_it_says_so() -> None:
    assert _settled({"input": 0, "output": 0, "cache_read": 0}, free=True) == (
        {"input": 0, "output": 0, "cache_read": 0},
        {},
    )


def test_a_subscription_is_not_a_free_model() -> None:
    assert _settled({"input": 0, "output": 0}) == ({}, {zeros.SUBSCRIPTION: 2})


def test_an_embedding_has_no_output_price() -> None:
    assert _settled({"input": 1, "output": 0}, answers=False) == ({"input": 1}, {zeros.NOT_BILLED: 1})


def test_a_free_cache_beside_a_priced_input_is_sourced() -> None:
    assert _settled({"input": 1, "output": 2, "cache_write": 0}) == ({"input": 1, "output": 2, "cache_write": 0}, {})


@pytest.mark.parametrize(
    "amounts", [{"input": 1, "output": 0}, {"output": 1, "input": 0}, {"input": 1, "reasoning": 0}]
)
def test_every_other_zero_is_unknown(amounts: dict[str, int]) -> None:
    kept, skipped = _settled(amounts)
    assert all(kept.values())
    assert skipped == {zeros.UNKNOWN: 1}


def test_a_free_name_does_not_excuse_a_zero_beside_a_price() -> None:
    assert _settled({"input": 1, "output": 0}, free=True) == ({"input": 1}, {zeros.UNKNOWN: 1})


def test_each_tier_and_step_is_judged_by_itself() -> None:
    tally = Tally("a-feed")
    step = Rate("cache_read", Decimal(0), "batch", When(prompt_over=200_000))
    kept = zeros.settled([Rate("input", Decimal(1)), step], free=False, answers=True, tally=tally)
    assert [rate.meter for rate in kept] == ["input"]


@pytest.mark.parametrize(
    ("mode", "word", "answers"),
    [
        ("embedding", "x", False),
        ("chat", "my-embedder", True),
        (None, "bge-m3", False),
        (None, "gte-large", False),
        (None, "gpt-5", True),
    ],
)
def test_what_answers_is_known_by_mode_or_by_name(mode: str | None, word: str, answers: bool) -> None:
    assert zeros.has_answer(mode, word) is answers
