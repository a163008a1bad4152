"""Conversations, what is said in them, and what is counted of them."""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
    false,
    text,
)

from handoff.storage.tables.columns import Instant, metadata

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
