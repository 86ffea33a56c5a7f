"""One page of a list: filtered, sorted, cut, with a cursor to the next one.

Null sorts last both ways and ties go by id, so that every order is total. A cursor is pinned to its edition, day and
query: it is checked and not trusted, and it is no secret.
"""

import hashlib
import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as NotBase64
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Generic, TypeVar

from registry.web.filters import MODEL_FILTERS, OFFERING_FILTERS, Filter, kept, kept_models
from registry.web.parameters import AS_OF, TEXT, Parameter, ParameterTable, Unreadable, Values, choice, text, whole
from registry.web.problems import BadCursor, EditionGone
from registry.web.rows import Row
from registry.web.search import best_first
from registry.web.state import Published
from registry.web.views.models import ModelView
from registry.web.views.offerings import OfferingView
from registry.web.views.parts import Moment
from scrapers.meters import METERS

DEFAULT_LIMIT = 100
LARGEST_LIMIT = 500
_NOT_THE_QUERY = frozenset({"cursor", "limit", "fields"})

Sortable = str | int | Decimal
Item = TypeVar("Item")


def _limit(value: str) -> int:
    number = whole(value)
    if not 1 <= number <= LARGEST_LIMIT:
        raise Unreadable(f"expected a number from 1 to {LARGEST_LIMIT}")
    return number


LIMIT = Parameter(
    "limit",
    f"How many items, {DEFAULT_LIMIT} unless told.",
    20,
    _limit,
    {"type": "integer", "minimum": 1, "maximum": LARGEST_LIMIT, "default": DEFAULT_LIMIT},
)
_LIMIT_OF_SHORT = replace(
    LIMIT,
    explanation="How many items; all of them unless told.",
    schema={"type": "integer", "minimum": 1, "maximum": LARGEST_LIMIT},
)
CURSOR = Parameter("cursor", "The `next` of the page before.", "WzcsIjIwMjYi", text, TEXT)

SHORT_LIST = ParameterTable(_LIMIT_OF_SHORT, CURSOR)
"""What the lists take that are short enough to be given whole."""

_SORTS: Mapping[str, Callable[[Row], Sortable | None]] = {
    "id": lambda row: row.id,
    "name": lambda row: row.name.casefold(),
    "lab": lambda row: row.lab,
    "provider": lambda row: row.providers[0] if row.providers else None,
    "providers": lambda row: len(row.providers),
    "released": lambda row: row.subject.released,
    "announced": lambda row: row.subject.announced,
    "knowledge_cutoff": lambda row: row.subject.knowledge_cutoff,
    "context": lambda row: row.subject.context,
    "max_output": lambda row: row.subject.max_output,
    "status": lambda row: row.subject.status,
}
SORTS: tuple[str, ...] = (*_SORTS, *METERS)
"""What lists sort by: a field, or the price of a meter in the asked tier."""


def _table(filters: Iterable[Filter], view: type, *others: Parameter) -> ParameterTable:
    members = tuple(view.__dataclass_fields__)  # type: ignore[attr-defined]
    return ParameterTable(
        *(row.parameter for row in filters),
        *others,
        choice("sort", "A field, or a meter for its price. Without it: relevance for q, else id.", SORTS, "input"),
        choice("dir", "Ascending unless told; null is last both ways.", ("asc", "desc"), "asc"),
        LIMIT,
        CURSOR,
        choice("fields", "Only these members of each item.", members, "id", repeated=True),
    )


MODEL_LIST = _table(MODEL_FILTERS, ModelView)
OFFERING_LIST = _table(OFFERING_FILTERS, OfferingView, AS_OF)


@dataclass(frozen=True, slots=True)
class Cut:
    """A page of anything: the rows, the cursor of the next page, how many there are on all pages, as seen when."""

    rows: tuple[Row, ...]
    next: str | None
    total: int
    at: Moment


def list_models(published: Published, values: Values) -> Cut:
    """A page of models. Raises BadCursor or EditionGone."""
    position = _Position.of(published, values)
    return _cut(all_models(published, values, position.day), values, position, position.day)


def list_offerings(published: Published, values: Values) -> Cut:
    """A page of offerings, with prices at `as_of` or now. Raises BadCursor or EditionGone."""
    position = _Position.of(published, values)
    at = values.moment() or position.day
    return _cut(all_offerings(published, values, at), values, position, at)


def all_models(published: Published, values: Values, at: Moment | None = None) -> Sequence[Row]:
    """The filtered models in their order, uncut."""
    day = at or published.day
    rows = published.model_rows if day == published.day else published.model_rows_at(day)
    offerings = published.offering_rows if day == published.day else published.offering_rows_at(day)
    return _sorted(kept_models(rows, offerings, values), values)


def all_offerings(published: Published, values: Values, at: Moment | None = None) -> Sequence[Row]:
    """The filtered offerings in their order, uncut, with prices at `as_of` or now."""
    moment = at or values.moment() or published.day
    rows = published.offering_rows if moment == published.day else published.offering_rows_at(moment)
    return _sorted(kept(rows, OFFERING_FILTERS, values), values)


@dataclass(frozen=True, slots=True)
class Part(Generic[Item]):
    """A page of a list that has its order already: the items, the cursor of the next page, how many in all."""

    items: tuple[Item, ...]
    next: str | None
    total: int


def part_of(items: Sequence[Item], published: Published, values: Values) -> Part[Item]:
    """The page that a request asks for, by its `limit` and `cursor`. Raises BadCursor or EditionGone."""
    position = _Position.of(published, values)
    end, following = _edges(len(items), values, position)
    return Part(tuple(items[position.offset : end]), following, len(items))


def _sorted(rows: list[Row], values: Values) -> list[Row]:
    """Rows come in order of id, and sorting is stable, so that ties stay by id in both directions."""
    query, sort = values.get("q", str), values.get("sort", str)
    if query and not sort:
        return best_first(rows, query, lambda row: row.entry, lambda row: row.subject)
    descending = values.get("dir", str) == "desc"
    value = _sort_value(sort or "id", values.get("tier", str) or "standard")
    found = [(value(row), row) for row in rows]
    valued = [(one, row) for one, row in found if one is not None]
    valued.sort(key=lambda pair: pair[0], reverse=descending)
    return [row for _, row in valued] + [row for one, row in found if one is None]


def _sort_value(sort: str, tier: str) -> Callable[[Row], Sortable | None]:
    return _SORTS.get(sort) or (lambda row: row.price(sort, tier))


@dataclass(frozen=True, slots=True)
class _Position:
    """Where a page begins: what a cursor says."""

    edition: int
    day: date
    offset: int
    query: str

    @classmethod
    def of(cls, published: Published, values: Values) -> "_Position":
        """The position that the request asks for. Raises BadCursor or EditionGone."""
        start = cls(published.edition.number, published.day, 0, _fingerprint(values))
        cursor = values.get("cursor", str)
        if cursor is None:
            return start
        asked = cls.decoded(cursor)
        if asked.query != start.query:
            raise BadCursor
        if asked.edition != start.edition:
            raise EditionGone(asked.edition, start.edition)
        return asked

    @classmethod
    def decoded(cls, cursor: str) -> "_Position":
        """What a cursor says. Raises BadCursor."""
        try:
            edition, day, offset, query = json.loads(urlsafe_b64decode(cursor.encode("ascii") + b"=="))
            position = cls(edition, date.fromisoformat(day), offset, query)
        except (ValueError, TypeError, NotBase64, RecursionError):
            raise BadCursor from None
        if type(edition) is not int or type(offset) is not int or offset < 1 or not isinstance(query, str):
            raise BadCursor
        return position

    def encoded(self) -> str:
        """The cursor."""
        said = json.dumps([self.edition, self.day.isoformat(), self.offset, self.query], separators=(",", ":"))
        return urlsafe_b64encode(said.encode()).rstrip(b"=").decode()

    def at(self, offset: int) -> "_Position":
        """The same walk, further on."""
        return _Position(self.edition, self.day, offset, self.query)


def _fingerprint(values: Values) -> str:
    said = sorted((name, str(value)) for name, value in values.items() if name not in _NOT_THE_QUERY)
    return hashlib.sha256(repr(said).encode()).hexdigest()[:10]


def _cut(rows: Sequence[Row], values: Values, position: _Position, at: Moment) -> Cut:
    end, following = _edges(len(rows), values, position)
    return Cut(tuple(rows[position.offset : end]), following, len(rows), at)


def _edges(total: int, values: Values, position: _Position) -> tuple[int, str | None]:
    """Where a page ends, and the cursor of the next one."""
    if position.offset and position.offset >= total:
        raise BadCursor
    end = position.offset + (values.get("limit", int) or DEFAULT_LIMIT)
    return end, position.at(end).encoded() if end < total else None
