"""Atom (RFC 4287) as bytes. Pure: a feed in, its document out."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from uuid import UUID, uuid5
from xml.etree.ElementTree import Element, SubElement, tostring

MEDIA_TYPE = "application/atom+xml; charset=utf-8"

_NAMESPACE = "http://www.w3.org/2005/Atom"
_IDS = UUID("6f2d0a3e-4f0b-5c1e-9f4e-0d6b1f6c7a11")
"""Under which all ids are made. It never changes, or every reader shows everything as new."""
_FORBIDDEN = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class Entry:
    """One piece of news. id: `stable_id` of what it says; href: where to read more, None where nothing is left.

    published: the day that the news is about; updated: the day on which it came to be known.
    """

    id: str
    title: str
    text: str
    published: date
    updated: date
    href: str | None = None
    category: str | None = None


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed. Addresses are absolute; id: `stable_id` of its place, so that it outlives a move to another host."""

    id: str
    title: str
    subtitle: str
    href: str
    page: str
    updated: date
    entries: Sequence[Entry]


def stable_id(*parts: str | None) -> str:
    """The same words always give the same id: on every host, in every edition, after every rebuild."""
    return uuid5(_IDS, "\x1f".join("\x00" if part is None else part for part in parts)).urn


def atom(feed: Feed) -> bytes:
    """The document in UTF-8."""
    root = Element("feed", {"xmlns": _NAMESPACE, "xml:lang": "en"})
    _texts(
        root, (("id", feed.id), ("title", feed.title), ("subtitle", feed.subtitle), ("updated", _moment(feed.updated)))
    )
    _texts(SubElement(root, "author"), (("name", "Modeldex"),))
    SubElement(root, "link", {"rel": "self", "type": "application/atom+xml", "href": feed.href})
    SubElement(root, "link", {"rel": "alternate", "type": "text/html", "href": feed.page})
    for entry in feed.entries:
        _entry(SubElement(root, "entry"), entry)
    return document(root)


def document(root: Element) -> bytes:
    """An XML document in UTF-8."""
    text = tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="utf-8"?>\n{text}\n'.encode()


def _entry(node: Element, entry: Entry) -> None:
    dates = (("published", _moment(entry.published)), ("updated", _moment(entry.updated)))
    _texts(node, (("id", entry.id), ("title", entry.title), *dates, ("content", entry.text)))
    if entry.href:
        SubElement(node, "link", {"rel": "alternate", "type": "text/html", "href": entry.href})
    if entry.category:
        SubElement(node, "category", {"term": entry.category})


def _texts(node: Element, texts: Iterable[tuple[str, str]]) -> None:
    for tag, text in texts:
        SubElement(node, tag).text = _FORBIDDEN.sub("", text)


def _moment(day: date) -> str:
    return datetime.combine(day, time(), UTC).isoformat().replace("+00:00", "Z")
