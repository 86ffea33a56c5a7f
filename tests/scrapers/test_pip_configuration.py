import os
import subprocess
import sys
from pathlib import Path

import httpx2
import pytest

from scrapers import pip_configuration
from scrapers.errors import FetchFailed

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="pip keeps its files elsewhere on other systems")

VARIABLES = ("PIP_INDEX_URL", "PIP_CERT", "PIP_PROXY", "PIP_CONFIG_FILE", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE")
PROXIES = ("http_proxy", "https_proxy", "all_proxy", "no_proxy")


@pytest.fixture(autouse=True)
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home and system folders of our own, in which nothing is configured."""
    for name in (*VARIABLES, *PROXIES, *(proxy.upper() for proxy in PROXIES)):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "home" / ".config"))
    monkeypatch.setenv("XDG_CONFIG_DIRS", str(tmp_path / "system"))
    monkeypatch.setattr(pip_configuration, "_SYSTEM_FOLDER", tmp_path / "etc")
    monkeypatch.setattr(sys, "prefix", str(tmp_path / "environment"))
    return tmp_path


def configure(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def index(name: str, section: str = "global") -> str:
    return f"[{section}]\nindex-url = https://{name}.test/simple\n"


def test_a_variable_overrules_the_users_file_which_overrules_the_systems(
    machine: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    configure(machine / "system" / "pip" / "pip.conf", index("system"))
    assert pip_configuration.read().index_url == "https://system.test/simple"
    configure(machine / "etc" / "pip.conf", index("etc"))
    assert pip_configuration.read().index_url == "https://etc.test/simple"
    configure(machine / "home" / ".pip" / "pip.conf", index("old"))
    assert pip_configuration.read().index_url == "https://old.test/simple"
    configure(machine / "home" / ".config" / "pip" / "pip.conf", index("user"))
    assert pip_configuration.read().index_url == "https://user.test/simple"
    configure(machine / "environment" / "pip.conf", index("environment"))
    assert pip_configuration.read().index_url == "https://environment.test/simple"
    monkeypatch.setenv("PIP_CONFIG_FILE", str(configure(machine / "chosen.conf", index("chosen"))))
    assert pip_configuration.read().index_url == "https://chosen.test/simple"
    monkeypatch.setenv("PIP_INDEX_URL", "https://variable.test/simple")
    assert pip_configuration.read().index_url == "https://variable.test/simple"


def test_a_chosen_file_replaces_the_users(machine: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    configure(machine / "system" / "pip" / "pip.conf", index("system"))
    configure(machine / "home" / ".config" / "pip" / "pip.conf", index("user"))
    monkeypatch.setenv("PIP_CONFIG_FILE", str(configure(machine / "chosen.conf", "[global]\ntimeout = 5\n")))
    assert pip_configuration.read().index_url == "https://system.test/simple"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (index("all"), "all"),
        (index("all") + index("install", "install"), "install"),
        (index("install", "install") + index("download", "download") + index("all"), "download"),
        (index("all") + index("freeze", "freeze"), "all"),
        ("[global]\nindex_url = https://underscore.test/simple\n", "underscore"),
        (index("all") + "[download]\nindex-url =\n", "all"),
        ("[global]\nindex-url = https://percent%%20.test/simple\n", "percent%%20"),
    ],
)
def test_the_section_nearest_to_a_download_decides(machine: Path, text: str, expected: str) -> None:
    configure(machine / "home" / ".config" / "pip" / "pip.conf", text)
    assert pip_configuration.read().index_url == f"https://{expected}.test/simple"


def test_we_read_what_pip_itself_reads(machine: Path) -> None:
    pytest.importorskip("pip")
    configure(machine / "system" / "pip" / "pip.conf", index("system"))
    configure(machine / "home" / ".config" / "pip" / "pip.conf", index("user"))
    command = [sys.executable, "-m", "pip", "config", "get", "global.index-url"]
    answer = subprocess.run(command, capture_output=True, text=True, check=True)
    assert pip_configuration.read().index_url == answer.stdout.strip()


def test_without_a_configuration_it_is_the_index_that_pip_names(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("pip")
    monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)
    url = httpx2.URL(pip_configuration.read().index_url)
    assert (url.scheme, url.path) == ("https", "/simple")


def test_without_a_configuration_and_without_pip_it_says_what_to_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    with pytest.raises(FetchFailed, match="set PIP_INDEX_URL"):
        pip_configuration.read()


def test_a_file_that_cannot_be_read_is_named_without_its_folder(machine: Path) -> None:
    configure(machine / "home" / ".config" / "pip" / "pip.conf", "index-url without a section")
    with pytest.raises(FetchFailed, match=r"^pip\.conf: pip's configuration file is not readable$"):
        pip_configuration.read()


def test_certificates_are_pips_own_or_else_those_of_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PIP_INDEX_URL", "https://index.test/simple")
    monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)
    assert pip_configuration.read().certificates is None
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", "/environment.pem")
    assert pip_configuration.read().certificates == "/environment.pem"
    monkeypatch.setenv("PIP_CERT", "/pip.pem")
    assert pip_configuration.read().certificates == "/pip.pem"


def test_a_proxy_is_pips_own_or_else_that_of_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PIP_INDEX_URL", "https://index.test/simple")
    url, exempt = httpx2.URL("https://index.test/simple"), httpx2.URL("https://inside.test/simple")
    assert pip_configuration.read().proxy_for(url) is None
    monkeypatch.setenv("https_proxy", "http://environment.test:3128")
    monkeypatch.setenv("no_proxy", "inside.test")
    assert pip_configuration.read().proxy_for(url) == "http://environment.test:3128"
    assert pip_configuration.read().proxy_for(exempt) is None
    monkeypatch.setenv("PIP_PROXY", "http://own.test:3128")
    assert pip_configuration.read().proxy_for(url) == "http://own.test:3128"


def test_passwords_are_not_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PIP_INDEX_URL", "https://user:secret@index.test/simple")
    monkeypatch.setenv("PIP_PROXY", "http://user:secret@proxy.test")
    assert "secret" not in repr(pip_configuration.read())
