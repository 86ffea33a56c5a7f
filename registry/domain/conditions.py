"""A rate's condition in the words of the contract, as everything that is shown, stored or exported says it."""

from collections.abc import Mapping, Sequence

from scrapers.claims import ALWAYS, When

Condition = Mapping[str, int | str | tuple[int, ...] | tuple[str, ...]]
"""Any of `prompt_over`, `utc`, `weekdays`, `except`, `region`, `size`, `quality`: only what is set."""

_WORDS: Mapping[str, str] = {
    # word of the contract: field of When. `except` cannot be the name of a field.
    "prompt_over": "prompt_over",
    "utc": "utc",
    "weekdays": "weekdays",
    "except": "excluding",
    "region": "region",
    "size": "size",
    "quality": "quality",
}
WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_LISTS = frozenset({"utc", "weekdays", "except"})


def condition(when: When) -> Condition:
    """The parts of a condition that are set; empty for always."""
    if when == ALWAYS:
        return {}
    parts = {word: getattr(when, field) for word, field in _WORDS.items()}
    return {word: value for word, value in parts.items() if value not in (None, ())}


def read_condition(said: Mapping[str, object]) -> When:
    """The condition that a mapping of these words says; lists come as JSON has them. Raises KeyError for another."""
    if not said:
        return ALWAYS
    parts = {_WORDS[word]: _listed(value) if word in _LISTS else value for word, value in said.items()}
    return When(**parts)  # type: ignore[arg-type]


def weekdays(days: Sequence[int], dash: str = "-") -> str:
    """ISO weekdays, ascending, in words: `Mon-Fri`, `Sat and Sun`."""
    names = [WEEKDAYS[day - 1] for day in days]
    if len(days) > 2 and days[-1] - days[0] == len(days) - 1:
        return f"{names[0]}{dash}{names[-1]}"
    return " and ".join(filter(None, (", ".join(names[:-1]), names[-1])))


def _listed(value: object) -> tuple[object, ...]:
    return tuple(value) if isinstance(value, list | tuple) else ()
