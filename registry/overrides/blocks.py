"""The text of one TOML file, cut into its entries with the line of each.

Python's reader of TOML tells the line of a syntax error and of nothing else. But a file of `[[price]]` tables is a row
of small documents: what stands between two headers can be parsed by itself, and a line that only looks like a header
(inside of a text of several lines) is one whose text before it cannot.
"""

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

_HEADER = re.compile(r"[ \t]*\[\[?[ \t]*([A-Za-z0-9_-]+)[ \t]*\]\]?[ \t]*(?:#.*)?\r?")
_POSITION = re.compile(r" \((?:at line (\d+), column \d+|at end of document)\)$")


@dataclass(frozen=True, slots=True)
class Mistake:
    """One thing that is wrong, and what to do about it. line counts from 1."""

    file: str
    line: int
    text: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.text}"


def in_order(mistakes: Iterable[Mistake]) -> tuple[Mistake, ...]:
    """Mistakes as somebody goes through the files."""
    return tuple(sorted(mistakes, key=lambda mistake: (mistake.file, mistake.line)))


class NotToml(ValueError):
    """A file that is no TOML; carries the mistake."""

    def __init__(self, mistake: Mistake) -> None:
        super().__init__(str(mistake))
        self.mistake = mistake


@dataclass(frozen=True, slots=True)
class Block:
    """One entry: the name of its table, the line of its header, and its keys. A block without a name is what stands
    before the first header. listed: whether the header has two brackets, as it must.
    """

    file: str
    name: str
    line: int
    values: Mapping[str, object]
    text: tuple[str, ...]
    listed: bool = True

    def mistake(self, text: str, key: str | None = None) -> Mistake:
        """A mistake in this entry, at the line of a key if it has one."""
        return Mistake(self.file, self.line_of(key) if key else self.line, text)

    def line_of(self, key: str) -> int:
        """The line on which a key of the entry is given."""
        name = re.escape(key)
        pattern = re.compile(rf"""[ \t]*(?:\[[ \t]*[A-Za-z0-9_-]+\.)?(?:{name}|"{name}"|'{name}')[ \t]*[.=\]]""")
        for place, line in enumerate(self.text):
            if pattern.match(line) and _parsed(self.text[:place]) is not None:
                return self.line + place
        return self.line


def blocks(file: str, text: str) -> list[Block]:
    """The entries of a file in order, what stands before the first header first. Raises NotToml."""
    try:
        _loads(text)
    except tomllib.TOMLDecodeError as error:
        raise NotToml(_syntax(file, text, str(error))) from None
    return list(_cut(file, text.split("\n")))


def _cut(file: str, lines: Sequence[str]) -> Iterator[Block]:
    begun = 0
    for end in range(1, len(lines) + 1):
        if end < len(lines) and not _HEADER.fullmatch(lines[end]):
            continue
        values = _parsed(lines[begun:end])
        if values is not None:
            yield _block(file, lines[begun:end], begun + 1, values)
            begun = end


def _block(file: str, lines: Sequence[str], line: int, values: Mapping[str, object]) -> Block:
    header = _HEADER.fullmatch(lines[0])
    if header is None:
        return Block(file, "", line, values, tuple(lines))
    name = header[1]
    own, rest = values[name], {key: value for key, value in values.items() if key != name}
    table = own[0] if isinstance(own, list) else own
    keys = {**table, **rest} if isinstance(table, dict) else rest
    return Block(file, name, line, keys, tuple(lines), isinstance(own, list))


def _parsed(lines: Sequence[str]) -> dict[str, object] | None:
    try:
        return _loads("\n".join(lines))
    except tomllib.TOMLDecodeError:
        return None


def _loads(text: str) -> dict[str, object]:
    return tomllib.loads(text, parse_float=Decimal)


def _syntax(file: str, text: str, said: str) -> Mistake:
    position = _POSITION.search(said)
    last = text.count("\n") + 1
    line = int(position[1]) if position and position[1] else last
    return Mistake(file, line, f"this is not TOML: {_POSITION.sub('', said)}")
