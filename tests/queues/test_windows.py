"""When somebody can be called back: within the hours, by the wall clock, over holidays and changes of the clock."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from handoff.queues.content import BadQueues, read_queues
from handoff.queues.model import HELSINKI, Queues
from handoff.settings import ROOT

WEEK = "week: {mon-fri: [08.00-16.00]}"


def read(tmp_path: Path, about: str, youth: str = "hours: always") -> Queues:
    path = tmp_path / "queues.yml"
    path.write_text(
        f"queues:\n  city: {{mode: city, titles: {{fi: N, sv: R, en: A}}, {about}}}\n"
        f"  talk: {{mode: youth, titles: {{fi: J, sv: P, en: T}}, {youth}}}\n"
    )
    return read_queues(path)


def at(text: str) -> datetime:
    """A wall-clock time in Helsinki, `2026-03-02 09.00`."""
    return datetime.strptime(text, "%Y-%m-%d %H.%M").replace(tzinfo=HELSINKI).astimezone(UTC)


def windows(queues: Queues, now: str, queue_id: str = "city") -> list[str]:
    """Return the windows offered, by the wall clock: `03-02 08.00-10.00`."""
    queue = next(queue for queue in queues.all() if queue.id == queue_id)
    offered = queues.callback_windows(queue, "fi", at(now))
    assert all(w.opens < w.closes for w in offered)
    local = [(w.opens.astimezone(HELSINKI), w.closes.astimezone(HELSINKI)) for w in offered]
    return [f"{opens:%m-%d %H.%M}-{closes:%H.%M}" for opens, closes in local]


def test_the_day_is_cut_into_two_hours_each_and_three_days_are_offered(tmp_path: Path) -> None:
    offered = windows(read(tmp_path, f"hours: {{{WEEK}}}"), "2026-03-06 12.10")  # a Friday
    whole_day = ["08.00-10.00", "10.00-12.00", "12.00-14.00", "14.00-16.00"]
    assert offered == [f"03-06 {window}" for window in whole_day[2:]] + [
        f"{day} {window}" for day in ("03-09", "03-10") for window in whole_day
    ]


def test_a_window_needs_half_an_hour_still_to_come(tmp_path: Path) -> None:
    queues = read(tmp_path, f"hours: {{{WEEK}}}")
    assert windows(queues, "2026-03-06 15.30")[0] == "03-06 14.00-16.00"
    assert windows(queues, "2026-03-06 15.31")[0] == "03-09 08.00-10.00"


@pytest.mark.parametrize(
    ("hours", "expected"),
    [
        ("09.00-11.30", ["09.00-11.30"]),  # half an hour is no window of its own
        ("09.00-12.00", ["09.00-11.00", "11.00-12.00"]),
        ("09.00-11.30, 12.30-16.00", ["09.00-11.30", "12.30-14.30", "14.30-16.00"]),
        ("22.00-02.00", ["22.00-00.00", "00.00-02.00"]),
    ],
)
def test_what_is_left_of_the_hours_is_no_window_too_short(tmp_path: Path, hours: str, expected: list[str]) -> None:
    offered = windows(read(tmp_path, f"hours: {{week: {{mon: [{hours}]}}}}"), "2026-03-01 12.00")
    assert [window.split(" ")[1] for window in offered[: len(expected)]] == expected


def test_holidays_and_closed_dates_are_left_out(tmp_path: Path) -> None:
    hours = f"hours: {{{WEEK}, dates: {{2026-12-28: []}}}}"
    offered = windows(read(tmp_path, hours), "2026-12-23 15.00")  # Christmas is a Friday
    assert [window.split(" ")[0] for window in offered] == ["12-23", *["12-29"] * 4, *["12-30"] * 4]


def test_windows_keep_to_the_wall_clock_when_it_changes(tmp_path: Path) -> None:
    queues = read(tmp_path, "hours: {week: {mon-sun: [00.00-06.00]}}")
    # 29 March 2026: 03.00 becomes 04.00; 25 October: 04.00 becomes 03.00.
    assert windows(queues, "2026-03-28 12.00")[:2] == ["03-29 00.00-02.00", "03-29 02.00-04.00"]
    assert windows(queues, "2026-10-24 12.00")[:3] == ["10-25 00.00-02.00", "10-25 02.00-04.00", "10-25 04.00-06.00"]
    city = queues.all()[0]
    spring, autumn = [queues.callback_windows(city, "fi", at(f"{day} 12.00")) for day in ("2026-03-28", "2026-10-24")]
    assert [(w.closes - w.opens).total_seconds() / 3600 for w in (*spring[:3], *autumn[:3])] == [2, 1, 2, 2, 3, 2]


def test_people_are_called_only_when_both_hours_say_so(tmp_path: Path) -> None:
    queues = read(tmp_path, "hours: always, callbacks: {week: {mon-sun: [10.00-12.00]}}")
    assert windows(queues, "2026-03-01 12.00") == [f"03-0{day} 10.00-12.00" for day in (2, 3, 4)]
    queues = read(tmp_path, f"hours: {{{WEEK}}}, callbacks: {{week: {{mon-sun: [15.00-18.00]}}}}")
    assert windows(queues, "2026-03-01 12.00")[0] == "03-02 15.00-16.00"


def test_a_queue_that_stays_closed_offers_none(tmp_path: Path) -> None:
    assert windows(read(tmp_path, "hours: {week: {}, dates: {2099-01-02: [09.00-10.00]}}"), "2026-03-01 12.00") == []


def test_the_young_are_never_called(tmp_path: Path) -> None:
    assert windows(read(tmp_path, "hours: always"), "2026-03-02 09.00", "talk") == []
    with pytest.raises(BadQueues, match="keeps no telephone numbers"):
        read(tmp_path, "hours: always", "hours: always, callbacks: always")


def test_the_shipped_city_queue_calls_in_office_hours() -> None:
    shipped = read_queues(ROOT / "data" / "service" / "queues.yml")
    assert windows(shipped, "2026-12-05 12.00")[:2] == ["12-07 08.00-10.00", "12-07 10.00-12.00"]  # over a weekend


@pytest.mark.parametrize(
    ("until", "closes"), [("2026-03-02 15.59", False), ("2026-03-02 16.00", True), ("2026-03-03 09.00", True)]
)
def test_it_is_known_whether_a_wait_outlasts_the_hours(tmp_path: Path, until: str, closes: bool) -> None:
    queues = read(tmp_path, f"hours: {{{WEEK}}}")
    city = queues.all()[0]
    assert queues.closes_within(city, "fi", at("2026-03-02 09.00"), at(until)) is closes
    assert queues.closes_within(city, "fi", at("2026-03-02 07.59"), at("2026-03-02 07.59"))
    assert not read(tmp_path, "hours: always").closes_within(city, "fi", at("2026-03-02 09.00"), at(until)) or closes
