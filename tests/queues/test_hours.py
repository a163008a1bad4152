"""Opening hours: spans, seasons, holidays, dates, midnight, and the two nights on which the clock changes."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from handoff.queues.content import BadQueues, is_public_holiday, read_queues
from handoff.queues.model import HELSINKI, Opening, Queues

ROOT = Path(__file__).resolve().parents[2]
YOUTH = "  talk: {mode: youth, titles: {fi: J, sv: P, en: T}, hours: always}\n"


def queues(tmp_path: Path, hours: str, languages: str = "") -> Queues:
    path = tmp_path / "queues.yml"
    more = f", languages: {languages}" if languages else ""
    path.write_text(f"queues:\n  city: {{mode: city, titles: {{fi: N, sv: R, en: A}}, hours: {hours}{more}}}\n{YOUTH}")
    return read_queues(path)


def at(text: str) -> datetime:
    """A wall-clock time in Helsinki, `2026-03-02 09.00`."""
    return datetime.strptime(text, "%Y-%m-%d %H.%M").replace(tzinfo=HELSINKI).astimezone(UTC)


def opening(read: Queues, now: datetime, language: str = "fi") -> Opening:
    queue = read.find("city", "city")
    assert queue is not None
    return read.opening(queue, language, now)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("now", "closes", "opens"),
    [
        ("2026-03-02 08.59", None, "2026-03-02 09.00"),  # a Monday
        ("2026-03-02 09.00", "2026-03-02 11.30", None),
        ("2026-03-02 11.29", "2026-03-02 11.30", None),
        ("2026-03-02 11.30", None, "2026-03-02 12.30"),
        ("2026-03-06 16.00", None, "2026-03-07 10.00"),  # Friday's end, Saturday's beginning
        ("2026-03-07 14.00", None, "2026-03-09 09.00"),  # over Sunday
    ],
)
def test_the_week_says_when_it_is_open_and_when_next(
    tmp_path: Path, now: str, closes: str | None, opens: str | None
) -> None:
    read = queues(tmp_path, "{week: {mon-fri: [09.00-11.30, 12.30-16.00], sat: [10.00-14.00]}}")
    expected = Opening(closes is not None, closes and at(closes), opens and at(opens))  # type: ignore[arg-type]
    assert opening(read, at(now)) == expected


@pytest.mark.parametrize(
    ("now", "opens"),
    [
        ("2026-03-02 08.59", "2026-03-02 09.00"),
        ("2026-03-02 09.00", "2026-03-02 12.30"),
        ("2026-03-02 13.00", "2026-03-03 09.00"),  # the afternoon's two spans touch
        ("2026-03-07 12.00", "2026-03-09 09.00"),
    ],
)
def test_a_queue_that_is_open_opens_next_when_it_has_been_closed(tmp_path: Path, now: str, opens: str) -> None:
    read = queues(tmp_path, "{week: {mon-fri: [09.00-11.30, 12.30-14.00, 14.00-16.00], sat: [10.00-14.00]}}")
    (city,) = read.of("city")
    assert read.opens_next(city, "fi", at(now)) == at(opens)


def test_always_never_opens_again(tmp_path: Path) -> None:
    read = queues(tmp_path, "always")
    (city,) = read.of("city")
    assert read.opens_next(city, "fi", at("2026-12-25 03.00")) is None


def test_always_never_closes(tmp_path: Path) -> None:
    found = opening(queues(tmp_path, "always"), at("2026-12-25 03.00"))
    assert found.is_open
    assert found.closes_at is not None
    assert (found.closes_at - at("2026-12-25 03.00")).days > 300


def test_a_span_over_midnight_belongs_to_its_evening(tmp_path: Path) -> None:
    read = queues(tmp_path, "{week: {fri: [20.00-02.00]}}")
    assert opening(read, at("2026-03-07 01.59")).closes_at == at("2026-03-07 02.00")
    assert not opening(read, at("2026-03-07 02.00")).is_open
    assert not opening(read, at("2026-03-06 01.00")).is_open


def test_spans_that_touch_at_midnight_are_one(tmp_path: Path) -> None:
    read = queues(tmp_path, "{week: {fri: [08.00-24.00], sat: [00.00-12.00]}}")
    assert opening(read, at("2026-03-06 22.00")).closes_at == at("2026-03-07 12.00")


def test_public_holidays_are_closed_unless_said_otherwise(tmp_path: Path) -> None:
    week = "week: {mon-sun: [09.00-16.00]}"
    new_year = at("2027-01-01 10.00")
    assert opening(queues(tmp_path, f"{{{week}}}"), new_year).opens_at == at("2027-01-02 09.00")
    assert opening(queues(tmp_path, f"{{{week}, holidays: [10.00-12.00]}}"), new_year).closes_at == at(
        "2027-01-01 12.00"
    )
    assert opening(queues(tmp_path, f"{{{week}, holidays: as usual}}"), new_year).closes_at == at("2027-01-01 16.00")


@pytest.mark.parametrize(
    ("day", "expected"),
    [("2026-06-20", True), ("2026-12-06", True), ("2026-04-03", True), ("2026-12-07", False), ("2026-11-25", False)],
)
def test_finlands_holidays_are_known_the_moving_ones_too(day: str, expected: bool) -> None:
    assert is_public_holiday(datetime.fromisoformat(day).date()) == expected


def test_a_date_holds_before_a_holiday_a_season_and_the_week(tmp_path: Path) -> None:
    hours = (
        "{week: {mon-sun: [09.00-16.00]},"
        " seasons: [{first: 2026-06-01, last: 2026-08-15, week: {mon-thu: [09.00-15.00]}}],"
        " dates: {2026-06-20: [12.00-13.00], 2026-06-22: [], 2026-12-24: [09.00-12.00]}}"
    )
    read = queues(tmp_path, hours)
    assert opening(read, at("2026-06-20 12.30")).closes_at == at("2026-06-20 13.00")  # Midsummer's day
    assert opening(read, at("2026-06-22 10.00")).opens_at == at("2026-06-23 09.00")
    assert opening(read, at("2026-06-26 10.00")).opens_at == at("2026-06-29 09.00")  # a Friday in the season
    assert opening(read, at("2026-08-16 15.30")).closes_at == at("2026-08-16 16.00")  # the day after it
    assert opening(read, at("2026-12-24 11.00")).closes_at == at("2026-12-24 12.00")


def test_a_language_can_have_hours_of_its_own(tmp_path: Path) -> None:
    read = queues(tmp_path, "{week: {mon-fri: [09.00-16.00]}}", "{sv: {hours: {week: {wed: [12.00-14.00]}}}}")
    monday = at("2026-03-02 10.00")
    assert opening(read, monday, "fi").is_open
    assert opening(read, monday, "sv").opens_at == at("2026-03-04 12.00")


def test_hours_keep_to_the_wall_clock_when_it_changes(tmp_path: Path) -> None:
    read = queues(tmp_path, "{week: {mon-sun: [09.00-16.00]}}")
    # 29 March 2026: 03.00 becomes 04.00; 25 October: 04.00 becomes 03.00.
    for day, utc_hour in (("2026-03-28", 7), ("2026-03-29", 6), ("2026-10-24", 6), ("2026-10-25", 7)):
        assert opening(read, at(f"{day} 08.00")).opens_at == datetime.fromisoformat(f"{day}T0{utc_hour}:00:00+00:00")


def test_the_nights_of_the_change_are_an_hour_shorter_and_longer(tmp_path: Path) -> None:
    read = queues(tmp_path, "{week: {sat: [22.00-06.00], sun: [03.15-03.45]}}")
    for saturday, hours in (("2026-03-28", 7), ("2026-10-24", 9)):
        start = at(f"{saturday} 22.00")
        closes = opening(read, start).closes_at
        assert closes is not None
        assert (closes - start).total_seconds() == hours * 3600


def test_a_queue_that_never_opens_promises_nothing(tmp_path: Path) -> None:
    assert opening(queues(tmp_path, "{week: {}}"), at("2026-03-02 10.00")) == Opening(is_open=False)


@pytest.mark.parametrize(
    ("hours", "complaint"),
    [
        ("{week: {mon-fri: [9-16]}}", "no time such as"),
        ("{week: {mon-fri: [09.00-16.00], wed: []}}", "wed stands twice"),
        ("{week: {monday: [09.00-16.00]}}", "no days of the week"),
        ("{week: {mon: [09.00-12.00, 11.00-16.00]}}", "overlap or are not in order"),
        ("{week: {mon: []}, dates: {someday: []}}", "no date such as"),
        ("{week: {mon: []}, season: []}", "only dates, holidays, seasons, week"),
        ("{week: {mon: []}, seasons: [{first: 2026-08-01, last: 2026-06-01, week: {}}]}", "ends before it begins"),
        ("sometimes", "only dates, holidays"),
    ],
)
def test_a_mistake_in_the_file_is_named(tmp_path: Path, hours: str, complaint: str) -> None:
    with pytest.raises(BadQueues, match=complaint):
        queues(tmp_path, hours)


def test_the_shipped_queues_are_complete() -> None:
    shipped = read_queues(ROOT / "data" / "service" / "queues.yml")
    assert len(shipped.of("youth")) == 9
    assert shipped.only("city") is not None
    assert shipped.only("youth") is None


def test_the_shipped_hours_say_whose_they_are_and_when_they_were_seen() -> None:
    head = YAML(typ="safe").load(ROOT / "data" / "service" / "queues.yml")
    if head["source"].startswith("Placeholder"):
        assert head["checked"] == "never"
    else:
        assert isinstance(head["checked"], date)
