"""Feeds of one fixed state: no database, no clock."""

from tests.pages.conftest import client, site

__all__ = ["client", "site"]
