"""The data that a Next.js page streams to its scripts: strings pushed one by one, which together hold JSON values.

Only the values that a parser asks for are read; whatever else the page carries (one carries a token) is not kept.
"""

import json
import re
from collections.abc import Iterator

from scrapers import strict_json
from scrapers.errors import LayoutChanged, NotADocument
from scrapers.strict_json import Json

_PUSH = re.compile(r"self\.__next_f\.push\((\[.*?\])\)</script>", re.DOTALL)
_LONGEST = 1_000_000


def stream(page: str, source: str) -> str:
    """The strings that the page pushes, as one text. Raises LayoutChanged if there are none."""
    chunks = []
    for pushed in _PUSH.findall(page):
        try:
            values = json.loads(pushed)
        except json.JSONDecodeError:
            raise LayoutChanged(source, "pushed strings that are JSON", "something else") from None
        chunks += [value for value in values[1:] if isinstance(value, str)]
    if not chunks:
        raise LayoutChanged(source, "data that the page streams to its scripts", "none")
    return "".join(chunks)


def objects(text: str, marker: str, source: str) -> Iterator[dict[str, Json]]:
    """Every JSON object in the text that begins with `marker`."""
    for match in re.finditer(re.escape(marker), text):
        end = _end(text, match.start())
        try:
            value = strict_json.read(text[match.start() : end].encode(), source)
        except NotADocument:
            continue
        if isinstance(value, dict):
            yield value


def _end(text: str, start: int) -> int:
    """Where the object that begins at `start` ends."""
    depth, quoted, at = 0, False, start
    while at < min(len(text), start + _LONGEST):
        character = text[at]
        if quoted:
            at += character == "\\"
            quoted = character != '"'
        elif character == '"':
            quoted = True
        else:
            depth += (character in "{[") - (character in "}]")
            if depth == 0:
                return at + 1
        at += 1
    return start


def plain(words: str) -> str:
    """A streamed string as it is meant: `$$` is an escaped `$`."""
    return words.replace("$$", "$")
