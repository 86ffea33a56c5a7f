"""The list of what changed: its filters and its order, for API, page, CSV and Atom."""

from datetime import date

from registry.domain.catalog import CHANGE_KINDS, Change
from registry.domain.news import DIRECTIONS, ChangeFilter, FoundChanges, NotInThisList, page_of_changes, read_cursor
from registry.web.listing import CURSOR, DEFAULT_LIMIT, LIMIT, Part
from registry.web.parameters import DAY, TEXT, Parameter, ParameterTable, Values, choice, day, since, text
from registry.web.problems import BadCursor
from registry.web.search import matches
from registry.web.state import Published, Reader

CHANGE_LIST = ParameterTable(
    Parameter("q", "Words that must all occur in the offering's id, name, lab or family.", "gpt 5.6 luna", text, TEXT),
    Parameter("provider", "Only at these providers.", "openai", text, TEXT, repeated=True),
    Parameter("lab", "Only of models of these labs, whoever serves them.", "openai", text, TEXT, repeated=True),
    Parameter("offering", "Only changes of this offering.", "openai/gpt-5.6-luna", text, TEXT),
    choice("kind", "Only changes of these kinds.", tuple(CHANGE_KINDS), "price", repeated=True),
    choice("direction", "Only prices that went up, or down.", tuple(DIRECTIONS), "down"),
    Parameter("source", "Only what these sources say.", "litellm", text, TEXT, repeated=True),
    Parameter("since", "From this day on, or after this edition.", "2026-07-01", since, TEXT),
    Parameter("until", "Up to this day.", "2026-09-30", day, DAY),
    LIMIT,
    CURSOR,
)


def wanted_changes(published: Published, values: Values, *, as_learnt: bool = False) -> ChangeFilter:
    """The changes that the filters keep. as_learnt: what came to be known last is first."""
    begun = values.get("since", object)
    return ChangeFilter(
        since=begun if isinstance(begun, date | int) else None,
        kinds=values.all("kind"),
        offering=values.get("offering", str),
        until=values.get("until", date),
        providers=tuple(name.lower() for name in values.all("provider")),
        sources=values.all("source"),
        offerings=_offerings(published, values),
        direction=values.get("direction", str),
        as_learnt=as_learnt,
    )


def list_changes(reader: Reader, published: Published, values: Values) -> Part[Change]:
    """A page of changes. Raises BadCursor or NotReady."""
    wanted, limit, after = wanted_changes(published, values), values.get("limit", int) or DEFAULT_LIMIT, _after(values)

    def find(start: int | None, most: int) -> FoundChanges:
        return reader.changes(published, wanted, start=start, limit=most)

    try:
        page = page_of_changes(find, after, limit)
    except NotInThisList:
        raise BadCursor from None
    return Part(page.changes, page.next, page.total)


def all_changes(reader: Reader, published: Published, values: Values) -> tuple[Change, ...]:
    """The filtered changes, uncut. Raises NotReady."""
    return reader.changes(published, wanted_changes(published, values), limit=None).changes


def _offerings(published: Published, values: Values) -> tuple[str, ...] | None:
    """The offerings that the words and the labs mean, None if neither is given."""
    query, labs = values.get("q", str), {name.lower() for name in values.all("lab")}
    if not query and not labs:
        return None
    return tuple(
        row.id
        for row in published.offering_rows
        if (not labs or row.lab in labs) and (not query or matches(row.entry, query))
    )


def _after(values: Values) -> int | None:
    cursor = values.get("cursor", str)
    try:
        return None if cursor is None else read_cursor(cursor)
    except ValueError:
        raise BadCursor from None
