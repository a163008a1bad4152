"""What two models made of the regression set."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from handoff.conversations.model import BotReply, Understanding
from handoff.evaluation.judgement import Judgement, judge
from handoff.evaluation.rows import OUT_OF_SCOPE, Row
from handoff.training.model import Change, Figures, Share

WORTH = {"right": 3, "declined": 3, "offered": 2, "missed": 1, "wrong": 0, "answered": 0}
MOST_CONFUSIONS, MOST_CHANGES = 40, 300


def figures_of(rows: Sequence[Row], results: Mapping[str, Sequence[Mapping[str, Any]]]) -> Figures:
    """Return the figures.

    Args:
        results: What `bot.candidate` wrote: a list for `candidate` and, unless there was none to ask, for `live`.
    """
    after = _judged(rows, results["candidate"])
    before = _judged(rows, results["live"]) if "live" in results else []
    in_scope = [(row, judgement) for row, judgement in zip(rows, after, strict=True) if row.label != OUT_OF_SCOPE]
    outside = [judgement for row, judgement in zip(rows, after, strict=True) if row.label == OUT_OF_SCOPE]
    confusions = Counter(
        (row.label, judgement.given) for row, judgement in in_scope if judgement.outcome not in {"right", "offered"}
    )
    return Figures(
        languages=shares(in_scope, lambda row: row.language),
        before=shares(
            ((row, judgement) for row, judgement in zip(rows, before, strict=False) if row.label != OUT_OF_SCOPE),
            lambda row: row.language,
        ),
        entries=shares(in_scope, lambda row: row.label),
        confusions=tuple((*pair, count) for pair, count in confusions.most_common(MOST_CONFUSIONS)),
        changes=tuple(_changes(rows, before, after))[:MOST_CHANGES],
        wrongly_answered=(sum(judgement.outcome == "answered" for judgement in outside), len(outside)),
    )


def worse_languages(figures: Figures, limit: float) -> list[str]:
    """Return the languages in which the share of right answers falls by more than `limit`, from 0 to 1."""
    return [
        language
        for language, before in figures.before.items()
        if (after := figures.languages.get(language)) and before.right / before.n - after.right / after.n > limit
    ]


def _judged(rows: Sequence[Row], found: Sequence[Mapping[str, Any]]) -> list[Judgement]:
    # What a model does not have is no answer of it either.
    known = {topic for row in rows for topic in row.topics}
    return [judge(row, reply_of(row, one), known) for row, one in zip(rows, found, strict=True)]


def reply_of(row: Row, found: Mapping[str, Any]) -> BotReply:
    """Return what `bot.candidate` wrote of a row as an answer; a language that it does not tell is the row's."""
    understanding = Understanding(
        intent=found["intent"],
        confidence=found["confidence"],
        decision=found["decision"],
        options=tuple(found["options"]),
        also=found["also"],
    )
    return BotReply(found["language"] or row.language, (), understanding)


def shares(judged: Iterable[tuple[Row, Judgement]], key: Callable[[Row], str]) -> dict[str, Share]:
    """Return how many rows of each kind are right, in the order of the kinds."""
    counts: dict[str, list[int]] = {}
    for row, judgement in judged:
        count = counts.setdefault(key(row), [0, 0, 0])
        count[0] += 1
        count[1] += judgement.outcome == "right"
        count[2] += judgement.outcome in {"right", "offered"}
    return {name: Share(*counts[name]) for name in sorted(counts)}


def _changes(rows: Sequence[Row], before: Sequence[Judgement], after: Sequence[Judgement]) -> Iterable[Change]:
    """Yield what got worse, then what got better."""
    changed = [
        (row, old, new)
        for row, old, new in zip(rows, before, after, strict=False)
        if WORTH[old.outcome] != WORTH[new.outcome]
    ]
    for is_better in (False, True):
        for row, old, new in changed:
            if (WORTH[new.outcome] > WORTH[old.outcome]) is is_better:
                yield Change(row.text, row.language, row.label, old.outcome, new.outcome, new.given, is_better)
