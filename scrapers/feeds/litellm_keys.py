"""The grammar of LiteLLM's keys: provider prefix, region, size and quality around the API model ID.

azure/eu/gpt-5.6-luna                                    a region of azure's gpt-5.6-luna
bedrock/us-gov-west-1/amazon.nova-pro-v1:0               a region of Bedrock's amazon.nova-pro-v1:0
1024-x-1024/50-steps/bedrock/amazon.nova-canvas-v1:0     a size and a quality of amazon.nova-canvas-v1:0
us.anthropic.claude-opus-4-7                             an id of its own: one sends it like that
"""

import re
from dataclasses import dataclass

_REGION_OF_AZURE = re.compile(r"us|eu|apac|global|global-standard|us-gov|jp|uk|au|ca|in|kr")
_REGION_OF_BEDROCK = re.compile(r"[a-z]{2}(-gov|-iso[a-z]?)?-[a-z]+-[0-9]|\*")
_COMMITMENT = re.compile(r"[0-9]+-month-commitment")
_SIZE = re.compile(r"[0-9]+-x-[0-9]+|max-x-max")
_STEPS = re.compile(r"([0-9]+|max)-steps")
_QUALITIES = frozenset({"low", "medium", "high", "xhigh", "max", "hd", "standard", "auto"})
_PRICE_CLASS = re.compile(r"(fireworks|together)-ai-[a-z0-9.-]+")
_TOOLS = frozenset({"container"})

_PLATFORMS = {
    "amazon_nova": "amazon-nova",
    "azure_anthropic": "azure",
    "azure_text": "azure",
    "bedrock_converse": "bedrock",
    "cohere_chat": "cohere",
    "text-completion-codestral": "codestral",
    "text-completion-openai": "openai",
}
_PLATFORM_FAMILIES = ("vertex_ai", "fireworks_ai")
_OTHER_PREFIXES = {"replicateopenai": "replicate", "text-completion-codestral": "codestral"}
_ROUTES = frozenset({"invoke", "converse"})
_REGION_NAMES = {"global-standard": "global"}


@dataclass(frozen=True, slots=True)
class Key:
    """One LiteLLM key, taken apart.

    platform: the service that the id is sent to, by LiteLLM's prefix; several of its providers share one.
    prefixed: the key names the platform itself. left_out: why this key is no offering, if it is none.
    """

    platform: str
    api_model_id: str
    prefixed: bool = False
    region: str | None = None
    size: str | None = None
    quality: str | None = None
    left_out: str | None = None

    @property
    def is_plain(self) -> bool:
        """Whether the key is the offering itself and not one of its conditions."""
        return self.region is None and self.size is None and self.quality is None


def platform_of(provider: str) -> str:
    """LiteLLM's provider -> the prefix that its keys carry (`vertex_ai-anthropic_models` -> `vertex_ai`)."""
    for family in _PLATFORM_FAMILIES:
        if provider.startswith(f"{family}-"):
            return family
    return _PLATFORMS.get(provider, provider)


def take_apart(key: str, provider: str) -> Key:
    """A key and its entry's provider -> the parts. Never fails: an unknown form is an id of its own."""
    segments = key.split("/")
    size, quality = _take_size(segments)
    platform, prefixed = _take_prefix(segments, platform_of(provider))
    if size is None:
        size, quality = _take_size(segments)
    region = _take_region(segments, platform)
    left_out = None
    if len(segments) > 1 and _COMMITMENT.fullmatch(segments[0]):
        del segments[0]
        left_out = "provisioned throughput"
    api_model_id = "/".join(segments)
    if api_model_id in _TOOLS or (not prefixed and _PRICE_CLASS.fullmatch(api_model_id)):
        left_out = "tool or price class, not a model"
    return Key(platform, api_model_id, prefixed, region, size, quality, left_out)


def _take_prefix(segments: list[str], platform: str) -> tuple[str, bool]:
    """The key's own prefix decides: some Gemini keys carry Vertex AI as their provider."""
    if len(segments) == 1:
        return platform, False
    first = _OTHER_PREFIXES.get(segments[0], segments[0])
    if first == platform or (first == "gemini" and platform == "vertex_ai"):
        del segments[0]
        return first, True
    return platform, False


def _take_size(segments: list[str]) -> tuple[str | None, str | None]:
    """A quality counts only beside a size: `standard` is also a voice of AWS Polly. The last segment is the id."""
    quality = size = None
    if len(segments) > 2 and segments[0] in _QUALITIES and _SIZE.fullmatch(segments[1]):
        quality = segments.pop(0)
    if len(segments) > 1 and _SIZE.fullmatch(segments[0]):
        size = "max" if segments[0] == "max-x-max" else segments[0].replace("-x-", "x")
        del segments[0]
        if len(segments) > 1 and _STEPS.fullmatch(segments[0]):
            quality = segments.pop(0).replace("-", " ")
    return size, quality


def _take_region(segments: list[str], platform: str) -> str | None:
    if len(segments) > 1 and platform == "bedrock" and segments[0] in _ROUTES:
        del segments[0]
    pattern = {"azure": _REGION_OF_AZURE, "bedrock": _REGION_OF_BEDROCK, "bedrock_mantle": _REGION_OF_BEDROCK}.get(
        platform
    )
    if pattern is None or len(segments) < 2 or not pattern.fullmatch(segments[0]):
        return None
    region = segments.pop(0)
    return _REGION_NAMES.get(region, region)
