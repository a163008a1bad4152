"""Counts general advice, of which no case was made, by what reports of the cases are split into.

None of it is in a figure of cases. An index has all that is counted (migration 0027).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from sqlalchemy import Connection, func, select

from handoff.cases.statistics import Grouping, Scope, bounds, month_of
from handoff.storage.tables import advice

NO_KIND = ""
"""Advice has no kind: by kind all of it is in this group, so that the groups add up to the total."""


def count(connection: Connection, scope: Scope, by: Grouping, units: Mapping[str, str]) -> dict[str, int]:
    """Return how often advice was given, by the values of `by`; a group without any is missing.

    `units`: of each service, as the content files have it now, since advice keeps its service alone. Without a
    service, or with one that is there no longer, it is with no unit. Months are Helsinki's, as those of cases.
    Runs inside one read operation of `Database`.
    """
    service = advice.c.service_code
    own = {"month": month_of(advice.c.at, scope.period), "channel": advice.c.channel, "language": advice.c.language}
    start, end = bounds(scope.period)
    query = select(service.label("service"), own.get(by, service).label("own"), func.count())
    query = query.where(advice.c.at >= start, advice.c.at < end).group_by("service", "own")
    if scope.service_code is not None:
        query = query.where(service == scope.service_code)
    found: Counter[str] = Counter()
    for code, key, given in connection.execute(query):
        unit = units.get(code, "")
        if scope.unit in {None, unit}:
            found[{"unit": unit, "kind": NO_KIND}.get(by, key)] += given
    return dict(found)
