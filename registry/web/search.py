"""Finding models and offerings by words, as people type them: `gpt 5.6 luna` and `gpt-5.6-luna` meet.

Text is folded: lower case, every run of separators a space. A word of the query matches where a word of the text begins
with it; a long one also matches with all separators taken out (`gpt4o` finds `gpt-4o`).
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TypeVar

from registry.domain.catalog import Catalog, Model, Offering
from registry.domain.search import closest

_SEPARATORS = re.compile(r"[^0-9a-z]+")
_COMPACT_AT_LEAST = 4
_NO_MATCH = -1

Item = TypeVar("Item")


def folded(text: str) -> str:
    """Lower-case words with single spaces: `GPT-5.6 Luna` is `gpt 5 6 luna`."""
    return _SEPARATORS.sub(" ", text.casefold()).strip()


@dataclass(frozen=True, slots=True)
class Entry:
    """What one model or offering can be found by, folded. text: the names, lab and family.

    names: the id first, then how its lab or provider calls it there, then the others.
    """

    names: tuple[str, ...]
    text: str
    compact: str

    @classmethod
    def of(cls, names: Iterable[str | None], others: Iterable[str | None]) -> "Entry":
        """From the names as they are written."""
        own = tuple(dict.fromkeys(folded(name) for name in names if name))
        every = (*own, *(folded(other) for other in others if other))
        return cls(own, " " + " ".join(every), " ".join(part.replace(" ", "") for part in every))


@dataclass(frozen=True, slots=True)
class _Wanted:
    """A query, folded. words: each as a text holds it, and without separators; None if that is too short to tell."""

    whole: str
    words: tuple[tuple[str, str | None], ...]


@lru_cache(maxsize=64)
def _wanted(query: str) -> _Wanted:
    words = [word for word in map(folded, query.split()) if word]
    compact = [word.replace(" ", "") for word in words]
    told = [one if len(one) >= _COMPACT_AT_LEAST else None for one in compact]
    return _Wanted(" ".join(words), tuple((f" {word}", one) for word, one in zip(words, told, strict=True)))


def matches(entry: Entry, query: str) -> bool:
    """Whether every word of a query is found, and there is one."""
    words = _wanted(query).words
    for word, compact in words:
        if word not in entry.text and (compact is None or compact not in entry.compact):
            return False
    return bool(words)


def rank(entry: Entry, query: str) -> int:
    """How well it matches: 0 its id, 1 a name, 2 a name's beginning, 3 words of a name, 4 the rest, -1 not at all."""
    if not matches(entry, query):
        return _NO_MATCH
    whole = _wanted(query).whole
    tests = (
        whole == entry.names[0],
        whole in entry.names,
        any(name.startswith(whole) for name in entry.names),
        any(f" {whole}" in name for name in entry.names),
    )
    return tests.index(True) if True in tests else len(tests)


def best_first(
    items: Iterable[Item], query: str, entry: Callable[[Item], Entry], subject: Callable[[Item], Model | Offering]
) -> list[Item]:
    """Matching items by relevance; of equals a lab's own offering, then the very id, then the newest, then as given."""
    whole = _wanted(query).whole

    def key(item: Item) -> tuple[int, bool, bool]:
        found = entry(item)
        return rank(found, query), _is_resold(subject(item)), whole not in found.names[:2]

    newest = sorted(items, key=lambda item: subject(item).released or "", reverse=True)
    return sorted(newest, key=key)


def matching(
    entries: Mapping[str, Entry], query: str, subjects: Mapping[str, Model] | Mapping[str, Offering]
) -> tuple[str, ...]:
    """The ids that match a query, the best first. subjects: what the ids name."""
    found = sorted(one for one, entry in entries.items() if matches(entry, query))
    return tuple(best_first(found, query, entries.__getitem__, subjects.__getitem__))


def _is_resold(subject: Model | Offering) -> bool:
    return isinstance(subject, Offering) and not subject.model.startswith(f"{subject.provider}/")


class SearchIndex:
    """The searchable text of one catalog, folded once."""

    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog

    @cached_property
    def models(self) -> Mapping[str, Entry]:
        """Model id -> its entry."""
        return {model.id: self._model(model) for model in self._catalog.models.values()}

    @cached_property
    def offerings(self) -> Mapping[str, Entry]:
        """Offering id -> its entry."""
        return {offering.id: self._offering(offering) for offering in self._catalog.offerings.values()}

    def closest(self, id: str, among: Mapping[str, Entry], limit: int = 5) -> tuple[str, ...]:  # noqa: A002
        """Ids that are most like an id that does not exist, the best first."""
        # Only those that share a word: letter by letter is slow, and anybody may ask for what does not exist.
        wanted = set(folded(id).split())
        return closest(id, [key for key, entry in among.items() if wanted & set(entry.names[0].split())], limit)

    def _model(self, model: Model) -> Entry:
        return Entry.of((model.id, model.slug, model.name), self._surroundings(model))

    def _offering(self, offering: Offering) -> Entry:
        model = self._catalog.models.get(offering.model)
        provider = self._catalog.providers.get(offering.provider)
        names = (offering.id, offering.api_model_id, offering.name, model.name if model else None)
        around = self._surroundings(model) if model else ()
        return Entry.of(names, (*around, provider.name if provider else None))

    def _surroundings(self, model: Model) -> Sequence[str | None]:
        lab, family = self._catalog.labs.get(model.lab), self._catalog.families.get(model.family or "")
        return (model.lab, lab.name if lab else None, family.name if family else None)
