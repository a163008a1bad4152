"""Every table. Alembic's migrations create them; a test holds the two together."""

from __future__ import annotations

from handoff.storage.tables.accounts import absences, agent_sessions, agents, roster
from handoff.storage.tables.audit import audit
from handoff.storage.tables.cases import (
    OPEN_STATES,
    advice,
    case_alarms,
    case_events,
    case_forwards,
    cases,
    form_drafts,
    images,
    open311_keys,
    outbox,
    saved_forms,
)
from handoff.storage.tables.columns import Instant, from_microseconds, metadata, to_microseconds
from handoff.storage.tables.conversations import (
    banners,
    callback_attempts,
    callbacks,
    contacts,
    conversations,
    erasures,
    messages,
    notes,
    queue_stays,
    ratings,
)
from handoff.storage.tables.editing import (
    edit_drafts,
    edit_revisions,
    inbox_handled,
    misses,
    reply_proposals,
    training_jobs,
    training_models,
)

__all__ = [
    "OPEN_STATES",
    "Instant",
    "absences",
    "advice",
    "agent_sessions",
    "agents",
    "audit",
    "banners",
    "callback_attempts",
    "callbacks",
    "case_alarms",
    "case_events",
    "case_forwards",
    "cases",
    "contacts",
    "conversations",
    "edit_drafts",
    "edit_revisions",
    "erasures",
    "form_drafts",
    "from_microseconds",
    "images",
    "inbox_handled",
    "messages",
    "metadata",
    "misses",
    "notes",
    "open311_keys",
    "outbox",
    "queue_stays",
    "ratings",
    "reply_proposals",
    "roster",
    "saved_forms",
    "to_microseconds",
    "training_jobs",
    "training_models",
]
