"""The page that lists all feeds and files, each with an example that is there."""

from dataclasses import dataclass

from fastapi import APIRouter, Response

from registry.domain.catalog import Offering
from registry.web.feeds.badge import said
from registry.web.pages import structured
from registry.web.pages.head import Head
from registry.web.pages.routing import CurrentSite, html
from registry.web.pages.site import Link, Site, freshness
from registry.web.views import offering_view

router = APIRouter(include_in_schema=False, default_response_class=Response)

_PATH = "/feeds"


@dataclass(frozen=True, slots=True)
class FeedRow:
    """One kind of feed or file: its address, with what stands for an id in braces, and an example."""

    address: str
    what: str
    example: Link


@dataclass(frozen=True, slots=True)
class FeedGroup:
    """The rows of one kind."""

    heading: str
    intro: str
    rows: tuple[FeedRow, ...]


@dataclass(frozen=True, slots=True)
class Badge:
    """The badge of the example: its image, the words in it, and the Markdown that shows it."""

    image: str
    text: str
    markdown: str


@dataclass(frozen=True, slots=True)
class FeedsPage:
    """What the template receives. badge: None while the catalog is empty."""

    head: Head
    freshness: str
    groups: tuple[FeedGroup, ...]
    badge: Badge | None


@router.get(_PATH)
def feeds(site: CurrentSite) -> Response:
    """All feeds and files."""
    return html("feeds.html", site, feeds_page(site))


def feeds_page(site: Site) -> FeedsPage:
    """The page, with the newest offering of a lab of its own as the example."""
    title, trail = "Feeds, files and badges · Modeldex", (Link("Modeldex", "/"), Link("Feeds"))
    description = "Changes as Atom, shutdowns as iCalendar, lists as CSV, whole editions, badges: what to subscribe to."
    graph = (structured.trail_node(site, trail, _PATH), structured.page_node(site, _PATH, title, description))
    example = _example(site)
    groups = [_group(site, example, *rows) for rows in _GROUPS]
    return FeedsPage(
        head=Head(title, description, _PATH, trail, (), graph),
        freshness=freshness(site),
        groups=tuple(group for group in groups if group.rows),
        badge=_badge(site, example) if example else None,
    )


_Rows = tuple[tuple[str, str], ...]
_GROUPS: tuple[tuple[str, str, _Rows], ...] = (
    (
        "Changes",
        "Atom. One entry a change: old and new value, day and source. An entry keeps its id for good.",
        (
            ("/changes.atom", "Every change"),
            ("/providers/{provider}.atom", "What changes at a provider"),
            ("/labs/{lab}.atom", "What changes in the models of a lab, whoever serves them"),
            ("/models/{model}.atom", "What changes in a model, whoever serves it"),
            ("/providers/{provider}/{slug}.atom", "What changes in one offering"),
        ),
    ),
    (
        "Shutdowns",
        "iCalendar. An event moves when its day does. A date without its day is tentative and spans its month or year.",
        (
            ("/deprecations.ics", "Every shutdown that a source dates"),
            ("/providers/{provider}.ics", "The shutdowns of a provider"),
        ),
    ),
    (
        "Lists",
        "CSV. The lists take the filters of their pages. An empty cell is not sourced: never zero, never free.",
        (
            ("/models.csv", "Models, each at its cheapest offering"),
            ("/offerings.csv", "Offerings with their prices"),
            ("/providers.csv", "Providers"),
            ("/labs.csv", "Labs"),
            ("/changes.csv", "The newest changes"),
            ("/deprecations.csv", "Deprecations and shutdowns"),
            ("/disagreements.csv", "Who disagrees: a row for each source’s value"),  # noqa: RUF001
            ("/held.csv", "What is held for review"),
        ),
    ),
    (
        "One thing",
        "Every page of a model, provider, offering, lab or family has twins at its own address.",
        (
            ("/models/{model}.json", "As JSON, as the API has it"),
            ("/models/{model}.md", "As Markdown, as the page has it"),
        ),
    ),
    (
        "Everything",
        "A whole edition in one file; the manifest has the sha256 of each.",
        (
            ("/api/v1/export/catalog.json", "JSON"),
            ("/api/v1/export/catalog.csv", "CSV, one row an offering"),
            ("/api/v1/export/manifest.json", "The manifest"),
        ),
    ),
    (
        "Drop-in files",
        "The catalog in the shape that another tool reads. What is not sourced is left out: nothing costs zero by it.",
        (
            ("/compat/litellm/model_prices_and_context_window.json", "LiteLLM: set LITELLM_MODEL_COST_MAP_URL to it"),
            ("/compat/openai/v1/models", "OpenAI’s list of models: use /compat/openai/v1 as base URL"),  # noqa: RUF001
        ),
    ),
    (
        "For programs that look around",
        "What crawlers, browsers and language models ask for first.",
        (
            ("/sitemap.xml", "Every page, with the day of its newest dated fact"),
            ("/llms.txt", "Where things are, for a language model"),
            ("/robots.txt", "What may be read"),
            ("/opensearch.xml", "The search, for a browser"),
        ),
    ),
)


def _group(site: Site, example: Offering | None, heading: str, intro: str, rows: _Rows) -> FeedGroup:
    names = _names(site, example) if example else {}
    shown = []
    for address, what in rows:
        if "{" not in address or names:
            path = address.format(**names)
            shown.append(FeedRow(address, what, Link(path, path)))
    return FeedGroup(heading, intro, tuple(shown))


def _names(site: Site, example: Offering) -> dict[str, str]:
    model = site.catalog.models[example.model]
    return {"provider": example.provider, "slug": example.slug, "model": model.id, "lab": model.lab}


def _example(site: Site) -> Offering | None:
    """The offering of the newest model that its lab serves itself and prices; None if there is none."""
    catalog = site.catalog
    own = [
        each
        for each in catalog.offerings.values()
        if each.rates and not each.unlisted and each.status == "available"
        and (model := catalog.models.get(each.model)) and model.lab == each.provider and model.lab in catalog.labs
    ]  # fmt: skip
    return max(own, key=lambda each: (each.released or "", each.id), default=None)


def _badge(site: Site, example: Offering) -> Badge:
    view = offering_view(site.catalog, example, site.day)
    image, text = f"/badge/{example.provider}/{example.slug}.svg", f"{view.model.name} on {view.provider.name}"
    page = site.absolute(f"/providers/{example.provider}/{example.slug}")
    return Badge(image, f"{text}: {said(view)}", f"[![{text}]({site.absolute(image)})]({page})")
