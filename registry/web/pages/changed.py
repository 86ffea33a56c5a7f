"""A change in words: what has changed, and its values; for pages and the command line."""

from decimal import Decimal

from registry.domain.catalog import CHANGE_KINDS
from registry.web.pages.review_rows import field_label, price_label, value_text
from registry.web.pages.wording import CAPABILITY_LABELS
from registry.web.views import ChangeView

EVENTS = frozenset({"new", "retired", "unlisted", "relisted"})
"""The kinds of change that the word alone tells; the others go from one value to another."""

KIND_LABELS = {
    "price": "Price",
    "new": "New offering",
    "retired": "Retired",
    "unlisted": "No longer listed",
    "relisted": "Listed again",
    "limit": "Limit",
    "capability": "Capability",
    "status": "Status",
    "lifecycle": "Dates",
    "renamed": "Renamed",
}
_FIELD_LABELS = {"deprecated": "Deprecation", "released": "Release", "retires": "Shutdown"}
_YES_OR_NO = {"true": "yes", "false": "no"}


def what_changed(view: ChangeView) -> str:
    """`Input tokens, batch`, `Vision`, `New offering`."""
    if view.kind == "price":
        return price_label(view.field, view.rate)
    if "{field}" not in CHANGE_KINDS[view.kind]:
        return KIND_LABELS[view.kind]
    name = view.field.removeprefix("capability.")
    return _FIELD_LABELS.get(name) or CAPABILITY_LABELS.get(name) or field_label(name)


def value_said(value: Decimal | str | None, view: ChangeView) -> str | None:
    """A value of a change; None is not sourced, or that there is none to tell."""
    if view.kind in EVENTS or value is None:
        return None
    if view.kind == "capability":
        return _YES_OR_NO.get(str(value), str(value))
    is_number = view.kind == "limit" and isinstance(value, str) and value.isdigit()
    return value_text(view.field, int(value) if is_number else value)
