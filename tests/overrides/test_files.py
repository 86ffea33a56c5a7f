"""Override files: what they may say, and how every mistake is told with its line."""

from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from registry.domain.overrides import Cited, Correction, Declaration, Price
from registry.errors import OverridesInvalid
from registry.overrides.folder import overrides_of, parse, read
from registry.settings import load
from scrapers.claims import ALWAYS, When

CITED = 'source = "https://openai.example/pricing"\nwhy = "Because."\ndate = 2026-11-20\n'
PRICE = '[[price]]\noffering = "openai/gpt-5"\nmeter = "input"\nusd = 0.2\nreplaces = 0.25\n'
CORRECTION = '[[correction]]\noffering = "openai/gpt-5"\nfield = "context"\nvalue = 128000\nreplaces = 64000\n'
SAID = Cited("https://openai.example/pricing", "Because.", date(2026, 11, 20))


def mistakes(text: str) -> list[str]:
    return [str(one) for one in parse({"a.toml": text}).mistakes]


def day(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def test_a_price_is_usd_per_single_unit_and_cited() -> None:
    found = parse({"a.toml": PRICE + CITED})
    price = Price("openai/gpt-5", ("input", "standard", ALWAYS), Decimal("2E-7"), SAID, replaces=Decimal("2.5E-7"))
    assert (found.mistakes, found.overrides.prices) == ((), (price,))
    assert found.overrides.prices[0].cited.place == "a.toml:1"


def test_a_price_of_images_is_for_one_image() -> None:
    text = '[[price]]\noffering = "a/b"\nmeter = "image"\nusd = 0.04\nreplaces = "unknown"\n' + CITED
    assert [(price.usd, price.replaces) for price in parse({"a": text}).overrides.prices] == [(Decimal("0.04"), None)]


def test_a_condition_and_an_instant_are_in_the_words_of_the_api() -> None:
    text = (
        PRICE.replace("replaces = 0.25", "")
        + CITED
        + (
            'tier = "batch"\nsince = 2026-11-01T08:00:00+02:00\nuntil = 2027-01-01\n'
            'when = { utc = ["01:00-04:00"], weekdays = [1, 5], except = [2026-12-25], prompt_over = 272001 }\n'
        )
    )
    (price,) = parse({"a.toml": text}).overrides.prices
    when = When(prompt_over=272_000, utc=("01:00-04:00",), weekdays=(1, 5), excluding=("2026-12-25",))
    assert price.key == ("input", "batch", when)
    assert (price.since, price.cited.until) == (day("2026-11-01T06:00:00"), day("2027-01-01"))


def test_what_stands_at_the_top_of_a_file_is_said_by_all_its_entries() -> None:
    found = parse({"a.toml": CITED + PRICE + PRICE.replace("input", "output") + 'source = "contract 2026-17"\n'})
    assert [price.cited.source for price in found.overrides.prices] == [SAID.source, "contract 2026-17"]


def test_a_declaration_gives_each_of_its_fields() -> None:
    text = '[[offering]]\nid = "acme/chat"\nmodel = "acme/chat-2"\ncapabilities = { vision = false }\n' + CITED
    text += '[[provider]]\nid = "acme"\nname = "ACME"\nenv = ["ACME_KEY"]\n' + CITED
    found = parse({"a.toml": text}).overrides
    assert found.declarations == (Declaration("acme/chat", SAID),)
    assert found.corrections == (
        Correction("offering", "acme/chat", "model", "acme/chat-2", SAID),
        Correction("offering", "acme/chat", "capability.vision", False, SAID),
        Correction("provider", "acme", "name", "ACME", SAID),
        Correction("provider", "acme", "env", ("ACME_KEY",), SAID),
    )


def test_what_the_files_declare_needs_no_end() -> None:
    text = '[[price]]\noffering = "ACME/chat"\nmeter = "input"\nusd = 1\n'.replace("ACME", "acme") + CITED
    assert len(mistakes(text)) == 1
    assert mistakes(text + '[[offering]]\nid = "acme/Chat"\n' + CITED) == []


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("a = \n", "a.toml:1: this is not TOML: Invalid value"),
        ("\n[[price]\n", "a.toml:2: this is not TOML"),
        ('why = "', "a.toml:1: this is not TOML"),
        ('wyh = "x"\n', "a.toml:1: 'wyh' stands before the first entry; did you mean 'why'?"),
        ("[[prices]]\n" + CITED, "a.toml:1: there is no table 'prices'; did you mean 'price'?"),
        ("[price]\n" + CITED, "a.toml:1: write [[price]] with two brackets"),
        ("price = 3\n" + CITED, "a.toml:1: 'price' stands before the first entry"),
        (PRICE + CITED + "teir = 1\n", "a.toml:9: a price has no key 'teir'; did you mean 'tier'?"),
        (PRICE, "a.toml:1: this price has no `source`: say who says so"),
        (CITED + "\n" + PRICE.replace('meter = "input"\n', ""), "a.toml:5: this price has no `meter`"),
        (PRICE.replace("input", "inptu") + CITED, "a.toml:3: there is no meter \"inptu\"; did you mean 'input'?"),
        (PRICE + CITED + 'tier = "slow"\n', 'a.toml:9: tier = "slow" is not a service tier'),
        (PRICE.replace("0.2\n", "-1\n") + CITED, "a.toml:4: usd = -1 is not a price"),
        (PRICE.replace("0.2\n", '"0.2"\n') + CITED, 'a.toml:4: usd = "0.2" is not a price'),
        (PRICE.replace("0.2\n", "nan\n") + CITED, "a.toml:4: usd = NaN is not a price"),
        (PRICE.replace("0.2\n", "true\n") + CITED, "a.toml:4: usd = true is not a price"),
        (PRICE.replace("0.2\n", "1e15\n") + CITED, "a.toml:4: usd = 1E+15 is beyond what a price can be"),
        (
            PRICE.replace("0.2\n", "0.12345678912345\n") + CITED,
            "a.toml:4: usd = 0.12345678912345 is not exact: a price per 1,000,000 tokens is a multiple of 0.000000001",
        ),
        (PRICE.replace("openai/gpt-5", "gpt-5") + CITED, 'a.toml:2: offering = "gpt-5" is not the id of an offering'),
        (PRICE + CITED.replace("https", "ftp"), 'a.toml:6: source = "ftp://openai.example/pricing" is not an https'),
        (PRICE + CITED.replace("2026-11-20", "2026"), "a.toml:8: date = 2026 is not a day such as 2026-11-23"),
        (PRICE + CITED + "since = 2026-11-01T08:00:00\n", "a.toml:9: since = 2026-11-01 08:00:00 has no offset"),
        (PRICE + CITED + "until = 2026-11-20\n", "a.toml:9: `until` is not after `date`"),
        (PRICE + CITED + "since = 2027-01-02\nuntil = 2027-01-01\n", "a.toml:10: `until` is not after `since`"),
        (PRICE + CITED + "when = { prompt = 3 }\n", "a.toml:9: when = {'prompt': 3} cannot be: prompt = 3"),
        (PRICE + CITED + "when = { weekdays = [1] }\n", "a.toml:9: when = {'weekdays': [1]} names days without hours"),
        (
            PRICE.replace("replaces = 0.25\n", "") + CITED,
            "a.toml:1: input of openai/gpt-5 has neither `until` nor `replaces`",
        ),
        (CORRECTION.replace("replaces = 64000\n", "") + CITED, "a.toml:1: context of openai/gpt-5 has neither"),
        (CORRECTION.replace("context", "contxt") + CITED, 'a.toml:3: an offering has no field "contxt"; did you mean'),
        (CORRECTION.replace("128000", "5") + CITED, "a.toml:4: value = 5 is not a whole number of tokens from 16"),
        (CORRECTION.replace("64000", '"x"') + CITED, 'a.toml:5: replaces = "x" is not a whole number of tokens'),
        (
            CORRECTION + 'provider = "openai"\n' + CITED,
            "a.toml:1: a correction is of one `offering` or of one `provider`",
        ),
        ('[[offering]]\nid = "a/b"\nmodel = "B"\n' + CITED, 'a.toml:3: model = "B" is not a model id in lower case'),
        (
            '[[offering]]\nid = "a/b"\ncapabilities = { visoin = true }\n' + CITED,
            "a.toml:3: capabilities: visoin = true cannot be; did you mean 'vision'?",
        ),
        ('[[provider]]\nid = "A"\n' + CITED, 'a.toml:2: id = "A" is not the id of a provider'),
        (PRICE + CITED + PRICE + CITED, "a.toml:9: input of openai/gpt-5 overlaps with a.toml:1"),
        (
            CORRECTION + CITED + CORRECTION + CITED,
            "a.toml:9: context of openai/gpt-5 is given a value already at a.toml:1",
        ),
        (2 * ('[[offering]]\nid = "a/b"\n' + CITED), "a.toml:6: a/b is declared already at a.toml:1"),
    ],
)
def test_a_mistake_is_told_with_file_and_line_and_what_to_do(text: str, told: str) -> None:
    found = mistakes(text)
    assert found[0].startswith(told), found


def test_every_mistake_of_all_files_is_told_in_order() -> None:
    found = parse({"b.toml": "x = \n", "a.toml": PRICE.replace("input", "inptu") + CITED + "teir = 1\n"})
    assert [(one.file, one.line) for one in found.mistakes] == [("a.toml", 9), ("b.toml", 1)]


def test_a_header_inside_of_a_text_is_no_header() -> None:
    text = PRICE + CITED.replace('"Because."', '"""\n[[price]]\nteir = 1\n"""') + "teir = 1\n"
    assert mistakes(text) == [
        "a.toml:12: a price has no key 'teir'; did you mean 'tier'?",
    ]


def test_lines_count_after_texts_of_several_lines() -> None:
    text = CITED.replace('"Because."', "'''\n[[x]]\n'''") + PRICE.replace("input", "inptu")
    assert mistakes(text)[0].startswith("a.toml:8: there is no meter")


def test_prices_of_one_meter_may_follow_one_another() -> None:
    ended = PRICE + CITED + "since = 2026-01-01\nuntil = 2026-07-01\n"
    assert mistakes(ended + PRICE + CITED + "since = 2026-07-01\n") == []
    assert "overlaps" in mistakes(ended + PRICE + CITED + "since = 2026-06-30\n")[0]


def test_files_are_read_from_a_folder_and_the_folders_in_it(tmp_path: Path) -> None:
    (tmp_path / "inner").mkdir()
    (tmp_path / "inner" / "b.toml").write_text(PRICE + CITED)
    (tmp_path / "a.toml").write_text(CORRECTION + CITED)
    (tmp_path / "note.txt").write_text("not read")
    found = read(tmp_path)
    assert list(found.texts) == ["a.toml", "inner/b.toml"]
    assert [price.cited.place for price in found.overrides.prices] == ["inner/b.toml:1"]
    assert read(tmp_path / "a.toml").overrides.corrections == found.overrides.corrections


def test_the_order_of_files_does_not_matter() -> None:
    one = parse({"a.toml": PRICE + CITED, "b.toml": CORRECTION + CITED})
    other = parse({"b.toml": CORRECTION + CITED, "a.toml": PRICE + CITED})
    assert one.overrides == other.overrides


def test_a_file_that_is_no_text_is_a_mistake(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_bytes(b"# fine\n\xff\n")
    assert [str(one) for one in read(tmp_path).mistakes] == ["a.toml:2: this is not UTF-8, which TOML is written in"]


def test_no_folder_is_no_overrides_unless_it_is_named(tmp_path: Path) -> None:
    assert not overrides_of(load(data_dir=tmp_path)).overrides
    with pytest.raises(OverridesInvalid, match="which is no folder"):
        overrides_of(load(data_dir=tmp_path, overrides=tmp_path / "gone"))


def test_what_cannot_be_used_is_refused_in_one_line_that_counts_the_rest(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text("[[x]]\n[[y]]\n")
    with pytest.raises(OverridesInvalid, match=r"^the overrides cannot be used: a.toml:1: .* \(1 more: `modeldex"):
        overrides_of(load(data_dir=tmp_path, overrides=tmp_path))
