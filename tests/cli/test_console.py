"""How wide commands print: nothing is torn apart on a narrow terminal, nothing is cut for a program."""

import pytest

from tests.cli.conftest import Run

pytestmark = pytest.mark.usefixtures("catalog")
COMMANDS = (
    ("price", "openai/gpt-5.6-luna", "--input", "100000"),
    ("price", "openai/gpt-5.6-luna"),
    ("show", "openai/gpt-5.6-luna"),
    ("search", "luna"),
    ("sources",),
    ("editions",),
    ("changes",),
    ("compare", "openai/gpt-5.6-luna", "deepseek/deepseek-v4"),
)
HEADS = {"Meter", "Model", "Offering", "Source", "Edition", "Day", "Version"}
"""What is left out where a table is shown row by row: the head of its first column, and of an empty one."""


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_on_sixty_columns_every_word_is_whole(
    modeldex: Run, monkeypatch: pytest.MonkeyPatch, command: tuple[str, ...]
) -> None:
    words = set(modeldex(*command).out.replace("\u2500", "").split())
    monkeypatch.setenv("COLUMNS", "60")
    narrow = modeldex(*command).out
    shown = set(narrow.replace("\u2500", "").split())
    assert shown <= words  # a torn word would be two that are in no wide line
    assert words - shown <= HEADS
    assert max(len(line) for line in narrow.splitlines()) <= max(60, *(len(word) + 10 for word in words))


@pytest.mark.parametrize("columns", ["", "0", "wide", "-1"])
def test_without_a_width_a_table_is_as_wide_as_it_is(
    modeldex: Run, monkeypatch: pytest.MonkeyPatch, columns: str
) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    lines = modeldex("price", "openai/gpt-5.6-luna").out.splitlines()
    assert [line for line in lines if line.endswith(" ")] == []
    assert lines[1].startswith("Meter")
