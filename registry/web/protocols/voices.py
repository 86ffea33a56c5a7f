"""The providers of speech with a protocol of their own: Deepgram and ElevenLabs."""

from registry.web.protocols.call import Call, Kind

_VOICE = "JBFqnCBsd6RMkjVDRZzb"
"""The voice that ElevenLabs gives everyone; a call must name one."""

DEEPGRAM = Kind(
    "pip install deepgram-sdk",
    "from deepgram import DeepgramClient",
    "client = DeepgramClient()  # reads DEEPGRAM_API_KEY",
    "Authorization: Token $<key>",
    {
        "transcription": Call(
            "response = client.listen.v1.media.transcribe_file(\n    model=<model>,\n"
            '    request=Path("speech.mp3").read_bytes(),\n)',
            "print(response.results.channels[0].alternatives[0].transcript)",
            "/listen?model=<path>",
            {},
            'print(f"Billed: {response.metadata.duration} seconds")',
            imports=("from pathlib import Path",),
            sends="speech.mp3",
        )
    },
    default_url="https://api.deepgram.com/v1",
    variables=("DEEPGRAM_API_KEY",),
)
ELEVENLABS = Kind(
    "pip install elevenlabs",
    "from elevenlabs.client import ElevenLabs",
    "client = ElevenLabs()  # reads ELEVENLABS_API_KEY",
    "xi-api-key: $<key>",
    {
        "speech": Call(
            f'response = client.text_to_speech.convert(\n    "{_VOICE}",\n    model_id=<model>,\n    text="Hello",\n)',
            'Path("speech.mp3").write_bytes(b"".join(response))',
            f"/text-to-speech/{_VOICE}",
            {"model_id": "<model>", "text": "Hello"},
            imports=("from pathlib import Path",),
            saves="speech.mp3",
        ),
        "transcription": Call(
            "response = client.speech_to_text.convert(\n    model_id=<model>,\n"
            '    file=Path("speech.mp3").read_bytes(),\n)',
            "print(response.text)",
            "/speech-to-text",
            {"model_id": "<model>", "file": "@speech.mp3"},
            imports=("from pathlib import Path",),
            form=True,
        ),
    },
    default_url="https://api.elevenlabs.io/v1",
    variables=("ELEVENLABS_API_KEY",),
)
