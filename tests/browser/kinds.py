"""Every kind of page, and the worst real pages of some kinds: the longest names and the most rows in the catalog."""

from dataclasses import dataclass

import pytest

from tests.browser.serving import Served


@dataclass(frozen=True, slots=True)
class Kind:
    """A page to look at. A `{}` in its path is filled with what the query finds in the catalog."""

    name: str
    path: str
    query: str = ""
    status: int = 200

    def address(self, served: Served) -> str:
        """The path on the server."""
        return self.path.format(served.first(self.query)) if self.query else self.path


KINDS = (
    Kind("home", "/"),
    Kind("models", "/models"),
    Kind("models, filtered", "/models?q=gpt&capability=vision&context_min=200000&sort=input&dir=asc"),
    Kind("models, nothing found", "/models?q=there-is-no-such-model"),
    Kind("offerings", "/offerings"),
    Kind("offering", "/providers/openai/gpt-5.6-luna"),
    Kind("offering on a day", "/providers/openai/gpt-5.6-luna?as_of=2026-07-15"),
    Kind(
        "offering, deprecated",
        "/providers/{}",
        "SELECT provider || '/' || slug FROM offering WHERE status = 'deprecated' AND retires IS NOT NULL ORDER BY id",
    ),
    Kind("offering without prices", "/providers/aiml/dall-e-2"),
    Kind("model", "/models/openai/gpt-5.6-luna"),
    Kind("history", "/models/openai/gpt-5.6-luna/history"),
    Kind("providers", "/providers"),
    Kind("provider", "/providers/openai"),
    Kind("labs", "/labs"),
    Kind("lab", "/labs/anthropic"),
    Kind("family", "/families/openai/gpt-5.6"),
    Kind("compare, empty", "/compare"),
    Kind(
        "compare",
        "/compare?id=model:openai/gpt-5.6-luna&id=model:openai/gpt-5.6-sol&id=offering:azure/gpt-5.6-sol",
    ),
    Kind("estimate, empty", "/estimate"),
    Kind("estimate", "/estimate?offering=openai/gpt-5.6-luna&offering=aiml/dall-e-2"),
    Kind("changes", "/changes"),
    Kind("deprecations", "/deprecations"),
    Kind("disagreements", "/disagreements"),
    Kind("held", "/held"),
    Kind("charts", "/charts"),
    Kind("status", "/status"),
    Kind("methodology", "/methodology"),
    Kind("API", "/docs/api"),
    Kind("feeds", "/feeds"),
    Kind("not found", "/models/nobody/nothing", status=404),
    Kind("wrong filter", "/models?context_min=many", status=422),
)

WORST = (
    Kind(
        "longest API model ID",
        "/providers/{}",
        "SELECT provider || '/' || slug FROM offering ORDER BY length(api_model_id) DESC, id",
    ),
    Kind("longest model ID", "/models/{}", "SELECT id FROM model ORDER BY length(id) DESC, id"),
    Kind("longest name of a model", "/models/{}", "SELECT id FROM model ORDER BY length(name) DESC, id"),
    Kind("longest name of a provider", "/providers/{}", "SELECT id FROM provider ORDER BY length(name) DESC, id"),
    Kind("longest name of a lab", "/labs/{}", "SELECT id FROM lab ORDER BY length(name) DESC, id"),
    Kind("longest name of a family", "/families/{}", "SELECT id FROM family ORDER BY length(name) DESC, id"),
    Kind("model of most offerings", "/models/{}", "SELECT model FROM offering GROUP BY model ORDER BY count(*) DESC"),
    Kind(
        "history of most prices",
        "/models/{}/history",
        "SELECT o.model FROM rate r JOIN offering o ON o.id = r.offering GROUP BY o.model ORDER BY count(*) DESC",
    ),
    Kind(
        "offering of most prices",
        "/providers/{}",
        "SELECT o.provider || '/' || o.slug FROM rate r JOIN offering o ON o.id = r.offering"
        " GROUP BY o.id ORDER BY count(*) DESC",
    ),
    Kind(
        "provider of most offerings",
        "/providers/{}",
        "SELECT provider FROM offering GROUP BY provider ORDER BY count(*) DESC",
    ),
    Kind("lab of most models", "/labs/{}", "SELECT lab FROM model GROUP BY lab ORDER BY count(*) DESC"),
    Kind(
        "family of most models",
        "/families/{}",
        "SELECT family FROM model WHERE family IS NOT NULL GROUP BY family ORDER BY count(*) DESC",
    ),
    Kind(
        "six long names side by side",
        "/compare?id=model:{}",
        "SELECT group_concat(id, '&id=model:') FROM (SELECT id FROM model ORDER BY length(name) DESC, id LIMIT 6)",
    ),
    Kind(
        "six long IDs in an estimate",
        "/estimate?offering={}",
        "SELECT group_concat(id, '&offering=') FROM (SELECT id FROM offering ORDER BY length(id) DESC, id LIMIT 6)",
    ),
    Kind(
        "offering of most disagreements",
        "/providers/{}",
        "SELECT o.provider || '/' || o.slug FROM disagreement d JOIN offering o ON o.id = d.offering"
        " GROUP BY o.id ORDER BY count(*) DESC",
    ),
)


def of_each(*kinds: Kind) -> pytest.MarkDecorator:
    """The test once for each kind of page."""
    return pytest.mark.parametrize("kind", kinds, ids=[kind.name for kind in kinds])
