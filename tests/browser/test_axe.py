"""axe-core finds nothing on any kind of page. With `-s` a table of the kinds and their violations is printed."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from tests.browser import axe, installed
from tests.browser.driving import expect, search_field, suggestions, tray
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
    kind: Kind, program: str, tab: "Page", served: Served, found: dict[str, axe.Violations]
) -> None:
    tab.goto(kind.address(served))
    found[kind.name] = axe.violations(tab, program)
    assert not any(found[kind.name].values()), found[kind.name]


def test_axe_finds_nothing_in_what_a_script_adds(program: str, page: "Page", found: dict[str, axe.Violations]) -> None:
    """The tray, the suggestions and the help, each open while axe looks."""
    page.goto("/models?q=gpt-5.6")
    for place in range(7):
        page.get_by_role("checkbox", name="Compare ").nth(place).click()
    expect(tray(page)).to_contain_text("take one off")
    search_field(page).press_sequentially("gpt-5.6")
    suggestions(page).first.wait_for()
    search_field(page).press("ArrowDown")
    found["tray and suggestions"] = axe.violations(page, program)
    assert suggestions(page).count() > 0
    page.get_by_role("button", name="Shortcuts").click()
    expect(page.get_by_role("dialog")).to_be_visible()
    found["help"] = axe.violations(page, program)
    assert not any((*found["tray and suggestions"].values(), *found["help"].values())), found


def test_axe_sees_a_violation_where_there_is_one(program: str, page: "Page") -> None:
    """The rules that are run would find something."""
    page.goto("/methodology")
    page.evaluate("document.querySelector('h1').style.color = '#eee'")
    page.evaluate("document.documentElement.removeAttribute('lang')")
    seen = axe.violations(page, program)
    assert {said.partition(":")[0] for said in seen[1440, "light"]} == {"color-contrast", "html-has-lang"}
