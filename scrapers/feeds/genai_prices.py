"""genai-prices, formats v1 and v2: a list of providers with their models. Bytes of data.json, or of the package's data
module -> claims. USD per 1,000,000 tokens, 1,000 requests or an hour, as each price's key says.
"""

from collections.abc import Mapping

from scrapers import strict_json, text
from scrapers.claims import Document, ProviderStatement, Rate, Reading, Scalar, Statement
from scrapers.errors import LayoutChanged
from scrapers.feeds import genai_prices_module, genai_prices_rates, zeros
from scrapers.feeds.tally import Tally, described, items
from scrapers.match import checked, matches
from scrapers.strict_json import Json

_SOURCE = "genai-prices"


def parse(document: Document) -> Reading:
    """Every provider and offering in the document. Raises scrapers.errors.DocumentRefused."""
    content = _content(document.body)
    if not isinstance(content, list):
        raise LayoutChanged(_SOURCE, "a list of providers", described(content))
    tally = Tally(_SOURCE)
    statements: dict[tuple[str, str], Statement] = {}
    providers = []
    entries = 0
    for listed in content:
        provider_id, models = _provider_parts(listed)
        entries += len(models)
        if text.identifier(provider_id) is None:
            tally.skip("id is not usable", len(models))
            continue
        providers.append(_provider(provider_id, listed))
        for model in models:
            _add(statements, _statement(provider_id, model, tally), tally)
    tally.close(entries, len(statements))
    return Reading(tuple(statements.values()), tuple(providers), dict(tally.skipped))


def _content(body: bytes) -> Json:
    """The package ships the same table as Python source, which starts with a docstring or an import."""
    if body.lstrip()[:1] in (b'"', b"'", b"i", b"f", b"#") and b"providers" in body:
        return genai_prices_module.read(body, _SOURCE)
    return strict_json.read(body, _SOURCE)


def _provider_parts(listed: Json) -> tuple[str, list[Json]]:
    provider_id = listed.get("id") if isinstance(listed, dict) else None
    if not isinstance(listed, dict) or not isinstance(provider_id, str):
        raise LayoutChanged(_SOURCE, "a provider with an id", described(listed))
    models = listed.get("models")
    if not isinstance(models, list):
        raise LayoutChanged(f"{_SOURCE}: provider {provider_id[:200]}", "a list of models", described(models))
    return provider_id, models


def _provider(provider_id: str, listed: Json) -> ProviderStatement:
    provider = listed if isinstance(listed, dict) else {}
    pages = [*items(provider.get("pricing_urls")), provider.get("pricing_url")]
    return ProviderStatement(
        provider=provider_id,
        name=text.line(provider.get("name")),
        pricing_urls=tuple(page for page in map(text.web_address, pages) if page),
    )


def _add(statements: dict[tuple[str, str], Statement], statement: Statement | None, tally: Tally) -> None:
    """The first entry of an id stands, as it does for genai-prices' own look-up."""
    if statement is None:
        return
    key = (statement.provider, statement.api_model_id.lower())
    if key in statements:
        tally.skip("the same id in another spelling")
    else:
        statements[key] = statement


def _statement(provider_id: str, model: Json, tally: Tally) -> Statement | None:
    model_id = model.get("id") if isinstance(model, dict) else None
    where = f"{provider_id}/{model_id}"
    if not isinstance(model, dict) or not isinstance(model_id, str):
        tally.misshapen(where, "a model with an id", model)
        return None
    if text.identifier(model_id) is None:
        tally.skip("id is not usable")
        return None
    clause = _match(model, where, tally)
    return Statement(
        provider=provider_id,
        api_model_id=model_id,
        key=where,
        facts=_facts(model, tally),
        rates=_rates(provider_id, model_id, model, where, tally),
        match=clause,
        callable_id=clause is None or matches(clause, model_id),
    )


def _match(model: dict[str, Json], where: str, tally: Tally) -> Mapping[str, object] | None:
    written = model.get("match")
    clause = checked(written)
    if clause is None and isinstance(written, dict):
        tally.skip("match clause that cannot be evaluated safely")
    elif clause is None and written is not None:
        tally.misshapen(where, "a match clause", written)
    return clause


def _facts(model: dict[str, Json], tally: Tally) -> dict[str, Scalar]:
    facts: dict[str, Scalar] = {}
    name = text.line(model.get("name"))
    if name is not None:
        facts["name"] = name
    window = model.get("context_window", model.get("max_tokens"))  # the first snapshots call it max_tokens
    context = text.token_limit(window)
    if context is not None:
        facts["context"] = context
    elif window is not None:
        tally.skip("limit is junk")
    if model.get("deprecated") is True:
        facts["status"] = "deprecated"
    return facts


def _rates(provider_id: str, model_id: str, model: dict[str, Json], where: str, tally: Tally) -> tuple[Rate, ...]:
    name = text.line(model.get("name")) or ""
    return zeros.settled(
        genai_prices_rates.rates(provider_id, model, where, tally),
        free=text.says_free(model_id, name),
        answers=zeros.has_answer(None, model_id, name),
        tally=tally,
    )
