"""Which releases of a package a backfill replays. Pure.

A package has several lines: 1.99.2 may be uploaded after 1.102.0, with the prices of 1.99. Such a correction of an
older line is no news of its day, so that it is passed over: a refresh, too, takes the highest version.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from scrapers.package_index import ReleaseFile
from scrapers.source import Source

Every = Literal["release", "week"]

OLDER_LINE = "of an older line"
NOT_NEWEST = "not the newest of its week"
RECORDED = "already recorded"


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be replayed of one source, oldest first.

    passed_over: how many releases are left out, by reason; error: why its releases could not be listed.
    """

    source: Source
    wanted: tuple[ReleaseFile, ...] = ()
    passed_over: Mapping[str, int] = field(default_factory=dict)
    error: str | None = None


def plan(
    source: Source,
    files: Sequence[ReleaseFile],
    recorded: Collection[str],
    *,
    since: datetime,
    until: datetime,
    every: Every = "release",
) -> Plan:
    """Choose from all releases of a package those uploaded from `since` (included) to `until` (not included).

    recorded: the versions that the source has snapshots of.
    """
    rising = [file for file in _rising(files) if since <= file.uploaded_at < until]
    listed = sum(since <= file.uploaded_at < until for file in files)
    chosen = rising if every == "release" else _newest_of_weeks(rising)
    wanted = tuple(file for file in chosen if str(file.version) not in recorded)
    left_out = {
        OLDER_LINE: listed - len(rising),
        NOT_NEWEST: len(rising) - len(chosen),
        RECORDED: len(chosen) - len(wanted),
    }
    return Plan(source, wanted, {reason: count for reason, count in left_out.items() if count})


def _rising(files: Sequence[ReleaseFile]) -> list[ReleaseFile]:
    """The releases that were the highest version when they were uploaded, oldest first."""
    kept: list[ReleaseFile] = []
    for file in sorted(files, key=lambda file: (file.uploaded_at, file.version)):
        if not kept or file.version > kept[-1].version:
            kept.append(file)
    return kept


def _newest_of_weeks(files: Sequence[ReleaseFile]) -> list[ReleaseFile]:
    """The last release of each week that has one; weeks begin on Monday 00:00 UTC."""
    return list({file.uploaded_at.isocalendar()[:2]: file for file in files}.values())
