"""Every program of the recipe table is run as it is printed, with the provider's real SDK and with curl."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import unquote

import pytest

from registry.web.protocols import KINDS
from registry.web.recipes import Recipe, programs
from tests.pages.answering import PICTURE, SAID, SOUND, Providers, Seen, all_providers

pytestmark = pytest.mark.services
MODEL = "lab/model-1.5:test"
TOKENS = "Billed: 3 input and 4 output tokens\n"
INPUT = "Billed: 3 input tokens\n"


@dataclass(frozen=True)
class Row:
    """What the programs of one kind and task must ask, and print.

    path: of curl, after the host, with MODEL where the ID is; python_path: that of the SDK where it is another.
    printed: by the shorter program; billed: what the longer one prints after it; file: what both leave behind.
    """

    kind: str
    task: str
    path: str
    printed: str = f"{SAID}\n"
    billed: str = ""
    python_path: str | None = None
    file: tuple[str, bytes] | None = None


@dataclass(frozen=True)
class Place:
    """Where a kind is served in these tests: its base URL (None: the table's own), the host, the header of the key."""

    base_url: str | None
    host: str
    header: str
    python_header: str | None = None


PLACES = {
    "openai": Place(None, "api.openai.com", "authorization"),
    "openai-compatible": Place("https://x.example/v1", "x.example", "authorization"),
    "openai-responses": Place("https://x.example/v1", "x.example", "authorization"),
    "azure": Place("https://${RESOURCE}.azure.example/openai/v1", "a-value.azure.example", "api-key", "authorization"),
    "azure-models": Place("https://x.example/openai/v1", "x.example", "api-key", "authorization"),
    "azure-anthropic": Place(None, "a-value.services.ai.azure.com", "x-api-key"),
    "anthropic": Place(None, "api.anthropic.com", "x-api-key", "authorization"),
    "anthropic-compatible": Place("https://x.example/anthropic", "x.example", "x-api-key"),
    "gemini": Place(None, "generativelanguage.googleapis.com", "x-goog-api-key"),
    "gemini-compatible": Place("https://x.example/g", "x.example", "x-goog-api-key"),
    "mistral": Place(None, "api.mistral.ai", "authorization"),
    "cohere": Place(None, "api.cohere.com", "authorization"),
    "voyage": Place(None, "api.voyageai.com", "authorization"),
    "deepgram": Place(None, "api.deepgram.com", "authorization"),
    "elevenlabs": Place(None, "api.elevenlabs.io", "xi-api-key"),
    "bedrock": Place(None, "bedrock-runtime.a-value.amazonaws.com", "authorization"),
    "vertex": Place(None, "aiplatform.googleapis.com", "authorization"),
    "vertex-anthropic": Place(None, "aiplatform.googleapis.com", "authorization"),
    "vertex-openai": Place(None, "aiplatform.googleapis.com", "authorization"),
}
CLOUD = "/v1/projects/a-value/locations/global"
VERTEX = f"{CLOUD}/publishers/google/models/MODEL:generateContent"


def openai_rows(kind: str, base: str, tasks: tuple[str, ...]) -> list[Row]:
    """The rows of a kind that speaks OpenAI's protocol."""
    picture = ("image.png", PICTURE)
    rows = {
        "chat": Row(kind, "chat", f"{base}/chat/completions", billed=TOKENS),
        "responses": Row(kind, "responses", f"{base}/responses", billed=TOKENS),
        "completion": Row(kind, "completion", f"{base}/completions", billed=TOKENS),
        "embedding": Row(kind, "embedding", f"{base}/embeddings", "2\n", INPUT),
        "image": Row(kind, "image", f"{base}/images/generations", "", TOKENS, file=picture),
        "image_address": Row(kind, "image_address", f"{base}/images/generations", "https://images.example/1.png\n"),
        "speech": Row(kind, "speech", f"{base}/audio/speech", "", file=("speech.mp3", SOUND)),
        "transcription": Row(kind, "transcription", f"{base}/audio/transcriptions"),
        "spoken_chat": Row(kind, "spoken_chat", f"{base}/chat/completions", billed=TOKENS),
        "moderation": Row(kind, "moderation", f"{base}/moderations", "False\n"),
    }
    return [rows[task] for task in tasks]


TEXT = ("chat", "responses", "completion", "embedding")
MEDIA = ("image", "image_address", "speech", "transcription", "spoken_chat")
GENERATED = "/v1beta/models/MODEL:generateContent"
WAVE = ("speech.wav", SOUND + b"!")
ROWS = (
    *openai_rows("openai", "/v1", (*TEXT, *MEDIA, "moderation")),
    *openai_rows("openai-compatible", "/v1", (*TEXT, *MEDIA)),
    *openai_rows("azure", "/openai/v1", (*TEXT, *MEDIA)),
    *openai_rows("azure-models", "/openai/v1", ("chat",)),
    *openai_rows("openai-responses", "/v1", ("responses", "completion", "embedding")),
    Row("openai-responses", "chat", "/v1/responses", billed=TOKENS),
    Row("azure-anthropic", "chat", "/anthropic/v1/messages", billed=TOKENS),
    Row("anthropic", "chat", "/v1/messages", billed=TOKENS),
    Row("anthropic-compatible", "chat", "/anthropic/v1/messages", billed=TOKENS),
    Row("gemini", "chat", GENERATED, billed=TOKENS),
    Row("gemini", "image", GENERATED, "", TOKENS, file=("image.png", PICTURE)),
    Row("gemini", "speech", GENERATED, "", TOKENS, file=WAVE),
    Row(
        "gemini",
        "embedding",
        "/v1beta/models/MODEL:embedContent",
        "2\n",
        python_path="/v1beta/models/MODEL:batchEmbedContents",
    ),
    Row("gemini-compatible", "chat", f"/g{GENERATED}", billed=TOKENS),
    Row(
        "gemini-compatible",
        "embedding",
        "/g/v1beta/models/MODEL:embedContent",
        "2\n",
        python_path="/g/v1beta/models/MODEL:batchEmbedContents",
    ),
    Row("mistral", "chat", "/v1/chat/completions", billed=TOKENS),
    Row("mistral", "embedding", "/v1/embeddings", "2\n", INPUT),
    Row("mistral", "moderation", "/v1/moderations", "{'hate': False}\n"),
    Row("mistral", "ocr", "/v1/ocr", billed="Billed: 15 pages\n"),
    Row("mistral", "transcription", "/v1/audio/transcriptions"),
    Row("cohere", "chat", "/v2/chat", billed=TOKENS),
    Row("cohere", "embedding", "/v2/embed", "2\n", INPUT),
    Row("cohere", "rerank", "/v2/rerank", "1\n", "Billed: 1 searches\n"),
    Row("voyage", "embedding", "/v1/embeddings", "2\n", INPUT),
    Row("voyage", "rerank", "/v1/rerank", "1\n", INPUT),
    Row("deepgram", "transcription", "/v1/listen?model=MODEL", billed="Billed: 15.0 seconds\n"),
    Row("elevenlabs", "transcription", "/v1/speech-to-text"),
    Row("elevenlabs", "speech", "/v1/text-to-speech/JBFqnCBsd6RMkjVDRZzb", "", file=("speech.mp3", SOUND)),
    Row("bedrock", "chat", "/model/MODEL/converse", billed=TOKENS),
    Row("bedrock", "titan_embedding", "/model/MODEL/invoke", "2\n", INPUT),
    Row("bedrock", "cohere_embedding", "/model/MODEL/invoke", "2\n"),
    Row("vertex", "chat", VERTEX, billed=TOKENS),
    Row("vertex", "image", VERTEX, "", TOKENS, file=("image.png", PICTURE)),
    Row("vertex", "speech", VERTEX, "", TOKENS, file=WAVE),
    Row("vertex-anthropic", "chat", f"{CLOUD}/publishers/anthropic/models/MODEL:rawPredict", billed=TOKENS),
    Row("vertex-openai", "chat", f"{CLOUD}/endpoints/openapi/chat/completions", billed=TOKENS),
)
IDS = [f"{row.kind}-{row.task}" for row in ROWS]


def recipe_of(row: Row) -> Recipe:
    """The recipe of a row, for a model ID that needs quoting where the protocol allows one."""
    kind, place = KINDS[row.kind], PLACES[row.kind]
    url = kind.default_url or place.base_url
    assert url is not None
    variables = kind.variables or (*(("RESOURCE",) if "RESOURCE" in url else ()), "EXAMPLE_KEY")
    return programs(row.kind, row.task, url, variables, model_of(row))


def model_of(row: Row) -> str:
    return "model-1.5" if row.kind == "vertex" else MODEL


def exports(recipe: Recipe) -> dict[str, str]:
    """What the lines under Auth set, with values in place of the dots."""
    lines = [line.removeprefix("export ").partition("=") for line in recipe.auth.splitlines() if "export" in line]
    filled = {name: "a-key" if name == recipe.variables[-1] else "a-value" for name, _, _ in lines}
    return {name: filled[name] if value == "..." else value for name, _, value in lines}


@pytest.fixture(scope="module")
def every_provider(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Providers]:
    pytest.importorskip("trustme", reason="trustme, which signs for the providers' hosts, is not installed")
    with all_providers(tmp_path_factory.mktemp("authority")) as made:
        yield made


@pytest.fixture
def providers(every_provider: Providers) -> Providers:
    every_provider.seen.clear()
    return every_provider


@pytest.fixture
def environment(providers: Providers, tmp_path: Path) -> dict[str, str]:
    """A machine on which nobody has ever called a provider, with a login to Google Cloud."""
    (tmp_path / "speech.mp3").write_bytes(SOUND)
    login = '{"type": "authorized_user", "client_id": "a", "client_secret": "b", "refresh_token": "c"}'
    (tmp_path / "login.json").write_text(login)
    gcloud = tmp_path / "gcloud"
    gcloud.write_text('#!/bin/sh\ncase "$*" in "auth application-default print-access-token") echo a-key;; esac\n')
    gcloud.chmod(0o755)
    return {
        **providers.variables,
        "PATH": f"{tmp_path}:{os.environ['PATH']}",
        "HOME": str(tmp_path),
        "GOOGLE_APPLICATION_CREDENTIALS": str(tmp_path / "login.json"),
        "PYTHONWARNINGS": "ignore",
    }


def run(command: list[str | Path], environment: dict[str, str], folder: Path) -> str:
    done = subprocess.run(
        command, env=environment, cwd=folder, capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def assert_asked(seen: Seen, row: Row, path: str, header: str) -> None:
    """The host, the path, the key in its header, and the model ID in the path or the body."""
    model = model_of(row)
    asked = unquote(seen.path if "?" in path else seen.path.partition("?")[0])
    assert (seen.host, asked) == (PLACES[row.kind].host, path.replace("MODEL", model))
    assert seen.headers[header].removeprefix("Bearer ").removeprefix("Token ") == "a-key"
    if "MODEL" not in path:
        assert model.encode() in seen.body if isinstance(seen.body, bytes) else model in seen.body.values()


def unversioned(path: str) -> str:
    """Releases of Google's SDK differ in the version that they ask."""
    return re.sub(r"/v1beta1?/", "/v1/", path)


def assert_left(row: Row, folder: Path) -> None:
    if row.file:
        name, content = row.file
        assert (folder / name).read_bytes().endswith(content)


@pytest.mark.parametrize("row", ROWS, ids=IDS)
def test_the_python_programs_run_as_printed(
    row: Row, providers: Providers, environment: dict[str, str], tmp_path: Path
) -> None:
    recipe = recipe_of(row)
    module = KINDS[row.kind].sdk.split()[1]
    if find_spec(module.partition(".")[0]) is None or find_spec(module) is None:
        pytest.skip(f"the SDK {module} is not installed")
    assert recipe.python.startswith(recipe.call)
    script = tmp_path / "program.py"
    script.write_text(recipe.python, encoding="utf-8")
    printed = run([sys.executable, script], {**environment, **exports(recipe)}, tmp_path)
    assert printed == row.printed + row.billed
    place = PLACES[row.kind]
    asked = replace(providers.seen[-1], path=unversioned(providers.seen[-1].path))
    assert_asked(asked, row, unversioned(row.python_path or row.path), place.python_header or place.header)
    assert_left(row, tmp_path)


@pytest.mark.skipif(shutil.which("curl") is None, reason="curl is not installed")
@pytest.mark.parametrize("row", ROWS, ids=IDS)
def test_the_curl_program_runs_as_printed(
    row: Row, providers: Providers, environment: dict[str, str], tmp_path: Path
) -> None:
    recipe = recipe_of(row)
    lines = "\n".join(f"export {name}={value}" for name, value in exports(recipe).items())
    printed = run(["sh", "-ec", f"{lines}\n{recipe.curl}"], environment, tmp_path)
    (seen,) = providers.seen
    assert_asked(seen, row, row.path, PLACES[row.kind].header)
    saved = KINDS[row.kind].calls[row.task].saves
    if saved:
        assert_left(row, tmp_path)
    elif row.printed.strip() == SAID:
        assert SAID in printed
    else:
        assert printed.startswith("{")


def test_every_call_of_the_table_is_run() -> None:
    assert sorted((row.kind, row.task) for row in ROWS) == sorted(
        (name, task) for name, kind in KINDS.items() for task in kind.calls
    )
    assert PLACES.keys() == KINDS.keys()
