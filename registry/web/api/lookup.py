"""Finding one thing by the ids in a path or parameter: validated, folded, with suggestions where nothing has them."""

from collections.abc import Iterable, Mapping
from typing import TypeVar

from registry.domain.catalog import Family, Lab, Model, Offering, Provider
from registry.domain.search import closest
from registry.web.problems import NotFound
from registry.web.responses import SHARED
from registry.web.security import is_id
from registry.web.state import Published

Row = TypeVar("Row", Lab, Family, Provider)


def offering(published: Published, identifier: str) -> Offering:
    """An offering by its id; the case of API model IDs does not matter. Raises NotFound with close ids."""
    provider, _, api_model_id = identifier.partition("/")
    if is_id(provider, "short") and is_id(api_model_id):
        found = published.catalog.offering_by_folded_id.get(identifier.lower())
        if found:
            return found
    raise missing_offering(published, identifier)


def missing_offering(published: Published, identifier: str) -> NotFound:
    """What is told of an offering that nothing has, with close ids."""
    return _missing("offering", identifier, published.search.closest(identifier, published.search.offerings))


def offering_of_page(published: Published, provider: str, slug: str) -> Offering:
    """An offering by the last part of its page's path, whatever the case. Raises NotFound with close ids."""
    found = published.catalog.offering_by_slug.get((provider.lower(), slug.lower()))
    if found:
        return found
    raise missing_offering(published, f"{provider}/{slug}")


def model(published: Published, identifier: str) -> Model:
    """A model by its id, whatever the case. Raises NotFound with close ids."""
    found = published.catalog.models.get(identifier.lower())
    if found:
        return found
    raise _missing("model", identifier, published.search.closest(identifier, published.search.models))


def provider(published: Published, identifier: str) -> Provider:
    """A provider by its id, whatever the case. Raises NotFound with close ids."""
    return _one("provider", identifier, published.catalog.providers)


def lab(published: Published, identifier: str) -> Lab:
    """A lab by its id, whatever the case. Raises NotFound with close ids."""
    return _one("lab", identifier, published.catalog.labs)


def family(published: Published, identifier: str) -> Family:
    """A family by its id, whatever the case. Raises NotFound with close ids."""
    return _one("family", identifier, published.catalog.families)


def _one(what: str, identifier: str, among: Mapping[str, Row]) -> Row:
    found = among.get(identifier.lower())
    if found:
        return found
    raise _missing(what, identifier, closest(identifier, among))


def _missing(what: str, identifier: str, close: Iterable[str]) -> NotFound:
    """What this state does not have: the answer is the same for as long as the state is served."""
    problem = NotFound(what, identifier, close)
    problem.cache = SHARED
    return problem
