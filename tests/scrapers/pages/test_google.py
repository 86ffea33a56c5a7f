"""The Gemini API's pricing and deprecations."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from scrapers.claims import When
from scrapers.errors import LayoutChanged
from scrapers.feeds.tally import Tally
from scrapers.pages import google, google_deprecations
from scrapers.pages.google_cells import prices
from tests.scrapers.documents import document, price, the

PAID = "Paid Tier, per 1M tokens in USD"


def rows(**cells: str) -> str:
    names = {
        "input": "Input price",
        "output": "Output price (including thinking tokens)",
        "cache": "Context caching price",
    }
    return "".join(
        f"<tr><td>{names[name]}</td><td>Not available</td><td>{cell}</td></tr>" for name, cell in cells.items()
    )


def tier(name: str, body: str, paid: str = PAID) -> str:
    head = f"<thead><tr><th></th><th>Free Tier</th><th>{paid}</th></tr></thead>"
    return f'<section><h3 id="{name.lower()}_2">{name}</h3><table class="pricing-table">{head}{body}</table></section>'


def section(title: str, ids: list[str], *tiers: str) -> str:
    codes = " and ".join(f"<code>{name}</code>" for name in ids)
    return f'<div class="models-section"><h2 id="x">{title}</h2><em>{codes}</em></div><div>{"".join(tiers)}</div>'


def test_each_tier_has_a_table() -> None:
    page = section(
        "Gemini 9",
        ["gemini-9"],
        tier("Standard", rows(input="$1.50", output="$9.00")),
        tier("Batch", rows(input="$0.75")),
    )
    gemini = the(google.parse(document(page)), "google", "gemini-9")
    assert (price(gemini, "input"), price(gemini, "output"), price(gemini, "input", "batch")) == (
        Decimal("1.5"),
        9,
        Decimal("0.75"),
    )


def test_a_dated_price_ends_and_the_next_one_is_announced() -> None:
    cell = "$0.75 through December 31, 2026.<br>$1.50 starting January 1, 2027."
    gemini = the(google.parse(document(section("G", ["g-9"], tier("Standard", rows(input=cell))))), "google", "g-9")
    change = datetime(2027, 1, 1, tzinfo=UTC)
    assert [(rate.usd.scaleb(6), rate.since, rate.until, rate.documented) for rate in gemini.rates] == [
        (Decimal("0.75"), None, change, False),
        (Decimal("1.5"), change, None, True),
    ]


def test_prompts_over_a_size_have_a_step_and_storage_is_no_token_price() -> None:
    cell = (
        "$0.125, prompts <= 200k tokens<br>$0.25, prompts > 200k<br>$4.50 / 1,000,000 tokens per hour (storage price)"
    )
    reading = google.parse(document(section("G", ["g-9"], tier("Standard", rows(cache=cell)))))
    gemini = the(reading, "google", "g-9")
    assert price(gemini, "cache_read") == Decimal("0.125")
    assert price(gemini, "cache_read", when=When(prompt_over=200_000)) == Decimal("0.25")
    assert (len(gemini.rates), reading.skipped["price of cache storage"]) == (2, 1)


def test_a_modality_has_its_meter_and_text_covers_what_costs_the_same() -> None:
    cells = rows(input="$0.30 (text / image / video)<br>$1.00 (audio)", output="$3 (text and thinking) $60.00 (images)")
    gemini = the(google.parse(document(section("G", ["g-9"], tier("Standard", cells)))), "google", "g-9")
    assert {rate.meter: rate.usd.scaleb(6) for rate in gemini.rates} == {
        "input": Decimal("0.3"),
        "input_audio": 1,
        "output": 3,
        "output_image": 60,
    }


def test_one_section_can_price_several_models() -> None:
    reading = google.parse(document(section("G", ["g-9", "g-9-tools"], tier("Standard", rows(input="$2.00")))))
    assert [price(statement, "input") for statement in reading.statements] == [2, 2]


def test_a_model_with_only_a_free_tier_costs_nothing() -> None:
    body = "<tr><td>Input price</td><td>Free of charge</td><td>Not available</td></tr>"
    gemma = the(google.parse(document(section("Gemma", ["gemma-9"], tier("Standard", body)))), "google", "gemma-9")
    assert [(rate.meter, rate.usd) for rate in gemma.rates] == [("input", 0)]


def test_images_and_video_are_told_apart_by_the_words_of_their_row() -> None:
    body = "<tr><td>Veo 9 Standard video price</td><td></td><td>$0.40 (720p and 1080p) $0.60 (4k)</td></tr>"
    body += "<tr><td>Veo 9 Fast video price</td><td></td><td>$0.10 (720p) (4k output not supported)</td></tr>"
    page = section(
        "Veo 9", ["veo-9-generate", "veo-9-fast-generate"], tier("Standard", body, "Paid Tier, per second in USD")
    )
    reading = google.parse(document(page))
    assert {rate.when.size: rate.usd for rate in the(reading, "google", "veo-9-generate").rates} == {
        "720p": Decimal("0.40"),
        "1080p": Decimal("0.40"),
        "4k": Decimal("0.60"),
    }
    assert [rate.usd for rate in the(reading, "google", "veo-9-fast-generate").rates] == [Decimal("0.10")]


MARKDOWN = f"""## Gemini 9

*[`gemini-9`](https://ai.example/gemini-9)*

[Standard](#standard)[Batch](#batch)More

|  | Free Tier | {PAID} |
|---|---|---|
| Input price | Free of charge | $1.25, prompts \\<= 200k tokens $2.50, prompts \\> 200k tokens |

|  | Free Tier | {PAID} |
|---|---|---|
| Input price | Not available | $0.625 |
"""


def test_markdown_without_headings_takes_its_tiers_from_the_tabs() -> None:
    gemini = the(google.parse(document(MARKDOWN)), "google", "gemini-9")
    assert (price(gemini, "input"), price(gemini, "input", "batch")) == (Decimal("1.25"), Decimal("0.625"))
    assert price(gemini, "input", when=When(prompt_over=200_000)) == Decimal("2.5")


@pytest.mark.parametrize(
    ("page", "message"),
    [
        ("<div><h2>Gemini</h2><p>Moved</p></div>", "tables with a column Paid Tier"),
        (section("G", ["g-9"], tier("Standard", rows(input="$1"), "Price")), "tables with a column Paid Tier"),
        (MARKDOWN.replace("[Batch](#batch)", ""), "one table for each tier"),
        (
            section("G", ["g-9"], tier("Standard", rows(input="$1").replace("Input price", "Prompt price"))),
            "a row of input",
        ),
    ],
)
def test_another_layout_is_refused(page: str, message: str) -> None:
    with pytest.raises(LayoutChanged, match=message):
        google.parse(document(page))


@pytest.mark.parametrize(
    ("cell", "amounts"),
    [
        ("$0.75 (text) $3.00 or $0.005/min (audio)", [("0.75", ("text",)), ("3.00", ("audio",))]),
        ("$2.00 (text/image), equivalent to $0.0011 per image*", [("2.00", ("text",))]),
        ("$0.45 ($0.00012 per image)", [("0.45", ())]),
        ("Same as Standard $0.20", [("0.20", ())]),
        ("$0.50 (smell)", []),
        ("$0.50 on weekends", []),
        ("$1.00 (text) $0.0006 (image)", [("1.00", ("text",))]),
    ],
)
def test_a_price_counts_only_if_every_word_beside_it_is_understood(
    cell: str, amounts: list[tuple[str, tuple[str, ...]]]
) -> None:
    found = [(found.usd.scaleb(6), found.modalities) for found in prices(cell, Tally("google"))]
    assert found == [(Decimal(amount), modalities) for amount, modalities in amounts]


NOTE = (
    "The shutdown dates listed in the table indicate the earliest possible dates on which a model might be retired.\n\n"
)
DATES = """| **Model** | **Release date** | **Shutdown date** | **Recommended replacement** |
| --- | --- | --- | --- |
| gemini-9 | August 2026 | No shutdown date announced | |
| Preview models | | | |
| gemini-8 | May 7, 2025 | May 7, 2027 | gemini-9 |
| gemini-7 | | June 1, 2026 | gemini-9 |
"""


def test_a_coming_shutdown_date_is_the_earliest_one_where_the_page_says_so() -> None:
    reading = google_deprecations.parse(document(NOTE + DATES))
    assert {statement.api_model_id: dict(statement.facts) for statement in reading.statements} == {
        "gemini-9": {"released": "2026-08"},
        "gemini-8": {"released": "2025-05-07", "retires_earliest": "2027-05-07"},
        "gemini-7": {"retires": "2026-06-01"},
    }
    assert reading.skipped["heading of a group of models"] == 1
    plain = google_deprecations.parse(document(DATES))
    assert the(plain, "google", "gemini-8").facts["retires"] == "2027-05-07"


@pytest.mark.parametrize(
    "broken", [DATES.replace("Shutdown date", "End"), DATES.replace("May 7, 2027", "x").replace("June 1, 2026", "y")]
)
def test_another_layout_of_the_deprecations_is_refused(broken: str) -> None:
    with pytest.raises(LayoutChanged):
        google_deprecations.parse(document(broken))
