"""The envelope of every list: the edition that it is of, the items, the cursor of the next page, how many in all."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Generic, TypeVar

from pydantic import Field
from starlette.responses import Response

from registry.web.encoding import members
from registry.web.listing import part_of
from registry.web.parameters import Values
from registry.web.responses import SHARED, json_response
from registry.web.state import Published

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class ListOf(Generic[Item]):
    """A page of a list."""

    edition: Annotated[int, Field(description="The edition that the items are of.", examples=[7])]
    items: tuple[Item, ...]
    next: Annotated[str | None, Field(description="The cursor of the next page, null on the last.", examples=[None])]
    total: Annotated[int, Field(description="How many items all pages have together.", examples=[1])]


def whole_list(published: Published, items: Sequence[object], *, cache: str = SHARED) -> Response:
    """A list that is never cut."""
    return json_response(ListOf(published.edition.number, tuple(items), None, len(items)), cache=cache)


def short_list(published: Published, items: Sequence[object], values: Values) -> Response:
    """A short list: whole, or the page that `limit` and `cursor` ask for."""
    if values.get("limit", int) is None and values.get("cursor", str) is None:
        return whole_list(published, items)
    part = part_of(items, published, values)
    return page(published, part.items, part.next, part.total)


def page(
    published: Published, items: Sequence[object], following: str | None, total: int, values: Values | None = None
) -> Response:
    """A page of a longer list, with only the `fields` that were asked for."""
    fields = values.all("fields") if values else ()
    shown = tuple({name: members(item)[name] for name in fields} for item in items) if fields else tuple(items)
    return json_response(ListOf(published.edition.number, shown, following, total))
