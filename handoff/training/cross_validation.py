"""What cross-validation has found: how well each entry's examples are understood, and what they are taken for."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import Any

from handoff.evaluation.judgement import judge, to_label
from handoff.evaluation.rows import OUT_OF_SCOPE, Row
from handoff.training.figures import reply_of, shares
from handoff.training.model import Confusion, CrossValidation

MOST_PAIRS, MOST_DECLINED, MOST_EXAMPLES = 40, 20, 12
IN_PICTURE = 10
"""Entries of the confusion picture: more cannot be taken in at once, nor shown on a narrow screen."""


def cross_validation_of(found: Sequence[Mapping[str, Any]]) -> CrossValidation:
    """Return the figures.

    Args:
        found: What `bot.candidate` wrote of the examples: `text`, `language`, the intents `label` and `best`, and what
            a visitor would have met.
    """
    rows = [Row(each["language"], to_label(each["label"]), "", each["text"]) for each in found]
    known = {row.label for row in rows}
    judged = [(row, judge(row, reply_of(row, each), known)) for row, each in zip(rows, found, strict=True)]
    in_scope = [(row, judgement) for row, judgement in judged if row.label != OUT_OF_SCOPE]
    outside = [judgement for row, judgement in judged if row.label == OUT_OF_SCOPE]
    taken = Counter((row.label, to_label(each["best"])) for row, each in zip(rows, found, strict=True))
    pairs = _pairs(found, Counter(row.label for row in rows))
    in_picture = _worst_entries(pairs, known - {OUT_OF_SCOPE})
    return CrossValidation(
        languages=shares(in_scope, lambda row: row.language),
        entries=shares(in_scope, lambda row: row.label),
        pairs=tuple(pair for pair in pairs if pair.given != OUT_OF_SCOPE)[:MOST_PAIRS],
        declined=tuple(pair for pair in pairs if pair.given == OUT_OF_SCOPE)[:MOST_DECLINED],
        picture=tuple((label, tuple(taken[label, given] for given in in_picture)) for label in in_picture),
        wrongly_answered=(sum(judgement.outcome == "answered" for judgement in outside), len(outside)),
    )


def _pairs(found: Sequence[Mapping[str, Any]], counts: Mapping[str, int]) -> list[Confusion]:
    """Return what was taken for something else, the most frequent first; its surest mistakes come first, too."""
    mistaken = defaultdict(list)
    for each in sorted(found, key=lambda each: -float(each["confidence"])):
        pair = (to_label(each["label"]), to_label(each["best"]))
        if pair[0] != pair[1]:
            mistaken[pair].append((str(each["language"]), str(each["text"])))
    ordered = sorted(mistaken.items(), key=lambda each: (-len(each[1]), each[0]))
    return [
        Confusion(label, given, len(texts), counts[label], tuple(texts[:MOST_EXAMPLES]))
        for (label, given), texts in ordered
    ]


def _worst_entries(pairs: Sequence[Confusion], entries: AbstractSet[str]) -> list[str]:
    """Return those that are confused with each other most, in the order of the pairs."""
    chosen: dict[str, None] = {}
    for pair in pairs:
        both = dict.fromkeys([*chosen, pair.label, pair.given])
        if entries >= {pair.label, pair.given} and len(both) <= IN_PICTURE:
            chosen = both
    return list(chosen)
