"""The agents' requests about practising, as the wire has them."""

from __future__ import annotations

from dataclasses import dataclass

from handoff.conversations.model import AgentActor
from handoff.practice.model import Scenario
from handoff.practice.service import Practice
from handoff.realtime.desk_replies import DebriefIs, ScenariosAre, ScenarioView
from handoff.realtime.payloads import EndPractice, ListScenarios, Practise, WantDebrief
from handoff.realtime.views import translated_view


@dataclass(frozen=True, slots=True)
class PracticeRequests:
    """Answers them; the desk after them is the namespace's to tell."""

    practice: Practice

    def scenarios(self, _payload: ListScenarios) -> ScenariosAre:
        """Tell what can be practised."""
        return ScenariosAre(scenarios=[_scenario_view(scenario) for scenario in self.practice.scenarios.values()])

    async def practise(self, actor: AgentActor, payload: Practise) -> None:
        """Let a visitor who follows a script wait."""
        await self.practice.begin(actor, payload.scenario, payload.language)

    async def end(self, actor: AgentActor, _payload: EndPractice) -> None:
        """Delete what the agent practises."""
        await self.practice.end(actor)

    async def debrief(self, actor: AgentActor, payload: WantDebrief) -> DebriefIs:
        """Tell what came of it."""
        debrief = await self.practice.debrief(actor, payload.conversation)
        first_answer = debrief.first_answer
        return DebriefIs(
            title=translated_view(debrief.scenario.titles),
            first_answer_s=None if first_answer is None else round(first_answer.total_seconds()),
            answers=debrief.answers,
            points=[translated_view(point) for point in debrief.scenario.points],
        )


def _scenario_view(scenario: Scenario) -> ScenarioView:
    return ScenarioView(
        id=scenario.id,
        mode=scenario.mode,
        title=translated_view(scenario.titles),
        trains=translated_view(scenario.trains),
    )
