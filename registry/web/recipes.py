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
from registry.web.tasks import task_of

_SAFE_URL = re.compile(r"(?:https?://|\$\{[A-Z_][A-Z0-9_]*\})(?:[A-Za-z0-9._~:/%-]|\$\{[A-Z_][A-Z0-9_]*\})*", re.ASCII)
_VARIABLE = re.compile(r"\$\{([A-Z_][A-Z0-9_]*)\}")
_KEY = re.compile(r"[A-Z_][A-Z0-9_]*(?:KEY|TOKEN|PAT|SECRET)", re.ASCII)
FALLBACK_KEY = "API_KEY"
"""The variable that a program reads where the provider's own name cannot be exported by a shell (302AI_API_KEY)."""


@dataclass(frozen=True, slots=True)
class Recipe:
    """What a person copies: shell lines to install and to authenticate, and programs that run as they are.

    base_url: what they ask; it may hold `${VARIABLE}`s.
    variables: every environment variable that the programs read, the key last; auth: shell lines that set them.
    call: the shortest Python program that prints an answer; python: the same with what was billed; curl: in the shell.
    """

    kind: str
    task: str
    base_url: str
    install: str
    variables: tuple[str, ...]
    auth: str
    call: str
    model_id: str
    python: str
    curl: str


PACKAGES: Mapping[str, str] = {
    "@ai-sdk/openai-compatible": "openai-compatible",
    "@openrouter/ai-sdk-provider": "openai-compatible",
    "@ai-sdk/openai": "openai-responses",
    "@ai-sdk/amazon-bedrock/mantle": "openai-responses",
    "@ai-sdk/anthropic": "anthropic-compatible",
    "@ai-sdk/google": "gemini-compatible",
    "@ai-sdk/google-vertex/anthropic": "vertex-anthropic",
}
"""The AI SDK package that a feed names -> the kind that it speaks, at the base URL of the same feed."""

OTHERS = ""
CLOUDS: Mapping[str, Mapping[str, str]] = {
    "vertex": {"google": "vertex", "anthropic": "vertex-anthropic"},
    "azure": {"openai": "azure", "anthropic": "", OTHERS: "azure-models"},
    "azure-foundry": {"openai": "azure", "anthropic": "azure-anthropic", OTHERS: "azure-models"},
}
"""On a cloud the lab decides the protocol: kind of the provider -> lab, or any other -> kind of the offering."""

SERVED_AS_OPENAI: Mapping[str, re.Pattern[str]] = {"vertex": re.compile(r"[a-z0-9-]+/[a-z0-9.-]+-maas", re.ASCII)}
"""Open models on Vertex AI, whose IDs are `publisher/name-maas`, answer OpenAI's protocol."""


def kind_of(catalog: Catalog, offering: Offering) -> str | None:
    """The row of the table that an offering is called by, or None if no source says."""
    provider = catalog.providers.get(offering.provider)
    if provider is None or provider.kind == "uncallable" or offering.deployment != "serverless":
        return None
    model = catalog.models.get(offering.model)
    name = _kind(offering, provider, model.lab if model else OTHERS)
    return name if name and name in KINDS and KINDS[name].ids.fullmatch(offering.api_model_id) else None


def _kind(offering: Offering, provider: Provider, lab: str) -> str | None:
    served = SERVED_AS_OPENAI.get(provider.kind or "")
    if served and served.fullmatch(offering.api_model_id):
        return "vertex-openai"
    if offering.package and offering.package != provider.package:
        return PACKAGES.get(offering.package)
    by_lab = CLOUDS.get(provider.kind or "")
    if by_lab:
        return by_lab.get(lab, by_lab.get(OTHERS))
    return provider.kind or PACKAGES.get(provider.package or "")


def recipe(catalog: Catalog, offering: Offering) -> Recipe | None:
    """The programs that call an offering, or None where kind, task or address is not sourced."""
    name = kind_of(catalog, offering)
    if name is None:
        return None
    kind, provider = KINDS[name], catalog.providers[offering.provider]
    task = task_of(name, kind, offering, catalog.models.get(offering.model))
    url = kind.default_url or _base_url(offering, provider, kind.trim)
    variables = kind.variables or (_variables(url, provider.env) if url else ())
    if task is None or url is None or not variables:
        return None
    return programs(name, task, url, variables, offering.api_model_id)


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


def programs(name: str, task: str, url: str, variables: tuple[str, ...], model: str) -> Recipe:
    """What asks a model for one task of the table; variables: those of the base URL, then that of the key."""
    kind, key = KINDS[name], variables[-1]
    call = kind.calls[task]
    program = _program(kind, call, url, key).replace("<model>", json.dumps(model))
    return Recipe(
        kind=name,
        task=task,
        base_url=url,
        install=kind.install,
        variables=variables,
        auth="\n".join(_auth(kind, variables)),
        call=program,
        model_id=model,
        python=f"{program}{call.usage}\n" if call.usage else program,
        curl=_curl(kind, call, url, key, model),
    )


def _program(kind: Kind, call: Call, url: str, key: str) -> str:
    client = kind.client.replace("<url>", _python_url(url)).replace("<key>", f'os.environ["{key}"]')
    imports = sorted((*call.imports, *(("import os",) if "os.environ" in client else ())), key=_as_sorted)
    parts = ("\n".join(imports), kind.sdk, client, f"{call.python}\n{call.answer}\n")
    return "\n\n".join(part for part in parts if part)


def _as_sorted(line: str) -> tuple[bool, str]:
    """`import x` before `from x import y`."""
    return line.startswith("from"), line


def _auth(kind: Kind, variables: Sequence[str]) -> list[str]:
    lines = [f"export {name}={kind.usual.get(name, '...')}" for name in variables]
    return [kind.login, *lines] if kind.login else lines


def _python_url(url: str) -> str:
    if not _VARIABLE.search(url):
        return f'"{url}"'
    return 'f"' + _VARIABLE.sub(lambda found: "{os.environ['" + found[1] + "']}", url) + '"'


def _curl(kind: Kind, call: Call, url: str, key: str, model: str) -> str:
    address = f'"{url}{call.path.replace("<path>", quote(model, safe=""))}"'
    headers = (kind.header.replace("<key>", key), *kind.extra_headers)
    saving = [f"--output {call.saves}"] if call.saves else []
    lines = [f"curl {address}", *(f'-H "{header}"' for header in headers), *_sent(call, model), *saving]
    return " \\\n  ".join(lines) + "\n"


def _sent(call: Call, model: str) -> list[str]:
    if call.sends:
        return ['-H "Content-Type: audio/mpeg"', f"--data-binary @{call.sends}"]
    if call.form:
        fields = {name: model if value == "<model>" else value for name, value in call.body.items()}
        return [f"-F {shlex.quote(f'{name}={value}')}" for name, value in fields.items()]
    body = json.dumps(call.body).replace('"<model>"', json.dumps(model))
    return ['-H "Content-Type: application/json"', f"-d {shlex.quote(body)}"]
