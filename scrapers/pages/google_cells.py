"""One cell of the Gemini API's pricing tables -> its prices, each with every condition that the words put on it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from scrapers.claims import ALWAYS, When
from scrapers.feeds.tally import Tally
from scrapers.pages import calendar
from scrapers.pages.amounts import MILLION_TOKENS, Amount, Unit, amounts, unit_in

_EQUIVALENT = re.compile(r"[\s,]*\(?equivalent to.*", re.IGNORECASE | re.DOTALL)
_ASIDE = re.compile(r"\(\$[^()]*\)")
_STORAGE = re.compile(r"per hour|storage", re.IGNORECASE)
_PROMPTS = re.compile(r"prompts? ?(<=|<|≤|>) ?([0-9]{1,6})k(?: tokens?)?", re.IGNORECASE)
_DATED = re.compile(r"(through|starting) ([A-Z][a-z]+ [0-9]{1,2}, 20[0-9]{2})")
_BRACKETS = re.compile(r"\(([^()]*)\)")
_RESOLUTIONS = re.compile(r"(?:[0-9]+p|4k)(?:(?:, | and )(?:[0-9]+p|4k))*", re.IGNORECASE)
_MODALITIES = {"text": "text", "image": "image", "images": "image", "video": "video", "audio": "audio"}
_FILLER = re.compile(r"[\s,.;*/]|\band\b|\bthinking\b")
_LEAST = Decimal("1E-9")
"""A smaller price is one of an image that has lost the words `per image` ($0.0006), not one of a million tokens."""
_UNIT_WORDS = re.compile(r"(?:/|per)\s*(?:[0-9,]+\s*)?(?:tokens|image|song|second|sec)\b\*?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Price:
    """One price of a cell. modalities: what it is for, if the cell says so; unit: what it is per."""

    usd: Decimal
    unit: Unit
    modalities: tuple[str, ...] = ()
    when: When = ALWAYS
    since: datetime | None = None
    until: datetime | None = None


def prices(cell: str, tally: Tally, unit: Unit = MILLION_TOKENS) -> Iterator[Price]:
    """The prices in a cell whose column states `unit`. What is not understood is counted in the tally."""
    plain = _ASIDE.sub("", _EQUIVALENT.sub("", cell))
    entries = amounts(plain.replace("\\", ""))
    for number, entry in enumerate(entries):
        if _STORAGE.search(entry.after):
            tally.skip("price of cache storage")
        elif number and entries[number - 1].after.rstrip().endswith("or"):
            tally.skip("price per minute beside the price per token")
        else:
            after = entry.after
            if after.rstrip().endswith("or") and number + 1 < len(entries):
                # "$3.00 or $0.005/min (audio)": the modality stands behind the other unit.
                after = " ".join(f"({words})" for words in _BRACKETS.findall(entries[number + 1].after))
            yield from _sizes(entry, after, unit, tally)


def _sizes(entry: Amount, after: str, unit: Unit, tally: Tally) -> Iterator[Price]:
    """One price, once for each resolution that its words name."""
    resolutions = [words for words in _BRACKETS.findall(after) if _RESOLUTIONS.fullmatch(words)]
    price = _price(entry, re.sub(r"\(4k output not supported\)", "", after), unit)
    if price is None:
        tally.skip("price with a condition that is not understood")
    elif resolutions:
        for size in re.findall(r"[0-9]+[pk]", resolutions[0], re.IGNORECASE):
            yield Price(price.usd, price.unit, (), When(size=size.casefold()), price.since, price.until)
    else:
        yield price


def _price(entry: Amount, after: str, unit: Unit) -> Price | None:
    stated = unit_in(_BRACKETS.sub("", after))
    usd = entry.per(stated or unit)
    dates = dict(_DATED.findall(after))
    prompts = _PROMPTS.search(after)
    modalities: tuple[str, ...] = ()
    rest = _UNIT_WORDS.sub("", _PROMPTS.sub("", _DATED.sub("", after)))
    for words in _BRACKETS.findall(rest):
        if not _RESOLUTIONS.fullmatch(words):
            named = [word for word in re.findall(r"[a-z]+", words.casefold()) if word not in ("and", "thinking")]
            if any(word not in _MODALITIES for word in named):
                return None
            modalities += tuple(_MODALITIES[word] for word in named)
    if usd is None or 0 < usd < _LEAST or _FILLER.sub("", _BRACKETS.sub("", rest)):
        return None
    over = int(prompts[2]) * 1000 if prompts and prompts[1] == ">" else None
    # Where text has the same price as other modalities, the price per token covers them.
    return Price(
        usd,
        stated or unit,
        ("text",) if "text" in modalities else modalities,
        When(prompt_over=over) if over else ALWAYS,
        since=calendar.start_of(calendar.written_date(dates["starting"]) or "") if "starting" in dates else None,
        until=calendar.end_of(calendar.written_date(dates["through"]) or "") if "through" in dates else None,
    )
