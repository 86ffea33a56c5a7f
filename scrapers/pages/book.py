"""What one page says of each model, put together from its tables, and the judgement on the page as a whole."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from typing import TypeAlias

from scrapers import text
from scrapers.claims import ALWAYS, Rate, Reading, Scalar, Statement, When
from scrapers.errors import LayoutChanged
from scrapers.feeds.tally import Tally
from scrapers.pages import amounts, bounds
from scrapers.pages.amounts import MILLION_TOKENS, Unit

CONTRADICTION = "two prices for the same thing on one page"
Place: TypeAlias = tuple[str, str, When, datetime | None]
"""What may have one price only: a meter in a tier under a condition from a day on."""


class Book:
    """Statements in the making, in the order in which the page first names their models."""

    def __init__(self, source: str, provider: str, url: str) -> None:
        self.tally = Tally(source)
        self._provider, self._url = provider, url
        self._facts: dict[str, dict[str, Scalar]] = {}
        self._rates: dict[str, dict[Place, Rate]] = {}
        self._torn: set[tuple[str, Place]] = set()
        self._callable: dict[str, bool] = {}
        self._noted = 0

    def model(self, words: str, *, callable_id: bool, facts: Mapping[str, Scalar | None] | None = None) -> str | None:
        """Note a model by its API model ID or, with callable_id False, its display name -> its key in this book.

        None, and counted, if the words can be neither. A fact that is already there stays.
        """
        self._count()
        name = text.identifier(words) if callable_id else text.line(words, 120)
        if name is None:
            self.tally.skip("name is not usable")
            return None
        known = self._facts.setdefault(name, {} if callable_id else {"name": name})
        for field, value in (facts or {}).items():
            if value is not None:
                known.setdefault(field, value)
        self._rates.setdefault(name, {})
        self._callable.setdefault(name, callable_id)
        return name

    def price(self, name: str, rate: Rate) -> None:
        """Add one price. A page that gives two prices for the same thing is believed in neither."""
        self._count()
        place = self._place(rate)
        known = self._rates[name].get(place)
        if (name, place) in self._torn:
            return
        if known is not None and known.usd != rate.usd:
            del self._rates[name][place]
            self._torn.add((name, place))
            self.tally.skip(CONTRADICTION)
        else:
            self._rates[name].setdefault(place, rate)

    def alias(self, words: str, model: str, facts: Mapping[str, Scalar | None]) -> None:
        """Note an API model ID that the page says is another name of a model in this book: it has the same prices."""
        key = self.model(words, callable_id=True, facts=facts) if model in self._facts else None
        for rate in self._rates.get(model, {}).values() if key else ():
            self.price(str(key), rate)

    def usd(self, words: str, entry: str, unit: Unit = MILLION_TOKENS) -> Decimal | None:
        """The one price in a cell -> USD per single unit of `unit`'s kind; None if the cell says that there is none.

        A unit in the cell overrules the one that the header gave, if it is of the same kind. Anything else that the
        cell holds is not understood: counted, no price.
        """
        if amounts.is_nothing(words):
            return None
        if amounts.is_free(words):
            return Decimal(0)
        price = amounts.single(words)
        named = amounts.unit_in(price.after) if price else None
        if price is None or (named or unit).kind != unit.kind or (price.after and named is None):
            self.odd(entry, f"a price per {unit.kind}", words)
            return None
        return price.per(named or unit)

    def odd(self, entry: str, expected: str, words: str) -> None:
        """Count a cell of `entry` (a model) that is not understood; an error will show its first words."""
        self._count()
        self.tally.misshapen(entry, expected, words, shown=f'"{words[:60]}"' if words else "an empty cell")

    def has(self, name: str, field: str) -> bool:
        """Whether a fact of a model is already known."""
        return field in self._facts.get(name, {})

    def usd_of(self, name: str, meter: str) -> Decimal | None:
        """The unconditional standard price of a model that is already known."""
        known = self._rates.get(name, {}).get((meter, "standard", ALWAYS, None))
        return known.usd if known else None

    def is_base(self, name: str, rate: Rate) -> bool:
        """Whether the same price is already there for short prompts: a step to the same price is no step."""
        known = self._rates[name].get((rate.meter, rate.tier, replace(rate.when, prompt_over=None), rate.since))
        return known is not None and known.usd == rate.usd

    def close(self, settle: Callable[[Iterable[Rate]], tuple[Rate, ...]] = tuple) -> Reading:
        """The reading; `settle` has the last word on the prices of each model.

        Raises LayoutChanged or NothingFound, as `Tally.close` judges.
        """
        for name, rates in self._rates.items():
            self._rates[name] = {self._place(rate): rate for rate in settle(rates.values())}
        usable = [name for name in self._facts if self._rates[name] or self._facts[name].keys() - {"name"}]
        self.tally.skip("named without a price", len(self._facts) - len(usable))
        self.tally.close(len(self._facts), len(usable))
        return Reading(tuple(self._statement(name) for name in usable), skipped=dict(self.tally.skipped))

    def _count(self) -> None:
        """Names and prices in one cell multiply: a page that claims more than any real one is refused."""
        self._noted += 1
        if self._noted > bounds.MOST_CLAIMS:
            raise LayoutChanged(self.tally.source, f"at most {bounds.MOST_CLAIMS:,} names and prices", "more")

    @staticmethod
    def _place(rate: Rate) -> Place:
        return rate.meter, rate.tier, rate.when, rate.since

    def _statement(self, name: str) -> Statement:
        return Statement(
            provider=self._provider,
            api_model_id=name,
            key=name,
            facts=self._facts[name],
            rates=tuple(self._rates[name].values()),
            url=self._url,
            callable_id=self._callable[name],
        )
