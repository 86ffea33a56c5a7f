"""The catalog as OpenAI's list of models, for programs that fill their menu from it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, time

from registry.domain.catalog import Catalog, Offering
from registry.domain.lifecycle import earliest


@dataclass(frozen=True, slots=True)
class ListedModel:
    """One offering. created: seconds since 1970 of its release; 0 where that is not sourced: it must be a number."""

    id: str
    created: int
    owned_by: str
    object: str = "model"


@dataclass(frozen=True, slots=True)
class ModelList:
    """What `client.models.list()` reads."""

    data: tuple[ListedModel, ...]
    object: str = "list"


def openai_models(catalog: Catalog) -> ModelList:
    """Every listed offering by its id, `provider/api-model-id`."""
    return ModelList(tuple(listed_model(catalog, each) for each in _listed(catalog)))


def listed_model(catalog: Catalog, offering: Offering) -> ListedModel:
    """One offering as a model of that list. It is owned by the lab that made it, else by its provider."""
    model = catalog.models.get(offering.model)
    released = offering.released or (model.released if model else None)
    created = int(datetime.combine(earliest(released), time(), UTC).timestamp()) if released else 0
    return ListedModel(offering.id, max(created, 0), model.lab if model else offering.provider)


def _listed(catalog: Catalog) -> Iterable[Offering]:
    offerings = (catalog.offerings[key] for key in sorted(catalog.offerings))
    return (each for each in offerings if not each.unlisted and each.status != "retired")
