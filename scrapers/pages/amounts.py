"""Prices as pages write them: `$5 / MTok`, `$0.034 / minute`, `$4.20 / 1M characters`."""

import re
from dataclasses import dataclass
from decimal import Decimal

from scrapers import text
from scrapers.pages.blocks import tidy


@dataclass(frozen=True, slots=True)
class Unit:
    """What a price is for: so many of a kind (1,000,000 tokens)."""

    kind: str
    count: int


MILLION_TOKENS = Unit("token", 1_000_000)

_MANY = {"": 1, "k": 1_000, "thousand": 1_000, "m": 1_000_000, "million": 1_000_000}
_KINDS: tuple[tuple[str, str, int], ...] = (
    # how the page writes the unit, what it is, how many of it one is
    (r"tok(?:en)?s?", "token", 1),
    (r"char(?:acter)?s?", "character", 1),
    (r"pages?", "page", 1),
    (r"images?", "image", 1),
    (r"(?:tool )?calls?|requests?|(?:search )?queries|searches|(?:grounded )?prompts?", "request", 1),
    (r"sec(?:ond)?s?", "second", 1),
    (r"min(?:ute)?s?", "second", 60),
    (r"h(?:ou)?rs?", "second", 3_600),
    (r"songs?", "song", 1),
    (r"frames?", "frame", 1),
)
_UNIT = {
    row: re.compile(
        rf"(?:/|\bper)\s*(?P<number>[0-9][0-9,]{{0,11}}|)\s*(?P<many>k|m|thousand|million|)\s*(?:{row[0]})\b",
        re.IGNORECASE,
    )
    for row in _KINDS
}
_AMOUNT = re.compile(r"\$\s?(?P<digits>[0-9][0-9,]*(?:\.[0-9]+)?|\.[0-9]+)")
_NOTHING = frozenset({"", "-", "--", "---", "\u2013", "\u2014", "n/a", "na", "none", "not available", "not supported"})


@dataclass(frozen=True, slots=True)
class Amount:
    """One price in dollars, with the words before it (to the last price) and after it (to the next)."""

    digits: str
    before: str
    after: str

    def per(self, unit: Unit) -> Decimal | None:
        """USD per single unit."""
        return text.money(self.digits, unit.count)


def amounts(words: str) -> tuple[Amount, ...]:
    """Every price in dollars in these words."""
    plain = tidy(words)
    found = list(_AMOUNT.finditer(plain))
    starts = [0, *(match.end() for match in found)]
    ends = [*(match.start() for match in found[1:]), len(plain)]
    return tuple(
        Amount(_digits(match["digits"]), plain[start : match.start()].strip(), plain[match.end() : end].strip())
        for match, start, end in zip(found, starts, ends, strict=False)
    )


def single(words: str) -> Amount | None:
    """The price in these words if they hold exactly one and begin with it."""
    found = amounts(words)
    return found[0] if len(found) == 1 and not found[0].before else None


def unit_in(words: str) -> Unit | None:
    """The first unit that the words name: `/ MTok`, `per 1,000 pages`, `per second`; None if they name none."""
    hits = []
    for (_, kind, each), pattern in _UNIT.items():
        if match := pattern.search(words):
            many = _MANY[match["many"].casefold()] * int((match["number"] or "1").replace(",", ""))
            hits.append((match.start(), Unit(kind, many * each)))
    return min(hits, key=lambda hit: hit[0])[1] if hits else None


def is_nothing(words: str) -> bool:
    """Whether a cell says that there is no price."""
    return tidy(words).casefold().rstrip("*") in _NOTHING


def is_free(words: str) -> bool:
    """Whether a cell says that it costs nothing."""
    return tidy(words).casefold() in ("free", "free of charge", "no charge")


def _digits(written: str) -> str:
    plain = written.replace(",", "")
    return f"0{plain}" if plain.startswith(".") else plain
