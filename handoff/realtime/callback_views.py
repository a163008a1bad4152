"""Callbacks and banners as the wire shows them."""

from __future__ import annotations

from collections.abc import Iterable

from handoff.accounts.model import SUPERVISORS, Agent
from handoff.banners.model import Banner
from handoff.callbacks.model import Callback
from handoff.callbacks.phones import masked_phone, written_phone
from handoff.callbacks.service import Choice
from handoff.realtime.desk_replies import AttemptView, CallbackItemView
from handoff.realtime.replies import AskedCallbackView, BannerView, CallbackChoiceIs, WindowView
from handoff.realtime.views import time_text


def choice_reply(choice: Choice) -> CallbackChoiceIs:
    """Return what a visitor can ask for, and has asked for."""
    callback = choice.callback
    return CallbackChoiceIs(
        windows=[WindowView(time_text(window.opens), time_text(window.closes)) for window in choice.windows],
        callback=None
        if callback is None
        else AskedCallbackView(
            id=callback.id,
            phone=masked_phone(callback.phone),
            window_from=time_text(callback.window_from),
            window_until=time_text(callback.window_until),
        ),
    )


def callback_item_views(callbacks: Iterable[Callback], agent: Agent) -> list[CallbackItemView]:
    """Return the callbacks that an agent may see: those that they serve or have; supervisors see all."""
    return [
        _item_view(callback, agent)
        for callback in callbacks
        if callback.agent_id == agent.id or agent.role in SUPERVISORS or agent.serves(callback.queue, callback.language)
    ]


def _item_view(callback: Callback, agent: Agent) -> CallbackItemView:
    mine = callback.agent_id == agent.id
    return CallbackItemView(
        id=callback.id,
        queue=callback.queue,
        language=callback.language,
        phone=written_phone(callback.phone) if mine else masked_phone(callback.phone),
        window_from=time_text(callback.window_from),
        window_until=time_text(callback.window_until),
        text=callback.text if mine else "",
        agent_name=callback.agent_name,
        mine=mine,
        may_take=callback.agent_id is None and agent.serves(callback.queue, callback.language),
        crisis=callback.crisis,
        attempts=[AttemptView(a.outcome, a.agent_name, time_text(a.at)) for a in callback.attempts],
    )


def banner_view(banner: Banner) -> BannerView:
    """Return a banner in all its languages: the reader may change theirs."""
    return BannerView(
        id=banner.id,
        kind=banner.kind,
        fi=banner.fi,
        sv=banner.sv,
        en=banner.en,
        modes=sorted(banner.modes),
        ends_at="" if banner.ends_at is None else time_text(banner.ends_at),
        changed_at=time_text(banner.changed_at),
    )
