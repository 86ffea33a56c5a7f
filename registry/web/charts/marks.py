"""What a drawn chart consists of. Across in percent of its width, down in pixels, so that text keeps its size.

Everything is a horizontal or vertical rule, a dot or a word: shapes that SVG places by percentages without a view box.
A chart is therefore as wide as its column on every screen, and needs neither a script nor an inline style. Positions
are floats; amounts stay exact in every word that is printed.
"""

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


def spread(wanted: list[float], apart: float, low: float, high: float) -> list[float]:
    """Positions near the wanted ones, in the same order of input, at least `apart` from each other where there is room.

    They are pushed down from the top, and back up from the bottom edge.
    """
    order = sorted(range(len(wanted)), key=lambda place: wanted[place])
    placed = dict.fromkeys(order, low)
    edge = low
    for place in order:
        placed[place] = edge = max(wanted[place], edge)
        edge += apart
    edge = high
    for place in reversed(order):
        placed[place] = edge = min(placed[place], edge)
        edge -= apart
    return [placed[place] for place in range(len(wanted))]
