"""Run the soak and write its report: `.venv/bin/python -m benchmarks.soak [--minutes 10] [--report docs/soak.md]`."""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import os
import random
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import aiohttp
import psycopg

from benchmarks.soak import faults, oracle, report, stored
from benchmarks.soak.agents import Agent, AgentTab, race
from benchmarks.soak.city import HEARTBEAT_S, LEASE_S, City
from benchmarks.soak.records import Records
from benchmarks.soak.tab import World
from benchmarks.soak.visitors import Pace, Visitor, VisitorTab
from handoff.cli.places import RASA_PYTHON

BOT_QUESTIONS_PER_S = 3
FINISH_S = 120
"""The longest that anybody needs to finish what was begun: a vanished agent's lease, retries, a slow Rasa's start."""
SETTLE_S = 120
QUIET_S = 3
"""So long nothing may move before it counts as the end: longer than a heartbeat."""


@dataclass(frozen=True, slots=True)
class Options:
    """What was asked for on the command line."""

    minutes: float
    visitors: int
    agents: int
    seed: int
    report: Path
    keep: Path | None


def main() -> int:
    """Run, write the report, and return 1 if there was any violation."""
    options = _options()
    with tempfile.TemporaryDirectory(prefix="luukku-soak-") as temporary:
        folder = options.keep or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        run = asyncio.run(soak(options, folder))
    options.report.write_text(report.report(run), encoding="utf-8")
    for violation in run.violations:
        print(violation)
    print(f"{len(run.violations)} violations; {options.report} is written")
    return 1 if run.violations else 0


async def soak(options: Options, folder: Path) -> report.Run:
    """Start the city, let everybody live in it while it breaks, and judge what is left."""
    chance = random.Random(options.seed)
    city = City(folder)
    try:
        await city.start()
        async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as session:
            return await _live(options, city, session, chance)
    finally:
        await city.stop()


async def _live(options: Options, city: City, session: aiohttp.ClientSession, chance: random.Random) -> report.Run:
    hired = await city.hire(session, options.agents)
    began = time.monotonic()
    world = World(city.urls, session, Records(), lambda: time.monotonic() - began)
    length_s = options.minutes * 60
    questions = Pace(BOT_QUESTIONS_PER_S)
    agents = [
        Agent(world, n, name=name, cookie=cookie, lease_s=LEASE_S, chance=random.Random(chance.random()))
        for n, (name, cookie) in enumerate(hired)
    ]
    visitors = [Visitor(world, n, questions, random.Random(chance.random())) for n in range(1, options.visitors + 1)]
    breaking = faults.Faults(city, faults.plan(length_s, chance), world.now, chance)
    tabs: list[AgentTab | VisitorTab] = [
        *(agent.tab for agent in agents),
        *(tab for visitor in visitors for tab in visitor.tabs),
    ]
    keeping = [asyncio.create_task(tab.keep()) for tab in tabs]
    watching = asyncio.create_task(_tell(world, length_s))
    try:
        with contextlib.suppress(TimeoutError):  # whoever still asks then is found by the oracle
            async with asyncio.timeout(length_s + FINISH_S), asyncio.TaskGroup() as everybody:
                for agent in agents:
                    everybody.create_task(agent.work(length_s))
                for visitor in visitors:
                    everybody.create_task(visitor.live(length_s))
                everybody.create_task(race(world, agents, length_s, chance))
                everybody.create_task(breaking.run(length_s))
        ended = world.now()
        await _settle(city.postgresql.url)
        await _see_everything(tabs)
        found = await stored.read(city.postgresql.url)
        settled_s = world.now() - ended
    finally:
        watching.cancel()
        for task in keeping:
            task.cancel()
        ends = await asyncio.gather(*keeping, return_exceptions=True)
    broken = [end for end in ends if isinstance(end, Exception)]
    if broken:
        raise broken[0]
    return report.Run(
        minutes=options.minutes,
        visitors=options.visitors,
        agents=options.agents,
        seed=options.seed,
        faults=breaking.happened,
        records=world.records,
        stored=found,
        violations=oracle.check(world.records, found, heartbeat_s=HEARTBEAT_S),
        servers=await _versions(city),
        settled_s=settled_s,
        load=os.getloadavg()[1],
    )


async def _see_everything(tabs: list[AgentTab | VisitorTab]) -> None:
    """Let every tab ask for what it misses; what a tab cannot get is found by the oracle."""
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(FINISH_S), asyncio.TaskGroup() as everybody:
            for tab in tabs:
                tab.open()
                everybody.create_task(tab.see_everything())


async def _settle(url: str) -> None:
    """Wait until nothing is owed, nobody's lease runs out and nothing more is said; give up after a while."""
    quiet_since, said = time.monotonic(), -1
    with contextlib.suppress(TimeoutError):  # what still moves then is found by the oracle
        async with asyncio.timeout(SETTLE_S):
            while time.monotonic() - quiet_since < QUIET_S:
                await asyncio.sleep(0.5)
                is_quiet, now_said = await stored.is_quiet(url)
                if not is_quiet or now_said != said:
                    quiet_since, said = time.monotonic(), now_said


async def _tell(world: World, length_s: float) -> None:
    """Say now and then on the terminal how far it is."""
    while True:
        await asyncio.sleep(10)
        acknowledged = sum(sent.seq > 0 for sent in world.records.sent)
        print(f"{world.now():.0f} of {length_s:.0f} s, {acknowledged} messages acknowledged", file=sys.stderr)


async def _versions(city: City) -> dict[str, str]:
    async with await psycopg.AsyncConnection.connect(city.postgresql.url) as connection:
        major, minor = divmod(connection.info.server_version, 10_000)
    told = await _output("redis-server", "--version")
    redis = next(word.removeprefix("v=") for word in told.split() if word.startswith("v="))
    rasa = await _output(str(RASA_PYTHON), "-c", "from importlib.metadata import version; print(version('rasa'))")
    return {"PostgreSQL": f"{major}.{minor}", "Redis": redis, "Rasa": rasa.strip()}


async def _output(*command: str) -> str:
    process = await asyncio.create_subprocess_exec(*command, stdout=asyncio.subprocess.PIPE)
    output, _ = await process.communicate()
    return output.decode()


def _options() -> Options:
    parser = argparse.ArgumentParser(prog="benchmarks.soak", description=__doc__)
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--visitors", type=int, default=200)
    parser.add_argument("--agents", type=int, default=20)
    parser.add_argument("--seed", type=int, default=20261126)
    parser.add_argument("--report", type=Path, default=Path("docs/soak.md"))
    parser.add_argument("--keep", type=Path, help="leave the servers' data and logs in this new folder")
    return Options(**vars(parser.parse_args()))


if __name__ == "__main__":
    sys.exit(main())
