"""What supervisors see, as the wire shows it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import datetime

from handoff.accounts.people import Person
from handoff.conversations.live import Live
from handoff.conversations.model import Conversation
from handoff.conversations.pseudonyms import Pseudonyms
from handoff.realtime.supervisor_replies import (
    AbsenceView,
    LiveAgentView,
    LiveConversationView,
    LiveQueueView,
    LiveView,
    PersonView,
    ShiftView,
)
from handoff.realtime.views import gone_since, pseudonym_view, time_text


def live_view(live: Live, people: Iterable[Person], now: datetime, pseudonyms: Pseudonyms) -> LiveView:
    """Return everything that supervisors watch: first who should be here and is not, and who waits."""
    taken = Counter(c.agent_id for c in live.handed_over if c.owner == "agent")
    names = {person.agent.id: person.agent.name for person in people}
    active = sorted((p for p in people if p.is_active), key=lambda p: (not p.is_missing(now), not p.is_connected))
    in_order = sorted(live.handed_over, key=lambda c: c.owner != "queue")
    return LiveView(
        queues=_queues(live),
        agents=[_agent(person, taken[person.agent.id], now) for person in active],
        conversations=[_conversation(c, live, names, pseudonyms) for c in in_order],
    )


def _queues(live: Live) -> list[LiveQueueView]:
    waiting: dict[tuple[str, str], list[datetime]] = {}
    for c in live.handed_over:
        if c.owner == "queue" and c.queued_at is not None:
            waiting.setdefault((c.queue, c.language), []).append(c.queued_at)
    return [
        LiveQueueView(
            queue=queue,
            language=language,  # type: ignore[arg-type]
            waiting=len(waiting.get((queue, language), ())),
            longest_since=_time(min(waiting.get((queue, language), ()), default=None)),
            claimed=live.claimed[queue, language],
            abandoned=live.abandoned[queue, language],
        )
        for queue, language in sorted({*waiting, *live.claimed, *live.abandoned})
    ]


def _agent(person: Person, taken: int, now: datetime) -> LiveAgentView:
    agent = person.agent
    return LiveAgentView(
        id=agent.id,
        name=agent.name,
        role=agent.role,
        availability=agent.availability,
        since=_time(person.since),
        taken=taken,
        seats=agent.skills.seats,
        queues=list(agent.skills.queues),
        languages=list(agent.skills.languages),  # type: ignore[arg-type]
        is_connected=person.is_connected,
        is_absent=agent.is_absent,
        is_missing=person.is_missing(now),
    )


def _conversation(c: Conversation, live: Live, names: dict[str, str], pseudonyms: Pseudonyms) -> LiveConversationView:
    is_waiting = c.owner == "queue"
    held_for = "" if c.offer is None else c.offer.to
    return LiveConversationView(
        conversation=c.id,
        version=c.version,
        mode=c.mode,
        language=c.language,
        served_in=c.served_in,
        queue=c.queue,
        is_waiting=is_waiting,
        agent=held_for if is_waiting else c.agent_id or "",
        agent_name=names.get(held_for, "") if is_waiting else c.agent_name,
        since=_time(c.queued_at if is_waiting else live.claimed_at.get(c.id)),
        crisis=c.crisis,
        gone_since=gone_since(c),
        pseudonym=pseudonym_view(c.id, c.mode, pseudonyms),
    )


def person_view(person: Person, now: datetime) -> PersonView:
    """Return an account."""
    agent = person.agent
    return PersonView(
        id=agent.id,
        username=agent.username,
        name=agent.name,
        role=agent.role,
        is_active=person.is_active,
        is_absent=agent.is_absent,
        is_missing=person.is_missing(now),
        seats=agent.skills.seats,
        units=list(agent.skills.units),
        queues=list(agent.skills.queues),
        languages=list(agent.skills.languages),  # type: ignore[arg-type]
        shifts=[ShiftView(s.day, f"{s.begins:%H:%M}", f"{s.ends:%H:%M}") for s in person.roster.shifts],
        absences=[AbsenceView(a.id, a.first.isoformat(), a.last.isoformat(), a.kind) for a in person.roster.absences],
    )


def _time(at: datetime | None) -> str:
    return "" if at is None else time_text(at)
