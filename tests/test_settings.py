import os
from pathlib import Path

import pytest

from registry.errors import SettingsInvalid
from registry.settings import load


@pytest.fixture(autouse=True)
def _no_environment(monkeypatch):
    for name in [name for name in os.environ if name.startswith("MODELDEX_")]:
        monkeypatch.delenv(name)


def test_defaults_are_those_of_the_contract(monkeypatch, tmp_path):
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    settings = load()
    assert settings.data_dir == tmp_path / "modeldex"
    assert settings.database == f"sqlite:///{tmp_path / 'modeldex' / 'modeldex.sqlite'}"
    assert settings.overrides_dir == tmp_path / "modeldex" / "overrides"
    assert settings.refresh_cron == "0 3 * * mon"
    assert (settings.scheduler, settings.bundled) == (True, True)
    assert (settings.base_url, settings.issues_url, settings.admin_token) == (None, None, None)
    assert (settings.sources, settings.allow_hosts) == ((), ())


@pytest.mark.parametrize(
    ("name", "value", "field", "expected"),
    [
        ("SCHEDULER", "off", "scheduler", False),
        ("BUNDLED", "on", "bundled", True),
        ("SOURCES", "litellm, models-dev", "sources", ("litellm", "models-dev")),
        (
            "ALLOW_HOSTS",
            "mirror.internal:8443,127.0.0.1:9000",
            "allow_hosts",
            ("mirror.internal:8443", "127.0.0.1:9000"),
        ),
        ("BASE_URL", "https://models.example/", "base_url", "https://models.example"),
        ("OVERRIDES", "/etc/overrides", "overrides_dir", Path("/etc/overrides")),
        ("SOURCES", "", "sources", ()),
    ],
)
def test_a_setting_is_read_from_the_environment(monkeypatch, name, value, field, expected):
    monkeypatch.setenv(f"MODELDEX_{name}", value)
    assert getattr(load(), field) == expected


def test_a_source_may_have_another_origin(monkeypatch):
    monkeypatch.setenv("MODELDEX_SOURCE_MODELS_DEV_URL", "https://mirror.example/api.json")
    settings = load()
    assert settings.source_url("models-dev") == "https://mirror.example/api.json"
    assert settings.source_url("litellm") is None


def test_without_a_list_every_source_is_enabled(monkeypatch):
    assert load().enabled("litellm")
    monkeypatch.setenv("MODELDEX_SOURCES", "models-dev")
    assert load().enabled("models-dev")
    assert not load().enabled("litellm")


def test_the_admin_token_does_not_print_itself(monkeypatch):
    monkeypatch.setenv("MODELDEX_ADMIN_TOKEN", "very secret")
    assert "very secret" not in repr(load())


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("REFRESH_CRON", "weekly", "MODELDEX_REFRESH_CRON: 'weekly' is not a crontab line"),
        ("SCHEDULER", "perhaps", "MODELDEX_SCHEDULER: "),
        ("ALLOW_HOSTS", "mirror.internal", "MODELDEX_ALLOW_HOSTS: 'mirror.internal' is not an exact host:port"),
        ("BASE_URL", "models.example", "MODELDEX_BASE_URL: is not an http or https address"),
        ("ISSUES_URL", "javascript:alert(1)", "MODELDEX_ISSUES_URL: is not an http or https address"),
        ("DATABASE_URL", "mysql://root@host/db", "MODELDEX_DATABASE_URL: names mysql"),
        ("DATABASE_URL", "not a url", "MODELDEX_DATABASE_URL: is not a database URL"),
    ],
)
def test_an_invalid_setting_is_told_in_one_line(monkeypatch, name, value, told):
    monkeypatch.setenv(f"MODELDEX_{name}", value)
    with pytest.raises(SettingsInvalid) as refused:
        load()
    assert str(refused.value).startswith(told)
    assert "\n" not in str(refused.value)


def test_a_source_that_is_none_is_refused_with_those_that_are(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MODELDEX_SOURCES", "litellm,foo")
    with pytest.raises(SettingsInvalid, match=r"MODELDEX_SOURCES: .*'foo'.* litellm"):
        load()
