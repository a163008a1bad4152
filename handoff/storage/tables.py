"""Every table. Alembic's migrations create them; a test holds the two together."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    Time,
    TypeDecorator,
    UniqueConstraint,
    false,
    text,
    true,
)

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


def to_microseconds(value: datetime) -> int:
    """Return microseconds since 1970; a naive datetime is a TypeError."""
    return (value - _EPOCH) // _MICROSECOND


def from_microseconds(value: int) -> datetime:
    """Return the aware datetime."""
    return _EPOCH + timedelta(microseconds=value)


class Instant(TypeDecorator[datetime]):
    """An aware UTC datetime, kept as microseconds since 1970: compares and sorts alike in every database."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, _dialect: Any) -> int | None:
        """Return microseconds since 1970; a naive datetime is a TypeError."""
        return None if value is None else to_microseconds(value)

    def process_result_value(self, value: int | None, _dialect: Any) -> datetime | None:
        """Return the aware datetime."""
        return None if value is None else from_microseconds(value)


metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

agents = Table(
    "agents",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("username", String(80), nullable=False, unique=True),
    Column("name", String(120), nullable=False),
    Column("role", String(20), nullable=False),
    Column("password_hash", String(200), nullable=False),
    Column("availability", String(20), nullable=False),
    Column("availability_since", Instant),
    Column("present_until", Instant),
    # Skills: ids of queues between blanks, and languages; empty: all. `seats`: how many conversations at once.
    Column("queues", String(400), nullable=False, server_default=""),
    Column("languages", String(20), nullable=False, server_default=""),
    Column("seats", Integer, nullable=False, server_default="4"),
    # Units whose cases are on their list, between blanks; empty: all.
    Column("units", String(400), nullable=False, server_default=""),
    # Since when nothing has been given to them: the longest-idle agent is offered the next conversation.
    Column("idle_since", Instant),
    Column("created_at", Instant, nullable=False),
    # From then on nobody signs in by it; its name stays in what was said.
    Column("deactivated_at", Instant),
)

# When an agent is expected, by the week on Helsinki's clock; Monday is 0. What ends at or before its beginning ends
# on the next day.
roster = Table(
    "roster",
    metadata,
    Column("agent_id", String(36), ForeignKey("agents.id", ondelete="CASCADE"), primary_key=True),
    Column("day", Integer, primary_key=True, autoincrement=False),
    Column("begins", Time, primary_key=True),
    Column("ends", Time, nullable=False),
)

# Days on which an agent is not expected, both included; the reason is a kind, never a text.
absences = Table(
    "absences",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("agent_id", String(36), ForeignKey("agents.id", ondelete="CASCADE"), nullable=False),
    Column("first", Date, nullable=False),
    Column("last", Date, nullable=False),
    Column("kind", String(10), nullable=False),
    Index("ix_absences_agent_id_last", "agent_id", "last"),
)

agent_sessions = Table(
    "agent_sessions",
    metadata,
    Column("token_hash", String(64), primary_key=True),
    Column("agent_id", String(36), ForeignKey("agents.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("expires_at", Instant, nullable=False),
)

conversations = Table(
    "conversations",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("token_hash", String(64), nullable=False, unique=True),
    Column("mode", String(10), nullable=False),
    Column("language", String(2), nullable=False),
    Column("page", String(500), nullable=False),
    Column("owner", String(10), nullable=False),
    Column("agent_id", String(36), ForeignKey("agents.id")),
    Column("version", Integer, nullable=False),
    Column("last_seq", Integer, nullable=False),
    # The newest message of the visitor, and the newest one the bot is done with: apart while a turn is owed.
    Column("visitor_seq", Integer, nullable=False),
    Column("answered_seq", Integer, nullable=False),
    # The newest message that an agent has seen.
    Column("seen_seq", Integer, nullable=False, server_default="0"),
    # What that began the contact under way, none between contacts; the first of it that the bot has answered.
    Column("contact_seq", Integer),
    Column("contact_answer_seq", Integer),
    # The newest message when the visitor had just been asked what an answer lacked.
    Column("unhelped_seq", Integer),
    # Until then one process is running the bot's turn.
    Column("turn_until", Instant),
    # Which one it waits in, or waited in last; empty before the first time.
    Column("queue", String(40), nullable=False, server_default=""),
    Column("queued_at", Instant),
    # A chat that lost its agent, or in which somebody may be in danger, waits before everybody else.
    Column("queue_front", Boolean, nullable=False),
    # In which language that was promised; whoever goes over to another keeps it where nobody serves the other. Empty
    # with the bot.
    Column("queue_language", String(2), nullable=False, server_default=""),
    # When the wait that was told at its beginning is over; none was told where nobody knows.
    Column("told_until", Instant),
    # Until then the visitor counts as there: kept up only while they wait or an agent has it.
    Column("visitor_until", Instant),
    # Since when who was taken out of the queue for not being there had waited: soon back, they have the place again.
    Column("place_since", Instant),
    Column("lease_until", Instant),
    # While it waits: to whom alone it is offered until when, and by whom if it is a colleague's transfer.
    Column("offered_to", String(36)),
    Column("offered_until", Instant),
    Column("offered_by", String(120), nullable=False, server_default=""),
    # While it waits: who has said no to it, JSON of {agent: until when, in microseconds}.
    Column("declined", Text, nullable=False, server_default=""),
    # While an agent has it: colleagues in it, JSON of [[id, name], …], and asked into it, with until when in
    # microseconds.
    Column("members", Text, nullable=False, server_default=""),
    Column("invited", Text, nullable=False, server_default=""),
    # What it was about, as the agent who closed it said.
    Column("tag", String(40), nullable=False, server_default=""),
    # Whether quick feedback on the newest contact has been offered: empty, asked or given.
    Column("rating", String(10), nullable=False, server_default=""),
    # Whether somebody may be in danger: empty, suspected, confirmed or cleared.
    Column("crisis", String(10), nullable=False, server_default=""),
    # The scenario that an agent practises with, and who that is; empty: somebody real.
    Column("practice", String(40), nullable=False, server_default=""),
    Column("practised_by", String(36)),
    Column("created_at", Instant, nullable=False),
    Column("active_at", Instant, nullable=False),
    Column("closed_at", Instant),
    Index("ix_conversations_owner_queue", "owner", "queue", "queue_front", "queued_at"),
    Index("ix_conversations_active_at", "active_at"),
    Index("ix_conversations_closed_at", "closed_at"),
    Index(
        "ix_conversations_owed",
        "turn_until",
        sqlite_where=text("visitor_seq > answered_seq"),
        postgresql_where=text("visitor_seq > answered_seq"),
    ),
    Index(
        "ix_conversations_practised_by",
        "practised_by",
        sqlite_where=text("practised_by IS NOT NULL"),
        postgresql_where=text("practised_by IS NOT NULL"),
    ),
)

# One row per wait, kept when the conversation is erased: its id says nothing by itself.
queue_stays = Table(
    "queue_stays",
    metadata,
    Column("conversation_id", String(36), primary_key=True),
    # The conversation's, under which it waits.
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("queue", String(40), nullable=False),
    Column("mode", String(10), nullable=False),
    Column("language", String(2), nullable=False),
    Column("place", Integer, nullable=False),
    Column("queued_at", Instant, nullable=False),
    Column("left_at", Instant),
    # Empty while it lasts; claimed, left, closed, callback, case, vanished, ended, or moved on by a supervisor.
    Column("ending", String(10), nullable=False, server_default=""),
    Column("agent_id", String(36)),
    Index("ix_queue_stays_left_at", "left_at"),
)

# One row per contact, from which the reports are made: kept when the conversation is erased, for it tells of nobody.
contacts = Table(
    "contacts",
    metadata,
    Column("conversation_id", String(36), primary_key=True),
    # Of the message that began it: clocks may stand still or go back, numbers do not.
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("opened_at", Instant, nullable=False),
    # The date of opening in Helsinki.
    Column("day", Date, nullable=False),
    Column("mode", String(10), nullable=False),
    # As they are now, or were at the end; the queue whose people were asked for last, empty: no person was asked for.
    Column("language", String(2), nullable=False),
    Column("queue", String(40), nullable=False, server_default=""),
    Column("tag", String(40), nullable=False, server_default=""),
    Column("bot_answered", Boolean, nullable=False, server_default=false()),
    # The FAQ entry of the bot's first answer.
    Column("answered_entry", String(80), nullable=False, server_default=""),
    # The visitor's newest verdict on an answer of the bot.
    Column("not_helped", Boolean, nullable=False, server_default=false()),
    # A person was asked for, and none could be had.
    Column("turned_away", Boolean, nullable=False, server_default=false()),
    # A call was asked for.
    Column("callback_asked", Boolean, nullable=False, server_default=false()),
    Column("hand_overs", Integer, nullable=False, server_default="0"),
    Column("first_agent_at", Instant),
    # While an agent has it; `agents_s` are the seconds of those before.
    Column("agent_since", Instant),
    Column("agents_s", Integer, nullable=False, server_default="0"),
    Column("ended_at", Instant),
    # Empty while it lasts; agent, visitor, silence or erased.
    Column("ending", String(10), nullable=False, server_default=""),
    Index("ix_contacts_day", "day"),
    Index(
        "ix_contacts_open",
        "opened_at",
        sqlite_where=text("ended_at IS NULL"),
        postgresql_where=text("ended_at IS NULL"),
    ),
)

# Erased here already; the assistant's own store is next.
erasures = Table(
    "erasures",
    metadata,
    Column("conversation_id", String(36), primary_key=True),
    Column("asked_at", Instant, nullable=False),
)

# Kept when the conversation is erased, without the comment.
ratings = Table(
    "ratings",
    metadata,
    Column("conversation_id", String(36), primary_key=True),
    # The contact's, see there.
    Column("contact_seq", Integer, primary_key=True, autoincrement=False, server_default="0"),
    Column("mode", String(10), nullable=False),
    Column("queue", String(40), nullable=False),
    Column("language", String(2), nullable=False),
    # From 1 to 5, and from 0 to 10.
    Column("succeeded", Integer),
    Column("recommends", Integer),
    Column("comment", Text, nullable=False),
    Column("at", Instant, nullable=False),
    Index("ix_ratings_at", "at"),
)

# Kept when it is over or the conversation is erased, without phone and text.
callbacks = Table(
    "callbacks",
    metadata,
    # Made by the visitor's browser: a retry finds the callback instead of making a second one.
    Column("id", String(36), primary_key=True),
    Column("conversation_id", String(36), nullable=False),
    Column("queue", String(40), nullable=False),
    Column("language", String(2), nullable=False),
    # E.164.
    Column("phone", String(20), nullable=False),
    Column("window_from", Instant, nullable=False),
    Column("window_until", Instant, nullable=False),
    Column("text", Text, nullable=False),
    # open, claimed, done, failed or withdrawn.
    Column("state", String(10), nullable=False),
    Column("agent_id", String(36), ForeignKey("agents.id")),
    Column("created_at", Instant, nullable=False),
    Column("changed_at", Instant, nullable=False),
    Index(
        "uq_callbacks_live",
        "conversation_id",
        unique=True,
        sqlite_where=text("state IN ('open', 'claimed')"),
        postgresql_where=text("state IN ('open', 'claimed')"),
    ),
    Index("ix_callbacks_changed_at", "changed_at"),
)

callback_attempts = Table(
    "callback_attempts",
    metadata,
    # Made by the agent's browser, as above.
    Column("id", String(36), primary_key=True),
    Column("callback_id", String(36), ForeignKey("callbacks.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("agent_id", String(36), ForeignKey("agents.id"), nullable=False),
    # reached, no_answer or wrong_number.
    Column("outcome", String(20), nullable=False),
    Column("at", Instant, nullable=False),
)

banners = Table(
    "banners",
    metadata,
    # Made by the supervisor's browser: a retry changes the banner instead of making a second one.
    Column("id", String(36), primary_key=True),
    # outage or rush.
    Column("kind", String(10), nullable=False),
    Column("fi", Text, nullable=False),
    Column("sv", Text, nullable=False),
    Column("en", Text, nullable=False),
    Column("in_city", Boolean, nullable=False),
    Column("in_youth", Boolean, nullable=False),
    # Also when somebody has ended it.
    Column("ends_at", Instant),
    Column("set_at", Instant, nullable=False),
    Column("set_by", String(36), ForeignKey("agents.id"), nullable=False),
    Column("changed_at", Instant, nullable=False),
    Column("changed_by", String(36), ForeignKey("agents.id"), nullable=False),
    Index("ix_banners_ends_at", "ends_at"),
)

messages = Table(
    "messages",
    metadata,
    Column("conversation_id", String(36), ForeignKey("conversations.id", ondelete="CASCADE"), primary_key=True),
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("id", String(36), nullable=False),
    Column("author", String(10), nullable=False),
    Column("name", String(120), nullable=False),
    Column("text", Text, nullable=False),
    Column("language", String(2), nullable=False),
    Column("at", Instant, nullable=False),
    # JSON of what only some messages have: buttons, links, event, choice, understanding.
    Column("extra", Text),
    UniqueConstraint("conversation_id", "id"),
    # SQLite then keeps a conversation's messages together, in one tree instead of two.
    sqlite_with_rowid=False,
)

# What agents tell each other; the visitor never sees it.
notes = Table(
    "notes",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("conversation_id", String(36), ForeignKey("conversations.id", ondelete="CASCADE"), nullable=False),
    Column("kind", String(10), nullable=False),
    Column("agent_id", String(36), nullable=False),
    Column("name", String(120), nullable=False),
    Column("text", Text, nullable=False),
    Column("at", Instant, nullable=False),
    Index("ix_notes_conversation_id", "conversation_id", "at"),
)

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

# What editors learn from; `handoff.conversations.misses` says what gets here.
misses = Table(
    "misses",
    metadata,
    Column("conversation_id", String(36), ForeignKey("conversations.id", ondelete="CASCADE"), primary_key=True),
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("text", Text, nullable=False),
    # By which the same text is known again.
    Column("text_key", String(32), nullable=False, server_default=""),
    Column("language", String(2), nullable=False),
    Column("reason", String(12), nullable=False, server_default="missed"),
    Column("decision", String(20), nullable=False),
    # JSON: the intents that were offered.
    Column("options", Text, nullable=False),
    # The FAQ entry that was answered, empty if none was.
    Column("answered", String(60), nullable=False, server_default=""),
    Column("at", Instant, nullable=False),
    Index("ix_misses_at", "at"),
    Index("ix_misses_text_key", "text_key"),
)

# What an agent has answered and finds good enough for everybody.
reply_proposals = Table(
    "reply_proposals",
    metadata,
    Column("conversation_id", String(36), ForeignKey("conversations.id", ondelete="CASCADE"), primary_key=True),
    # Of the agent's message.
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("id", String(36), nullable=False, unique=True),
    Column("question", Text, nullable=False),
    Column("reply", Text, nullable=False),
    Column("language", String(2), nullable=False),
    Column("agent_id", String(36), nullable=False),
    Column("agent_name", String(120), nullable=False),
    Column("at", Instant, nullable=False),
    Column("handled", Boolean, nullable=False, server_default=false()),
    Index("ix_reply_proposals_open", "handled", "at"),
)

# What editors have done with a text, without the text: it does not come up again.
inbox_handled = Table(
    "inbox_handled",
    metadata,
    Column("text_key", String(32), primary_key=True),
    Column("how", String(12), nullable=False),
    Column("entry_id", String(60), nullable=False),
    # Of all that were handled by one press of a button, so that it can be undone.
    Column("batch", String(36), nullable=False, index=True),
    Column("agent_id", String(36), nullable=False),
    Column("agent_name", String(120), nullable=False),
    Column("at", Instant, nullable=False),
)

# What an answer or another text is to become; they themselves are files. On each shelf stands one kind.
edit_drafts = Table(
    "edit_drafts",
    metadata,
    Column("shelf", String(20), primary_key=True),
    Column("entry_id", String(60), primary_key=True),
    # Whether the entry is to be taken out of the files.
    Column("withdraws", Boolean, nullable=False, server_default=false()),
    # Another one each time that it is saved.
    Column("version", String(36), nullable=False),
    # The fingerprint of the file that it was written on top of.
    Column("base", String(64), nullable=False),
    # JSON.
    Column("content", Text, nullable=False),
    Column("agent_id", String(36), nullable=False),
    Column("agent_name", String(120), nullable=False),
    Column("at", Instant, nullable=False),
)

# What each was, from when on and by whom. The newest is in the file, or is written there by who sees that it is
# not: its fingerprint is empty until then.
edit_revisions = Table(
    "edit_revisions",
    metadata,
    Column("shelf", String(20), primary_key=True),
    Column("entry_id", String(60), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("kind", String(10), nullable=False),
    Column("content", Text, nullable=False),
    Column("agent_id", String(36), nullable=False),
    Column("agent_name", String(120), nullable=False),
    Column("at", Instant, nullable=False),
    Column("base", String(64), nullable=False),
    Column("fingerprint", String(64), nullable=False),
)

# Checks and publications of the assistant, one at a time; whoever works on one says so in `beat_at`.
training_jobs = Table(
    "training_jobs",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("kind", String(10), nullable=False),
    Column("state", String(10), nullable=False),
    # JSON: the version of each draft.
    Column("drafts", Text, nullable=False),
    Column("agent_id", String(36), nullable=False),
    Column("agent_name", String(120), nullable=False),
    Column("reason", Text, nullable=False),
    Column("at", Instant, nullable=False, index=True),
    Column("beat_at", Instant, nullable=False),
    Column("ended_at", Instant),
    Column("stage", String(80), nullable=False),
    Column("done", Integer, nullable=False),
    Column("total", Integer, nullable=False),
    Column("refusal", String(20), nullable=False),
    Column("detail", Text, nullable=False),
    Column("model", String(80), nullable=False),
    # JSON.
    Column("figures", Text, nullable=False),
)

# Models that were live, each with its data: the number of every answer's revision then, as JSON.
training_models = Table(
    "training_models",
    metadata,
    Column("name", String(80), primary_key=True),
    Column("agent_name", String(120), nullable=False),
    Column("at", Instant, nullable=False),
    Column("revisions", Text, nullable=False),
    Column("figures", Text, nullable=False),
)

# Append-only: triggers refuse to change or delete a line. It outlives the conversations that it names.
audit = Table(
    "audit",
    metadata,
    Column("id", BigInteger().with_variant(Integer, "sqlite"), primary_key=True),
    Column("at", Instant, nullable=False),
    # agent, visitor or service; the agent's name as it was then.
    Column("actor", String(10), nullable=False),
    Column("agent_id", String(36), nullable=False),
    Column("agent_name", String(120), nullable=False),
    Column("action", String(30), nullable=False),
    Column("conversation_id", String(36), nullable=False),
    # JSON of codes and counts, of whom else it concerns, and of the conversations where there are many.
    Column("detail", Text, nullable=False),
    Index("ix_audit_action", "action"),
    Index("ix_audit_agent_id", "agent_id"),
    Index("ix_audit_conversation_id", "conversation_id"),
)
