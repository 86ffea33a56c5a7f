"""The match clauses that genai-prices writes beside a price: which API model IDs the price applies to.

A clause is an object with one key: `equals`, `starts_with`, `ends_with`, `contains` (all without case), `regex` (looked
for in the id in lower case), or `or` / `and` with a list of clauses. Clauses come from outside, so `checked` bounds
their size and depth and refuses a regular expression that could run for ever, before anything evaluates them.
"""

import re
from collections.abc import Callable, Mapping
from functools import lru_cache

_DEEPEST, _MOST_CLAUSES, _LONGEST = 6, 400, 200
_TESTS: dict[str, Callable[[str, str], bool]] = {
    "equals": lambda text, word: text == word,
    "starts_with": lambda text, word: text.startswith(word),
    "ends_with": lambda text, word: text.endswith(word),
    "contains": lambda text, word: word in text,
}
_LISTS = ("or", "and")
_REPEATED_GROUP = re.compile(r"\)[*+{]|\\[1-9]|\(\?P=")
_LITERAL = re.compile(r"\\.|\[\^?\]?[^\]]*\]|\(\?[a-zA-Z]*[:=!<>]?", re.DOTALL)
_CHOICE = re.compile(r"[*+]|\{[0-9]*,\}|\{(?P<least>[0-9]{0,9}),(?P<most>[0-9]{1,9})\}|[?|]")
_MOST_WAYS = 2_000
"""In how many ways a regular expression may be tried at one place of an id. Those in use have at most 400."""


def checked(clause: object) -> Mapping[str, object] | None:
    """The clause itself if it is one that `matches` can evaluate safely, else None."""
    size = _size(clause, 1)
    return clause if isinstance(clause, dict) and size is not None and size <= _MOST_CLAUSES else None


def matches(clause: Mapping[str, object], api_model_id: str) -> bool:
    """Whether a checked clause applies to an API model ID."""
    return _matches(clause, api_model_id.lower()[:_LONGEST])


def _size(clause: object, depth: int) -> int | None:
    if not isinstance(clause, dict) or len(clause) != 1 or depth > _DEEPEST:
        return None
    ((kind, operand),) = clause.items()
    if kind in _TESTS or kind == "regex":
        return 1 if isinstance(operand, str) and _is_safe(kind, operand) else None
    if kind not in _LISTS or not isinstance(operand, list) or len(operand) > _MOST_CLAUSES:
        return None
    sizes = [_size(member, depth + 1) for member in operand]
    counted = [size for size in sizes if size is not None]
    return 1 + sum(counted) if len(counted) == len(sizes) else None


def _is_safe(kind: str, operand: str) -> bool:
    if not 0 < len(operand) <= _LONGEST:
        return False
    if kind != "regex":
        return True
    # Nested repetition takes exponential time; beside each other, choices multiply.
    if _REPEATED_GROUP.search(operand) or _ways(operand) > _MOST_WAYS:
        return False
    return _pattern(operand) is not None


def _ways(operand: str) -> int:
    """The product of its choices: twice for `?` and `|`, each length for a repeat, which ends with the id."""
    ways = 1
    for choice in _CHOICE.finditer(_LITERAL.sub("", operand)):
        if choice[0] in "?|":
            ways *= 2
        elif choice["most"] is None:
            ways *= _LONGEST
        else:
            ways *= min(max(int(choice["most"]) - int(choice["least"] or 0) + 1, 1), _LONGEST)
    return ways


@lru_cache(maxsize=1024)
def _pattern(text: str) -> re.Pattern[str] | None:
    try:
        return re.compile(text)
    except (re.error, OverflowError, RecursionError):
        return None


def _matches(clause: Mapping[str, object], text: str) -> bool:
    ((kind, operand),) = clause.items()
    if isinstance(operand, list):
        found = (_matches(member, text) for member in operand)
        return any(found) if kind == "or" else all(found)
    word = str(operand)
    if kind == "regex":
        pattern = _pattern(word)
        return pattern is not None and pattern.search(text) is not None
    return _TESTS[kind](text, word.lower())
