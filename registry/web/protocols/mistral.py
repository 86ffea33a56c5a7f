"""Mistral's API."""

from registry.web.protocols.call import BEARER, HELLO, MESSAGES, Call, Kind, billed, billed_input

_PAPER = "https://arxiv.org/pdf/1706.03762"
_DOCUMENT = {"type": "document_url", "document_url": _PAPER}

MISTRAL = Kind(
    "pip install mistralai",
    "from mistralai.client import Mistral",
    "client = Mistral(api_key=<key>)",
    BEARER,
    {
        "chat": Call(
            f"response = client.chat.complete(\n    model=<model>,\n    {MESSAGES}\n)",
            "print(response.choices[0].message.content)",
            "/chat/completions",
            {"model": "<model>", "messages": HELLO},
            billed(".prompt_tokens", ".completion_tokens"),
        ),
        "embedding": Call(
            'response = client.embeddings.create(\n    model=<model>,\n    inputs=["Hello"],\n)',
            "print(len(response.data[0].embedding))",
            "/embeddings",
            {"model": "<model>", "input": ["Hello"]},
            billed_input("response.usage.prompt_tokens"),
        ),
        "moderation": Call(
            'response = client.classifiers.moderate(\n    model=<model>,\n    inputs=["Hello"],\n)',
            "print(response.results[0].categories)",
            "/moderations",
            {"model": "<model>", "input": ["Hello"]},
        ),
        "ocr": Call(
            "response = client.ocr.process(\n    model=<model>,\n"
            f'    document={{"type": "document_url", "document_url": "{_PAPER}"}},\n)',
            "print(response.pages[0].markdown)",
            "/ocr",
            {"model": "<model>", "document": _DOCUMENT},
            'print(f"Billed: {response.usage_info.pages_processed} pages")',
        ),
        "transcription": Call(
            "response = client.audio.transcriptions.complete(\n    model=<model>,\n"
            '    file={"file_name": "speech.mp3", "content": Path("speech.mp3").read_bytes()},\n)',
            "print(response.text)",
            "/audio/transcriptions",
            {"model": "<model>", "file": "@speech.mp3"},
            imports=("from pathlib import Path",),
            form=True,
        ),
    },
    default_url="https://api.mistral.ai/v1",
    variables=("MISTRAL_API_KEY",),
    gotcha="Since version 2 of mistralai, Mistral is imported from mistralai.client.",
)
