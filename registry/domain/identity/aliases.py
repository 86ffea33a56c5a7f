"""What no rule can know: names that mean a model under another name. Keys are `key_of` spellings, per lab.

Add a row when two names are the same model by the lab's own word; never to make a test pass.
"""

from registry.domain.identity.spelling import key_of

_SAME: dict[str, dict[str, tuple[str, ...]]] = {
    # lab -> the lab's name -> other names of the same model
    "anthropic": {
        "claude-opus-4": ("claude-opus-4-0",),
        "claude-sonnet-4": ("claude-sonnet-4-0",),
        "claude-2": ("claude-v2", "claude-2.0"),
        "claude-2.1": ("claude-v2.1",),
        "claude-instant": ("claude-instant-1", "claude-instant-v1", "claude-instant-1.2"),
    },
    "openai": {
        "whisper-1": ("whisper",),
    },
    "mistral": {
        "mistral-large-2407": ("mistral-large-2", "mistral-large2"),
        "mistral-large-2512": ("mistral-large-3", "mistral-large-3-675b", "mistral-large-3-675b-instruct"),
        "mistral-medium-2505": ("mistral-medium-3", "mistral-medium-3-instruct"),
        "mistral-medium-2508": ("mistral-medium-3.1",),
        "mistral-medium-2604": ("mistral-medium-3.5", "mistral-medium-3-5", "mistral-medium-3.5-128b"),
        "mistral-small-2402": ("mistral-small-1",),
        "mistral-small-2501": ("mistral-small-3", "mistral-small-24b", "mistral-small-3-24b"),
        "mistral-small-2503": ("mistral-small-3.1", "mistral-small-3.1-24b", "mistral-small-3.1-24b-instruct"),
        "mistral-small-2506": ("mistral-small-3.2", "mistral-small-3.2-24b", "mistral-small-3.2-24b-instruct"),
        "mistral-small-2603": ("mistral-small-4", "mistral-small-4-119b", "mistral-small-4-0"),
        "devstral-2512": ("devstral-2", "devstral-2-123b", "devstral-2-123b-instruct"),
        "devstral-small-2505": ("devstral-small-1.0",),
        "devstral-small-2507": ("devstral-small-1.1",),
        "labs-devstral-small-2512": ("devstral-small-2", "devstral-small-2512", "devstral-small-2-24b-instruct"),
        "open-mistral-7b": ("mistral-7b",),
        "mistral-nemo": (
            "open-mistral-nemo",
            "mistral-nemo-instruct",
            "mistral-nemo-2407",
            "open-mistral-nemo-2407",
            "mistral-nemo-12b",
        ),
        "open-mixtral-8x7b": ("mixtral-8x7b", "mixtral-8x7b-instruct", "mixtral-8x7b-instruct-v0.1"),
        "open-mixtral-8x22b": ("mixtral-8x22b", "mixtral-8x22b-instruct", "mixtral-8x22b-instruct-v0.1"),
        "pixtral-12b": ("pixtral-12b-2409",),
        "pixtral-large-2411": ("pixtral-large",),
    },
    "xai": {
        "grok-4": ("grok-4-0709",),
        "grok-4-fast": (),
        "grok-3": ("grok-3-beta",),
        "grok-3-mini": ("grok-3-mini-beta",),
        "grok-4.20-0309-reasoning": ("grok-4.20-beta-0309-reasoning", "grok-4.20-reasoning"),
        "grok-4.20-0309-non-reasoning": ("grok-4.20-beta-0309-non-reasoning", "grok-4.20-non-reasoning"),
        "grok-4.20-multi-agent-0309": ("grok-4.20-multi-agent-beta-0309", "grok-4.20-multi-agent"),
        "grok-4-1-fast-reasoning": ("grok-4-1-fast",),
    },
    "moonshotai": {
        "kimi-k2.7-code": ("k2p7",),
        "kimi-k2": ("kimi-k2-instruct", "kimi-k2-0711", "kimi-k2-0711-preview"),
        "kimi-k2-0905-preview": ("kimi-k2-0905", "kimi-k2-instruct-0905"),
    },
    "nvidia": {
        "nemotron-3-super-120b-a12b": ("nemotron-3-120b-a12b",),
    },
    "meta": {
        "llama-3.1-8b-instruct": ("llama-3.1-8b-instant", "llama3.1-8b", "llama3-1-8b"),
        "llama-3.3-70b-instruct": ("llama-3.3-70b-versatile", "llama3.3-70b", "llama3-3-70b"),
        "llama-4-scout-17b-16e-instruct": (
            "llama-4-scout",
            "llama4-scout",
            "llama-4-scout-17b-instruct",
            "llama4-scout-17b-instruct",
        ),
        "llama-4-maverick-17b-128e-instruct": (
            "llama-4-maverick",
            "llama4-maverick",
            "llama-4-maverick-17b-instruct",
            "llama4-maverick-17b-instruct",
        ),
    },
    "stepfun": {
        "step-3.5-flash": ("stepfun-3.5-flash",),
    },
    "zhipuai": {
        "glm-4-32b-0414": ("glm-4-32b-0414-128k",),
    },
}

ALIASES: dict[tuple[str, str], str] = {
    (lab, key_of(other)): key_of(name)
    for lab, names in _SAME.items()
    for name, others in names.items()
    for other in others
}
"""(lab, key of another name) -> key of the lab's name."""

NAMES: dict[tuple[str, str], str] = {(lab, key_of(name)): name for lab, names in _SAME.items() for name in names}
"""(lab, key) -> the lab's name as it spells it, for models that no lab's own provider lists any more."""
