"""Those who sort and answer: some days in a week, so many an hour, with holidays, sick days and mistakes.

They see what the service's own lists show them, page by page, and know nothing else of what is to be done.
"""

from __future__ import annotations

import asyncio
import math
import random
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from benchmarks.year.agenda import Agenda
from benchmarks.year.city import City
from benchmarks.year.days import DAY, HELSINKI, is_working_day, local_day
from benchmarks.year.load import SHARES, Plan
from benchmarks.year.troubles import AWAY_UNIT, Troubles
from handoff.audit.model import Nameless
from handoff.cases import lists
from handoff.cases.desk import Seen
from handoff.cases.lists import Place, Wanted
from handoff.cases.model import Case
from handoff.errors import LuukkuError

HOURS = frozenset((8, 9, 10, 12, 13, 14, 15))
SLACK = 1.7
"""How much more can be done than comes in on average: holidays, sick days and interim answers take their part."""
UNSORTED = 0.26
"""The part of all feedback that somebody has to sort."""
SPELLS = 4
"""How often in a year somebody is sick, for one to five days."""
ANSWERS = {
    "fi": "Kiitos viestistäsi. Asia on tarkistettu ja korjataan tällä viikolla.",
    "sv": "Tack för ditt meddelande. Saken har granskats och åtgärdas den här veckan.",
    "en": "Thank you for your message. The matter has been checked and will be put right this week.",
}
INTERIM = {
    "fi": "Selvitämme asiaa urakoitsijan kanssa.",
    "sv": "Vi utreder saken med entreprenören.",
    "en": "We are looking into the matter with the contractor.",
}


@dataclass(slots=True)
class Team:
    """Those of a unit, or the sorters with an empty `unit`. `rate`: cases that one of them does in an hour."""

    unit: str
    people: list[Nameless]
    rate: float
    left: float = 0.0
    days_off: dict[str, set[date]] = field(default_factory=dict)

    def present(self, day: date) -> list[Nameless]:
        return [one for one in self.people if day not in self.days_off[one.id]]


class Staff:
    """All teams."""

    def __init__(self, city: City, troubles: Troubles, senders: Agenda, *, count: int, start: date, days: int) -> None:
        self._city = city
        self._troubles = troubles
        self._senders = senders
        self._chance = random.Random(f"staff {start} {count}")
        self._agenda = Agenda()
        self._not_before: dict[str, datetime] = {}
        self._done: set[str] = set()
        self._mistaken: set[str] = set()
        an_hour = count / days * 7 / 5 / len(HOURS)
        self.teams = [self._team(unit, part * an_hour * SLACK, start, days) for unit, part in self._parts().items()]

    async def work(self) -> None:
        """Work for an hour."""
        day = local_day(self._city.clock())
        if not self.is_at_work(self._city.clock()):
            return
        for what, code in self._agenda.take_due(self._city.clock()):
            await self._look_again(what, code)
        await asyncio.gather(*(self._team_works(team, day) for team in self.teams))

    def is_at_work(self, now: datetime) -> bool:
        return is_working_day(local_day(now)) and now.astimezone(HELSINKI).hour in HOURS

    def _parts(self) -> dict[str, float]:
        parts: dict[str, float] = defaultdict(float)
        for code, share in SHARES.items():
            parts[self._city.catalogue.services[code].unit] += share / sum(SHARES.values())
        return {**parts, "": UNSORTED}

    def _team(self, unit: str, an_hour: float, start: date, days: int) -> Team:
        size = max(3, math.ceil(an_hour / 4))
        people = [Nameless("agent", f"{unit or 'sort'}{n}", f"{unit} {n}") for n in range(size)]
        team = Team(unit, people, an_hour / size)
        for one in people:
            team.days_off[one.id] = self._off(unit, start, days)
        return team

    def _off(self, unit: str, start: date, days: int) -> set[date]:
        chance = self._chance
        off: set[date] = set()
        for year in range(start.year, start.year + 2):
            begin = date(year, 6, 21) + chance.randint(0, 4) * 7 * DAY
            off |= {begin + n * DAY for n in range(28)}
        for _ in range(math.ceil(SPELLS * days / 365)):
            begin = start + chance.randrange(days) * DAY
            off |= {begin + n * DAY for n in range(chance.randint(1, 5))}
        if unit == AWAY_UNIT:
            first, last = self._troubles.unit_away
            off |= {first + n * DAY for n in range((last - first).days + 1)}
        return off

    async def _team_works(self, team: Team, day: date) -> None:
        present = team.present(day)
        an_hour = team.rate * len(present)
        team.left = min(team.left + an_hour, 2 * an_hour + 1)
        if not present or team.left < 1:
            return
        listed = await self._listed(team, day, int(team.left))
        team.left -= len(listed)
        alike = [case for case in listed if self._plan(case).course == "bulk" and self._is_right(case)]
        if team.unit and len(alike) > 1:
            await self._answer_alike(present[0], alike)
            listed = [case for case in listed if case not in alike]
        handle = self._handle if team.unit else self._sort
        await asyncio.gather(*(handle(present[n % len(present)], case) for n, case in enumerate(listed)))

    async def _listed(self, team: Team, day: date, most: int) -> Sequence[Case]:
        """Return what stands first in the team's list and can be done now."""
        wanted = Wanted(name="unit", units=(team.unit,)) if team.unit else Wanted(name="unsorted")
        found: list[Case] = []
        after: Place | None = None
        while len(found) < most:
            page = await self._city.database.read(lambda c, after=after: lists.page(c, wanted, day, after))  # type: ignore[misc]
            found += [case for case in page.cases if self._is_ready(case)]
            after = page.after
            if after is None:
                break
        return found[:most]

    def _plan(self, case: Case) -> Plan:
        return self._city.records.sent[case.code].plan

    def _is_ready(self, case: Case) -> bool:
        if self._plan(case).course == "forget":
            return False
        return self._not_before.get(case.code, self._city.clock()) <= self._city.clock()

    def _is_right(self, case: Case) -> bool:
        return case.service_code == self._plan(case).service

    async def _sort(self, agent: Nameless, case: Case) -> None:
        plan, to = self._plan(case), self._plan(case).service
        if plan.is_mistaken and case.code not in self._mistaken:
            self._mistaken.add(case.code)
            to = self._chance.choice([code for code in SHARES if code != to])
        await self._step(self._route(agent, case, to), "route")

    async def _handle(self, agent: Nameless, case: Case) -> None:
        plan = self._plan(case)
        if self._chance.random() < 0.3:
            await self._city.desk.open(agent, case.code)
        if not self._is_right(case):
            await self._step(self._route(agent, case, plan.service), "route")
        else:
            await self._step(self._course(agent, case, plan), plan.course)

    async def _step(self, doing: object, what: str) -> None:
        """Do something; somebody else may have been first, and it will stand in the list again if it has to be done."""
        try:
            await doing  # type: ignore[misc]
        except LuukkuError as error:
            self._city.records.refused[what, error.code] += 1

    async def _route(self, agent: Nameless, case: Case, to: str) -> None:
        await self._city.desk.route(agent, _seen(case), to)
        self._note(case, "routed")

    async def _course(self, agent: Nameless, case: Case, plan: Plan) -> None:
        desk, chance = self._city.desk, self._chance
        is_new = case.code not in self._not_before and case.code not in self._done
        if plan.note and is_new:
            case = await desk.note(agent, case.code, "Tarkistettu kartalta.")
            self._note(case, "note")
        if plan.assign and is_new:
            case = await desk.assign(agent, _seen(case), agent.id)
            self._note(case, "assigned")
        if plan.course in {"take", "interim"} and is_new:
            was_new = case.status == "received"
            case = await desk.take(agent, _seen(case))
            self._note(case, "assigned", *(["started"] if was_new else []))
        if plan.course == "interim" and is_new:
            self._not_before[case.code] = self._city.clock() + timedelta(days=chance.randint(1, 12))
            case = await desk.interim(agent, _seen(case), INTERIM[case.language])
            self._note(case, "interim")
            return
        await self._end(agent, case, plan)

    async def _end(self, agent: Nameless, case: Case, plan: Plan) -> None:
        desk, text = self._city.desk, ANSWERS[case.language]
        is_first = case.code not in self._done
        if plan.course == "merge" and is_first and await self._merge(agent, case, plan):
            return
        if plan.course == "reject" and is_first:
            case = await desk.reject(agent, _seen(case), text)
            self._note(case, "rejected")
        elif plan.course == "transfer":
            case = await desk.transfer(agent, _seen(case), "Väylävirasto", text)
            self._note(case, "transferred")
        elif plan.course == "race" and is_first:
            await self._race(agent, case)
        else:
            case = await desk.answer(agent, _seen(case), text)
            self._note(case, "answered")
            await self._after(agent, case, plan)
        self._done.add(case.code)

    async def _merge(self, agent: Nameless, case: Case, plan: Plan) -> bool:
        """Merge a case into an earlier one about the same, if one is still open."""
        for into in self._chance.sample(known := self._city.records.incidents[plan.incident], len(known)):
            if into == case.code:
                continue
            try:
                await self._city.desk.merge(agent, _seen(case), into)
            except LuukkuError as error:
                self._city.records.refused["merge", error.code] += 1
            else:
                self._note(case, "merged")
                return True
        return False

    async def _race(self, agent: Nameless, case: Case) -> None:
        """Let two answer at the same time, neither knowing of the other."""
        texts = (ANSWERS[case.language], INTERIM[case.language])
        both = [self._city.desk.answer(agent, _seen(case), text) for text in texts]
        outcomes = await asyncio.gather(*both, return_exceptions=True)
        won = sum(isinstance(outcome, Case) for outcome in outcomes)
        self._city.records.races.append((case.code, won, self._city.clock()))
        if won:
            self._note(case, "answered")

    async def _answer_alike(self, agent: Nameless, alike: Sequence[Case]) -> None:
        """Answer thanks with thanks, all at once."""
        seen = [_seen(case) for case in alike]
        for case, outcome in zip(alike, await self._city.desk.answer_many(agent, seen, ANSWERS["fi"]), strict=True):
            if outcome.error:
                self._city.records.refused["bulk", outcome.error] += 1
            else:
                self._note(case, "answered")
                self._done.add(case.code)

    async def _after(self, agent: Nameless, case: Case, plan: Plan) -> None:
        """Do what comes after an answer: the board, closing, and what the sender thinks of it."""
        if plan.publish and not case.is_published:
            shown = {"title": case.title or case.text[:50], "text": case.text, "answer": ANSWERS[case.language]}
            await self._city.desk.publish(agent, _seen(case), **shown)
            self._note(case, "published")
            if plan.unpublish:
                self._agenda.add(self._city.clock() + 10 * DAY, "unpublish", case.code)
        if case.code in self._done:
            return
        if plan.close:
            self._agenda.add(self._city.clock() + 5 * DAY, "close", case.code)
        if plan.reopen:
            self._agenda.add(self._city.clock() + 3 * DAY, "reopen", case.code)
        if plan.unhappy:
            self._senders.add(self._city.clock() + plan.unhappy * DAY, "supplement", case.code)

    async def _look_again(self, what: str, code: str) -> None:
        case, agent = await self._city.cases.find(code), Nameless("agent", "later", "Later")
        assert case is not None
        desk, seen = self._city.desk, _seen(case)
        try:
            if what == "unpublish":
                await desk.unpublish(agent, seen)
                self._note(case, "unpublished")
            elif what == "close":
                await desk.close(agent, seen)
                self._note(case, "closed")
            else:
                await desk.reopen(agent, seen, "Urakoitsija ei käynytkään.")
                self._note(case, "reopened")
        except LuukkuError as error:
            self._city.records.refused[what, error.code] += 1

    def _note(self, case: Case, *kinds: str) -> None:
        for kind in kinds:
            self._city.records.steps[case.code, kind] += 1


def _seen(case: Case) -> Seen:
    return Seen(case.code, case.version)
