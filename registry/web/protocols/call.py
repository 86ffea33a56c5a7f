"""What a protocol is made of: its SDK, its client, its header, and one true call for each task."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

WHOLE = re.compile(r".*[^-]", re.DOTALL)
"""An API model ID that does not end in a hyphen, as the beginning of many does that a price list has one price for."""
DEPLOYABLE = re.compile(r"[^/]*[^/-]")
"""The same without a slash, which the name of a deployment cannot hold."""
DEPLOYMENT = "The model field takes the name of your deployment, which is the model ID only if you named it so."


@dataclass(frozen=True, slots=True)
class Call:
    """One task of a kind.

    python: the lines that ask, which leave `response`; answer: the lines that show what came back; usage: the lines
    that print what was billed, empty where the API does not say; imports: of the standard library, for the answer.
    path: what curl asks after the base URL; body: its JSON, or the fields of its form; sends: the file that is the
    body instead; saves: the file that it writes.
    """

    python: str
    answer: str
    path: str
    body: Mapping[str, object]
    usage: str = ""
    imports: tuple[str, ...] = ()
    form: bool = False
    sends: str | None = None
    saves: str | None = None


@dataclass(frozen=True, slots=True)
class Kind:
    """One protocol. In texts `<model>`, `<url>`, `<key>` stand for Python expressions, in curl for shell words.

    sdk: the line that imports it; trim: the end of the base URL that the SDK adds by itself, which must be there.
    default_url: where the protocol's owner serves it; None: the base URL must be known.
    variables: what its programs read when the provider's own variables are not to be used.
    login: a shell line that stands for a key; usual: the values of variables that one need not look up.
    ids: the API model IDs that its calls can name; owner: whose SDK it is that asks another's address.
    needs_max_tokens: whether every call must say how long the answer may be.
    gotcha: what else trips people up with it, a whole sentence.
    """

    install: str
    sdk: str
    client: str
    header: str
    calls: Mapping[str, Call]
    default_url: str | None = None
    trim: str = ""
    variables: tuple[str, ...] = ()
    extra_headers: tuple[str, ...] = ()
    login: str | None = None
    usual: Mapping[str, str] = field(default_factory=dict)
    ids: re.Pattern[str] = WHOLE
    owner: str | None = None
    needs_max_tokens: bool = False
    gotcha: str | None = None


HELLO = ({"role": "user", "content": "Hello"},)
MESSAGES = 'messages=[{"role": "user", "content": "Hello"}],'
BEARER = "Authorization: Bearer $<key>"
SCENE = "A lighthouse at dawn"
"""What an image is asked of."""


def billed(received: str, sent: str, usage: str = "response.usage") -> str:
    """The lines that print the tokens that were billed, from the expressions that count them in `usage`."""
    return f'usage = {usage}\nprint(f"Billed: {{usage{received}}} input and {{usage{sent}}} output tokens")'


def billed_input(expression: str) -> str:
    """The same where only the input is billed."""
    return f'print(f"Billed: {{{expression}}} input tokens")'
