"""The trained assistant: one file per content of what it is trained from."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from handoff.cli.console import Step, say, step
from handoff.cli.errors import CommandError
from handoff.cli.places import MODELS, RASA_PYTHON, ROOT, setup_log, shown
from handoff.cli.shell import Command, check_done, run_logged
from handoff.training.naming import INPUTS, find_model, model_name, note_learnt


def model_path() -> Path:
    """Return where the model for the present data is, or will be."""
    return MODELS / model_name(ROOT)


def get_model(given: Path | None = None) -> Path:
    """Return the trained model, for a command that does not train."""
    path = given or model_path()
    if not path.is_file():
        raise CommandError(f"There is no model {shown(path)}: run `./luukku train` first.")
    return path


def ensure_model(environ: Mapping[str, str], *, again: bool = False, texts_may_differ: bool = False) -> Path:
    """Train the assistant unless there is a model for the present data; return the model's file.

    Args:
        texts_may_differ: A model will do that was trained before an answer's text was written anew.
    """
    if texts_may_differ and (found := find_model(ROOT, MODELS)):
        return found
    path = model_path()
    if path.is_file() and not again:
        return path
    check_trainable()
    log = setup_log("train")
    train: Command = [
        RASA_PYTHON,
        "-m",
        "rasa",
        "train",
        "--domain",
        "domain.yml",
        "--data",
        "data",
        "--config",
        "config.yml",
        # A quarter of the time, and `./luukku check` does it; defects of the content itself fail the training anyway.
        "--skip-validation",
        # Rasa keeps trained components by the source of their class alone: a change of what it imports would be lost.
        "--force",
    ]
    # Trained under another name: a training that is interrupted while it writes must not look finished.
    unfinished = path.with_name("unfinished.tar.gz")
    unfinished.unlink(missing_ok=True)
    target: Command = ["--out", MODELS, "--fixed-model-name", unfinished.name.removesuffix(".tar.gz")]
    with step("Training the assistant") as bar:
        stages = TrainingStages(_component_count())

        def on_line(line: str) -> None:
            stages.feed(line)
            stages.show_on(bar)

        exit_code = run_logged([*train, *target], log=log, environ=environ, on_line=on_line)
        check_done(exit_code, log=log, what="Training failed", advice="correct the named file under data/ or bot/")
        if not unfinished.is_file():
            raise CommandError(f"Rasa ended well but wrote no model: see {shown(log)}.")
        unfinished.rename(path)
        note_learnt(path, ROOT)
    say(f"The model is {shown(path)}.")
    return path


def check_trainable() -> None:
    """Return if the files that Rasa trains from are there."""
    for path in (ROOT / name for name in INPUTS):
        if not path.exists():
            raise CommandError(f"{shown(path)} is missing, and the assistant is trained from it.")


class TrainingStages:
    """How far the training is, read from what Rasa logs about each component."""

    _COMPONENT = re.compile(r"(Starting to train|Finished training|Restored) component '(\w+)")

    def __init__(self, components: int) -> None:
        self.expected = components
        self.done = 0
        self.current = "reading the data"

    def feed(self, line: str) -> None:
        """Take one line of Rasa's output into account."""
        found = self._COMPONENT.search(line)
        if found and found[1] == "Starting to train":
            self.current = f"training {found[2]}"
        elif found:
            self.done = min(self.done + 1, self.expected)

    def show_on(self, bar: Step) -> None:
        """Show the stage and how many are done."""
        bar.show(self.current, done=self.done, total=self.expected)


def _component_count() -> int:
    """Return how many components config.yml names; YAML is read by Rasa, not here."""
    return len(re.findall(r"^\s*- +name:", (ROOT / "config.yml").read_text(encoding="utf-8"), re.MULTILINE))
