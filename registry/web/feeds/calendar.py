"""iCalendar (RFC 5545) as bytes: whole days alone, which need no time zones. Pure.

Six properties of one component need no library at run time; the tests read the result back with one.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

MEDIA_TYPE = "text/calendar; charset=utf-8"

_LONGEST_LINE = 75
_ESCAPED = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n", "\r": None})


@dataclass(frozen=True, slots=True)
class Event:
    """Something on a day, or within some days of which the last is `last`. tentative: the day is not certain.

    id: lasts as long as what it is about, so that a reader moves the event when the day moves.
    """

    id: str
    first: date
    last: date
    summary: str
    description: str
    href: str
    tentative: bool


def calendar(name: str, events: Iterable[Event], stamp: date) -> bytes:
    """The calendar in UTF-8. stamp: the UTC day of the data that all events are from."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Modeldex//Modeldex//EN", f"X-WR-CALNAME:{_text(name)}"]
    for event in events:
        lines += _event(event, stamp)
    lines.append("END:VCALENDAR")
    return "".join(f"{part}\r\n" for line in lines for part in _folded(line)).encode()


def _event(event: Event, stamp: date) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{event.id}"
    yield f"DTSTAMP:{stamp:%Y%m%d}T000000Z"
    yield f"DTSTART;VALUE=DATE:{event.first:%Y%m%d}"
    yield f"DTEND;VALUE=DATE:{event.last + timedelta(days=1):%Y%m%d}"
    yield f"SUMMARY:{_text(event.summary)}"
    yield f"DESCRIPTION:{_text(event.description)}"
    yield f"URL:{event.href}"
    yield f"STATUS:{'TENTATIVE' if event.tentative else 'CONFIRMED'}"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def _text(text: str) -> str:
    """Text as a value. Characters that no calendar may hold are left out."""
    return "".join(char for char in text if char >= " " or char in "\n\t").translate(_ESCAPED)


def _folded(line: str) -> Iterator[str]:
    """A line in pieces of at most 75 octets, none of them cut within a character; each but the first is indented."""
    piece = ""
    for char in line:
        if len((piece + char).encode()) > _LONGEST_LINE:
            yield piece
            piece = " "
        piece += char
    yield piece
