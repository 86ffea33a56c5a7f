"""Every setting, read from the environment. Each has the prefix `MODELDEX_`; the README documents them all."""

import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

from platformdirs import user_data_path
from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from registry.crontab import Crontab
from registry.errors import SettingsInvalid

PREFIX = "MODELDEX_"
DATABASE_FILE = "modeldex.sqlite"
_SOURCE_URL = re.compile(r"MODELDEX_SOURCE_([A-Z0-9_]+)_URL")
_WEB_ADDRESS = re.compile(r"https?://[^\s/?#]+[^\s?#]*")
_HOST_AND_PORT = re.compile(r"(\[[0-9A-Fa-f:]+\]|[A-Za-z0-9.-]+):[0-9]{1,5}")

Listed = Annotated[tuple[str, ...], NoDecode]
"""A comma list in the environment."""


class Settings(BaseSettings):
    """The settings of one process. Make one with `load()`, which says in one line what is wrong with a value."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, frozen=True, extra="ignore", env_ignore_empty=True)

    data_dir: Path = Field(default_factory=lambda: user_data_path("modeldex", appauthor=False))
    database_url: str | None = None
    base_url: str | None = None
    issues_url: str | None = None
    refresh_cron: str = "0 3 * * mon"
    scheduler: bool = True
    sources: Listed = ()
    allow_hosts: Listed = ()
    bundled: bool = True
    overrides: Path | None = None
    admin_token: SecretStr | None = None
    source_urls: Mapping[str, str] = Field(default_factory=lambda: _source_urls(os.environ))

    @field_validator("sources", "allow_hosts", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        return tuple(part.strip() for part in value.split(",") if part.strip()) if isinstance(value, str) else value

    @field_validator("allow_hosts")
    @classmethod
    def _exact_hosts(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for entry in value:
            if not _HOST_AND_PORT.fullmatch(entry):
                raise ValueError(f"{entry!r} is not an exact host:port")
        return value

    @field_validator("sources")
    @classmethod
    def _known_sources(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        if not value:
            return value
        # Imported here because whoever names no sources need not wait for their parsers.
        from scrapers.sources import SOURCES  # noqa: PLC0415

        known = [source.name for source in SOURCES]
        for name in value:
            if name not in known:
                raise ValueError(f"there is no source called {name!r}; there are {', '.join(known)}")
        return value

    @field_validator("base_url", "issues_url")
    @classmethod
    def _web_address(cls, value: str | None) -> str | None:
        return None if value is None else web_address(value)

    @field_validator("refresh_cron")
    @classmethod
    def _five_fields(cls, value: str) -> str:
        Crontab.parse(value)
        return value

    @field_validator("database_url")
    @classmethod
    def _supported_database(cls, value: str | None) -> str | None:
        if value is None:
            return None
        try:
            backend = make_url(value).get_backend_name()
        except ArgumentError as error:
            raise ValueError(
                "is not a database URL such as sqlite:////path/file or postgresql+psycopg://..."
            ) from error
        if backend not in ("sqlite", "postgresql"):
            raise ValueError(f"names {backend}; SQLite and PostgreSQL are supported")
        return value

    @property
    def database(self) -> str:
        """The SQLAlchemy URL of the database: the one that is set, else the SQLite file in the data directory."""
        return self.database_url or f"sqlite:///{self.data_dir.absolute() / DATABASE_FILE}"

    @property
    def overrides_dir(self) -> Path:
        """The folder of TOML overrides."""
        return self.overrides or self.data_dir / "overrides"

    def enabled(self, source: str) -> bool:
        """Whether a source takes part in refreshes."""
        return not self.sources or source in self.sources

    def source_url(self, source: str) -> str | None:
        """The other origin that is set for a source (`MODELDEX_SOURCE_<NAME>_URL`), None for the built-in one."""
        return self.source_urls.get(source.upper().replace("-", "_"))


def web_address(text: str) -> str:
    """An http or https address without a query, and without a slash at its end. Raises ValueError."""
    if not _WEB_ADDRESS.fullmatch(text):
        raise ValueError("is not an http or https address such as https://example.org/models, without a query")
    return text.rstrip("/")


def load(**given: object) -> Settings:
    """The settings of the environment, `given` values first. Raises SettingsInvalid with one line."""
    try:
        return Settings(**given)  # type: ignore[arg-type]
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        name = PREFIX + str(first["loc"][0]).upper() if first["loc"] else "settings"
        raise SettingsInvalid(f"{name}: {first['msg'].removeprefix('Value error, ')}") from error


def _source_urls(environment: Mapping[str, str]) -> dict[str, str]:
    matches = ((_SOURCE_URL.fullmatch(name), value) for name, value in environment.items())
    return {match[1]: value for match, value in matches if match and value}
