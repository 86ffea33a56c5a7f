import gzip
import json
from pathlib import Path

import pytest

from registry.domain.identity.families import family_of
from registry.domain.identity.providers import offering_key, provider_id
from registry.domain.identity.resolve import Index, build_index, resolve
from registry.domain.identity.spelling import key_of, spell
from scrapers.claims import Statement
from tests.domain.labelled_sample import LABELLED
from tests.measures import identity

RECORDED = Path(__file__).parents[3] / "shared" / "data" / "models_dev"

SOLD = [
    ("anthropic", "claude-sonnet-4-5"),
    ("anthropic", "claude-sonnet-4-5-20250929"),
    ("anthropic", "claude-opus-4-7"),
    ("openai", "gpt-5"),
    ("openai", "gpt-5.2"),
    ("openai", "gpt-5.2-chat-latest"),
    ("openai", "gpt-5.6-luna"),
    ("openai", "gpt-5.6-sol"),
    ("openai", "gpt-4o-2024-05-13"),
    ("openai", "gpt-4o-2024-08-06"),
    ("google", "gemma-4-31b-it"),
    ("google", "gemini-3-flash-preview"),
    ("moonshotai", "kimi-k2.7-code"),
    ("moonshotai", "kimi-k2.7-code-highspeed"),
    ("zai", "glm-5.1"),
    ("mistral", "mistral-small-2506"),
    ("mistral", "mistral-large-2411"),
    ("mistral", "zai-glm-5-2"),
    ("xai", "grok-4"),
    ("deepseek", "deepseek-v4-flash"),
    ("minimax", "MiniMax-M2.5"),
    ("nvidia", "nvidia/nemotron-3-super-120b-a12b"),
    ("huggingface", "meta-llama/Llama-3.3-70B-Instruct"),
    ("huggingface", "deepseek-ai/DeepSeek-R1-Distill-Llama-70B"),
    ("huggingface", "deepseek-ai/DeepSeek-R1"),
]


@pytest.fixture(scope="module")
def index() -> Index:
    return build_index(SOLD)


@pytest.mark.parametrize(
    ("provider", "api_model_id", "model"),
    [
        ("anthropic", "claude-sonnet-4-5-20250929", "anthropic/claude-sonnet-4-5"),
        ("amazon-bedrock", "us.anthropic.claude-sonnet-4-5-20250929-v1:0", "anthropic/claude-sonnet-4-5"),
        ("openrouter", "anthropic/claude-sonnet-4.5", "anthropic/claude-sonnet-4-5"),
        ("databricks", "databricks-claude-sonnet-4-5", "anthropic/claude-sonnet-4-5"),
        ("google-vertex", "claude-sonnet-4-5@20250929", "anthropic/claude-sonnet-4-5"),
        ("google-vertex", "claude-opus-4-7@default", "anthropic/claude-opus-4-7"),
        ("digitalocean", "anthropic-claude-4.5-sonnet", "anthropic/claude-sonnet-4-5"),
        ("venice", "claude-opus-4-7-fast", "anthropic/claude-opus-4-7"),
        ("openrouter", "openai/gpt-5.6-luna:free", "openai/gpt-5.6-luna"),
        ("venice", "openai-gpt-52", "openai/gpt-5.2"),
        ("openai", "gpt-4o-2024-05-13", "openai/gpt-4o"),
        ("requesty", "openai/gpt-5.2-chat", "openai/gpt-5.2-chat-latest"),
        ("chutes", "google/gemma-4-31B-turbo-TEE", "google/gemma-4-31b-it"),
        ("tinfoil", "gemma4-31b", "google/gemma-4-31b-it"),
        ("ambient", "zai-org/GLM-5.1-FP8", "zhipuai/glm-5.1"),
        ("fireworks-ai", "accounts/fireworks/models/glm-5p1", "zhipuai/glm-5.1"),
        ("routing-run", "route/glm-5.1-6bit", "zhipuai/glm-5.1"),
        ("kimi-for-coding", "k2p7", "moonshotai/kimi-k2.7-code"),
        ("scaleway", "mistral-small-3.2-24b-instruct-2506", "mistral/mistral-small-2506"),
        ("cloudflare-workers-ai", "@cf/meta/llama-3.3-70b-instruct-fp8-fast", "meta/llama-3.3-70b-instruct"),
        ("ovhcloud", "Meta-Llama-3_3-70B-Instruct", "meta/llama-3.3-70b-instruct"),
        ("venice", "minimax-m25", "minimax/minimax-m2.5"),
        ("ollama-cloud", "nemotron-3-super:120b", "nvidia/nemotron-3-super-120b-a12b"),
    ],
)
def test_one_model_under_many_names(index: Index, provider: str, api_model_id: str, model: str) -> None:
    assert resolve(provider, api_model_id, index).model == model


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("openai/gpt-5", "openai/gpt-5.6-sol"),
        ("openai/gpt-5.2", "openai/gpt-5.2-chat"),
        ("openai/gpt-5.5", "openai/gpt-5.5-instant"),
        ("moonshotai/kimi-k2.7-code", "moonshotai/kimi-k2.7-code-highspeed"),
        ("x-ai/grok-4", "x-ai/grok-4-fast"),
        ("deepseek-ai/DeepSeek-R1", "deepseek-ai/DeepSeek-R1-Distill-Llama-70B"),
        ("mistralai/mistral-large-2411", "mistralai/mistral-large-2512"),
        ("meta-llama/llama-3.3-70b-instruct", "aisingapore/llama-3.3-70b-instruct-sea-lion"),
        ("google/gemini-3-flash-preview", "google/gemini-3-flash-lite-preview"),
        ("openai/whisper-1", "openai/whisper-medium"),
    ],
)
def test_what_a_lab_sells_apart_stays_apart(index: Index, one: str, other: str) -> None:
    assert resolve("openrouter", one, index).model != resolve("openrouter", other, index).model


def test_an_unknown_id_becomes_a_model_of_its_own_and_says_so(index: Index) -> None:
    found = resolve("somewhere", "gpt-5.7-comet", index)
    assert (found.model, found.rule) == ("openai/gpt-5.7-comet", "own-name")


def test_every_resolution_names_its_rule(index: Index) -> None:
    assert resolve("venice", "claude-opus-4-7-fast", index).rule == "known-after:speed fast"
    assert resolve("openai", "gpt-5.6-luna", index).rule == "sold-by-lab"
    assert resolve("xai", "grok-4-0709", index).rule == "alias"


def test_a_version_date_is_kept_beside_the_model(index: Index) -> None:
    assert resolve("openai", "gpt-4o-2024-05-13", index).version == "2024-05-13"


def test_another_lab_s_model_on_a_lab_s_own_provider_is_not_the_lab_s(index: Index) -> None:
    assert resolve("mistral", "zai-glm-5-2", index).model == "zhipuai/glm-5-2"


@pytest.mark.parametrize(
    ("one", "other", "meet"),
    [
        ("Llama-3.3-70B", "llama3_3-70b", True),
        ("v3p1", "v3.1", True),
        ("gpt-3-3", "gpt-33", False),
        ("glm 5.1", "glm-5-1", True),
    ],
)
def test_separators_do_not_matter_but_between_digits(one: str, other: str, meet: bool) -> None:
    assert (key_of(one) == key_of(other)) is meet


def test_titan_keeps_its_revision_which_is_another_model() -> None:
    assert spell("amazon.titan-embed-text-v1").key != spell("amazon.titan-embed-text-v2:0").key


@pytest.mark.parametrize(
    ("lab", "slug", "family"),
    [
        ("openai", "gpt-5.6-luna", "GPT-5.6"),
        ("anthropic", "claude-sonnet-4-5", "Claude 4.5"),
        ("alibaba", "qwen3.7-max", "Qwen3.7"),
        ("alibaba", "qwen2-1.5b-instruct", "Qwen2"),
        ("meta", "llama-4-scout-17b-16e-instruct", "Llama 4"),
        ("openai", "o3-mini", "o3"),
        ("zhipuai", "glm-4.5v", "GLM-4.5"),
        ("nobody", "nothing", None),
    ],
)
def test_a_family_is_brand_and_version_as_people_say_it(lab: str, slug: str, family: str | None) -> None:
    found = family_of(lab, slug)
    assert (found[1] if found else None) == family


@pytest.mark.parametrize(
    ("source", "word", "provider"),
    [
        ("litellm", "vertex_ai-anthropic_models", "google-vertex"),
        ("litellm", "bedrock_converse", "amazon-bedrock"),
        ("litellm", "fal_ai", "fal-ai"),
        ("genai-prices", "x-ai", "xai"),
        ("genai-prices", "huggingface_nebius", "huggingface_nebius"),
        ("models-dev", "wafer.ai", "wafer.ai"),
    ],
)
def test_what_sources_call_a_provider_meets_in_one_id(source: str, word: str, provider: str) -> None:
    assert provider_id(source, word) == provider


def test_ids_meet_without_case() -> None:
    assert offering_key("models-dev", Statement("chutes", "Qwen/Qwen3-32B", "k")) == ("chutes", "qwen/qwen3-32b")


def test_a_sample_of_our_own_meets_with_precision_and_recall() -> None:
    measured = identity.score_among(LABELLED, {(provider, model) for provider, model, _ in LABELLED})
    assert measured.right + measured.missed > 70
    assert measured.precision == 1
    assert measured.recall >= 0.95


@pytest.mark.parametrize("lab", sorted({label.partition("/")[0] for _, _, label in LABELLED}))
def test_a_sample_of_our_own_is_named_by_its_lab(lab: str) -> None:
    known = build_index({(provider, model) for provider, model, _ in LABELLED})
    for provider, api_model_id, label in LABELLED:
        if label.startswith(f"{lab}/"):
            assert resolve(provider, api_model_id, known).model.partition("/")[0] == lab, api_model_id


@pytest.mark.skipif(not RECORDED.exists(), reason="the recorded feeds are not beside this checkout")
def test_the_labels_that_the_alias_table_was_written_by_meet_with_precision_and_recall() -> None:
    offerings = set()
    for name in ("2026-07-02", "2026-09-28"):
        feed = json.loads(gzip.decompress((RECORDED / f"{name}.json.gz").read_bytes()))
        offerings |= {(provider, model) for provider, entry in feed.items() for model in entry["models"]}
    measured = identity.score_among(identity.labelled(RECORDED / "base_model.train.tsv"), offerings)
    assert measured.precision >= 0.99
    assert measured.recall >= 0.95
