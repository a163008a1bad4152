"""The `/visitor` namespace: what a citizen's browser may ask."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Any

from socketio.exceptions import ConnectionRefusedError as Refusal

from handoff.accounts.service import hash_token
from handoff.banners.service import Banners
from handoff.callbacks.service import Callbacks
from handoff.cases.form_images import FormImages
from handoff.cases.instead_of_waiting import InsteadOfWaiting
from handoff.cases.model import NewCase
from handoff.cases.service import Cases
from handoff.conversations.masking import clean
from handoff.conversations.model import Message, Visitor
from handoff.conversations.rating import Rating
from handoff.conversations.service import Conversations
from handoff.errors import InvalidPayload, LuukkuError, NotFound, Unauthenticated
from handoff.queues.windows import Window
from handoff.realtime import limits
from handoff.realtime.callback_views import banner_view, choice_reply
from handoff.realtime.hub import mode_room
from handoff.realtime.limits import AddressKeys, Limit, Limiter
from handoff.realtime.payloads import (
    CallbackChoice,
    Choose,
    CloseConversation,
    EraseConversation,
    LeaveQueue,
    ListQueues,
    OfferRating,
    Payload,
    Rate,
    RequestCallback,
    RequestHuman,
    SetLanguage,
    SubmitFeedback,
    Sync,
    Typing,
    View,
    VisitorConnect,
    VisitorSend,
    WantImageDraft,
    WithdrawCallback,
)
from handoff.realtime.replies import (
    CallbackChoiceIs,
    Done,
    DraftImageView,
    FeedbackReceived,
    HumanRequested,
    ImageDraftIs,
    QueuesAre,
    StateIs,
    Stored,
    VisitorSynced,
)
from handoff.realtime.requests import VISITOR_REQUESTS
from handoff.realtime.server import Server
from handoff.realtime.views import StateViewer, message_view, offered_queue_view, time_text
from handoff.realtime.wire import acknowledged, parse, refusal, refuse_unknown

NAMESPACE = "/visitor"


@dataclass(slots=True)
class VisitorNamespace:
    """Handlers of `/visitor`. Each runs in order per socket."""

    server: Server
    conversations: Conversations
    cases: Cases
    form_images: FormImages
    instead_of_waiting: InsteadOfWaiting
    callbacks: Callbacks
    banners: Banners
    limiter: Limiter
    message_limit: Limit
    state_view: StateViewer
    addresses: AddressKeys
    visitors: dict[str, tuple[Visitor, str]]

    def register(self) -> None:
        """Put the handlers on the server; a request without a handler does not start."""
        self.server.on("connect", self.connect, namespace=NAMESPACE)
        self.server.on("disconnect", self.disconnect, namespace=NAMESPACE)
        self.server.on("*", refuse_unknown, namespace=NAMESPACE)
        for event, (kind, _reply) in VISITOR_REQUESTS.items():
            handler = getattr(self, "on_" + event)
            self.server.on(event, acknowledged(kind, self._limited(kind, handler)), namespace=NAMESPACE)

    async def connect(self, sid: str, environ: dict[str, Any], auth: Any = None) -> None:
        """Let the browser in with its secret; nothing is stored before the first message."""
        try:
            payload = parse(VisitorConnect, auth)
            address = self.addresses.key(environ["aiohttp.request"])
            await self.limiter.check(limits.ADDRESS_CONNECTIONS, address)
        except LuukkuError as error:
            raise Refusal("refused", refusal(error)) from error
        if not self.server.is_open(sid, NAMESPACE):
            raise Refusal("refused", refusal(Unauthenticated()))
        # Of the address only the page: what follows may hold anything, a search for somebody's code included.
        page = clean(re.split("[?#]", payload.page, maxsplit=1)[0])
        visitor = Visitor(hash_token(payload.token), payload.language, payload.mode, page)
        self.visitors[sid] = (visitor, address)
        await self.server.enter_room(sid, visitor.token_hash, namespace=NAMESPACE)
        await self.server.enter_room(sid, mode_room(visitor.mode), namespace=NAMESPACE)

    async def disconnect(self, sid: str, _reason: str) -> None:
        """Forget the socket."""
        self.visitors.pop(sid, None)

    def connected(self) -> frozenset[str]:
        """Return the hashes of the secrets of those who are connected here."""
        return frozenset(visitor.token_hash for visitor, _address in self.visitors.values())

    def _limited(self, kind: type[Payload], handler: Any) -> Any:
        per_secret, per_address = self._limits(kind)

        async def limited(sid: str, payload: Any) -> View:
            if sid not in self.visitors:
                raise Unauthenticated
            visitor, address = self.visitors[sid]
            await self.limiter.check(per_secret, visitor.token_hash)
            if per_address is not None:
                await self.limiter.check(per_address, address)
            reply: View = await handler(sid, visitor, payload)
            return reply

        return limited

    def _limits(self, kind: type[Payload]) -> tuple[Limit, Limit | None]:
        """Return what holds per secret and what holds per address."""
        if kind is SubmitFeedback:
            return limits.FEEDBACK, limits.ADDRESS_FEEDBACK
        if kind is RequestCallback:
            return limits.CALLBACK, limits.ADDRESS_CALLBACKS
        if kind in {VisitorSend, Choose}:
            return self.message_limit, limits.ADDRESS_MESSAGES
        return limits.VISITOR_REQUESTS, limits.ADDRESS_MESSAGES if kind is RequestHuman else None

    async def on_sync(self, _sid: str, visitor: Visitor, payload: Sync) -> VisitorSynced:
        """Tell everything after the cursor, the state, and what everybody is told now."""
        conversation, page = await self.conversations.sync(visitor, payload.after)
        state = None
        if conversation is not None:
            state = self.state_view(conversation)
        return VisitorSynced(
            state=state,
            messages=[message_view(m) for m in page.messages],
            more=page.more,
            banners=[banner_view(banner) for banner in self.banners.shown(visitor.mode)],
        )

    async def on_send(self, sid: str, visitor: Visitor, payload: VisitorSend) -> Stored:
        """Store a message."""
        return _stored(await self.conversations.send(visitor, payload.id, payload.text, sid=sid))

    async def on_choose(self, sid: str, visitor: Visitor, payload: Choose) -> Stored:
        """Store the press of a button."""
        return _stored(await self.conversations.choose(visitor, payload.id, payload.seq, payload.index, sid=sid))

    async def on_typing(self, _sid: str, visitor: Visitor, payload: Typing) -> Done:
        """Show the agent that the visitor types."""
        await self.conversations.visitor_typing(visitor, payload.on)
        return Done()

    async def on_set_language(self, sid: str, visitor: Visitor, payload: SetLanguage) -> StateIs:
        """Go on in another language."""
        self.visitors[sid] = (replace(visitor, language=payload.language), self.visitors[sid][1])
        conversation = await self.conversations.set_language(visitor, payload.language)
        return StateIs(state=self.state_view(conversation))

    async def on_request_human(self, _sid: str, visitor: Visitor, payload: RequestHuman) -> HumanRequested:
        """Ask for a person."""
        request = await self.conversations.request_human(visitor, payload.queue)
        state = self.state_view(request.conversation)
        return HumanRequested(outcome=request.outcome, state=state)

    async def on_queues(self, _sid: str, visitor: Visitor, _payload: ListQueues) -> QueuesAre:
        """Tell what there is to choose, in the language chosen last in this tab."""
        offered = await self.conversations.offered_queues(visitor.mode, visitor.language)
        return QueuesAre(queues=[offered_queue_view(queue) for queue in offered])

    async def on_leave_queue(self, _sid: str, visitor: Visitor, _payload: LeaveQueue) -> StateIs:
        """Go back to the bot."""
        conversation = await self.conversations.leave_queue(visitor)
        return StateIs(state=self.state_view(conversation))

    async def on_callback_choice(self, _sid: str, visitor: Visitor, _payload: CallbackChoice) -> CallbackChoiceIs:
        """Tell when somebody can be called back."""
        return choice_reply(await self.callbacks.choice(visitor))

    async def on_request_callback(self, _sid: str, visitor: Visitor, payload: RequestCallback) -> StateIs:
        """Store a callback instead of waiting."""
        window = Window(payload.window_from, payload.window_until)
        conversation = await self.callbacks.request(
            visitor, payload.id, phone=payload.phone, window=window, text=payload.text
        )
        return StateIs(state=self.state_view(conversation))

    async def on_withdraw_callback(self, _sid: str, visitor: Visitor, payload: WithdrawCallback) -> StateIs:
        """Take a callback back."""
        return StateIs(state=self.state_view(await self.callbacks.withdraw(visitor, payload.id)))

    async def on_close(self, _sid: str, visitor: Visitor, _payload: CloseConversation) -> StateIs:
        """End the conversation."""
        conversation = await self.conversations.close_by_visitor(visitor)
        return StateIs(state=self.state_view(conversation))

    async def on_rate(self, _sid: str, visitor: Visitor, payload: Rate) -> StateIs:
        """Keep quick feedback."""
        if payload.succeeded is None and payload.recommends is None:
            raise InvalidPayload
        rating = Rating(payload.succeeded, payload.recommends, payload.comment)
        conversation = await self.conversations.rate(visitor, rating)
        return StateIs(state=self.state_view(conversation))

    async def on_offer_rating(self, _sid: str, visitor: Visitor, _payload: OfferRating) -> StateIs:
        """Note that the visitor is asked for quick feedback."""
        return StateIs(state=self.state_view(await self.conversations.offer_rating(visitor)))

    async def on_erase(self, _sid: str, visitor: Visitor, _payload: EraseConversation) -> Done:
        """Delete the conversation."""
        await self.conversations.erase(visitor)
        return Done()

    async def on_image_draft(self, _sid: str, visitor: Visitor, _payload: WantImageDraft) -> ImageDraftIs:
        """Tell the secret of the form's images to the browser that has the conversation; none to the young."""
        conversation, _ = await self.conversations.sync(visitor, 2**31 - 1)
        if conversation is None or visitor.mode == "youth":
            raise NotFound
        draft, images = await self.form_images.open(conversation.id)
        return ImageDraftIs(draft=draft, images=[DraftImageView(each.id, each.width, each.height) for each in images])

    async def on_feedback(self, _sid: str, visitor: Visitor, payload: SubmitFeedback) -> FeedbackReceived:
        """Store a case from the widget's own form, and note it in the conversation: not in a young person's.

        There the code would lead from one to the other; it is told in the answer alone.
        """
        conversation, _ = await self.conversations.sync(visitor, 2**31 - 1)
        language = visitor.language if conversation is None else conversation.language
        new = NewCase(
            mode=visitor.mode,
            origin=payload.id,
            conversation_id=None if conversation is None else conversation.id,
            kind=payload.kind,
            text=payload.text,
            place=payload.place.strip(),
            email=payload.email.strip(),
            contact="email" if payload.email.strip() else "none",
            language=language,
            channel="widget",
        )
        if payload.instead_of_waiting and conversation is not None:
            case = await self.instead_of_waiting.submit(visitor, new)
            return FeedbackReceived(code=case.code, due_on=case.due_on.isoformat())
        case = await self.cases.submit(new)
        if visitor.mode != "youth":
            await self.conversations.announce_case(visitor, case.code, case.due_on, payload.id)
        return FeedbackReceived(code=case.code, due_on=case.due_on.isoformat())


def _stored(message: Message) -> Stored:
    return Stored(seq=message.seq, at=time_text(message.at), text=message.text)
