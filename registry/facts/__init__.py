"""The small cited tables that we write ourselves, read once from the TOML files beside this module.

Each file is a list of `[[row]]` tables whose keys are the fields of its dataclass in `registry.domain.facts`.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import MISSING, Field, fields
from importlib.resources import files
from typing import ClassVar, Protocol, TypeVar
from urllib.parse import urlsplit

from registry.domain.facts import CallFacts, Facts, LabFacts, ModelFacts, ProviderFacts


class FactsError(ValueError):
    """A table of ours is wrong; the message names the file, the row and the key."""


class _Row(Protocol):
    __dataclass_fields__: ClassVar[dict[str, Field[object]]]

    @property
    def id(self) -> str: ...


RowType = TypeVar("RowType", bound=_Row)


def parse(text: str, kind: type[RowType], name: str) -> dict[str, RowType]:
    """The rows of one table by id. Raises FactsError for a key, type, URL or repeated id that does not belong."""
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise FactsError(f"{name}: {error}") from None
    rows: dict[str, RowType] = {}
    for position, row in enumerate(document.get("row", []), 1):
        where = f"{name}, row {position} ({row.get('id', 'without an id')})"
        value = _value(row, kind, where)
        if value.id in rows:
            raise FactsError(f"{where}: this id is already taken")
        rows[value.id] = value
    return rows


def _value(row: Mapping[str, object], kind: type[RowType], where: str) -> RowType:
    known = {column.name: column for column in fields(kind)}
    for key, value in row.items():
        if key not in known:
            raise FactsError(f"{where}: there is no key called {key!r}")
        _check(key, value, where)
    missing = [
        name for name, c in known.items() if c.default is MISSING and c.default_factory is MISSING and name not in row
    ]
    if missing:
        raise FactsError(f"{where}: {', '.join(missing)} must be given")
    return kind(**{key: tuple(value) if isinstance(value, list) else value for key, value in row.items()})


def _check(key: str, value: object, where: str) -> None:
    if key == "env":
        good = isinstance(value, list) and all(isinstance(name, str) and name for name in value)
    elif key == "open_weights":
        good = isinstance(value, bool)
    elif key in ("source", "homepage", "url") or key.endswith("_url"):
        good = isinstance(value, str) and urlsplit(value).scheme == "https" and bool(urlsplit(value).netloc)
    else:
        good = isinstance(value, str) and value == value.strip() != ""
    if not good:
        raise FactsError(f"{where}: {key} = {value!r} is not what this key holds")


def _table(name: str, kind: type[RowType]) -> dict[str, RowType]:
    return parse(files(__package__).joinpath(name).read_text(encoding="utf-8"), kind, name)


PROVIDERS: Mapping[str, ProviderFacts] = _table("providers.toml", ProviderFacts)
LABS: Mapping[str, LabFacts] = _table("labs.toml", LabFacts)
MODELS: Mapping[str, ModelFacts] = _table("models.toml", ModelFacts)
CALLS: Mapping[str, CallFacts] = _table("calls.toml", CallFacts)
FACTS = Facts(PROVIDERS, LABS, MODELS)
"""The tables that the catalog's builder takes; calls are for its recipes only."""
