"""The pages of providers, labs and families, and the lists of the first two."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from registry.domain.catalog import Change, Family, Lab, Model, Offering, Provider
from registry.web.pages import structured
from registry.web.pages.changes import ChangeRow, change_rows
from registry.web.pages.head import Head, as_many_as_fit, first_fitting
from registry.web.pages.rows import OfferingRow, cheapest_first, offering_rows
from registry.web.pages.site import Link, Site, freshness, provider_links
from registry.web.recipes import Recipe, recipe

MOST_ROWS = 100
MOST_CHANGES = 8


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of an index: a name that leads somewhere, and how much is there."""

    name: str
    href: str
    count: int


@dataclass(frozen=True, slots=True)
class PlacePage:
    """What the templates of a provider, lab or family receive. `rows` are its newest; `total` how many there are.

    subject: `model` where each row is an offering of the provider, `cheapest` where it is a model at its cheapest one.
    """

    head: Head
    heading: str
    about: str | None
    freshness: str
    links: tuple[Link, ...]
    recipe: Recipe | None
    recipe_model: str | None
    families: tuple[Entry, ...]
    rows: tuple[OfferingRow, ...]
    subject: str
    total: int
    all_href: str
    changes: tuple[ChangeRow, ...] = ()
    base_url: str | None = None
    env: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class IndexPage:
    """What the template of the lists of providers and labs receives."""

    head: Head
    heading: str
    intro: str
    freshness: str
    entries: tuple[Entry, ...]
    noun: str


def provider_page(site: Site, provider: Provider, changes: Iterable[Change] = ()) -> PlacePage:
    """A provider: how it is called, its links, its offerings with the newest models first, its latest changes."""
    offerings = site.catalog.offerings_of_provider.get(provider.id, ())
    listed = _newest_first(site, [each for each in offerings if not each.unlisted] or offerings)
    example, setup = _example(site, provider, listed)
    path = f"/providers/{provider.id}"
    models = len({each.model for each in offerings})
    sentence = f"{provider.name} serves {_count(models, 'model')} under {_count(len(offerings), 'API model ID')}."
    trail = (Link("Providers", "/providers"), Link(provider.name))
    head = _head(site, path, f"{provider.name}: models, prices, API model IDs", sentence, trail, twins=True)
    return PlacePage(
        head=head,
        heading=provider.name,
        about=" ".join(text for text in (provider.about, sentence) if text),
        freshness=freshness(site),
        links=provider_links(provider),
        recipe=setup,
        recipe_model=example.api_model_id if example else None,
        families=(),
        rows=offering_rows(site, listed[:MOST_ROWS], site.day),
        subject="model",
        total=len(listed),
        all_href=f"/offerings?provider={provider.id}",
        changes=change_rows(site, changes),
        base_url=provider.base_url,
        env=provider.env,
    )


def lab_page(site: Site, lab: Lab) -> PlacePage:
    """A lab: its families, and each model at its cheapest offering, the newest first."""
    models = site.catalog.models_of_lab.get(lab.id, ())
    families = tuple(
        Entry(family.name, f"/families/{family.id}", len(site.catalog.models_of_family.get(family.id, ())))
        for family in _families(site, models)
    )
    sentence = f"{lab.name} made {_count(len(models), 'model')} of this catalog."
    trail = (Link("Labs", "/labs"), Link(lab.name))
    return PlacePage(
        head=_head(site, f"/labs/{lab.id}", f"{lab.name}: models and families", sentence, trail, twins=True),
        heading=lab.name,
        about=sentence,
        freshness=freshness(site),
        links=(Link(lab.name, lab.url),) if lab.url else (),
        recipe=None,
        recipe_model=None,
        families=families,
        rows=_model_rows(site, models),
        subject="cheapest",
        total=len(models),
        all_href=f"/models?lab={lab.id}",
    )


def family_page(site: Site, family: Family) -> PlacePage:
    """A family: its models, the newest first, each at its cheapest offering."""
    models = site.catalog.models_of_family.get(family.id, ())
    lab = site.catalog.labs.get(family.lab)
    by = f" by {lab.name}" if lab else ""
    sentence = f"{family.name} is a family of {_count(len(models), 'model')}{by}."
    trail = (Link("Labs", "/labs"), Link(lab.name if lab else family.lab, f"/labs/{family.lab}"), Link(family.name))
    return PlacePage(
        head=_head(
            site, f"/families/{family.id}", f"{family.name}: the models of the family", sentence, trail, twins=True
        ),
        heading=family.name,
        about=sentence,
        freshness=freshness(site),
        links=(),
        recipe=None,
        recipe_model=None,
        families=(),
        rows=_model_rows(site, models),
        subject="cheapest",
        total=len(models),
        all_href=f"/models?family={family.id}",
    )


def providers_page(site: Site) -> IndexPage:
    """Every provider with the number of its offerings, by name."""
    entries = [
        Entry(each.name, f"/providers/{each.id}", len(site.catalog.offerings_of_provider.get(each.id, ())))
        for each in site.catalog.providers.values()
    ]
    intro = f"{len(entries):,} providers serve models over an API; beside each the number of its offerings."
    return _index(site, "/providers", "Providers", intro, entries, "offerings")


def labs_page(site: Site) -> IndexPage:
    """Every lab with the number of its models, by name."""
    entries = [
        Entry(each.name, f"/labs/{each.id}", len(site.catalog.models_of_lab.get(each.id, ())))
        for each in site.catalog.labs.values()
    ]
    intro = f"{len(entries):,} labs made the models of this catalog; beside each the number of its models."
    return _index(site, "/labs", "Labs", intro, entries, "models")


def _index(site: Site, path: str, heading: str, intro: str, entries: Iterable[Entry], noun: str) -> IndexPage:
    known = sorted((entry for entry in entries if entry.count), key=lambda entry: entry.name.casefold())
    trail = (Link("Modeldex", "/"), Link(heading))
    head, csv = _head(site, path, f"{heading} of AI models", intro, trail), f"{path}.csv"
    head = replace(
        head,
        twins=(("application/json", f"/api/v1{path}"), ("text/csv", csv)),
        graph=(*head.graph, structured.dataset_node(site, path, head.title, head.description, csv)),
    )
    return IndexPage(head, heading, intro, freshness(site), tuple(known), noun)


def _head(site: Site, path: str, title: str, description: str, trail: tuple[Link, ...], *, twins: bool = False) -> Head:
    title = first_fitting((f"{title} · Modeldex", title))
    description = as_many_as_fit((description, "Each value with its source."))
    graph = (structured.trail_node(site, trail, path), structured.page_node(site, path, title))
    same = (("application/json", f"{path}.json"), ("text/markdown", f"{path}.md")) if twins else ()
    return Head(title, description, path, trail, same, graph)


def _model_rows(site: Site, models: Iterable[Model]) -> tuple[OfferingRow, ...]:
    """Each model at its cheapest offering, the newest first."""
    chosen = []
    for model in models:
        offerings = site.catalog.offerings_of_model.get(model.id, ())
        chosen += cheapest_first(offerings, site.day)[:1]
    return offering_rows(site, _newest_first(site, chosen)[:MOST_ROWS], site.day)


def _families(site: Site, models: Iterable[Model]) -> list[Family]:
    """The families of these models, the one with the newest model first."""
    newest: dict[str, str] = {}
    for model in models:
        if model.family and model.family in site.catalog.families:
            newest[model.family] = max(newest.get(model.family, ""), model.released or "")
    return [site.catalog.families[key] for key in sorted(newest, key=lambda key: (newest[key], key), reverse=True)]


def _newest_first(site: Site, offerings: Iterable[Offering]) -> list[Offering]:
    def released(offering: Offering) -> str:
        model = site.catalog.models.get(offering.model)
        return offering.released or (model.released if model else None) or ""

    return sorted(offerings, key=released, reverse=True)


def _example(site: Site, provider: Provider, offerings: Sequence[Offering]) -> tuple[Offering | None, Recipe | None]:
    """The first offering that is a chat in the provider's own protocol, else the first that has a recipe at all."""
    first: tuple[Offering | None, Recipe | None] = (None, None)
    for offering in offerings:
        found = recipe(site.catalog, offering)
        if found and found.task in ("chat", "responses") and found.kind == (provider.kind or found.kind):
            return offering, found
        if found and first[1] is None:
            first = offering, found
    return first


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'s' * (number != 1)}"
