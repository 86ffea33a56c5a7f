"""Statements as compact canonical JSON and back: what the evidence is stored as, and what is compared to see a change.

The same statement always gives the same text. What has its default value is left out, so that a field that a later
version adds does not make every stored statement look changed. The provider and the folded API model ID are columns
beside the text; the text repeats the ID only where its case differs.
"""

import json
from collections.abc import Mapping
from dataclasses import fields
from datetime import UTC, datetime
from decimal import Decimal
from functools import lru_cache
from sys import intern
from typing import Any

from registry.domain.conditions import condition, read_condition
from registry.domain.money import plain
from scrapers.claims import ALWAYS, ProviderStatement, Rate, Scalar, Statement

OFFERING, PROVIDER = "offering", "provider"
"""The kinds of subject that a statement can be about."""

CARRIES = ('"match":', '"callable":false')
"""Either is part of every text that speaks of other ids than its own: by match clauses, or by a display name."""

_encode = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), check_circular=False).encode
_amount = lru_cache(maxsize=65_536)(Decimal)
_PROVIDER_FIELDS = tuple((field.name, field.default) for field in fields(ProviderStatement) if field.name != "provider")


def subject_of(statement: Statement) -> str:
    """What the statement is filed under beside its provider: the API model ID in lower case."""
    return statement.api_model_id.lower()


def dump_statement(statement: Statement) -> str:
    """The canonical text of a statement about an offering."""
    subject = subject_of(statement)
    said: dict[str, object] = {}
    if statement.api_model_id != subject:
        said["id"] = statement.api_model_id
    if statement.key != statement.api_model_id:
        said["key"] = statement.key
    if statement.facts:
        said["facts"] = dict(statement.facts)
    if statement.rates:
        said["rates"] = [_dump_rate(rate) for rate in statement.rates]
    if statement.url is not None:
        said["url"] = statement.url
    if statement.match is not None:
        said["match"] = dict(statement.match)
    if not statement.callable_id:
        said["callable"] = False
    return _encode(said)


def parse_statement(provider: str, subject: str, text: str) -> Statement:
    """The statement that `dump_statement` wrote."""
    said = json.loads(text)
    api_model_id = said.get("id", subject)
    return Statement(
        provider=provider,
        api_model_id=api_model_id,
        key=said.get("key", api_model_id),
        facts={intern(name): _scalar(value) for name, value in said.get("facts", {}).items()},
        rates=tuple(_parse_rate(*rate) for rate in said.get("rates", ())),
        url=said.get("url"),
        match=said.get("match"),
        callable_id=said.get("callable", True),
    )


def dump_provider(statement: ProviderStatement) -> str:
    """The canonical text of a statement about a provider."""
    values = ((name, getattr(statement, name), default) for name, default in _PROVIDER_FIELDS)
    return _encode({name: value for name, value, default in values if value != default})


def parse_provider(provider: str, text: str) -> ProviderStatement:
    """The statement that `dump_provider` wrote."""
    said: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value for name, value in json.loads(text).items()
    }
    return ProviderStatement(provider, **said)


def _dump_rate(rate: Rate) -> list[object]:
    """`[meter, usd]`, and a third member for what is not the default."""
    rest: dict[str, object] = {}
    if rate.tier != "standard":
        rest["tier"] = rate.tier
    if rate.when != ALWAYS:
        rest["when"] = condition(rate.when)
    if rate.since is not None:
        rest["since"] = _instant(rate.since)
    if rate.until is not None:
        rest["until"] = _instant(rate.until)
    if rate.documented:
        rest["documented"] = True
    return [rate.meter, plain(rate.usd), rest] if rest else [rate.meter, plain(rate.usd)]


def _parse_rate(meter: str, usd: str, rest: Mapping[str, Any] | None = None) -> Rate:
    if not rest:
        return _simple_rate(meter, usd)
    return Rate(
        meter=intern(meter),
        usd=_amount(usd),
        tier=rest.get("tier", "standard"),
        when=read_condition(rest.get("when", {})),
        since=_moment(rest.get("since")),
        until=_moment(rest.get("until")),
        documented=rest.get("documented", False),
    )


@lru_cache(maxsize=65_536)
def _simple_rate(meter: str, usd: str) -> Rate:
    return Rate(intern(meter), _amount(usd))


def _instant(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat()


def _moment(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)


def _scalar(value: object) -> Scalar:
    if isinstance(value, list):
        return _words(tuple(value))
    if isinstance(value, bool | int | str):
        return value
    raise TypeError(f"a claim cannot be {value!r}")


@lru_cache(maxsize=16_384)
def _words(words: tuple[str, ...]) -> tuple[str, ...]:
    return words
