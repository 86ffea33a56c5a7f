"""The name of an offering's page within its provider: a function of the API model ID, kept for ever once given."""

import re
from collections.abc import Iterable, Mapping
from datetime import datetime

_OUTSIDE = re.compile(r"[^a-z0-9._-]")


def assign(offerings: Iterable[tuple[str, str, datetime]], kept: Mapping[str, str]) -> dict[str, str]:
    """Offering id -> slug, for (offering id, API model ID, first seen). Clashes get -2, -3 by first sight, then id."""
    slugs: dict[str, str] = {}
    taken: set[tuple[str, str]] = set()
    waiting = []
    for identifier, api_model_id, seen in offerings:
        provider = identifier.split("/", 1)[0]
        if identifier in kept:
            slugs[identifier] = kept[identifier]
            taken.add((provider, kept[identifier]))
        else:
            waiting.append((seen, identifier, provider, _OUTSIDE.sub("-", api_model_id.lower())))
    for _seen, identifier, provider, wanted in sorted(waiting):
        slug, count = wanted, 1
        while (provider, slug) in taken:
            count += 1
            slug = f"{wanted}-{count}"
        slugs[identifier] = slug
        taken.add((provider, slug))
    return slugs
