"""The lists of what is held and of what sources do not agree on: their filters and their order, for API and pages."""

from collections.abc import Iterable

from registry.domain.catalog import Disagreement, Held
from registry.domain.review import HeldDocument, place_in_queue
from registry.web.listing import CURSOR, LIMIT, Part, part_of
from registry.web.parameters import TEXT, Parameter, ParameterTable, Values, choice, text
from registry.web.state import Published

_PROVIDER = Parameter("provider", "Only of offerings of these providers.", "openai", text, TEXT, repeated=True)
_OFFERING = Parameter("offering", "Only of this offering.", "openai/gpt-5.6-luna", text, TEXT)
_FIELD = Parameter("field", "Only of these fields; of a price, its meter.", "input", text, TEXT, repeated=True)
_SOURCE = Parameter("source", "Only what these sources say.", "litellm", text, TEXT, repeated=True)

HELD_LIST = ParameterTable(
    _PROVIDER,
    _OFFERING,
    _FIELD,
    _SOURCE,
    choice("state", "Open ones, or those that a person rejected.", ("open", "rejected"), "open"),
    LIMIT,
    CURSOR,
)
DISAGREEMENT_LIST = ParameterTable(_PROVIDER, _OFFERING, _FIELD, _SOURCE, LIMIT, CURSOR)


def list_held(published: Published, values: Values) -> Part[Held | HeldDocument]:
    """A page of the queue."""
    return part_of(all_held(published, values), published, values)


def all_held(published: Published, values: Values) -> list[Held | HeldDocument]:
    """The queue, uncut: what is open before what was rejected, whole documents first, then the newest claims."""
    queue: list[Held | HeldDocument] = [*published.held_documents, *published.catalog.held]
    return sorted((one for one in queue if _is_asked_for(one, values)), key=place_in_queue)


def list_disagreements(published: Published, values: Values) -> Part[Disagreement]:
    """A page of what sources do not agree on."""
    return part_of(all_disagreements(published, values), published, values)


def all_disagreements(published: Published, values: Values) -> list[Disagreement]:
    """What sources do not agree on, by offering, uncut."""
    return [
        one
        for one in published.catalog.disagreements
        if _is_about(one.offering, one.field, values) and _is_said_by((claim.source for claim in one.claims), values)
    ]


def _is_asked_for(held: Held | HeldDocument, values: Values) -> bool:
    """Whether the filters keep an entry; a whole document is about no offering and no field."""
    offering, field = (held.offering, held.field) if isinstance(held, Held) else ("", "")
    state = values.get("state", str)
    return _is_about(offering, field, values) and _is_said_by((held.source,), values) and state in (None, held.state)


def _is_about(offering: str, field: str, values: Values) -> bool:
    providers, fields, wanted = values.all("provider"), values.all("field"), values.get("offering", str)
    return (
        (not providers or offering.partition("/")[0] in {name.lower() for name in providers})
        and (not fields or field in fields)
        and (wanted is None or wanted.lower() == offering.lower())
    )


def _is_said_by(sources: Iterable[str], values: Values) -> bool:
    wanted = values.all("source")
    return not wanted or any(source in wanted for source in sources)
