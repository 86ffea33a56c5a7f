"""Overrides through a whole refresh: what is published, refused, told and kept."""

from datetime import date
from decimal import Decimal

import pytest

from registry.errors import OverridesInvalid
from registry.refresh import lease as leases
from registry.refresh.edition import publish_evidence
from registry.store import catalog, provenance, snapshots
from registry.store.database import read, write
from registry.store.overrides import applied_files
from registry.store.review import held_claims
from tests.overrides.installation import LUNA, NOON, Installation

CITED = 'source = "https://openai.example/pricing"\nwhy = "Because."\ndate = 2026-11-20\n'
PRICE = '[[price]]\noffering = "openai/gpt-5.6-luna"\nmeter = "input"\nusd = 0.20\nreplaces = 0.25\n' + CITED
PRIVATE = (
    '[[offering]]\nid = "acme/chat"\n' + CITED + '[[price]]\noffering = "acme/chat"\nmeter = "input"\nusd = 1\n' + CITED
)


def test_a_changed_override_publishes_although_no_source_has_changed(installed: Installation) -> None:
    installed.write(PRICE)
    report = installed.refresh()
    assert (report.exit_code, report.edition.number if report.edition else None) == (0, 2)
    assert [(one.kind, one.source) for one in report.changes] == [("price", "override")]
    assert installed.price("openai/gpt-5.6-luna") == Decimal("0.20")
    assert installed.refresh().edition is None


def test_an_override_that_is_removed_is_gone_at_once(installed: Installation) -> None:
    before = installed.edition
    installed.write(PRICE + PRIVATE)
    installed.refresh()
    installed.write("")
    installed.refresh()
    assert installed.price("openai/gpt-5.6-luna") == Decimal("0.25")
    with read(installed.engine) as conn:
        assert catalog.offering(conn, "acme/chat") is None
    assert before is not None
    assert installed.edition is not None
    assert installed.edition.digest == before.digest


def test_a_correction_lapses_and_says_so_where_people_look(installed: Installation) -> None:
    installed.write(PRICE)
    installed.refresh()
    installed.later()
    installed.say({"gpt-5.6-luna": LUNA | {"usd.input": "0.22"}})
    report = installed.refresh()
    assert installed.price("openai/gpt-5.6-luna") == Decimal("0.22")
    assert installed.price("openai/gpt-5.6-luna", on=date(2026, 11, 25)) == Decimal("0.20")
    assert [(one.file, one.line) for one in report.idle] == [("prices.toml", 1)]
    with read(installed.engine) as conn:
        assert [(one.source, one.field) for one in held_claims(conn)] == [("override", "input")]


@pytest.mark.parametrize("dry_run", [False, True], ids=["refresh", "dry run"])
def test_broken_overrides_publish_nothing_and_the_old_edition_stands(installed: Installation, dry_run: bool) -> None:
    before = installed.edition
    installed.write(PRICE.replace("input", "inptu"))
    installed.say({"gpt-5.6-luna": LUNA | {"usd.input": "0.22"}})
    with pytest.raises(OverridesInvalid, match=r"prices.toml:3: there is no meter") as refused:
        installed.refresh(dry_run=dry_run)
    assert refused.value.exit_code == 4
    assert installed.edition == before
    with write(installed.engine) as conn:
        leases.take(conn, NOON)  # nobody holds the lease any more


def test_a_dry_run_tells_what_overrides_would_change(installed: Installation) -> None:
    installed.write(PRICE)
    report = installed.refresh(dry_run=True)
    assert (report.edition.number if report.edition else None, len(report.changes)) == (2, 1)
    assert installed.price("openai/gpt-5.6-luna") == Decimal("0.25")


def test_overrides_are_published_although_no_source_can_be_read(installed: Installation) -> None:
    installed.feed.unlink()
    assert installed.refresh().exit_code == 4
    installed.write(PRICE)
    report = installed.refresh()
    assert (report.exit_code, installed.price("openai/gpt-5.6-luna")) == (3, Decimal("0.20"))
    assert installed.refresh().exit_code == 4


def test_the_same_files_give_the_same_digest_whenever_they_came(installed: Installation) -> None:
    installed.write(PRICE + PRIVATE)
    digest = installed.refresh().edition
    installed.write("")
    installed.refresh()
    installed.later()
    installed.write(PRICE + PRIVATE)
    again = installed.refresh().edition
    assert digest is not None
    assert again is not None
    assert again.digest == digest.digest


def test_every_value_of_an_override_leads_to_its_page_and_the_files_are_kept(installed: Installation) -> None:
    installed.write(PRICE)
    installed.refresh()
    with read(installed.engine) as conn:
        found = provenance.witnesses(conn, installed.offering("openai/gpt-5.6-luna"))
    last = found[0].told.spans[-1]
    assert (found[0].told.source, last.said.url) == ("override", "https://openai.example/pricing")
    assert [rate.usd * 1_000_000 for rate in last.said.rates] == [Decimal("0.20")]
    body = snapshots.fetch(installed.settings.data_dir, found[0].documents[last.last_seen].sha256)
    assert body is not None
    assert b"https://openai.example/pricing" in body
    assert found[1].told.source == "models-dev"


def test_a_publish_without_files_keeps_the_overrides_that_were_applied_last(installed: Installation) -> None:
    installed.write(PRICE)
    installed.refresh()
    installed.write("", "other.toml")
    with write(installed.engine) as conn:
        assert publish_evidence(conn, installed.now).edition is None
        assert list(applied_files(conn)) == ["prices.toml"]


def test_a_private_offering_stays_listed_and_keeps_its_price(installed: Installation) -> None:
    installed.write(PRIVATE)
    installed.refresh()
    installed.later(days=60)
    installed.refresh()
    offering = installed.offering("acme/chat")
    assert (offering.unlisted, offering.model, offering.sources) == (None, "acme/chat", ("override",))
    assert installed.price("acme/chat") == 1
