"""What is a date where somebody gives one."""

from datetime import UTC, date, datetime

import pytest

from registry.domain.moments import NotAMoment, read_day, read_moment, read_since


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-06-26", date(2026, 6, 26)),
        ("2026-06-26T14:30Z", datetime(2026, 6, 26, 14, 30, tzinfo=UTC)),
        ("2026-06-26T14:30:05", datetime(2026, 6, 26, 14, 30, 5, tzinfo=UTC)),
        ("2026-06-26 14:30:05.999", datetime(2026, 6, 26, 14, 30, 5, tzinfo=UTC)),
        ("2026-06-26T14:30:00+02:00", datetime(2026, 6, 26, 12, 30, tzinfo=UTC)),
    ],
)
def test_a_moment_is_a_day_or_an_instant_to_the_second(text: str, moment: date) -> None:
    assert read_moment(text) == moment
    assert type(read_moment(text)) is type(moment)


@pytest.mark.parametrize(
    "text",
    ["", "soon", "20260626", "2026-W26-5", "2026-6-26", "2026-13-01", "2026-02-30", "2026-06-26T10", "20260626T101500",
     "2026-06-26T25:00Z", "0001-01-01T00:00+05:00", "\u0662026-06-26", " 2026-06-26", "2026-06-26\n"],
)  # fmt: skip
def test_what_is_not_written_so_is_no_moment(text: str) -> None:
    with pytest.raises(NotAMoment, match="expected a day such as"):
        read_moment(text)
    with pytest.raises(NotAMoment):
        read_day(text)


@pytest.mark.parametrize(("text", "since"), [("7", 7), ("2026-06-26", date(2026, 6, 26))])
def test_since_is_a_day_or_an_edition(text: str, since: date | int) -> None:
    assert read_since(text) == since


@pytest.mark.parametrize("text", ["-1", "last week", "2026-06-26T10:00Z", "\u0661", "9" * 10])
def test_since_is_nothing_else(text: str) -> None:
    with pytest.raises(NotAMoment, match="number of an edition"):
        read_since(text)
