"""What tests of a refresh look up in the database."""

from registry.domain.pricing import headline, in_force
from registry.store import catalog
from registry.store.database import read
from tests.refresh.feeds import NOON, SOURCES


def current(engine):
    with read(engine) as conn:
        return catalog.current_edition(conn)


def price(engine, offering, at=NOON):
    with read(engine) as conn:
        found = catalog.offering(conn, offering)
    rate = headline(in_force(found.rates, at), "input")
    return None if rate is None else rate.usd * 1_000_000


def state(engine, source):
    with read(engine) as conn:
        return next(one for one in catalog.source_states(conn, SOURCES) if one.name == source)
