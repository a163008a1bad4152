"""What is killed, stopped and frozen when: planned from the seed, noted as it happened."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Literal

from benchmarks.soak.city import City

Kind = Literal[
    "process 1 killed",
    "process 2 killed",
    "both processes killed",
    "Redis stopped",
    "Redis stopped, a process killed meanwhile",
    "Redis frozen",
    "PostgreSQL restarted",
    "Rasa killed",
]
FIRST, LAST = 0.12, 0.86
"""The part of the run in which there are faults: people are there before, and find their way again after."""


@dataclass(frozen=True, slots=True)
class Planned:
    """A fault to come: when, in seconds of the soak, and how long it keeps whatever it is away."""

    at_s: float
    kind: Kind
    lasts_s: float


@dataclass(slots=True)
class Happened:
    """A fault as it was. `ended_s`: when everything was there again."""

    kind: Kind
    began_s: float
    ended_s: float = float("inf")


def plan(length_s: float, chance: random.Random) -> list[Planned]:
    """Return the faults of a run, each kind at least once, evenly spread in random order."""
    minutes = length_s / 60
    counts: dict[Kind, int] = {
        "process 1 killed": max(1, round(minutes / 2)),
        "process 2 killed": max(1, round(minutes / 2)),
        "both processes killed": max(1, round(minutes / 10)),
        "Redis stopped": max(1, round(minutes / 4)),
        "Redis stopped, a process killed meanwhile": max(1, round(minutes / 5)),
        "Redis frozen": max(1, round(minutes / 4)),
        "PostgreSQL restarted": 1 if minutes < 6 else 2,
        "Rasa killed": 1,
    }
    kinds = [kind for kind, count in counts.items() for _ in range(count)]
    chance.shuffle(kinds)
    step = length_s * (LAST - FIRST) / len(kinds)
    return [
        Planned(length_s * FIRST + step * (n + chance.uniform(0, 0.3)), kind, chance.uniform(1.5, min(6.0, step / 3)))
        for n, kind in enumerate(kinds)
    ]


class Faults:
    """Does what is planned, one after the other; Rasa takes long to start and does so beside the next."""

    def __init__(self, city: City, planned: list[Planned], now: Callable[[], float], chance: random.Random) -> None:
        self.happened: list[Happened] = []
        self._city = city
        self._planned = planned
        self._now = now
        self._chance = chance
        self._acts: dict[Kind, Callable[[float], Awaitable[None]]] = {
            "process 1 killed": lambda lasts_s: self._kill_service(0, lasts_s),
            "process 2 killed": lambda lasts_s: self._kill_service(1, lasts_s),
            "both processes killed": self._kill_both,
            "Redis stopped": self._stop_redis,
            "Redis stopped, a process killed meanwhile": self._stop_redis_and_kill,
            "Redis frozen": self._freeze_redis,
            "PostgreSQL restarted": self._restart_postgresql,
            "Rasa killed": self._kill_rasa,
        }

    async def run(self, until_s: float) -> None:
        """Do all of it, save what a slow machine would do after everybody has gone; all is there again at the end."""
        beside: list[asyncio.Task[None]] = []
        for fault in self._planned:
            await asyncio.sleep(max(0.0, fault.at_s - self._now()))
            if self._now() > until_s:
                break
            task = asyncio.ensure_future(self._do(fault))
            beside.append(task)
            if fault.kind != "Rasa killed":
                await task
        await asyncio.gather(*beside)

    async def _do(self, fault: Planned) -> None:
        noted = Happened(fault.kind, self._now())
        self.happened.append(noted)
        await self._acts[fault.kind](fault.lasts_s)
        noted.ended_s = self._now()

    async def _kill_service(self, number: int, lasts_s: float) -> None:
        await self._city.services[number].kill()
        await asyncio.sleep(lasts_s)
        await self._city.services[number].start()

    async def _kill_both(self, _lasts_s: float) -> None:
        """Leave nothing in memory; both start at once, since nobody can do anything meanwhile."""
        await asyncio.gather(*(service.kill() for service in self._city.services))
        await asyncio.gather(*(service.start() for service in self._city.services))

    async def _stop_redis(self, lasts_s: float) -> None:
        await asyncio.to_thread(self._city.redis.stop)
        await asyncio.sleep(lasts_s)
        await asyncio.to_thread(self._city.redis.start)

    async def _stop_redis_and_kill(self, lasts_s: float) -> None:
        """Let a process start, too, while Redis is away."""
        await asyncio.to_thread(self._city.redis.stop)
        try:
            await self._kill_service(self._chance.randrange(2), lasts_s)
        finally:
            await asyncio.to_thread(self._city.redis.start)

    async def _freeze_redis(self, lasts_s: float) -> None:
        with self._city.redis.frozen():
            await asyncio.sleep(lasts_s)

    async def _restart_postgresql(self, lasts_s: float) -> None:
        await asyncio.to_thread(self._city.postgresql.stop)
        await asyncio.sleep(lasts_s)
        await asyncio.to_thread(self._city.postgresql.start)

    async def _kill_rasa(self, lasts_s: float) -> None:
        await asyncio.to_thread(self._city.rasa.kill)
        await asyncio.sleep(lasts_s)
        await asyncio.to_thread(self._city.rasa.start)
