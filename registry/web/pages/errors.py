"""The page that says what went wrong and where to go from there. It needs no catalog, so that it works without one."""

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlencode

from registry.web.pages.head import Head
from registry.web.pages.site import Link
from registry.web.pages.templates import environment
from registry.web.problems import Problem


@dataclass(frozen=True, slots=True)
class ErrorPage:
    """What the template of an error receives."""

    head: Head
    status: int
    title: str
    detail: str
    suggestions: tuple[Link, ...]


_ADVICE = {
    404: "It may be spelled otherwise, or be known under another ID: try the search above.",
    410: "It was there once. The history of every price is kept; try the search above.",
    422: "Change the address, or start from the list of models.",
    503: "The catalog is being prepared. Try again in a moment.",
}


def render(status: int, title: str, detail: str, suggestions: Iterable[str] = ()) -> str:
    """The HTML of an error. `suggestions` are ids of models or offerings that may have been meant."""
    links = tuple(Link(name, f"/models?{urlencode({'q': name})}") for name in suggestions)
    text = " ".join(part for part in (detail, _ADVICE.get(status)) if part)
    head = Head(f"{title} · Modeldex", title, "")
    page = ErrorPage(head, status, title, text, links)
    return environment().get_template("error.html").render(site=None, page=page, head=head)


def error_page(problem: Problem) -> str:
    """The page for a refusal of the web room."""
    close = problem.members.get("did_you_mean", ())
    return render(
        problem.status, problem.title, problem.detail, [str(name) for name in close] if isinstance(close, tuple) else ()
    )
