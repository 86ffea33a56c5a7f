"""The protocols that providers speak: one table of kinds, each with its SDK, client, header and true calls."""

from collections.abc import Mapping

from registry.web.protocols import anthropic, bedrock, cohere, google, mistral, openai, vertex, voices, voyage
from registry.web.protocols.call import Call, Kind

__all__ = ["KINDS", "Call", "Kind"]

KINDS: Mapping[str, Kind] = {
    "openai": openai.OPENAI,
    "openai-compatible": openai.COMPATIBLE,
    "openai-responses": openai.RESPONSES_ONLY,
    "azure": openai.AZURE,
    "azure-models": openai.AZURE_MODELS,
    "azure-anthropic": anthropic.ON_AZURE,
    "anthropic": anthropic.ANTHROPIC,
    "anthropic-compatible": anthropic.COMPATIBLE,
    "gemini": google.GEMINI,
    "gemini-compatible": google.COMPATIBLE,
    "mistral": mistral.MISTRAL,
    "cohere": cohere.COHERE,
    "voyage": voyage.VOYAGE,
    "deepgram": voices.DEEPGRAM,
    "elevenlabs": voices.ELEVENLABS,
    "bedrock": bedrock.BEDROCK,
    "vertex": vertex.GEMINI,
    "vertex-anthropic": vertex.CLAUDE,
    "vertex-openai": vertex.OPEN_MODELS,
}
