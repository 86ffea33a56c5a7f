from decimal import Decimal

import pytest

from scrapers import text


@pytest.mark.parametrize(
    ("value", "units", "expected"),
    [
        (Decimal("0.049999999999999996"), 1_000_000, Decimal("5E-8")),
        (Decimal("2.0000000000000002e-07"), 1, Decimal("2E-7")),
        (Decimal("0.2"), 1_000_000, Decimal("2E-7")),
        (3, 1_000_000, Decimal("0.000003")),
        ("0.0000002", 1, Decimal("2E-7")),
        (0, 1_000_000, Decimal(0)),
        (Decimal("0.08333333333333333"), 1, Decimal("0.0833333333333")),
        (Decimal("0.36"), 3_600, Decimal("0.0001")),
    ],
)
def test_a_price_is_exact_usd_per_unit_without_float_noise(value: object, units: int, expected: Decimal) -> None:
    assert text.money(value, units) == expected


@pytest.mark.parametrize(
    "value", [Decimal(1), Decimal("0.1"), Decimal("1.23456789012345"), Decimal("9.99999999999999e-7")]
)
def test_every_price_lies_on_the_grid_with_twelve_digits(value: Decimal) -> None:
    usd = text.money(value, 7)
    assert usd is not None
    assert usd * 10**15 == (usd * 10**15).to_integral_value()
    assert len(usd.as_tuple().digits) <= 12


@pytest.mark.parametrize(
    "value",
    [
        True,
        0.5,
        None,
        "",
        " 1",
        "1_000",
        "\uff11",
        "-1",
        "NaN",
        "1e999",
        "0x1",
        -1,
        Decimal("NaN"),
        Decimal("-0.1"),
        [1],
        9_000,
        Decimal("1e9999999"),
        Decimal("-1e9999999"),
        Decimal("1e-9999999"),
        pytest.param(Decimal("9" * 5_000), id="a long Decimal"),
        pytest.param(10**5_000, id="a long int"),
        "9e99",
        "1e-99",
    ],
)
def test_what_is_no_believable_price_is_none(value: object) -> None:
    assert text.money(value) is None


def test_the_highest_price_fits_the_database() -> None:
    highest = text.money(Decimal("8999.99"))
    assert highest is not None
    assert highest * 10**15 < 2**63


def test_a_zero_is_a_zero_whatever_its_exponent() -> None:
    assert text.money(Decimal("0e9999999")) == 0


@pytest.mark.parametrize("value", [Decimal("1e9999999"), Decimal("NaN"), Decimal("sNaN"), "9" * 31, 2**101])
def test_a_gigantic_number_is_no_whole_number(value: object) -> None:
    assert text.whole(value) is None


def test_a_price_too_small_for_the_grid_does_not_become_zero() -> None:
    assert text.money(Decimal("1e-20")) is None


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("  GPT-5.6\t Luna \n", "GPT-5.6 Luna"),
        ("e\u0301", "\u00e9"),
        ("", None),
        ("\u202eevil", None),
        ("a\x00b", None),
        ("x" * 201, None),
        (7, None),
    ],
)
def test_words_are_one_clean_line(value: object, expected: str | None) -> None:
    assert text.line(value) == expected


@pytest.mark.parametrize(
    "value",
    [
        "gpt-5.6-luna",
        "anthropic/claude-sonnet-4.5:free",
        "claude@default",
        "~anthropic/latest",
        "@cf/meta/llama",
        "ft:gpt-4o",
    ],
)
def test_an_id_keeps_its_spelling(value: str) -> None:
    assert text.identifier(value) == value


@pytest.mark.parametrize(
    "value",
    [
        "",
        "a b",
        "a\\b",
        "../a",
        "a/../b",
        "a/..",
        "a/",
        "a//b",
        "\u00e9",
        "a\n",
        "a\x00",
        "<b>",
        'a"b',
        "x" * 201,
        None,
        3,
    ],
)
def test_what_could_be_no_id_is_none(value: object) -> None:
    assert text.identifier(value) is None


@pytest.mark.parametrize("value", ["2026", "2026-07", "2026-07-30", "2028-02-29"])
def test_a_date_keeps_its_precision(value: str) -> None:
    assert text.calendar_date(value) == value


@pytest.mark.parametrize(
    "value", ["2025-02-31", "2025-25-11", "1970-01-01", "2098-12-31", "2025-7-1", "yesterday", 2025, None, "0000-01-01"]
)
def test_an_impossible_date_is_none(value: object) -> None:
    assert text.calendar_date(value) is None


@pytest.mark.parametrize(
    ("value", "expected"), [(128000, 128000), (Decimal("128000.0"), 128000), ("8192", 8192), (20_000_000, 20_000_000)]
)
def test_a_limit_may_come_as_a_float_or_as_digits(value: object, expected: int) -> None:
    assert text.token_limit(value) == expected


@pytest.mark.parametrize("value", [0, 1, -1, 99_999_999, 9_999_999, 20_000_001, Decimal("0.5"), True, "many", None])
def test_a_junk_limit_is_none(value: object) -> None:
    assert text.token_limit(value) is None


@pytest.mark.parametrize(
    ("tokens", "expected"),
    [(271_999, 272_000), (272_001, 272_000), (199_999, 200_000), (131_072, 131_072), (32_002, 32_002)],
)
def test_thresholds_do_not_wobble(tokens: int, expected: int) -> None:
    assert text.threshold(tokens) == expected


@pytest.mark.parametrize(
    "value", ["javascript:alert(1)", "https://", "ftp://x.example", "https://a b", "http://[", None, "//x.example"]
)
def test_only_web_addresses_with_a_host_are_links(value: object) -> None:
    assert text.web_address(value) is None


def test_a_base_url_may_be_a_template() -> None:
    template = "https://${AWS_REGION}.example.com/v1"
    assert text.base_url(template) == template
    assert text.base_url("javascript:${X}") is None


@pytest.mark.parametrize(
    ("word", "free"),
    [("deepseek-r1:free", True), ("Grok Code Fast (Free)", True), ("freedom-7b", False), ("carefree", False)],
)
def test_free_is_a_word_of_its_own(word: str, free: bool) -> None:
    assert text.says_free(word, None) is free
