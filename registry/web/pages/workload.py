"""What one request costs on several offerings. A rate that no source gives is named, and then there is no cost."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from registry.domain.catalog import Offering
from registry.domain.money import dollars
from registry.domain.pricing import Estimate, HourNeeded, NotSourced, estimate
from registry.web.views.parts import Moment
from scrapers.claims import Tier
from scrapers.meters import METERS

DEFAULT_INPUT, DEFAULT_OUTPUT = 10_000, 1_000


@dataclass(frozen=True, slots=True)
class Workload:
    """One request: prompt tokens, of which `cached` percent are read from the cache, and answer tokens."""

    input: int = DEFAULT_INPUT
    output: int = DEFAULT_OUTPUT
    cached: int = 0
    batch: bool = False

    @property
    def tier(self) -> Tier:
        """The service tier that it is sent to."""
        return "batch" if self.batch else "standard"

    @property
    def usage(self) -> Mapping[str, int]:
        """Meter -> units: `input` is what is not cached; of a share, the whole tokens below it are cached."""
        cached = self.input * self.cached // 100
        usage = {"input": self.input - cached, "cache_read": cached, "output": self.output}
        return {meter: quantity for meter, quantity in usage.items() if quantity}


@dataclass(frozen=True, slots=True)
class Costed:
    """What a workload costs on one offering, or the words that say why that cannot be told."""

    estimate: Estimate | None
    missing: tuple[str, ...] = ()


def costed(offering: Offering, workload: Workload, at: Moment) -> Costed:
    """The cost at a day or instant. All rates that are missing are named, not only the first."""
    try:
        return Costed(estimate(offering, workload.usage, at=at, tier=workload.tier))
    except HourNeeded as needed:
        return Costed(None, (f"Priced by the hour ({', '.join(needed.windows)} UTC)",))
    except NotSourced:
        return Costed(None, tuple(_missing(offering, workload, at)))


Cost = tuple[str | None, Decimal | None]
"""A cost in words and as an amount; None and None where there is nothing to cost."""


def costs(offerings: Iterable[Offering | None], workload: Workload, at: Moment) -> list[Cost]:
    """The cost on each offering; the words name what is missing where there is no amount."""
    return [_said(costed(offering, workload, at)) if offering else (None, None) for offering in offerings]


def _said(found: Costed) -> Cost:
    if found.estimate is None:
        return "; ".join(found.missing), None
    return dollars(found.estimate.total), found.estimate.total


def _missing(offering: Offering, workload: Workload, at: Moment) -> Iterable[str]:
    """Asks for each meter first in turn: the prompt, which decides the long-prompt step, stays whole."""
    usage = workload.usage
    for meter in usage:
        first = {meter: usage[meter], **usage}
        try:
            estimate(offering, first, at=at, tier=workload.tier)
        except NotSourced as missing:
            if missing.meter == meter:
                yield _name(missing)
        except HourNeeded:
            continue


def _name(missing: NotSourced) -> str:
    step = f" over {missing.prompt_over:,} tokens" if missing.prompt_over else ""
    tier = "" if missing.tier == "standard" else f", {missing.tier}"
    return f"{METERS[missing.meter].label}{tier}{step}: not sourced"
