"""How dates are written where a person or a program gives them: one rule for the command line and the API.

A day is `YYYY-MM-DD`, in UTC. An instant is ISO 8601 with hours and minutes, to the second; without an offset it is in
UTC. Nothing else is a date: not `20260626`, not a week, not one digit where two belong.
"""

import re
from datetime import UTC, date, datetime

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_INSTANT = re.compile(
    rf"{_DAY.pattern}[T ][0-9]{{2}}:[0-9]{{2}}(:[0-9]{{2}}(\.[0-9]{{1,6}})?)?(Z|[+-][0-9]{{2}}:[0-9]{{2}})?"
)
_EDITION = re.compile(r"[0-9]{1,9}")


class NotAMoment(ValueError):
    """A text that is no date of ours; the message says what is expected."""


def read_day(text: str) -> date:
    """A UTC day. Raises NotAMoment."""
    try:
        if _DAY.fullmatch(text):
            return date.fromisoformat(text)
    except ValueError:
        pass
    raise NotAMoment("expected a day such as 2026-06-26")


def read_moment(text: str) -> date | datetime:
    """A UTC day, or an instant in UTC without fractions of a second. Raises NotAMoment."""
    try:
        if _DAY.fullmatch(text):
            return date.fromisoformat(text)
        if _INSTANT.fullmatch(text):
            instant = datetime.fromisoformat(text).replace(microsecond=0)
            return (instant if instant.tzinfo else instant.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        pass
    raise NotAMoment("expected a day such as 2026-06-26 or an instant such as 2026-06-26T14:30Z")


def read_since(text: str) -> date | int:
    """A UTC day, or the number of an edition. Raises NotAMoment."""
    if _EDITION.fullmatch(text):
        return int(text)
    try:
        return read_day(text)
    except NotAMoment:
        raise NotAMoment("expected a day such as 2026-06-26 or the number of an edition") from None
