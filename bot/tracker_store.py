"""Persistent, bounded tracker store: one row per conversation.

Rasa's SQL store writes a row per event and reads them all for every message; besides, Rasa replays a
tracker's events several times a turn. So a conversation would grow slower with every turn. Here the older
part of a long tracker is compacted into the events that rebuild its state: slots and the form under way
survive, the words of old turns do not (the service keeps the conversation itself).
"""

from __future__ import annotations

import asyncio
import json
import time
from typing import Any, Iterable

import sqlalchemy as sa
from rasa.core.brokers.broker import EventBroker
from rasa.core.tracker_store import SerializedTrackerAsText, TrackerStore
from rasa.shared.core.constants import ACTION_LISTEN_NAME, ACTION_SESSION_START_NAME, REQUESTED_SLOT
from rasa.shared.core.conversation import Dialogue
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, ActiveLoop, Event, SessionStarted, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.exceptions import RasaException
from rasa.shared.utils.common import all_subclasses

MAX_EVENTS = 40
"""A turn within a form is some 8 events. Rasa's policy looks at every one of them several times a turn."""
KEPT_TURNS = 3
"""The last turns stay word for word: the channel finds the reply to a repeated message there."""

_EVENT_CLASSES: dict[str, type[Event]] = {event_class.type_name: event_class for event_class in all_subclasses(Event)}

_METADATA = sa.MetaData()
_TRACKERS = sa.Table(
    "trackers",
    _METADATA,
    sa.Column("conversation", sa.String(255), primary_key=True),
    sa.Column("events", sa.Text, nullable=False),
    sa.Column("updated_at", sa.Float, nullable=False, index=True),
)


class BoundedTrackerStore(TrackerStore, SerializedTrackerAsText):
    """Trackers in SQLite or PostgreSQL, chosen by SQLAlchemy URL (`url` in endpoints.yml).

    Database work runs in threads, so a slow database delays one conversation and not all of them.
    The channel holds the conversation's lock, so one row is never written twice at a time.
    """

    def __init__(
        self,
        domain: Domain | None = None,
        host: str | None = None,
        event_broker: EventBroker | None = None,
        **kwargs: Any,
    ) -> None:
        if not host:
            raise RasaException("The tracker store needs `url` in endpoints.yml (LUUKKU_TRACKER_URL).")
        self._engine = _engine(host)
        _METADATA.create_all(self._engine)
        super().__init__(domain, event_broker, **kwargs)

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Store the tracker, compacted if it has grown long."""
        row = {"events": self.serialise_tracker(compacted(tracker)), "updated_at": time.time()}
        await asyncio.to_thread(self._write, tracker.sender_id, row)

    async def retrieve(self, sender_id: str) -> DialogueStateTracker | None:
        """The tracker of a conversation, or None."""
        text = await asyncio.to_thread(self._read, sender_id)
        return None if text is None else self.deserialise_tracker(sender_id, text)

    async def delete(self, sender_id: str) -> None:
        """Erase a conversation; erasing what is not there is fine."""
        await asyncio.to_thread(self._erase, sender_id)

    async def keys(self) -> Iterable[str]:
        """Ids of all stored conversations."""
        return await asyncio.to_thread(self._conversations)

    def deserialise_tracker(self, sender_id: str, serialised_tracker: str) -> DialogueStateTracker:
        """The tracker of stored events. Rasa's own way searches all event classes anew for each event: 5 ms a turn."""
        tracker = self.init_tracker(sender_id)
        stored = json.loads(serialised_tracker)["events"]
        events = [_EVENT_CLASSES[parameters["event"]]._from_parameters(parameters) for parameters in stored]
        tracker.recreate_from_dialogue(Dialogue(sender_id, events))
        return tracker

    def close(self) -> None:
        """Close the database's connections."""
        self._engine.dispose()

    def _write(self, sender_id: str, row: dict[str, Any]) -> None:
        with self._engine.begin() as connection:
            update = _TRACKERS.update().where(_TRACKERS.c.conversation == sender_id).values(row)
            if connection.execute(update).rowcount == 0:
                connection.execute(_TRACKERS.insert().values(conversation=sender_id, **row))

    def _read(self, sender_id: str) -> str | None:
        with self._engine.connect() as connection:
            query = sa.select(_TRACKERS.c.events).where(_TRACKERS.c.conversation == sender_id)
            return connection.execute(query).scalar_one_or_none()

    def _erase(self, sender_id: str) -> None:
        with self._engine.begin() as connection:
            connection.execute(_TRACKERS.delete().where(_TRACKERS.c.conversation == sender_id))

    def _conversations(self) -> list[str]:
        with self._engine.connect() as connection:
            return list(connection.execute(sa.select(_TRACKERS.c.conversation)).scalars())

    @staticmethod
    def serialise_tracker(tracker: DialogueStateTracker) -> str:
        """The tracker's events as JSON."""
        return json.dumps(tracker.as_dialogue().as_dict(), ensure_ascii=False)


def compacted(tracker: DialogueStateTracker) -> DialogueStateTracker:
    """The tracker itself, or an equivalent one whose older events are replaced by the state they led to."""
    events = list(tracker.events)
    if len(events) <= MAX_EVENTS:
        return tracker
    turns = [index for index, event in enumerate(events) if isinstance(event, UserUttered)]
    if len(turns) <= KEPT_TURNS:
        return tracker
    first_kept = turns[-KEPT_TURNS]
    slots = list(tracker.slots.values())
    before = DialogueStateTracker.from_events(tracker.sender_id, events[:first_kept], slots=slots)
    return DialogueStateTracker.from_events(
        tracker.sender_id, _state_events(before, events[first_kept].timestamp) + events[first_kept:], slots=slots
    )


def _state_events(tracker: DialogueStateTracker, timestamp: float) -> list[Event]:
    """Events that rebuild slots and the form under way, ending where the visitor is listened to."""
    events: list[Event] = [ActionExecuted(ACTION_SESSION_START_NAME), SessionStarted()]
    loop = tracker.active_loop_name
    if loop:
        # The form's own execution comes first, else Rasa would take its next one for an activation.
        events += [ActionExecuted(loop), ActiveLoop(loop)]
    values = {name: slot.value for name, slot in tracker.slots.items() if slot.value is not None}
    requested = values.pop(REQUESTED_SLOT, None)
    events += [SlotSet(name, value) for name, value in values.items()]
    if requested is not None:
        events.append(SlotSet(REQUESTED_SLOT, requested))
    events.append(ActionExecuted(ACTION_LISTEN_NAME))
    for event in events:
        event.timestamp = timestamp
    return events


def _engine(url: str) -> sa.engine.Engine:
    if sa.engine.make_url(url).get_backend_name() != "sqlite":
        return sa.create_engine(url, pool_pre_ping=True)
    # SQLAlchemy 1.4 opens a SQLite file anew for each statement unless told to keep a pool.
    engine = sa.create_engine(url, poolclass=sa.pool.QueuePool, connect_args={"check_same_thread": False})

    @sa.event.listens_for(engine, "connect")
    def use_write_ahead_log(connection: Any, _: Any) -> None:
        cursor = connection.cursor()
        cursor.execute("PRAGMA journal_mode=WAL")
        # Survives a killed process; a power cut may lose the last turn, which the service then sends again.
        cursor.execute("PRAGMA synchronous=NORMAL")
        cursor.close()

    return engine
