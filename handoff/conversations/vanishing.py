"""People who wait and have not been there for long: taken out of the queue, told so when they come back.

Who may be in danger is never taken out: the desk shows that they are not connected, and a person decides. Runs inside
one write operation of `Database`.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy import Connection, and_, or_

from handoff.audit.model import SERVICE
from handoff.conversations.model import Button, Changed, Conversation, Draft, Mode
from handoff.conversations.ownership import QUEUE_PREFIX, take_out
from handoff.conversations.rows import conversation_query, to_conversation
from handoff.conversations.texts import BUTTON_TITLES, system_event
from handoff.errors import Conflict
from handoff.queues.model import Queues
from handoff.storage.tables import conversations

_c = conversations.c


def take_out_vanished(
    connection: Connection, queues: Queues, now: datetime, *, unseen: Mapping[Mode, timedelta]
) -> list[Changed]:
    """Take everybody out of the queues who has not been there for so long, nor come into one since.

    Their place is kept a while (`presence.PLACE_KEPT`).
    """
    # A conversation that has just come back to the queue, from an agent say, waits the whole time once more.
    due = or_(
        *(
            and_(_c.mode == mode, _c.visitor_until < now - limit, _c.queued_at < now - limit)
            for mode, limit in unseen.items()
        )
    )
    query = conversation_query(now, with_place=False).where(_c.owner == "queue", due)
    query = query.where(_c.crisis.not_in(("suspected", "confirmed"))).order_by(_c.id)
    changes = []
    for conversation in map(to_conversation, connection.execute(query).all()):
        try:
            draft = _vanished(conversation, queues)
            changes.append(take_out(connection, conversation, draft, now, actor=SERVICE, keeps_place=True))
        except Conflict:  # another process has just done it, or an agent has claimed it
            continue
    return changes


def _vanished(conversation: Conversation, queues: Queues) -> Draft:
    """Return the message that it happened, with the way back into the same queue."""
    language = conversation.language
    if queues.only(conversation.mode) is None and conversation.queue:
        again = Button(BUTTON_TITLES["request_human"][language], QUEUE_PREFIX + conversation.queue)
        return system_event("vanished", language, offers=(again,), buttons=("give_feedback",))
    return system_event("vanished", language, buttons=("request_human", "give_feedback"))
