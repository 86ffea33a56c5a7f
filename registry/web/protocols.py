"""The protocols that providers speak: one table of kinds, each with its SDK, client, header and true calls."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Call:
    """One task of a kind: the Python lines after the client; for curl the path after the base URL and the JSON body."""

    python: str
    path: str
    body: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Kind:
    """One protocol. In texts `<model>`, `<url>`, `<key>` stand for Python expressions, in curl for shell words.

    trim: the end of the base URL that the SDK adds by itself, which must therefore be there.
    default_url: where the protocol's owner serves it; None: the base URL must be known.
    variables: what its programs read when the provider's own variables are not to be used.
    """

    install: str
    client: str
    header: str
    calls: Mapping[str, Call]
    default_url: str | None = None
    trim: str = ""
    variables: tuple[str, ...] = ()
    extra_headers: tuple[str, ...] = ()


_HELLO = [{"role": "user", "content": "Hello"}]
_MESSAGES = 'messages=[{"role": "user", "content": "Hello"}],'
_OPENAI_CALLS = {
    "chat": Call(
        f"response = client.chat.completions.create(\n    model=<model>,\n    {_MESSAGES}\n)\n"
        "print(response.choices[0].message.content)",
        "/chat/completions",
        {"model": "<model>", "messages": _HELLO},
    ),
    "responses": Call(
        'response = client.responses.create(\n    model=<model>,\n    input="Hello",\n)\nprint(response.output_text)',
        "/responses",
        {"model": "<model>", "input": "Hello"},
    ),
    "completion": Call(
        'response = client.completions.create(\n    model=<model>,\n    prompt="Hello",\n)\n'
        "print(response.choices[0].text)",
        "/completions",
        {"model": "<model>", "prompt": "Hello"},
    ),
    "embedding": Call(
        'response = client.embeddings.create(\n    model=<model>,\n    input="Hello",\n)\n'
        "print(len(response.data[0].embedding))",
        "/embeddings",
        {"model": "<model>", "input": "Hello"},
    ),
}
_RESPONSES_CALLS = {**_OPENAI_CALLS, "chat": _OPENAI_CALLS["responses"]}
_OPENAI_CLIENT = "from openai import OpenAI\n\nclient = OpenAI(\n    base_url=<url>,\n    api_key=<key>,\n)"
_BEARER = "Authorization: Bearer $<key>"
_ANTHROPIC_CALLS = {
    "chat": Call(
        f"message = client.messages.create(\n    model=<model>,\n    max_tokens=1024,\n    {_MESSAGES}\n)\n"
        'print("".join(block.text for block in message.content if block.type == "text"))',
        "/v1/messages",
        {"model": "<model>", "max_tokens": 1024, "messages": _HELLO},
    )
}
_GEMINI_CALLS = {
    "chat": Call(
        'response = client.models.generate_content(\n    model=<model>,\n    contents="Hello",\n)\n'
        "print(response.text)",
        "/v1beta/models/<path>:generateContent",
        {"contents": [{"parts": [{"text": "Hello"}]}]},
    ),
    "embedding": Call(
        'response = client.models.embed_content(\n    model=<model>,\n    contents="Hello",\n)\n'
        "print(len(response.embeddings[0].values))",
        "/v1beta/models/<path>:embedContent",
        {"content": {"parts": [{"text": "Hello"}]}},
    ),
}
_MISTRAL_CALLS = {
    "chat": Call(
        f"response = client.chat.complete(\n    model=<model>,\n    {_MESSAGES}\n)\n"
        "print(response.choices[0].message.content)",
        "/chat/completions",
        {"model": "<model>", "messages": _HELLO},
    ),
    "embedding": Call(
        'response = client.embeddings.create(\n    model=<model>,\n    inputs=["Hello"],\n)\n'
        "print(len(response.data[0].embedding))",
        "/embeddings",
        {"model": "<model>", "input": ["Hello"]},
    ),
}
_COHERE_CALLS = {
    "chat": Call(
        f"response = client.chat(\n    model=<model>,\n    {_MESSAGES}\n)\n"
        'print("".join(block.text for block in response.message.content if block.type == "text"))',
        "/chat",
        {"model": "<model>", "messages": _HELLO},
    ),
    "embedding": Call(
        'response = client.embed(\n    model=<model>,\n    texts=["Hello"],\n    input_type="search_document",\n'
        '    embedding_types=["float"],\n)\nprint(len(response.embeddings.float_[0]))',
        "/embed",
        {"model": "<model>", "texts": ["Hello"], "input_type": "search_document", "embedding_types": ["float"]},
    ),
    "rerank": Call(
        'response = client.rerank(\n    model=<model>,\n    query="greeting",\n    documents=["Hello", "Goodbye"],\n)\n'
        "print(response.results[0].index)",
        "/rerank",
        {"model": "<model>", "query": "greeting", "documents": ["Hello", "Goodbye"]},
    ),
}
_BEDROCK_CALLS = {
    "chat": Call(
        "response = client.converse(\n    modelId=<model>,\n"
        '    messages=[{"role": "user", "content": [{"text": "Hello"}]}],\n)\n'
        'print("".join(part.get("text", "") for part in response["output"]["message"]["content"]))',
        "/model/<path>/converse",
        {"messages": [{"role": "user", "content": [{"text": "Hello"}]}]},
    )
}
_VERTEX_PATH = "/v1/projects/$GOOGLE_CLOUD_PROJECT/locations/$GOOGLE_CLOUD_LOCATION/publishers"
_VERTEX_CALLS = {
    "chat": Call(
        _GEMINI_CALLS["chat"].python,
        f"{_VERTEX_PATH}/google/models/<path>:generateContent",
        {"contents": [{"role": "user", "parts": [{"text": "Hello"}]}]},
    )
}
_VERTEX_ANTHROPIC_CALLS = {
    "chat": Call(
        _ANTHROPIC_CALLS["chat"].python,
        f"{_VERTEX_PATH}/anthropic/models/<path>:rawPredict",
        {"anthropic_version": "vertex-2023-10-16", "max_tokens": 1024, "messages": _HELLO},
    )
}
_GCLOUD = "Authorization: Bearer $(gcloud auth print-access-token)"
_GCLOUD_VARIABLES = ("GOOGLE_CLOUD_PROJECT", "GOOGLE_CLOUD_LOCATION")
_VERTEX_URL = "https://aiplatform.googleapis.com"
_FROM_ENVIRONMENT = 'os.environ["GOOGLE_CLOUD_PROJECT"]', 'os.environ["GOOGLE_CLOUD_LOCATION"]'

KINDS: Mapping[str, Kind] = {
    "openai": Kind(
        "pip install openai",
        "from openai import OpenAI\n\nclient = OpenAI()  # reads OPENAI_API_KEY",
        _BEARER,
        _OPENAI_CALLS,
        default_url="https://api.openai.com/v1",
        variables=("OPENAI_API_KEY",),
    ),
    "openai-compatible": Kind("pip install openai", _OPENAI_CLIENT, _BEARER, _OPENAI_CALLS),
    "openai-responses": Kind("pip install openai", _OPENAI_CLIENT, _BEARER, _RESPONSES_CALLS),
    "azure": Kind(
        "pip install openai",
        _OPENAI_CLIENT,
        "api-key: $<key>",
        _OPENAI_CALLS,
        default_url="https://${AZURE_RESOURCE_NAME}.openai.azure.com/openai/v1",
        variables=("AZURE_RESOURCE_NAME", "AZURE_API_KEY"),
    ),
    "anthropic": Kind(
        "pip install anthropic",
        "import anthropic\n\nclient = anthropic.Anthropic()  # reads ANTHROPIC_API_KEY",
        "x-api-key: $<key>",
        _ANTHROPIC_CALLS,
        default_url="https://api.anthropic.com",
        variables=("ANTHROPIC_API_KEY",),
        extra_headers=("anthropic-version: 2023-06-01",),
    ),
    "anthropic-compatible": Kind(
        "pip install anthropic",
        # What the AI SDK sends to such an address is x-api-key; newer releases of Anthropic's SDK send a bearer token.
        "import anthropic\n\nclient = anthropic.Anthropic(\n    base_url=<url>,\n    api_key=<key>,\n"
        '    default_headers={"x-api-key": <key>},\n)',
        "x-api-key: $<key>",
        _ANTHROPIC_CALLS,
        trim="/v1",
        extra_headers=("anthropic-version: 2023-06-01",),
    ),
    "gemini": Kind(
        "pip install google-genai",
        "from google import genai\n\nclient = genai.Client()  # reads GEMINI_API_KEY",
        "x-goog-api-key: $<key>",
        _GEMINI_CALLS,
        default_url="https://generativelanguage.googleapis.com",
        variables=("GEMINI_API_KEY",),
    ),
    "gemini-compatible": Kind(
        "pip install google-genai",
        "from google import genai\n\nclient = genai.Client(\n    api_key=<key>,\n"
        '    http_options={"base_url": <url>, "api_version": "v1beta"},\n)',
        "x-goog-api-key: $<key>",
        _GEMINI_CALLS,
        trim="/v1beta",
    ),
    "mistral": Kind(
        "pip install mistralai",
        "from mistralai.client import Mistral\n\nclient = Mistral(api_key=<key>)",
        _BEARER,
        _MISTRAL_CALLS,
        default_url="https://api.mistral.ai/v1",
        variables=("MISTRAL_API_KEY",),
    ),
    "cohere": Kind(
        "pip install cohere",
        "import cohere\n\nclient = cohere.ClientV2()  # reads CO_API_KEY",
        _BEARER,
        _COHERE_CALLS,
        default_url="https://api.cohere.com/v2",
        variables=("CO_API_KEY",),
    ),
    "bedrock": Kind(
        "pip install boto3",
        'import boto3\n\nclient = boto3.client("bedrock-runtime", region_name=os.environ["AWS_REGION"])',
        "Authorization: Bearer $<key>",
        _BEDROCK_CALLS,
        default_url="https://bedrock-runtime.${AWS_REGION}.amazonaws.com",
        variables=("AWS_REGION", "AWS_BEARER_TOKEN_BEDROCK"),
    ),
    "vertex": Kind(
        "pip install google-genai",
        "from google import genai\n\nclient = genai.Client(\n    vertexai=True,\n"
        f"    project={_FROM_ENVIRONMENT[0]},\n    location={_FROM_ENVIRONMENT[1]},\n)",
        _GCLOUD,
        _VERTEX_CALLS,
        default_url=_VERTEX_URL,
        variables=_GCLOUD_VARIABLES,
    ),
    "vertex-anthropic": Kind(
        'pip install "anthropic[vertex]"',
        "import anthropic\n\nclient = anthropic.AnthropicVertex(\n"
        f"    project_id={_FROM_ENVIRONMENT[0]},\n    region={_FROM_ENVIRONMENT[1]},\n)",
        _GCLOUD,
        _VERTEX_ANTHROPIC_CALLS,
        default_url=_VERTEX_URL,
        variables=_GCLOUD_VARIABLES,
    ),
}
