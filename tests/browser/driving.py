"""What a person does on a page, in one place: the words on the controls, and reading a table as it is shown."""

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

WAIT = 30_000
"""How many milliseconds a page has to become what is expected: long, for a machine that is busy."""
_AMOUNT = re.compile(r"\$([\d,]+(?:\.\d+)?)")


def expect(actual: "Any") -> Any:
    """Playwright's assertion that waits for a page to become so."""
    from playwright.sync_api import expect as wait_for

    wait_for.set_options(timeout=WAIT)
    return wait_for(actual)


def follow(page: "Page", name: str, landmark: Literal["banner", "main"] = "main") -> None:
    """Follow the link of exactly this name, in the content of the page or in its masthead."""
    page.get_by_role(landmark).get_by_role("link", name=name, exact=True).first.click()


def search_field(page: "Page") -> "Locator":
    """The search field at the top of every page."""
    return page.get_by_role("banner").get_by_label("Search models")


def suggestions(page: "Page") -> "Locator":
    """What is suggested below the search field."""
    return page.get_by_role("listbox", name="Suggestions").get_by_role("option")


def tray(page: "Page") -> "Locator":
    """What has been ticked, at the bottom of every page."""
    return page.get_by_role("region", name="To compare")


def search(page: "Page", words: str) -> None:
    """Type the words into the search field and press Enter."""
    field = search_field(page)
    field.fill(words)
    field.press("Enter")
    page.wait_for_url("**/models?**")


def form(page: "Page") -> "Locator":
    """The form of filters of the open page."""
    return page.locator("form.filters")


def show(page: "Page") -> None:
    """Press the button of the form, which a page without a script needs."""
    form(page).get_by_role("button", name="Show").click()


def names(page: "Page") -> Sequence[str]:
    """The names in the table of models or offerings, from the top."""
    return page.locator("#results table tbody th[scope=row] a").all_inner_texts()


def column(page: "Page", heading: str) -> Sequence[str]:
    """The cells below a heading of the table of models or offerings, from the top."""
    table = page.locator("#results table")
    place = [text.strip() for text in table.locator("thead th").all_inner_texts()].index(heading)
    return table.locator(f"tbody tr > :nth-child({place + 1})").all_inner_texts()


def program(page: "Page") -> "Locator":
    """The whole program in Python on the page of an offering of OpenAI's, with its copy button."""
    return page.locator(".code").filter(has_text="from openai import OpenAI").first


def row(page: "Page", *words: str) -> "Locator":
    """The first row of a table that has all of these texts in its cells."""
    found = page.get_by_role("row")
    for word in words:
        found = found.filter(has=page.get_by_text(word, exact=True))
    return found.first


def dollars(text: str) -> Decimal:
    """The first amount in the text, such as `$1,234.50`."""
    found = _AMOUNT.search(text)
    assert found is not None, text
    return Decimal(found[1].replace(",", ""))


def tokens(text: str) -> Decimal:
    """The number of `1.05M`, `128K` or `262,144`."""
    scale = {"K": 1_000, "M": 1_000_000}.get(text[-1:], 1)
    return Decimal(text.rstrip("KM").replace(",", "")) * scale
