"""One API model ID taken apart: pure text, no knowledge of other ids.

    us.anthropic.claude-sonnet-4-5-20250929-v1:0
    -> vendor anthropic, name claude-sonnet-4-5, version 2025-09-29, serving (us, v1:0), key claudesonnet4-5

The key is how two spellings meet: lower case, every separator alike and kept only between digits, so that
`Llama-3.3-70B`, `llama3_3-70b` and `llama-v3p3-70b` meet (3-3 stays apart from 33) once their prefixes are gone.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from registry.domain.identity.labs import VENDORS, brand_lab

SERVING_WORDS = frozenset(
    [
        "accounts",
        "aihubmix",
        "azure",
        "aws-bedrock",
        "aws-mantle",
        "azure-ai-foundry",
        "azure-anthropic",
        "azure-openai",
        "baseten",
        "bedrock",
        "bothub",
        "canopywave",
        "cerebras",
        "cf",
        "cline-pass",
        "cloudflare",
        "consensusprotocol",
        "cortecs",
        "databricks",
        "deepinfra",
        "embercloud",
        "empiriolabs",
        "fireworks",
        "fireworks-ai",
        "flexai",
        "gemini",
        "gonka24",
        "google-ai-studio",
        "google-vertex",
        "groq",
        "huggingface",
        "infer",
        "inference-net",
        "inference.net",
        "kilo",
        "kilo-auto",
        "models",
        "nanogpt",
        "nebius",
        "novita",
        "openrouter",
        "orcarouter",
        "ovhcloud",
        "parasail",
        "pro",
        "public",
        "publicai",
        "route",
        "routers",
        "runpod",
        "runware",
        "scaleway",
        "scx-ai",
        "scx-ai-gp",
        "siliconflow",
        "stealth",
        "tee",
        "tensorx",
        "together",
        "together-ai",
        "together_ai",
        "togetherai",
        "trustedrouter",
        "unbiased",
        "vertex",
        "vertex-anthropic",
        "vertex-openai",
        "workers-ai",
        "completion",
        "chat-completion",
        "main",
        "free",
        "paid",
        "unsloth",
    ]
)
"""Path segments that say who serves, never who made it."""

ALWAYS_SERVING = re.compile(
    r"[-:@_](?:"
    r"tee|fp8|fp4|nvfp4|mxfp4|mxfp|bf16|fp16|int4|int8|w4a16|awq|gptq|gguf|mlx|q4_k_m|q4_0|q8_0|[2468]-?bit|"
    r"maas|free|official|default|batch|flex|priority|"
    r"eu|us|global|apac|"
    r"latest"
    r")$"
)
"""Endings that say only how it is served, whoever adds them."""

_COLON_SERVING = re.compile(
    r":(?:thinking(?::\w+)?|extended|floor|nitro|exacto|online|beta|fast|cloud|discounted|low|medium|high|max|xhigh|minimal"
    r"|peft:\d+|\d+k|mm|reasoning|web|search|exp)$"
)
_BEDROCK_REVISION = re.compile(r"(?<!claude)(?<!instant)-(?:v\d+|1):\d+(?::\d+k|:mm)?$")
_OPERATION = re.compile(
    r"^(?:(?:text|image|reference|video|audio|speech)-to-(?:image|video|audio|speech|text)|edit|generate|community)$"
)
_REGION_PREFIX = re.compile(r"^(us|eu|apac|global|jp|au|ca|in|us-gov)\.(?=[a-z0-9]+\.)")
_DOT_VENDOR = re.compile(
    r"^(ai21|amazon|anthropic|cohere|deepseek|google|luma|meta|minimax|mistral|moonshot|moonshotai|nvidia|openai|qwen|stability|twelvelabs|writer|xai|zai)\.(?=\D|r1|v\d)"
)
_FULL_DATE = re.compile(r"[-@_](20\d{2})[-_]?(0[1-9]|1[0-2])[-_]?(0[1-9]|[12]\d|3[01])$")
_SHORT_DATE = re.compile(r"[-@_](2[3-9])(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])$")
_WRAPPERS = re.compile(
    r"^(?:databricks|coding|cc|duo-chat|xpersona|sap|bodybuilder|zdr|groq|cerebras|snowflake|alicloud|azure|aws|vertex|hf|pearl-ai)[-:](?=[a-z])"
)
_STAMPED_MISTRAL = re.compile(
    r"^((?:mistral|devstral|magistral)(?:-(?:small|medium|large))?)-(?:\d[\d.]*-)?(?:\d+b-)?(?:instruct-)?(2[3-9]\d\d)$"
)
_GPT_WITHOUT_DOT = re.compile(r"^gpt-(3|4|5)(\d)(?=-|$)")
_CLAUDE_VERSION_FIRST = re.compile(r"^claude-(\d+(?:[-.]\d+)?)-(opus|sonnet|haiku|fable|mythos)(?![a-z])")


@dataclass(frozen=True, slots=True)
class Spelling:
    """An API model ID taken apart. `name` is what is left when vendor, version and serving are gone.

    vendors: lab ids that its prefixes mean, nearest first; publisher: a prefix that is no known vendor and no known
    server, such as a hub user; brand: the lab whose brand the name begins with; version: ISO date that the id pins.
    """

    name: str
    key: str
    vendors: tuple[str, ...] = ()
    publisher: str | None = None
    brand: str | None = None
    version: str | None = None
    serving: tuple[str, ...] = ()


@lru_cache(maxsize=100_000)
def key_of(name: str) -> str:
    """How spellings of one name meet; see the top of this file."""
    text = _CLAUDE_VERSION_FIRST.sub(r"claude-\2-\1", name.lower())
    text = re.sub(r"(?<=\d)p(?=\d)", "-", text)
    text = re.sub(r"[\s_.:/+@]+", "-", text).strip("-")
    return re.sub(r"(?<!\d)-+|-+(?!\d)", "", text)


@lru_cache(maxsize=100_000)
def spell(api_model_id: str) -> Spelling:
    """Take one API model ID apart."""
    serving: list[str] = []
    text, vendors, publisher = _without_path(api_model_id.lower().strip().lstrip("~@"), serving)
    text = _without_prefixes(text, vendors, serving)
    text, version = _without_endings(text, serving)
    text = _STAMPED_MISTRAL.sub(r"\1-\2", text)
    text = _GPT_WITHOUT_DOT.sub(r"gpt-\1.\2", text)
    return Spelling(text, key_of(text), tuple(vendors), publisher, brand_lab(text), version, tuple(serving))


def _without_path(text: str, serving: list[str]) -> tuple[str, list[str], str | None]:
    vendors: list[str] = []
    publishers: list[str] = []
    segments = [part for part in text.split("/") if part] or [text]
    while len(segments) > 1 and _OPERATION.match(segments[-1]):
        serving.append(segments.pop())
    *segments, last = segments
    for segment in reversed(segments):
        word = segment.removeprefix("hf:").lstrip("@~")
        if word in VENDORS:
            vendors.append(VENDORS[word])
        elif word in SERVING_WORDS:
            serving.append(word)
        elif brand_lab(word) and re.search(r"\d", word):
            last = f"{word}-{last}"  # gpt-image-2.5/flare: one name over two segments
        else:
            publishers.append(word)
    return last, vendors, publishers[0] if publishers and not vendors else None


def _without_prefixes(text: str, vendors: list[str], serving: list[str]) -> str:
    region = _REGION_PREFIX.match(text)
    if region:
        serving.append(region.group(1))
        text = text[region.end() :]
    dotted = _DOT_VENDOR.match(text)
    if dotted:
        vendors.insert(0, VENDORS[dotted.group(1)])
        text = text[dotted.end() :]
    wrapped = _WRAPPERS.match(text)
    if wrapped and brand_lab(text) is None:
        serving.append(text[: wrapped.end() - 1])
        text = text[wrapped.end() :]
    return _without_vendor_word(re.sub(r"^(claude(?:-instant)?-v\d):", r"\1.", text), vendors)


def _without_vendor_word(text: str, vendors: list[str]) -> str:
    """`openai-gpt-5.5` -> `gpt-5.5`: a vendor word goes where the rest begins with a brand of that same lab."""
    for cut in [match.start() for match in re.finditer("-", text)][:3]:
        word, rest = text[:cut], text[cut + 1 :]
        if word in VENDORS and brand_lab(rest) == VENDORS[word]:
            vendors.insert(0, VENDORS[word])
            return rest
    return text


def _without_endings(text: str, serving: list[str]) -> tuple[str, str | None]:
    version = None
    while True:
        ending = _COLON_SERVING.search(text) or _BEDROCK_REVISION.search(text) or ALWAYS_SERVING.search(text)
        if ending and _keeps_a_name(text, ending.start()):
            if ending.re is _BEDROCK_REVISION and re.search(r"titan|stable|v0:\d", text):
                text = re.sub(r":0$", "", text).replace("v0:", "v0.")
                return text, version
            serving.append(ending.group().lstrip("-:@_"))
            text = text[: ending.start()]
            continue
        date = _FULL_DATE.search(text) or _SHORT_DATE.search(text)
        if date and version is None and _keeps_a_name(text, date.start()):
            year, month, day = date.groups()
            version = f"{year if len(year) == 4 else '20' + year}-{month}-{day}"
            text = text[: date.start()]
            continue
        return text, version


def _keeps_a_name(text: str, cut: int) -> bool:
    return bool(re.search(r"[a-z]", text[:cut]))
