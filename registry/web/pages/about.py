"""Pages about the catalog itself: the state of its sources, and how its values are chosen."""

from dataclasses import dataclass

from registry.web.pages import structured
from registry.web.pages.head import Head
from registry.web.pages.site import Link, Site, freshness
from registry.web.views import SourceView, source_view


@dataclass(frozen=True, slots=True)
class StatusPage:
    """What the template of the status receives."""

    head: Head
    freshness: str
    sources: tuple[SourceView, ...]
    held: int
    disagreements: int


@dataclass(frozen=True, slots=True)
class MethodologyPage:
    """What the template of the methodology receives."""

    head: Head
    freshness: str


def status_page(site: Site) -> StatusPage:
    """How fresh each source is."""
    sources = tuple(source_view(state, site.day, site.next_refresh) for state in site.sources)
    description = "How fresh each source of the catalog is: last success, age, rows, what was held, next run."
    return StatusPage(
        head=_head(site, "/status", "Status", description, "/api/v1/status"),
        freshness=freshness(site),
        sources=sources,
        held=sum(source.held for source in sources),
        disagreements=len(site.catalog.disagreements),
    )


def methodology_page(site: Site) -> MethodologyPage:
    """How values are chosen."""
    description = "How Modeldex chooses the values that it publishes, and what unknown, free and out of date mean."
    return MethodologyPage(_head(site, "/methodology", "How values are chosen", description), freshness(site))


def _head(site: Site, path: str, title: str, description: str, api: str | None = None) -> Head:
    trail = (Link("Modeldex", "/"), Link(title))
    graph = (structured.trail_node(site, trail, path), structured.page_node(site, path, title))
    return Head(f"{title} · Modeldex", description, path, trail, (("application/json", api),) if api else (), graph)
