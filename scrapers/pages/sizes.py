"""Numbers of tokens as pages write them: `1M`, `384K`, `200k tokens`, `256,000`."""

import re
from decimal import Decimal

from scrapers import text

_SIZE = re.compile(r"([0-9][0-9,]*(?:\.[0-9]+)?)\s*([kKmM])?(?:\s*tokens?)?(?![\w.])")
_MANY = {"": 1, "k": 1_000, "m": 1_000_000}


def tokens(words: str) -> int | None:
    """The first number of tokens in these words, if it can be a limit."""
    match = _SIZE.match(words.strip())
    if match is None:
        return None
    return text.token_limit(Decimal(match[1].replace(",", "")) * _MANY[(match[2] or "").casefold()])
