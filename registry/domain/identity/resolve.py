"""From an API model ID to the model that it means, with the rule that says so.

The rules in their order (`Resolution.rule`):
    sold-by-lab       the lab itself sells this name
    alias             the alias table says so
    hub-name          the lab publishes weights under this name
    known-after:...   it is a known name once the named steps are taken back (a reseller's ending, a missing size, ...);
                      taken only if exactly one known name is reached with the fewest steps
    sole-name         it says no lab, and one publisher alone is known for this name
    own-name          nothing is known of it: it becomes a model of its own
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from registry.domain.identity.aliases import ALIASES, NAMES
from registry.domain.identity.labs import HUB_NAMES, LAB_PLANS, LAB_PROVIDERS, VENDORS
from registry.domain.identity.spelling import Spelling, key_of, spell


@dataclass(frozen=True, slots=True)
class Resolution:
    """What an id means: `model` is `lab/slug`; `rule` names what decided."""

    model: str
    lab: str
    rule: str
    version: str | None = None
    serving: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Index:
    """What labs are known to sell or publish: lab -> key -> the slug of the model.

    spelled: the commonest spelling of every other name; sole_lab: a telling key -> the one lab under which it is
    published.
    """

    sold: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    published: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    spelled: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    sole_lab: Mapping[str, str] = field(default_factory=dict)

    def slug(self, lab: str, key: str) -> str | None:
        """The slug under which the lab's model of this key is known."""
        return self.sold.get(lab, {}).get(key) or self.published.get(lab, {}).get(key) or NAMES.get((lab, key))

    def keys(self, lab: str) -> Iterable[str]:
        """Every known key of the lab."""
        yield from self.sold.get(lab, {})
        yield from self.published.get(lab, {})


_OPEN = frozenset(
    {
        "meta",
        "google",
        "nvidia",
        "alibaba",
        "mistral",
        "deepseek",
        "moonshotai",
        "zhipuai",
        "minimax",
        "microsoft",
        "xiaomi",
    }
)
_THINKS_BY_PARAMETER = frozenset(
    {"anthropic", "google", "deepseek", "zhipuai", "openai", "xiaomi", "minimax", "moonshotai"}
)
_RESELLER_ENDINGS: tuple[tuple[str, re.Pattern[str], frozenset[str] | None], ...] = (
    # What resellers put behind a lab's name, and behind whose (None: anybody's). Taken back only if what is left is
    # known and the whole is not: `gpt-5.5-instant` and `gpt-5.2-chat` are OpenAI's own names.
    ("effort", re.compile(r"[-:_](?:thinking|reasoning)$"), _THINKS_BY_PARAMETER),
    ("effort", re.compile(r"(?<!whisper)[-:_](?:low|medium|high|xhigh|minimal|none|nothinking|no-thinking)$"), None),
    ("speed", re.compile(r"[-:_](?:fast|ultrafast|spot|nitro|speed|throughput)$"), None),
    ("speed", re.compile(r"[-:_](?:turbo|tput|lightning)$"), _OPEN),
    ("speed", re.compile(r"[-:_](?:instant|versatile)$"), frozenset({"meta"})),
    ("channel", re.compile(r"[-:_](?:online|original|cheaper|raw|picker|dynamic|hf|us|eu)$"), None),
    ("channel", re.compile(r"[-:_](?:instruct|chat|it)$"), _OPEN),
    ("length", re.compile(r"[-:_]\d+(?:k|m)$"), None),
    ("revision", re.compile(r"[-@:_](?:00\d|v1|v1\.0)$"), None),
)
_COMPLETION = re.compile(r"(?:\d+b)?(?:\d+e)?(?:a\d+b)?(?:instruct|it|preview|chat)?")
_COMPACT_VERSION = re.compile(r"(?<![\d.])(\d)(\d)(?!\d|b)")
_MAXIMUM_STEPS = 3
_SERVERS_THAT_TRAIN = {
    "fireworks": "fireworks-ai",
    "inference-net": "inference-net",
    "inference.net": "inference-net",
    "cloudflare": "cloudflare",
    "unbiased": "unbiased",
    "stealth": "stealth",
    "openrouter": "openrouter",
    "baseten": "baseten",
}


def build_index(offerings: Iterable[tuple[str, str]]) -> Index:
    """What labs sell and publish, from (provider, API model ID) pairs as they are spelled in the sources."""
    sellers = {provider: lab for lab, providers in LAB_PROVIDERS.items() for provider in providers}
    sold: dict[tuple[str, str], set[tuple[bool, bool, str]]] = {}
    published: dict[tuple[str, str], Counter[str]] = {}
    pairs = sorted(offerings)
    for provider, api_model_id in pairs:
        spelling = spell(api_model_id)
        lab = sellers.get(provider)
        if lab is not None and _is_own(spelling, lab):
            moving = "latest" in spelling.serving
            name = f"{spelling.name}-latest" if moving else spelling.name
            sold.setdefault((lab, spelling.key), set()).add((moving, spelling.version is not None, name))
        if (
            spelling.brand
            and any(pattern.match(api_model_id) for pattern in HUB_NAMES)
            and not _reseller_ending(spelling.name)
        ):
            published.setdefault((spelling.brand, spelling.key), Counter())[spelling.name] += 1
    index = Index(
        _by_lab({place: slug_of(min(names)[2]) for place, names in sold.items() if place not in ALIASES}),
        _by_lab({place: _commonest(names) for place, names in published.items()}),
    )
    return _with_unknown_names(index, pairs)


def _with_unknown_names(index: Index, pairs: Sequence[tuple[str, str]]) -> Index:
    """Names that no lab sells: spellings of one name meet in the commonest, and a name without a lab in its sole
    publisher's.
    """
    spelled: dict[tuple[str, str], Counter[str]] = {}
    labs: dict[str, set[str]] = {}
    for provider, api_model_id in pairs:
        spelling = spell(api_model_id)
        if index.slug(spelling.brand or "", spelling.key) is None:
            lab = _own_lab(provider, spelling)
            spelled.setdefault((lab, spelling.key), Counter())[spelling.name] += 1
            if spelling.publisher or spelling.vendors:
                labs.setdefault(spelling.key, set()).add(lab)
    sole = {
        key: next(iter(known))
        for key, known in labs.items()
        if len(known) == 1 and len(key) > 8 and re.search(r"\d", key)
    }
    return replace(
        index, spelled=_by_lab({place: _commonest(names) for place, names in spelled.items()}), sole_lab=sole
    )


def _commonest(names: Counter[str]) -> str:
    return slug_of(max(names, key=lambda name: (names[name], "." in name, name)))


def _by_lab(slugs: Mapping[tuple[str, str], str]) -> dict[str, dict[str, str]]:
    labs: dict[str, dict[str, str]] = {}
    for (lab, key), slug in slugs.items():
        labs.setdefault(lab, {})[key] = slug
    return labs


def _is_own(spelling: Spelling, lab: str) -> bool:
    """Whether a name on the lab's own provider is the lab's: it may also serve others' models (GLM on Mistral)."""
    if spelling.brand is not None:
        return spelling.brand == lab
    return not spelling.vendors or spelling.vendors[0] == lab


def _reseller_ending(name: str) -> bool:
    return any(label == "speed" and pattern.search(name) for label, pattern, _ in _RESELLER_ENDINGS)


def resolve(provider: str, api_model_id: str, index: Index) -> Resolution:
    """The model that an API model ID on a provider means. Always answers; `rule` tells how sure it is."""
    spelling = spell(api_model_id)
    labs = _candidate_labs(provider, spelling)
    for lab in labs:
        key = ALIASES.get((lab, spelling.key), spelling.key)
        slug = index.slug(lab, key)
        if slug is not None:
            rule = "alias" if key != spelling.key else "sold-by-lab" if key in index.sold.get(lab, {}) else "hub-name"
            return Resolution(f"{lab}/{slug}", lab, rule, spelling.version, spelling.serving)
    for lab in labs if spelling.publisher is None else ():
        found = _known_after_steps(spelling.name, lab, index)
        if found is not None:
            slug, steps = found
            return Resolution(
                f"{lab}/{slug}", lab, f"known-after:{'+'.join(steps)}", spelling.version, (*spelling.serving, *steps)
            )
    lab, rule = _own_lab(provider, spelling), "own-name"
    if not (spelling.brand or spelling.vendors or spelling.publisher) and spelling.key in index.sole_lab:
        lab, rule = index.sole_lab[spelling.key], "sole-name"
    slug = index.spelled.get(lab, {}).get(spelling.key) or slug_of(spelling.name)
    return Resolution(f"{lab}/{slug}", lab, rule, spelling.version, spelling.serving)


def slug_of(name: str) -> str:
    """A model's slug from its name: lower case, dots kept, every other separator a hyphen."""
    return re.sub(r"[^a-z0-9.]+", "-", name.lower()).strip("-.") or "unnamed"


def _candidate_labs(provider: str, spelling: Spelling) -> list[str]:
    labs = [spelling.brand] if spelling.brand else []
    labs += [vendor for vendor in spelling.vendors if vendor not in labs]
    return labs + [lab for lab in _sellers(provider) if lab not in labs and not spelling.brand]


def _sellers(provider: str) -> list[str]:
    """The labs whose own provider, or subscription, this is."""
    return [lab for lab in LAB_PROVIDERS if provider in LAB_PROVIDERS[lab] or provider in LAB_PLANS.get(lab, ())]


def _own_lab(provider: str, spelling: Spelling) -> str:
    """Who made a model that nobody is known to sell: a hub user before the brand that he built on."""
    if spelling.publisher:
        return slug_of(spelling.publisher)
    if spelling.vendors:
        return spelling.vendors[0]
    if spelling.brand:
        return spelling.brand
    for word in spelling.serving:
        if word in _SERVERS_THAT_TRAIN:
            return _SERVERS_THAT_TRAIN[word]
    return next(iter(_sellers(provider)), VENDORS.get(provider, provider))


def _known_after_steps(name: str, lab: str, index: Index) -> tuple[str, tuple[str, ...]] | None:
    """The one known model that is reached by taking back the fewest steps, and those steps; None if none or several."""
    frontier: dict[str, tuple[str, ...]] = {name: ()}
    for _ in range(_MAXIMUM_STEPS):
        frontier = {text: steps for start, taken in frontier.items() for text, steps in _steps(start, taken, lab)}
        reached: dict[str, tuple[str, ...]] = {}
        for text, steps in frontier.items():
            key = key_of(text)
            slug = index.slug(lab, ALIASES.get((lab, key), key))
            if slug is not None:
                reached.setdefault(slug, steps)
        if not reached:
            for text, steps in frontier.items():
                completed = _completed(key_of(text), lab, index)
                if completed:
                    reached.setdefault(completed, (*steps, "size"))
        if len(reached) == 1:
            return next(iter(reached.items()))
        if reached:
            return None
    return None


def _steps(text: str, taken: tuple[str, ...], lab: str) -> Iterable[tuple[str, tuple[str, ...]]]:
    yield text, taken
    for label, pattern, labs in _RESELLER_ENDINGS:
        ending = pattern.search(text) if labs is None or lab in labs else None
        if ending:
            rest = spell(text[: ending.start()]).name
            yield rest, (*taken, f"{label} {ending.group().lstrip('-:_@')}")
    compact = _COMPACT_VERSION.sub(r"\1-\2", text, count=1)
    if compact != text:
        yield compact, (*taken, "version digits")
    if lab == "deepseek" and re.match(r"deepseek-\d", text):
        yield text.replace("deepseek-", "deepseek-v", 1), (*taken, "version letter")
    if not text.startswith(lab) and lab in ("deepseek", "google", "mistral", "cohere", "moonshotai"):
        brand = {"moonshotai": "kimi", "cohere": "command"}.get(lab, lab)
        yield f"{brand}-{text}", (*taken, "brand")


def _completed(key: str, lab: str, index: Index) -> str | None:
    """The slug of the one known name that is this key with its size or kind left out (`gemma-4-31b` for `...-it`)."""
    if not re.search(r"\d", key):
        return None
    longer = {known for known in index.keys(lab) if known.startswith(key) and _COMPLETION.fullmatch(known[len(key) :])}
    slugs = {index.slug(lab, known) for known in longer}
    return slugs.pop() if len(slugs) == 1 else None
