"""The book-keeping of one reading: what was left out and why, and when a document is too odd to believe.

One bad field or entry is skipped and counted. A negative price, or more than one entry in twenty laid out otherwise
than expected, means that the format has changed, and the whole document is refused.
"""

from collections import Counter
from decimal import Decimal

from scrapers import text
from scrapers.errors import LayoutChanged, NothingFound
from scrapers.strict_json import Json

TOLERATED_SHARE = Decimal("0.05")
MOST_LISTED = 100
"""How many prices, steps or hours one entry may list: ten times what any has. Some are compared each with each."""

_MOST_SHOWN = 10**40


class Tally:
    """Counts for the document of one source. Every reason is a short, stable phrase."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.skipped: Counter[str] = Counter()
        self._misshapen: dict[str, tuple[str, str]] = {}

    def skip(self, reason: str, times: int = 1) -> None:
        """Count something left out."""
        if times:
            self.skipped[reason] += times

    def misshapen(self, entry: str, expected: str, found: object, *, shown: str | None = None) -> None:
        """Count an entry, or a field of one, that is not laid out as expected. shown: how an error describes it."""
        self.skip("not laid out as expected")
        self._misshapen.setdefault(entry, (expected, shown or described(found)))

    def price(self, value: Json, units: int, entry: str) -> Decimal | None:
        """A price of `units` units -> USD per unit. Raises LayoutChanged for a negative number.

        Negative strings ("-1") are sentinels for "it depends": no rate, counted.
        """
        if isinstance(value, int | Decimal) and not isinstance(value, bool) and value < 0:
            found = str(value) if value > -_MOST_SHOWN else "a gigantic negative number"
            raise LayoutChanged(f"{self.source}: {entry[:200]}", "a price of 0 or more", found)
        usd = text.money(value, units)
        if usd is None:
            self._no_price(value, entry)
        return usd

    def _no_price(self, value: Json, entry: str) -> None:
        if isinstance(value, str) and value.startswith("-"):
            self.skip("price depends on the request")
        elif isinstance(value, int | Decimal) and not isinstance(value, bool):
            self.skip("price is out of bounds")
        elif value is not None:
            self.misshapen(entry, "a price", value)

    def listed(self, value: Json, entry: str) -> list[Json]:
        """The value if it is a list, else an empty one. A list that is longer than any real one is not read."""
        found = items(value)
        if len(found) <= MOST_LISTED:
            return found
        self.misshapen(entry, f"a list of at most {MOST_LISTED}", found, shown=f"one of {len(found):,}")
        return []

    def close(self, entries: int, usable: int) -> None:
        """Judge the whole document. Raises LayoutChanged or NothingFound."""
        odd = len(self._misshapen)
        if odd == entries > 0 or (odd > 1 and odd > entries * TOLERATED_SHARE):
            where, (expected, found) = next(iter(self._misshapen.items()))
            others = f" (and {odd - 1} more of {entries} entries)" if odd > 1 else ""
            raise LayoutChanged(f"{self.source}: {where[:200]}", expected, found + others)
        if not usable:
            raise NothingFound(f"{self.source}: the document holds no usable entry")


def described(value: object) -> str:
    """What a JSON value is, in few words, for an error message."""
    names = {dict: "an object", list: "a list", str: "a string", bool: "true or false", type(None): "nothing"}
    return names.get(type(value), "a number")


def members(value: Json) -> dict[str, Json]:
    """The value if it is an object, else an empty one."""
    return value if isinstance(value, dict) else {}


def items(value: Json) -> list[Json]:
    """The value if it is a list, else an empty one."""
    return value if isinstance(value, list) else []


def words(value: Json, limit: int = 40) -> tuple[str, ...]:
    """The short strings of a list, in order, each once; none of a list that is longer than any real one."""
    found = (text.line(item, limit) for item in (items(value) if len(items(value)) <= MOST_LISTED else ()))
    return tuple(dict.fromkeys(word for word in found if word))
