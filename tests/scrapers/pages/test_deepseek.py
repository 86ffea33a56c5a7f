"""DeepSeek's page through its layouts of 2026."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from scrapers.claims import ALWAYS, Rate, When
from scrapers.errors import LayoutChanged, NothingFound
from scrapers.pages.deepseek import parse
from tests.scrapers.documents import document, price, the

CHANGE = datetime(2026, 8, 16, 16, tzinfo=UTC)
WINDOWS = ("01:00-04:00", "06:00-10:00")
HOURS = "Off-peak rates are half of the peak rates. Peak hours are 01:00 - 04:00 and 06:00 - 10:00 UTC"

FLAT = """
<table><tr><td colspan="2">MODEL</td><td>deepseek-v4-flash<sup>(1)</sup></td><td>deepseek-v4-pro</td></tr>
<tr><td colspan="2">CONTEXT LENGTH</td><td colspan="2">1M</td></tr>
<tr><td colspan="2">MAX OUTPUT</td><td colspan="2">MAXIMUM: 384K</td></tr>
<tr><td rowspan="2">FEATURES</td><td>Json Output</td><td>✓</td><td>✓</td></tr>
<tr><td>Tool Calls</td><td>✓</td><td>✗</td></tr>
<tr><td rowspan="3">PRICING</td><td>1M INPUT TOKENS (CACHE HIT)<sup>(2)</sup></td>
<td>$0.0028</td><td>$0.003625</td></tr>
<tr><td>1M INPUT TOKENS (CACHE MISS)</td><td>$0.14</td><td>$0.435</td></tr>
<tr><td>1M OUTPUT TOKENS</td><td>$0.28</td><td>$0.87</td></tr></table>
"""
ANNOUNCED = """
<p>We will adopt peak/off-peak pricing. {hours}. The new prices take effect at 16:00 UTC on August 16, 2026:</p>
<table><tr><td colspan="2">MODEL</td><td>1M INPUT TOKENS (CACHE HIT)</td><td>1M INPUT TOKENS (CACHE MISS)</td>
<td>1M OUTPUT TOKENS</td></tr>
<tr><td rowspan="2">deepseek-v4-pro</td><td>OFF-PEAK</td><td>$0.022</td><td>$0.66</td><td>$1.98</td></tr>
<tr><td>PEAK</td><td>$0.044</td><td>$1.32</td><td>$3.96</td></tr></table>
"""
PEAKED = """
<table><tr><td colspan="3">MODEL</td><td>deepseek-v4-flash</td><td>deepseek-v4-pro</td></tr>
<tr><td rowspan="6">PRICING<sup>(1)</sup></td><td rowspan="2">1M INPUT TOKENS (CACHE HIT)</td>
<td>OFF-PEAK</td><td>$0.007</td><td>$0.022</td></tr><tr><td>PEAK</td><td>$0.014</td><td>$0.044</td></tr>
<tr><td rowspan="2">1M INPUT TOKENS (CACHE MISS)</td><td>OFF-PEAK</td><td>$0.22</td><td>$0.66</td></tr>
<tr><td>PEAK</td><td>$0.44</td><td>$1.32</td></tr>
<tr><td rowspan="2">1M OUTPUT TOKENS</td><td>OFF-PEAK</td><td>$0.66</td><td>$1.98</td></tr>
<tr><td>PEAK</td><td>$1.32</td><td>$3.96</td></tr></table>
"""


def page(*parts: str) -> str:
    return "<!doctype html><html><body>" + "".join(parts) + "</body></html>"


def rates(markup: str, model: str, meter: str) -> list[Rate]:
    return [rate for rate in the(parse(document(markup)), "deepseek", model).rates if rate.meter == meter]


def million(amount: str) -> Decimal:
    return Decimal(amount).scaleb(-6)


def test_models_are_columns_and_meters_are_rows() -> None:
    pro = the(parse(document(page(FLAT))), "deepseek", "deepseek-v4-pro")
    assert [price(pro, meter) for meter in ("cache_read", "input", "output")] == [
        Decimal("0.003625"),
        Decimal("0.435"),
        Decimal("0.87"),
    ]
    assert pro.callable_id


def test_a_cell_over_both_columns_speaks_of_both_models() -> None:
    reading = parse(document(page(FLAT)))
    for model, tools in (("deepseek-v4-flash", True), ("deepseek-v4-pro", False)):
        assert the(reading, "deepseek", model).facts == {
            "context": 1_000_000,
            "max_output": 384_000,
            "capability.function_calling": tools,
        }


def test_a_promotion_ends_when_the_page_says_and_the_struck_price_is_back() -> None:
    promoted = FLAT.replace("<td>$0.435</td>", "<td>$0.435 (75% off<sup>(3)</sup>)<del>$1.74</del></td>")
    note = "<p>(3) deepseek-v4-pro is offered at a 75% discount, extended until 2026/05/31 15:59 UTC.</p>"
    end = datetime(2026, 5, 31, 15, 59, tzinfo=UTC)
    assert rates(page(promoted, note), "deepseek-v4-pro", "input") == [
        Rate("input", million("0.435"), until=end),
        Rate("input", million("1.74"), since=end, documented=True),
    ]


def test_an_alias_has_the_prices_of_its_model() -> None:
    note = (
        "<p>(1) The model names deepseek-chat and deepseek-reasoner will be deprecated on 2026/07/24 15:59 UTC. They "
        "correspond to the non-thinking mode and thinking mode of deepseek-v4-flash, respectively.</p>"
    )
    reading = parse(document(page(FLAT, note)))
    for alias in ("deepseek-chat", "deepseek-reasoner"):
        statement = the(reading, "deepseek", alias)
        assert price(statement, "input") == Decimal("0.14")
        assert statement.facts["deprecated"] == "2026-07-24"


def test_a_legacy_name_that_is_still_accepted_is_an_alias() -> None:
    note = (
        "<p>(1) Use <code>deepseek-v4-flash</code> as the model name. The legacy names <code>deepseek-v3</code> and "
        "<code>deepseek-v3-exp</code> are still accepted and billed at the Flash price.</p>"
    )
    reading = parse(document(page(FLAT, note)))
    assert price(the(reading, "deepseek", "deepseek-v3-exp"), "output") == Decimal("0.28")


def test_a_second_table_starts_at_its_announced_instant() -> None:
    assert rates(page(FLAT, ANNOUNCED.format(hours=HOURS)), "deepseek-v4-pro", "input") == [
        Rate("input", million("0.435"), until=CHANGE),
        Rate("input", million("0.66"), since=CHANGE, documented=True),
        Rate("input", million("1.32"), when=When(utc=WINDOWS), since=CHANGE, documented=True),
    ]


def test_a_model_that_the_second_table_leaves_out_keeps_its_price() -> None:
    found = rates(page(FLAT, ANNOUNCED.format(hours=HOURS)), "deepseek-v4-flash", "input")
    assert found == [Rate("input", million("0.14"))]


def test_an_announcement_without_its_instant_is_a_changed_layout() -> None:
    undated = ANNOUNCED.format(hours=HOURS).replace("at 16:00 UTC on August 16, 2026", "soon")
    with pytest.raises(LayoutChanged, match=r"second table.*take effect"):
        parse(document(page(FLAT, undated)))


def test_off_peak_is_the_base_and_peak_has_windows_and_weekdays() -> None:
    note = f"<p>(1) {HOURS}, Monday through Friday (all other hours are off-peak).</p>"
    assert rates(page(PEAKED, note), "deepseek-v4-pro", "output") == [
        Rate("output", million("1.98"), when=ALWAYS),
        Rate("output", million("3.96"), when=When(utc=WINDOWS, weekdays=(1, 2, 3, 4, 5))),
    ]


def test_a_dated_change_of_weekdays_splits_the_peak_price() -> None:
    note = (
        f"<p>(1) {HOURS} (all other hours are off-peak).</p><p>Effective 00:00 (Beijing Time) on Sunday, August 23, "
        "2026, we will adjust our billing rules, with off-peak rates applying throughout the day on weekends.</p>"
    )
    change = datetime(2026, 8, 22, 16, tzinfo=UTC)
    assert rates(page(PEAKED, note), "deepseek-v4-pro", "input")[1:] == [
        Rate("input", million("1.32"), when=When(utc=WINDOWS), until=change),
        Rate("input", million("1.32"), "standard", When(utc=WINDOWS, weekdays=(1, 2, 3, 4, 5)), change, None, True),
    ]


def test_holidays_are_excepted_where_the_page_dates_them_and_counted_where_not() -> None:
    note = f"<p>{HOURS}, Monday through Friday, excluding Chinese public holidays. All other hours are off-peak.</p>"
    reading = parse(document(page(PEAKED, note)))
    assert reading.skipped["public holidays without dates"] == 1
    dated = note + "<p>Public holidays of 2026: 2026-10-01, 2026-10-02.</p>".replace(
        "Public holidays", "public holidays"
    )
    peak = rates(page(PEAKED, dated), "deepseek-v4-pro", "input")[1]
    assert peak.when.excluding == ("2026-10-01", "2026-10-02")


def test_peak_hours_in_beijing_time_become_utc() -> None:
    note = "<p>Peak hours: 9:00-12:00 and 14:00-18:00 (Beijing Time) Monday to Friday</p>"
    assert rates(page(PEAKED, note), "deepseek-v4-pro", "input")[1].when.utc == WINDOWS


def test_peak_prices_without_their_hours_are_a_changed_layout() -> None:
    with pytest.raises(LayoutChanged, match="sentence that states the peak hours"):
        parse(document(page(PEAKED)))


def test_the_page_in_yuan_is_refused_by_its_currency() -> None:
    yuan = FLAT.replace("$0.0028", "0.02元").replace("$0.14", "1元")
    with pytest.raises(LayoutChanged, match=r'prices in US dollars, found another currency: "0\.02元"'):
        parse(document(page(yuan)))


def test_nul_bytes_in_the_page_do_not_matter() -> None:
    assert parse(document(page(FLAT).replace("MODEL", "MO\x00DEL"))).statements


@pytest.mark.parametrize(
    ("markup", "error"),
    [
        (page("<p>Your First API Call</p>"), LayoutChanged),
        (page(FLAT.replace("MODEL<", "SERIES<")), LayoutChanged),
        (page(FLAT.replace("1M OUTPUT", "OUTPUT")), LayoutChanged),
        (page(FLAT.replace("1M INPUT", "INPUT").replace("1M OUTPUT", "OUTPUT")), NothingFound),
        (page(FLAT.replace("$0.14", "call us").replace("$0.435", "ask us")), LayoutChanged),
    ],
)
def test_another_layout_is_refused(markup: str, error: type[Exception]) -> None:
    with pytest.raises(error):
        parse(document(markup))
