"""The page of a model: every provider of it side by side; and its dated price history."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import quote

from registry.domain.catalog import Model, Offering
from registry.domain.pricing import headline, in_force
from registry.web.charts.marks import Chart
from registry.web.pages import structured
from registry.web.pages.head import Head, as_many_as_fit, first_fitting
from registry.web.pages.price_charts import ModelChart, chart_of_model, chart_of_offering
from registry.web.pages.prices import HistoryRow, history_rows
from registry.web.pages.rows import OfferingRow, cheapest_first, offering_rows
from registry.web.pages.sentences import Question, about, creator, openness
from registry.web.pages.site import Link, Site, freshness
from registry.web.pages.specs import Spec, capability_labels, model_specs
from registry.web.pages.wording import price
from registry.web.views import ModelView, model_view, rate_history
from registry.web.views.parts import moment_text


@dataclass(frozen=True, slots=True)
class ModelPage:
    """What the template of a model receives."""

    head: Head
    view: ModelView
    under_heading: tuple[Link, ...]
    chips: tuple[str, ...]
    freshness: str
    as_of: str | None
    about: tuple[str, ...]
    offerings: tuple[OfferingRow, ...]
    own_provider: str | None
    charted: ModelChart | None
    yes: tuple[str, ...]
    no: tuple[str, ...]
    specs: tuple[Spec, ...]
    family: tuple[Link, ...]
    questions: tuple[Question, ...]
    machines: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class OfferingSteps:
    """The dated prices of one offering."""

    heading: str
    href: str
    api_model_id: str
    chart: Chart | None
    rows: tuple[HistoryRow, ...]


@dataclass(frozen=True, slots=True)
class HistoryPage:
    """What the template of a model's history receives. `undated`: how many offerings have no dated price."""

    head: Head
    name: str
    freshness: str
    offerings: tuple[OfferingSteps, ...]
    undated: int


def model_page(site: Site, model: Model, as_of: date | datetime | None = None) -> ModelPage:
    """The page at the prices of a day or instant; without one, of the site's day."""
    at = as_of or site.day
    view = model_view(site.catalog, model, at)
    offerings = site.catalog.offerings_of_model.get(model.id, ())
    own = _own(model, offerings)
    lab = view.lab.name if view.lab else None
    family = view.family.name if view.family else None
    asked = _questions(site, view, offerings, at, creator(model.name, lab, family))
    return ModelPage(
        head=_head(view, asked, site),
        view=view,
        under_heading=_under_heading(view),
        chips=() if view.status == "available" else (view.status.capitalize(),),
        freshness=freshness(site, as_of),
        as_of=moment_text(as_of),
        about=about(model, lab, family),
        offerings=offering_rows(site, cheapest_first(offerings, at), at, own),
        own_provider=own.provider if own else None,
        charted=chart_of_model(site, view.name, _own_first(own, offerings, at)),
        yes=capability_labels(view.capabilities, wanted=True),
        no=capability_labels(view.capabilities, wanted=False),
        specs=model_specs(model),
        family=_family(site, model),
        questions=asked,
        machines=(
            Link("This model as JSON", f"/api/v1/models/{quote(model.id)}"),
            Link("Every dated rate", f"/api/v1/models/{quote(model.id)}/history"),
            Link("This page as Markdown", f"{view.url}.md"),
        ),
    )


def history_page(site: Site, model: Model) -> HistoryPage:
    """Every dated price of every offering of a model, the lab's own first, then the cheapest."""
    offerings = site.catalog.offerings_of_model.get(model.id, ())
    ordered = _own_first(_own(model, offerings), offerings, site.day)
    steps = [(each, history_rows(rate_history(each.rates))) for each in ordered]
    dated = [(each, rows) for each, rows in steps if any(row.since for row in rows)]
    path = f"/models/{model.id}/history"
    title = first_fitting((f"{model.name}: price history · Modeldex", f"{model.name}: prices", model.name))
    description = as_many_as_fit((f"Every dated price of {model.name} on every provider, with its source.",))
    trail = (Link("Models", "/models"), Link(model.name, f"/models/{model.id}"), Link("History"))
    graph = (structured.trail_node(site, trail, path), structured.page_node(site, path, title))
    twins = (("application/json", f"/api/v1/models/{quote(model.id)}/history"),)
    return HistoryPage(
        head=Head(title, description, path, trail, twins, graph),
        name=model.name,
        freshness=freshness(site),
        offerings=tuple(_steps(site, each, rows, place) for place, (each, rows) in enumerate(dated)),
        undated=len(steps) - len(dated),
    )


def _head(view: ModelView, asked: tuple[Question, ...], site: Site) -> Head:
    title = first_fitting(
        (f"{view.name}: providers, prices and API model IDs", f"{view.name}: providers and prices", view.name)
    )
    count = len(view.providers)
    description = as_many_as_fit((f"{view.name} on {count} provider{'s' * (count != 1)}.", asked[0].answer))
    trail = (Link("Models", "/models"), Link(view.name))
    graph = (
        structured.trail_node(site, trail, view.url),
        structured.page_node(site, view.url, title),
        structured.questions_node(asked),
    )
    twins = (("application/json", f"{view.url}.json"), ("text/markdown", f"{view.url}.md"))
    return Head(title, description, view.url, trail, twins, graph)


def _under_heading(view: ModelView) -> tuple[Link, ...]:
    family = (Link(view.family.name, f"/families/{view.family.id}"),) if view.family else ()
    lab = (Link(view.lab.name, f"/labs/{view.lab.id}"),) if view.lab else ()
    return (*family, *lab)


def _family(site: Site, model: Model) -> tuple[Link, ...]:
    members = site.catalog.models_of_family.get(model.family or "", ())
    newest = sorted(members, key=lambda each: each.released or "", reverse=True)
    return tuple(Link(each.name, f"/models/{each.id}") for each in newest if each.id != model.id)[:12]


def _questions(
    site: Site, view: ModelView, offerings: tuple[Offering, ...], at: date | datetime, created: str
) -> tuple[Question, ...]:
    name = view.name
    return (
        Question(f"What does {name} cost?", _cost(site, view, at)),
        Question(f"Which providers serve {name}?", _providers(site, view, len(offerings))),
        Question(f"Who created {name}?", created),
        Question(f"Is {name} open source?", openness(name, view.open_weights, view.licence)),
    )


def _cost(site: Site, view: ModelView, at: date | datetime) -> str:
    if view.cheapest is None:
        return f"What {view.name} costs is not sourced."
    offering = site.catalog.offerings[view.cheapest.offering]
    rates = in_force(offering.rates, at)
    rate_in, rate_out = headline(rates, "input"), headline(rates, "output")
    provider = site.catalog.providers.get(offering.provider)
    where = provider.name if provider else offering.provider
    if rate_in is None:
        return f"What {view.name} costs is not sourced."
    text = (
        f"The lowest sourced input price of {view.name} is {price(rate_in.usd * 1_000_000)} per 1M tokens, on {where}"
    )
    if rate_out is None:
        return f"{text}."
    return f"{text}, with output at {price(rate_out.usd * 1_000_000)} per 1M tokens."


def _providers(site: Site, view: ModelView, offerings: int) -> str:
    names = [site.catalog.providers[key].name for key in view.providers if key in site.catalog.providers]
    if not names:
        return f"No provider of {view.name} is sourced."
    if len(names) > 6:
        return f"{len(names)} providers serve {view.name}, under {offerings} API model IDs."
    return f"{view.name} is served by {', '.join(names)}."


def _steps(site: Site, offering: Offering, rows: tuple[HistoryRow, ...], place: int) -> OfferingSteps:
    provider = site.catalog.providers.get(offering.provider)
    name = provider.name if provider else offering.provider
    chart = chart_of_offering(site, offering, f"{offering.api_model_id} on {name}", f"history-{place}")
    return OfferingSteps(name, f"/providers/{offering.provider}/{offering.slug}", offering.api_model_id, chart, rows)


def _own(model: Model, offerings: Iterable[Offering]) -> Offering | None:
    """The offering of the model's own lab."""
    return next((each for each in offerings if each.provider == model.lab and not each.unlisted), None)


def _own_first(own: Offering | None, offerings: Sequence[Offering], at: date | datetime) -> list[Offering]:
    ordered = cheapest_first(offerings, at)
    return sorted(ordered, key=lambda each: each is not own)
