"""models.dev: the bytes of api.json (plain or gzip) -> claims. Providers with their models, USD per 1,000,000 tokens.

The oldest snapshots have no tiers, no structured_output, no family and statuses as booleans; the same reader takes all.
`attachment` is not read: it contradicts the modalities of hundreds of offerings, and those are precise.
"""

from collections.abc import Callable

from scrapers import strict_json, text
from scrapers.claims import Document, ProviderStatement, Rate, Reading, Scalar, Statement
from scrapers.errors import LayoutChanged
from scrapers.feeds import models_dev_prices, zeros
from scrapers.feeds.tally import Tally, described, items, members, words
from scrapers.strict_json import Json

_SOURCE = "models-dev"

_OTHER_CURRENCY = frozenset({"cortecs", "scaleway"})
"""Providers that sell in euro and whose euro amounts stand in the feed as if they were dollars."""

_CAPABILITIES = {
    "reasoning": "reasoning",
    "tool_call": "function_calling",
    "structured_output": "structured_output",
    "temperature": "temperature",
}
_MODALITY_CAPABILITIES = (
    ("input_modalities", "image", "vision"),
    ("input_modalities", "pdf", "pdf_input"),
    ("input_modalities", "audio", "audio_input"),
    ("input_modalities", "video", "video_input"),
    ("output_modalities", "audio", "audio_output"),
    ("output_modalities", "image", "image_output"),
)
_INPUTS = frozenset({"text", "image", "audio", "video", "pdf"})
_OUTPUTS = frozenset({"text", "image", "audio", "video", "embedding"})
_DATES = {"release_date": "released", "last_updated": "updated", "knowledge": "knowledge_cutoff"}
_LIMITS = {"context": "context", "input": "max_input", "output": "max_output"}
_STATUSES = {"alpha": "preview", "beta": "preview", "deprecated": "deprecated"}
_SHAPES = {"responses": "/v1/responses", "completions": "/v1/chat/completions"}


def parse(document: Document) -> Reading:
    """Every provider and offering in the document. Raises scrapers.errors.DocumentRefused."""
    body = strict_json.unpacked(document.body, _SOURCE)
    content = strict_json.read(body, _SOURCE)
    if not isinstance(content, dict):
        raise LayoutChanged(_SOURCE, "an object of providers", described(content))
    tally = Tally(_SOURCE)
    statements: dict[tuple[str, str], Statement] = {}
    providers = []
    entries = 0
    for key, provider in content.items():
        models = members(provider).get("models")
        if not isinstance(models, dict):
            raise LayoutChanged(f"{_SOURCE}: provider {key[:200]}", "an object of models", described(models))
        entries += len(models)
        if text.identifier(key) is None:
            tally.skip("id is not usable", len(models))
            continue
        providers.append(_provider(key, members(provider)))
        for api_model_id, model in models.items():
            _add(statements, _statement(key, members(provider), api_model_id, model, tally), tally)
    tally.close(entries, len(statements))
    return Reading(tuple(statements.values()), tuple(providers), dict(tally.skipped))


def _add(statements: dict[tuple[str, str], Statement], statement: Statement | None, tally: Tally) -> None:
    """API model IDs meet without case, so a second spelling of one id says nothing of its own."""
    if statement is None:
        return
    key = (statement.provider, statement.api_model_id.lower())
    if key in statements:
        tally.skip("the same id in another spelling")
    else:
        statements[key] = statement


def _provider(provider_id: str, provider: dict[str, Json]) -> ProviderStatement:
    return ProviderStatement(
        provider=provider_id,
        name=text.line(provider.get("name")),
        env=tuple(word for word in words(provider.get("env"), 80) if text.identifier(word)),
        package=text.identifier(provider.get("npm")),
        base_url=text.base_url(provider.get("api")),
        docs_url=text.web_address(provider.get("doc")),
    )


def _statement(
    provider_id: str, provider: dict[str, Json], api_model_id: str, model: Json, tally: Tally
) -> Statement | None:
    where = f"{provider_id}/{api_model_id}"
    if not isinstance(model, dict):
        tally.misshapen(where, "an object of one model", model)
        return None
    if text.identifier(api_model_id) is None:
        tally.skip("id is not usable")
        return None
    _check_shape(model, where, tally)
    facts = _facts(provider, model, tally)
    return Statement(
        provider=provider_id,
        api_model_id=api_model_id,
        key=where,
        facts=facts,
        rates=_rates(provider_id, api_model_id, model, facts, tally),
    )


def _check_shape(model: dict[str, Json], where: str, tally: Tally) -> None:
    for field in ("cost", "limit", "modalities"):
        if not isinstance(model.get(field, {}), dict):
            tally.misshapen(f"{where} {field}", "an object", model[field])


def _rates(
    provider_id: str, api_model_id: str, model: dict[str, Json], facts: dict[str, Scalar], tally: Tally
) -> tuple[Rate, ...]:
    if provider_id in _OTHER_CURRENCY and model.get("cost"):
        tally.skip("price in another currency")
        return ()
    name = str(facts.get("name", ""))
    outputs = facts.get("output_modalities", ())
    rates = models_dev_prices.rates(
        model,
        where=f"{provider_id}/{api_model_id}",
        outputs=outputs if isinstance(outputs, tuple) else (),
        tally=tally,
    )
    return zeros.settled(
        rates,
        free=text.says_free(api_model_id, name),
        answers=zeros.has_answer(None, api_model_id, name),
        tally=tally,
    )


def _facts(provider: dict[str, Json], model: dict[str, Json], tally: Tally) -> dict[str, Scalar]:
    facts: dict[str, Scalar | None] = {"name": text.line(model.get("name")), "family": text.line(model.get("family"))}
    for field, name in _DATES.items():
        facts[name] = _read(model.get(field), text.calendar_date, "date is impossible", tally)
    for field, name in _LIMITS.items():
        facts[name] = _read(members(model.get("limit")).get(field), text.token_limit, "limit is junk", tally)
    for field, name in _CAPABILITIES.items():
        facts[f"capability.{name}"] = _flag(model.get(field))
    facts["capability.interleaved_reasoning"] = True if model.get("interleaved") else None
    facts["open_weights"] = _flag(model.get("open_weights"))
    facts["status"] = _status(model)
    facts["reasoning_efforts"] = _efforts(model) or None
    facts |= _modalities(members(model.get("modalities")), tally)
    facts |= _override(provider, members(model.get("provider")))
    return {name: value for name, value in facts.items() if value is not None}


def _read(value: Json, reader: Callable[[object], Scalar | None], reason: str, tally: Tally) -> Scalar | None:
    found = reader(value)
    if found is None and value is not None and value != "":
        tally.skip(reason)
    return found


def _flag(value: Json) -> bool | None:
    return value if isinstance(value, bool) else None


def _status(model: dict[str, Json]) -> str | None:
    status = model.get("status")
    if isinstance(status, str):
        return _STATUSES.get(status)
    early = any(model.get(field) is True for field in ("alpha", "beta", "experimental"))
    return "preview" if early else None


def _efforts(model: dict[str, Json]) -> tuple[str, ...]:
    for option in items(model.get("reasoning_options")):
        if members(option).get("type") == "effort":
            return words(members(option).get("values"))
    return ()


def _modalities(modalities: dict[str, Json], tally: Tally) -> dict[str, Scalar | None]:
    facts: dict[str, Scalar | None] = {}
    for field, known in (("input", _INPUTS), ("output", _OUTPUTS)):
        listed = words(modalities.get(field))
        usable = tuple(word for word in listed if word in known)
        tally.skip("modality is unknown", len(listed) - len(usable))
        facts[f"{field}_modalities"] = usable or None
    for field, modality, capability in _MODALITY_CAPABILITIES:
        listed_in = facts[field]
        if isinstance(listed_in, tuple):
            facts[f"capability.{capability}"] = modality in listed_in
    return facts


def _override(provider: dict[str, Json], override: dict[str, Json]) -> dict[str, Scalar | None]:
    """How this one offering is called, where that differs from the rest of its provider."""
    package, address = text.identifier(override.get("npm")), text.base_url(override.get("api"))
    endpoint = _SHAPES.get(str(override.get("shape")))
    return {
        "package": package if package != provider.get("npm") else None,
        "base_url": address if address != provider.get("api") else None,
        "endpoints": (endpoint,) if endpoint else None,
    }
