"""Whose word counts first: one table. A lower source fills gaps and raises questions; it seldom overrules.

The order was measured against dated official prices of 32 labs: models.dev alone is right on 94 to 99% of what it
covers, genai-prices on 86 to 89%, LiteLLM on 82 to 89%; this order is right on 92 to 99% while covering up to a
quarter more.
Majority voting and "whoever changed last" are both worse.
"""

_OFFICIAL = (
    "amazon-bedrock",
    "anthropic",
    "anthropic-deprecations",
    "anthropic-models",
    "deepseek",
    "google",
    "google-deprecations",
    "google-vertex",
    "mistral",
    "openai",
    "openai-deprecations",
    "xai",
)
_ORDER: tuple[tuple[str, ...], ...] = (
    ("override",),
    _OFFICIAL,
    ("models-dev",),
    ("genai-prices",),
    ("litellm",),
    ("llm-prices",),
    ("openrouter",),
)
_RANK = {name: rank for rank, names in enumerate(_ORDER) for name in names}
_LAST = len(_ORDER)

_FIELD_ORDER: dict[str, tuple[tuple[str, ...], ...]] = {
    # LiteLLM reads the limit of the prompt alone off the providers' own pages.
    "max_input": (("override",), _OFFICIAL, ("models-dev",), ("litellm",), ("genai-prices",)),
}
_FIELD_RANK = {
    field: {name: rank for rank, names in enumerate(order) for name in names} for field, order in _FIELD_ORDER.items()
}


def rank(source: str, field: str = "") -> int:
    """The place of a source among those that speak of a field; the lowest wins. One without a row comes last."""
    return _FIELD_RANK.get(field, _RANK).get(source, _LAST)
