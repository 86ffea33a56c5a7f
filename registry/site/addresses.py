"""Which addresses can be files, and which file each one is.

A page is `PATH/index.html`, so that the same address works on a plain web server and on object storage. What has an
ending is the file of that name. An answer of the API has none: it is the file of that name too, or `PATH/index.html`
where other addresses lie below it. The pages of a long list that come after the first are `PATH/-/2` and so on.
"""

from dataclasses import dataclass
from pathlib import PurePosixPath
from urllib.parse import parse_qsl, quote, unquote, urlsplit

from registry.web.pages.queries import NEWEST_FIRST

API = "/api/v1/"
INDEX = "index.html"
HTML = "text/html"
_LONGEST_NAME_BYTES = 255

ASKED = (
    "/api/v1/admin",
    "/api/v1/compare",
    "/api/v1/estimate",
    "/api/v1/resolve",
    "/compare",
    "/estimate",
    "/healthz",
    "/mcp",
    "/metrics",
    "/opensearch.xml",
    "/readyz",
)
"""Addresses that answer a question, or tell of a process: never files, nor is anything below them."""

_LISTS = frozenset({"editions", "families", "labs", "models", "offerings", "providers"})
"""The API's lists, with entities below them."""


@dataclass(frozen=True, slots=True)
class Target:
    """Where a link leads within the site: `path` is unquoted, and `address` is what the server is asked for."""

    path: str
    address: str


def is_asked(path: str) -> bool:
    """Whether a path only answers questions."""
    return is_evidence(path) or is_history(path) or any(path == one or path.startswith(f"{one}/") for one in ASKED)


def is_history(path: str) -> bool:
    """Whether a path answers every dated price of a model, which its page of them says too."""
    match path.strip("/").split("/"):
        case ["api", "v1", "models", _, _, "history"]:
            return True
        case _:
            return False


def is_evidence(path: str) -> bool:
    """Whether a path answers who says what of an offering: a sixth of the site again, and its page says the same."""
    match path.strip("/").split("/"):
        case ["api", "v1", "offerings", _, _, *_, "sources"]:
            return True
        case _:
            return False


def target(link: str, number: int = 1) -> Target | None:
    """Where a link of page `number` of its list leads, None where there can be no file.

    Of the lists, the order that they have by themselves is written, page after page; no filter and no other order is.
    """
    parts = urlsplit(link)
    path = unquote(parts.path)
    if parts.scheme or parts.netloc or not path.startswith("/") or is_asked(path):
        return None
    chosen = [pair for pair in parse_qsl(parts.query) if pair not in NEWEST_FIRST]
    if not chosen:
        return Target(path, path)
    if [name for name, _ in chosen] == ["cursor"]:
        return Target(numbered(path, number + 1), f"{path}?{parts.query}")
    return None


def numbered(path: str, number: int) -> str:
    """The path of one of a list's pages. No lab and no provider is called `-`."""
    return path if number == 1 else f"{path}/-/{number}"


def written(path: str) -> str:
    """A path as it is written into a link."""
    return quote(path, safe="/:@!$&'()*+,;=~")


def file_of(path: str, media_type: str) -> str | None:
    """The file of a path, from the site's folder on; None if no file can have that name."""
    names = path.strip("/").split("/") if path != "/" else []
    if not all(_can_be_named(name) for name in names):
        return None
    folder = media_type.startswith(HTML) or _has_others_below(names)
    return str(PurePosixPath(*names, INDEX)) if folder else str(PurePosixPath(*names))


def _can_be_named(name: str) -> bool:
    return name not in ("", ".", "..") and name.isprintable() and len(name.encode()) <= _LONGEST_NAME_BYTES


def _has_others_below(names: list[str]) -> bool:
    """Whether this is an answer of the API that is a folder too: a list, a model or an offering."""
    match names:
        case ["api", "v1", kind]:
            return kind in _LISTS
        case ["api", "v1", "models", _, _] | ["api", "v1", "offerings", _, _, *_]:
            return True
        case _:
            return False
