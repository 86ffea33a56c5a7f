from datetime import UTC, datetime

import pytest

from registry.crontab import Crontab

MONDAY = datetime(2026, 11, 23, 3, tzinfo=UTC)


@pytest.mark.parametrize(
    ("weekday", "expected"),
    [
        ("mon", [0]),
        ("1", [0]),
        ("MON", [0]),
        ("0", [6]),
        ("7", [6]),
        ("sun", [6]),
        ("1-5", [0, 1, 2, 3, 4]),
        ("mon-fri", [0, 1, 2, 3, 4]),
        ("fri-sun", [4, 5, 6]),
        ("5-7", [4, 5, 6]),
        ("6,0", [5, 6]),
        ("*/2", [1, 3, 5, 6]),
        ("1/2", [0, 2, 4]),
        ("*", [0, 1, 2, 3, 4, 5, 6]),
    ],
)
def test_weekdays_are_those_of_a_crontab(weekday, expected):
    cron = Crontab.parse(f"0 3 * * {weekday}")
    time, found = datetime(2026, 11, 22, 12, tzinfo=UTC), set()
    for _ in range(8):
        time = cron.after(time)
        found.add(time.weekday())
    assert sorted(found) == expected


@pytest.mark.parametrize(
    ("line", "moment", "expected"),
    [
        ("0 3 * * mon", datetime(2026, 11, 23, 2, 59, tzinfo=UTC), MONDAY),
        ("0 3 * * mon", MONDAY, datetime(2026, 11, 30, 3, tzinfo=UTC)),
        ("*/15 * * * *", MONDAY, datetime(2026, 11, 23, 3, 15, tzinfo=UTC)),
        ("30 4 1 jan *", MONDAY, datetime(2027, 1, 1, 4, 30, tzinfo=UTC)),
        ("0 0 29 2 *", MONDAY, datetime(2028, 2, 29, tzinfo=UTC)),
        ("0 0 30 2 *", MONDAY, None),
    ],
)
def test_the_next_time_is_later_than_the_moment(line, moment, expected):
    assert Crontab.parse(line).after(moment) == expected


@pytest.mark.parametrize(
    ("line", "moment", "expected"),
    [
        ("0 3 * * mon", MONDAY, MONDAY),
        ("0 3 * * mon", datetime(2026, 11, 29, 23, tzinfo=UTC), MONDAY),
        ("* * * * *", datetime(2026, 11, 23, 3, 0, 59, tzinfo=UTC), MONDAY),
        ("0 0 29 2 *", MONDAY, datetime(2024, 2, 29, tzinfo=UTC)),
        ("0 0 30 2 *", MONDAY, None),
    ],
)
def test_the_latest_time_may_be_the_moment_itself(line, moment, expected):
    assert Crontab.parse(line).latest(moment) == expected


def test_a_day_and_a_weekday_mean_either():
    cron = Crontab.parse("0 0 1 * mon")
    assert cron.after(datetime(2026, 11, 29, tzinfo=UTC)) == datetime(2026, 11, 30, tzinfo=UTC)  # a Monday
    assert cron.after(datetime(2026, 11, 30, 12, tzinfo=UTC)) == datetime(2026, 12, 1, tzinfo=UTC)


def test_the_hour_is_the_same_on_the_night_when_clocks_change():
    cron = Crontab.parse("30 1 * * *")
    night = datetime(2026, 10, 25, tzinfo=UTC)
    assert cron.after(night) == datetime(2026, 10, 25, 1, 30, tzinfo=UTC)
    assert cron.after(cron.after(night)) == datetime(2026, 10, 26, 1, 30, tzinfo=UTC)


@pytest.mark.parametrize("line", ["", "weekly", "0 3 * *", "0 3 * * 8", "0 3 * * mo", "61 3 * * *", "0 3 * * *,"])
def test_what_is_no_crontab_line_is_refused_in_one_line(line):
    with pytest.raises(ValueError, match="is not a") as refused:
        Crontab.parse(line)
    assert "\n" not in str(refused.value)
