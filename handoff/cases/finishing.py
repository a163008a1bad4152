"""A feedback that a citizen began with the bot, sent by the agent who has finished it with them."""

from __future__ import annotations

from handoff.cases.model import Case, CaseKind, NewCase, wish_of
from handoff.cases.service import Cases
from handoff.conversations.ledger import Ledger
from handoff.conversations.left_forms import AGENT_CHANNEL
from handoff.conversations.model import AgentActor
from handoff.conversations.ownership import access, check_real, get_conversation
from handoff.conversations.unsaid import note_case


class Finishing:
    """Sends forms in the agents' own conversations."""

    def __init__(self, ledger: Ledger, cases: Cases) -> None:
        self._ledger = ledger
        self._cases = cases

    async def finish(
        self,
        agent: AgentActor,
        conversation_id: str,
        request_id: str,
        *,
        kind: CaseKind,
        text: str,
        place: str,
        email: str,
        phone: str,
    ) -> Case:
        """Store the case, once a request, and note it in the conversation; the bot's form is over with its next turn.

        Args:
            phone: In E.164, or empty; the answer goes there where there is no e-mail address.
        Raises:
            NotFound: no such conversation, or not this agent's (same error).
            Conflict: the agent only practises with it.
        """
        now = self._ledger.now
        conversation = await self._ledger.read(lambda c: access(c, agent, conversation_id, now()))
        check_real(conversation)
        case = await self._cases.submit(
            NewCase(
                mode=conversation.mode,
                origin=request_id,
                conversation_id=conversation.id,
                kind=kind,
                text=text,
                place=place.strip(),
                email=email.strip(),
                phone=phone,
                contact=wish_of(email.strip(), phone),
                language=conversation.language,
                channel=AGENT_CHANNEL,
            ),
            by=agent,
        )
        # Past the gate: a stored case is told to its sender, whoever has the conversation by now.
        noted = await self._ledger.write(
            conversation.id,
            lambda c: note_case(
                c, get_conversation(c, conversation.id, now()), request_id, case.code, case.due_on, now=now()
            ),
        )
        await self._ledger.publisher.messages(noted.audience, noted.messages)
        return case
