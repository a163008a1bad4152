"""Train a candidate model in the folder at hand, and let it and the live one answer the regression set.

`python -m bot.candidate --rows rows.json --out var/candidate.tar.gz --results results.json [--live model.tar.gz]
[--cross-validate]`

One process for both, since reading Rasa's and scikit-learn's packages takes a sixth of a training. Each line of
standard output that is a JSON object tells how far it is: `{"stage": …, "done": …, "total": …}`. The rows are a JSON
list of `{"text", "language"}`; the results hold a list for each model, in the rows' order, of what it made of them, and
for `cross_validation` what `bot.cross_validation` found, as a list of `{"text", "language", "label", "best", …}`.
"""

from __future__ import annotations

import argparse
import json
import logging
import os
import re
import sys
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import structlog

STAGES = re.compile(r"(Starting to train|Finished training) component '(\w+)")
BATCH = 50
VECTORS = tuple(map(Path, ("data/vectors.npz", "regression.npz", "var/asked.npz")))
"""Of the examples, of the regression set, and of what was asked last time; each may be missing."""


def tell(stage: str, done: int, total: int) -> None:
    """Say how far it is."""
    print(json.dumps({"stage": stage, "done": done, "total": total}), flush=True)  # noqa: T201 - for who started it


class Stages(logging.Handler):
    """Reads from Rasa's log which component is being trained."""

    def __init__(self, total: int) -> None:
        super().__init__()
        self._total, self._done = total, 0

    def emit(self, record: logging.LogRecord) -> None:
        """Tell of a component that begins or ends."""
        found = STAGES.search(record.getMessage())
        if found is not None:
            self._done += found[1] == "Finished training"
            tell(f"training {found[2]}", min(self._done, self._total), self._total)


def train(out: Path) -> None:
    """Train from the files at hand."""
    from rasa.model_training import train as rasa_train  # noqa: PLC0415 - takes seconds, and something is told before

    logging.getLogger("rasa").addHandler(Stages(_trained_components()))
    # Rasa keeps trained components by the source of their class alone: a change of what it imports would be lost.
    result = rasa_train(
        domain="domain.yml",
        config="config.yml",
        training_files=["data"],
        output=str(out.parent),
        force_training=True,
        fixed_model_name=out.name.removesuffix(".tar.gz"),
    )
    if result.code or not out.is_file():
        raise SystemExit("Rasa trained no model.")


def answers(model: Path, rows: list[dict[str, str]], stage: str) -> list[dict[str, Any]]:
    """Return what a model makes of each row, asked by itself on the city's page."""
    from rasa.core.agent import Agent  # noqa: PLC0415
    from rasa.core.channels.channel import UserMessage  # noqa: PLC0415
    from rasa.engine.constants import PLACEHOLDER_MESSAGE, PLACEHOLDER_TRACKER  # noqa: PLC0415
    from rasa.shared.core.trackers import DialogueStateTracker  # noqa: PLC0415

    processor = Agent.load(str(model)).processor
    target = processor.model_metadata.nlu_target
    tracker = DialogueStateTracker.from_events("", [])
    found: list[dict[str, Any]] = []
    for start in range(0, len(rows), BATCH):
        tell(stage, start, len(rows))
        # What a turn does, for many at a time; by `parse_message` most of the time would go into Rasa's preparations.
        spoken = [
            UserMessage(text=row["text"], metadata={"language": row["language"], "mode": "city"})
            for row in rows[start : start + BATCH]
        ]
        inputs = {PLACEHOLDER_MESSAGE: spoken, PLACEHOLDER_TRACKER: tracker}
        parsed = processor.graph_runner.run(inputs=inputs, targets=[target])[target]
        found += [_told(message.as_dict(only_output_properties=True)) for message in parsed]
    return found


def _told(parsed: dict[str, Any]) -> dict[str, Any]:
    selected = parsed.get("response_selector", {}).get("faq", {}).get("response", {})
    languages = [entity["value"] for entity in parsed.get("entities", []) if entity["entity"] == "language"]
    return {
        "language": languages[-1] if languages else None,
        "decision": parsed.get("decision", ""),
        "intent": selected.get("intent_response_key") or parsed["intent"]["name"],
        "confidence": parsed["intent"]["confidence"],
        "also": parsed.get("also", ""),
        "options": parsed.get("options", []),
    }


def _trained_components() -> int:
    """How many components config.yml names; those that are not trained are never told of."""
    return len(re.findall(r"^\s*- +name:", Path("config.yml").read_text("utf-8"), re.MULTILINE))


def main() -> None:
    """Do what the arguments ask for."""
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("rows", "out", "results"):
        parser.add_argument(f"--{name}", type=Path, required=True)
    parser.add_argument("--live", type=Path)
    parser.add_argument("--cross-validate", action="store_true")
    given = parser.parse_args()
    os.environ.setdefault("RASA_TELEMETRY_ENABLED", "false")
    logging.basicConfig(level=logging.INFO, stream=sys.stderr)
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.INFO))
    tell("reading the data", 0, 1)
    train(given.out)
    from bot.components.embedding import is_available, remembering  # noqa: PLC0415

    rows = json.loads(given.rows.read_text("utf-8"))
    with ExitStack() as during:
        if is_available():
            tell("sentence vectors", 0, 1)
            during.enter_context(remembering([row["text"] for row in rows], VECTORS))
        results = {"candidate": answers(given.out, rows, "asking the new model")}
        if given.live:
            results["live"] = answers(given.live, rows, "asking the live model")
    if given.cross_validate:
        from bot.cross_validation import answers_to_examples  # noqa: PLC0415

        found = answers_to_examples(tell)
        results["cross_validation"] = [{**_told(each.pop("met")), **each} for each in found]
    given.results.write_text(json.dumps(results, ensure_ascii=False), "utf-8")


if __name__ == "__main__":
    main()
