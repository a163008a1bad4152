"""Who may ask what: one table, looked at once, before any handler. A request that stands in no row is nobody's.

What somebody may do with one conversation is decided by the gate (`conversations.ownership.access`); this is about
what their work is at all.
"""

from __future__ import annotations

from collections.abc import Mapping

from handoff.accounts.model import Role
from handoff.realtime.requests import AGENT_REQUESTS

ADMINISTRATION: frozenset[str] = frozenset({"create_account", "reset_password", "set_role", "set_active"})
"""Accounts: who may sign in, and as what."""
SUPERVISION: frozenset[str] = frozenset(
    {
        "audit",
        "set_banner",
        "end_banner",
        "watch",
        "take_over",
        "assign",
        "broadcast",
        "people",
        "set_skills",
        "set_roster",
        "add_absence",
        "remove_absence",
        "letters",
        "retry_letter",
        "drop_letter",
    }
)
"""Everybody's conversations and working days, the log, what all citizens are told, and letters that were given up."""
SERVICE: frozenset[str] = frozenset(
    {
        "desk",
        "availability",
        "finish_day",
        "claim",
        "sync",
        "send",
        "typing",
        "seen",
        "close",
        "return",
        "judge_crisis",
        "transfer",
        "decline",
        "colleagues",
        "invite",
        "answer_invitation",
        "leave",
        "note",
        "notes",
        "propose_answer",
        "brief",
        "finish_form",
        "claim_callback",
        "release_callback",
        "log_attempt",
        "finish_callback",
        "find_closed",
        "open_closed",
        "scenarios",
        "practise",
        "end_practice",
        "debrief",
        "find_cases",
        "open_case",
        "step_case",
        "note_case",
        "publish_case",
        "answer_cases",
        "log_contact",
        "log_advice",
        "propose_service",
        "services",
    }
)
"""Conversations and callbacks of one's own, and the cases, which are everybody's to answer."""

REQUESTS_OF: Mapping[Role, frozenset[str]] = {
    # Answers are files: what editors work on is reviewed and released as such, and no conversation is part of it.
    "editor": frozenset(),
    "agent": SERVICE,
    "supervisor": SERVICE | SUPERVISION,
    "administrator": SERVICE | SUPERVISION | ADMINISTRATION,
}


def may_ask(role: Role, request: str) -> bool:
    """Tell whether a role's work has this request in it."""
    return request in REQUESTS_OF[role]


def has_desk(role: Role) -> bool:
    """Tell whether a role has any work here: without one nobody is let in, and nobody counts as being there."""
    return bool(REQUESTS_OF[role])


def unassigned() -> frozenset[str]:
    """Return requests that are nobody's, and rows of the table that are no request."""
    return frozenset().union(*REQUESTS_OF.values()) ^ frozenset(AGENT_REQUESTS)
