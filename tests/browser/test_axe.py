"""axe-core finds nothing on any kind of page. With `-s` a table of the kinds and their violations is printed."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from tests.browser import axe, installed
from tests.browser.kinds import KINDS, Kind, of_each
from tests.browser.serving import Served

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.services


@pytest.fixture(scope="module")
def program() -> str:
    return installed.axe()


@pytest.fixture(scope="module")
def found() -> Iterator[dict[str, axe.Violations]]:
    collected: dict[str, axe.Violations] = {}
    yield collected
    print(f"\n{axe.table(collected)}")  # noqa: T201


@of_each(*KINDS)
def test_axe_finds_nothing(
    kind: Kind, program: str, page: "Page", served: Served, found: dict[str, axe.Violations]
) -> None:
    page.goto(kind.address(served))
    found[kind.name] = axe.violations(page, program)
    assert not any(found[kind.name].values()), found[kind.name]


def test_axe_sees_a_violation_where_there_is_one(program: str, page: "Page") -> None:
    """The rules that are run would find something."""
    page.goto("/methodology")
    page.evaluate("document.querySelector('h1').style.color = '#eee'")
    page.evaluate("document.documentElement.removeAttribute('lang')")
    seen = axe.violations(page, program)
    assert {said.partition(":")[0] for said in seen[1440, "light"]} == {"color-contrast", "html-has-lang"}
