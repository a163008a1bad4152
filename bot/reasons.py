"""Why the answering policy decided as it did: the limits of config.yml that it looked at, in its order.

Whether a limit was met is asked of the policy itself; only the figures beside it are worked out here again. The last
limit that was missed decided, or, where none was, the last that was met.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import Any, Dict, Iterator, List, Optional

from bot.components.context import Context
from bot.components.decision import (
    COURTESIES,
    MAX_COMMAND_WORDS,
    NAMES_112,
    URGENT,
    AnsweringPolicy,
    Outcome,
    is_offered,
    is_topic,
)
from bot.components.features import fold
from bot.components.language import Decision as LanguageDecision
from bot.components.places import names_another

BESIDE = frozenset({"rival_at", "also_at"})
Ranking = List[Dict[str, Any]]
MOST = 1e6
"""Odds are told up to this: nothing at all beside an answer would be infinity, which no JSON holds."""


@dataclass(frozen=True)
class Reason:
    """A limit and what it was compared with.

    `limit`: its name in config.yml, or what was recognised without a figure. `intent`: what `value` is of. `decided`:
    without it something else would have become of the question.
    """

    limit: str
    met: bool
    value: Optional[float] = None
    needed: Optional[float] = None
    intent: str = ""
    decided: bool = False


def reasons(
    policy: AnsweringPolicy,
    text: str,
    ranking: Ranking,
    language: LanguageDecision,
    context: Context,
    *,
    outcome: Outcome,
) -> List[Dict[str, Any]]:
    """What led to an outcome outside a form, as JSON."""
    found = _recognised(policy, language, context, outcome) or list(_weighed(policy, text, ranking, outcome))
    # What gives a button beside an answer did not decide about the answer.
    weighty = [reason for reason in found if reason.limit not in BESIDE]
    decided = next((reason for reason in reversed(weighty) if not reason.met), weighty[-1])
    return [asdict(replace(reason, decided=reason is decided)) for reason in found]


def _recognised(
    policy: AnsweringPolicy, language: LanguageDecision, context: Context, outcome: Outcome
) -> List[Reason]:
    """What decides before the ranking does."""
    config = policy._config
    told = {
        "other_language": language.foreign,
        "change_language": language.requested,
    }
    if told.get(outcome.intent):
        return [Reason(outcome.intent, met=True)]
    if outcome.intent == "two_topics":
        needs = [(need[0]["name"], need[0]["confidence"]) for need in context.needs]
        return [Reason("both_at", True, value, config["both_at"], name) for name, value in needs]
    if outcome.intent == "follow_up":
        return [Reason("follow_up", True, outcome.confidence, config["answer_at"], context.previous)]
    # Codes of cases are read by the policy from the text alone; by ranking these two are intents like others.
    if outcome.intent == "resume_feedback":
        return [Reason("resume_code", met=True)]
    return []


def _weighed(policy: AnsweringPolicy, text: str, ranking: Ranking, outcome: Outcome) -> Iterator[Reason]:
    config, best = policy._config, ranking[0]["name"]
    if outcome.intent == "feedback_status" and best != "feedback_status":
        yield Reason("case_code", met=True)
        return
    yield from _sureness(policy, text, ranking)
    urgent = policy._credible_urgent(text, ranking)
    if urgent and best not in NAMES_112:
        of = {intent["name"]: intent["confidence"] for intent in ranking}
        by_word = of.get(urgent[0], 0.0) < config["urgent_at"]
        name = "danger_word" if by_word else "urgent_at"
        yield Reason(name, False, of.get(urgent[0], 0.0), config["urgent_at"], urgent[0])
    if outcome.decision in ("clarify", "lost"):
        rest = sum(intent["confidence"] for intent in ranking if intent["name"] != "unclear") or 1.0
        offered = [intent for intent in ranking if is_offered(intent["name"])]
        first = offered[0] if offered else {"name": "", "confidence": 0.0}
        yield Reason(
            "offer_at", outcome.decision == "clarify", first["confidence"] / rest, config["offer_at"], first["name"]
        )
    elif is_topic(outcome.intent) and outcome.options:
        of = {intent["name"]: intent["confidence"] for intent in ranking}
        rival = of.get(outcome.options[0], 0.0)
        name = "rival_at" if rival >= config["rival_at"] else "also_at"
        value = rival if name == "rival_at" else None
        yield Reason(name, True, value, config[name], outcome.options[0])


def _sureness(policy: AnsweringPolicy, text: str, ranking: Ranking) -> Iterator[Reason]:
    """How sure the best intent is."""
    config, best, confidence = policy._config, ranking[0]["name"], ranking[0]["confidence"]
    if best == "unclear":
        yield Reason("unclear", False, confidence, intent=best)
    elif best == "out_of_scope":
        yield Reason("decline_at", policy._is_sure(text, ranking), confidence, config["decline_at"], best)
    elif best in COURTESIES:
        yield Reason("courtesy_at", confidence >= config["courtesy_at"], confidence, config["courtesy_at"], best)
        words = len(text.split())
        if words > MAX_COMMAND_WORDS:
            yield Reason("courtesy_words", False, words, MAX_COMMAND_WORDS, best)
    else:
        if best in URGENT:
            confidence = sum(intent["confidence"] for intent in ranking if intent["name"] in URGENT)
        is_likely = confidence >= config["answer_at"]
        yield Reason("answer_at", is_likely, confidence, config["answer_at"], best)
        if is_likely and is_topic(best):
            yield _scope(policy, text, ranking)


def _scope(policy: AnsweringPolicy, text: str, ranking: Ranking) -> Reason:
    best, confidence = ranking[0]["name"], ranking[0]["confidence"]
    beyond = sum(intent["confidence"] for intent in ranking if intent["name"] == "out_of_scope")
    is_elsewhere = best not in NAMES_112 and names_another(fold(text))
    name = "elsewhere_odds" if is_elsewhere else "scope_odds"
    odds = min(MOST, confidence / beyond) if beyond else MOST
    return Reason(name, policy._is_in_scope(text, ranking), odds, policy._config[name], best)
