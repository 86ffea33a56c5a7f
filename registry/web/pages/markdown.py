"""The Markdown twins of the entity pages, from the same view models as the HTML."""

from collections.abc import Iterable, Sequence

from registry.web.pages.model import ModelPage
from registry.web.pages.offering import OfferingPage
from registry.web.pages.places import PlacePage
from registry.web.pages.prices import Cell
from registry.web.pages.provenance import Document
from registry.web.pages.rows import OfferingRow
from registry.web.pages.sentences import Question
from registry.web.pages.site import Link, Site
from registry.web.pages.specs import Spec
from registry.web.pages.wording import NOT_SOURCED

_SPECIAL = str.maketrans({"|": "\\|", "<": "&lt;", ">": "&gt;", "[": "\\[", "]": "\\]", "\n": " "})


def offering_markdown(site: Site, page: OfferingPage) -> str:
    """The page of an offering."""
    return _joined(
        [
            *_opening(page),
            *_recipe(page),
            *_bullets("## Gotchas", page.gotchas),
            *_pricing(page),
            *_disagreements(page),
            "## Capabilities",
            f"Yes: {', '.join(page.capabilities.yes) or 'none'}. No: {', '.join(page.capabilities.no) or 'none'}.",
            f"## About {_safe(page.view.model.name)}",
            _safe(" ".join(page.about)),
            *_questions(page.questions),
            *_specs(page.specs),
            "## Elsewhere",
            _offerings(page.elsewhere, of_one_model=True),
            *_sources(page),
            *_links(site, "## Get started", page.start),
        ]
    )


def _opening(page: OfferingPage) -> Iterable[str]:
    figures = page.figures
    return (
        f"# {_safe(page.heading)}",
        " · ".join(_safe(link.label) for link in page.under_heading),
        ", ".join(page.chips),
        page.freshness,
        _safe(page.why),
        _table(
            ("Input / 1M", "Output / 1M", "Cache", "Batch"),
            [[figures.input, figures.output, figures.cache, figures.batch]],
        ),
    )


def _pricing(page: OfferingPage) -> Iterable[str]:
    prices = [
        [row.label, group.tier, row.price.text, row.unit, row.applies, row.since or "undated", row.source]
        for group in (*page.prices.groups, *page.prices.special)
        for row in group.rows
    ]
    history = [[r.since or "undated", r.label, r.applies, r.old or "", r.new, r.source] for r in page.history]
    return (
        "## Pricing",
        _table(("Type", "Tier", "Price (USD)", "Per", "Applies when", "Since", "Source"), prices),
        "## Price history",
        _table(("Since", "Type", "Applies when", "Before", "Price (USD)", "Source"), history),
    )


def _sources(page: OfferingPage) -> Iterable[str]:
    if not page.sources:
        return "## Sources", f"{NOT_SOURCED}."
    return "## Sources", *(part for each in page.sources for part in _document(each))


def _document(document: Document) -> tuple[str, str]:
    address = f": <{document.url.replace('>', '%3E')}>" if document.url else ""
    fetched = f"fetched {document.fetched}" if document.fetched else f"fetched: {NOT_SOURCED}"
    return f"### {_safe(document.source)}, {fetched}{address}", _table(("Field", "Value"), document.values)


def model_markdown(site: Site, page: ModelPage) -> str:
    """The page of a model."""
    parts = [
        f"# {_safe(page.view.name)}",
        " · ".join(_safe(link.label) for link in page.under_heading),
        page.freshness,
        _safe(" ".join(page.about)),
        "## Providers",
        _offerings(page.offerings, of_one_model=True),
        f"Yes: {', '.join(page.yes) or 'none'}. No: {', '.join(page.no) or 'none'}.",
        *_specs(page.specs),
        *_questions(page.questions),
        *_links(site, "## For machines", page.machines),
    ]
    return _joined(parts)


def place_markdown(site: Site, page: PlacePage) -> str:
    """The page of a provider, lab or family."""
    parts = [
        f"# {_safe(page.heading)}",
        page.freshness,
        _safe(page.about or ""),
        *_links(site, "## Links", page.links),
        f"## Models ({page.total:,})",
        _offerings(page.rows),
    ]
    return _joined(parts)


def _recipe(page: OfferingPage) -> Iterable[str]:
    if page.recipe is None:
        return "## Setup recipe", f"{NOT_SOURCED}. The model ID is `{page.view.api_model_id}`."
    recipe = page.recipe
    return (
        "## Setup recipe",
        f"Model ID: `{recipe.model_id}`",
        "### Python",
        _fenced("sh", f"{recipe.install}\n{recipe.auth}\n"),
        _fenced("python", recipe.call),
        "### curl",
        _fenced("sh", f"{recipe.auth}\n\n{recipe.curl}"),
        "## Request example",
        _fenced("python", recipe.python),
    )


def _disagreements(page: OfferingPage) -> list[str]:
    if not page.disagreements and not page.held:
        return []
    said = [
        [row.what, one.source, one.value, "yes" if one.published else "no", one.since or "undated", one.seen]
        for row in page.disagreements
        for one in row.said
    ]
    held = [f"{row.source} says {row.new} for {row.what} since {row.day}: {row.reason}." for row in page.held]
    table = [_table(("What", "Source", "Value", "Published", "Since", "Seen"), said)] if said else []
    return ["## Who disagrees", *table, *_bullets("### Held for review", held)]


def _fenced(language: str, text: str) -> str:
    return f"````{language}\n{text}````"


def _offerings(rows: Sequence[OfferingRow], *, of_one_model: bool = False) -> str:
    heads = ("Model", "Provider", "API model ID", "Input / 1M", "Output / 1M", "Cache read", "Context")
    told = [
        (
            row.model_name,
            row.provider_name,
            row.api_model_id,
            _price(row.input),
            _price(row.output),
            _price(row.cache),
            row.context,
        )
        for row in rows
    ]
    first = 1 if of_one_model else 0
    return _table(heads[first:], [row[first:] for row in told])


def _price(cell: Cell | None) -> str | None:
    return cell.text if cell else None


def _questions(questions: Sequence[Question]) -> list[str]:
    return ["## FAQ", *(f"### {_safe(each.question)}\n\n{_safe(each.answer)}" for each in questions)]


def _specs(specs: Sequence[Spec]) -> list[str]:
    return ["## Model specs", _table(("Field", "Value"), [[spec.label, spec.value] for spec in specs])]


def _bullets(heading: str, lines: Sequence[str]) -> list[str]:
    return [heading, "\n".join(f"- {_safe(line)}" for line in lines)] if lines else []


def _links(site: Site, heading: str, links: Sequence[Link]) -> list[str]:
    lines = [f"- {_safe(link.label)}: <{_address(site, link.href)}>" for link in links if link.href]
    return [heading, "\n".join(lines)] if lines else []


def _address(site: Site, href: str) -> str:
    return site.absolute(href) if href.startswith("/") else href.replace(">", "%3E")


def _table(heads: Sequence[str], rows: Sequence[Sequence[str | None]]) -> str:
    if not rows:
        return f"{NOT_SOURCED}."
    lines = [
        heads,
        ["---"] * len(heads),
        *([_safe(cell or NOT_SOURCED) if cell != "" else "" for cell in row] for row in rows),
    ]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _safe(text: str) -> str:
    return text.translate(_SPECIAL)


def _joined(parts: Iterable[str]) -> str:
    return "\n\n".join(part for part in parts if part) + "\n"
