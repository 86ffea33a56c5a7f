"""What changes in a text when it becomes a file: its links get the base path, and what only a server can do goes.

A link to something that cannot be a file keeps its words and loses its address; in a menu or a list of links it goes
altogether. Forms go with all that they hold, but for a table that stands in one.
"""

import re
from dataclasses import dataclass, field
from html import escape, unescape
from urllib.parse import unquote, urlsplit

from registry.site.addresses import Target, is_asked, is_evidence, target, written

EVIDENCE = "sources"
"""The part of an offering's page with who says what, to which links to the API's answer lead instead."""

_LINK = re.compile(r' (href|src)="(/[^"]*)"')
_FORM = re.compile(r"<form\b[^>]*>(.*?)</form>\n?", re.DOTALL)
_CONTROL = re.compile(r"<(select|button|label|textarea)\b.*?</\1>|<input\b[^>]*>", re.DOTALL)
_EMPTY = re.compile(r"<details\b[^>]*>\s*<summary>[^<]*</summary>\s*</details>\n?|<p>\s*</p>\n?")
_LINE = re.compile(r'^<a href="(/[^"]*)"[^>]*>[^<]*</a>\n', re.MULTILINE)
_DEAD_ENTRY = re.compile(r"<li><a(?![^>]* href=)[^>]*>[^<]*</a></li>\n?")
_UNLINKED = re.compile(r"<link(?![^>]* href=)[^>]*>\n?")
_SITEMAP_ENTRY = re.compile(r"\s*<url>\s*<loc>([^<]*)</loc>.*?</url>", re.DOTALL)
_PART_OF_SITEMAP = re.compile(r"<sitemap>\s*<loc>([^<]*)</loc>")
_LIST_ENTRY = re.compile(r"^- \[[^]]*\]\(([^)\s]*)\).*\n", re.MULTILINE)
_STYLE_URL = re.compile(r'url\("(/[^"]+)"\)')
_MARKDOWN_LINK = re.compile(r"\]\((/[^)\s]*)\)")


@dataclass(frozen=True, slots=True)
class Rewritten:
    """A text as it is written, and where it leads within the site."""

    text: str
    targets: frozenset[Target] = field(default=frozenset())


def page(text: str, base_path: str, number: int = 1) -> Rewritten:
    """A page of HTML; `number` is its place in a list of many pages."""
    found: set[Target] = set()

    def link(match: re.Match[str]) -> str:
        href = unescape(match[2])
        leads = target(href, number)
        if leads is None:
            return f' {match[1]}="#{EVIDENCE}"' if is_evidence(unquote(urlsplit(href).path)) else ""
        found.add(leads)
        _, mark, fragment = href.partition("#")
        return f' {match[1]}="{escape(base_path + written(leads.path) + mark + fragment)}"'

    linked = _LINK.sub(link, _without_forms(text))
    return Rewritten(_DEAD_ENTRY.sub("", _UNLINKED.sub("", linked)), frozenset(found))


def style_sheet(text: str, base_path: str) -> Rewritten:
    """A style sheet, whose fonts are files of the site."""
    found = frozenset(Target(path, path) for path in _STYLE_URL.findall(text))
    return Rewritten(_STYLE_URL.sub(lambda match: f'url("{base_path}{match[1]}")', text), found)


def markdown(text: str, base_path: str) -> Rewritten:
    """A Markdown twin. It leads nowhere that its page does not."""
    return Rewritten(_MARKDOWN_LINK.sub(lambda match: f"]({base_path}{match[1]})", text))


def sitemap(text: str, base_path: str) -> Rewritten:
    """A sitemap without what is no file of the site. It leads to its parts, where it has any."""
    paths = (urlsplit(part).path.removeprefix(base_path) for part in _PART_OF_SITEMAP.findall(text))
    found = frozenset(Target(path, path) for path in paths)
    return Rewritten(_SITEMAP_ENTRY.sub(lambda entry: _kept(entry, base_path), text), found)


def plain_text(text: str, base_path: str) -> Rewritten:
    """A text for machines, without the lines that lead to what is no file of the site."""
    return Rewritten(_LIST_ENTRY.sub(lambda entry: _kept(entry, base_path), text))


def _kept(entry: re.Match[str], base_path: str) -> str:
    """An entry that names a public address, or nothing if there is no file for it."""
    parts = urlsplit(unescape(entry[1]))
    path = parts.path.removeprefix(base_path) or "/"
    return entry[0] if target(f"{path}?{parts.query}" if parts.query else path) else ""


def json_beside_pages(text: str) -> Rewritten:
    """JSON in a file that servers call HTML: the same values, without anything that a browser could run."""
    return Rewritten(text.replace("<", "\\u003c"))


def _without_forms(text: str) -> str:
    unwrapped = _FORM.sub(lambda form: form[1] if "<table" in form[1] else "", text)
    return _LINE.sub(_entry, _EMPTY.sub("", _CONTROL.sub("", unwrapped)))


def _entry(match: re.Match[str]) -> str:
    """An entry of a menu, unless it leads to a page that only answers questions."""
    return "" if is_asked(urlsplit(unescape(match[1])).path) else match[0]
