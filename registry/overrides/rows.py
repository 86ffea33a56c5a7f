"""One entry of an override file, from its keys to values of the domain. What may stand in which table is a table."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from difflib import get_close_matches
from typing import Literal, TypeVar

from registry.domain.overrides import Cited, Correction, Declaration, Entry, Price
from registry.overrides import cells
from registry.overrides.blocks import Block, Mistake
from registry.overrides.cells import UNKNOWN, Unusable
from registry.overrides.fields import OF_OFFERING, OF_PROVIDER, Field
from scrapers.claims import ALWAYS, CAPABILITIES, Scalar, Tier
from scrapers.meters import METERS

CITATION = ("source", "why", "date", "until")
"""The keys that every entry has, and that may stand before the first entry for all entries of the file."""

KEYS: Mapping[str, tuple[str, ...]] = {
    "price": ("offering", "meter", "usd", "tier", "when", "since", "replaces"),
    "correction": ("offering", "provider", "field", "value", "replaces"),
    "offering": ("id", *(name for name in OF_OFFERING if "." not in name), "capabilities"),
    "provider": ("id", *OF_PROVIDER),
}
"""The tables of a file and the keys of their own that each may have."""

NEEDED: Mapping[str, tuple[str, ...]] = {
    "price": ("offering", "meter", "usd"),
    "correction": ("field", "value"),
    "offering": ("id",),
    "provider": ("id",),
}

Cell = TypeVar("Cell")


@dataclass(slots=True)
class Reader:
    """Reads the entries of one file.

    defaults: what stands before the first entry; mistakes: what was wrong so far; endless: entries that give neither
    `until` nor `replaces`, which is right for what the files themselves declare.
    """

    defaults: Mapping[str, object] = field(default_factory=dict)
    mistakes: list[Mistake] = field(default_factory=list)
    endless: list[tuple[Block, Correction | Price]] = field(default_factory=list)

    def preamble(self, block: Block) -> None:
        """The keys before the first entry: those of the citation, for all entries."""
        for key in block.values:
            if key not in CITATION:
                self.mistakes.append(
                    block.mistake(f"{key!r} stands before the first entry{_meant(key, CITATION)}", key)
                )
        self.defaults = {key: value for key, value in block.values.items() if key in CITATION}

    def entries(self, block: Block) -> Iterator[Entry]:
        """The values of one entry; none if something is wrong with it, which is noted."""
        if not self._is_shaped(block):
            return
        before = len(self.mistakes)
        found = list(_READERS[block.name](self, block))
        if len(self.mistakes) == before:
            yield from found

    def _is_shaped(self, block: Block) -> bool:
        """Whether an entry is of a known table, with its keys and no others."""
        if block.name not in KEYS:
            self._note(block, f"there is no table {block.name!r}{_meant(block.name, KEYS)}")
            return False
        if not block.listed:
            self._note(block, f"write [[{block.name}]] with two brackets: a file may hold several")
            return False
        own = (*KEYS[block.name], *CITATION)
        unknown = [key for key in block.values if key not in own]
        for key in unknown:
            self._note(
                block,
                f"{'an' if block.name == 'offering' else 'a'} {block.name} has no key {key!r}{_meant(key, own)}",
                key,
            )
        given = {**self.defaults, **block.values}
        missing = [key for key in (*NEEDED[block.name], *CITATION[:3]) if key not in given]
        for key in missing:
            self._note(block, f"this {block.name} has no `{key}`: {_REMEDIES.get(key, 'give one')}")
        return not unknown and not missing

    def _note(self, block: Block, text: str, key: str | None = None) -> None:
        self.mistakes.append(block.mistake(text, key))

    def _cell(self, block: Block, key: str, read: Callable[[object], Cell], default: Cell) -> Cell:
        """The value of a cell, the default if it is not there or noted as wrong."""
        if key not in block.values and key not in self.defaults:
            return default
        value = block.values.get(key, self.defaults.get(key))
        try:
            return read(value)
        except Unusable as error:
            self._note(block, f"{key} = {_shown(value)} {error}", key)
            return default

    def _cited(self, block: Block) -> Cited:
        nothing = Cited("", "", cells.day("2000-01-01"))
        return Cited(
            source=self._cell(block, "source", cells.source, ""),
            why=self._cell(block, "why", cells.words, ""),
            date=self._cell(block, "date", cells.day, nothing.date),
            until=self._cell(block, "until", cells.moment, None),
            place=f"{block.file}:{block.line}",
        )

    def _value(self, block: Block, key: str, wanted: Field) -> Scalar | None:
        value = block.values[key]
        read = wanted.read(value)
        if read is None:
            self._note(block, f"{key} = {_shown(value)} is not {wanted.wanted}", key)
        return read

    def price(self, block: Block) -> Iterator[Entry]:
        """`[[price]]`: one price of one offering."""
        meter = block.values["meter"]
        if not isinstance(meter, str) or meter not in METERS:
            self._note(block, f"there is no meter {_shown(meter)}{_meant(str(meter), METERS)}", "meter")
            return
        cited = self._cited(block)
        standard: Tier = "standard"
        tier = self._cell(block, "tier", cells.tier, standard)
        when = self._cell(block, "when", cells.condition, ALWAYS)
        amount = self._cell(block, "usd", lambda value: cells.usd(value, meter), None)
        former = self._cell(block, "replaces", lambda v: None if v == UNKNOWN else cells.usd(v, meter), None)
        since = self._cell(block, "since", cells.moment, None)
        subject = self._cell(block, "offering", cells.offering, "")
        self._begins_before_it_ends(block, cited, since)
        if amount is not None:
            price = Price(subject, (meter, tier, when), amount, cited, since, former)
            self._needs_end(block, price)
            yield price

    def _begins_before_it_ends(self, block: Block, cited: Cited, since: datetime | None = None) -> None:
        if cited.until is not None and cited.until <= (since or cited.begins):
            self._note(block, f"`until` is not after `{'since' if since else 'date'}`, from which it holds", "until")

    def _needs_end(self, block: Block, entry: Correction | Price) -> None:
        if entry.cited.until is None and "replaces" not in block.values:
            self.endless.append((block, entry))

    def correction(self, block: Block) -> Iterator[Entry]:
        """`[[correction]]`: one field of one offering or provider."""
        named = [kind for kind in ("offering", "provider") if kind in block.values]
        if len(named) != 1:
            self._note(block, "a correction is of one `offering` or of one `provider`: name exactly one")
            return
        kind: Literal["offering", "provider"] = "offering" if named == ["offering"] else "provider"
        fields = OF_OFFERING if kind == "offering" else OF_PROVIDER
        name = block.values["field"]
        if not isinstance(name, str) or name not in fields:
            self._note(
                block,
                f"{'an' if kind == 'offering' else 'a'} {kind} has no field {_shown(name)}{_meant(str(name), fields)}",
                "field",
            )
            return
        subject = self._cell(block, kind, cells.offering if kind == "offering" else cells.provider, "")
        value = self._value(block, "value", fields[name])
        replaces = None
        if block.values.get("replaces", UNKNOWN) != UNKNOWN:
            replaces = self._value(block, "replaces", fields[name])
        cited = self._cited(block)
        self._begins_before_it_ends(block, cited)
        if value is not None:
            correction = Correction(kind, subject, name, value, cited, replaces)
            self._needs_end(block, correction)
            yield correction

    def offering(self, block: Block) -> Iterator[Entry]:
        """`[[offering]]`: there is this offering, and this is what is known of it."""
        cited, subject = self._cited(block), self._cell(block, "id", cells.offering, "")
        yield Declaration(subject, cited)
        for name in (key for key in block.values if key in OF_OFFERING):
            value = self._value(block, name, OF_OFFERING[name])
            if value is not None:
                yield Correction("offering", subject, name, value, cited)
        capabilities = block.values.get("capabilities", {})
        for name, said in capabilities.items() if isinstance(capabilities, Mapping) else ():
            if name not in CAPABILITIES or not isinstance(said, bool):
                meant = _meant(name, CAPABILITIES) if name not in CAPABILITIES else ": it is true or false"
                self._note(block, f"capabilities: {name} = {_shown(said)} cannot be{meant}", "capabilities")
            else:
                yield Correction("offering", subject, f"capability.{name}", said, cited)

    def provider(self, block: Block) -> Iterator[Entry]:
        """`[[provider]]`: there is this provider, and this is how it is called."""
        cited, subject = self._cited(block), self._cell(block, "id", cells.provider, "")
        for name in (key for key in block.values if key in OF_PROVIDER):
            value = self._value(block, name, OF_PROVIDER[name])
            if value is not None:
                yield Correction("provider", subject, name, value, cited)


_READERS: Mapping[str, Callable[[Reader, Block], Iterable[Entry]]] = {
    "price": Reader.price,
    "correction": Reader.correction,
    "offering": Reader.offering,
    "provider": Reader.provider,
}

_REMEDIES = {
    "source": 'say who says so, with an https address or a text such as "contract 2026-17"',
    "why": "say in a sentence why this is to be believed",
    "date": "give the day on which you wrote it, such as 2026-11-23",
    "offering": 'name one, such as "openai/gpt-5.6-luna"',
    "meter": 'say what is billed, such as "input" or "output"',
    "usd": "give the price in USD, for as many units as prices of the meter are shown for (1,000,000 tokens)",
}


def _meant(word: str, known: Iterable[str]) -> str:
    """What somebody may have meant by a word that is none."""
    close = get_close_matches(word.lower(), list(known), n=1)
    return f"; did you mean {close[0]!r}?" if close else f": there are {', '.join(known)}"


def _shown(value: object) -> str:
    return f'"{value}"' if isinstance(value, str) else str(value).lower() if isinstance(value, bool) else str(value)
