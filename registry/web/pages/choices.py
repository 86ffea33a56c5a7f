"""The filters of a list page as a form shows them: each with its options, and those that are chosen."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from registry.domain.catalog import STATUSES
from registry.web.pages.queries import Pair, Query
from registry.web.pages.site import Link, Site
from registry.web.pages.wording import CAPABILITY_LABELS, MODALITY_NOUNS

MOST_LABS = 60
"""Most labs made a model or two; whoever looks for one of them types its name."""


@dataclass(frozen=True, slots=True)
class Option:
    """One choice of a filter. count: how many rows it has in the whole list, where that is told."""

    value: str
    label: str
    chosen: bool
    count: int | None = None


@dataclass(frozen=True, slots=True)
class Choice:
    """One filter of the form."""

    name: str
    label: str
    options: tuple[Option, ...]


def counted(query: Query, name: str, label: str, values: Iterable[str], named: Callable[[str], str]) -> Choice:
    """A filter by what the rows of a list have: the values with their counts, by name."""
    counts = Counter(values)
    return _commonest(query, name, label, counts, {value: named(value) for value in counts})


def choices_of(site: Site, query: Query, labs: Counter[str], providers: Counter[str]) -> tuple[Choice, ...]:
    """The filters in the form's order. labs, providers: how many rows of the whole list each has."""
    catalog = site.catalog
    lab_names = {key: catalog.labs[key].name for key in labs if key in catalog.labs}
    provider_names = {key: catalog.providers[key].name for key in providers if key in catalog.providers}
    return (
        _commonest(query, "lab", "Lab", labs, lab_names, MOST_LABS),
        _commonest(query, "provider", "Provider", providers, provider_names),
        choice(query, "capability", "Capability", CAPABILITY_LABELS.items()),
        choice(query, "in", "Takes", MODALITY_NOUNS.items()),
        choice(query, "out", "Gives", MODALITY_NOUNS.items()),
        choice(query, "context_min", "Context at least", _CONTEXTS),
        choice(query, "open_weights", "Weights", (("true", "Open"), ("false", "Closed"))),
        choice(query, "status", "Status", ((status, status.capitalize()) for status in STATUSES)),
    )


def active_filters(query: Query, labels: Mapping[str, str], choices: Iterable[Choice]) -> tuple[Link, ...]:
    """What narrows the list, in words, each with the address that takes it off. labels: of the fields to type in."""
    named = {(each.name, option.value): f"{each.label}: {option.label}" for each in choices for option in each.options}
    return tuple(Link(named.get(pair) or _typed(labels, pair), query.without(pair)) for pair in query.filters)


def without_a_field(query: Query, names: Iterable[str]) -> tuple[Pair, ...]:
    """What narrows the list beside the form's own fields, and must outlast it."""
    fields = set(names)
    return tuple(pair for pair in query.filters if pair[0] not in fields)


def _typed(labels: Mapping[str, str], pair: Pair) -> str:
    name, text = pair
    return f"“{text}”" if name == "q" else f"{labels.get(name, name.replace('_', ' ').capitalize())}: {text}"


_CONTEXTS = (("32000", "32K"), ("128000", "128K"), ("200000", "200K"), ("1000000", "1M"))


def _commonest(
    query: Query, name: str, label: str, counts: Counter[str], names: Mapping[str, str], most: int | None = None
) -> Choice:
    """A filter with the values and their counts, by name: all, or the commonest and whatever is chosen."""
    kept = [key for key, _ in counts.most_common(most) if key in names]
    kept += [key for key in names if (name, key) in query.filters and key not in kept]
    by_name = sorted(((key, names[key]) for key in kept), key=lambda pair: pair[1].casefold())
    return choice(query, name, label, by_name, counts)


def choice(
    query: Query, name: str, label: str, options: Iterable[Pair], counts: Mapping[str, int] | None = None
) -> Choice:
    """A filter with fixed options, as (value, label), and what else the address has chosen."""
    known = dict(options)
    chosen = [text for given, text in query.filters if given == name]
    known |= {text: text for text in chosen if text not in known}
    shown = (Option(value, text, value in chosen, (counts or {}).get(value)) for value, text in known.items())
    return Choice(name, label, tuple(shown))
