"""The programs on an offering's page are run as they are printed, against a provider on this machine."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path

import pytest

from registry.domain.catalog import Catalog, Offering, Provider
from registry.web.protocols import KINDS
from registry.web.recipes import Recipe, recipe
from tests.pages.answering import LocalProvider, Seen, local_provider
from tests.sample import CATALOG, LUNA

MODEL = "lab/model-1.5:test"

# kind, the AI SDK package, the end of the base URL, the path asked, the header with the key, where the model ID is sent
ROWS = (
    ("openai-compatible", "@ai-sdk/openai-compatible", "/v1", "/v1/chat/completions", "authorization", "body"),
    ("openai-responses", "@ai-sdk/openai", "/v1", "/v1/responses", "authorization", "body"),
    ("anthropic-compatible", "@ai-sdk/anthropic", "/anthropic/v1", "/anthropic/v1/messages", "x-api-key", "body"),
    ("gemini-compatible", "@ai-sdk/google", "/g/v1beta", "/g/v1beta/models/", "x-goog-api-key", "path"),
)
MODULES = {"openai": "openai", "anthropic": "anthropic", "gemini": "google.genai"}


@pytest.fixture
def provider() -> Iterator[LocalProvider]:
    with local_provider() as made:
        yield made


def recipe_for(package: str, base_url: str, mode: str = "chat", env: tuple[str, ...] = ("EXAMPLE_KEY",)) -> Recipe:
    served = Provider("example", "Example", package=package, base_url=base_url, env=env)
    offering = Offering(f"example/{MODEL}", "example", MODEL, "slug", LUNA.model, mode=mode)
    found = recipe(replace(CATALOG, providers={"example": served}), offering)
    assert found is not None
    return found


def environment(**added: str) -> dict[str, str]:
    """The machine's environment without what would lead a program elsewhere."""
    kept = {name: value for name, value in os.environ.items() if not name.lower().endswith("_proxy")}
    return {**kept, "NO_PROXY": "127.0.0.1", **added}


def run_python(program: str, tmp_path: Path, **variables: str) -> str:
    script = tmp_path / "program.py"
    script.write_text(program, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, script], env=environment(**variables), capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def run_shell(program: str, **variables: str) -> str:
    done = subprocess.run(
        ["sh", "-ec", program], env=environment(**variables), capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def needs(module: str) -> None:
    package = module.partition(".")[0]
    if find_spec(package) is None or find_spec(module) is None:
        pytest.skip(f"the SDK {module} is not installed")


def assert_asked(seen: Seen, path: str, header: str, where: str) -> None:
    assert seen.path.startswith(path)
    assert (seen.headers.get(header) or seen.headers["authorization"]).removeprefix("Bearer ") == "a-key"
    if where == "body":
        assert seen.body["model"] == MODEL
    else:
        assert seen.path.partition("?")[0].replace("%2F", "/").replace("%3A", ":").endswith(f"{MODEL}:generateContent")


@pytest.mark.services
@pytest.mark.parametrize(("kind", "package", "base", "path", "header", "where"), ROWS)
def test_the_python_program_asks_the_right_address_with_the_key_and_the_model(
    kind: str, package: str, base: str, path: str, header: str, where: str, provider: LocalProvider, tmp_path: Path
) -> None:
    needs(MODULES[kind.partition("-")[0]])
    found = recipe_for(package, provider.url + base)
    assert found.kind == kind
    printed = run_python(found.python, tmp_path, EXAMPLE_KEY="a-key")
    assert printed == "Hello back\n"
    assert_asked(provider.seen[0], path, header, where)


@pytest.mark.skipif(shutil.which("curl") is None, reason="curl is not installed")
@pytest.mark.parametrize(("kind", "package", "base", "path", "header", "where"), ROWS)
def test_the_curl_program_asks_the_same(
    kind: str, package: str, base: str, path: str, header: str, where: str, provider: LocalProvider
) -> None:
    found = recipe_for(package, provider.url + base)
    assert found.kind == kind
    assert "Hello back" in run_shell(found.curl, EXAMPLE_KEY="a-key")
    assert_asked(provider.seen[0], path, header, where)


@pytest.mark.services
@pytest.mark.parametrize(
    ("kind", "base_variable", "base", "path", "header", "where"),
    [
        ("openai", "OPENAI_BASE_URL", "/v1", "/v1/chat/completions", "authorization", "body"),
        ("anthropic", "ANTHROPIC_BASE_URL", "", "/v1/messages", "x-api-key", "body"),
        ("gemini", "GOOGLE_GEMINI_BASE_URL", "", "/v1", "x-goog-api-key", "path"),
    ],
)
def test_the_program_of_a_labs_own_api_runs_as_printed(
    kind: str,
    base_variable: str,
    base: str,
    path: str,
    header: str,
    where: str,
    provider: LocalProvider,
    tmp_path: Path,
) -> None:
    """Only the SDK's own variable for the base URL leads it to this machine; the program is not changed.

    Releases of an SDK differ in the version that they put into the path and in the header that carries the key.
    """
    needs(MODULES[kind])
    found = recipe(catalog_of(kind), offering_of(MODEL))
    assert found is not None
    variables = {base_variable: provider.url + base, found.variables[-1]: "a-key"}
    assert run_python(found.python, tmp_path, **variables) == "Hello back\n"
    assert_asked(provider.seen[0], path, header, where)


@pytest.mark.skipif(shutil.which("curl") is None, reason="curl is not installed")
@pytest.mark.parametrize(
    ("kind", "path", "header", "where"),
    [
        ("openai", "/v1/chat/completions", "authorization", "body"),
        ("anthropic", "/v1/messages", "x-api-key", "body"),
        ("gemini", "/v1beta/models/", "x-goog-api-key", "path"),
        ("azure", "/openai/v1/chat/completions", "api-key", "body"),
        ("mistral", "/v1/chat/completions", "authorization", "body"),
    ],
)
def test_the_curl_program_of_a_labs_own_api_differs_only_in_its_host(
    kind: str, path: str, header: str, where: str, provider: LocalProvider
) -> None:
    found = recipe(catalog_of(kind), offering_of(MODEL))
    assert found is not None
    scheme_and_host = "/".join((KINDS[kind].default_url or "").split("/")[:3])
    program = found.curl.replace(scheme_and_host, provider.url, 1)
    assert program != found.curl
    assert "Hello back" in run_shell(program, **{found.variables[-1]: "a-key"})
    assert_asked(provider.seen[0], path, header, where)


@pytest.mark.services
def test_an_embedding_is_asked_for_as_an_embedding(provider: LocalProvider, tmp_path: Path) -> None:
    needs("openai")
    found = recipe_for("@ai-sdk/openai-compatible", f"{provider.url}/v1", mode="embedding")
    assert run_python(found.python, tmp_path, EXAMPLE_KEY="a-key") == "2\n"
    assert provider.seen[0].path == "/v1/embeddings"


@pytest.mark.services
def test_variables_of_the_address_are_read_from_the_environment(provider: LocalProvider, tmp_path: Path) -> None:
    needs("openai")
    found = recipe_for("@ai-sdk/openai-compatible", "${ACCOUNT_URL}/v1", env=("ACCOUNT_URL", "EXAMPLE_TOKEN"))
    assert found.variables == ("ACCOUNT_URL", "EXAMPLE_TOKEN")
    run_python(found.python, tmp_path, ACCOUNT_URL=provider.url, EXAMPLE_TOKEN="a-key")
    run_shell(found.curl, ACCOUNT_URL=provider.url, EXAMPLE_TOKEN="a-key")
    assert [seen.path for seen in provider.seen] == ["/v1/chat/completions"] * 2


def catalog_of(kind: str) -> Catalog:
    return replace(CATALOG, providers={"example": Provider("example", "Example", kind=kind)})


def offering_of(model: str) -> Offering:
    return Offering(f"example/{model}", "example", model, "slug", LUNA.model)
