"""What a price is at one instant, and what a usage costs. Pure functions of an offering's dated rates.

A usage counts `input` as uncached prompt tokens; `cache_read` and the `cache_write*` meters come on top, and a
`prompt_over` step looks at their sum. `output` includes reasoning unless `reasoning` is given.

Nothing is guessed: a meter, tier or long-prompt step without a sourced rate raises `NotSourced` with its name.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

from registry.domain.catalog import DatedRate, Offering
from registry.domain.conditions import weekdays
from registry.domain.money import exact, times
from registry.errors import ModeldexError
from scrapers.claims import ALWAYS, TIERS, Tier, When
from scrapers.meters import METERS

PROMPT_METERS = frozenset(
    {
        "input",
        "cache_read",
        "cache_write",
        "cache_write_1h",
        "cache_write_12h",
        "input_audio",
        "input_image",
        "input_video",
        "cache_read_audio",
        "cache_write_audio",
        "cache_read_image",
    }
)
"""The meters whose quantities make up the prompt that a `prompt_over` step looks at."""


class PricingError(ModeldexError):
    """A cost that cannot be told."""


class UnknownMeter(PricingError):
    """The usage names a meter that does not exist."""

    def __init__(self, meter: str) -> None:
        super().__init__(f"there is no meter called {meter!r}")
        self.meter = meter


class InvalidUsage(PricingError):
    """A quantity, or a number of requests, that is none."""

    def __init__(self, what: str, given: object) -> None:
        super().__init__(f"{what}: expected a whole number that is not negative, and got {given!r}")


class UnknownTier(PricingError):
    """There is no such service tier."""

    def __init__(self, tier: str) -> None:
        super().__init__(f"there is no service tier {tier!r}; there are {', '.join(TIERS)}")


class UnknownRegion(PricingError):
    """The offering has no prices of this region; `known` are those of which it has."""

    def __init__(self, offering: str, region: str, known: Sequence[str]) -> None:
        told = f"; there are prices for {', '.join(known)}" if known else ", or of any other region"
        super().__init__(f"{offering} has no prices for the region {region!r}{told}")
        self.known = tuple(known)


class NotSourced(PricingError):
    """No source gives the rate that this cost needs; `meter`, `tier` and `when` name it."""

    def __init__(
        self, offering: str, meter: str, tier: str, moment: datetime, *, prompt_over: int | None = None
    ) -> None:
        step = f" for prompts over {prompt_over:,} tokens" if prompt_over else ""
        super().__init__(
            f"the {tier} {METERS[meter].label.lower()} rate ({meter}) of {offering}{step}"
            f" is not sourced for {moment.date()}"
        )
        self.meter, self.tier, self.prompt_over = meter, tier, prompt_over


class HourNeeded(PricingError):
    """The price depends on the hour and only a date was given. `windows` are the hours with prices of their own."""

    def __init__(self, offering: str, day: date, conditions: Iterable[When]) -> None:
        timed = sorted({(when.utc, when.weekdays) for when in conditions if when.utc})
        self.windows = tuple(sorted({window for utc, _ in timed for window in utc}))
        told = "; ".join(", ".join(filter(None, (*utc, weekdays(days) if days else ""))) for utc, days in timed)
        super().__init__(
            f"{offering} is priced by the hour (UTC: {told}): give an instant such as {day}T{self.windows[0][:5]}Z"
        )


@dataclass(frozen=True, slots=True)
class LineItem:
    """quantity units of one meter at one rate; cost is exact USD."""

    rate: DatedRate
    quantity: int
    cost: Decimal


@dataclass(frozen=True, slots=True)
class Estimate:
    """The cost of one usage on one offering at one instant, in USD.

    notes: what whoever pays should know, in sentences.
    """

    offering: str
    at: datetime
    tier: Tier
    items: tuple[LineItem, ...]
    notes: tuple[str, ...] = ()

    @property
    def total(self) -> Decimal:
        """The exact sum of the line items, USD."""
        return exact(sum((item.cost for item in self.items), Decimal(0)))


def instant(moment: date | datetime) -> datetime:
    """A date means its first moment in UTC; an instant is itself."""
    if isinstance(moment, datetime):
        return moment.astimezone(UTC)
    return datetime.combine(moment, time(), UTC)


def in_force(rates: Iterable[DatedRate], at: date | datetime) -> tuple[DatedRate, ...]:
    """The rates whose validity holds `at`, every hour window, region and step included, in their given order.

    For a bare date a rate counts that is in force at any time of the day's end: a change dated on the day shows the
    new price.
    """
    moment = instant(at)
    if not isinstance(at, datetime):
        moment += timedelta(days=1) - timedelta(microseconds=1)
    return tuple(
        rate
        for rate in rates
        if (rate.valid_from is None or rate.valid_from <= moment) and (rate.valid_to is None or moment < rate.valid_to)
    )


def headline(rates: Iterable[DatedRate], meter: str, tier: str = "standard") -> DatedRate | None:
    """The unconditional rate of a meter among rates in force: what a table shows. None is not sourced."""
    for rate in rates:
        if rate.meter == meter and rate.tier == tier and rate.when == ALWAYS:
            return rate
    return None


def window_applies(when: When, moment: datetime) -> bool:
    """Whether the condition's UTC windows hold at the moment; a condition without windows always does."""
    if when.weekdays and moment.isoweekday() not in when.weekdays:
        return False
    if moment.date().isoformat() in when.excluding:
        return False
    if not when.utc:
        return True
    clock = moment.strftime("%H:%M")
    return any(start <= clock < (end if end != "00:00" else "24:00") for start, end in (w.split("-") for w in when.utc))


def current_moment(rates: Sequence[DatedRate], now: datetime) -> date | datetime:
    """What "now" means for an offering's prices: the UTC day, or the instant where the time of day decides.

    It decides under hour windows, and on a day on which a price changes at another time than midnight.
    """
    day = now.astimezone(UTC).date()
    begin = instant(day)
    end = begin + timedelta(days=1)
    edges = (edge for rate in rates for edge in (rate.valid_from, rate.valid_to) if edge)
    if any(begin < edge < end for edge in edges):
        return now
    return now if any(rate.when.utc or rate.when.weekdays for rate in in_force(rates, day)) else day


def estimate(
    offering: Offering,
    usage: Mapping[str, int],
    *,
    at: date | datetime,
    tier: Tier = "standard",
    region: str | None = None,
    requests: int = 1,
) -> Estimate:
    """The cost of a usage (meter -> whole units). Raises a PricingError.

    requests: of how many equal requests the usage is the sum: long-prompt steps look at the prompt of one.
    """
    _check(usage, tier, requests)
    moment = instant(at)
    candidates = in_force(offering.rates, at)
    known = regions(candidates)
    if region is not None and region not in known:
        raise UnknownRegion(offering.id, region, known)
    prompt = -(-sum(quantity for meter, quantity in usage.items() if meter in PROMPT_METERS) // requests)
    items = []
    for meter, quantity in usage.items():
        if quantity == 0:
            continue
        rate = _rate(offering, candidates, meter, tier, region, prompt, at)
        items.append(LineItem(rate, quantity, times(rate.usd, quantity)))
    return Estimate(offering.id, moment, tier, tuple(items), tuple(_notes(offering, prompt)))


def regions(rates: Iterable[DatedRate]) -> tuple[str, ...]:
    """The regions that have prices of their own."""
    return tuple(sorted({rate.when.region for rate in rates if rate.when.region is not None}))


def _check(usage: Mapping[str, int], tier: str, requests: int) -> None:
    for meter, quantity in usage.items():
        if meter not in METERS:
            raise UnknownMeter(meter)
        if type(quantity) is not int or quantity < 0:
            raise InvalidUsage(meter, quantity)
    if type(requests) is not int or requests < 1:
        raise InvalidUsage("requests", requests)
    if tier not in TIERS:
        raise UnknownTier(tier)


def _notes(offering: Offering, prompt: int) -> Iterator[str]:
    if offering.context is not None and prompt > offering.context:
        yield (
            f"A prompt of {prompt:,} tokens cannot be one request: {offering.id} takes {offering.context:,}. Say of how"
            " many requests this is the sum (requests=N, or --requests N): long-prompt prices hang on the size of one."
        )


def _rate(
    offering: Offering,
    candidates: Sequence[DatedRate],
    meter: str,
    tier: Tier,
    region: str | None,
    prompt: int,
    at: date | datetime,
) -> DatedRate:
    moment = instant(at)
    plain = [r for r in candidates if r.when.region == region and r.when.size is None and r.when.quality is None]
    step = _step(plain, meter, tier, prompt)
    fitting = [r for r in plain if r.meter == meter and r.tier == tier and r.when.prompt_over == step]
    if any(r.when.utc for r in fitting) and not isinstance(at, datetime):
        raise HourNeeded(offering.id, at, (r.when for r in fitting))
    timed = [r for r in fitting if (r.when.utc or r.when.weekdays) and window_applies(r.when, moment)]
    always = [r for r in fitting if not r.when.utc and not r.when.weekdays]
    for rate in [*timed, *always]:
        return rate
    raise NotSourced(offering.id, meter, tier, moment, prompt_over=step)


def _step(rates: Sequence[DatedRate], meter: str, tier: Tier, prompt: int) -> int | None:
    """The highest `prompt_over` step that a prompt of this size passes; None is the first step.

    A step of the standard tier is a step of every tier, and a step of `input` is one of every cache meter: where no
    source gives the rate beyond it, the rate is not sourced, and the cheaper one is not taken for it.
    """
    followed = {meter, "input"} if meter.startswith("cache_") else {meter}
    steps = {r.when.prompt_over for r in rates if r.meter in followed and r.tier in (tier, "standard")}
    return max((threshold for threshold in steps if threshold is not None and prompt > threshold), default=None)
