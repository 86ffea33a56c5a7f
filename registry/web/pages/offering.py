"""The page of an offering, the heart of the site: all its sections from one view, for HTML, Markdown and JSON-LD."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from urllib.parse import quote

from registry.domain.catalog import Model, Offering, Provider
from registry.domain.witnesses import Witness
from registry.web.charts.marks import Chart
from registry.web.pages import structured
from registry.web.pages.gotchas import Subject, gotchas
from registry.web.pages.head import Head, as_many_as_fit, first_fitting
from registry.web.pages.price_charts import chart_of_offering
from registry.web.pages.prices import Figures, HistoryRow, PriceTable, figures, history_rows, price_table
from registry.web.pages.provenance import Document, documents, of_our_own
from registry.web.pages.review_rows import DisagreementRow, HeldRow, disagreements_of, held_of
from registry.web.pages.rows import OfferingRow, elsewhere, related
from registry.web.pages.sentences import Question, about, cost, questions, why
from registry.web.pages.site import Link, Site, freshness, provider_links
from registry.web.pages.specs import Capabilities, Spec, capabilities, specs
from registry.web.pages.wording import DEPLOYMENTS, STATUS_CHIPS
from registry.web.recipes import Recipe, recipe
from registry.web.views import OfferingDetail, offering_detail, rate_history
from registry.web.views.witnesses import field_views


@dataclass(frozen=True, slots=True)
class OfferingPage:
    """What the template of an offering receives, section by section. None and empty tuples are not sourced."""

    head: Head
    heading: str
    under_heading: tuple[Link, ...]
    chips: tuple[str, ...]
    freshness: str
    as_of: str | None
    view: OfferingDetail
    provider: Provider
    model: Model
    why: str
    figures: Figures
    recipe: Recipe | None
    gotchas: tuple[str, ...]
    prices: PriceTable
    history: tuple[HistoryRow, ...]
    chart: Chart | None
    disagreements: tuple[DisagreementRow, ...]
    held: tuple[HeldRow, ...]
    capabilities: Capabilities
    about: tuple[str, ...]
    questions: tuple[Question, ...]
    start: tuple[Link, ...]
    specs: tuple[Spec, ...]
    elsewhere: tuple[OfferingRow, ...]
    elsewhere_total: int
    related: tuple[OfferingRow, ...]
    sources: tuple[Document, ...]
    machines: tuple[Link, ...]
    report: str | None


def offering_page(
    site: Site, offering: Offering, as_of: date | datetime | None = None, witnesses: Sequence[Witness] = ()
) -> OfferingPage:
    """The page at the prices of a day or instant; without one, of the site's day. witnesses: who says what of it."""
    catalog, at = site.catalog, as_of or site.day
    view = offering_detail(catalog, offering, at)
    provider = catalog.providers.get(offering.provider) or Provider(offering.provider, offering.provider)
    model = _model(site, offering)
    lab = view.lab.name if view.lab else None
    family = view.family.name if view.family else None
    setup = recipe(catalog, offering)
    asked = questions(view, model, lab, family)
    heading = f"{view.model.name} on {provider.name}"
    return OfferingPage(
        head=_head(site, view, heading, asked),
        heading=heading,
        under_heading=_under_heading(view),
        chips=_chips(view),
        freshness=freshness(site, as_of),
        as_of=view.as_of if as_of else None,
        view=view,
        provider=provider,
        model=model,
        why=why(view, provider),
        figures=figures(view.rates),
        recipe=setup,
        gotchas=gotchas(Subject(catalog, offering, provider, view, setup, at)),
        prices=price_table(view.rates),
        history=history_rows(rate_history(offering.rates)),
        chart=chart_of_offering(site, offering, heading),
        disagreements=disagreements_of(site, offering),
        held=held_of(site, offering),
        capabilities=capabilities(view),
        about=about(model, lab, family),
        questions=asked,
        start=provider_links(provider),
        specs=specs(view, model),
        elsewhere=elsewhere(site, offering, at),
        elsewhere_total=len(catalog.offerings_of_model.get(offering.model, ())) - 1,
        related=related(site, offering, at),
        sources=(*documents(site, field_views(offering, witnesses, site.sources, at)), *of_our_own(model)),
        machines=_machines(view),
        report=_report(site, view),
    )


def _model(site: Site, offering: Offering) -> Model:
    """The offering's model, with the offering's own values where the model's are not sourced."""
    known = site.catalog.models.get(offering.model)
    if known is None:
        lab, _, slug = offering.model.partition("/")
        known = Model(offering.model, offering.name or offering.api_model_id, lab, None, slug)
    return replace(
        known,
        mode=known.mode or offering.mode,
        released=known.released or offering.released,
        context=known.context or offering.context,
        max_output=known.max_output or offering.max_output,
        input_modalities=known.input_modalities or offering.input_modalities,
        output_modalities=known.output_modalities or offering.output_modalities,
    )


def _head(site: Site, view: OfferingDetail, heading: str, asked: tuple[Question, ...]) -> Head:
    title = first_fitting((f"{heading}: price and API model ID", f"{heading} · Modeldex", heading, view.model.name))
    description = as_many_as_fit((cost(view), f"API model ID: {view.api_model_id}.", "Limits, history and sources."))
    trail = (
        Link("Providers", "/providers"),
        Link(view.provider.name, f"/providers/{view.provider.id}"),
        Link(view.model.name),
    )
    graph = (
        structured.trail_node(site, trail, view.url),
        structured.page_node(site, view.url, title),
        structured.questions_node(asked),
        structured.offering_node(site, view, heading),
    )
    twins = (("application/json", f"{view.url}.json"), ("text/markdown", f"{view.url}.md"))
    return Head(title, description, view.url, trail, twins, graph)


def _under_heading(view: OfferingDetail) -> tuple[Link, ...]:
    links = []
    if view.family:
        links.append(Link(view.family.name, f"/families/{view.family.id}"))
    if view.lab:
        links.append(Link(view.lab.name, f"/labs/{view.lab.id}"))
    return tuple(links)


def _chips(view: OfferingDetail) -> tuple[str, ...]:
    chips = [DEPLOYMENTS.get(view.deployment, view.deployment)]
    if view.status == "retired":
        chips.append(f"Retired on {view.retires}" if view.retires else "Retired")
    elif view.status in STATUS_CHIPS:
        chips.append(STATUS_CHIPS[view.status])
    if view.retires and view.status != "retired":
        chips.append(f"Shuts down {'on' if len(view.retires) == len('2026-11-30') else 'in'} {view.retires}")
    if view.unlisted:
        chips.append(f"No longer listed since {view.unlisted}")
    return tuple(chips)


def _machines(view: OfferingDetail) -> tuple[Link, ...]:
    api = f"/api/v1/offerings/{quote(view.id)}"
    return (
        Link("This offering as JSON", api),
        Link("Who says what, field by field", f"{api}/sources"),
        Link("Every dated rate of the model", f"/api/v1/models/{quote(view.model.id)}/history"),
        Link("This page as Markdown", f"{view.url}.md"),
    )


def _report(site: Site, view: OfferingDetail) -> str | None:
    if site.issues_url is None:
        return None
    return f"{site.issues_url}?title={quote(f'Wrong value: {view.id}', safe='')}"
