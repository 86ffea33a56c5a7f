"""The data that a Next.js page streams to its scripts: strings pushed one by one, which together hold JSON values.

Only the values that a parser asks for are read; whatever else the page carries (one carries a token) is not kept.
"""

import json
import re
from collections.abc import Iterator

from scrapers import strict_json
from scrapers.errors import LayoutChanged, NotADocument
from scrapers.strict_json import Json

_OPENING, _CLOSING = "self.__next_f.push(", ")</script>"
_MOST_WALKED = 5_000_000
"""Characters of objects, those inside others counted again: thirty times what a page has."""


def stream(page: str, source: str) -> str:
    """The strings that the page pushes, as one text. Raises LayoutChanged if there are none."""
    chunks = []
    for pushed in _pushed(page):
        try:
            values = json.loads(pushed)
        except (ValueError, RecursionError):
            raise LayoutChanged(source, "pushed strings that are JSON", "something else") from None
        chunks += [value for value in values[1:] if isinstance(value, str)] if isinstance(values, list) else []
    if not chunks:
        raise LayoutChanged(source, "data that the page streams to its scripts", "none")
    return "".join(chunks)


def _pushed(page: str) -> Iterator[str]:
    at = page.find(_OPENING)
    while at >= 0 and (end := page.find(_CLOSING, at)) >= 0:
        yield page[at + len(_OPENING) : end]
        at = page.find(_OPENING, end)


def objects(text: str, marker: str, source: str) -> Iterator[dict[str, Json]]:
    """Every JSON object in the text that begins with `marker`. Raises LayoutChanged if they hold too much in all."""
    left = _MOST_WALKED
    for match in re.finditer(re.escape(marker), text):
        end, walked = _end(text, match.start(), left)
        left -= walked
        if left <= 0:
            raise LayoutChanged(source, f"objects of at most {_MOST_WALKED:,} characters", "more")
        try:
            value = strict_json.read(text[match.start() : end].encode(), source)
        except NotADocument:
            continue
        if isinstance(value, dict):
            yield value


def _end(text: str, start: int, most: int) -> tuple[int, int]:
    """Where the object that begins at `start` ends (`start` if it does not), and how many characters were walked."""
    depth, quoted, at = 0, False, start
    while at < min(len(text), start + most):
        character = text[at]
        if quoted:
            at += character == "\\"
            quoted = character != '"'
        elif character == '"':
            quoted = True
        else:
            depth += (character in "{[") - (character in "}]")
            if depth == 0:
                return at + 1, at + 1 - start
        at += 1
    return start, at - start


def plain(words: str) -> str:
    """A streamed string as it is meant: `$$` is an escaped `$`."""
    return words.replace("$$", "$")
