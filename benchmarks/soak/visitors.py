"""Simulated citizens: they ask the bot, ask for a person, wait, chat, give up, close, go away and come back."""

from __future__ import annotations

import asyncio
import random
import secrets
import time
from collections.abc import Awaitable, Callable
from typing import Any

from benchmarks.soak.records import Screen, Sent
from benchmarks.soak.tab import Tab, World, new_id
from benchmarks.wire import Wire, address_of
from tests.support.content import entry

THINK_S = (5.0, 20.0)
AWAY_S = (3.0, 15.0)
LANGUAGES = ("fi", "fi", "sv", "en")
YOUTH_QUEUES = ("loneliness", "hobbies", "work_and_studies")
YOUTH_SHARE = 0.15
SECOND_TAB_SHARE = 0.2
TOPICS = ("daycare_fees", "library_card", "swimming_halls", "resident_parking_permit", "street_maintenance", "museums")
WANTS_HUMAN = {"fi": "Haluan puhua ihmisen kanssa", "sv": "Jag vill tala med en person", "en": "Talk to a person"}
LINES = {
    "fi": "Asiani koskee hakemusta, ja tämä on rivi {n}",
    "sv": "Mitt ärende gäller en ansökan, och detta är rad {n}",
    "en": "It is about my application, and this is line {n}",
}


class Pace:
    """Lets so many things happen in a second, all visitors together: a turn of the bot costs a tenth of a core."""

    def __init__(self, per_second: float) -> None:
        self._per_second = per_second
        self._free_at = 0.0

    def take(self) -> bool:
        """Return whether it may happen now."""
        now = time.monotonic()
        if now < self._free_at:
            return False
        self._free_at = max(self._free_at, now - 1) + 1 / self._per_second
        return True


class VisitorTab(Tab):
    """A tab of the widget."""

    namespace = "/visitor"

    def __init__(self, world: World, name: str, auth: dict[str, Any], number: int, chance: random.Random) -> None:
        super().__init__(world, name, auth, address_of(number), chance)
        self.state: dict[str, Any] | None = None
        self.screen = Screen(name)
        self.buttons: dict[int, int] = {}
        """How many buttons the bot's messages have, by number."""
        world.records.screens.append(self.screen)

    async def resume(self, wire: Wire) -> None:
        while True:
            answer = await wire.call("sync", {"after": self.screen.cursor})
            if not answer["ok"]:
                raise ConnectionError(answer["error"])
            self._take_page(answer)
            if not answer["more"]:
                return

    async def see_everything(self) -> None:
        """Ask for whatever is missing, at the end: from now on nothing may be."""
        self.screen.is_whole = more = True
        while more:
            answer = await self.request("sync", {"after": self.screen.cursor})
            self._take_page(answer)
            more = answer["more"]

    def on_event(self, event: str, data: Any) -> None:
        if event == "message":
            self._take(data, is_pushed=True)
        elif event == "state":
            self._know(data)

    def _take_page(self, answer: dict[str, Any]) -> None:
        for message in answer["messages"]:
            self._take(message, is_pushed=False)
        if answer["state"] is not None:
            self._know(answer["state"])

    def _take(self, message: dict[str, Any], *, is_pushed: bool) -> None:
        self.show(self.screen, message, is_pushed=is_pushed)
        if message["author"] == "bot":
            self.buttons[message["seq"]] = sum(not button["code"] for button in message["buttons"])

    def _know(self, state: dict[str, Any]) -> None:
        self.screen.conversation = state["conversation"]
        self.state = state


class Visitor:
    """A citizen with one secret and one or two tabs."""

    def __init__(self, world: World, number: int, questions: Pace, chance: random.Random) -> None:
        self._world = world
        self._questions = questions
        self._chance = chance
        self._lines = 0
        self.language = chance.choice(LANGUAGES)
        self.is_young = chance.random() < YOUTH_SHARE
        mode = "youth" if self.is_young else "city"
        auth = {"token": secrets.token_urlsafe(32), "language": self.language, "mode": mode, "page": "/"}
        count = 2 if chance.random() < SECOND_TAB_SHARE else 1
        names = [f"visitor {number}" + (", second tab" if tab else "") for tab in range(count)]
        self.tabs = [VisitorTab(world, name, auth, number, random.Random(chance.random())) for name in names]

    async def live(self, until_s: float) -> None:
        """Do what citizens do until then, and finish what was begun."""
        for tab in self.tabs:
            tab.open()
        await asyncio.sleep(self._chance.uniform(0, THINK_S[1]))
        while self._world.now() < until_s:
            act = self._choose(self._chance.choice(self.tabs))
            if act is not None:
                await act
            await asyncio.sleep(self._chance.uniform(*THINK_S))

    def _choose(self, tab: VisitorTab) -> Awaitable[object] | None:
        """Return what the citizen does next, by who has the conversation as the tab has heard; None: wait."""
        owner = "bot" if tab.state is None else tab.state["owner"]
        acts: dict[str, list[tuple[float, Callable[[VisitorTab], Awaitable[object]]]]] = {
            "bot": [(0.5, self._ask_bot), (0.16, self._request_human), (0.06, self._press), (0.05, self._close)],
            "queue": [(0.08, self._ask_bot), (0.03, self._say), (0.06, self._leave_queue), (0.02, self._close)],
            "agent": [(0.75, self._say), (0.04, self._close)],
        }
        roll = self._chance.random()
        for share, act in (*acts[owner], (0.06, self._go_away)):
            roll -= share
            if roll < 0:
                return act(tab)
        return None

    async def _ask_bot(self, tab: VisitorTab) -> None:
        if not self._questions.take():
            return
        if self._chance.random() < 0.1:
            text = WANTS_HUMAN[self.language]
        else:
            text = self._chance.choice(entry(self._chance.choice(TOPICS), self.language)["examples"])
        await self._send(tab, text, "send", {"text": text})

    async def _press(self, tab: VisitorTab) -> None:
        """Press a button of the bot's newest message."""
        seq = max(tab.buttons, default=0)
        if not tab.buttons.get(seq) or not self._questions.take():
            return
        index = self._chance.randrange(tab.buttons[seq])
        await self._send(tab, "", "choose", {"seq": seq, "index": index})

    async def _say(self, tab: VisitorTab) -> None:
        self._lines += 1
        text = LINES[self.language].format(n=self._lines)
        await self._send(tab, text, "send", {"text": text})

    async def _send(self, tab: VisitorTab, text: str, event: str, payload: dict[str, Any]) -> None:
        sent = Sent(sender=tab.name, author="visitor", id=new_id(), text=text)
        await tab.send(sent, tab.screen, event, payload)

    async def _request_human(self, tab: VisitorTab) -> None:
        queue = self._chance.choice(YOUTH_QUEUES) if self.is_young else ""
        await tab.request("request_human", {"queue": queue})

    async def _leave_queue(self, tab: VisitorTab) -> None:
        await tab.request("leave_queue", {})

    async def _close(self, tab: VisitorTab) -> None:
        await tab.request("close", {})

    async def _go_away(self, tab: VisitorTab) -> None:
        """Lose the line or put the phone away, and come back."""
        self._world.records.counts["visitors' lines cut"] += 1
        await tab.cut()
        await asyncio.sleep(self._chance.uniform(*AWAY_S))
        tab.open()
