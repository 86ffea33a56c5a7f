"""What we write ourselves, as values: how providers and labs are called, and what no feed says of a model.

The rows come from the cited tables in `registry/facts` and are handed to the catalog's builder by the composition root.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

OURS = "modeldex"
"""The name under which our own cited tables are the source of a value."""

Kind = str
"""A row of the recipe table (`registry.web.recipes`): how a provider is called."""


@dataclass(frozen=True, slots=True)
class ProviderFacts:
    """One provider as people call it. `about` is a whole sentence of ours; `source` is the page it was checked on.

    base_url may hold `${VARIABLE}`s, which are environment variables of the provider's user.
    """

    id: str
    name: str
    source: str
    about: str | None = None
    kind: Kind | None = None
    base_url: str | None = None
    env: tuple[str, ...] = ()
    homepage: str | None = None
    docs_url: str | None = None
    pricing_url: str | None = None
    console_url: str | None = None
    status_url: str | None = None


@dataclass(frozen=True, slots=True)
class LabFacts:
    """One lab's name and home page."""

    id: str
    name: str
    url: str | None = None


@dataclass(frozen=True, slots=True)
class ModelFacts:
    """What no feed says of a model; `source` is the page that does. Dates are ISO with the precision of that page.

    availability: one clause that follows "It", such as "was announced to selected partners first".
    """

    id: str
    source: str
    announced: str | None = None
    released: str | None = None
    availability: str | None = None
    architecture: str | None = None
    licence: str | None = None
    open_weights: bool | None = None


@dataclass(frozen=True, slots=True)
class CallFacts:
    """A call that a provider answers beyond what all of its kind do. `id` is provider/task, `source` the page.

    call: the name of the call in the recipe table (`registry.web.protocols`).
    """

    id: str
    call: str
    source: str


@dataclass(frozen=True, slots=True)
class Facts:
    """The three tables that a catalog is built with, by id. The empty one is a catalog that knows only its feeds."""

    providers: Mapping[str, ProviderFacts] = field(default_factory=dict)
    labs: Mapping[str, LabFacts] = field(default_factory=dict)
    models: Mapping[str, ModelFacts] = field(default_factory=dict)
