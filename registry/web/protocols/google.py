"""Google's Gemini API, and its form at other addresses."""

from registry.web.protocols.call import SCENE, Call, Kind

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
CALLS = {
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
INSTALL, SDK = "pip install google-genai", "from google import genai"

GEMINI = Kind(
    INSTALL,
    SDK,
    "client = genai.Client()  # reads GEMINI_API_KEY",
    "x-goog-api-key: $<key>",
    CALLS,
    default_url="https://generativelanguage.googleapis.com",
    variables=("GEMINI_API_KEY",),
)
COMPATIBLE = Kind(
    INSTALL,
    SDK,
    'client = genai.Client(\n    api_key=<key>,\n    http_options={"base_url": <url>, "api_version": "v1beta"},\n)',
    "x-goog-api-key: $<key>",
    {"chat": CALLS["chat"], "embedding": CALLS["embedding"]},
    trim="/v1beta",
    owner="Google",
)
