"""Anthropic's pricing, models overview and deprecations."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from scrapers.claims import When
from scrapers.errors import LayoutChanged, NothingFound
from scrapers.pages import anthropic, anthropic_deprecations, anthropic_models
from tests.scrapers.documents import document, price, the

PRICING = """# Pricing

| Model | Base Input Tokens | 5m Cache Writes | 1h Cache Writes | Cache Hits & Refreshes | Output Tokens |
| --- | --- | --- | --- | --- | --- |
| Claude Opus 9 | $5 / MTok | $6.25 / MTok | $10 / MTok | $0.50 / MTok | $25 / MTok |
| Claude Opus 8 ([retired, except here](/docs)) | $15 / MTok | $18.75 / MTok | $30 / MTok | $1.50 / MTok | $75 / MTok |
| Claude Sonnet 9 [through August 31, 2026](/docs) | $2 / MTok | $2.50 / MTok | $4 / MTok | $0.20 / MTok | $10 / MTok |
| Claude Sonnet 9 starting September 1, 2026 | $3 / MTok | $3.75 / MTok | $6 / MTok | $0.30 / MTok | $15 / MTok |

### Fast mode

| Model | Input | Output |
| --- | --- | --- |
| Claude Opus 9 / Claude Opus 8 | $30 / MTok | $150 / MTok |

| Model | Batch input | Batch output |
| --- | --- | --- |
| Claude Opus 9 | $2.50 / MTok | $12.50 / MTok |

| Model | ≤ 200K input tokens | > 200K input tokens |
| --- | --- | --- |
| Claude Sonnet 8 / 7 | Input: $3 / MTok | Input: $6 / MTok |
|  | Output: $15 / MTok | Output: $22.50 / MTok |

| Model | Tool choice | Tokens |
| --- | --- | --- |
| Claude Opus 9 | `auto` | 346 tokens |
"""
CARD = """<!DOCTYPE html><html><body><div class="card_pricing_api_wrap"><h3>Opus 9</h3>
<div class="tokens_main_wrap"><p class="tokens_main_label">Input</p>
<div class="tokens_main_val">$<span>5</span> / MTok</div></div>
<div class="tokens_main_wrap"><div class="tokens_main_label">Prompt caching</div></div>
<div class="tokens_main_wrap"><p class="tokens_main_label">Write</p>
<div class="tokens_main_val">$6.25 / MTok</div></div>
</div></body></html>"""


def test_each_column_is_a_meter() -> None:
    opus = the(anthropic.parse(document(PRICING)), "anthropic", "Claude Opus 9")
    meters = ("input", "cache_write", "cache_write_1h", "cache_read", "output")
    assert [price(opus, meter) for meter in meters] == [5, Decimal("6.25"), 10, Decimal("0.5"), 25]
    assert [price(opus, "input", tier) for tier in ("fast", "batch")] == [30, Decimal("2.5")]


def test_names_are_display_names_free_of_brackets_and_links() -> None:
    reading = anthropic.parse(document(PRICING))
    assert [statement.api_model_id for statement in reading.statements] == [
        "Claude Opus 9",
        "Claude Opus 8",
        "Claude Sonnet 9",
        "Claude Sonnet 8",
        "Claude Sonnet 7",
    ]
    assert not any(statement.callable_id for statement in reading.statements)
    assert the(reading, "anthropic", "Claude Opus 8").facts == {"name": "Claude Opus 8", "status": "retired"}


def test_an_announced_price_is_a_rate_of_the_future() -> None:
    sonnet = the(anthropic.parse(document(PRICING)), "anthropic", "Claude Sonnet 9")
    now, later = (rate for rate in sonnet.rates if rate.meter == "input")
    change = datetime(2026, 9, 1, tzinfo=UTC)
    assert (now.until, now.since, now.documented) == (change, None, False)
    assert (later.until, later.since, later.documented) == (None, change, True)
    assert (now.usd, later.usd) == (Decimal("0.000002"), Decimal("0.000003"))


def test_an_announced_price_that_the_page_no_longer_has_is_gone() -> None:
    withdrawn = PRICING.replace(" [through August 31, 2026](/docs)", "")
    withdrawn = "\n".join(line for line in withdrawn.splitlines() if "starting September" not in line)
    sonnet = the(anthropic.parse(document(withdrawn)), "anthropic", "Claude Sonnet 9")
    assert {(rate.since, rate.until) for rate in sonnet.rates} == {(None, None)}


@pytest.mark.parametrize("name", ["Claude Sonnet 8", "Claude Sonnet 7"])
def test_long_prompts_have_a_step_for_each_model_of_a_pair_of_rows(name: str) -> None:
    sonnet = the(anthropic.parse(document(PRICING)), "anthropic", name)
    step = When(prompt_over=200_000)
    assert (price(sonnet, "input", when=step), price(sonnet, "output", when=step)) == (6, Decimal("22.5"))


def test_labels_in_another_case_and_wording_are_the_same_labels() -> None:
    later = PRICING.replace("Base Input Tokens", "Base input tokens").replace(
        "Cache Hits & Refreshes", "Cache hits and refreshes"
    )
    assert anthropic.parse(document(later)).statements == anthropic.parse(document(PRICING)).statements


def test_the_cards_of_the_marketing_page_are_read_by_their_labels() -> None:
    opus = the(anthropic.parse(document(CARD)), "anthropic", "Claude Opus 9")
    assert (price(opus, "input"), price(opus, "cache_write")) == (5, Decimal("6.25"))


GROUPED = """<!DOCTYPE html><html><body><h2>Model pricing</h2><table>
<tr><th>Model</th><th colspan="2">Base tokens</th><th colspan="3">Prompt caching</th></tr>
<tr><th>Name</th><th>Input</th><th>Output</th><th>5m writes</th><th>1h writes</th><th>Hits and refreshes</th></tr>
<tr><td><span>Claude Opus 9</span><span class="text-caption"> For complex work</span></td>
<td>$4 / MTok</td><td>$20 / MTok</td><td>$5 / MTok</td><td>$8 / MTok</td><td>$0.20 / MTok<sup>2</sup></td></tr>
<tr><td colspan="6">Additional models</td></tr>
<tr><td>Claude Opus 8 <button aria-label="Claude Opus 8 (Retired)">i</button></td>
<td>$15 / MTok</td><td>$75 / MTok</td><td>$18.75 / MTok</td><td>$30 / MTok</td><td>$1.50 / MTok 1</td></tr></table>
<h3>Fast mode pricing</h3><table><tr><th>Name</th><th>Input</th><th>Output</th></tr>
<tr><td>Claude Opus 9</td><td>$8 / MTok</td><td>$40 / MTok</td></tr></table>
<h3>Batch processing</h3><table><tr><th>Name</th><th>Input</th><th>Output</th></tr>
<tr><td>Claude Opus 9</td><td>$2 / MTok</td><td>$10 / MTok</td></tr></table>
<h3>Elsewhere</h3><table><tr><th>Name</th><th>Input</th><th>Output</th></tr>
<tr><td>Claude Opus 9</td><td>$99 / MTok</td><td>$99 / MTok</td></tr></table></body></html>"""


def test_bare_columns_belong_to_the_section_that_they_stand_in() -> None:
    reading = anthropic.parse(document(GROUPED))
    opus = the(reading, "anthropic", "Claude Opus 9")
    assert [price(opus, "input", tier) for tier in ("standard", "fast", "batch")] == [4, 8, 2]
    assert (price(opus, "cache_read"), reading.skipped["table without a price per model"]) == (Decimal("0.2"), 1)


def test_a_state_can_be_the_label_of_a_button_and_a_tag_line_is_no_name() -> None:
    reading = anthropic.parse(document(GROUPED))
    assert [statement.api_model_id for statement in reading.statements] == ["Claude Opus 9", "Claude Opus 8"]
    retired = the(reading, "anthropic", "Claude Opus 8")
    assert (retired.facts["status"], price(retired, "cache_read")) == ("retired", Decimal("1.5"))


def test_a_row_for_longer_prompts_is_a_step() -> None:
    sized = PRICING.replace("Claude Opus 9 | $5", "Claude Opus 9 (for prompts over 100,000 tokens) | $5", 1)
    opus = the(anthropic.parse(document(sized)), "anthropic", "Claude Opus 9")
    assert (price(opus, "input", when=When(prompt_over=100_000)), price(opus, "input")) == (5, None)


@pytest.mark.parametrize(
    ("markup", "error", "message"),
    [
        ("# Pricing\n\nMoved.\n", LayoutChanged, "a table of models"),
        (PRICING.replace("Base Input Tokens", "Price"), LayoutChanged, "found Model, Price"),
        (PRICING.replace("/ MTok", "/ credit"), LayoutChanged, "a price per token"),
        ("\n".join(PRICING.splitlines()[:4]), NothingFound, "no rows"),
        (PRICING.replace("1h Cache Writes", "Long Cache"), LayoutChanged, "three of caching"),
    ],
)
def test_another_layout_of_the_pricing_page_is_refused(markup: str, error: type[Exception], message: str) -> None:
    with pytest.raises(error, match=message):
        anthropic.parse(document(markup))


OVERVIEW = r"""# Models overview

| Feature | Claude Opus 9 | Claude Haiku 3 |
| --- | --- | --- |
| **Claude API ID** | claude-opus-9-20260101 | claude-3-haiku-20240307 |
| **Claude API alias** | claude-opus-9 | — |
| **AWS Bedrock ID** | anthropic.claude-opus-93 | anthropic.claude-3-haiku-20240307-v1:0 |
| **Pricing**1 | \$5 / input MTok<br/>\$25 / output MTok | \$0.25 / input MTok<br/>\$1.25 / output MTok |
| **[Extended thinking (`on`)](/docs)** | Yes (deprecated) | No |
| **Context window** | <Tooltip tip="~">200K tokens</Tooltip> /<br/>1M tokens (beta)<sup>3</sup> | 200k tokens |
| **Max output** | 128k tokens | 4K tokens |
| **Reliable knowledge cutoff** | Jan 20262 | <sup>3</sup> |
"""


def test_the_overview_gives_ids_and_their_aliases() -> None:
    reading = anthropic_models.parse(document(OVERVIEW))
    ids = [statement.api_model_id for statement in reading.statements]
    assert ids == ["claude-opus-9-20260101", "claude-opus-9", "claude-3-haiku-20240307"]
    alias = the(reading, "anthropic", "claude-opus-9")
    assert alias.facts == the(reading, "anthropic", "claude-opus-9-20260101").facts
    assert (price(alias, "input"), price(alias, "output")) == (5, 25)


def test_the_overview_reads_around_glued_footnote_marks_and_beta_limits() -> None:
    assert the(anthropic_models.parse(document(OVERVIEW)), "anthropic", "claude-opus-9").facts == {
        "name": "Claude Opus 9",
        "context": 200_000,
        "max_output": 128_000,
        "knowledge_cutoff": "2026-01",
        "capability.reasoning": True,
    }


def test_a_rounded_limit_and_a_missing_cutoff_are_not_claimed() -> None:
    haiku = the(anthropic_models.parse(document(OVERVIEW)), "anthropic", "claude-3-haiku-20240307")
    assert not haiku.facts.keys() & {"max_output", "knowledge_cutoff"}


@pytest.mark.parametrize(
    "broken", [OVERVIEW.replace("Claude API ID", "Identifier"), OVERVIEW.replace("Feature", "What")]
)
def test_another_layout_of_the_overview_is_refused(broken: str) -> None:
    with pytest.raises(LayoutChanged):
        anthropic_models.parse(document(broken))


STATES = """# Model deprecations

| API Model Name | Current State | Deprecated | Tentative Retirement Date |
|:--|:--|:--|:--|
| `claude-opus-9` | Active | N/A | Not sooner than April 16, 2027 |
| claude-opus-8 | Deprecated | April 14, 2026 | June 15, 2026 |

### 2025-01-21: Claude 2

| Retirement Date | Deprecated Model | Recommended Replacement |
|:--|:--|:--|
| July 21, 2025 | `claude-2.0` | `claude-opus-9` |
"""


def test_not_sooner_than_is_no_retirement_date() -> None:
    reading = anthropic_deprecations.parse(document(STATES))
    assert the(reading, "anthropic", "claude-opus-9").facts == {"status": "available", "retires_earliest": "2027-04-16"}
    assert the(reading, "anthropic", "claude-opus-8").facts == {
        "status": "deprecated",
        "deprecated": "2026-04-14",
        "retires": "2026-06-15",
    }
    assert the(reading, "anthropic", "claude-2.0").facts == {"retires": "2025-07-21"}


@pytest.mark.parametrize(
    "broken",
    [
        STATES.replace("Current State", "Phase"),
        STATES.replace("N/A | Not sooner than", "no | Around").replace("June 15, 2026", "soon"),
    ],
)
def test_another_layout_of_the_deprecations_is_refused(broken: str) -> None:
    with pytest.raises(LayoutChanged):
        anthropic_deprecations.parse(document(broken))
