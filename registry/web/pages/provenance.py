"""Who says so: the published fields of an offering with the source that won each, and when it was read."""

from dataclasses import dataclass

from registry.domain.catalog import SourceState
from registry.domain.money import dollars
from registry.web.pages.site import Site
from registry.web.pages.wording import CAPABILITY_LABELS, TIER_LABELS, condition, listed, unit_of
from registry.web.views import OfferingDetail, RateView
from scrapers.meters import METERS


@dataclass(frozen=True, slots=True)
class SourceRow:
    """One published value. `url` and `fetched` are of the source's newest snapshot; None is not known."""

    field: str
    value: str
    source: str
    url: str | None
    fetched: str | None


def source_rows(site: Site, view: OfferingDetail) -> tuple[SourceRow, ...]:
    """The cited fields, then the prices in force."""
    states = {state.name: state for state in site.sources}
    values = _values(view)
    rows = [
        _row(site, states, _label(name), values[name], source)
        for name, source in view.citations.items()
        if values.get(name)
    ]
    rows += [_row(site, states, _rate_label(rate), _rate_value(rate), rate.source) for rate in view.rates]
    return tuple(rows)


def _row(site: Site, states: dict[str, SourceState], name: str, value: str, source: str) -> SourceRow:
    state = states.get(source)
    fetched = state.snapshot_at.date().isoformat() if state and state.snapshot_at else None
    return SourceRow(name, value, site.source_title(source), state.url if state else None, fetched)


def _values(view: OfferingDetail) -> dict[str, str]:
    words: dict[str, str | None] = {
        "name": view.model.name,
        "mode": view.mode,
        "context": _number(view.limits.context),
        "max_input": _number(view.limits.input),
        "max_output": _number(view.limits.output),
        "dimensions": _number(view.dimensions),
        "input_modalities": listed(view.modalities.input),
        "output_modalities": listed(view.modalities.output),
        "announced": view.announced,
        "released": view.released,
        "knowledge_cutoff": view.knowledge_cutoff,
        "deprecated": view.deprecated,
        "retires": view.retires,
        "status": view.status,
        "open_weights": _yes(view.open_weights),
        "reasoning_efforts": listed(view.reasoning_efforts),
    }
    words.update({f"capability.{name}": _yes(said) for name, said in view.capabilities.items()})
    return {name: value for name, value in words.items() if value}


def _label(name: str) -> str:
    if name.startswith("capability."):
        return CAPABILITY_LABELS.get(name.removeprefix("capability."), name)
    return name.replace("_", " ").capitalize()


def _rate_label(rate: RateView) -> str:
    parts = [METERS[rate.meter].label]
    if rate.tier != "standard":
        parts.append(TIER_LABELS[rate.tier].lower())
    if rate.when:
        parts.append(condition(rate).lower())
    return ", ".join(parts)


def _rate_value(rate: RateView) -> str:
    return f"{dollars(rate.usd)} per {unit_of(rate.meter)}"


def _number(count: int | None) -> str | None:
    return f"{count:,}" if count else None


def _yes(said: bool | None) -> str | None:
    return None if said is None else "yes" if said else "no"
