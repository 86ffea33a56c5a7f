"""What an offering is asked to do: what sources say decides, and what nobody says is not taken for a chat."""

from dataclasses import replace

import pytest

from registry.domain.catalog import Model, Offering
from registry.facts import CALLS
from registry.web.protocols import KINDS
from registry.web.tasks import MODES, task_of
from tests.sample import LUNA

OFFERED = Offering("example/m", "example", "m", "m", LUNA.model)


def task(kind: str, offering: Offering, model_mode: str | None = None) -> str | None:
    return task_of(kind, KINDS[kind], offering, Model(LUNA.model, "M", "openai", None, "m", mode=model_mode))


@pytest.mark.parametrize(
    ("kind", "mode", "api_model_id", "expected"),
    [
        ("openai", "chat", "gpt-5.6-luna", "chat"),
        ("openai", "chat", "gpt-audio-mini", "spoken_chat"),
        ("openai", "chat", "gpt-4o-mini-audio-preview", "spoken_chat"),
        ("openai", "image", "gpt-image-2", "image"),
        ("openai", "image", "dall-e-3", "image_address"),
        ("openai", "transcription", "whisper-1", "transcription"),
        ("openai", "transcription", "gpt-realtime-whisper", None),
        ("openai", "moderation", "omni-moderation-latest", "moderation"),
        ("openai", "realtime", "gpt-realtime", None),
        ("openai", "video", "sora-2", None),
        ("openai-responses", "chat", "m", "chat"),
        ("gemini", "image", "gemini-3-pro-image", "image"),
        ("gemini", "image", "imagen-4.0-generate-001", None),
        ("vertex", "image", "gemini-3-pro-image", "image"),
        ("vertex", "image", "imagen-3.0-generate-001", None),
        ("vertex", "speech", "lyria-002", None),
        ("mistral", "ocr", "mistral-ocr-latest", "ocr"),
        ("mistral", "transcription", "voxtral-mini-realtime-2602", None),
        ("deepgram", "transcription", "nova-3", "transcription"),
        ("deepgram", "transcription", "streaming/nova-3", None),
        ("bedrock", "embedding", "amazon.titan-embed-text-v2:0", "titan_embedding"),
        ("bedrock", "embedding", "us.cohere.embed-v4:0", "cohere_embedding"),
        ("bedrock", "embedding", "amazon.nova-2-multimodal-embeddings-v1:0", None),
        ("bedrock", "rerank", "cohere.rerank-v3-5:0", None),
    ],
)
def test_a_sourced_mode_and_the_id_choose_the_call(
    kind: str, mode: str, api_model_id: str, expected: str | None
) -> None:
    assert task(kind, replace(OFFERED, mode=mode, api_model_id=api_model_id)) == expected


@pytest.mark.parametrize(
    ("model_mode", "outputs", "kind", "expected"),
    [
        ("chat", ("text",), "openai-compatible", "chat"),
        ("embedding", ("text",), "openai-compatible", None),
        ("embedding", ("text",), "mistral", "embedding"),
        ("transcription", ("text",), "openai-compatible", None),
        ("rerank", ("text",), "openai-compatible", None),
        ("image", ("text", "image"), "openai-compatible", "chat"),
        ("image", ("image",), "openai-compatible", None),
        ("responses", (), "openai-compatible", "chat"),
        ("responses", (), "openai", "responses"),
        ("realtime", ("text", "audio"), "openai-compatible", None),
    ],
)
def test_without_a_mode_of_its_own_that_of_the_model_elsewhere_counts(
    model_mode: str, outputs: tuple[str, ...], kind: str, expected: str | None
) -> None:
    assert task(kind, replace(OFFERED, output_modalities=outputs), model_mode) == expected


@pytest.mark.parametrize(
    "api_model_id",
    [
        "nvidia/nv-embed-v1",
        "@cf/baai/bge-reranker-base",
        "intfloat/e5-mistral-7b-instruct",
        "qwen3-asr-flash",
        "x-ai/grok-voice-stt-1.0",
        "gemini-live-2.5-flash",
        "qwen3-omni-flash-realtime",
        "faster-whisper-large-v3",
        "mistral-ocr-2503",
    ],
)
def test_an_id_that_tells_of_something_else_is_not_taken_for_a_chat(api_model_id: str) -> None:
    assert task("openai-compatible", replace(OFFERED, api_model_id=api_model_id)) is None


@pytest.mark.parametrize("api_model_id", ["gpt-5.6-luna", "olive-7b", "meta/llama-4-scout", "deliverance-1"])
def test_an_id_that_tells_of_nothing_is_a_chat(api_model_id: str) -> None:
    assert task("openai-compatible", replace(OFFERED, api_model_id=api_model_id)) == "chat"


def test_what_only_hears_is_not_taken_for_a_chat() -> None:
    assert task("openai-compatible", replace(OFFERED, input_modalities=("audio",), output_modalities=("text",))) is None


def test_what_answers_elsewhere_only_is_not_asked_for_a_chat() -> None:
    omni = replace(OFFERED, mode="chat", endpoints=("/v1beta/interactions",))
    assert task("gemini", omni) is None
    assert task("gemini", replace(omni, endpoints=("/v1beta/interactions", "/v1/chat/completions"))) == "chat"
    assert task("openai", replace(omni, endpoints=("/v1/responses", "/v1/batch"))) == "responses"


def test_what_only_some_of_a_kind_answer_is_documented_for_the_provider() -> None:
    heard = replace(OFFERED, mode="transcription", api_model_id="whisper-large-v3")
    assert task("openai-compatible", heard) is None
    assert task("openai-compatible", replace(heard, provider="groq")) == "transcription"
    drawn = replace(OFFERED, mode="image", provider="xai", api_model_id="grok-imagine-image")
    assert task("openai-compatible", drawn) == "image_address"


def test_every_documented_call_is_in_the_table_and_for_a_task() -> None:
    for row in CALLS.values():
        assert row.id.rpartition("/")[2] in MODES.values()
        assert row.call in KINDS["openai-compatible"].calls
