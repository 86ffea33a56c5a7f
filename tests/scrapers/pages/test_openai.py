"""OpenAI's pricing page: islands, the older twin with components, the newer one with tables."""

import html
import json
from decimal import Decimal

import pytest

from scrapers.claims import When
from scrapers.errors import LayoutChanged, NothingFound
from scrapers.pages.openai import parse
from tests.scrapers.documents import Written, document, price, the

LONG = When(prompt_over=272_000)

RENDERED = """
<table><thead><tr><th></th><th colspan="4">Short context</th><th colspan="4">Long context</th></tr>
<tr><th>Model</th><th>Input</th><th>Cached input</th><th>Cache writes</th><th>Output</th>
<th>Input</th><th>Cached input</th><th>Cache writes</th><th>Output</th></tr></thead>
<tr><td>gpt-9</td><td>$5.00</td><td>$0.50</td><td>$6.25</td><td>$30.00</td>
<td>$10.00</td><td>$1.00</td><td>$12.50</td><td>$45.00</td></tr></table>
"""
ROWS: Written = [
    ["gpt-9", 5, 0.5, 6.25, 30],
    ["gpt-8 (<272K context length)", 2.5, 0.25, "-", 15],
    ["gpt-7", 1.25, None, 10],
]


def packed(value: Written) -> Written:
    """As Astro writes props: `[0, value]`, and `[1, [...]]` for a list."""
    if isinstance(value, list):
        return [1, [packed(item) for item in value]]
    if isinstance(value, dict):
        return [0, {key: packed(item) for key, item in value.items()}]
    return [0, value]


def island(component: str, props: dict[str, Written], inside: str = "", tier: str | None = None) -> str:
    data = html.escape(json.dumps({key: packed(value) for key, value in props.items()}))
    tag = f'<astro-island component-export="{component}" props="{data}">{inside}</astro-island>'
    return f'<div data-content-switcher-pane="true" data-value="{tier}">{tag}</div>' if tier else tag


def page(*parts: str) -> str:
    return "<!DOCTYPE html><html><body>" + "".join(parts) + "</body></html>"


def text_tables(tier: str = "standard", rows: Written = ROWS, rendered: str = RENDERED) -> str:
    return island("TextTokenPricingTables", {"tier": tier, "rows": rows}, rendered, tier)


def grouped(headings: list[Written], groups: dict[str, Written], tier: str | None = None) -> str:
    listed: Written = [{"model": name, "rows": rows} for name, rows in groups.items()]
    return island("GroupedPricingTable", {"headings": list(headings), "groups": listed}, tier=tier)


def test_rows_that_exist_only_in_the_island_are_read() -> None:
    reading = parse(document(page(text_tables())))
    assert [statement.api_model_id for statement in reading.statements] == ["gpt-9", "gpt-8", "gpt-7"]
    seven = the(reading, "openai", "gpt-7")
    assert (price(seven, "input"), price(seven, "cache_read"), price(seven, "output")) == (Decimal("1.25"), None, 10)
    assert price(the(reading, "openai", "gpt-9"), "cache_write") == Decimal("6.25")


def test_prices_of_long_prompts_come_from_the_rendered_rows() -> None:
    nine = the(parse(document(page(text_tables()))), "openai", "gpt-9")
    assert [price(nine, meter, when=LONG) for meter in ("input", "cache_read", "cache_write", "output")] == [
        10,
        1,
        Decimal("12.5"),
        45,
    ]


def test_a_hidden_row_has_no_price_for_long_prompts() -> None:
    eight = the(parse(document(page(text_tables()))), "openai", "gpt-8")
    assert {rate.when for rate in eight.rates} == {When()}


def test_a_long_price_without_a_threshold_on_the_page_is_left_out_and_counted() -> None:
    reading = parse(document(page(text_tables(rows=[["gpt-9", 5, 0.5, 6.25, 30]]))))
    assert reading.skipped["long-context price without a threshold"] == 4


def test_fast_mode_is_the_priority_tier_under_another_name() -> None:
    reading = parse(document(page(text_tables(), text_tables("fast", [["gpt-9", 10, 1, 12.5, 60]], ""))))
    assert price(the(reading, "openai", "gpt-9"), "input", "priority") == 10


def test_an_island_that_contradicts_its_rendered_table_is_a_changed_layout() -> None:
    swapped: Written = [["gpt-9", 5, 0.5, 30, 6.25]]
    with pytest.raises(LayoutChanged, match="gpt-9"):
        parse(document(page(text_tables(rows=swapped))))


def test_modalities_have_meters_of_their_own() -> None:
    table = grouped(
        ["Model", "Modality", "Input", "Cached input", "Output / cost"],
        {
            "gpt-talk": [["Audio", 32, 0.4, 64], ["Text", 4, 0.4, 24], ["Image", 5, 0.5, "-"]],
            "gpt-hear": [["Audio", "-", "-", "$0.036 / minute"]],
            "tts": [["Text", "$15.00 / 1M characters", "-", "-"]],
        },
    )
    reading = parse(document(page(text_tables(), table)))
    talk = the(reading, "openai", "gpt-talk")
    assert [price(talk, meter) for meter in ("input_audio", "output_audio", "input", "output", "input_image")] == [
        32,
        64,
        4,
        24,
        5,
    ]
    assert the(reading, "openai", "gpt-hear").rates[0].usd == Decimal("0.0006")
    assert the(reading, "openai", "gpt-hear").rates[0].meter == "input_second"
    assert price(the(reading, "openai", "tts"), "input_character") == 15


def test_an_estimate_beside_a_price_per_token_is_no_price() -> None:
    table = grouped(
        ["Model", "Use case", "Input", "Output", "Estimated cost"],
        {
            "gpt-hear": [["Transcription", 2.5, 10, "$0.006 / minute"]],
            "Whisper": [["Transcription", "-", "-", "$0.006 / minute"]],
        },
    )
    reading = parse(document(page(text_tables(), table)))
    assert {rate.meter for rate in the(reading, "openai", "gpt-hear").rates} == {"input", "output"}
    whisper = the(reading, "openai", "Whisper")
    assert not whisper.callable_id
    assert {rate.meter for rate in whisper.rates} == {"input_second"}


def test_video_is_priced_by_size_and_tier() -> None:
    columns: list[Written] = ["Model", "Size", "Portrait", "Landscape", "Price per second"]
    standard = grouped(columns, {"film": [["720p", "a", "b", "$0.30"], ["1080p", "a", "b", "$0.70"]]}, "standard")
    batch = grouped(columns, {"film": [["720p", "a", "b", "$0.15"]]}, "batch")
    film = the(parse(document(page(text_tables(), standard, batch))), "openai", "film")
    assert {(rate.when.size, rate.tier): rate.usd for rate in film.rates} == {
        ("720p", "standard"): Decimal("0.30"),
        ("1080p", "standard"): Decimal("0.70"),
        ("720p", "batch"): Decimal("0.15"),
    }


def test_free_on_the_page_is_a_price_of_zero_and_a_dash_is_none() -> None:
    table = grouped(
        ["Category", "Model", "Input", "Cached input", "Output"],
        {"Moderation": [["omni-moderation", "Free", "-", "-"]], "Cyber": [["gpt-9-cyber", "-", "-", "-"]]},
    )
    reading = parse(document(page(text_tables(), table)))
    free = the(reading, "openai", "omni-moderation")
    assert [(rate.meter, rate.usd) for rate in free.rates] == [("input", 0)]
    assert free.facts["mode"] == "moderation"
    assert reading.skipped["named without a price"] == 1


def test_training_prices_and_tools_are_counted_and_not_read() -> None:
    training = island(
        "PricingTable", {"headings": ["Model", "Training", "Input"], "rows": [["gpt-7", "$100 / hour", 4]]}
    )
    tools = grouped(["Tool", "Details", "Pricing"], {"Web search": [["all models", "$10.00 / 1k calls"]]})
    reading = parse(document(page(text_tables(), training, tools)))
    assert (reading.skipped["fine-tuning table"], reading.skipped["table without a price per model"]) == (1, 1)


COMPONENTS = """# Pricing
<div data-content-switcher-pane data-value="standard">
<TextTokenPricingTables client:load tier="standard" latestSectionLabel={null} rows={[
  ["gpt-9 (<272K context length)", 5, 0.5, 30],
  ["gpt-7", 1.25, null, 10],
]} /></div>
<TextTokenPricingTables client:load tier="batch" rows={[
  ["gpt-7", 0.625, "", 5],
]} />
<small>+ Search content</small>"
"""


def test_the_twin_with_components_is_read_tier_by_tier() -> None:
    reading = parse(document(COMPONENTS))
    assert price(the(reading, "openai", "gpt-9"), "output") == 30
    assert price(the(reading, "openai", "gpt-7"), "input", "batch") == Decimal("0.625")


TABLES = """# Pricing

Prices per 1M tokens.

Standard

### Standard pricing data

| Model | Short context input | Short context cached input | Short context cache writes | Short context output | \
Long context input | Long context cached input | Long context cache writes | Long context output |
| --- | --- | --- | --- | --- | --- | --- | --- | --- |
| gpt-9 | $5.00 | $0.50 | $6.25 | $30.00 | $10.00 | $1.00 | $12.50 | $45.00 |
| gpt-8 (<272K context length) | $2.50 | $0.25 | - | $15.00 | $5.00 | $0.50 | - | $22.50 |

Batch

### Batch pricing data

| Model | Short context input | Short context output |
| --- | --- | --- |
| gpt-8 (<272K context length) | $1.25 | $7.50 |

Prices per 1M tokens unless noted.

### Grouped Pricing Table data

| Model | Modality | Input | Cached input | Output / cost |
| --- | --- | --- | --- | --- |
| gpt-talk | Audio | $32.00 | $0.40 | $64.00 |
"""


def test_the_twin_with_tables_gives_every_long_price_and_a_new_section_has_no_tier() -> None:
    reading = parse(document(TABLES))
    eight = the(reading, "openai", "gpt-8")
    assert price(eight, "output", when=LONG) == Decimal("22.5")
    assert price(eight, "input", "batch") == Decimal("1.25")
    assert price(the(reading, "openai", "gpt-talk"), "input_audio", "standard") == 32


@pytest.mark.parametrize(
    ("markup", "error", "message"),
    [
        (page("<p>Pricing</p>"), LayoutChanged, "islands"),
        (page(text_tables(rows=[["gpt-9", 5, 30]], rendered="")), LayoutChanged, "4 or 5 values, found 3"),
        (page(text_tables(rows=[["gpt-9", 0.5, 5, 30]], rendered="")), LayoutChanged, "input, cached input"),
        (page(text_tables("batch")), LayoutChanged, "standard tier"),
        (page(text_tables(rows=[], rendered="")), NothingFound, "empty"),
        ('# Pricing\n<div data-content-switcher-pane data-value="standard">\n</div>\n', NothingFound, "empty"),
        ("# Pricing\n\nMoved.\n", LayoutChanged, "text-token prices"),
        (COMPONENTS.replace("rows={[", "rows={load("), LayoutChanged, "a tier and rows"),
        (TABLES.replace("Short context input", "Input (short)"), LayoutChanged, "expected input and output"),
    ],
)
def test_another_layout_or_an_empty_pane_is_refused(markup: str, error: type[Exception], message: str) -> None:
    with pytest.raises(error, match=message):
        parse(document(markup))
