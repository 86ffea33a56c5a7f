import csv
import hashlib
import io
import json
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from registry.domain.catalog import Catalog, DatedRate
from registry.domain.export import digest
from registry.exports.as_csv import COLUMNS, Cell, cell
from registry.exports.files import write_whole
from registry.exports.formats import FORMATS
from scrapers.claims import CAPABILITIES
from scrapers.meters import METERS
from tests.sample import LUNA
from tests.web.published import BIGGER, EDITION

LUNA_ON_A_GATEWAY = "example-gateway/openai/gpt-5.6-luna"


def written(name: str, catalog: Catalog = BIGGER) -> bytes:
    return b"".join(FORMATS[name].write(catalog, EDITION))


def rows(catalog: Catalog = BIGGER) -> dict[str, dict[str, str]]:
    table = csv.DictReader(io.StringIO(written("csv", catalog).decode(), newline=""))
    return {row["id"]: row for row in table}


@pytest.mark.parametrize("name", FORMATS)
def test_the_bytes_hang_on_the_edition_alone(name: str) -> None:
    backwards = replace(BIGGER, offerings=dict(sorted(BIGGER.offerings.items(), reverse=True)))
    assert written(name) == written(name, backwards)


def test_the_canonical_lines_hash_to_the_digest() -> None:
    assert hashlib.sha256(written("jsonl")).hexdigest() == digest(BIGGER)


def test_json_holds_every_entity_and_every_dated_rate_in_the_shape_of_the_api() -> None:
    document = json.loads(written("json"), parse_float=str, parse_int=int)
    offerings = {offering["id"]: offering for offering in document["offerings"]}
    assert offerings.keys() == BIGGER.offerings.keys()
    assert len(offerings[LUNA.id]["rates"]) == len(LUNA.rates)
    assert offerings[LUNA.id]["rates"][5] == {
        "meter": "cache_read",
        "unit": "token",
        "per": 1000000,
        "usd": "0.02",
        "tier": "standard",
        "when": None,
        "valid_from": "2026-07-30",
        "valid_from_basis": "documented",
        "valid_to": None,
        "source": "genai-prices",
    }
    assert {"prompt_over": 272000} in [rate["when"] for rate in offerings[LUNA.id]["rates"]]
    assert offerings[LUNA_ON_A_GATEWAY]["context"] is None


def test_an_unknown_price_is_an_empty_cell_and_a_free_one_is_zero() -> None:
    table = rows()
    assert table[LUNA_ON_A_GATEWAY]["input_usd_per_1m_token"] == ""
    assert table["example-gateway/tiny:free"]["input_usd_per_1m_token"] == "0"
    assert table[LUNA.id]["input_usd_per_1m_token"] == "0.2"
    assert table[LUNA.id]["batch_output_usd_per_1m_token"] == "0.6"


def test_a_price_under_a_condition_is_no_headline() -> None:
    assert rows()["deepseek/deepseek-v4"]["input_usd_per_1m_token"] == "0.07"


def test_there_is_a_column_for_every_meter_and_capability_and_no_two_have_one_name() -> None:
    names = [column.name for column in COLUMNS]
    assert len(names) == len(set(names))
    assert [meter for meter in METERS if not any(name.startswith(f"{meter}_usd_per_") for name in names)] == []
    assert set(CAPABILITIES) <= set(names)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""),
        (True, "true"),
        (False, "false"),
        (0, "0"),
        (Decimal("2E-7"), "0.0000002"),
        (("text", "image"), "text, image"),
        ("plain", "plain"),
        ("=HYPERLINK(1)", "'=HYPERLINK(1)"),
        ("+1", "'+1"),
        ("-1", "'-1"),
        ("@cf/meta/llama", "'@cf/meta/llama"),
        ("\tx", "'\tx"),
        ("\rx", "'\rx"),
        (("@a", "b"), "'@a, b"),
    ],
)
def test_a_cell_is_no_formula(value: Cell, text: str) -> None:
    assert cell(value) == text


def test_a_name_with_quotes_commas_and_line_ends_stays_one_cell() -> None:
    odd = replace(LUNA, id="openai/odd", name=None, api_model_id='a,"b"\nc')
    assert rows(replace(BIGGER, offerings={odd.id: odd}))["openai/odd"]["api_model_id"] == 'a,"b"\nc'


def test_a_price_keeps_every_digit() -> None:
    tiny = replace(LUNA, rates=(DatedRate("input", Decimal("0.000000000000001")),))
    catalog = replace(BIGGER, offerings={tiny.id: tiny})
    assert rows(catalog)[tiny.id]["input_usd_per_1m_token"] == "0.000000001"
    assert b'"usd":0.000000001,' in written("json", catalog)


@pytest.mark.parametrize(("retires", "status"), [("2026-11-23", "retired"), ("2026-11", "available")])
def test_a_status_is_that_of_the_edition_s_day(retires: str, status: str) -> None:
    catalog = replace(BIGGER, offerings={LUNA.id: replace(LUNA, retires=retires)})
    assert rows(catalog)[LUNA.id]["status"] == status
    (offering,) = json.loads(written("json", catalog))["offerings"]
    assert offering["status"] == status


def test_a_file_appears_whole_or_not_at_all(tmp_path: Path) -> None:
    path = tmp_path / "export"
    path.write_bytes(b"the old one")

    def broken() -> Iterator[bytes]:
        yield b"half"
        raise RuntimeError("killed")

    with pytest.raises(RuntimeError):
        write_whole(path, broken())
    assert [one.read_bytes() for one in tmp_path.iterdir()] == [b"the old one"]
    assert write_whole(path, [b"the ", b"new"]) == 7
    assert path.read_bytes() == b"the new"
