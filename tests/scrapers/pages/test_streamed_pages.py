"""Pages whose data comes in strings that the page pushes to its scripts: Mistral and xAI."""

import json
from decimal import Decimal

import pytest

from scrapers.claims import Reading, When
from scrapers.errors import LayoutChanged, NothingFound
from scrapers.pages import mistral, xai
from scrapers.pages.flight import objects
from tests.scrapers.documents import Written, document, price, the

TOKEN = "eyJhbGciOiJub25lIn0.secret"


def page(stream: str, body: str = "") -> str:
    half = len(stream) // 2
    pushes = "".join(
        f"<script>self.__next_f.push({json.dumps([1, part])})</script>" for part in (stream[:half], stream[half:])
    )
    return f"<!DOCTYPE html><html><body>{body}{pushes}</body></html>"


def card(name: str, prices: dict[str, str], *, api: str | None = None, locale: str = "en") -> dict[str, Written]:
    listed: Written = [
        {"value": label, "price_dollar": dollars, "price_euro": "9€", "locale": locale}
        for label, dollars in prices.items()
    ]
    return {"id": 1, "name": name, "description": "<p>x</p>", "api": api, "price": listed, "locale": locale}


def read_cards(*cards: dict[str, Written]) -> Reading:
    stream = f'1:["$","div",null,{{"jwt":"{TOKEN}"}}]2:' + json.dumps(list(cards), separators=(",", ":"))
    return mistral.parse(document(page(stream)))


def test_cards_have_dollars_and_an_escaped_dollar_sign() -> None:
    reading = read_cards(
        card("Mistral 9", {"Input (/M tokens)": "$$1.5", "Output (/M tokens)": "<p>$7.5</p>"}, api="mistral-9")
    )
    mistral_9 = the(reading, "mistral", "mistral-9")
    assert (price(mistral_9, "input"), price(mistral_9, "output")) == (Decimal("1.5"), Decimal("7.5"))
    assert (mistral_9.facts["name"], mistral_9.callable_id) == ("Mistral 9", True)


def test_a_card_without_an_id_has_a_display_name() -> None:
    reading = read_cards(card("Codestral", {"Input (/M tokens)": "<p>$0.3</p>"}))
    assert not the(reading, "mistral", "Codestral").callable_id


@pytest.mark.parametrize(
    ("label", "words", "meter", "usd"),
    [
        ("OCR", "$$2 / 1,000 pages", "page", "0.002"),
        ("OCR", "<p>$2 / 1000 pages</p><p>+ 50% off with batch-APIs</p>", "page", "0.002"),
        ("Annotations", "$$3 / 1,000 pages", "annotated_page", "0.003"),
        ("Audio Input/min", "<p>$0.003</p>", "input_audio_second", "0.00005"),
        ("Audio generation", "<p>$0.016 per 1k characters</p>", "output_character", "0.000016"),
        ("Input (/M tokens)", "<p>Free</p>", "input", "0"),
    ],
)
def test_each_label_has_its_meter_and_unit(label: str, words: str, meter: str, usd: str) -> None:
    (statement,) = read_cards(card("M", {label: words})).statements
    assert [(rate.meter, rate.usd) for rate in statement.rates] == [(meter, Decimal(usd))]


def test_a_cell_with_a_price_per_minute_and_one_per_token_is_two_rates() -> None:
    (voxtral,) = read_cards(
        card("V", {"Input (per min / per M tok)": "<p>$0.006 (audio) / $0.1 (text)</p>"})
    ).statements
    assert {rate.meter: rate.usd for rate in voxtral.rates} == {
        "input_audio_second": Decimal("0.0001"),
        "input": Decimal("0.0000001"),
    }


def test_another_language_is_not_read_twice() -> None:
    prices = {"Input (/M tokens)": "$$1"}
    reading = read_cards(card("M", prices), card("M", {"Input (/M tokens)": "$$2"}, locale="fr"))
    assert [price(statement, "input") for statement in reading.statements] == [1]
    with pytest.raises(NothingFound, match="English"):
        read_cards(card("M", prices, locale="fr"))


def test_euro_alone_is_a_changed_layout() -> None:
    only_euro = card("M", {"Input (/M tokens)": "$$1"})
    only_euro["price"] = [{"value": "Input (/M tokens)", "price_euro": "1€", "locale": "en"}]
    with pytest.raises(LayoutChanged, match="prices in dollars"):
        read_cards(only_euro)


def test_the_token_in_the_page_is_in_no_claim_and_in_no_error() -> None:
    assert TOKEN not in repr(read_cards(card("M", {"Input (/M tokens)": "$$1"})))
    with pytest.raises(LayoutChanged) as refused:
        mistral.parse(document(page(f'{{"jwt":"{TOKEN}"}}')))
    assert TOKEN not in str(refused.value)


def test_products_are_counted_and_left_out() -> None:
    reading = read_cards(card("M", {"Input (/M tokens)": "$$1"}), card("Web search", {"Price": "$30 / 1000 calls"}))
    assert (len(reading.statements), reading.skipped["card of a product"]) == (1, 1)


def test_a_page_that_streams_nothing_is_a_changed_layout() -> None:
    with pytest.raises(LayoutChanged, match="streams"):
        mistral.parse(document("<html><body>Pricing</body></html>"))


def test_an_object_ends_at_its_own_brace() -> None:
    text = 'x{"id":1,"name":"a } \\" {"}y{"id":2'
    assert list(objects(text, '{"id":', "page")) == [{"id": 1, "name": 'a } " {'}]


TABLE = "<table><tr><th>Model</th><th>Pricing</th></tr><tr><td>grok-9</td><td>{}</td></tr></table>"


def cluster(name: str, input_price: str = "20000") -> str:
    model: Written = {
        "name": "grok-9",
        "aliases": ["grok-9-latest"],
        "inputModalities": ["TEXT", "IMAGE"],
        "promptTextTokenPrice": input_price,
        "completionTextTokenPrice": "100000",
        "cachedPromptTokenPrice": 0,
        "promptTextTokenPriceLongContext": "40000",
        "longContextThreshold": "128000",
        "maxPromptLength": 256_000,
        "features": {"functionCalling": True, "reasoning": False},
    }
    image: Written = {"name": "grok-9-image", "imagePrice": "700000000"}
    data: Written = {"languageModels": [model], "imageGenerationModels": [image], "clusterName": name}
    return json.dumps(data, separators=(",", ":"))


def read_clusters(*clusters: str, shown: str = "$2.00 $10.00") -> Reading:
    return xai.parse(document(page("1:" + ",".join(clusters), TABLE.format(shown))))


def test_the_data_of_xai_is_in_its_own_unit_and_zero_is_no_price() -> None:
    grok = the(read_clusters(cluster("us-east-1")), "xai", "grok-9")
    assert [price(grok, meter) for meter in ("input", "output", "cache_read")] == [2, 10, None]
    assert price(grok, "input", when=When(prompt_over=128_000)) == 4
    assert grok.facts == {
        "capability.function_calling": True,
        "capability.reasoning": False,
        "context": 256_000,
        "input_modalities": ("text", "image"),
    }


def test_an_image_has_a_price_and_an_alias_has_those_of_its_model() -> None:
    reading = read_clusters(cluster("us-east-1"))
    assert the(reading, "xai", "grok-9-image").rates[0].usd == Decimal("0.07")
    assert the(reading, "xai", "grok-9-latest").rates == the(reading, "xai", "grok-9").rates


def test_the_same_price_in_two_clusters_is_one_price_and_another_is_regional() -> None:
    same = read_clusters(cluster("us-east-1"), cluster("eu-west-1"))
    assert {rate.when.region for rate in the(same, "xai", "grok-9").rates} == {None}
    other = read_clusters(cluster("us-east-1"), cluster("eu-west-1", "30000"))
    assert {rate.when.region for rate in the(other, "xai", "grok-9").rates} == {"us-east-1", "eu-west-1"}


def test_data_that_contradicts_the_rendered_table_is_a_changed_layout() -> None:
    with pytest.raises(LayoutChanged, match="grok-9"):
        read_clusters(cluster("us-east-1"), shown="$0.20 $1.00")


COLUMNS = """| Model | Context | Input | Output |
| --- | --- | --- | --- |
| grok-9 | 1M | $1.25 | $2.50 |

| Model | Cost |
| --- | --- |
| grok-image | $0.02 / image |
| grok-video | $0.05 / sec |

| Mode | Cost |
| --- | --- |
| Realtime | $0.05 / min |
"""


def test_columns_of_the_newer_page_are_read_by_their_labels() -> None:
    reading = xai.parse(document(COLUMNS))
    grok = the(reading, "xai", "grok-9")
    assert (price(grok, "input"), price(grok, "output"), grok.facts["context"]) == (
        Decimal("1.25"),
        Decimal("2.5"),
        1_000_000,
    )
    assert [the(reading, "xai", name).rates[0].meter for name in ("grok-image", "grok-video")] == ["image", "second"]
    assert reading.skipped["table without a price per model"] == 1


@pytest.mark.parametrize(
    "broken",
    [
        COLUMNS.replace("Input", "Price"),
        COLUMNS.replace("$1.25", "1.25 credits").replace("$0.02 / image", "$0.02 / dream"),
    ],
)
def test_another_layout_of_the_newer_page_is_refused(broken: str) -> None:
    with pytest.raises(LayoutChanged):
        xai.parse(document(broken))
