"""The name cells of Anthropic's price tables: one or several models, a state, a first or last day, a prompt size."""

import re
from dataclasses import dataclass, replace
from datetime import datetime

from scrapers.pages import calendar
from scrapers.pages.blocks import Cell

_STATES = (("retired", "retired"), ("deprecated", "deprecated"), ("limited", "limited"))
_BRACKETS = re.compile(r"\s*\(([^()]*)\)")
_DATED = re.compile(r"\s*\b(through|starting) ([A-Z][a-z]+ [0-9]{1,2}, 20[0-9]{2})$")
_SIZED = re.compile(r"for prompts (up to|over) ([0-9][0-9,]{0,11}) tokens")
_MODEL = re.compile(r"Claude (?:[A-Z][a-z]+ [0-9][0-9.]*|[0-9][0-9.]* [A-Z][a-z]+|[A-Z][a-z]+ Preview)(?=$| )")


@dataclass(frozen=True, slots=True)
class Name:
    """A name without what else its cell says. over: the prompt size above which the row's prices hold."""

    words: str
    status: str | None = None
    since: datetime | None = None
    until: datetime | None = None
    over: int | None = None


def names_in(cell: Cell) -> list[Name]:
    """`Claude Opus 5 / Claude Opus 4.8` is two models, and so is `Claude Sonnet 4.6 / 4.5`."""
    first, *others = cell.text.split(" / ")
    line = first.rpartition(" ")[0]
    marks = [bracketed for mark in cell.marks for bracketed in _BRACKETS.findall(mark)]
    return [
        _name(words, marks) for words in (first, *(other if " " in other else f"{line} {other}" for other in others))
    ]


def _name(words: str, marks: list[str]) -> Name:
    """One name, with what its brackets and the marks beside it say. A tag line behind the name is left out."""
    name = Name("")
    for note in (*marks, *_BRACKETS.findall(words)):
        name = _noted(name, note)
    plain = _BRACKETS.sub("", words).strip()
    if dated := _DATED.search(plain):
        name, plain = _noted(name, dated[0].strip()), plain[: dated.start()]
    model = _MODEL.match(plain)
    return replace(name, words=model[0] if model else plain)


def _noted(name: Name, note: str) -> Name:
    if sized := _SIZED.search(note):
        return replace(name, over=int(sized[2].replace(",", "")) if sized[1] == "over" else None)
    if (dated := _DATED.search(note)) and (day := calendar.written_date(dated[2])):
        through = dated[1] == "through"
        return replace(name, until=calendar.end_of(day)) if through else replace(name, since=calendar.start_of(day))
    status = next((state for sign, state in _STATES if note.casefold().startswith(sign)), None)
    return replace(name, status=status or name.status)
