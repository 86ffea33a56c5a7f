"""Who is right: feeds and the catalog against official pages on their dates, and each feed predicted by the others."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from registry.domain.build import build
from registry.domain.catalog import Catalog
from registry.domain.evidence import SourceHistory, Span
from registry.domain.identity.resolve import build_index, resolve
from registry.domain.meeting import attach_names, subjects_of
from registry.domain.pricing import headline, in_force
from scrapers.claims import ALWAYS, Reading

METERS = ("input", "output", "cache_read")


@dataclass(frozen=True, slots=True)
class Tally:
    """Of `asked` prices, how many were answered and how many of the answers were right."""

    asked: int
    answered: int
    right: int

    def __str__(self) -> str:
        share = f"{self.right / self.answered:6.1%}" if self.answered else "     -"
        return f"{share} of {self.answered:5,} ({self.answered / max(self.asked, 1):4.0%} covered)"


Prices = Mapping[tuple[str, str], Decimal]
"""(offering id, meter) -> USD per unit, the standard price without conditions."""


def official_prices(
    name: str, reading: Reading, at: datetime, feeds: Sequence[SourceHistory]
) -> dict[tuple[str, str], Decimal]:
    """What a page says of offerings that the feeds know, on its own day; display names meet ids by identity."""
    said = {(one.provider, one.api_model_id.lower()): (Span(one, at, at),) for one in reading.statements}
    page = SourceHistory(name, (at,), said)
    subjects = subjects_of([*feeds, page])
    spelled = {key: subject.spelling for key, subject in subjects.items()}
    index = build_index((provider, spelled[provider, folded]) for provider, folded in subjects)
    resolutions = {key: resolve(key[0], spelled[key], index) for key in subjects}
    attach_names([page], subjects, resolutions, index)
    prices: dict[tuple[str, str], Decimal] = {}
    for (provider, folded), subject in subjects.items():
        if name not in subject.told:
            continue
        for rate in subject.told[name].spans[-1].said.rates:
            begun = (rate.since is None or rate.since <= at) and (rate.until is None or at < rate.until)
            if rate.meter in METERS and rate.tier == "standard" and rate.when == ALWAYS and begun:
                prices[f"{provider}/{spelled[provider, folded]}", rate.meter] = rate.usd
    return prices


def answers(catalog: Catalog, at: datetime) -> dict[tuple[str, str], Decimal]:
    """What a catalog says of every offering's standard prices at a moment."""
    found = {}
    for offering in catalog.offerings.values():
        rates = in_force(offering.rates, at.date())
        for meter in METERS:
            rate = headline(rates, meter)
            if rate is not None:
                found[offering.id.lower(), meter] = rate.usd
    return found


def compare(truth: Prices, said: Prices) -> Tally:
    """How many of the true prices an answer covers, and how many of those it has right."""
    told = {key: said[key[0].lower(), key[1]] for key in truth if (key[0].lower(), key[1]) in said}
    return Tally(len(truth), len(told), sum(told[key] == truth[key] for key in told))


def differing(truth: Prices, said: Prices) -> Iterable[tuple[str, str, Decimal, Decimal]]:
    """(offering, meter, true, said) where an answer is wrong."""
    for (offering, meter), usd in sorted(truth.items()):
        other = said.get((offering.lower(), meter))
        if other is not None and other != usd:
            yield offering, meter, usd, other


def alone(history: SourceHistory) -> Catalog:
    """The catalog that one feed gives by itself."""
    return build([history])


def leave_one_out(histories: Sequence[SourceHistory]) -> dict[str, dict[str, Tally]]:
    """Source -> meter -> how well the others predict what it says, on the days of its own snapshots."""
    result: dict[str, dict[str, Tally]] = {}
    for history in histories:
        own = alone(history)
        others = build([other for other in histories if other is not history])
        counts: Counter[tuple[str, str]] = Counter()
        for at in history.snapshots:
            mine, theirs = answers(own, at), answers(others, at)
            for key, usd in mine.items():
                counts[key[1], "asked"] += 1
                counts[key[1], "answered"] += key in theirs
                counts[key[1], "right"] += theirs.get(key) == usd
        result[history.name] = {
            meter: Tally(counts[meter, "asked"], counts[meter, "answered"], counts[meter, "right"]) for meter in METERS
        }
    return result
