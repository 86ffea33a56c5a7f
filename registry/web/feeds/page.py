"""The page that lists all feeds and files, each with an example that is there."""

import re
from dataclasses import dataclass

from fastapi import APIRouter, Request, Response

from registry.domain.catalog import Offering
from registry.exports.formats import FORMATS
from registry.web.api import lookup
from registry.web.api.routing import Current
from registry.web.feeds.badge import said
from registry.web.pages import structured
from registry.web.pages.head import Head
from registry.web.pages.queries import Query
from registry.web.pages.routing import CurrentSite, html
from registry.web.pages.site import Link, Site, freshness
from registry.web.parameters import TEXT, Parameter, ParameterTable, text
from registry.web.views import offering_view

router = APIRouter(include_in_schema=False, default_response_class=Response)

_PATH = "/feeds"
_NAMES = re.compile(r"{(\w+)}")
_ASKED = ParameterTable(
    Parameter("offering", "The offering of which the addresses are shown.", "openai/gpt-5.6-luna", text, TEXT)
)


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
    """What the template receives. offering: the one that is asked for; badge: None while the catalog is empty."""

    head: Head
    freshness: str
    offering: str
    groups: tuple[FeedGroup, ...]
    badge: Badge | None


@router.get(_PATH)
def feeds(request: Request, site: CurrentSite, published: Current) -> Response:
    """All feeds and files, with the addresses of an offering."""
    query = Query.of(_PATH, request.query_params.multi_items(), _ASKED)
    asked = query.values.get("offering", str)
    return html("feeds.html", site, feeds_page(site, lookup.offering(published, asked) if asked else None))


def feeds_page(site: Site, asked: Offering | None = None) -> FeedsPage:
    """The page, with the addresses of the offering that is asked for, else of one that people know."""
    title, trail = "Feeds, files and badges · Modeldex", (Link("Modeldex", "/"), Link("Feeds"))
    description = "Changes as Atom, shutdowns as iCalendar, lists as CSV, whole editions, badges: what to subscribe to."
    graph = (structured.trail_node(site, trail, _PATH), structured.page_node(site, _PATH, title))
    example = asked or _example(site)
    groups = [_group(site, example, *rows) for rows in _GROUPS]
    return FeedsPage(
        head=Head(title, description, _PATH, trail, (), graph),
        freshness=freshness(site),
        offering=asked.id if asked else "",
        groups=tuple(group for group in groups if group.rows),
        badge=_badge(site, example) if example else None,
    )


_Rows = tuple[tuple[str, str], ...]
_GROUPS: tuple[tuple[str, str, _Rows], ...] = (
    (
        "Changes",
        "Atom, one entry a change: old and new value, day and source. The feed of all changes takes the filters of "
        "the page.",
        (
            ("/changes.atom", "Every change"),
            ("/providers/{provider}.atom", "What changes at a provider"),
            ("/labs/{lab}.atom", "What changes in the models of a lab, whoever serves them"),
            ("/families/{family}.atom", "What changes in a family"),
            ("/models/{model}.atom", "What changes in a model, whoever serves it"),
            ("/providers/{provider}/{slug}.atom", "What changes in one offering"),
        ),
    ),
    (
        "Shutdowns",
        "iCalendar, for any calendar that subscribes to an address. An event moves when its day does; a date that is "
        "not certain is tentative. The calendar of all shutdowns takes the filters of the page.",
        (
            ("/deprecations.ics", "Every shutdown that a source dates"),
            ("/providers/{provider}.ics", "The shutdowns of a provider"),
        ),
    ),
    (
        "Lists",
        "CSV, with the filters of their pages. An empty cell is not sourced: never zero, never free.",
        (
            ("/models.csv", "Models, each at its cheapest offering"),
            ("/offerings.csv", "Offerings with their prices"),
            ("/providers.csv", "Providers"),
            ("/labs.csv", "Labs"),
            ("/changes.csv", "Changes"),
            ("/deprecations.csv", "Deprecations and shutdowns"),
            ("/disagreements.csv", "Who disagrees: a row for each source’s value"),  # noqa: RUF001
            ("/held.csv", "What is held for review"),
        ),
    ),
    (
        "One thing",
        "Every page of a model, provider, offering, lab or family has twins at its own address.",
        (
            ("/providers/{provider}/{slug}.json", "As JSON, as the API has it"),
            ("/providers/{provider}/{slug}.md", "As Markdown, as the page has it"),
        ),
    ),
    (
        "Everything",
        "A whole edition in one file; the manifest has the sha256 of each.",
        (
            *(
                (f"/api/v1/export/catalog.{name}", form.about[:1].upper() + form.about[1:])
                for name, form in FORMATS.items()
            ),
            ("/api/v1/export/manifest.json", "The manifest"),
        ),
    ),
    (
        "Drop-in files",
        "The catalog in the shape that another tool reads. What is not sourced is left out: nothing costs zero by it.",
        (
            ("/compat/litellm/model_prices_and_context_window.json", "LiteLLM: set LITELLM_MODEL_COST_MAP_URL to it"),
            ("/compat/openai/v1/models", "The list of models as OpenAI’s API gives it"),  # noqa: RUF001
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
        if set(_NAMES.findall(address)) <= names.keys():
            path = address.format(**names)
            shown.append(FeedRow(address, what, Link(path, path)))
    return FeedGroup(heading, intro, tuple(shown))


def _names(site: Site, example: Offering) -> dict[str, str]:
    """What stands for the names in braces; a model of no known lab or family has none."""
    model = site.catalog.models.get(example.model)
    names = {"provider": example.provider, "slug": example.slug, "model": example.model}
    if model and model.lab in site.catalog.labs:
        names["lab"] = model.lab
    if model and model.family and model.family in site.catalog.families:
        names["family"] = model.family
    return names


def _example(site: Site) -> Offering | None:
    """What people know: of the lab with the most offerings, its own one of the dated model that most providers serve.

    None if no lab serves a model of its own.
    """
    catalog = site.catalog
    own = [
        each
        for each in catalog.offerings.values()
        if each.rates and not each.unlisted and each.status == "available"
        and (model := catalog.models.get(each.model)) and model.lab == each.provider and model.lab in catalog.labs
    ]  # fmt: skip
    size = {lab: _offerings_of(site, lab) for lab in {each.provider for each in own}}
    return max(
        own,
        key=lambda each: (size[each.provider], each.released is not None, _served_by(site, each.model), each.id),
        default=None,
    )


def _offerings_of(site: Site, lab: str) -> int:
    models = site.catalog.models_of_lab.get(lab, ())
    return sum(len(site.catalog.offerings_of_model.get(model.id, ())) for model in models)


def _served_by(site: Site, model: str) -> int:
    return len({one.provider for one in site.catalog.offerings_of_model.get(model, ())})


def _badge(site: Site, example: Offering) -> Badge:
    view = offering_view(site.catalog, example, site.day)
    image, text = f"/badge/{example.provider}/{example.slug}.svg", f"{view.model.name} on {view.provider.name}"
    page = site.absolute(f"/providers/{example.provider}/{example.slug}")
    return Badge(image, f"{text}: {said(view)}", f"[![{text}]({site.absolute(image)})]({page})")
