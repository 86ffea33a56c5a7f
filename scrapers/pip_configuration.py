"""Which package index pip uses on this machine, and how it gets there.

Whoever runs us has already told pip: a mirror, a certificate, a proxy. We read the same places in the same order
(system, user, virtual environment, PIP_CONFIG_FILE, variables; each overrules the one before) so that nothing has to
be configured twice. Pip itself is asked only for its default: its help is where it says so in public.
"""

import configparser
import os
import re
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import httpx2
import platformdirs

from scrapers.errors import FetchFailed

_FILE = "pip.ini" if sys.platform == "win32" else "pip.conf"
_SYSTEM_FOLDER = Path("/etc")
_SECTIONS = ("global", "install", "download")
_DEFAULT = re.compile(r"--index-url\b.*?\(default:?\s+(\S+?)\)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class PipConfiguration:
    """What we need of it. The URLs may hold passwords and stay out of the representation."""

    index_url: str = field(repr=False)
    certificates: str | None = None
    proxy: str | None = field(default=None, repr=False)

    def proxy_for(self, url: httpx2.URL) -> str | None:
        """The proxy through which pip would fetch this URL: its own setting, else the one of the environment."""
        if self.proxy:
            return self.proxy
        if urllib.request.proxy_bypass(url.host):
            return None
        proxies = urllib.request.getproxies()
        return proxies.get(url.scheme) or proxies.get("all")


def read() -> PipConfiguration:
    """Read the configuration as pip does. Raises FetchFailed if no index is configured and pip is not installed."""
    settings: dict[str, str] = {}
    for path in _files():
        settings |= _settings(path)
    for name in ("index-url", "cert", "proxy"):
        if value := os.environ.get(f"PIP_{name.upper().replace('-', '_')}"):
            settings[name] = value
    certificates = settings.get("cert") or os.environ.get("REQUESTS_CA_BUNDLE") or os.environ.get("CURL_CA_BUNDLE")
    return PipConfiguration(settings.get("index-url") or _default_index(), certificates, settings.get("proxy"))


def _files() -> Iterator[Path]:
    """The configuration files, weakest first. PIP_CONFIG_FILE replaces the user's, and all if it is the null device."""
    chosen = os.environ.get("PIP_CONFIG_FILE")
    if chosen == os.devnull:
        return
    for folder in platformdirs.site_config_dir("pip", appauthor=False, multipath=True).split(os.pathsep):
        yield Path(folder, _FILE)
    yield _SYSTEM_FOLDER / _FILE
    if not (chosen and Path(chosen).exists()):
        home = Path.home()
        yield home / ("pip" if sys.platform == "win32" else ".pip") / _FILE
        yield home / ".config" / "pip" / _FILE
        yield Path(platformdirs.user_config_dir("pip", appauthor=False, roaming=True), _FILE)
    yield Path(sys.prefix, _FILE)
    if chosen:
        yield Path(chosen)


def _settings(path: Path) -> dict[str, str]:
    """The settings of one file that concern downloading. A file that is not there says nothing."""
    parser = configparser.RawConfigParser()
    try:
        parser.read(path, encoding="utf-8")
    except (configparser.Error, UnicodeDecodeError, OSError):
        raise FetchFailed(f"{path.name}: pip's configuration file is not readable") from None
    sections = [parser[section] for section in _SECTIONS if parser.has_section(section)]
    return {name.replace("_", "-"): value for section in sections for name, value in section.items() if value}


def _default_index() -> str:
    """What pip uses when nobody has told it anything."""
    command = [sys.executable, "-m", "pip", "--isolated", "download", "--help"]
    try:
        answer = subprocess.run(command, capture_output=True, text=True, timeout=20, check=False)  # noqa: S603
    except (OSError, subprocess.TimeoutExpired):
        answer = None
    if answer is None or (found := _DEFAULT.search(answer.stdout)) is None:
        raise FetchFailed("no package index is configured and pip does not name its default: set PIP_INDEX_URL")
    return found[1]
