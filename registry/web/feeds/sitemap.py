"""The sitemap: every page that is worth finding, with the day on which its facts last changed, where that is dated."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from xml.etree.ElementTree import Element, SubElement

from registry.domain.catalog import Catalog, Offering
from registry.web.feeds.atom import document

MEDIA_TYPE = "application/xml"
MOST_ADDRESSES = 50_000
"""How many one file may list, by the protocol; their 50 MB are far away."""

_NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"


@dataclass(frozen=True, slots=True)
class Address:
    """The path of one page. changed: the day of its newest dated fact, None where nothing of it is dated."""

    path: str
    changed: date | None = None


def addresses(catalog: Catalog, pages: Iterable[str], day: date) -> Iterator[Address]:
    """Every page: those in `pages` first, then all labs, families, providers, models and offerings. `day` is today."""
    changed = {key: _changed(offering, day) for key, offering in catalog.offerings.items()}

    def newest(offerings: Iterable[Offering]) -> date | None:
        return max((found for each in offerings if (found := changed[each.id])), default=None)

    of_model = {key: newest(catalog.offerings_of_model.get(key, ())) for key in catalog.models}
    yield from (Address(path) for path in pages)
    for lab in sorted(catalog.labs):
        yield Address(f"/labs/{lab}", _latest(of_model[model.id] for model in catalog.models_of_lab.get(lab, ())))
    for family in sorted(catalog.families):
        members = catalog.models_of_family.get(family, ())
        yield Address(f"/families/{family}", _latest(of_model[model.id] for model in members))
    for provider in sorted(catalog.providers):
        yield Address(f"/providers/{provider}", newest(catalog.offerings_of_provider.get(provider, ())))
    for model in sorted(catalog.models):
        yield Address(f"/models/{model}", of_model[model])
        yield Address(f"/models/{model}/history", of_model[model])
    for key, offering in sorted(catalog.offerings.items()):
        yield Address(f"/providers/{offering.provider}/{offering.slug}", changed[key])


def parts(listed: Sequence[Address], most: int = MOST_ADDRESSES) -> tuple[Sequence[Address], ...]:
    """The addresses in files that are not too long."""
    return tuple(listed[start : start + most] for start in range(0, len(listed), most)) or ((),)


def sitemap(base_url: str, listed: Iterable[Address]) -> bytes:
    """One file of addresses."""
    return _written("urlset", "url", ((base_url + each.path, each.changed) for each in listed))


def sitemap_index(base_url: str, files: Sequence[Sequence[Address]]) -> bytes:
    """The file that lists the others, `/sitemap-1.xml` and so on."""
    rows = (
        (f"{base_url}/sitemap-{number}.xml", _latest(each.changed for each in listed))
        for number, listed in enumerate(files, 1)
    )
    return _written("sitemapindex", "sitemap", rows)


def _written(root_tag: str, tag: str, rows: Iterable[tuple[str, date | None]]) -> bytes:
    root = Element(root_tag, {"xmlns": _NAMESPACE})
    for address, changed in rows:
        node = SubElement(root, tag)
        SubElement(node, "loc").text = address
        if changed:
            SubElement(node, "lastmod").text = changed.isoformat()
    return document(root)


def _changed(offering: Offering, day: date) -> date | None:
    """The newest day on which a price of it began or ended, or its listing did."""
    edges = (moment.date() for rate in offering.rates for moment in (rate.valid_from, rate.valid_to) if moment)
    return _latest(edge for edge in (*edges, offering.unlisted) if edge is None or edge <= day)


def _latest(days: Iterable[date | None]) -> date | None:
    return max((day for day in days if day), default=None)
