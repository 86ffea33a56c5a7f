"""What is to be written: the addresses that are known beforehand. Whatever these lead to is found on the way."""

from collections.abc import Iterator
from itertools import islice

from registry.domain.catalog import Catalog
from registry.site.addresses import API, is_asked

Batch = tuple[str, ...]
"""Addresses that one process writes in turn, those of one entity side by side."""

ENTITIES_OF_A_BATCH = 24

FIRST = (
    "/",
    "/models",
    "/offerings",
    "/models.csv",
    "/offerings.csv",
    "/providers",
    "/labs",
    "/changes",
    "/held",
    "/disagreements",
    "/status",
    "/methodology",
    "/docs/api",
    "/openapi.json",
)
"""Pages without which there is no site; they lead to all others."""

WHERE_SERVED = (
    "/charts",
    "/deprecations",
    "/feeds",
    "/sitemap.xml",
    "/robots.txt",
    "/llms.txt",
    "/changes.atom",
    "/deprecations.ics",
    "/compat/litellm/model_prices_and_context_window.json",
    "/compat/models.dev/api.json",
    "/compat/genai-prices/data.json",
    "/compat/openrouter/api/v1/models",
    "/compat/openai/v1/models",
    "/compat/llm-prices/current-v1.json",
    "/compat/llm-prices/historical-v1.json",
)
"""What machines ask for and no page need lead to; left out where the server has no such address."""


def batches(catalog: Catalog, api_paths: frozenset[str], editions: tuple[int, ...]) -> Iterator[Batch]:
    """Everything that is known beforehand. `api_paths` are the templates of the API's routes, as OpenAPI has them."""
    plain = sorted(path for path in api_paths if "{" not in path and not is_asked(path))
    yield from ((address,) for address in (*FIRST, *WHERE_SERVED, *plain))
    entities = _entities(catalog, editions)
    while some := tuple(islice(entities, ENTITIES_OF_A_BATCH)):
        yield tuple(address for one in some for address in one)


def _entities(catalog: Catalog, editions: tuple[int, ...]) -> Iterator[Batch]:
    for offering in catalog.offerings.values():
        place, answer = f"{offering.provider}/{offering.slug}", f"{API}offerings/{offering.id}"
        page = f"/providers/{place}"
        yield (page, f"{page}.json", f"{page}.md", f"/badge/{place}.svg", answer)
    for model in catalog.models:
        page, answer = f"/models/{model}", f"{API}models/{model}"
        yield (page, f"{page}.json", f"{page}.md", f"{page}/history", answer)
    for provider in catalog.providers:
        page = f"/providers/{provider}"
        yield (page, f"{page}.json", f"{page}.md", f"{API}providers/{provider}")
    for lab in catalog.labs:
        yield (f"/labs/{lab}", f"{API}labs/{lab}")
    for family in catalog.families:
        yield (f"/families/{family}", f"{API}families/{family}")
    for number in editions:
        yield (f"{API}editions/{number}",)
