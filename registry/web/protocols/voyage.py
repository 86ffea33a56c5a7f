"""Voyage AI's API."""

from registry.web.protocols.call import BEARER, Call, Kind, billed_input

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
            'response = client.rerank(\n    model=<model>,\n    query="greeting",\n'
            '    documents=["Hello", "Goodbye"],\n)',
            "print(response.results[0].index)",
            "/rerank",
            {"model": "<model>", "query": "greeting", "documents": ["Hello", "Goodbye"]},
            billed_input("response.total_tokens"),
        ),
    },
    default_url="https://api.voyageai.com/v1",
    variables=("VOYAGE_API_KEY",),
)
