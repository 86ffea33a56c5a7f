"""How an offering is called: whole programs for Python and curl, made from the table in `registry.web.protocols`.

`recipe` gives None where it is not known how the provider is called: an address is never guessed. A kind that is a
provider's own protocol (`openai`, `bedrock`, ...) comes only from our cited facts; what a feed says (the AI SDK's
package name) gives only kinds that need a base URL of the same feed.
"""

import json
import re
import shlex
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import quote

from registry.domain.catalog import Catalog, Offering, Provider
from registry.web.protocols import KINDS, Call, Kind

_SAFE_URL = re.compile(r"(?:https?://|\$\{[A-Z_][A-Z0-9_]*\})(?:[A-Za-z0-9._~:/%-]|\$\{[A-Z_][A-Z0-9_]*\})*", re.ASCII)
_VARIABLE = re.compile(r"\$\{([A-Z_][A-Z0-9_]*)\}")
_KEY = re.compile(r"[A-Z_][A-Z0-9_]*(?:KEY|TOKEN|PAT|SECRET)", re.ASCII)
FALLBACK_KEY = "API_KEY"
"""The variable that a program reads where the provider's own name cannot be exported by a shell (302AI_API_KEY)."""


@dataclass(frozen=True, slots=True)
class Recipe:
    """What a person copies: shell lines to install and to authenticate, the call alone, and both whole programs.

    variables: every environment variable that the programs read, the key last.
    """

    kind: str
    install: str
    variables: tuple[str, ...]
    call: str
    model_id: str
    python: str
    curl: str

    @property
    def auth(self) -> str:
        """Shell lines that set the variables."""
        return "\n".join(f"export {name}=..." for name in self.variables)


PACKAGES: Mapping[str, str] = {
    "@ai-sdk/openai-compatible": "openai-compatible",
    "@openrouter/ai-sdk-provider": "openai-compatible",
    "@ai-sdk/openai": "openai-responses",
    "@ai-sdk/anthropic": "anthropic-compatible",
    "@ai-sdk/google": "gemini-compatible",
    "@ai-sdk/google-vertex/anthropic": "vertex-anthropic",
}
"""The AI SDK package that a feed names -> the kind that it speaks, at the base URL of the same feed."""

VERTEX_LABS: Mapping[str, str] = {"google": "vertex", "anthropic": "vertex-anthropic"}
"""On Vertex AI the lab decides the protocol; of other labs' models we know none."""

TASKS: Mapping[str | None, str] = {
    None: "chat",
    "chat": "chat",
    "responses": "responses",
    "completion": "completion",
    "embedding": "embedding",
    "rerank": "rerank",
}
"""An offering's mode -> the call of the table; a mode that is not here has no recipe."""


def kind_of(catalog: Catalog, offering: Offering) -> str | None:
    """The row of the table that an offering is called by, or None if no source says."""
    provider = catalog.providers.get(offering.provider)
    if provider is None or provider.kind == "uncallable":
        return None
    if offering.package and offering.package != provider.package:
        return PACKAGES.get(offering.package)
    if provider.kind in ("vertex", "google-vertex"):
        model = catalog.models.get(offering.model)
        return VERTEX_LABS.get(model.lab) if model else None
    return provider.kind if provider.kind in KINDS else PACKAGES.get(provider.package or "")


def recipe(catalog: Catalog, offering: Offering) -> Recipe | None:
    """The programs that call an offering, or None where kind, task or address is not sourced."""
    name = kind_of(catalog, offering)
    task = task_of(offering)
    if name is None or task not in KINDS[name].calls:
        return None
    kind, provider = KINDS[name], catalog.providers[offering.provider]
    url = kind.default_url or _base_url(offering, provider, kind.trim)
    variables = kind.variables or (_variables(url, provider.env) if url else ())
    if url is None or not variables:
        return None
    return _recipe(name, kind.calls[task], url, variables, offering.api_model_id)


def task_of(offering: Offering) -> str:
    """chat, responses, completion, embedding, rerank, or a word that no kind has a call for."""
    if any("responses" in path for path in offering.endpoints) and not any(
        "chat" in path for path in offering.endpoints
    ):
        return "responses"
    if offering.mode is None and offering.output_modalities and "text" not in offering.output_modalities:
        return "embedding" if offering.output_modalities == ("embedding",) else "none"
    return TASKS.get(offering.mode, "none")


def _base_url(offering: Offering, provider: Provider, trim: str) -> str | None:
    url = (offering.base_url or provider.base_url or "").rstrip("/")
    if not _SAFE_URL.fullmatch(url) or not url.endswith(trim):
        return None
    return url.removesuffix(trim)


def _variables(url: str, env: Sequence[str]) -> tuple[str, ...]:
    """The variables of the address, then that of the key; none at all if the provider names no key."""
    in_url = tuple(dict.fromkeys(_VARIABLE.findall(url)))
    keys = [name for name in env if name not in in_url and name.endswith(("KEY", "TOKEN", "PAT", "SECRET"))]
    if not keys:
        return ()
    key = next((name for name in keys if _KEY.fullmatch(name)), FALLBACK_KEY)
    return (*in_url, key)


def _recipe(name: str, call: Call, url: str, variables: tuple[str, ...], model: str) -> Recipe:
    kind, key = KINDS[name], variables[-1]
    call_python = call.python.replace("<model>", json.dumps(model))
    client = kind.client.replace("<url>", _python_url(url)).replace("<key>", f'os.environ["{key}"]')
    imports = "import os\n\n" if "os.environ" in client else ""
    return Recipe(
        kind=name,
        install=kind.install,
        variables=variables,
        call=call_python,
        model_id=model,
        python=f"{imports}{client}\n\n{call_python}\n",
        curl=_curl(kind, call, url, key, model),
    )


def _python_url(url: str) -> str:
    if not _VARIABLE.search(url):
        return f'"{url}"'
    return 'f"' + _VARIABLE.sub(lambda found: "{os.environ['" + found[1] + "']}", url) + '"'


def _curl(kind: Kind, call: Call, url: str, key: str, model: str) -> str:
    body = json.dumps(call.body).replace('"<model>"', json.dumps(model))
    headers = (kind.header.replace("<key>", key), *kind.extra_headers, "Content-Type: application/json")
    address = f'"{url}{call.path.replace("<path>", quote(model, safe=""))}"'
    lines = [f"curl {address}", *(f'-H "{header}"' for header in headers), f"-d {shlex.quote(body)}"]
    return " \\\n  ".join(lines) + "\n"
