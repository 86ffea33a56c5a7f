"""Google's Gemini API, its form at other addresses, and Vertex AI, where a Google Cloud login stands for a key."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from registry.web.protocols.call import SCENE, Call, Kind
from registry.web.protocols.openai import CHAT


@dataclass(frozen=True, slots=True)
class _Login:
    """How Google Cloud knows its caller: one login for the SDKs and for curl."""

    login: str
    header: str
    variables: tuple[str, ...]
    usual: Mapping[str, str]


GCLOUD = _Login(
    "gcloud auth application-default login",
    "Authorization: Bearer $(gcloud auth application-default print-access-token)",
    ("GOOGLE_CLOUD_PROJECT", "GOOGLE_CLOUD_LOCATION"),
    {"GOOGLE_CLOUD_LOCATION": "global"},
)
PROJECT, LOCATION = (f'os.environ["{name}"]' for name in GCLOUD.variables)
VERTEX_URL = "https://aiplatform.googleapis.com"
VERTEX_PATH = "/v1/projects/$GOOGLE_CLOUD_PROJECT/locations/$GOOGLE_CLOUD_LOCATION"

_CHAT = Call(
    'response = client.models.generate_content(\n    model=<model>,\n    contents="Hello",\n)',
    "print(response.text)",
    "/v1beta/models/<path>:generateContent",
    {"contents": [{"role": "user", "parts": [{"text": "Hello"}]}]},
    # Thoughts are billed as output; either count is absent where there is nothing to count.
    "usage = response.usage_metadata\n"
    "output = (usage.candidates_token_count or 0) + (usage.thoughts_token_count or 0)\n"
    'print(f"Billed: {usage.prompt_token_count} input and {output} output tokens")',
)
_SPEECH = """\
audio = response.parts[0].inline_data.data
with wave.open("speech.wav", "wb") as file:
    file.setparams((1, 2, 24000, 0, "NONE", "not compressed"))
    file.writeframes(audio)"""
_CALLS = {
    "chat": _CHAT,
    "embedding": Call(
        'response = client.models.embed_content(\n    model=<model>,\n    contents="Hello",\n)',
        "print(len(response.embeddings[0].values))",
        "/v1beta/models/<path>:embedContent",
        {"content": {"parts": [{"text": "Hello"}]}},
    ),
    "image": Call(
        f'response = client.models.generate_content(\n    model=<model>,\n    contents="{SCENE}",\n)',
        "image = next(part.inline_data for part in response.parts if part.inline_data)\n"
        'Path("image.png").write_bytes(image.data)',
        "/v1beta/models/<path>:generateContent",
        {"contents": [{"role": "user", "parts": [{"text": SCENE}]}]},
        _CHAT.usage,
        imports=("from pathlib import Path",),
    ),
    "speech": Call(
        'response = client.models.generate_content(\n    model=<model>,\n    contents="Say: Hello",\n    config={\n'
        '        "response_modalities": ["AUDIO"],\n'
        '        "speech_config": {"voice_config": {"prebuilt_voice_config": {"voice_name": "Kore"}}},\n    },\n)',
        _SPEECH,
        "/v1beta/models/<path>:generateContent",
        {
            "contents": [{"role": "user", "parts": [{"text": "Say: Hello"}]}],
            "generationConfig": {
                "responseModalities": ["AUDIO"],
                "speechConfig": {"voiceConfig": {"prebuiltVoiceConfig": {"voiceName": "Kore"}}},
            },
        },
        _CHAT.usage,
        imports=("import wave",),
    ),
}
_INSTALL, _SDK = "pip install google-genai", "from google import genai"

GEMINI = Kind(
    _INSTALL,
    _SDK,
    "client = genai.Client()  # reads GEMINI_API_KEY",
    "x-goog-api-key: $<key>",
    _CALLS,
    default_url="https://generativelanguage.googleapis.com",
    variables=("GEMINI_API_KEY",),
)
COMPATIBLE = Kind(
    _INSTALL,
    _SDK,
    'client = genai.Client(\n    api_key=<key>,\n    http_options={"base_url": <url>, "api_version": "v1beta"},\n)',
    "x-goog-api-key: $<key>",
    {"chat": _CALLS["chat"], "embedding": _CALLS["embedding"]},
    trim="/v1beta",
)
VERTEX = Kind(
    _INSTALL,
    _SDK,
    f"client = genai.Client(\n    vertexai=True,\n    project={PROJECT},\n    location={LOCATION},\n)",
    GCLOUD.header,
    {
        task: replace(_CALLS[task], path=f"{VERTEX_PATH}/publishers/google/models/<path>:generateContent")
        for task in ("chat", "image", "speech")
    },
    default_url=VERTEX_URL,
    variables=GCLOUD.variables,
    login=GCLOUD.login,
    usual=GCLOUD.usual,
)
VERTEX_OPENAI = Kind(
    "pip install openai google-auth requests",
    "import google.auth\nfrom google.auth.transport.requests import Request\nfrom openai import OpenAI",
    'credentials, _ = google.auth.default(scopes=["https://www.googleapis.com/auth/cloud-platform"])\n'
    "credentials.refresh(Request())\n"
    f"project, location = {PROJECT}, {LOCATION}\n"
    "client = OpenAI(\n"
    f'    base_url=f"{VERTEX_URL}/v1/projects/{{project}}/locations/{{location}}/endpoints/openapi",\n'
    "    api_key=credentials.token,\n)",
    GCLOUD.header,
    {"chat": replace(CHAT, path=f"{VERTEX_PATH}/endpoints/openapi/chat/completions")},
    default_url=VERTEX_URL,
    variables=GCLOUD.variables,
    login=GCLOUD.login,
    usual=GCLOUD.usual,
)
