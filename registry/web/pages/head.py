"""What stands in the head of a page: title, description, address, trail and structured data. All from facts."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from registry.web.pages.site import Link

TITLE_LIMIT = 60
DESCRIPTION_LIMIT = 158
ELLIPSIS = "…"


@dataclass(frozen=True, slots=True)
class Head:
    """One page's head. `path` is its canonical path; `twins` are (media type, path) of the same content."""

    title: str
    description: str
    path: str
    trail: tuple[Link, ...] = ()
    twins: tuple[tuple[str, str], ...] = ()
    graph: tuple[Mapping[str, object], ...] = ()


def first_fitting(candidates: Iterable[str], limit: int = TITLE_LIMIT) -> str:
    """The first candidate within the limit; if none is, the last one, cut at its end."""
    text = ""
    for candidate in candidates:
        text = candidate
        if len(text) <= limit:
            return text
    return text[: limit - 1].rstrip() + ELLIPSIS


def as_many_as_fit(sentences: Iterable[str], limit: int = DESCRIPTION_LIMIT) -> str:
    """Whole sentences in order, leaving out those for which there is no room; never longer than the limit."""
    text = ""
    for sentence in sentences:
        longer = f"{text} {sentence}".strip()
        if len(longer) <= limit:
            text = longer
        elif not text:
            text = first_fitting([sentence], limit)
    return text
