"""Anthropic's Messages API, at its own address, at another, on Azure and on Vertex AI."""

from dataclasses import replace

from registry.web.protocols.call import HELLO, MESSAGES, Call, Kind, billed
from registry.web.protocols.google import GCLOUD, LOCATION, PROJECT, VERTEX_PATH, VERTEX_URL

_CHAT = Call(
    f"response = client.messages.create(\n    model=<model>,\n    max_tokens=1024,\n    {MESSAGES}\n)",
    'print("".join(block.text for block in response.content if block.type == "text"))',
    "/v1/messages",
    {"model": "<model>", "max_tokens": 1024, "messages": HELLO},
    billed(".input_tokens", ".output_tokens"),
)
_VERSION = ("anthropic-version: 2023-06-01",)

ANTHROPIC = Kind(
    "pip install anthropic",
    "import anthropic",
    "client = anthropic.Anthropic()  # reads ANTHROPIC_API_KEY",
    "x-api-key: $<key>",
    {"chat": _CHAT},
    default_url="https://api.anthropic.com",
    variables=("ANTHROPIC_API_KEY",),
    extra_headers=_VERSION,
)
COMPATIBLE = Kind(
    "pip install anthropic",
    "import anthropic",
    # What the AI SDK sends to such an address is x-api-key; newer releases of Anthropic's SDK send a bearer token.
    "client = anthropic.Anthropic(\n    base_url=<url>,\n    api_key=<key>,\n"
    '    default_headers={"x-api-key": <key>},\n)',
    "x-api-key: $<key>",
    {"chat": _CHAT},
    trim="/v1",
    extra_headers=_VERSION,
)
ON_AZURE = replace(
    COMPATIBLE,
    default_url="https://${AZURE_RESOURCE_NAME}.services.ai.azure.com/anthropic",
    variables=("AZURE_RESOURCE_NAME", "AZURE_API_KEY"),
    trim="",
)
ON_VERTEX = Kind(
    'pip install "anthropic[vertex]"',
    "import anthropic",
    f"client = anthropic.AnthropicVertex(\n    project_id={PROJECT},\n    region={LOCATION},\n)",
    GCLOUD.header,
    {
        "chat": Call(
            _CHAT.python,
            _CHAT.answer,
            f"{VERTEX_PATH}/publishers/anthropic/models/<path>:rawPredict",
            {"anthropic_version": "vertex-2023-10-16", "max_tokens": 1024, "messages": HELLO},
            _CHAT.usage,
        )
    },
    default_url=VERTEX_URL,
    variables=GCLOUD.variables,
    login=GCLOUD.login,
    usual=GCLOUD.usual,
)
