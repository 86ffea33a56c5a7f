"""The filters of a list page as a form shows them: each with its options, and those that are chosen."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from registry.web.pages.queries import Pair, Query
from registry.web.pages.site import Site
from registry.web.pages.wording import CAPABILITY_LABELS, MODALITY_NOUNS

MOST_OPTIONS = 40


@dataclass(frozen=True, slots=True)
class Option:
    """One choice of a filter."""

    value: str
    label: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Choice:
    """One filter of the form."""

    name: str
    label: str
    options: tuple[Option, ...]


def counted(query: Query, name: str, label: str, values: Iterable[str], named: Callable[[str], str]) -> Choice:
    """A filter by what the rows of a list have: the commonest values with their counts, by name."""
    counts = Counter(values)
    return choice(query, name, label, _commonest(counts, {value: named(value) for value in counts}, query))


def choices_of(site: Site, query: Query, labs: Counter[str], providers: Counter[str]) -> tuple[Choice, ...]:
    """The filters in the form's order. labs, providers: how many rows of the whole list each has."""
    catalog = site.catalog
    lab_names = {key: catalog.labs[key].name for key in labs if key in catalog.labs}
    provider_names = {key: catalog.providers[key].name for key in providers if key in catalog.providers}
    return (
        choice(query, "lab", "Lab", _commonest(labs, lab_names, query)),
        choice(query, "provider", "Provider", _commonest(providers, provider_names, query)),
        choice(query, "capability", "Capability", CAPABILITY_LABELS.items()),
        choice(query, "in", "Takes", MODALITY_NOUNS.items()),
        choice(query, "out", "Gives", MODALITY_NOUNS.items()),
        choice(query, "context_min", "Context at least", _CONTEXTS),
        choice(query, "open_weights", "Weights", (("true", "Open"), ("false", "Closed"))),
    )


_CONTEXTS = (("32000", "32K"), ("128000", "128K"), ("200000", "200K"), ("1000000", "1M"))


def _commonest(counts: Counter[str], names: dict[str, str], query: Query) -> Iterable[Pair]:
    """The commonest choices with their counts, by name; the one that is chosen is always there."""
    chosen = {text for _, text in query.filters}
    kept = [key for key, _ in counts.most_common(MOST_OPTIONS) if key in names]
    kept += [key for key in names if key in chosen and key not in kept]
    return sorted(((key, f"{names[key]} ({counts[key]:,})") for key in kept), key=lambda pair: pair[1].casefold())


def choice(query: Query, name: str, label: str, options: Iterable[Pair]) -> Choice:
    """A filter with fixed options, as (value, label)."""
    chosen = {text for given, text in query.filters if given == name}
    return Choice(name, label, tuple(Option(value, text, value in chosen) for value, text in options))
