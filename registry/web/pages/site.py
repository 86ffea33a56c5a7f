"""What every page is made for: one edition, its freshness, and the settings that show."""

from dataclasses import dataclass
from datetime import date, datetime

from registry.domain.catalog import Catalog, Change, Edition, Provider, SourceState


@dataclass(frozen=True, slots=True)
class Link:
    """A label that leads somewhere; `href` None is the page itself."""

    label: str
    href: str | None = None


@dataclass(frozen=True, slots=True)
class Site:
    """One edition as the pages see it. `day` is the UTC day; base_url has no slash at its end.

    changes: the newest ones, newest first.
    """

    catalog: Catalog
    edition: Edition
    day: date
    base_url: str
    last_refresh: datetime | None = None
    next_refresh: datetime | None = None
    issues_url: str | None = None
    sources: tuple[SourceState, ...] = ()
    changes: tuple[Change, ...] = ()

    def source_title(self, name: str) -> str:
        """A source's display name, or its own word where its state is not known."""
        return next((source.title for source in self.sources if source.name == name), name)

    def absolute(self, path: str) -> str:
        """The public address of a path."""
        return self.base_url + path


def freshness(site: Site, as_of: date | datetime | None = None) -> str:
    """The line under every heading: when the catalog was refreshed and when it will be."""
    if as_of is not None:
        return f"Prices as of {as_of.isoformat()}."
    refreshed = site.last_refresh.date() if site.last_refresh else site.edition.day
    if site.next_refresh is None:
        return f"Last refreshed {refreshed}. Next refresh: not scheduled."
    if site.next_refresh.date() < site.day:
        return f"Last refreshed {refreshed}. Refresh overdue since {site.next_refresh.date()}."
    return f"Last refreshed {refreshed}. Next refresh: weekly."


def provider_links(provider: Provider) -> tuple[Link, ...]:
    """The provider's own pages, those that are known."""
    links = (
        ("Documentation", provider.docs_url),
        ("Pricing page", provider.pricing_url),
        ("Console", provider.console_url),
        ("Status page", provider.status_url),
    )
    return tuple(Link(label, href) for label, href in links if href)
