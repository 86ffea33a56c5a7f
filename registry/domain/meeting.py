"""Where the statements of several sources about one offering meet, in three ways.

By its API model ID, without case; by a source's own match clause (genai-prices), which carries its prices to ids that
others list; and by display name (official pages that name models as people do), which carries what a page says to every
offering of that provider that is the same model, as far as identity knows the name.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from registry.domain.evidence import SourceHistory, Span
from registry.domain.identity.providers import offering_key, precedence
from registry.domain.identity.resolve import Index, Resolution, resolve
from registry.domain.rates import Told
from registry.domain.reconcile import last_words
from scrapers.claims import Statement
from scrapers.match import matches

Place = tuple[str, str]
"""(provider id, folded API model ID)."""

_REGIONS = frozenset({"us", "eu", "apac", "global", "jp", "au", "ca", "in", "us-gov"})
_UNKNOWN = frozenset({"own-name", "sole-name"})


@dataclass(slots=True)
class Subject:
    """One offering and what each source has told of it."""

    provider: str
    folded: str
    told: dict[str, Told] = field(default_factory=dict)

    @property
    def spelling(self) -> str:
        """The API model ID as the source of the highest authority spells it."""
        for _, span in last_words(self.told.values()):
            if span.said.api_model_id.lower() == self.folded:
                return span.said.api_model_id
        return self.folded

    @property
    def first_seen(self) -> datetime:
        """When any source first listed it."""
        return min(told.spans[0].first_seen for told in self.told.values())


def subjects_of(histories: Sequence[SourceHistory]) -> dict[Place, Subject]:
    """Every offering that a source lists by an id that can be called, with what match clauses carry to it."""
    subjects: dict[Place, Subject] = {}
    for history in histories:
        if not history.snapshots:
            continue
        for key, spans in _by_id(history).items():
            subject = subjects.setdefault(key, Subject(*key))
            subject.told[history.name] = Told(history.name, spans, history.snapshots)
    for history in histories:
        _attach_matches(history, subjects)
    return subjects


def _by_id(history: SourceHistory) -> dict[Place, tuple[Span[Statement], ...]]:
    """One source's callable subjects. Of several words for one provider the first in the table counts."""
    found: dict[Place, tuple[int, str, tuple[Span[Statement], ...]]] = {}
    for (word, _), spans in history.offerings.items():
        statement = spans[-1].said
        if not statement.callable_id:
            continue
        key = offering_key(history.name, statement)
        place = (precedence(history.name, word), statement.key)
        if key not in found or place < found[key][:2]:
            found[key] = (*place, spans)
    return {key: spans for key, (_, _, spans) in found.items()}


def _attach_matches(history: SourceHistory, subjects: Mapping[Place, Subject]) -> None:
    """A source's match clauses carry its prices to ids of the same provider that others list: the first that fits."""
    clauses: dict[str, list[tuple[str, tuple[Span[Statement], ...]]]] = {}
    for spans in history.offerings.values():
        statement = spans[-1].said
        if statement.match is not None:
            clauses.setdefault(offering_key(history.name, statement)[0], []).append((statement.key, spans))
    for entries in clauses.values():
        entries.sort(key=lambda entry: entry[0])
    for (provider, folded), subject in subjects.items():
        if history.name in subject.told:
            continue
        for _, spans in clauses.get(provider, ()):
            clause = spans[-1].said.match
            if clause is not None and matches(clause, folded):
                prices = tuple(replace(span, said=_prices_only(span.said)) for span in spans)
                subject.told[history.name] = Told(history.name, prices, history.snapshots)
                break


def _prices_only(statement: Statement) -> Statement:
    return Statement(statement.provider, statement.api_model_id, statement.key, {}, statement.rates, statement.url)


def attach_names(
    histories: Sequence[SourceHistory],
    subjects: Mapping[Place, Subject],
    resolutions: Mapping[Place, Resolution],
    index: Index,
) -> None:
    """What a page says under a display name goes to the provider's offerings of that model, but not to regional ids.

    A name that identity does not know goes nowhere: a wrong guess would publish a wrong price.
    """
    for history in histories:
        for provider, model, spans in _named(history, index):
            for key, subject in subjects.items():
                found = resolutions[key]
                if key[0] == provider and found.model == model and not _REGIONS & set(found.serving):
                    subject.told.setdefault(history.name, Told(history.name, spans, history.snapshots))


def _named(history: SourceHistory, index: Index) -> Iterable[tuple[str, str, tuple[Span[Statement], ...]]]:
    """(provider id, model id, what is said) of the statements that only have a display name."""
    for place in sorted(history.offerings):
        spans = history.offerings[place]
        statement = spans[-1].said
        if statement.callable_id or statement.match is not None:
            continue
        provider = offering_key(history.name, statement)[0]
        found = resolve(provider, "-".join(statement.api_model_id.split()), index)
        if found.rule not in _UNKNOWN:
            yield provider, found.model, tuple(replace(span, said=_without_name(span.said)) for span in spans)


def _without_name(statement: Statement) -> Statement:
    facts = {name: value for name, value in statement.facts.items() if name != "name"}
    return replace(statement, facts=facts)
