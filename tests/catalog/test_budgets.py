"""What a page of the bundled catalog weighs keeps to its budget, whatever its kind and however much is on it."""

from collections.abc import Mapping, Sequence

import pytest
from starlette.testclient import TestClient

from registry.domain.catalog import Catalog
from tests.measures.budgets import KINDS, LIMITS, TOTAL_LIMIT, compressed, first_view


def most(groups: Mapping[str, Sequence[object]]) -> str:
    """The key of the longest group."""
    return max(groups, key=lambda key: len(groups[key]))


def heaviest(catalog: Catalog) -> dict[str, str]:
    """For each kind of page of an entity, the one with the most on it."""
    offering = max(catalog.offerings.values(), key=lambda one: len(one.rates))
    rates = {model: [rate for one in told for rate in one.rates] for model, told in catalog.offerings_of_model.items()}
    return {
        "offering": f"/providers/{offering.provider}/{offering.slug}",
        "model": f"/models/{most(catalog.offerings_of_model)}",
        "history": f"/models/{most(rates)}/history",
        "provider": f"/providers/{most(catalog.offerings_of_provider)}",
        "lab": f"/labs/{most(catalog.models_of_lab)}",
    }


@pytest.mark.parametrize("address", [address for _, address in KINDS])
def test_the_first_view_of_a_page_keeps_to_its_budget(client: TestClient, address: str) -> None:
    weight = first_view(lambda path: client.get(path).content, address)
    assert 0 < weight.html <= LIMITS.html
    assert 0 < weight.css <= LIMITS.css
    assert 0 < weight.js <= LIMITS.js
    assert 0 < weight.fonts <= LIMITS.fonts
    assert weight.total <= TOTAL_LIMIT


@pytest.mark.parametrize("kind", ["offering", "model", "history", "provider", "lab"])
def test_the_page_with_the_most_on_it_keeps_to_its_budget(client: TestClient, catalog: Catalog, kind: str) -> None:
    assert compressed(client.get(heaviest(catalog)[kind]).content) <= LIMITS.html
