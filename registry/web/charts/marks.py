"""What a drawn chart consists of. Across in percent of its width, down in pixels, so that text keeps its size.

Everything is a horizontal or vertical rule, a dot or a word: shapes that SVG places by percentages without a view box.
A chart is therefore as wide as its column on every screen, and needs neither a script nor an inline style. Positions
are floats; amounts stay exact in every word that is printed.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

Anchor = Literal["start", "middle", "end"]


@dataclass(frozen=True, slots=True)
class Rule:
    """A straight line; `kind` is its class."""

    x1: float
    y1: float
    x2: float
    y2: float
    kind: str


@dataclass(frozen=True, slots=True)
class Dot:
    """A point; `title` is told when it is pointed at."""

    x: float
    y: float
    title: str
    kind: str


@dataclass(frozen=True, slots=True)
class Word:
    """A text on its baseline."""

    x: float
    y: float
    text: str
    kind: str
    anchor: Anchor = "start"


@dataclass(frozen=True, slots=True)
class Chart:
    """A drawing with its words for those who do not see it. name: unique on its page; height: pixels."""

    name: str
    title: str
    description: str
    height: int
    rules: tuple[Rule, ...]
    dots: tuple[Dot, ...]
    words: tuple[Word, ...]


def spread(wanted: Sequence[float], apart: float, low: float, high: float) -> list[float]:
    """Positions at or above the wanted ones, at least `apart` from each other, between two edges where there is room.

    Words are pushed up, so that one stands on its own line and is not struck through by it.
    """
    order = sorted(range(len(wanted)), key=lambda place: wanted[place])
    placed, edge = dict.fromkeys(order, high), high
    for place in reversed(order):
        placed[place] = min(wanted[place], edge)
        edge = placed[place] - apart
    edge = low
    for place in order:
        placed[place] = max(placed[place], edge)
        edge = placed[place] + apart
    return [placed[place] for place in range(len(wanted))]
