"""One provider out of our own cited table and what the sources say of it; our words first, then by authority."""

from collections.abc import Iterable, Sequence

from registry.domain.authority import rank
from registry.domain.catalog import Provider
from registry.domain.evidence import SourceHistory
from registry.domain.facts import OURS, Facts, ProviderFacts
from registry.domain.identity.providers import provider_id
from scrapers.claims import ProviderStatement


def provider_of(identifier: str, histories: Sequence[SourceHistory], facts: Facts) -> Provider:
    """The provider of an id. Every field names its source: `modeldex` is our own cited table."""
    known = facts.providers.get(identifier) or ProviderFacts(identifier, "", "")
    said = list(_statements(identifier, histories))
    ours = ("kind", "about", "env", "pricing_url", "console_url", "status_url")
    citations = {field: OURS for field in ours if getattr(known, field)}

    def chosen(field: str, ours: str | None, theirs: str) -> str | None:
        if ours:
            citations[field] = OURS
            return ours
        for source, statement in said:
            value = getattr(statement, theirs)
            if value:
                citations[field] = source
                return str(value)
        return None

    pricing = next(((source, s.pricing_urls[0]) for source, s in said if s.pricing_urls), None)
    env = known.env or next((statement.env for _, statement in said if statement.env), ())
    return Provider(
        id=identifier,
        name=chosen("name", known.name or None, "name") or spoken(identifier),
        kind=known.kind,
        about=known.about,
        base_url=chosen("base_url", known.base_url, "base_url"),
        env=env,
        package=chosen("package", None, "package"),
        docs_url=chosen("docs_url", known.docs_url, "docs_url"),
        pricing_url=known.pricing_url or (pricing[1] if pricing else None),
        console_url=known.console_url,
        status_url=known.status_url,
        citations=citations,
    )


_SPELLED = {"ai": "AI", "api": "API", "amd": "AMD", "gpt": "GPT", "oci": "OCI", "io": "io", "chatgpt": "ChatGPT"}


def spoken(identifier: str) -> str:
    """How an id that nobody has named is written: `fireworks-ai` is Fireworks AI."""
    words = identifier.replace("_", "-").split("-")
    return " ".join(_SPELLED.get(word, word[:1].upper() + word[1:]) for word in words)


def _statements(identifier: str, histories: Sequence[SourceHistory]) -> Iterable[tuple[str, ProviderStatement]]:
    for history in sorted(histories, key=lambda history: (rank(history.name), history.name)):
        for word in sorted(history.providers):
            if provider_id(history.name, word) == identifier:
                yield history.name, history.providers[word][-1].said
