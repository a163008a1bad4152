"""The commands of `./luukku faq` that check, publish and bring back, as a person types them."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated, Any, Literal

import typer

from handoff.cli.places import VAR

Var = Annotated[
    Path, typer.Option(envvar="LUUKKU_VAR", file_okay=False, help="Folder for the database, logs and secrets.")
]
Drafts = Annotated[list[str] | None, typer.Argument(metavar="[TOPIC]…", help="With these drafts alone; none: all.")]
By = Annotated[str, typer.Option("--as", metavar="USERNAME", help="The editor who asks for it.")]


def add_to(faq: typer.Typer) -> None:
    """Add the commands."""
    faq.command("check-model")(check_model)
    faq.command("publish")(publish)
    faq.command("withdraw")(withdraw)
    faq.command("roll-back")(roll_back)
    faq.command("jobs")(list_jobs)
    faq.command("models")(list_models)


def check_model(topics: Drafts = None, *, by: By = "", var: Var = VAR) -> None:
    """Train with the drafts, ask the regression set and cross-validate the examples; nothing goes live."""
    _do("check", var, topics=topics or (), by=by)


def publish(
    topics: Drafts = None,
    *,
    reason: Annotated[str, typer.Option(help="Why, although answers get worse.")] = "",
    by: By = "",
    var: Var = VAR,
) -> None:
    """Train with the drafts and, unless answers get worse, put them and the new model live. Ends with 1 if refused."""
    _do("publish", var, topics=topics or (), reason=reason, by=by)


def withdraw(topic: str, *, by: By = "", var: Var = VAR) -> None:
    """Save a draft that takes an answer out of use; it goes when it is published. Ends with 1 if something names it."""
    from handoff.cli.setup import prepare_service

    prepare_service(os.environ)
    from handoff.cli import publishing

    publishing.withdraw(topic, by=by, var=var.resolve(), environ=os.environ)
    typer.echo(f"Saved as a draft: `./luukku faq publish {topic}` takes it out of use.")


def roll_back(
    model: Annotated[str, typer.Argument(help="Its name, as `models` prints it.")], *, by: By = "", var: Var = VAR
) -> None:
    """Bring back a model that was live, with its answers. Ends with 1 if it is gone."""
    _do("roll_back", var, model=model, by=by)


def list_jobs(var: Var = VAR) -> None:
    """Print the checks, publications and roll-backs, the newest first, and what came of each."""
    from handoff.cli.setup import prepare_service

    prepare_service(os.environ)
    from handoff.cli import publishing

    for line in publishing.job_lines(publishing.overview(var=var.resolve(), environ=os.environ)):
        typer.echo(line)


def list_models(var: Var = VAR) -> None:
    """Print the models that were live, the newest first, and which one answers."""
    from handoff.cli.setup import prepare_service

    prepare_service(os.environ)
    from handoff.cli import publishing

    for line in publishing.model_lines(publishing.overview(var=var.resolve(), environ=os.environ)):
        typer.echo(line)


def _do(kind: Literal["check", "publish", "roll_back"], var: Path, **about: Any) -> None:
    from handoff.cli.setup import prepare_service

    prepare_service(os.environ)
    from handoff.cli import publishing

    asked = publishing.Asked(kind=kind, **about)
    for line in publishing.do(asked, var=var.resolve(), environ=os.environ):
        typer.echo(line)
