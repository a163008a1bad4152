"""Cases, and what comes and goes on their way."""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    Column,
    Date,
    Float,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
    false,
    text,
    true,
)

from handoff.storage.tables.columns import Instant, metadata

OPEN_STATES = ("received", "in_process")
"""In the order of the indexes' condition: whoever wants them used has to ask in the same words."""
_OPEN_CASE = text("status IN ('received', 'in_process')")
_OPEN_CASES: dict[str, tuple[str, ...]] = {
    "": (),
    "_unit": ("unit",),
    "_assignee": ("assignee_id",),
    "_service": ("service_code",),
}
_ON_BOARD = text("published_at IS NOT NULL AND status IN ('answered', 'closed')")
_BOARD_INDEXES: dict[str, tuple[str, ...]] = {
    "ix_cases_board": ("published_at", "id", "service_code", "kind", "language", "status"),
    "ix_cases_board_service": ("service_code", "published_at", "id", "kind", "language", "status"),
}
_FIGURES = ("received_at", "service_code", "unit", "kind", "channel", "language", "status", "done_at", "due_on")

cases = Table(
    "cases",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("code", String(20), nullable=False, unique=True),
    # The turn or request that made it: a retry finds the case instead of making a second one.
    Column("origin", String(36), nullable=False, unique=True),
    # Looked for by it whenever a conversation is deleted.
    Column("conversation_id", String(36), ForeignKey("conversations.id", ondelete="SET NULL"), index=True),
    Column("kind", String(20), nullable=False),
    Column("status", String(20), nullable=False),
    Column("title", String(120), nullable=False, server_default=""),
    Column("text", Text, nullable=False),
    Column("place", String(200), nullable=False),
    # WGS 84, degrees; both or neither.
    Column("lat", Float),
    Column("lon", Float),
    # How the sender wants to hear of it: none, email or sms; and under what name, if any, they wrote.
    Column("contact", String(10), nullable=False, server_default="none"),
    Column("email", String(254), nullable=False),
    Column("phone", String(20), nullable=False, server_default=""),
    Column("sender_name", String(80), nullable=False, server_default=""),
    Column("may_publish", Boolean, nullable=False, server_default=false()),
    Column("language", String(2), nullable=False),
    Column("channel", String(20), nullable=False),
    # Open311 service code, empty until routed, and who has chosen it: classifier, agent or sender.
    Column("service_code", String(40), nullable=False),
    Column("routed_by", String(20), nullable=False, server_default=""),
    # JSON of the proposed services with their probabilities, best first.
    Column("proposal", Text, nullable=False, server_default="[]"),
    Column("unit", String(40), nullable=False, server_default=""),
    Column("assignee_id", String(36), nullable=False, server_default=""),
    Column("version", Integer, nullable=False, server_default="0"),
    Column("received_at", Instant, nullable=False),
    Column("updated_at", Instant, nullable=False),
    # The promise: counted from the one day, kept by the other.
    Column("promised_from", Date, nullable=False),
    Column("due_on", Date, nullable=False),
    Column("escalated_at", Instant),
    # When the clock stopped: answered, rejected, transferred, merged or withdrawn.
    Column("done_at", Instant),
    # The case that it follows.
    Column("merged_into", String(36), nullable=False, server_default="", index=True),
    # Up to which event letters are written, and what the address for replies to them has.
    Column("told_seq", Integer, nullable=False, server_default="0"),
    Column("reply_token", String(16), nullable=False),
    # What the public board shows, as staff have worded it.
    Column("published_at", Instant),
    Column("public_title", String(120), nullable=False, server_default=""),
    Column("public_text", Text, nullable=False, server_default=""),
    Column("public_answer", Text, nullable=False, server_default=""),
    # Rounded, so that no place on the board is somebody's door (`handoff/cases/model.py`).
    Column("public_lat", Float),
    Column("public_lon", Float),
    # Whether others may be told that it is there: not what comes from the youth chat.
    Column("listed", Boolean, nullable=False, server_default=true()),
    Index("ix_cases_status_received_at", "status", "received_at"),
    Index("ix_cases_updated_at", "updated_at"),
    Index(
        "ix_cases_public_lat",
        "public_lat",
        "public_lon",
        sqlite_where=text("public_lat IS NOT NULL"),
        postgresql_where=text("public_lat IS NOT NULL"),
    ),
    # The staff's lists are of open cases, what is promised first at their top. Words have an index of their own in each
    # kind of database, see migration 0021 and `handoff.cases.search`.
    *(
        Index(f"ix_cases_open{name}", *columns, "due_on", "id", sqlite_where=_OPEN_CASE, postgresql_where=_OPEN_CASE)
        for name, columns in _OPEN_CASES.items()
    ),
    # Looked for at each look at the clock: what was answered so long ago that it is put away.
    Index(
        "ix_cases_answered",
        "done_at",
        sqlite_where=text("status = 'answered'"),
        postgresql_where=text("status = 'answered'"),
    ),
    # The list of all begins with the newest, also of one service or kind.
    Index("ix_cases_received_at", "received_at"),
    # The public board, newest first. What it is narrowed by stands in the index, so that no row is read for nothing.
    *(
        Index(name, *columns, sqlite_where=_ON_BOARD, postgresql_where=_ON_BOARD)
        for name, columns in _BOARD_INDEXES.items()
    ),
    # All that the figures are counted from: a year of them reads no case.
    Index("ix_cases_figures", *_FIGURES),
    Index("ix_cases_service_code_received_at", "service_code", "received_at", "id"),
    Index("ix_cases_kind_received_at", "kind", "received_at", "id"),
    Index("ix_cases_routed_by_received_at", "routed_by", "received_at"),
    Index("uq_cases_reply_token", "reply_token", unique=True),
)

# General advice by telephone or at a counter, of which no case is made: counted, without a word of it.
advice = Table(
    "advice",
    metadata,
    # The request that brought it: a retry is the same.
    Column("id", String(36), primary_key=True),
    Column("at", Instant, nullable=False),
    Column("agent_id", String(36), nullable=False),
    Column("channel", String(20), nullable=False),
    Column("language", String(2), nullable=False),
    Column("service_code", String(40), nullable=False),
    # All that is counted.
    Index("ix_advice_figures", "at", "service_code", "channel", "language"),
)

case_events = Table(
    "case_events",
    metadata,
    Column("case_id", String(36), ForeignKey("cases.id", ondelete="CASCADE"), primary_key=True),
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("kind", String(20), nullable=False),
    # sender, service, or the id of the agent who has done it.
    Column("actor", String(40), nullable=False),
    Column("at", Instant, nullable=False),
    Column("data", Text),
    # The request that brought it, where it may come twice.
    Column("origin", String(36)),
)

# Alarms that are still to come.
case_alarms = Table(
    "case_alarms",
    metadata,
    Column("case_id", String(36), ForeignKey("cases.id", ondelete="CASCADE"), primary_key=True),
    Column("kind", String(20), primary_key=True),
    Column("at", Instant, nullable=False),
    Index("ix_case_alarms_at", "at"),
)

# Who may send cases over Open311; the key itself is known to whoever it was given to.
open311_keys = Table(
    "open311_keys",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("key_hash", String(64), nullable=False, unique=True),
    Column("name", String(80), nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("revoked_at", Instant),
)

# Cases on their way to somebody else's Open311 server, and how they go there.
case_forwards = Table(
    "case_forwards",
    metadata,
    Column("case_id", String(36), ForeignKey("cases.id", ondelete="CASCADE"), primary_key=True),
    # The other side's service.
    Column("service_code", String(80), nullable=False),
    # pending, sent, closed, refused or unsure.
    Column("state", String(10), nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("next_at", Instant, nullable=False),
    # While a process is at it.
    Column("lease_until", Instant),
    # When a sending began whose outcome is not known: it has to be looked for before it is sent again.
    Column("sending_at", Instant),
    # What the other side calls it; until it says so perhaps a token.
    Column("remote_id", String(200), nullable=False, server_default=""),
    Column("remote_token", String(200), nullable=False, server_default=""),
    # A code, as in the outbox.
    Column("last_error", String(40), nullable=False, server_default=""),
    Column("created_at", Instant, nullable=False),
    Column("ended_at", Instant),
    Index(
        "ix_case_forwards_due",
        "next_at",
        sqlite_where=text("state IN ('pending', 'sent')"),
        postgresql_where=text("state IN ('pending', 'sent')"),
    ),
)

# Mail and text messages on their way; kept when sent, without the text and whom it went to.
outbox = Table(
    "outbox",
    metadata,
    Column("id", String(36), primary_key=True),
    # None of what concerns no case, as a form that is not finished.
    Column("case_id", String(36), index=True),
    # email or sms.
    Column("channel", String(10), nullable=False),
    # An address, or a telephone number in E.164.
    Column("recipient", String(254), nullable=False),
    Column("language", String(2), nullable=False),
    Column("subject", Text, nullable=False),
    Column("body_text", Text, nullable=False),
    Column("body_html", Text, nullable=False),
    # Made before it is queued: who gets it twice can tell.
    Column("message_id", String(300), nullable=False),
    Column("reply_to", String(320), nullable=False),
    Column("in_reply_to", Text, nullable=False),
    Column("created_at", Instant, nullable=False),
    # pending, sent, dead (given up, until somebody decides) or dropped.
    Column("state", String(10), nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("next_at", Instant, nullable=False),
    # While a process sends it.
    Column("lease_until", Instant),
    # A code; never what a server said, which may name the recipient.
    Column("last_error", String(40), nullable=False),
    # When it was sent, given up or dropped.
    Column("ended_at", Instant),
    Index(
        "ix_outbox_due",
        "next_at",
        sqlite_where=text("state = 'pending'"),
        postgresql_where=text("state = 'pending'"),
    ),
    Index("ix_outbox_ended_at", "ended_at"),
)

# Its files are named by its id, see `handoff/images/files.py`.
images = Table(
    "images",
    metadata,
    Column("id", String(36), primary_key=True),
    # None until its form is sent.
    Column("case_id", String(36), ForeignKey("cases.id", ondelete="CASCADE"), index=True),
    # SHA-256 of the token of the form that it was uploaded in.
    Column("draft", String(64), nullable=False),
    # From 1 to 5.
    Column("position", Integer, nullable=False),
    # Of the full size.
    Column("width", Integer, nullable=False),
    Column("height", Integer, nullable=False),
    Column("bytes", Integer, nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("created_at", Instant, nullable=False),
    # Whether everybody may see it.
    Column("public", Boolean, nullable=False, server_default=false()),
    UniqueConstraint("draft", "position"),
    UniqueConstraint("draft", "sha256"),
    Index(
        "ix_images_unattached",
        "created_at",
        sqlite_where=text("case_id IS NULL"),
        postgresql_where=text("case_id IS NULL"),
    ),
)

# The secret of the images of a conversation's form under way; gone once the form is sent.
form_drafts = Table(
    "form_drafts",
    metadata,
    Column("conversation_id", String(36), ForeignKey("conversations.id", ondelete="CASCADE"), primary_key=True),
    Column("draft", String(43), nullable=False),
)

# Forms that somebody means to finish another time. The code alone leads to one, and only its hash is here.
saved_forms = Table(
    "saved_forms",
    metadata,
    Column("code_hash", String(64), primary_key=True),
    # The turn that saved it: saved again by the same one, it gets another code.
    Column("origin", String(36), nullable=False, unique=True),
    # JSON, masked.
    Column("content", Text, nullable=False),
    Column("expires_at", Instant, nullable=False, index=True),
    # The conversation or page that goes on with it, and with whose case it is deleted.
    Column("opened_by", String(36), index=True),
)
