"""Drop-in files of one fixed state: no database, no clock."""

from tests.pages.conftest import client

__all__ = ["client"]
