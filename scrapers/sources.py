"""Every source that a refresh reads: the machine-readable feeds, then the official pages."""

from scrapers.feeds import FEEDS
from scrapers.pages import PAGES
from scrapers.source import Source

SOURCES: tuple[Source, ...] = (*FEEDS, *PAGES)
"""Source names are unique; a provider's pricing page has the provider's id as its name."""
