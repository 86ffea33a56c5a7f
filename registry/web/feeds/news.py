"""Changes as a feed: one entry a change, named by what it says and dated by data, never by a run."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from registry.domain.catalog import Change, Edition
from registry.web.feeds.atom import Entry, Feed, stable_id
from registry.web.pages.changed import EVENTS
from registry.web.pages.changes import ChangeRow, change_rows
from registry.web.pages.site import Site

MOST_READ = 5_000
"""How many of the newest changes are looked at. The ids of one edition are no order of time, so all of it is read."""

MOST_ENTRIES = 100


@dataclass(frozen=True, slots=True)
class Subject:
    """What a feed is about: its name in the title, the path of its page, and the filters of both."""

    name: str
    path: str
    query: str = ""

    def address(self, ending: str = "") -> str:
        """The path of the page, or of the feed with the page's ending, and the filters."""
        return f"{self.path}{ending}{'?' if self.query else ''}{self.query}"


EVERYTHING = Subject("all models", "/changes")


def news_feed(site: Site, subject: Subject, changes: Iterable[Change], editions: Iterable[Edition]) -> Feed:
    """The newest changes of a subject: those of the newest edition first, and in an edition those of the last day."""
    days = {edition.number: edition.day for edition in editions}
    newest = sorted(changes, key=lambda one: (one.edition, one.day, one.id), reverse=True)
    named: dict[str, Change] = {}
    for one in newest[:MOST_ENTRIES]:
        named.setdefault(change_id(one), one)
    told = tuple(_entry(site, key, one, days) for key, one in named.items())
    address = subject.address(".atom")
    return Feed(
        id=stable_id("feed", address),
        title=f"Modeldex: changes of {subject.name}",
        subtitle=f"What changes in prices, limits and listings of {subject.name}, with date and source.",
        href=site.absolute(address),
        page=site.absolute(subject.address()),
        updated=max((entry.updated for entry in told), default=min(days.values(), default=site.edition.day)),
        entries=told,
    )


def change_id(change: Change) -> str:
    """Made from what the change says. The number that the database gave it is left out: a rebuild may give another."""
    rate = json.dumps(change.rate, sort_keys=True) if change.rate else None
    day = change.day.isoformat()
    return stable_id("change", change.offering, change.kind, change.field, rate, day, change.old, change.new)


def _entry(site: Site, key: str, change: Change, days: Mapping[int, date]) -> Entry:
    row = change_rows(site, [change])[0]
    source = f" Source: {site.source_title(row.source)}." if row.source else ""
    where, said = f"{row.offering} on {row.provider}", _said(change.kind, row)
    return Entry(
        id=key,
        title=f"{where}: {said}",
        text=f"{where} ({change.offering}), {'first seen on ' if row.first_seen else ''}{row.day}: {said}.{source}",
        published=change.day,
        updated=max(change.day, days.get(change.edition, change.day)),
        href=site.absolute(row.href) if row.href else None,
        category=change.kind,
    )


def _said(kind: str, row: ChangeRow) -> str:
    if kind in EVENTS:
        return row.what[:1].lower() + row.what[1:]
    step = f"{row.old or 'not sourced'} → {row.new or 'not sourced'}"
    return f"{row.what} {step} ({row.change})" if row.change else f"{row.what} {step}"
