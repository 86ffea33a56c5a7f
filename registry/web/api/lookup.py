"""Finding one thing by the ids in a path or parameter: validated, folded, with suggestions where nothing has them."""

from registry.domain.catalog import Model, Offering
from registry.web.problems import NotFound
from registry.web.security import is_id
from registry.web.state import Published


def offering(published: Published, identifier: str) -> Offering:
    """An offering by its id; the case of API model IDs does not matter. Raises NotFound with close ids."""
    provider, _, api_model_id = identifier.partition("/")
    if is_id(provider, "short") and is_id(api_model_id):
        found = published.catalog.offering_by_folded_id.get(identifier.lower())
        if found:
            return found
    raise NotFound("offering", identifier, published.search.closest(identifier, published.search.offerings))


def model(published: Published, identifier: str) -> Model:
    """A model by its id, in lower case. Raises NotFound with close ids."""
    found = published.catalog.models.get(identifier.lower())
    if found:
        return found
    raise NotFound("model", identifier, published.search.closest(identifier, published.search.models))
