import hashlib
import json
import re
from pathlib import Path

import pytest

from registry.domain.export import digest
from registry.store.database import connect
from registry.web.pages.wording import CAPABILITY_LABELS
from scrapers.sources import SOURCES
from tests.cli.conftest import Run
from tests.web.published import BIGGER

LUNA = "openai/gpt-5.6-luna"

pytestmark = pytest.mark.usefixtures("catalog")


@pytest.mark.parametrize("query", ["gpt 5.6 luna", "GPT-5.6-luna", "luna openai", LUNA])
def test_words_find_an_offering_however_they_are_separated(modeldex: Run, query: str) -> None:
    answer = modeldex("search", query)
    assert answer.code == 0
    assert LUNA in answer.out


def test_the_exact_id_is_found_first(modeldex: Run) -> None:
    found = modeldex("search", "gpt-5.6-luna", "--json").json
    assert isinstance(found, dict)
    assert found["offerings"][0]["id"] == LUNA
    assert found["total"] == {"models": 1, "offerings": 2}
    assert found["models"][0]["cheapest"]["input"]["usd"] == 0.2


def test_finding_nothing_is_told_by_the_exit_code(modeldex: Run) -> None:
    answer = modeldex("search", "no such thing")
    assert (answer.code, answer.out) == (1, "Nothing matches 'no such thing'.\n")


def test_an_id_shows_the_offering_and_a_prefix_the_model(modeldex: Run) -> None:
    assert "GPT-5.6 Luna on OpenAI API" in modeldex("show", LUNA).out
    assert "GPT-5.6 Luna on OpenAI API" in modeldex("show", f"offering:{LUNA}").out
    model = modeldex("show", f"model:{LUNA}").out
    assert "on OpenAI API" not in model
    assert "example-gateway/openai/gpt-5.6-luna" in model


def test_what_is_shown_as_json_is_the_view_of_the_api(modeldex: Run) -> None:
    offering, model = modeldex("show", LUNA, "--json").json, modeldex("show", f"model:{LUNA}", "--json").json
    assert isinstance(offering, dict)
    assert isinstance(model, dict)
    assert offering["limits"] == {"context": 1050000, "input": 922000, "output": 128000}
    assert offering["capabilities"]["fine_tuning"] is None
    assert [one["id"] for one in model["offerings"]] == ["example-gateway/openai/gpt-5.6-luna", LUNA]


def test_what_no_source_says_is_printed_as_not_sourced(modeldex: Run) -> None:
    lines = modeldex("show", "example-gateway/openai/gpt-5.6-luna").out.splitlines()
    assert next(line for line in lines if line.startswith("Context")).split(maxsplit=1)[1] == "Not sourced"
    assert "No price is sourced." in lines


def test_show_can_look_at_the_past(modeldex: Run) -> None:
    past = modeldex("show", LUNA, "--at", "2026-06-26").out
    assert "$6.00" in past
    assert "$1.20" not in past


@pytest.mark.parametrize("identifier", ["openai/nothing-like-it", "model:openai/gpt-5.6", "offering:x", "\x00", "%"])
def test_an_id_that_nothing_has_is_one_clear_line(modeldex: Run, identifier: str) -> None:
    answer = modeldex("show", identifier)
    assert (answer.code, answer.out, len(answer.err.splitlines())) == (1, "", 1)
    assert "there is no" in answer.err


def lines(printed: str) -> dict[str, list[str]]:
    """The cells of a table's lines behind their first one."""
    split = (re.split(r" {2,}", line.strip()) for line in printed.splitlines())
    return {first: rest for first, *rest in split}


def test_things_are_compared_side_by_side(modeldex: Run) -> None:
    compared = lines(modeldex("compare", LUNA, "deepseek/deepseek-v4", f"model:{LUNA}").out)
    assert compared["Context"] == ["1,050,000", "128,000", "1,050,000"]
    assert compared["Input tokens"] == ["$0.20", "$0.07", "$0.20 on OpenAI API"]
    assert compared["Input tokens, batch"] == ["$0.10", "Not sourced", "$0.10 on OpenAI API"]
    assert compared["Prices"] == ["on OpenAI API", "on DeepSeek API", "at its cheapest, on OpenAI API"]
    assert compared["Providers"] == ["2", "1", "2"]
    kinds = modeldex("compare", LUNA, f"model:{LUNA}", "--json").json
    assert isinstance(kinds, dict)
    assert [one["kind"] for one in kinds["items"]] == ["offering", "model"]


def test_each_capability_has_a_line_of_a_comparison(modeldex: Run) -> None:
    compared = lines(modeldex("compare", LUNA, "deepseek/deepseek-v4").out)
    assert {label: compared[label] for label in ("Vision", "Function Calling", "Fine-tuning")} == {
        "Vision": ["Yes", "No"],
        "Function Calling": ["Yes", "Not sourced"],
        "Fine-tuning": ["Not sourced", "Not sourced"],
    }
    assert [label for label in CAPABILITY_LABELS.values() if label not in compared] == []


@pytest.mark.parametrize("ids", [(LUNA,), (LUNA, LUNA), tuple(f"a/{n}" for n in range(7))])
def test_one_thing_or_seven_are_no_comparison(modeldex: Run, ids: tuple[str, ...]) -> None:
    assert modeldex("compare", *ids).code == 2


def test_a_messy_name_is_resolved_with_the_rule_that_says_so(modeldex: Run) -> None:
    answer = modeldex("resolve", "gpt-5.6-luna", "--provider", "openai", "--json").json
    assert isinstance(answer, dict)
    assert (answer["offering"], answer["model"]["id"], answer["rule"]) == (LUNA, LUNA, "listed")


def test_a_name_that_nothing_has_is_told_by_the_exit_code(modeldex: Run) -> None:
    assert modeldex("resolve", "unheard-of").code == 1


def test_changes_are_newest_first_and_can_begin_at_a_day_or_edition(modeldex: Run) -> None:
    def days(*arguments: str) -> list[str]:
        listed = modeldex("changes", "--json", *arguments).json
        assert isinstance(listed, dict)
        return [change["day"] for change in listed["items"]]

    assert days() == ["2026-07-30", "2026-07-09", "2026-06-26"]
    assert days("--since", "2026-07-30") == ["2026-07-30"]
    assert days("--since", "2") == []
    assert days("--kind", "status") == ["2026-07-09"]
    assert modeldex("changes", "--since", "last week").code == 2


@pytest.mark.parametrize(
    "arguments",
    [
        ("--kind", "nonsense"),
        ("--since", "26.6.2026"),
        ("--since", "2026-W26-5"),
        ("--cursor", "12"),
        ("--cursor", "c999999"),
        ("--limit", "0"),
    ],
)
def test_changes_asked_for_wrongly_are_one_clear_line(modeldex: Run, arguments: tuple[str, ...]) -> None:
    answer = modeldex("changes", *arguments)
    assert (answer.code, answer.out, len(answer.err.splitlines())) == (2, "", 1)


def test_the_json_of_changes_says_how_many_there_are_and_how_to_go_on(modeldex: Run) -> None:
    first = modeldex("changes", "--json", "--limit", "2").json
    assert isinstance(first, dict)
    assert (len(first["items"]), first["total"]) == (2, 3)
    rest = modeldex("changes", "--json", "--limit", "2", "--cursor", first["next"]).json
    assert isinstance(rest, dict)
    assert (len(rest["items"]), rest["total"], rest["next"]) == (1, 3, None)


def test_changes_of_several_kinds_are_asked_for_together(modeldex: Run) -> None:
    found = modeldex("changes", "--json", "--kind", "price", "--kind", "status").json
    assert isinstance(found, dict)
    assert [one["kind"] for one in found["items"]] == ["price", "status"]


@pytest.mark.parametrize("at", ["20260626", "2026-06-26T10", "2026-W26-5", "yesterday"])
def test_a_date_is_written_in_one_way(modeldex: Run, at: str) -> None:
    assert modeldex("price", LUNA, "--at", at).code == 2


def test_a_change_of_a_price_is_printed_as_it_is_sold(modeldex: Run) -> None:
    row = next(line for line in modeldex("changes").out.splitlines() if " price " in line)
    assert re.split(r" {2,}", row) == [
        *("2026-07-30", "price", LUNA, "Input tokens", "$1.00", "$0.20", "1M tokens", "genai-prices")
    ]


def test_a_change_has_the_words_of_the_page_and_an_event_no_values(modeldex: Run) -> None:
    printed = modeldex("changes").out.splitlines()
    assert [re.split(r" {2,}", line)[1:4] for line in printed[-2:]] == [
        ["status", LUNA, "Status"],
        ["new", "openai/gone", "New offering"],
    ]
    assert "Not sourced" not in printed[-1]


STANDARD = json.dumps({"tier": "standard", "when": None})


@pytest.mark.parametrize(("basis", "day"), [("observed", "2026-07-30 first seen"), ("documented", "2026-07-30")])
def test_a_change_whose_day_was_only_observed_says_so(modeldex: Run, catalog: Path, basis: str, day: str) -> None:
    engine = connect(f"sqlite:///{catalog}")
    with engine.begin() as conn:
        conn.exec_driver_sql("UPDATE rate SET basis = ? WHERE valid_from IS NOT NULL", (basis,))
        conn.exec_driver_sql("UPDATE change SET rate = ? WHERE kind = 'price'", (STANDARD,))
    engine.dispose()
    row = next(line for line in modeldex("changes").out.splitlines() if " price " in line)
    assert re.split(r" {2,}", row)[0] == day


@pytest.mark.parametrize(
    ("options", "days"),
    [
        (("--source", "openai"), ["2026-07-09"]),
        (("--source", "openai", "--source", "genai-prices"), ["2026-07-30", "2026-07-09"]),
        (("--offering", "OpenAI/GPT-5.6-Luna"), ["2026-07-30", "2026-07-09"]),
        (("--provider", "OpenAI"), ["2026-07-30", "2026-07-09", "2026-06-26"]),
        (("--provider", "deepseek"), []),
    ],
)
def test_changes_can_be_of_a_provider_an_offering_or_a_source(
    modeldex: Run, options: tuple[str, ...], days: list[str]
) -> None:
    found = modeldex("changes", "--json", *options).json
    assert isinstance(found, dict)
    assert [change["day"] for change in found["items"]] == days


def test_every_source_is_listed_with_its_state(modeldex: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MODELDEX_SOURCES", "litellm")
    listed = modeldex("sources", "--json").json
    assert isinstance(listed, dict)
    assert {one["name"]: one["enabled"] for one in listed["items"]} == {
        source.name: source.name == "litellm" for source in SOURCES
    }
    assert "switched off" in modeldex("sources").out


def test_editions_are_newest_first(modeldex: Run) -> None:
    listed = modeldex("editions", "--json").json
    assert isinstance(listed, dict)
    assert [one["number"] for one in listed["items"]] == [2, 1]
    assert digest(BIGGER)[:12] in modeldex("editions").out


READ = "models-dev,litellm,genai-prices"


def test_status_says_in_one_line_that_all_is_well(modeldex: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MODELDEX_SOURCES", READ)
    answer = modeldex("status")
    assert (answer.code, answer.out.splitlines()[0]) == (0, "All is well.")
    assert "Never read" not in answer.out


def test_status_counts_and_names_the_sources_that_were_never_read(modeldex: Run) -> None:
    unread = [source.name for source in SOURCES if source.name not in READ]
    answer = modeldex("status")
    assert answer.code == 0
    assert f"Never read: {len(unread)} of {len(SOURCES)} sources ({', '.join(unread)})." in answer.out.splitlines()
    assert "All is well" not in answer.out


def test_status_names_a_stale_source_and_does_not_call_that_well(
    modeldex: Run, catalog: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MODELDEX_SOURCES", READ)
    engine = connect(f"sqlite:///{catalog}")
    with engine.begin() as conn:
        conn.exec_driver_sql("UPDATE source SET last_success = '2026-01-01 00:00:00' WHERE name = 'litellm'")
    engine.dispose()
    answer = modeldex("status")
    assert (answer.code, "All is well" in answer.out) == (0, False)
    assert "Stale: litellm, whose newest snapshot is of 2026-01-01." in answer.out.splitlines()


def test_status_tells_an_overdue_refresh_by_its_exit_code(modeldex: Run, catalog: Path) -> None:
    engine = connect(f"sqlite:///{catalog}")
    with engine.begin() as conn:
        conn.exec_driver_sql("UPDATE source SET last_success = '2026-01-01 00:00:00'")
        conn.exec_driver_sql("UPDATE installation SET created_at = '2026-01-01 00:00:00'")
    engine.dispose()
    answer = modeldex("status")
    assert answer.code == 1
    assert "refresh overdue since 2026-01-05" in answer.out.splitlines()[0]
    assert modeldex("status", "--json").code == 1


def test_the_canonical_lines_have_the_editions_digest(modeldex: Run, tmp_path: Path) -> None:
    path = tmp_path / "catalog.jsonl"
    assert modeldex("export", str(path)).code == 0
    assert hashlib.sha256(path.read_bytes()).hexdigest() == digest(BIGGER)


def test_an_export_of_the_same_edition_has_the_same_bytes(modeldex: Run, tmp_path: Path) -> None:
    for name in ("one.csv", "two.csv"):
        assert modeldex("export", str(tmp_path / name)).code == 0
    assert (tmp_path / "one.csv").read_bytes() == (tmp_path / "two.csv").read_bytes()


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("catalog.txt",), 2),
        (("catalog.json", "--format", "yaml"), 2),
        (("no-such-folder/catalog.json",), 1),
    ],
)
def test_an_export_that_cannot_be_written_is_one_clear_line(
    modeldex: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...], code: int
) -> None:
    monkeypatch.chdir(tmp_path)
    before = sorted(tmp_path.iterdir())
    answer = modeldex("export", *arguments)
    assert (answer.code, answer.out, len(answer.err.splitlines())) == (code, "", 1)
    assert sorted(tmp_path.iterdir()) == before


def test_words_need_no_quotes(modeldex: Run) -> None:
    assert modeldex("search", "gpt", "5.6", "luna").out == modeldex("search", "gpt 5.6 luna").out


def test_a_name_that_no_rule_knows_has_what_the_search_finds_for_candidates(modeldex: Run) -> None:
    answer = modeldex("resolve", "luna", "--json")
    assert isinstance(answer.json, dict)
    assert (answer.code, answer.json["candidates"][0]) == (1, "openai/gpt-5.6-luna")


def test_an_unknown_provider_is_said_to_be_unknown(modeldex: Run) -> None:
    answer = modeldex("resolve", "gpt-5.6-luna", "--provider", "opnai")
    assert (answer.code, answer.out) == (1, "")
    assert answer.err == "modeldex: there is no provider 'opnai'; did you mean openai?\n"


def test_changes_since_an_edition_that_is_not_there_yet_are_one_clear_line(modeldex: Run) -> None:
    answer = modeldex("changes", "--since", "99")
    assert (answer.code, answer.out) == (1, "")
    assert answer.err == "modeldex: there is no edition 99 yet; the newest is edition 2\n"
