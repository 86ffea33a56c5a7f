"""The labs and clouds with a protocol of their own: Mistral, Cohere, Voyage AI, Amazon Bedrock."""

from registry.web.protocols.call import BEARER, HELLO, MESSAGES, Call, Kind, billed, billed_input

_PAPER = "https://arxiv.org/pdf/1706.03762"
_DOCUMENT = {"type": "document_url", "document_url": _PAPER}
_DOCUMENTS = '["Hello", "Goodbye"]'

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
)
COHERE = Kind(
    "pip install cohere",
    "import cohere",
    "client = cohere.ClientV2()  # reads CO_API_KEY",
    BEARER,
    {
        "chat": Call(
            f"response = client.chat(\n    model=<model>,\n    {MESSAGES}\n)",
            'print("".join(block.text for block in response.message.content if block.type == "text"))',
            "/chat",
            {"model": "<model>", "messages": HELLO},
            billed(".input_tokens:.0f", ".output_tokens:.0f", "response.usage.billed_units"),
        ),
        "embedding": Call(
            'response = client.embed(\n    model=<model>,\n    texts=["Hello"],\n    input_type="search_document",\n'
            '    embedding_types=["float"],\n)',
            "print(len(response.embeddings.float_[0]))",
            "/embed",
            {"model": "<model>", "texts": ["Hello"], "input_type": "search_document", "embedding_types": ["float"]},
            billed_input("response.meta.billed_units.input_tokens:.0f"),
        ),
        "rerank": Call(
            f'response = client.rerank(\n    model=<model>,\n    query="greeting",\n    documents={_DOCUMENTS},\n)',
            "print(response.results[0].index)",
            "/rerank",
            {"model": "<model>", "query": "greeting", "documents": ["Hello", "Goodbye"]},
            'print(f"Billed: {response.meta.billed_units.search_units:.0f} searches")',
        ),
    },
    default_url="https://api.cohere.com/v2",
    variables=("CO_API_KEY",),
)
VOYAGE = Kind(
    "pip install voyageai",
    "import voyageai",
    "client = voyageai.Client()  # reads VOYAGE_API_KEY",
    BEARER,
    {
        "embedding": Call(
            'response = client.embed(\n    model=<model>,\n    texts=["Hello"],\n    input_type="document",\n)',
            "print(len(response.embeddings[0]))",
            "/embeddings",
            {"model": "<model>", "input": ["Hello"], "input_type": "document"},
            billed_input("response.total_tokens"),
        ),
        "rerank": Call(
            f'response = client.rerank(\n    model=<model>,\n    query="greeting",\n    documents={_DOCUMENTS},\n)',
            "print(response.results[0].index)",
            "/rerank",
            {"model": "<model>", "query": "greeting", "documents": ["Hello", "Goodbye"]},
            billed_input("response.total_tokens"),
        ),
    },
    default_url="https://api.voyageai.com/v1",
    variables=("VOYAGE_API_KEY",),
)
_INVOKE = "response = client.invoke_model(\n    modelId=<model>,\n    body=json.dumps({}),\n)"
_INVOKED = 'answer = json.loads(response["body"].read())\n'

BEDROCK = Kind(
    "pip install boto3",
    "import boto3",
    'client = boto3.client("bedrock-runtime", region_name=os.environ["AWS_REGION"])',
    BEARER,
    {
        "chat": Call(
            "response = client.converse(\n    modelId=<model>,\n"
            '    messages=[{"role": "user", "content": [{"text": "Hello"}]}],\n)',
            'print("".join(part.get("text", "") for part in response["output"]["message"]["content"]))',
            "/model/<path>/converse",
            {"messages": [{"role": "user", "content": [{"text": "Hello"}]}]},
            billed("['inputTokens']", "['outputTokens']", 'response["usage"]'),
        ),
        "titan_embedding": Call(
            _INVOKE.format('{"inputText": "Hello"}'),
            _INVOKED + 'print(len(answer["embedding"]))',
            "/model/<path>/invoke",
            {"inputText": "Hello"},
            billed_input("answer['inputTextTokenCount']"),
            imports=("import json",),
        ),
        "cohere_embedding": Call(
            _INVOKE.format('{"texts": ["Hello"], "input_type": "search_document", "embedding_types": ["float"]}'),
            _INVOKED + 'print(len(answer["embeddings"]["float"][0]))',
            "/model/<path>/invoke",
            {"texts": ["Hello"], "input_type": "search_document", "embedding_types": ["float"]},
            imports=("import json",),
        ),
    },
    default_url="https://bedrock-runtime.${AWS_REGION}.amazonaws.com",
    variables=("AWS_REGION", "AWS_BEARER_TOKEN_BEDROCK"),
)
