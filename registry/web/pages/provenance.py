"""Who says so: the published fields of an offering, each with the source that won it and the document that says it."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from registry.domain.catalog import Model
from registry.domain.facts import OURS
from registry.domain.money import dollars
from registry.facts import FACTS
from registry.web.pages.site import Site
from registry.web.pages.wording import CAPABILITY_LABELS, TIER_LABELS, condition, listed, unit_of
from registry.web.views.witnesses import FieldView, Said
from scrapers.meters import METERS

_OURS = ("announced", "released", "availability", "architecture", "licence", "open_weights")


@dataclass(frozen=True, slots=True)
class Document:
    """One document with the values that are published from it: (field, value). None is not known."""

    source: str
    url: str | None
    fetched: str | None
    values: tuple[tuple[str, str], ...]


def documents(site: Site, fields: Iterable[FieldView]) -> tuple[Document, ...]:
    """The fields of which a source is published, the prices in force among them, by the document that says so."""
    found: dict[tuple[str, str | None, str | None], list[tuple[str, str]]] = {}
    for view in fields:
        if view.source and view.value is not None:
            where = _where(site, view, view.source)
            found.setdefault(where, []).append((_label(view), _value(view, view.value)))
    return tuple(Document(*where, tuple(values)) for where, values in found.items())


def of_our_own(model: Model) -> tuple[Document, ...]:
    """What no feed says of the model and our own table does, under the page that the table cites."""
    facts = FACTS.models.get(model.id)
    said = ((field, getattr(model, field)) for field in _OURS if model.citations.get(field) == OURS)
    values = tuple((field.replace("_", " ").capitalize(), _words(value)) for field, value in said if value is not None)
    return (Document("Our own table", facts.source, None, values),) if facts and values else ()


def _where(site: Site, view: FieldView, source: str) -> tuple[str, str | None, str | None]:
    won = next((claim for claim in view.claims if claim.won), None)
    fetched = won.fetched_at[:10] if won and won.fetched_at else None
    return site.source_title(source), won.url if won else None, fetched


def _label(view: FieldView) -> str:
    kind, dot, name = view.field.partition(".")
    if kind == "capability":
        return CAPABILITY_LABELS.get(name, name)
    if not dot:
        return view.field.replace("_", " ").capitalize()
    parts = [METERS[name].label]
    if view.tier and view.tier != "standard":
        parts.append(TIER_LABELS[view.tier].lower())
    if view.when:
        parts.append(condition(view).lower())
    return ", ".join(parts)


def _value(view: FieldView, value: Said) -> str:
    if isinstance(value, Decimal):
        return f"{dollars(value)} per {unit_of(view.field.partition('.')[2])}"
    return _words(value)


def _words(value: Said) -> str:
    match value:
        case bool():
            return "yes" if value else "no"
        case int():
            return f"{value:,}"
        case tuple():
            return listed(value)
        case _:
            return str(value)
