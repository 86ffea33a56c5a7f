"""axe-core, run in a page, and the table of what it found on each kind of page.

Dark differs from light in colours alone, so there only the rules on colours are run. The first look is at the whole
page; for the others every table is cut to its first rows, which takes a third of the time.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from playwright.sync_api import Page

STANDARDS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
ON_COLOURS = ("color-contrast", "link-in-text-block")
_RULES: Mapping[str, Mapping[str, object]] = {
    "light": {"type": "tag", "values": STANDARDS},
    "dark": {"type": "rule", "values": ON_COLOURS},
}
_ROWS = 20
_CUT = """(most) => document.querySelectorAll('table').forEach((table) =>
  [...table.rows].slice(most).forEach((row) => row.remove()))"""
LOOKS = tuple((width, scheme) for width in (1440, 390) for scheme in _RULES)
Violations = Mapping[tuple[int, str], Sequence[str]]


def violations(page: "Page", program: str) -> Violations:
    """What axe says of the open page at each width and in each scheme: the rule and the first places that break it."""
    page.evaluate(program)
    found = {LOOKS[0]: list(_of_look(page, *LOOKS[0]))}
    page.evaluate(_CUT, _ROWS)
    return found | {look: list(_of_look(page, *look)) for look in LOOKS[1:]}


def _of_look(page: "Page", width: int, scheme: str) -> Iterator[str]:
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    found: dict[str, Any] = page.evaluate(
        "options => axe.run(document, options)", {"runOnly": _RULES[scheme], "resultTypes": ["violations"]}
    )
    for violation in found["violations"]:
        places = [str(node["target"]) for node in violation["nodes"]]
        yield f"{violation['id']}: {len(places)} at {', '.join(places[:3])}"


def table(found: Mapping[str, Violations]) -> str:
    """The kinds of pages and how many rules each breaks, look by look."""
    heads = [f"{width} {scheme}" for width, scheme in LOOKS]
    width = max(map(len, found), default=0)
    lines = [f"{'axe-core violations':{width}}  {'  '.join(heads)}"]
    for name, by_look in found.items():
        counts = (f"{len(by_look[look]):{len(head)}}" for look, head in zip(LOOKS, heads, strict=True))
        lines.append(f"{name:{width}}  {'  '.join(counts)}")
    return "\n".join(lines)
