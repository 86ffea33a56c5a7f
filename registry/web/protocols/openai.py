"""OpenAI's own API, Azure's form of it, and every API that speaks the same at another base URL."""

from dataclasses import replace

from registry.web.protocols.call import (
    BEARER,
    DEPLOYABLE,
    DEPLOYMENT,
    HELLO,
    MESSAGES,
    SCENE,
    Call,
    Kind,
    billed,
    billed_input,
)

CHAT = Call(
    f"response = client.chat.completions.create(\n    model=<model>,\n    {MESSAGES}\n)",
    "print(response.choices[0].message.content)",
    "/chat/completions",
    {"model": "<model>", "messages": HELLO},
    billed(".prompt_tokens", ".completion_tokens"),
)
RESPONSES = Call(
    'response = client.responses.create(\n    model=<model>,\n    input="Hello",\n)',
    "print(response.output_text)",
    "/responses",
    {"model": "<model>", "input": "Hello"},
    billed(".input_tokens", ".output_tokens"),
)
TEXT_CALLS = {
    "chat": CHAT,
    "responses": RESPONSES,
    "completion": Call(
        'response = client.completions.create(\n    model=<model>,\n    prompt="Hello",\n)',
        "print(response.choices[0].text)",
        "/completions",
        {"model": "<model>", "prompt": "Hello"},
        CHAT.usage,
    ),
    "embedding": Call(
        'response = client.embeddings.create(\n    model=<model>,\n    input="Hello",\n)',
        "print(len(response.data[0].embedding))",
        "/embeddings",
        {"model": "<model>", "input": "Hello"},
        billed_input("response.usage.prompt_tokens"),
    ),
}
"""What every API of this kind is taken to answer where a source gives the model's mode."""

MEDIA_CALLS = {
    "image": Call(
        f'response = client.images.generate(\n    model=<model>,\n    prompt="{SCENE}",\n)',
        'Path("image.png").write_bytes(b64decode(response.data[0].b64_json))',
        "/images/generations",
        {"model": "<model>", "prompt": SCENE},
        billed(".input_tokens", ".output_tokens"),
        imports=("from base64 import b64decode", "from pathlib import Path"),
    ),
    "image_address": Call(
        f'response = client.images.generate(\n    model=<model>,\n    prompt="{SCENE}",\n)',
        "print(response.data[0].url)",
        "/images/generations",
        {"model": "<model>", "prompt": SCENE},
    ),
    "speech": Call(
        'response = client.audio.speech.create(\n    model=<model>,\n    voice="alloy",\n    input="Hello",\n)',
        'response.write_to_file("speech.mp3")',
        "/audio/speech",
        {"model": "<model>", "voice": "alloy", "input": "Hello"},
        saves="speech.mp3",
    ),
    "transcription": Call(
        'response = client.audio.transcriptions.create(\n    model=<model>,\n    file=Path("speech.mp3"),\n)',
        "print(response.text)",
        "/audio/transcriptions",
        {"model": "<model>", "file": "@speech.mp3"},
        imports=("from pathlib import Path",),
        form=True,
    ),
    "spoken_chat": Call(
        'response = client.chat.completions.create(\n    model=<model>,\n    modalities=["text", "audio"],\n'
        f'    audio={{"voice": "alloy", "format": "wav"}},\n    {MESSAGES}\n)',
        "print(response.choices[0].message.audio.transcript)",
        "/chat/completions",
        {
            "model": "<model>",
            "modalities": ("text", "audio"),
            "audio": {"voice": "alloy", "format": "wav"},
            "messages": HELLO,
        },
        CHAT.usage,
    ),
}
_MODERATION = Call(
    'response = client.moderations.create(\n    model=<model>,\n    input="Hello",\n)',
    "print(response.results[0].flagged)",
    "/moderations",
    {"model": "<model>", "input": "Hello"},
)
SDK = "from openai import OpenAI"
_INSTALL = "pip install openai"
_CLIENT = "client = OpenAI(\n    base_url=<url>,\n    api_key=<key>,\n)"

OPENAI = Kind(
    _INSTALL,
    SDK,
    "client = OpenAI()  # reads OPENAI_API_KEY",
    BEARER,
    {**TEXT_CALLS, **MEDIA_CALLS, "moderation": _MODERATION},
    default_url="https://api.openai.com/v1",
    variables=("OPENAI_API_KEY",),
)
COMPATIBLE = Kind(_INSTALL, SDK, _CLIENT, BEARER, {**TEXT_CALLS, **MEDIA_CALLS}, owner="OpenAI")
RESPONSES_ONLY = Kind(_INSTALL, SDK, _CLIENT, BEARER, {**TEXT_CALLS, "chat": RESPONSES}, owner="OpenAI")
AZURE = Kind(
    _INSTALL,
    SDK,
    _CLIENT,
    "api-key: $<key>",
    {**TEXT_CALLS, **MEDIA_CALLS},
    ids=DEPLOYABLE,
    gotcha=DEPLOYMENT,
)
AZURE_MODELS = replace(AZURE, calls={"chat": CHAT})
"""What Azure serves of other labs than OpenAI."""
