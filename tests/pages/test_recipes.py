"""Recipes as values: what is known gives programs, what is not gives none; nothing that a feed says can break out."""

import ast
import re
import shlex
from dataclasses import replace
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from registry.domain.catalog import Model, Offering, Provider
from registry.refresh.opening import open_catalog
from registry.settings import Settings
from registry.store.catalog import load_catalog
from registry.store.database import read
from registry.web.pages.places import provider_page
from registry.web.pages.site import Site
from registry.web.protocols import KINDS
from registry.web.recipes import FALLBACK_KEY, Recipe, programs, recipe
from registry.web.views.offerings import recipe_view
from tests.sample import CATALOG, LUNA

SERVED = Provider(
    "example", "Example", package="@ai-sdk/openai-compatible", base_url="https://x.example/v1", env=("A_KEY",)
)
OFFERED = Offering("example/m", "example", "m", "m", LUNA.model, mode="chat")


def made(provider: Provider = SERVED, offering: Offering = OFFERED, lab: str = "openai") -> Recipe | None:
    models = {LUNA.model: Model(LUNA.model, "GPT-5.6 Luna", lab, None, "gpt-5.6-luna")}
    return recipe(replace(CATALOG, providers={provider.id: provider}, models=models), offering)


def test_lunas_recipe_reads_the_key_that_openai_documents() -> None:
    found = recipe(CATALOG, LUNA)
    assert found is not None
    assert found.install == "pip install openai"
    assert found.auth == "export OPENAI_API_KEY=..."
    assert (
        found.call
        == """\
from openai import OpenAI

client = OpenAI()  # reads OPENAI_API_KEY

response = client.chat.completions.create(
    model="gpt-5.6-luna",
    messages=[{"role": "user", "content": "Hello"}],
)
print(response.choices[0].message.content)
"""
    )
    assert found.python.removeprefix(found.call).startswith("usage = response.usage\nprint(")


@pytest.mark.parametrize(
    "provider",
    [
        replace(SERVED, base_url=None),
        replace(SERVED, env=()),
        replace(SERVED, env=("GOOGLE_APPLICATION_CREDENTIALS",)),
        replace(SERVED, package="some-other-package"),
        replace(SERVED, package=None),
        replace(SERVED, kind="uncallable"),
        replace(SERVED, package="@ai-sdk/anthropic", base_url="https://x.example/anthropic"),
    ],
)
def test_what_no_source_says_is_never_guessed(provider: Provider) -> None:
    assert made(provider) is None


@pytest.mark.parametrize("mode", ["image", "video", "speech", "transcription", "realtime", "moderation", "ocr"])
def test_a_task_that_the_table_has_no_call_for_has_no_recipe(mode: str) -> None:
    assert made(offering=replace(OFFERED, mode=mode)) is None


@pytest.mark.parametrize(
    "url",
    [
        'https://x.example/"; import os #',
        "https://x.example/$(reboot)",
        "https://x.example/`id`",
        "https://x.example/a b",
        "javascript:alert(1)",
        "https://x.example/{os.environ}",
        "https://x.example/\n",
        "https://x.example/\\",
    ],
)
def test_an_address_that_could_break_out_of_a_program_gives_none(url: str) -> None:
    assert made(replace(SERVED, base_url=url)) is None


@pytest.mark.parametrize("model_id", ['a"b', "a'b", "a\\b", "a$(id)", "a`id`", "a{b}", "a\nb", "a<model>b", "naïve"])
def test_a_strange_model_id_is_quoted_in_both_programs(model_id: str) -> None:
    found = made(offering=replace(OFFERED, api_model_id=model_id))
    assert found is not None
    constants = {node.value for node in ast.walk(ast.parse(found.python)) if isinstance(node, ast.Constant)}
    assert model_id in constants
    body = found.curl.split(" -d ", 1)[1]
    assert body.startswith("'")


BASES = {"gemini-compatible": "https://x.example/v1beta"}


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_has_a_program_that_python_can_read(kind: str) -> None:
    url = KINDS[kind].default_url or BASES.get(kind, "https://x.example/v1")
    for task in KINDS[kind].calls:
        found = programs(kind, task, url, KINDS[kind].variables or ("A_KEY",), "m")
        for program in (found.call, found.python):
            ast.parse(program)
            assert ("os.environ" in program) == ("import os\n" in program)
        assert "<" not in found.python + found.curl
        assert shlex.split(found.curl)[0] == "curl"


@pytest.mark.parametrize(
    ("kind", "lab", "model_id", "expected"),
    [
        ("vertex", "google", "m", "vertex"),
        ("vertex", "anthropic", "m", "vertex-anthropic"),
        ("vertex", "meta", "m", None),
        ("vertex", "meta", "meta/llama-4-scout-maas", "vertex-openai"),
        ("azure", "openai", "gpt-5.6-luna", "azure"),
        ("azure", "deepseek", "DeepSeek-V4", "azure-models"),
        ("azure", "anthropic", "claude-opus-5", None),
        ("azure", "xai", "global/grok-3", None),
        ("azure-foundry", "anthropic", "claude-opus-5", "azure-anthropic"),
        ("azure-foundry", "mistral", "Mistral-Large-3", "azure-models"),
        ("bedrock", "amazon", "us.amazon.nova-2-lite-v1:0", "bedrock"),
        ("bedrock", "anthropic", "regional.anthropic.claude-3-haiku-v1:0", None),
        ("bedrock", "anthropic", "claude-sonnet-4-5-v1:0", None),
    ],
)
def test_on_a_cloud_the_lab_decides_the_protocol(kind: str, lab: str, model_id: str, expected: str | None) -> None:
    offering = replace(OFFERED, api_model_id=model_id)
    assert getattr(made(replace(SERVED, kind=kind), offering, lab=lab), "kind", None) == expected


def test_claude_on_azure_is_asked_at_an_address_of_its_own() -> None:
    offering = replace(OFFERED, id="azure-ai/claude-opus-5", provider="azure-ai", api_model_id="claude-opus-5")
    found = made(replace(SERVED, id="azure-ai", kind="azure-foundry"), offering, lab="anthropic")
    assert found is not None
    assert found.variables == ("AZURE_RESOURCE_NAME", "AZURE_API_KEY")
    assert found.base_url == "https://${AZURE_RESOURCE_NAME}.services.ai.azure.com/anthropic"
    assert found.curl.startswith('curl "https://${AZURE_RESOURCE_NAME}.services.ai.azure.com/anthropic/v1/messages"')


def test_what_answers_no_single_request_has_no_recipe() -> None:
    assert made(offering=replace(OFFERED, deployment="batch_only")) is None
    assert made(offering=replace(OFFERED, deployment="dedicated")) is None
    assert made(offering=replace(OFFERED, api_model_id="ft:gpt-3.5-turbo-")) is None


def test_a_login_stands_for_a_key_on_google_cloud() -> None:
    found = made(replace(SERVED, kind="vertex"), lab="google")
    assert found is not None
    assert found.auth.splitlines() == [
        "gcloud auth application-default login",
        "export GOOGLE_CLOUD_PROJECT=...",
        "export GOOGLE_CLOUD_LOCATION=global",
    ]


def test_an_offerings_own_package_and_address_beat_those_of_its_provider() -> None:
    offering = replace(OFFERED, package="@ai-sdk/anthropic", base_url="https://x.example/anthropic/v1")
    found = made(offering=offering)
    assert found is not None
    assert found.kind == "anthropic-compatible"
    assert 'base_url="https://x.example/anthropic"' in found.python


def test_a_native_kind_is_not_taken_from_a_package_name() -> None:
    """A gateway that speaks Anthropic's protocol at an unknown address must not lead to Anthropic's own."""
    assert made(replace(SERVED, base_url=None), replace(OFFERED, package="@ai-sdk/anthropic")) is None


def test_a_key_that_no_shell_can_export_is_replaced() -> None:
    found = made(replace(SERVED, env=("302AI_API_KEY",)))
    assert found is not None
    assert found.variables == (FALLBACK_KEY,)


def test_a_model_that_answers_only_on_the_responses_api_is_called_there() -> None:
    found = made(offering=replace(OFFERED, endpoints=("/v1/responses", "/v1/batch")))
    assert found is not None
    assert "client.responses.create(" in found.python
    assert "/v1/responses" in found.curl


def test_a_slash_in_a_path_is_escaped_and_in_a_body_is_not() -> None:
    gemini = made(replace(SERVED, kind="gemini"), replace(OFFERED, api_model_id="tuned/m"))
    assert gemini is not None
    assert "/models/tuned%2Fm:generateContent" in gemini.curl


def test_the_api_tells_the_address_and_the_variables_of_the_programs(bundled_data: Path) -> None:
    engine = open_catalog(Settings(data_dir=bundled_data))
    with read(engine) as conn:
        catalog = load_catalog(conn)
    engine.dispose()
    kinds = set()
    for offering in catalog.offerings.values():
        view = recipe_view(catalog, offering)
        if view.curl:
            kinds.add(view.kind)
            assert f'curl "{view.base_url}/' in view.curl, offering.id
            assert exported(view.auth or "") == list(view.env), offering.id
    assert kinds >= {
        "openai-compatible",
        "anthropic-compatible",
        "gemini",
        "vertex-openai",
        "bedrock",
        "azure-anthropic",
    }


def exported(auth: str) -> list[str]:
    return [line.removeprefix("export ").partition("=")[0] for line in auth.splitlines() if line.startswith("export ")]


def test_a_providers_page_shows_a_chat_before_what_is_newer_but_none(site: Site) -> None:
    chat = replace(OFFERED, id="openai/chat", provider="openai", released="2026-01-01")
    spoken = replace(chat, id="openai/tts", api_model_id="tts", slug="tts", mode="speech", released="2026-09-09")
    shown = replace(site, catalog=replace(CATALOG, offerings={one.id: one for one in (chat, spoken)}))
    page = provider_page(shown, CATALOG.providers["openai"])
    assert (page.recipe_model, page.recipe and page.recipe.task) == ("m", "chat")
    alone = replace(shown, catalog=replace(shown.catalog, offerings={spoken.id: spoken}))
    assert provider_page(alone, CATALOG.providers["openai"]).recipe_model == "tts"


def test_a_provider_and_its_example_show_the_same_recipe(client: TestClient) -> None:
    pages = [client.get(path).text for path in ("/providers/openai", "/providers/openai/gpt-5.6-luna")]
    shown, same = (page.partition('id="setup"')[2].partition("\n</section>")[0] for page in pages)
    assert shown == same
    assert re.findall("<dt>(.*?)</dt>", shown) == ["Install", "Auth", "Call", "Model ID", "Auth", "Call", "Model ID"]
