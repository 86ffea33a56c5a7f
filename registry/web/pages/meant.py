"""Which offerings and models somebody may have meant by an id that names none, for a link that puts it in place."""

from collections.abc import Iterable, Sequence
from urllib.parse import urlencode

from registry.web.api.resolving import resolution
from registry.web.pages.entries import Entries, Wrong
from registry.web.pages.site import Link
from registry.web.problems import shortened
from registry.web.state import Published

MOST = 5
_KINDS = ("model", "offering")


def unknown_id(published: Published, path: str, name: str, entries: Entries, given: str) -> Wrong:
    """What to say of an id that nothing has. path, name: the page, and the parameter that holds the ids."""
    models = name == "id"
    ids = entries.values.all(name)
    others = [pair for pair in entries.pairs if pair[0] != name]

    def link(one: str) -> Link:
        placed = [(name, one if each == given else each) for each in ids]
        return Link(one, f"{path}?{urlencode([*placed, *others])}")

    what = "model or offering" if models else "offering"
    return Wrong(
        shortened(given),
        f"There is no {what} “{shortened(given)}”.",
        tuple(link(one) for one in meant(published, given, models=models)),
    )


def meant(published: Published, given: str, *, models: bool) -> tuple[str, ...]:
    """Ids that may be meant, the lab's own offering first; with `models` those of models as well."""
    kind, _, rest = given.partition(":")
    name = rest if kind in _KINDS else given
    found = resolution(published, name, None)
    offerings = [found.offering] if found.offering else []
    offerings += _own_first(published, found.candidates)
    if not models:
        return tuple(offerings[:MOST])
    known = (found.model.id,) if found.model else published.search.closest(name, published.search.models)
    named = [f"model:{one}" for one in known]
    ordered = (*named, *offerings) if kind == "model" else (*offerings[:1], *named, *offerings[1:])
    return ordered[:MOST]


def _own_first(published: Published, offerings: Iterable[str]) -> Sequence[str]:
    catalog = published.catalog

    def is_resold(one: str) -> bool:
        offering = catalog.offerings[one]
        return not offering.model.startswith(f"{offering.provider}/")

    return sorted(offerings, key=is_resold)
