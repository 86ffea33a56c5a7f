"""JSON-LD: one `@graph` a page, built from the page's own view model, so that it cannot say anything else."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from registry.domain.money import plain
from registry.web.encoding import json_bytes
from registry.web.pages.sentences import Question
from registry.web.pages.site import Link, Site
from registry.web.pages.wording import TIER_LABELS, condition
from registry.web.views import OfferingView, RateView
from scrapers.meters import METERS

Node = Mapping[str, object]


def graph_text(nodes: Sequence[Node]) -> str:
    """The graph as JSON that is safe inside a script element."""
    text = json_bytes({"@context": "https://schema.org", "@graph": list(nodes)}).decode()
    return text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e")


def page_node(site: Site, path: str, title: str) -> Node:
    """The page itself, dated by its edition."""
    return {
        "@type": "WebPage",
        "url": site.absolute(path),
        "name": title,
        "inLanguage": "en",
        "dateModified": site.edition.published_at.date().isoformat(),
    }


def search_node(site: Site) -> Node:
    """The site, with the address of its search."""
    return {
        "@type": "WebSite",
        "name": "Modeldex",
        "url": site.absolute("/"),
        "potentialAction": {
            "@type": "SearchAction",
            "target": {"@type": "EntryPoint", "urlTemplate": site.absolute("/models?q={search_term_string}")},
            "query-input": "required name=search_term_string",
        },
    }


def trail_node(site: Site, trail: Iterable[Link], path: str) -> Node:
    """The breadcrumb; the last one is the page."""
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": place, "name": link.label, "item": site.absolute(link.href or path)}
            for place, link in enumerate(trail, 1)
        ],
    }


def questions_node(questions: Sequence[Question]) -> Node:
    """Questions and answers, as they stand on the page."""
    return {
        "@type": "FAQPage",
        "mainEntity": [
            {"@type": "Question", "name": each.question, "acceptedAnswer": {"@type": "Answer", "text": each.answer}}
            for each in questions
        ],
    }


def dataset_node(site: Site, path: str, name: str, description: str, csv: str | None = None) -> Node:
    """A list as a data set, with the address of its table where there is one."""
    node: dict[str, object] = {
        "@type": "Dataset",
        "name": name,
        "description": description,
        "url": site.absolute(path),
        "dateModified": site.edition.published_at.date().isoformat(),
        "isAccessibleForFree": True,
    }
    if csv:
        node["distribution"] = {"@type": "DataDownload", "encodingFormat": "text/csv", "contentUrl": site.absolute(csv)}
    return node


def offering_node(site: Site, view: OfferingView, name: str) -> Node:
    """The offering with one price specification for each sourced price in force. The page's node describes it."""
    node: dict[str, object] = {
        "@type": "SoftwareApplication",
        "name": name,
        "applicationCategory": "DeveloperApplication",
        "operatingSystem": "Any",
        "url": site.absolute(view.url),
        "identifier": view.api_model_id,
    }
    if view.lab:
        node["creator"] = {"@type": "Organization", "name": view.lab.name}
    if view.rates:
        node["offers"] = {
            "@type": "Offer",
            "seller": {"@type": "Organization", "name": view.provider.name},
            "priceSpecification": [_price_node(rate) for rate in view.rates],
        }
    return node


def _price_node(rate: RateView) -> Node:
    node: dict[str, object] = {
        "@type": "UnitPriceSpecification",
        "name": f"{METERS[rate.meter].label}, {TIER_LABELS[rate.tier].lower()}, {condition(rate).lower()}",
        "price": Decimal(plain(rate.usd)),
        "priceCurrency": "USD",
        "referenceQuantity": {"@type": "QuantitativeValue", "value": rate.per, "unitText": rate.unit},
    }
    if rate.valid_from:
        node["validFrom"] = rate.valid_from
    if rate.valid_to:
        node["validThrough"] = rate.valid_to
    return node
