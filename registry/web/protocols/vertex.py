"""Vertex AI, where a Google Cloud login stands for a key, and the lab decides the protocol."""

from collections.abc import Mapping
from dataclasses import replace

from registry.web.protocols import anthropic, google, openai
from registry.web.protocols.call import HELLO, Call, Kind

_VARIABLES = ("GOOGLE_CLOUD_PROJECT", "GOOGLE_CLOUD_LOCATION")
_PROJECT, _LOCATION = (f'os.environ["{name}"]' for name in _VARIABLES)
_HOST = "https://aiplatform.googleapis.com"
_PATH = "/v1/projects/${GOOGLE_CLOUD_PROJECT}/locations/${GOOGLE_CLOUD_LOCATION}"
_REGIONAL = 'At another location than "global" {} must ask LOCATION-aiplatform.googleapis.com{}.'
_SDK_KNOWS = _REGIONAL.format("curl", "; the SDK does so by itself")


def _on_vertex(
    install: str, sdk: str, client: str, calls: Mapping[str, Call], url: str = _HOST, gotcha: str = _SDK_KNOWS
) -> Kind:
    return Kind(
        install,
        sdk,
        client,
        "Authorization: Bearer $(gcloud auth application-default print-access-token)",
        calls,
        default_url=url,
        variables=_VARIABLES,
        login="gcloud auth application-default login",
        usual={"GOOGLE_CLOUD_LOCATION": "global"},
        gotcha=gotcha,
    )


GEMINI = _on_vertex(
    google.INSTALL,
    google.SDK,
    f"client = genai.Client(\n    vertexai=True,\n    project={_PROJECT},\n    location={_LOCATION},\n)",
    {
        task: replace(google.CALLS[task], path=f"{_PATH}/publishers/google/models/<path>:generateContent")
        for task in ("chat", "image", "speech")
    },
)
CLAUDE = replace(
    _on_vertex(
        'pip install "anthropic[vertex]"',
        anthropic.SDK,
        f"client = anthropic.AnthropicVertex(\n    project_id={_PROJECT},\n    region={_LOCATION},\n)",
        {
            "chat": replace(
                anthropic.CHAT,
                path=f"{_PATH}/publishers/anthropic/models/<path>:rawPredict",
                body={"anthropic_version": "vertex-2023-10-16", "max_tokens": 1024, "messages": HELLO},
            )
        },
    ),
    needs_max_tokens=True,
)
OPEN_MODELS = _on_vertex(
    "pip install openai google-auth requests",
    f"import google.auth\nfrom google.auth.transport.requests import Request\n{openai.SDK}",
    'credentials, _ = google.auth.default(scopes=["https://www.googleapis.com/auth/cloud-platform"])\n'
    "credentials.refresh(Request())\n"
    "client = OpenAI(\n    base_url=<url>,\n    api_key=credentials.token,\n)",
    {"chat": openai.CHAT},
    url=f"{_HOST}{_PATH}/endpoints/openapi",
    gotcha=_REGIONAL.format("both programs", ""),
)
