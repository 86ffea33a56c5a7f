"""The pages of what is not settled: the review queue, and who disagrees. Filtered and paged by address alone."""

from dataclasses import dataclass

from registry.domain.catalog import Held
from registry.domain.review import HeldDocument
from registry.web.pages import structured
from registry.web.pages.choices import counted
from registry.web.pages.frames import Frame, formats_of, frame, offering_field, providers_of
from registry.web.pages.head import Head
from registry.web.pages.queries import Query
from registry.web.pages.review_rows import DisagreementRow, HeldRow, disagreement_row, field_label, held_row
from registry.web.pages.site import Link, Site, freshness
from registry.web.review import list_disagreements, list_held
from registry.web.state import Published
from registry.web.views import disagreement_view, held_view


@dataclass(frozen=True, slots=True)
class HeldPage:
    """What the template of the queue receives."""

    head: Head
    freshness: str
    frame: Frame
    rows: tuple[HeldRow, ...]


@dataclass(frozen=True, slots=True)
class DisagreementsPage:
    """What the template of the disagreements receives."""

    head: Head
    freshness: str
    frame: Frame
    rows: tuple[DisagreementRow, ...]


def held_page(site: Site, published: Published, query: Query) -> HeldPage:
    """The review queue."""
    part, claims = list_held(published, query.values), site.catalog.held
    queue: list[Held | HeldDocument] = [*published.held_documents, *claims]
    controls = (
        counted(query, "source", "Source", (one.source for one in queue), site.source_title),
        providers_of(site, query, (one.offering.partition("/")[0] for one in claims)),
        counted(query, "field", "Field", (one.field for one in claims), field_label),
        counted(query, "state", "State", (one.state for one in queue), str.capitalize),
        offering_field(query),
    )
    description = "Claims that look wrong and wait for a second source or a person; what stood before them stands."
    return HeldPage(
        _head(site, query, "Held for review", description),
        freshness(site),
        frame(
            query,
            controls,
            total=part.total,
            everything=len(queue),
            cursor=part.next,
            formats=formats_of(query, "csv"),
        ),
        tuple(held_row(site, held_view(site.catalog, one, published.decisions.get(one.id))) for one in part.items),
    )


def disagreements_page(site: Site, published: Published, query: Query) -> DisagreementsPage:
    """Who disagrees."""
    part, found = list_disagreements(published, query.values), site.catalog.disagreements
    controls = (
        providers_of(site, query, (one.offering.partition("/")[0] for one in found)),
        counted(query, "field", "Field", (one.field for one in found), field_label),
        counted(query, "source", "Source", (said.source for one in found for said in one.claims), site.source_title),
        offering_field(query),
    )
    description = "Fields of which sources say different things now: each source's value, its date and its page."
    return DisagreementsPage(
        _head(site, query, "Who disagrees", description),
        freshness(site),
        frame(
            query,
            controls,
            total=part.total,
            everything=len(found),
            cursor=part.next,
            formats=formats_of(query, "csv"),
        ),
        tuple(disagreement_row(site, disagreement_view(site.catalog, one)) for one in part.items),
    )


def _head(site: Site, query: Query, title: str, description: str) -> Head:
    path = query.path
    trail = (Link("Modeldex", "/"), Link("Status", "/status"), Link(title))
    graph = (
        structured.trail_node(site, trail, path),
        structured.page_node(site, path, title),
        structured.dataset_node(site, path, title, description, f"{path}.csv"),
    )
    return Head(
        f"{title} · Modeldex",
        description,
        path,
        trail,
        (
            ("application/json", query.elsewhere(f"/api/v1{path}")),
            ("text/csv", query.elsewhere(f"{path}.csv")),
        ),
        graph,
    )
