"""A condition in the words of the contract."""

from dataclasses import fields

import pytest

from registry.domain.conditions import condition, read_condition
from scrapers.claims import ALWAYS, When

EVERY = When(
    prompt_over=272_000,
    utc=("01:00-04:00",),
    weekdays=(1, 2),
    excluding=("2026-10-01",),
    region="us",
    size="1024x1024",
    quality="high",
)


def test_every_part_has_its_word_and_excluding_is_except() -> None:
    assert condition(EVERY) == {
        "prompt_over": 272_000,
        "utc": ("01:00-04:00",),
        "weekdays": (1, 2),
        "except": ("2026-10-01",),
        "region": "us",
        "size": "1024x1024",
        "quality": "high",
    }
    assert len(condition(EVERY)) == len(fields(When))


def test_always_says_nothing() -> None:
    assert condition(ALWAYS) == {}


@pytest.mark.parametrize("when", [ALWAYS, EVERY, When(region="eu"), When(utc=("22:00-02:00",))])
def test_a_condition_is_read_as_it_is_said(when: When) -> None:
    said = {word: list(value) if isinstance(value, tuple) else value for word, value in condition(when).items()}
    assert read_condition(said) == when
