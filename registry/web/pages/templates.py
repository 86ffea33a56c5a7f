"""The one Jinja environment: everything is escaped, and a name that does not exist is an error."""

import re
from functools import cache
from urllib.parse import urlsplit

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from registry.locate import folder
from registry.web.feeds.discovery import feeds_of, machine_links
from registry.web.pages.assets import static_url
from registry.web.pages.site import Site
from registry.web.pages.structured import graph_text
from registry.web.pages.wording import human_date
from registry.web.views.comparisons import MOST_SIDES

_LIST_OF = re.compile(r"ListOf_(\w+?)_")


@cache
def environment() -> Environment:
    """The environment, with the few functions that templates call."""
    made = Environment(
        loader=FileSystemLoader(folder("templates")),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals.update(static_url=static_url, graph_text=graph_text, feeds_of=feeds_of, machine_links=machine_links)
    made.globals.update(most_sides=MOST_SIDES)
    made.filters.update(human_date=human_date, web_address=web_address, coded=coded, shape_title=shape_title)
    return made


def compile_all() -> None:
    """Compile every template, so that no request waits for it."""
    for name in environment().list_templates(extensions=["html"]):
        environment().get_template(name)


def render(template: str, site: Site, page: object) -> str:
    """One page as HTML. `page` is the page's own frozen view model."""
    return environment().get_template(template).render(site=site, page=page, head=getattr(page, "head"))  # noqa: B009


def coded(text: str) -> Markup:
    """Our own words with what stands between backticks as code."""
    parts = text.split("`")
    return Markup("").join(  # every part is escaped by what joins or formats it
        Markup("<code>{}</code>").format(part) if place % 2 else part for place, part in enumerate(parts)
    )


def shape_title(name: str) -> str:
    """A shape of the API as people say it: `ListOf_ModelView_` is a list of ModelView."""
    return _LIST_OF.sub(r"list of \1", name)


def web_address(url: str | None) -> str | None:
    """An address from a source if a browser may follow it: http or https with a host name; else None."""
    if url is None:
        return None
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    return url if parts.scheme in ("http", "https") and parts.hostname else None
