"""Vertex AI's pricing page and Amazon Bedrock's price list."""

from decimal import Decimal

import pytest

from scrapers.claims import When
from scrapers.errors import LayoutChanged, NotADocument
from scrapers.pages import bedrock, vertex
from tests.scrapers.documents import Written, document, price, the

STEPS = ("<= 200K input tokens", "> 200K input tokens", "<= 200K cached input tokens", "> 200K cached input tokens")


def stepped(tier: str, body: str) -> str:
    heads = "".join(f"<th>Price (/1M tokens) {step}{tier}</th>" for step in STEPS)
    return f"<table><tr><th>Model</th><th>Type</th>{heads}</tr>{body}</table>"


STANDARD = stepped(
    "",
    '<tr><td rowspan="3">Gemini 9 Pro (Preview)</td></tr>'
    "<tr><td>Input (text, image, video, audio)</td><td>$2</td><td>$4</td><td>$0.2</td><td>$0.4</td></tr>"
    "<tr><td>Text output (response and reasoning)</td><td>$12</td><td>$12</td><td>N/A</td><td>N/A</td></tr>"
    '<tr><td rowspan="3">Gemini 9 Flash</td></tr>'
    "<tr><td>Audio Input</td><td>$0.5 (Global)<br>$0.55 (Non-global)*</td><td>N/A</td><td>$0.05</td><td>N/A</td></tr>"
    "<tr><td>Image Output***</td><td>$30</td><td>N/A</td><td>N/A</td><td>N/A</td></tr>",
)
FLEX = stepped(
    " with Flex/Batch",
    '<tr><td rowspan="2">Gemini 9 Pro</td></tr>'
    "<tr><td>Input (text)</td><td>$1</td><td>$2</td><td>N/A</td><td>N/A</td></tr>",
)
CLAUDE = (
    "<table><tr><th>Model</th><th>Price (/1M tokens) =&lt; 200K input tokens</th>"
    "<th>Price (/1M tokens) &gt; 200K input tokens</th></tr>"
    "<tr><td>Claude Opus 9</td><td>Input: $5.50<br>Batch Output: $13.75<br>1h Cache Write: $11.00</td>"
    "<td>Input: $5.50<br>Output: $30</td></tr></table>"
)
LISTED = (
    "<table><tr><th>Model</th><th>Pricing</th></tr>"
    "<tr><td>DeepSeek-R1 (0528)</td><td>Input: $1.35 / million tokens<br>Cache Hit: $0.1 / million tokens</td></tr>"
    "<tr><td>Some OCR</td><td>Input: $0.0005 / million tokens (or $0.0005/page)</td></tr></table>"
)


def page(*parts: str) -> str:
    return "<!doctype html><html><body>" + "".join(parts) + "</body></html>"


def test_a_model_cell_over_several_rows_names_them_all() -> None:
    pro = the(vertex.parse(document(page(STANDARD))), "google-vertex", "Gemini 9 Pro")
    step = When(prompt_over=200_000)
    assert [price(pro, "input"), price(pro, "input", when=step), price(pro, "cache_read", when=step)] == [
        2,
        4,
        Decimal("0.4"),
    ]
    assert not pro.callable_id


def test_a_step_to_the_same_price_is_no_step() -> None:
    pro = the(vertex.parse(document(page(STANDARD))), "google-vertex", "Gemini 9 Pro")
    assert [rate.when for rate in pro.rates if rate.meter == "output"] == [When()]


def test_global_is_no_region_and_elsewhere_is_one() -> None:
    flash = the(vertex.parse(document(page(STANDARD))), "google-vertex", "Gemini 9 Flash")
    assert price(flash, "input_audio") == Decimal("0.5")
    assert price(flash, "input_audio", when=When(region="non-global")) == Decimal("0.55")
    assert (price(flash, "cache_read_audio"), price(flash, "output_image")) == (Decimal("0.05"), 30)


def test_flex_and_batch_share_a_table() -> None:
    pro = the(vertex.parse(document(page(STANDARD, FLEX))), "google-vertex", "Gemini 9 Pro")
    assert (price(pro, "input", "flex"), price(pro, "input", "batch"), price(pro, "input")) == (1, 1, 2)


def test_a_heading_that_names_a_region_makes_a_regional_price() -> None:
    markup = page(
        STANDARD, "<h3>us-east5</h3>", CLAUDE, "<h3>EU Multi-Region (eu)</h3>", CLAUDE, "<h3>Global</h3>", CLAUDE
    )
    opus = the(vertex.parse(document(markup)), "google-vertex", "Claude Opus 9")
    for region in ("us-east5", "eu", None):
        assert price(opus, "input", when=When(region=region)) == Decimal("5.5")
        assert price(opus, "cache_write_1h", when=When(region=region)) == 11
        assert price(opus, "output", "batch", When(region=region)) == Decimal("13.75")
        assert price(opus, "output", when=When(prompt_over=200_000, region=region)) == 30


def test_a_version_in_brackets_stays_in_the_name_and_a_doubtful_unit_is_left_out() -> None:
    reading = vertex.parse(document(page(STANDARD, LISTED)))
    deepseek = the(reading, "google-vertex", "DeepSeek-R1 0528")
    assert (price(deepseek, "input"), price(deepseek, "cache_read")) == (Decimal("1.35"), Decimal("0.1"))
    assert reading.skipped["price with two units"] == 1


def test_images_and_video_have_sizes_and_sound() -> None:
    media = (
        "<table><tr><th>Model</th><th>Feature</th><th>Output</th><th>Output Resolution</th><th>Price</th></tr>"
        '<tr><td rowspan="2">Veo 9</td><td>Video + Audio generation</td><td>Video</td><td>720p, 1080p</td>'
        "<td>$0.40/second</td></tr>"
        "<tr><td>Video generation</td><td>Video</td><td>4k</td><td>$0.20/second</td></tr></table>"
    )
    veo = the(vertex.parse(document(page(STANDARD, media))), "google-vertex", "Veo 9")
    assert [(rate.when.size, rate.when.quality, rate.usd) for rate in veo.rates] == [
        ("720p", "with audio", Decimal("0.40")),
        ("1080p", "with audio", Decimal("0.40")),
        ("4k", "without audio", Decimal("0.20")),
    ]


def test_examples_and_tuning_are_counted_and_not_read() -> None:
    example = (
        "<table><tr><th>Customer Preference</th><th>Average Price</th></tr><tr><td>Cost</td><td>$0.63</td></tr></table>"
    )
    reading = vertex.parse(document(page(STANDARD, example)))
    assert (len(reading.statements), reading.skipped["table without a price per model"]) == (2, 1)


@pytest.mark.parametrize(
    ("markup", "message"),
    [
        (page("<p>Pricing</p>"), "tables with the columns Model, Type"),
        (page(STANDARD.replace("Price (/1M tokens)", "Price")), "tables with the columns Model, Type"),
        (page(STANDARD, FLEX.replace("Flex/Batch", "Overnight")), "priority or flex/batch, found overnight"),
    ],
)
def test_another_layout_of_the_vertex_page_is_refused(markup: str, message: str) -> None:
    with pytest.raises(LayoutChanged, match=message):
        vertex.parse(document(markup))


def offer(
    *products: tuple[str, str, str, str], region: str = "us-east-1", unit: str = "1K tokens"
) -> dict[str, Written]:
    """Products as (feature, inference type, end of the usage type, dollars)."""
    listed: dict[str, Written] = {}
    terms: dict[str, Written] = {}
    for number, (feature, kind, usage, usd) in enumerate(products):
        attributes: Written = {
            "model": "Nova Lite",
            "feature": feature,
            "inferenceType": kind,
            "usagetype": f"USE1-NovaLite-{usage}",
            "regionCode": region,
        }
        listed[str(number)] = {"attributes": attributes}
        dimension: Written = {"unit": unit, "pricePerUnit": {"USD": usd}}
        terms[str(number)] = {f"{number}.T": {"priceDimensions": {"x": dimension}}}
    return {"products": listed, "terms": {"OnDemand": terms}}


INPUT = ("On-demand Inference", "Input tokens", "input-tokens", "0.0000600000")


@pytest.mark.parametrize(
    ("product", "meter", "tier"),
    [
        (INPUT, "input", "standard"),
        (("Batch Inference", "Input tokens", "input-tokens-batch", "0.00006"), "input", "batch"),
        (("On-demand Inference", "Input tokens flex", "input-tokens-flex", "0.00006"), "input", "flex"),
        (("On-demand Inference", "Output tokens", "output-tokens-priority", "0.00006"), "output", "priority"),
        (
            ("On-demand Inference", "Prompt cache read input tokens", "cache-read-input-token-count", "0.00006"),
            "cache_read",
            "standard",
        ),
    ],
)
def test_the_tier_is_put_together_from_three_fields(product: tuple[str, str, str, str], meter: str, tier: str) -> None:
    (nova,) = bedrock.parse(document(offer(product))).statements
    assert [(rate.meter, rate.tier, rate.usd) for rate in nova.rates] == [(meter, tier, Decimal("6E-8"))]


@pytest.mark.parametrize(
    "product",
    [
        ("Model Customization", "Input tokens", "input-tokens-custom-model", "1"),
        ("On-demand Inference", "Input tokens", "input-tokens-custom-model", "1"),
        ("On-demand Inference", "T2I 1024 Standard", "T2I-1024-Standard", "0.04"),
        ("Batch Inference", "Input tokens flex", "input-tokens-flex", "1"),
    ],
)
def test_a_combination_that_is_not_understood_is_counted_and_not_read(product: tuple[str, str, str, str]) -> None:
    reading = bedrock.parse(document(offer(INPUT, product)))
    assert (len(reading.statements[0].rates), reading.skipped["price that is not one per token of a model"]) == (1, 1)


def test_a_cache_write_at_zero_beside_a_priced_input_is_a_price() -> None:
    write = ("On-demand Inference", "Prompt cache write input tokens", "cache-write-input-token-count", "0.0000000000")
    (nova,) = bedrock.parse(document(offer(INPUT, write))).statements
    assert price(nova, "cache_write") == 0


def test_another_region_is_a_condition() -> None:
    (nova,) = bedrock.parse(document(offer(INPUT, region="eu-central-1"))).statements
    assert {rate.when for rate in nova.rates} == {When(region="eu-central-1")}


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ({"regions": {}, "version": "1"}, "products and terms.OnDemand, found regions, version"),
        (offer(INPUT, unit="fortnight"), "a price per tokens"),
    ],
)
def test_another_shape_of_the_price_list_is_refused(content: object, message: str) -> None:
    with pytest.raises(LayoutChanged, match=message):
        bedrock.parse(document(content))


def test_an_error_page_is_no_price_list() -> None:
    with pytest.raises(NotADocument, match="HTML"):
        bedrock.parse(document("<html>Access Denied</html>"))
