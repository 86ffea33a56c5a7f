"""Our own cited tables: whole on load, and one clear line for what is wrong in them."""

from dataclasses import replace

import pytest

from registry.domain.catalog import Model
from registry.domain.facts import OURS, LabFacts, ModelFacts, ProviderFacts
from registry.facts import FACTS, LABS, MODELS, PROVIDERS, FactsError, parse
from registry.web.pages.provenance import of_our_own
from registry.web.protocols import KINDS
from registry.web.recipes import CLOUDS

NAMES = {
    "openai": "OpenAI API",
    "anthropic": "Anthropic API",
    "google": "Gemini API",
    "google-vertex": "Vertex AI",
    "amazon-bedrock": "Amazon Bedrock",
    "azure": "Azure OpenAI",
    "openrouter": "OpenRouter",
    "aiml": "AI/ML API",
}


@pytest.mark.parametrize(("provider", "name"), NAMES.items())
def test_providers_are_called_as_people_say_them(provider: str, name: str) -> None:
    assert PROVIDERS[provider].name == name


def test_a_lab_keeps_its_own_name() -> None:
    assert LABS["openai"].name == "OpenAI"


def test_every_kind_is_a_row_of_the_protocols() -> None:
    assert {row.kind for row in PROVIDERS.values() if row.kind} <= {*KINDS, *CLOUDS, "uncallable"}


def test_what_a_provider_is_is_one_whole_sentence() -> None:
    for row in PROVIDERS.values():
        if row.about:
            assert row.about.endswith("."), row.id
            assert len(row.about) <= 160, row.id


def test_luna_was_announced_before_it_was_released() -> None:
    luna = MODELS["openai/gpt-5.6-luna"]
    assert (luna.announced, luna.released) == ("2026-06-26", "2026-07-09")


@pytest.mark.parametrize(
    ("text", "kind", "complaint"),
    [
        ("[[row]]\nid = 'a'", LabFacts, "t.toml, row 1 (a): name must be given"),
        ("[[row]]\nname = 'A'", LabFacts, "row 1 (without an id): id must be given"),
        ("[[row]]\nid = 'a'\nname = 'A'\ncolour = 'red'", LabFacts, "there is no key called 'colour'"),
        ("[[row]]\nid = 'a'\nname = ' A'", LabFacts, "name = ' A' is not what this key holds"),
        ("[[row]]\nid = 'a'\nname = 'A'\nurl = 'http://a.example'", LabFacts, "url = 'http://a.example' is not"),
        ("[[row]]\nid = 'a'\nname = 'A'\nurl = 'javascript:x'", LabFacts, "url = 'javascript:x' is not"),
        ("[[row]]\nid = 'a'\nname = 'A'\n" * 2, LabFacts, "row 2 (a): this id is already taken"),
        (
            "[[row]]\nid = 'a'\nname = 'A'\nsource = 'https://a.example'\nenv = 'A_KEY'",
            ProviderFacts,
            "env = 'A_KEY' is not",
        ),
        (
            "[[row]]\nid = 'a/b'\nsource = 'https://a.example'\nopen_weights = 'no'",
            ModelFacts,
            "open_weights = 'no' is not",
        ),
        ("[[row", LabFacts, "t.toml: "),
    ],
)
def test_a_mistake_in_a_table_is_told_in_one_line(text: str, kind: type, complaint: str) -> None:
    with pytest.raises(FactsError) as refused:
        parse(text, kind, "t.toml")
    assert complaint in str(refused.value)
    assert "\n" not in str(refused.value)


def test_what_our_own_table_says_stands_under_the_page_that_it_cites() -> None:
    model = Model(
        "openai/gpt-5.6-luna",
        "GPT-5.6 Luna",
        "openai",
        None,
        "gpt-5.6-luna",
        announced="2026-06-26",
        released="2026-07-09",
        citations={"announced": OURS, "released": "models-dev"},
    )
    (document,) = of_our_own(model)
    assert document.url == FACTS.models[model.id].source
    assert document.values == (("Announced", "2026-06-26"),)
    assert of_our_own(replace(model, id="openai/unknown")) == ()
