"""The list of what is deprecated or shut down: its filters and its order, for API, page, CSV and calendar."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from registry.domain.catalog import Offering
from registry.domain.lifecycle import latest
from registry.web.listing import SHORT_LIST
from registry.web.parameters import TEXT, Parameter, ParameterTable, Values, choice, text
from registry.web.search import matches
from registry.web.state import Published

PERIODS = ("coming", "past")

_FILTERS = (
    Parameter("q", "Words that must all occur in the offering's id, name, lab or family.", "gpt 4o", text, TEXT),
    Parameter("provider", "Only at these providers.", "openai", text, TEXT, repeated=True),
    Parameter("lab", "Only of models of these labs, whoever serves them.", "anthropic", text, TEXT, repeated=True),
    Parameter("source", "Only dates that these sources give.", "openai-deprecations", text, TEXT, repeated=True),
)
CALENDAR_FILTERS = ParameterTable(*_FILTERS)
DEPRECATION_LIST = ParameterTable(
    *_FILTERS,
    choice("when", "Only what is still to come, or only what is over; both unless told.", PERIODS, "coming"),
    *SHORT_LIST.parameters.values(),
)

ENDS = ("retires", "retires_earliest", "deprecated")
"""The fields that say when an offering ends, the one that counts most first."""


@dataclass(frozen=True, slots=True)
class Ending:
    """When an offering ends. field: a row of `ENDS`; said: the date as sourced."""

    offering: Offering
    field: str
    said: str

    @property
    def day(self) -> date:
        """The last day that the sourced precision allows."""
        return latest(self.said)


@dataclass(frozen=True, slots=True)
class Endings:
    """What is still to come, soonest first, and what is over, the newest first."""

    coming: tuple[Ending, ...]
    past: tuple[Ending, ...]

    @property
    def all(self) -> tuple[Ending, ...]:
        """Both, in the order in which they are listed."""
        return self.coming + self.past


def endings(published: Published, values: Values) -> Endings:
    """The ends that the filters keep."""
    today, when = published.day, values.get("when", str)
    found = [one for offering in ending_offerings(published, values) if (one := ending_of(offering, today))]
    coming = sorted((one for one in found if one.day >= today), key=lambda one: (one.day, one.offering.id))
    past = sorted((one for one in found if one.day < today), key=lambda one: one.offering.id)
    past.sort(key=lambda one: one.day, reverse=True)
    return Endings(() if when == "past" else tuple(coming), () if when == "coming" else tuple(past))


def ending_of(offering: Offering, today: date) -> Ending | None:
    """When an offering ends, None where no source says so. A day before which it would not end says nothing later."""
    for field in ENDS:
        said = getattr(offering, field)
        if said and (field != "retires_earliest" or latest(said) >= today):
            return Ending(offering, field, said)
    return None


def ending_offerings(published: Published, values: Values) -> Iterator[Offering]:
    """The offerings with any such date that the filters keep."""
    query, catalog = values.get("q", str), published.catalog
    providers, labs, sources = (_folded(values.all(name)) for name in ("provider", "lab", "source"))
    for offering in catalog.offerings.values():
        dated = [field for field in ENDS if getattr(offering, field)]
        model = catalog.models.get(offering.model)
        if (
            dated
            and (not providers or offering.provider in providers)
            and (not labs or (model is not None and model.lab in labs))
            and (not sources or sources & {offering.citations.get(field) for field in dated})
            and (not query or matches(published.search.offerings[offering.id], query))
        ):
            yield offering


def _folded(words: Iterable[str]) -> set[str | None]:
    return {word.lower() for word in words}
