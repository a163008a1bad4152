"""What visitors and the bot do with conversations: store first, then tell everybody who should know."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import Connection

from handoff.conversations import erasing, messages, ownership, unsaid
from handoff.conversations.contact_details import ContactDetails
from handoff.conversations.ledger import Ledger, written
from handoff.conversations.masking import clean
from handoff.conversations.model import (
    Appended,
    Button,
    Changed,
    Conversation,
    Draft,
    HumanRequest,
    Language,
    Message,
    Mode,
    Page,
    Visitor,
)
from handoff.conversations.ports import FormResumer, TurnRunner, Watcher
from handoff.conversations.rating import Rating
from handoff.conversations.rating import offer as offer_rating
from handoff.conversations.rating import rate as rate_conversation
from handoff.conversations.staffing import staffed
from handoff.errors import InvalidPayload, NotFound
from handoff.queues.model import Opening, Queues
from handoff.settings import Settings


@dataclass(frozen=True, slots=True)
class OfferedQueue:
    """A queue as a visitor may choose it."""

    id: str
    title: str
    opening: Opening
    is_staffed: bool


class Conversations:
    """The visitors' side of the conversations."""

    def __init__(
        self,
        ledger: Ledger,
        turns: TurnRunner,
        settings: Settings,
        *,
        watch: Watcher,
        resuming: FormResumer,
        queues: Queues,
        contacts: ContactDetails,
    ) -> None:
        self._ledger = ledger
        self._contacts = contacts
        self._queues = queues
        self._watch = watch
        self._resuming = resuming
        self._turns = turns
        self._turn_time = settings.turn_time

    async def send(self, visitor: Visitor, message_id: str, text: str, *, sid: str = "") -> Message:
        """Store a visitor's message, masked, and set the bot to work if it is the bot's to answer."""
        draft = Draft(
            id=message_id, author="visitor", text=self._nameless(visitor, written(text)), language=visitor.language
        )
        return await self._append_from_visitor(visitor, draft, sid)

    def _nameless(self, visitor: Visitor, text: str) -> str:
        """Return the text without contact details, where whoever writes is anonymous."""
        return self._contacts.mask(text) if visitor.mode == "youth" else text

    async def choose(self, visitor: Visitor, message_id: str, seq: int, index: int, *, sid: str = "") -> Message:
        """Store the press of a button as the visitor's words; what it stands for never leaves the server.

        Raises:
            NotFound: no such message in the visitor's conversation.
            InvalidPayload: that message has no such button.
        """
        message = await self._ledger.read(lambda connection: self._find_own(connection, visitor, seq))
        if index >= len(message.buttons):
            raise InvalidPayload
        button = message.buttons[index]
        if button.payload.startswith(ownership.QUEUE_PREFIX):
            return await self._choose_queue(visitor, message_id, button)
        draft = Draft(
            id=message_id, author="visitor", text=button.title, language=visitor.language, choice=button.payload
        )
        return await self._append_from_visitor(visitor, draft, sid)

    async def _choose_queue(self, visitor: Visitor, message_id: str, button: Button) -> Message:
        """Store the press of a queue's button, which the bot does not answer, and ask for that queue's people.

        A form under way waits while they are on the way; where they are not to be had, it goes on.
        """
        queue_id = button.payload.removeprefix(ownership.QUEUE_PREFIX)
        queue = self._queues.find(queue_id, visitor.mode)
        # What the title said of who was there is not the visitor's to say.
        title = button.title if queue is None else queue.titles[visitor.language]
        draft = Draft(id=message_id, author="visitor", text=title, language=visitor.language)

        def choose(connection: Connection) -> tuple[Appended, HumanRequest | None]:
            now = self._ledger.now()
            appended = messages.append_from_visitor(connection, visitor, draft, now=now, turn_time=self._turn_time)
            if appended.duplicate:
                return appended, None
            messages.leave_unanswered(connection, appended.message.conversation_id)
            return appended, ownership.request_human(connection, visitor, self._queues, now, queue_id=queue_id)

        appended, request = await self._ledger.write(visitor.token_hash, choose)
        if request is not None:
            await self._ledger.publisher.messages(appended.audience, (appended.message,))
            if request.change is not None:
                await self._ledger.show_change(request.change)
            if request.outcome != "queued":
                self._resuming.start(request.conversation)
        return appended.message

    def _find_own(self, connection: Connection, visitor: Visitor, seq: int) -> Message:
        conversation = ownership.access(connection, visitor, None, self._ledger.now())
        message = messages.find_by_seq(connection, conversation.id, seq)
        if message is None:
            raise NotFound
        return message

    async def _append_from_visitor(self, visitor: Visitor, draft: Draft, sid: str) -> Message:
        def append(connection: Connection) -> Appended:
            return messages.append_from_visitor(
                connection, visitor, draft, now=self._ledger.now(), turn_time=self._turn_time
            )

        appended = await self._ledger.write(visitor.token_hash, append)
        if appended.turn is not None:
            self._turns.start(appended.turn)
        is_typed = not appended.message.choice
        if is_typed and appended.turn is None and (appended.owner != "agent" or visitor.mode == "youth"):
            # The bot's turn looks for danger itself. A message that comes while one is under way may never get a
            # turn, and one that is sent again may have been stored by a process that died before it had looked.
            # The city's agent reads along; in the youth chat the card is shown even so.
            self._watch.start(appended.message, visitor.mode)
        await self._ledger.show_message(appended, skip_sid=sid)
        if appended.reopened:
            await self._ledger.show_state(appended.message.conversation_id)
        return appended.message

    async def sync(self, visitor: Visitor, after: int) -> tuple[Conversation | None, Page]:
        """Return the visitor's conversation and what was said after the cursor; nothing if there is none yet."""

        def read(connection: Connection) -> tuple[Conversation | None, Page]:
            try:
                conversation = ownership.access(connection, visitor, None, self._ledger.now())
            except NotFound:
                return None, Page((), more=False)
            return conversation, messages.page_after(connection, conversation.id, after)

        return await self._ledger.read(read)

    async def set_language(self, visitor: Visitor, language: Language) -> Conversation:
        """Set the language of the conversation."""
        conversation = await self._ledger.write(
            visitor.token_hash, lambda c: ownership.set_language(c, visitor, language, self._queues, self._ledger.now())
        )
        await self._ledger.publisher.state(conversation)
        if conversation.owner != "bot":
            self._ledger.publisher.desk_changed()
        return conversation

    async def request_human(self, visitor: Visitor, queue_id: str = "") -> HumanRequest:
        """Queue the conversation for a person if that can be; say in the conversation what came of it.

        Raises:
            NotFound: no such queue.
        """
        return await self._requested(
            visitor.token_hash,
            lambda c: ownership.request_human(c, visitor, self._queues, self._ledger.now(), queue_id=queue_id),
        )

    async def offered_queues(self, mode: Mode, language: Language) -> list[OfferedQueue]:
        """Return the queues of a chat, and whether each is open, and anybody there, now."""
        now, queues = self._ledger.now(), self._queues.of(mode)
        there = await self._ledger.read(lambda c: staffed(c, [queue.id for queue in queues], language, now))
        return [
            OfferedQueue(
                queue.id, queue.titles[language], self._queues.opening(queue, language, now), queue.id in there
            )
            for queue in queues
        ]

    async def request_human_for_turn(self, conversation_id: str, message_id: str) -> HumanRequest:
        """Do the same for the bot, in its turn for a message.

        Raises:
            Conflict: that turn is over.
        """
        return await self._requested(
            conversation_id,
            lambda c: ownership.request_human_for_turn(
                c, conversation_id, message_id, self._queues, self._ledger.now()
            ),
        )

    async def _requested(self, key: str, operation: Callable[[Connection], HumanRequest]) -> HumanRequest:
        request = await self._ledger.write(key, operation)
        if request.change is not None:
            await self._ledger.show_change(request.change)
        return request

    async def leave_queue(self, visitor: Visitor) -> Conversation:
        """Give a waiting conversation back to the bot, which goes on with a form under way."""
        conversation = await self._ledger.change(
            visitor.token_hash, lambda c: ownership.leave_queue(c, visitor, self._ledger.now())
        )
        self._resuming.start(conversation)
        return conversation

    async def close_by_visitor(self, visitor: Visitor) -> Conversation:
        """End the visitor's conversation."""
        return await self._ledger.change(
            visitor.token_hash, lambda c: ownership.close_by_visitor(c, visitor, self._ledger.now())
        )

    async def rate(self, visitor: Visitor, rating: Rating) -> Conversation:
        """Keep the visitor's quick feedback on the conversation, its comment masked.

        Raises:
            NotFound: no conversation.
            Conflict: it has been rated before.
        """
        rating = replace(rating, comment=self._nameless(visitor, clean(rating.comment)))
        conversation = await self._ledger.write(
            visitor.token_hash, lambda c: rate_conversation(c, visitor, rating, self._ledger.now())
        )
        await self._ledger.publisher.state(conversation)
        return conversation

    async def offer_rating(self, visitor: Visitor) -> Conversation:
        """Note that the visitor is asked for quick feedback on the newest contact.

        Raises:
            NotFound: no conversation.
            Conflict: they have been asked, or have given it.
        """
        conversation = await self._ledger.write(
            visitor.token_hash, lambda c: offer_rating(c, visitor, self._ledger.now())
        )
        await self._ledger.publisher.state(conversation)
        return conversation

    async def erase(self, visitor: Visitor) -> None:
        """Erase the visitor's conversation; whoever had it sees it no more.

        Raises:
            NotFound: there is none.
        """
        gone = await self._ledger.write(visitor.token_hash, lambda c: erasing.erase(c, visitor, self._ledger.now()))
        await self._ledger.publisher.erased(gone)
        if gone.owner != "bot" or gone.callback:
            self._ledger.publisher.desk_changed()

    async def mode_of(self, conversation_id: str) -> Mode:
        """Return which chat a conversation is of.

        Raises:
            NotFound: missing.
        """
        found = await self._ledger.read(lambda c: ownership.get_conversation(c, conversation_id, self._ledger.now()))
        return found.mode

    async def announce_case(self, visitor: Visitor, code: str, due_on: date, message_id: str) -> None:
        """Note a case, once, in the visitor's conversation, which is made if need be."""

        def append(connection: Connection) -> Changed:
            now = self._ledger.now()
            messages.open_conversation(connection, visitor, now)
            conversation = ownership.access(connection, visitor, None, now)
            return unsaid.note_case(connection, conversation, message_id, code, due_on, now=now)

        changed = await self._ledger.write(visitor.token_hash, append)
        await self._ledger.publisher.messages(changed.audience, changed.messages)

    async def announce_case_of_turn(self, conversation_id: str, message_id: str, code: str, due_on: date) -> None:
        """Note a case that the bot has taken, unless the bot is about to tell it itself."""
        changed = await self._ledger.write(
            conversation_id,
            lambda c: unsaid.note_if_turn_is_over(c, conversation_id, message_id, code, due_on, now=self._ledger.now()),
        )
        await self._ledger.publisher.messages(changed.audience, changed.messages)

    async def visitor_typing(self, visitor: Visitor, on: bool) -> None:
        """Show the agent that the visitor types."""
        conversation, _ = await self.sync(visitor, 2**31 - 1)
        if conversation is not None and conversation.owner == "agent":
            await self._ledger.publisher.typing(conversation.audience, conversation.id, "visitor", on)
