"""Anthropic's Messages API, at its own address, at another and on Azure."""

from dataclasses import replace

from registry.web.protocols.call import DEPLOYABLE, DEPLOYMENT, HELLO, MESSAGES, Call, Kind, billed

CHAT = Call(
    f"response = client.messages.create(\n    model=<model>,\n    max_tokens=1024,\n    {MESSAGES}\n)",
    'print("".join(block.text for block in response.content if block.type == "text"))',
    "/v1/messages",
    {"model": "<model>", "max_tokens": 1024, "messages": HELLO},
    billed(".input_tokens", ".output_tokens"),
)
SDK = "import anthropic"
_INSTALL = "pip install anthropic"
_VERSION = ("anthropic-version: 2023-06-01",)

ANTHROPIC = Kind(
    _INSTALL,
    SDK,
    "client = anthropic.Anthropic()  # reads ANTHROPIC_API_KEY",
    "x-api-key: $<key>",
    {"chat": CHAT},
    default_url="https://api.anthropic.com",
    variables=("ANTHROPIC_API_KEY",),
    extra_headers=_VERSION,
    needs_max_tokens=True,
)
COMPATIBLE = Kind(
    _INSTALL,
    SDK,
    # What the AI SDK sends to such an address is x-api-key; newer releases of Anthropic's SDK send a bearer token.
    "client = anthropic.Anthropic(\n    base_url=<url>,\n    api_key=<key>,\n"
    '    default_headers={"x-api-key": <key>},\n)',
    "x-api-key: $<key>",
    {"chat": CHAT},
    trim="/v1",
    extra_headers=_VERSION,
    needs_max_tokens=True,
    owner="Anthropic",
)
ON_AZURE = replace(
    COMPATIBLE,
    default_url="https://${AZURE_RESOURCE_NAME}.services.ai.azure.com/anthropic",
    variables=("AZURE_RESOURCE_NAME", "AZURE_API_KEY"),
    trim="",
    ids=DEPLOYABLE,
    gotcha=DEPLOYMENT,
    owner=None,
)
