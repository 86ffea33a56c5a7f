"""How a refusal is shown: problem+json to programs, a page to people. Which of the two is told by the path alone."""

from collections.abc import Callable
from html import escape

from starlette.types import Scope

from registry.web.cache import Finished
from registry.web.encoding import json_bytes
from registry.web.exchange import UNROUTED
from registry.web.problems import MEDIA_TYPE, Problem, problem_members

_PROGRAM_PREFIXES = ("/api/", "/compat/", "/mcp")
_PROGRAM_FILES = (".json", ".csv", ".md", ".atom", ".ics", ".svg", ".xml", ".txt", "/healthz", "/readyz", "/metrics")

ErrorPage = Callable[[Problem], str]
"""Writes the HTML page for a refusal."""


def plain_page(problem: Problem) -> str:
    """The smallest page that says it: for an application without pages."""
    title, detail = escape(problem.title), escape(problem.detail)
    return f'<!doctype html><html lang="en"><title>{title}</title><h1>{title}</h1><p>{detail}</p></html>\n'


def for_programs(path: str) -> bool:
    """Whether a path is read by programs."""
    return path.startswith(_PROGRAM_PREFIXES) or path.endswith(_PROGRAM_FILES)


def rendered(scope: Scope, problem: Problem, base_url: str, page: ErrorPage = plain_page) -> Finished:
    """The response that says what went wrong."""
    if for_programs(scope["path"]):
        body, media_type = json_bytes(problem_members(problem, base_url)), MEDIA_TYPE
    else:
        body, media_type = page(problem).encode(), "text/html; charset=utf-8"
    extra = tuple((name.lower().encode(), value.encode()) for name, value in problem.headers.items())
    headers = ((b"content-type", media_type.encode()), (b"cache-control", problem.cache.encode()), *extra)
    return Finished.of(problem.status, headers, body, UNROUTED)
