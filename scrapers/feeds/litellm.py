"""LiteLLM's cost map: `{key: entry}`, USD per single unit. Bytes of the JSON -> claims.

Several keys speak of one offering: its regions, sizes and qualities are conditions of its rates, and some ids stand
there twice, with and without the provider's prefix. Each offering becomes one statement.
"""

from dataclasses import dataclass

from scrapers import strict_json, text
from scrapers.claims import Document, Rate, Reading, Scalar, Statement
from scrapers.errors import LayoutChanged
from scrapers.feeds import litellm_facts, litellm_prices, zeros
from scrapers.feeds.litellm_keys import Key, take_apart
from scrapers.feeds.tally import Tally, described
from scrapers.strict_json import Json

_SOURCE = "litellm"
_NOT_MODELS = frozenset({"sample_spec", "fallback_generalizations"})
_TOOL_MODES = frozenset({"search", "evaluation", "guardrail", "vector_store"})
_MOST_FIELDS = 500
"""Of one entry; five times what any has."""
_OTHER_CURRENCY = frozenset({"scaleway"})
"""Providers whose euro amounts stand in the map as if they were dollars."""


@dataclass(frozen=True, slots=True)
class _Entry:
    """One key of the map, read."""

    name: str
    provider: str
    key: Key
    facts: dict[str, Scalar]
    rates: tuple[Rate, ...]
    url: str | None

    @property
    def authority(self) -> tuple[bool, bool, str]:
        """How entries of one offering are ranked, best first: plain before conditional, prefixed before bare."""
        return (not self.key.is_plain, not self.key.prefixed, self.name)


def parse(document: Document) -> Reading:
    """Every offering in the document. Raises scrapers.errors.DocumentRefused."""
    content = strict_json.read(document.body, _SOURCE, repeats=True)
    if not isinstance(content, dict):
        raise LayoutChanged(_SOURCE, "an object of models", described(content))
    tally = Tally(_SOURCE)
    offerings: dict[tuple[str, str], list[_Entry]] = {}
    models = {name: entry for name, entry in content.items() if name not in _NOT_MODELS}
    for name, entry in models.items():
        read = _entry(name, entry, tally)
        if read is not None:
            offerings.setdefault((read.key.platform, read.key.api_model_id.lower()), []).append(read)
    statements = tuple(_statement(entries, tally) for entries in offerings.values())
    tally.close(len(models), len(statements))
    return Reading(statements, skipped=dict(tally.skipped))


def _entry(name: str, entry: Json, tally: Tally) -> _Entry | None:
    if not isinstance(entry, dict):
        tally.misshapen(name, "an object of one model", entry)
        return None
    if len(entry) > _MOST_FIELDS:
        tally.misshapen(name, f"at most {_MOST_FIELDS} fields", entry, shown=f"{len(entry):,}")
        return None
    provider = text.identifier(entry.get("litellm_provider"))
    if provider is None:
        tally.misshapen(name, "a litellm_provider", entry.get("litellm_provider"))
        return None
    key = take_apart(name, provider)
    left_out = _left_out(key, entry)
    if left_out is not None:
        tally.skip(left_out)
        return None
    # The key's prefix decides where the id is sent, so it decides the provider where the two disagree.
    provider = "gemini" if key.platform == "gemini" else provider
    return _Entry(
        name=name,
        provider=provider,
        key=key,
        facts=litellm_facts.facts(entry, tally),
        rates=_rates(name, provider, key, entry, tally),
        url=text.web_address(entry.get("source")),
    )


def _left_out(key: Key, entry: dict[str, Json]) -> str | None:
    if entry.get("mode") in _TOOL_MODES:
        return "tool or price class, not a model"
    if key.left_out is not None:
        return key.left_out
    return "id is not usable" if text.identifier(key.api_model_id) is None else None


def _rates(name: str, provider: str, key: Key, entry: dict[str, Json], tally: Tally) -> tuple[Rate, ...]:
    mode = litellm_facts.mode(entry)
    stated = litellm_prices.rates(entry, key, mode, name, tally)
    if provider in _OTHER_CURRENCY and stated:
        tally.skip("price in another currency")
        return ()
    sourced = zeros.settled(
        stated,
        free=text.says_free(key.api_model_id),
        answers=zeros.has_answer(mode, key.api_model_id),
        tally=tally,
    )
    return litellm_prices.with_factors(sourced, entry, tally)


def _statement(entries: list[_Entry], tally: Tally) -> Statement:
    """One statement from all keys of one offering: facts and plain rates from the best, conditions from all."""
    best, *others = sorted(entries, key=lambda entry: entry.authority)
    rates = {(rate.meter, rate.tier, rate.when): rate for rate in best.rates}
    for other in others:
        for rate in other.rates:
            known = rates.setdefault((rate.meter, rate.tier, rate.when), rate)
            if known.usd != rate.usd:
                tally.skip("two keys of one id with different prices")
    return Statement(
        provider=best.provider,
        api_model_id=best.key.api_model_id,
        key=best.name,
        facts=best.facts,
        rates=tuple(rates.values()),
        url=best.url,
    )
