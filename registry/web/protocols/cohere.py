"""Cohere's API."""

from registry.web.protocols.call import BEARER, HELLO, MESSAGES, Call, Kind, billed, billed_input

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
            'response = client.rerank(\n    model=<model>,\n    query="greeting",\n'
            '    documents=["Hello", "Goodbye"],\n)',
            "print(response.results[0].index)",
            "/rerank",
            {"model": "<model>", "query": "greeting", "documents": ["Hello", "Goodbye"]},
            'print(f"Billed: {response.meta.billed_units.search_units:.0f} searches")',
        ),
    },
    default_url="https://api.cohere.com/v2",
    variables=("CO_API_KEY",),
)
