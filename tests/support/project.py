"""A small assistant of its own: the bot and the rules of this checkout, and a few of its answers to be changed."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from handoff.cli.places import RASA_PYTHON
from handoff.cli.rasa_server import rasa_environ
from handoff.evaluation.rows import OUT_OF_SCOPE, parse_rows
from handoff.settings import ROOT
from handoff.training.naming import LIVE, model_name, name_live_model

PRACTISED = (
    "acting_on_behalf",
    "emergency",
    "invoice_question",
    "mental_health_support",
    "rental_housing_application",
    "street_maintenance",
)
"""Those that the service's practice conversations and canned replies name."""
TOPICS = ("boat_berth", "daycare_fees", "dogs_and_pets", "library_card", "swimming_halls", "wilma_login")
"""Some that do not resemble each other."""


@dataclass(frozen=True)
class Project:
    """A folder that Rasa trains from and runs in, with a live model."""

    root: Path

    @property
    def faq(self) -> Path:
        return self.root / "data" / "nlu" / "faq"

    @property
    def models(self) -> Path:
        return self.root / "models"

    @property
    def live(self) -> Path:
        return self.models / LIVE

    @property
    def settings(self) -> Mapping[str, str]:
        """What the service has to be told of it."""
        return {
            "project": str(self.root),
            "faq": str(self.faq),
            "models": str(self.models),
            "regression": str(self.root / "regression.tsv"),
        }

    def live_model(self) -> Path:
        return self.models / self.live.read_text(encoding="utf-8").strip()


def make_project(root: Path, topics: Sequence[str] = TOPICS) -> Project:
    """Make the folder, and train its first model."""
    project = Project(root)
    (root / "data" / "nlu" / "faq").mkdir(parents=True)
    (root / "requirements").mkdir()
    project.models.mkdir()
    for name in ("bot", "config.yml", "domain.yml", "endpoints.yml", "credentials.yml", "requirements/rasa.txt"):
        (root / name).symlink_to(ROOT / name)
    for name in ("crisis", "responses", "rules", "vectors.npz"):
        (root / "data" / name).symlink_to(ROOT / "data" / name)
    for path in (ROOT / "data" / "nlu").glob("*.yml"):
        shutil.copyfile(path, root / "data" / "nlu" / path.name)
    for topic in topics:
        shutil.copyfile(ROOT / "data" / "nlu" / "faq" / f"{topic}.yml", project.faq / f"{topic}.yml")
    _write_regression(root / "regression.tsv", topics)
    _train(project)
    return project


def _write_regression(path: Path, topics: Sequence[str]) -> None:
    """Six questions a topic and language of the development set, and as many that are out of scope."""
    lines, counts = ["lang\tlabel\tstyle\ttext"], dict[tuple[str, str], int]()
    for row in parse_rows((ROOT / "tests" / "nlu" / "development.tsv").read_bytes()):
        key = (row.language, row.label)
        if row.label in (*topics, OUT_OF_SCOPE) and counts.setdefault(key, 0) < 6:
            counts[key] += 1
            lines.append(f"{row.language}\t{row.label}\t{row.style}\t{row.text}")
    path.write_text("\n".join(lines), encoding="utf-8")


def _train(project: Project) -> None:
    name = model_name(project.root)
    (project.root / "rows.json").write_text(json.dumps([]), encoding="utf-8")
    command = [RASA_PYTHON, "-m", "bot.candidate", "--rows", "rows.json", "--results", "results.json"]
    environ = {**rasa_environ(os.environ), "PYTHONPATH": str(project.root)}
    command += ["--out", project.models / name]
    done = subprocess.run(command, cwd=project.root, env=environ, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    name_live_model(project.models, name)
