"""What stands around the rows of a list that is filtered and paged by its address alone."""

from collections.abc import Iterable
from dataclasses import dataclass

from registry.web.pages.choices import Choice, active_filters, counted, without_a_field
from registry.web.pages.queries import Pair, Query
from registry.web.pages.site import Link, Site


@dataclass(frozen=True, slots=True)
class TextField:
    """A filter that one types. `kind` is the type of the input."""

    name: str
    label: str
    value: str
    kind: str = "text"
    placeholder: str = ""
    wide: bool = False


@dataclass(frozen=True, slots=True)
class Frame:
    """The filters, what is active, how many rows there are, and the ways on.

    kept: filters of the address that the form has no field for;
    formats: exactly what is filtered, for programs; note: what stands before them.
    """

    action: str
    controls: tuple[TextField | Choice, ...]
    active: tuple[Link, ...]
    kept: tuple[Pair, ...]
    total: int
    all: int
    first: str | None
    next: str | None
    formats: tuple[Link, ...]
    note: str


_FORMATS = {"csv": "CSV", "atom": "Atom", "ics": "Calendar"}
PER_MILLION = "US dollars per 1M tokens ·"


def frame(
    query: Query,
    controls: tuple[TextField | Choice, ...],
    *,
    total: int,
    everything: int,
    cursor: str | None,
    formats: Iterable[Link],
    note: str = PER_MILLION,
) -> Frame:
    """What stands around a list that a query asks for."""
    return Frame(
        action=query.path,
        controls=controls,
        active=active_filters(
            query,
            {each.name: each.label for each in controls},
            [each for each in controls if isinstance(each, Choice)],
        ),
        kept=without_a_field(query, (each.name for each in controls)),
        total=total,
        all=everything,
        first=query.elsewhere(query.path) if "cursor" in query.first else None,
        next=query.following(cursor),
        formats=tuple(formats),
        note=note,
    )


def formats_of(query: Query, *endings: str) -> tuple[Link, ...]:
    """The same rows as JSON from the API, and beside the page under other endings."""
    beside = (Link(_FORMATS[ending], query.elsewhere(f"{query.path}.{ending}")) for ending in endings)
    return (*beside, Link("JSON", query.elsewhere(f"/api/v1{query.path}")))


def offering_field(query: Query) -> TextField:
    """The filter by one offering."""
    return TextField(
        "offering", "Offering", query.first.get("offering", ""), placeholder="provider/api-model-id", wide=True
    )


def search_field(query: Query) -> TextField:
    """The filter by words."""
    return TextField("q", "Search", query.first.get("q", ""), kind="search", wide=True)


def day_field(query: Query, name: str, label: str) -> TextField:
    """The filter by a day. What is given in other words, such as the number of an edition, stays a text."""
    value = query.first.get(name, "")
    return TextField(name, label, value, kind="text" if value.isdigit() else "date")


def providers_of(site: Site, query: Query, ids: Iterable[str]) -> Choice:
    """The filter by provider, with as many rows as the ids occur."""
    names = {key: provider.name for key, provider in site.catalog.providers.items()}
    return counted(query, "provider", "Provider", ids, lambda one: names.get(one, one))


def labs_of(site: Site, query: Query, ids: Iterable[str]) -> Choice:
    """The filter by lab, with as many rows as the ids occur."""
    names = {key: lab.name for key, lab in site.catalog.labs.items()}
    return counted(query, "lab", "Lab", ids, lambda one: names.get(one, one))


def lab_of(site: Site, offering: str) -> str | None:
    """The lab whose model an offering serves, None where it is not known."""
    found = site.catalog.offerings.get(offering)
    model = site.catalog.models.get(found.model) if found else None
    return model.lab if model else None
