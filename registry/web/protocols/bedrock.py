"""Amazon Bedrock: one call for every chat, and each maker's own for its embeddings."""

import re

from registry.web.protocols.call import BEARER, Call, Kind, billed, billed_input

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
    # A maker, perhaps behind an inference profile, and a name; price lists also have rows that no call can name.
    ids=re.compile(r"(?!regional\.)[a-z0-9-]+\.[a-z0-9.:-]+", re.ASCII),
    gotcha="AWS_REGION is part of the address: models, quotas and access differ from region to region.",
)
