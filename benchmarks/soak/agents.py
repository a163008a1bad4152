"""Simulated agents: they claim (together, on purpose), answer, give on, ask colleagues in, close, and some vanish."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Awaitable, Callable
from typing import Any

from benchmarks.soak.records import Claim, Screen, Sent
from benchmarks.soak.tab import Tab, World, new_id
from benchmarks.wire import Wire, address_of

THINK_S = (1.5, 4.0)
RACE_S = (2.0, 6.0)
RACERS = 3
LOOKED_AT = 6
"""So far down the queue agents look for whom to take."""
FIRST_ADDRESS = 2000
"""Agents' addresses come after all visitors'."""
TAGS = ("housing", "health", "other", "")
"""`housing` and `health` are offered in the city's chat only."""
LINE = "Vastaan tähän heti, {name}, rivi {n}"

Desk = dict[str, Any]


class AgentTab(Tab):
    """A tab of the console: the desk as last shown, and a screen for each conversation ever opened."""

    namespace = "/agent"

    def __init__(self, world: World, name: str, cookie: str, number: int, chance: random.Random) -> None:
        headers = {"Cookie": cookie, **address_of(FIRST_ADDRESS + number)}
        super().__init__(world, name, {}, headers, chance)
        self.desk: Desk = {}
        self.screens: dict[str, Screen] = {}

    @property
    def id(self) -> str:
        """The agent's id."""
        found: str = self.desk["agent"]["id"]
        return found

    def screen(self, conversation: str) -> Screen:
        """Return the screen of a conversation, empty at first."""
        if conversation not in self.screens:
            self.screens[conversation] = Screen(self.name, conversation)
            self.world.records.screens.append(self.screens[conversation])
        return self.screens[conversation]

    async def resume(self, wire: Wire) -> None:
        answer = await wire.call("desk", {})
        if not answer["ok"]:
            raise ConnectionError(answer["error"])
        self.desk = answer["desk"]
        if self.desk["agent"]["availability"] != "available":
            await wire.call("availability", {"availability": "available"})
        for item in self.desk["mine"]:
            await self._resume_one(wire, item["conversation"])

    async def _resume_one(self, wire: Wire, conversation: str) -> None:
        """Ask for what is missing in one conversation; one that has just gone to somebody else is left alone."""
        screen, more = self.screen(conversation), True
        while more:
            answer = await wire.call("sync", {"conversation": conversation, "after": screen.cursor})
            if not answer["ok"]:
                return
            for message in answer["messages"]:
                self.show(screen, message, is_pushed=False)
            more = answer["more"]

    async def see_everything(self) -> None:
        """Ask for whatever is missing in the conversations that the agent is in, at the end."""
        self.desk = (await self.request("desk", {}))["desk"]
        for item in self.desk["mine"]:
            screen, more = self.screen(item["conversation"]), True
            while more:
                where = {"conversation": item["conversation"], "after": screen.cursor}
                answer = await self.request("sync", where)
                if not answer["ok"]:
                    break
                for message in answer["messages"]:
                    self.show(screen, message, is_pushed=False)
                more = answer["more"]
            screen.is_whole = not more

    def on_event(self, event: str, data: Any) -> None:
        if event == "desk":
            self.desk = data
            if any(item["conversation"] not in self.screens for item in data["mine"]):
                self.find_missing()
        elif event == "message":
            self.show(self.screen(data["conversation"]), data["message"], is_pushed=True)


class Agent:
    """An agent at one tab."""

    def __init__(
        self, world: World, number: int, *, name: str, cookie: str, lease_s: float, chance: random.Random
    ) -> None:
        self._world = world
        self._chance = chance
        self._lease_s = lease_s
        self._lines = 0
        self.name = name
        self.tab = AgentTab(world, name, cookie, number, random.Random(chance.random()))
        self.is_here = True

    async def work(self, until_s: float) -> None:
        """Do what agents do until then."""
        self.tab.open()
        while self._world.now() < until_s:
            await asyncio.sleep(self._chance.uniform(*THINK_S))
            if self.tab.desk:
                await self._do_something(self.tab.desk)

    def waiting(self) -> list[Desk]:
        """Return what the agent could claim now, in the queue's order."""
        desk = self.tab.desk
        if not desk or not self.is_here:
            return []
        own = sum(item["owner"]["id"] == self.tab.id for item in desk["mine"])
        found: list[Desk] = desk["queue"] if own < desk["agent"]["seats"] else []
        return found

    async def claim(self, item: Desk) -> None:
        """Try to take a waiting conversation."""
        conversation, version = item["conversation"], item["version"]
        answer = await self.tab.request_once("claim", {"conversation": conversation, "version": version})
        outcome = {"lost": "unknown", "unavailable": "unknown", "internal_error": "unknown"}
        won = "won" if answer["ok"] else outcome.get(answer["error"], answer["error"])
        self._world.records.claims.append(Claim(self.name, conversation, version, won))
        if answer["ok"]:
            for message in answer["messages"]:
                self.tab.show(self.tab.screen(conversation), message, is_pushed=False)

    async def _do_something(self, desk: Desk) -> None:
        if self._chance.random() < 0.008:
            await self._vanish()
        elif desk["invitations"]:
            asked = desk["invitations"][0]["conversation"]
            accept = self._chance.random() < 0.8
            await self.tab.request_once("answer_invitation", {"conversation": asked, "accept": accept})
        elif self.waiting() and self._chance.random() < 0.6:
            await self.claim(self._chance.choice(self.waiting()[:LOOKED_AT]))
        elif desk["mine"]:
            await self._serve(self._chance.choice(desk["mine"]))

    async def _serve(self, item: Desk) -> None:
        """Do something in one of the agent's conversations."""
        if item["owner"]["id"] != self.tab.id:
            acts: list[tuple[float, Callable[[Desk], Awaitable[object]]]] = [(0.3, self._leave)]
        else:
            acts = [
                (0.07, self._close),
                (0.03, self._return),
                (0.03, self._to_queue),
                (0.03, self._to_colleague),
                (0.05, self._invite),
            ]
        roll = self._chance.random()
        for share, act in acts:
            roll -= share
            if roll < 0:
                await act(item)
                return
        await self._answer(item)

    async def _answer(self, item: Desk) -> None:
        self._lines += 1
        conversation, text = item["conversation"], LINE.format(name=self.name, n=self._lines)
        sent = Sent(sender=self.name, author="agent", id=new_id(), text=text, conversation=conversation)
        payload = {"conversation": conversation, "text": text}
        await self.tab.send(sent, self.tab.screen(conversation), "send", payload)

    async def _close(self, item: Desk) -> None:
        tag = self._chance.choice(TAGS) if item["mode"] == "city" else "other"
        await self._change(item, "close", tag=tag)

    async def _return(self, item: Desk) -> None:
        await self._change(item, "return")

    async def _to_queue(self, item: Desk) -> None:
        queues = [queue["id"] for queue in self.tab.desk["queues"] if queue["mode"] == item["mode"]]
        await self._change(item, "transfer", queue=self._chance.choice(queues))

    async def _to_colleague(self, item: Desk) -> None:
        colleague = await self._find_colleague()
        if colleague:
            await self._change(item, "transfer", agent=colleague)

    async def _invite(self, item: Desk) -> None:
        colleague = await self._find_colleague()
        if colleague:
            await self.tab.request_once("invite", {"conversation": item["conversation"], "agent": colleague})

    async def _leave(self, item: Desk) -> None:
        await self.tab.request_once("leave", {"conversation": item["conversation"]})

    async def _change(self, item: Desk, event: str, **how: str) -> None:
        """Change the conversation's hands, once: whatever came of it is seen on the desk."""
        payload = {"conversation": item["conversation"], "version": item["version"], **how}
        await self.tab.request_once(event, payload)

    async def _find_colleague(self) -> str:
        answer = await self.tab.request_once("colleagues", {})
        found = [one["id"] for one in answer.get("colleagues", ())]
        return self._chance.choice(found) if found else ""

    async def _vanish(self) -> None:
        """Lose the line for longer than the lease: the conversations go back to the queue."""
        self._world.records.counts["agents vanished"] += 1
        self.is_here = False
        await self.tab.cut()
        await asyncio.sleep(self._lease_s * self._chance.uniform(0.5, 1.8))
        self.tab.open()
        self.is_here = True


async def race(world: World, agents: list[Agent], until_s: float, chance: random.Random) -> None:
    """Let several agents claim the same conversation in the same moment, again and again."""
    while world.now() < until_s:
        await asyncio.sleep(chance.uniform(*RACE_S))
        ready = [(agent, waiting[0]) for agent in agents if (waiting := agent.waiting())]
        if len(ready) >= RACERS:
            _, prize = chance.choice(ready)
            racers = [agent for agent, _ in ready if _has(agent.waiting(), prize)]
            world.records.counts["races begun"] += 1
            some = chance.sample(racers, min(RACERS, len(racers)))
            await asyncio.gather(*(agent.claim(prize) for agent in some))


def _has(waiting: list[Desk], prize: Desk) -> bool:
    return any(item["conversation"] == prize["conversation"] for item in waiting)
