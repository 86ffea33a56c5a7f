"""Which offerings stop answering, and when, as events of a calendar."""

from collections.abc import Iterable

from registry.domain.catalog import Offering
from registry.domain.lifecycle import earliest, latest
from registry.web.feeds.atom import stable_id
from registry.web.feeds.calendar import Event
from registry.web.pages.site import Site

_WHOLE_DATE = "YYYY-MM-DD"


def shutdowns(site: Site, offerings: Iterable[Offering]) -> tuple[Event, ...]:
    """An event for each offering whose end a source dates, by day; past ones stay, as in any calendar.

    A day before which it will not end, where no end is announced, is tentative.
    """
    dated = [
        (earliest(said), each.id, each, said) for each in offerings if (said := each.retires or each.retires_earliest)
    ]
    return tuple(_event(site, offering, said) for _, _, offering, said in sorted(dated, key=lambda row: row[:2]))


def _event(site: Site, offering: Offering, said: str) -> Event:
    model, provider = site.catalog.models.get(offering.model), site.catalog.providers.get(offering.provider)
    name = f"{model.name if model else offering.api_model_id} on {provider.name if provider else offering.provider}"
    source = offering.citations.get("retires" if offering.retires else "retires_earliest")
    ends = f"stops answering on {said}" if offering.retires else f"does not stop answering before {said}"
    cited = f"\nSource: {site.source_title(source)}." if source else ""
    return Event(
        id=f"{stable_id('retires', offering.id).removeprefix('urn:uuid:')}@modeldex",
        first=earliest(said),
        last=latest(said),
        summary=f"{name} shuts down" if offering.retires else f"{name} may shut down from this day",
        description=f"The API model ID {offering.api_model_id} {ends}.{cited}",
        href=site.absolute(f"/providers/{offering.provider}/{offering.slug}"),
        # A month or a year says before which day it cannot be over, and not on which day it ends.
        tentative=not offering.retires or len(said) < len(_WHOLE_DATE),
    )
