"""The grammar of LiteLLM's keys and of its cost fields."""

import pytest

from scrapers.feeds.litellm_fields import CostField, cost_field
from scrapers.feeds.litellm_keys import Key, take_apart


@pytest.mark.parametrize(
    ("key", "provider", "expected"),
    [
        ("gpt-5.6-luna", "openai", Key("openai", "gpt-5.6-luna")),
        ("azure/gpt-5.6-luna", "azure", Key("azure", "gpt-5.6-luna", True)),
        ("azure/eu/gpt-5.6-luna", "azure", Key("azure", "gpt-5.6-luna", True, "eu")),
        ("azure/global-standard/gpt-4o", "azure", Key("azure", "gpt-4o", True, "global")),
        ("azure/speech/azure-tts", "azure", Key("azure", "speech/azure-tts", True)),
        ("azure/high/1024-x-1024/gpt-image-1", "azure", Key("azure", "gpt-image-1", True, None, "1024x1024", "high")),
        ("low/1024-x-1024/gpt-image-1", "openai", Key("openai", "gpt-image-1", False, None, "1024x1024", "low")),
        (
            "1024-x-1024/50-steps/bedrock/amazon.nova-canvas-v1:0",
            "bedrock",
            Key("bedrock", "amazon.nova-canvas-v1:0", True, None, "1024x1024", "50 steps"),
        ),
        ("max-x-max/max-steps/x.v0", "bedrock", Key("bedrock", "x.v0", False, None, "max", "max steps")),
        (
            "fal_ai/xhigh/3840-x-2160/openai/gpt-image-2/edit",
            "fal_ai",
            Key("fal_ai", "openai/gpt-image-2/edit", True, None, "3840x2160", "xhigh"),
        ),
        (
            "bedrock/us-gov-west-1/amazon.nova-pro-v1:0",
            "bedrock",
            Key("bedrock", "amazon.nova-pro-v1:0", True, "us-gov-west-1"),
        ),
        (
            "bedrock_mantle/us-gov-west-1/openai.gpt-5.6-luna",
            "bedrock_mantle",
            Key("bedrock_mantle", "openai.gpt-5.6-luna", True, "us-gov-west-1"),
        ),
        ("us.anthropic.claude-opus-4-7", "bedrock_converse", Key("bedrock", "us.anthropic.claude-opus-4-7")),
        ("bedrock/invoke/anthropic.claude-v2", "bedrock", Key("bedrock", "anthropic.claude-v2", True)),
        (
            "bedrock/*/1-month-commitment/cohere.command-text-v14",
            "bedrock",
            Key("bedrock", "cohere.command-text-v14", True, "*", left_out="provisioned throughput"),
        ),
        (
            "openrouter/anthropic/claude-sonnet-4.5",
            "openrouter",
            Key("openrouter", "anthropic/claude-sonnet-4.5", True),
        ),
        (
            "vertex_ai/claude-opus-4-7@default",
            "vertex_ai-anthropic_models",
            Key("vertex_ai", "claude-opus-4-7@default", True),
        ),
        ("gemini/gemini-2.5-flash-image", "vertex_ai-language-models", Key("gemini", "gemini-2.5-flash-image", True)),
        ("aws_polly/standard", "aws_polly", Key("aws_polly", "standard", True)),
        ("ft:gpt-4o-2024-08-06", "openai", Key("openai", "ft:gpt-4o-2024-08-06")),
        (
            "together-ai-21.1b-41b",
            "together_ai",
            Key("together_ai", "together-ai-21.1b-41b", left_out="tool or price class, not a model"),
        ),
    ],
)
def test_a_key_is_taken_apart(key: str, provider: str, expected: Key) -> None:
    assert take_apart(key, provider) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("input_cost_per_token", CostField("input")),
        ("output_cost_per_token_above_200k_tokens_batches", CostField("output", "batch", 200_000)),
        (
            "cache_creation_input_token_cost_above_12hr_above_272k_tokens_priority",
            CostField("cache_write_12h", "priority", 272_000),
        ),
        ("cache_creation_input_token_cost_above_1hr", CostField("cache_write_1h")),
        ("output_cost_per_second_1080p", CostField("second", size="1080p")),
        ("output_cost_per_image_4K", CostField("image", size="4k")),
        ("output_cost_per_image_1024", CostField("image", size="1024")),
        (
            "output_cost_per_image_above_512_and_512_pixels_and_premium_image",
            CostField("image", size="over 512x512", quality="premium"),
        ),
        ("input_cost_per_token_batch_requests", CostField("input", "batch")),
        ("input_cost_per_token_cache_hit", CostField("cache_read", synonym=True)),
        ("input_cost_per_token_ultrafast", CostField("input", left_out="service tier is unknown")),
        ("some_new_cost", CostField("", left_out="price without a meter")),
    ],
)
def test_suffixes_of_a_cost_field_combine(name: str, expected: CostField) -> None:
    assert cost_field(name) == expected
