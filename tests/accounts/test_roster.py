"""Who is expected when, on Helsinki's clock and through its daylight saving."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

import pytest

from handoff.accounts.roster import Absence, Roster, Shift, check_shifts

MON, SAT, SUN = 0, 5, 6


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def shift(day: int, begins: str, ends: str) -> Shift:
    return Shift(day, time.fromisoformat(begins), time.fromisoformat(ends))


OFFICE = Roster(tuple(shift(day, "09:00", "17:00") for day in range(5)))


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        # Winter time is two hours ahead of UTC, summer time three.
        ("2026-01-12 06:59", False),
        ("2026-01-12 07:00", True),
        ("2026-01-12 14:59", True),
        ("2026-01-12 15:00", False),
        ("2026-07-06 05:59", False),
        ("2026-07-06 06:00", True),
        ("2026-07-06 14:00", False),
        ("2026-01-17 10:00", False),
    ],
)
def test_a_shift_is_by_the_wall_clock_in_winter_and_summer(moment: str, expected: bool) -> None:
    assert OFFICE.is_expected(at(moment)) is expected


def test_a_night_shift_lasts_an_hour_less_when_spring_begins_and_an_hour_more_when_autumn_does() -> None:
    night = Roster((shift(SAT, "22:00", "06:00"),))
    # 29 March 2026: from 22.00 (UTC+2) to 06.00 (UTC+3).
    spring = [night.is_expected(at(f"2026-03-{moment}")) for moment in ("28 19:59", "28 20:00", "29 02:59", "29 03:00")]
    assert spring == [False, True, True, False]
    # 25 October 2026: from 22.00 (UTC+3) to 06.00 (UTC+2).
    autumn = [night.is_expected(at(f"2026-10-{moment}")) for moment in ("24 18:59", "24 19:00", "25 03:59", "25 04:00")]
    assert autumn == [False, True, True, False]


def test_a_shift_in_the_hour_that_spring_skips_is_no_time_at_all() -> None:
    skipped = Roster((shift(SUN, "03:00", "04:00"),))
    assert not any(skipped.is_expected(at(f"2026-03-29 0{hour}:30")) for hour in range(4))


def test_a_shift_to_midnight_ends_there() -> None:
    evening = Roster((shift(MON, "16:00", "00:00"),))
    assert evening.is_expected(at("2026-01-12 21:59"))
    assert not evening.is_expected(at("2026-01-12 22:00"))


def test_an_absence_covers_its_first_and_last_day_in_helsinki() -> None:
    away = Roster(OFFICE.shifts, (Absence("x", date(2026, 1, 13), date(2026, 1, 14), "holiday"),))
    moments = ["2026-01-12 21:59", "2026-01-12 22:00", "2026-01-14 21:59", "2026-01-14 22:00"]
    assert [away.is_absent(at(moment)) for moment in moments] == [False, True, True, False]
    noons = [away.is_expected(at(f"2026-01-{day} 10:00")) for day in (12, 13, 14, 15)]
    assert noons == [True, False, False, True]


def test_a_night_shift_that_began_before_an_absence_is_still_worked() -> None:
    shifts = (shift(SAT, "22:00", "06:00"),)
    before = Roster(shifts, (Absence("x", date(2026, 1, 17), date(2026, 1, 17), "sick"),))
    after = Roster(shifts, (Absence("x", date(2026, 1, 18), date(2026, 1, 18), "sick"),))
    assert not before.is_expected(at("2026-01-18 01:00"))
    assert after.is_expected(at("2026-01-18 01:00"))


def test_shifts_are_put_in_order_and_may_touch() -> None:
    late, early = shift(MON, "12:00", "17:00"), shift(MON, "09:00", "12:00")
    assert check_shifts([late, early]) == (early, late)


@pytest.mark.parametrize(
    "shifts",
    [
        [shift(MON, "09:00", "12:00"), shift(MON, "11:59", "13:00")],
        [shift(SAT, "22:00", "06:00"), shift(SUN, "05:00", "07:00")],
        [shift(SUN, "22:00", "06:00"), shift(MON, "05:00", "07:00")],
        [shift(MON, "00:00", "00:00"), shift(MON, "10:00", "11:00")],
    ],
)
def test_shifts_that_overlap_are_refused(shifts: list[Shift]) -> None:
    with pytest.raises(ValueError, match="overlap"):
        check_shifts(shifts)
