"""A model's family, as people say it: brand and version (GPT-5.6, Claude 4.5, Qwen3.7, Llama 4), read from its slug.

models.dev's own `family` (gpt-luna) is another thing and is not used.
"""

import re

from registry.domain.identity.resolve import slug_of

_V = r"v?(\d{1,2}(?!\d|[bkt]\b)(?:[.-]\d{1,2}(?!\d|[.p]\d|p\d|[bkt]\b))?)"
# One or two numbers of one or two digits, never a size such as 70b.
_FAMILIES: tuple[tuple[str, str, str], ...] = (
    # lab, how the slug begins (the version is group 1), how people say it
    ("openai", r"gpt-oss", "gpt-oss"),
    ("openai", r"gpt-image", "GPT Image"),
    ("openai", r"gpt-realtime|gpt-audio|gpt-4o-(?:mini-)?(?:realtime|audio)", "GPT Realtime"),
    ("openai", r"(?:chat)?gpt-4o", "GPT-4o"),
    ("openai", r"gpt-" + _V, "GPT-{}"),
    ("openai", r"(o[134])(?![a-z0-9])", "{}"),
    ("openai", r"text-embedding-3", "Text Embedding 3"),
    ("openai", r"dall-e", "DALL-E"),
    ("openai", r"whisper", "Whisper"),
    ("openai", r"sora-?(\d)?", "Sora {}"),
    ("anthropic", r"claude-instant", "Claude Instant"),
    ("anthropic", r"claude-(?:opus|sonnet|haiku|fable|mythos)-" + _V, "Claude {}"),
    ("anthropic", r"claude-" + _V, "Claude {}"),
    ("google", r"gemini-" + _V, "Gemini {}"),
    ("google", r"gemma-?" + _V, "Gemma {}"),
    ("google", r"gemma-?(\d)n", "Gemma {}n"),
    ("google", r"(?:veo|veo-)" + _V, "Veo {}"),
    ("google", r"imagen-?" + _V, "Imagen {}"),
    ("google", r"lyria-?" + _V, "Lyria {}"),
    ("google", r"gemini-embedding", "Gemini Embedding"),
    ("google", r"gemini", "Gemini"),
    ("meta", r"(?:code-?llama)", "Code Llama"),
    ("meta", r"llama-guard", "Llama Guard"),
    ("meta", r"llama-?" + _V, "Llama {}"),
    ("meta", r"muse", "Muse"),
    ("mistral", r"open-mi(?:s|x)tral|mi(?:x)tral", "Mixtral"),
    ("mistral", r"labs-devstral|devstral", "Devstral"),
    ("mistral", r"mistral-(large|medium|small|nemo|saba|embed|moderation|ocr)", "Mistral {}"),
    ("mistral", r"(ministral|magistral|codestral|pixtral|voxtral|mathstral|leanstral)", "{}"),
    ("mistral", r"mistral-7b", "Mistral 7B"),
    ("alibaba", r"qwen-?" + _V, "Qwen{}"),
    ("alibaba", r"(qwq|qvq)", "{}"),
    ("alibaba", r"wan-?" + _V, "Wan{}"),
    ("alibaba", r"qwen", "Qwen"),
    ("deepseek", r"deepseek-(?:coder-)?(?=v?\d)" + _V, "DeepSeek V{}"),
    ("moonshotai", r"kimi-k" + _V, "Kimi K{}"),
    ("moonshotai", r"moonshot-v1", "Moonshot v1"),
    ("zhipuai", r"glm-" + _V, "GLM-{}"),
    ("minimax", r"minimax-m" + _V, "MiniMax M{}"),
    ("xai", r"grok-imagine", "Grok Imagine"),
    ("xai", r"grok-" + _V, "Grok {}"),
    ("cohere", r"command-a", "Command A"),
    ("cohere", r"command-r", "Command R"),
    ("cohere", r"command", "Command"),
    ("cohere", r"c4ai-aya|aya", "Aya"),
    ("cohere", r"embed", "Embed"),
    ("cohere", r"rerank", "Rerank"),
    ("amazon", r"nova-2", "Nova 2"),
    ("amazon", r"nova", "Nova"),
    ("amazon", r"titan", "Titan"),
    ("microsoft", r"phi-?" + _V, "Phi-{}"),
    ("microsoft", r"mai-", "MAI"),
    ("nvidia", r"(?:nvidia-)?nemotron-" + _V, "Nemotron {}"),
    ("nvidia", r".*nemotron", "Nemotron"),
    ("perplexity", r"sonar", "Sonar"),
    ("stepfun", r"step-" + _V, "Step {}"),
    ("xiaomi", r"mimo-v" + _V, "MiMo V{}"),
    ("tencent", r"hy-?(\d)", "Hy{}"),
    ("tencent", r"hunyuan", "Hunyuan"),
    ("baidu", r"ernie-" + _V, "ERNIE {}"),
    ("bytedance", r"doubao-seed-" + _V, "Doubao Seed {}"),
    ("bytedance", r"doubao-" + _V, "Doubao {}"),
    ("bytedance", r"(seedance|seedream)-?" + _V, "{}"),
    ("bytedance", r"seed-" + _V, "Seed {}"),
    ("ai21", r"jamba", "Jamba"),
    ("ibm", r"granite-?" + _V, "Granite {}"),
    ("upstage", r"solar-pro-?(\d)?", "Solar Pro {}"),
    ("nousresearch", r"(?:nous-)?hermes-" + _V, "Hermes {}"),
    ("voyageai", r"voyage-" + _V, "Voyage {}"),
    ("black-forest-labs", r"flux[.-]?(\d)?", "FLUX.{}"),
    ("inclusionai", r"(ling|ring)-" + _V, "{}"),
    ("inception", r"mercury-" + _V, "Mercury {}"),
    ("arcee", r"trinity", "Trinity"),
    ("thinkingmachines", r"inkling", "Inkling"),
    ("poolside", r"laguna", "Laguna"),
    ("allenai", r"olmo-" + _V, "Olmo {}"),
)
_DEEPSEEK_R = re.compile(r"deepseek-r1")
_TABLE = tuple((lab, re.compile(pattern), said) for lab, pattern, said in _FAMILIES)
_CAPITALS = {"qwq": "QwQ", "qvq": "QVQ"}


def family_of(lab: str, slug: str) -> tuple[str, str] | None:
    """(family id `lab/slug`, its name) of a model; None if the name tells no line."""
    if lab == "deepseek" and _DEEPSEEK_R.match(slug):
        return "deepseek/deepseek-r1", "DeepSeek R1"
    for owner, pattern, said in _TABLE:
        found = pattern.match(slug) if owner == lab else None
        if found:
            name = said.format(_version(found.group(1))) if "{}" in said else said
            return f"{lab}/{slug_of(name)}", name.strip(" .")
    return None


def _version(text: str | None) -> str:
    if text is None:
        return ""
    if text in _CAPITALS:
        return _CAPITALS[text]
    if re.fullmatch(r"o\d", text):
        return text
    return text.replace("-", ".") if text[0].isdigit() else text.capitalize()
