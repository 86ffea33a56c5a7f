"""The official pages, in the order in which a refresh reads them. Adding one is adding a row.

A provider's pricing page has the provider's id as its name; its other pages add what they are about.
"""

from scrapers.pages import (
    anthropic,
    anthropic_deprecations,
    anthropic_models,
    bedrock,
    deepseek,
    google,
    google_deprecations,
    mistral,
    openai,
    openai_deprecations,
    vertex,
    xai,
)
from scrapers.source import Source

_THEIRS = "the provider's own page"

PAGES: tuple[Source, ...] = (
    Source("openai", "OpenAI pricing", "https://openai.com", _THEIRS, openai.URL, openai.parse),
    Source(
        "openai-deprecations",
        "OpenAI deprecations",
        "https://openai.com",
        _THEIRS,
        openai_deprecations.URL,
        openai_deprecations.parse,
    ),
    Source("anthropic", "Anthropic pricing", "https://www.anthropic.com", _THEIRS, anthropic.URL, anthropic.parse),
    Source(
        "anthropic-models",
        "Anthropic models overview",
        "https://www.anthropic.com",
        _THEIRS,
        anthropic_models.URL,
        anthropic_models.parse,
    ),
    Source(
        "anthropic-deprecations",
        "Anthropic deprecations",
        "https://www.anthropic.com",
        _THEIRS,
        anthropic_deprecations.URL,
        anthropic_deprecations.parse,
    ),
    Source("google", "Gemini API pricing", "https://ai.google.dev", "CC-BY-4.0", google.URL, google.parse),
    Source(
        "google-deprecations",
        "Gemini API deprecations",
        "https://ai.google.dev",
        "CC-BY-4.0",
        google_deprecations.URL,
        google_deprecations.parse,
    ),
    Source("deepseek", "DeepSeek pricing", "https://www.deepseek.com", _THEIRS, deepseek.URL, deepseek.parse),
    Source("mistral", "Mistral pricing", "https://mistral.ai", _THEIRS, mistral.URL, mistral.parse),
    Source("xai", "xAI models and pricing", "https://x.ai", _THEIRS, xai.URL, xai.parse),
    Source("google-vertex", "Vertex AI pricing", "https://cloud.google.com", "CC-BY-4.0", vertex.URL, vertex.parse),
    Source(
        "amazon-bedrock", "Amazon Bedrock price list", "https://aws.amazon.com", _THEIRS, bedrock.URL, bedrock.parse
    ),
)
