"""All that must hold at the end, by the clients' own records and the database. Pure: tests feed it doctored records."""

from __future__ import annotations

from benchmarks.soak.answers import check_answers
from benchmarks.soak.delivery import check_acknowledged, check_order, check_screens, check_unacknowledged
from benchmarks.soak.hands import check_claims, check_limbo, check_owners
from benchmarks.soak.records import Records
from benchmarks.soak.stored import Stored
from benchmarks.soak.violation import Violation


def check(records: Records, stored: Stored, *, heartbeat_s: float) -> list[Violation]:
    """Return every broken promise; none is what is wanted.

    Args:
        heartbeat_s: How often the service collects what has run out.
    """
    return [
        *check_acknowledged(records, stored),
        *check_unacknowledged(records, stored),
        *check_order(records, stored),
        *check_screens(records, stored),
        *check_owners(stored),
        *check_claims(records, stored),
        *check_answers(stored),
        *check_limbo(stored, heartbeat_s),
    ]
