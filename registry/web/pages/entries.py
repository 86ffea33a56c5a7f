"""What somebody filled into the form of a page. Each value is read by itself: what cannot be used is told beside its
field, and the others hold.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from registry.web.pages.site import Link
from registry.web.parameters import Parameter, ParameterTable, Values
from registry.web.problems import BadParameter, shortened

LABELS: Mapping[str, str] = MappingProxyType(
    {
        "id": "Add a model or an offering",
        "offering": "Offering",
        "input": "Prompt tokens per request",
        "cached": "Cached share of the prompt, %",
        "output": "Output tokens per request",
        "requests": "Requests per day",
        "batch": "Batch prices",
        "only": "Only what differs",
        "as_of": "Prices as of",
    }
)
"""How the form calls each parameter."""


@dataclass(frozen=True, slots=True)
class Wrong:
    """A value that cannot be used: what was given, what is said of it, and links that put another in its place."""

    given: str
    message: str
    instead: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True)
class Entries:
    """The values that can be used, those that cannot, by parameter, and all pairs of name and text as given."""

    values: Values
    wrong: Mapping[str, tuple[Wrong, ...]] = field(default_factory=dict)
    pairs: tuple[tuple[str, str], ...] = ()

    def with_wrong(self, name: str, found: Sequence[Wrong]) -> "Entries":
        """The same with more that cannot be used."""
        if not found:
            return self
        return Entries(self.values, {**self.wrong, name: (*self.wrong.get(name, ()), *found)}, self.pairs)

    def has_wrong(self, names: Iterable[str]) -> bool:
        """Whether one of these cannot be used."""
        return any(name in self.wrong for name in names)

    def shown(self, name: str, value: object) -> str:
        """What stands in a field: the value, or what was given where that cannot be used."""
        return self.wrong[name][0].given if name in self.wrong else f"{value}"


def read(table: ParameterTable, pairs: Iterable[tuple[str, str]]) -> Entries:
    """The parameters that a page has; others (campaign tags) are left alone."""
    known = tuple(pair for pair in pairs if pair[0] in table.parameters)
    values: dict[str, object] = {}
    wrong: dict[str, tuple[Wrong, ...]] = {}
    for name, parameter in table.parameters.items():
        for texts in _apart(parameter, [text for given, text in known if given == name]):
            try:
                found = dict(table.read((name, text) for text in texts).items())
            except BadParameter as bad:
                wrong[name] = (*wrong.get(name, ()), _wrong(name, texts, bad))
            else:
                _add(values, found)
    return Entries(Values(values), wrong, known)


def _apart(parameter: Parameter, texts: Sequence[str]) -> list[list[str]]:
    if parameter.repeated:
        return [[text] for text in texts]
    return [list(texts)] if texts else []


def _add(values: dict[str, object], found: Mapping[str, object]) -> None:
    for name, value in found.items():
        before = values.get(name)
        both = isinstance(value, tuple) and isinstance(before, tuple)
        values[name] = tuple(dict.fromkeys((*before, *value))) if both else value  # type: ignore[misc]


def _wrong(name: str, texts: Sequence[str], bad: BadParameter) -> Wrong:
    expected = bad.detail.removeprefix(f"{name}: ").removesuffix(".")
    given = shortened(texts[-1])
    return Wrong(given, f"{LABELS[name]}: {expected}, not “{given}”.")
