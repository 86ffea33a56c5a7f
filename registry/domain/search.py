"""Which existing ids somebody may have meant by one that does not exist. Pure text."""

import re
from collections.abc import Iterable
from difflib import SequenceMatcher

from registry.domain.catalog import Offering

_SEPARATORS = re.compile(r"[^0-9a-z]+")
_CANDIDATES = 60
_ALIKE = 0.6


def closest(asked: str, ids: Iterable[str], most: int = 3) -> tuple[str, ...]:
    """The ids that are most like the one asked for, the best first: by common words, then letter by letter.

    Case and separators do not count: `OpenAI/gpt_5.6_luna` is exactly `openai/gpt-5.6-luna`. Ids that share less than
    about two thirds of their letters with it are not suggested.
    """
    wanted = _words(asked)
    by_words = sorted(ids, key=lambda one: (-len(wanted & _words(one)), len(one), one))[:_CANDIDATES]
    letters = SequenceMatcher(b=_folded(asked), autojunk=False)
    scored = []
    for one in by_words:
        letters.set_seq1(_folded(one))
        likeness = letters.ratio()
        if likeness >= _ALIKE:
            scored.append((-likeness, one))
    return tuple(one for _, one in sorted(scored)[:most])


def called(asked: str, offerings: Iterable[Offering]) -> tuple[str, ...]:
    """The offerings with exactly this API model ID, whoever serves it: the lab's own first."""
    found = (one for one in offerings if one.api_model_id.lower() == asked.lower())
    return tuple(one.id for one in sorted(found, key=lambda one: (one.provider != one.model.partition("/")[0], one.id)))


def _folded(text: str) -> str:
    return _SEPARATORS.sub(" ", text.lower()).strip()


def _words(text: str) -> frozenset[str]:
    return frozenset(_folded(text).split())
