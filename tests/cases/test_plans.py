"""What lists, watchman and postman ask goes by an index in either database, however many cases there are."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import get_args

import pytest
from sqlalchemy import Connection, text

from benchmarks.year.plans import plan_of
from handoff.cases import alarms, lists, store
from handoff.cases.lists import ListName, Place, Wanted
from handoff.cases.watchman import ripe
from handoff.mail import store as outbox
from handoff.storage.database import make_engine

TODAY = date(2027, 1, 4)
NOW = datetime(2027, 1, 4, tzinfo=UTC)
NAMES: tuple[ListName, ...] = get_args(ListName)
FILTERS = [{}, {"service_code": "171"}, {"kind": "idea"}, {"language": "sv"}, {"words": "katu"}]


@pytest.mark.parametrize("name", NAMES)
def test_no_list_reads_every_case(url: str, name: ListName) -> None:
    after = Place(TODAY.toordinal() if name != "all" else 10**15, "x")
    with connected(url) as connection:
        for only in FILTERS:
            for place in (None, after):
                wanted = Wanted(name=name, agent_id="a", units=("streets", "parks"), **only)  # type: ignore[arg-type]
                plan = plan_of(connection, lambda c, w=wanted, p=place: lists.page(c, w, TODAY, p))  # type: ignore[misc]
                assert plan.told
                assert not plan.scans, (only, place, plan.told)


def test_what_is_asked_at_each_look_reads_no_more_than_what_is_due(url: str) -> None:
    with connected(url) as connection:
        for ask in (
            lambda c: alarms.due(c, NOW),
            lambda c: c.execute(ripe(NOW)).all(),
            lambda c: outbox.is_to_mark(c, ("email",)),
            lambda c: outbox.is_any_due(c, ("email",), NOW),
        ):
            plan = plan_of(connection, ask, ("cases", "case_alarms", "outbox"))
            assert plan.told
            assert not plan.scans, plan.told


def test_who_was_merged_into_a_case_is_found_by_that_case(url: str) -> None:
    with connected(url) as connection:
        plan = plan_of(connection, lambda c: store.absorbed(c, "x"))
        assert plan.told.endswith("ix_cases_merged_into"), plan.told


def test_a_query_without_an_index_is_told_from_others(url: str) -> None:
    with connected(url) as connection:
        plan = plan_of(connection, lambda c: c.execute(text("SELECT id FROM cases WHERE place = 'Hämeentie'")).all())
        assert plan.scans


class connected:  # noqa: N801 - reads as a word
    """A connection to a database that takes an index wherever one can be taken, though there is nothing in it."""

    def __init__(self, url: str) -> None:
        self._engine = make_engine(url)

    def __enter__(self) -> Connection:
        self._connection = self._engine.connect()
        if self._connection.dialect.name == "postgresql":
            self._connection.execute(text("SET enable_seqscan = off"))
        return self._connection

    def __exit__(self, *_error: object) -> None:
        self._connection.close()
        self._engine.dispose()
