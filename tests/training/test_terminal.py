"""The publishing room in a terminal, with real training: who does the work, and what is refused with which reason."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from handoff.accounts.service import Accounts
from handoff.audit.model import SERVICE
from handoff.cli import publishing
from handoff.cli.errors import CommandError
from handoff.cli.publishing import Asked
from handoff.clock import utc_now
from handoff.editing.entries import FAQ
from handoff.editing.files import EntryFiles
from handoff.editing.service import Editing
from handoff.faq.model import Entry
from handoff.settings import Settings, read_settings
from handoff.storage.database import Database
from handoff.storage.migrate import migrate
from handoff.training import store
from handoff.training.naming import live_model, model_name
from handoff.training.service import Training
from handoff.training.trainer import Trainer
from tests.support.project import Project

pytestmark = pytest.mark.timeout(600)


@pytest.fixture
def environ(project: Project) -> dict[str, str]:
    return {f"LUUKKU_{name.upper()}": value for name, value in project.settings.items()}


def settings_of(environ: dict[str, str], var: Path) -> Settings:
    settings = read_settings({**environ, "LUUKKU_VAR": str(var)})
    var.mkdir(exist_ok=True)
    migrate(settings.sqlalchemy_url)
    return settings


async def retitle(settings: Settings, title: str, *, swedish: str | None = None) -> None:
    """Save a draft of one entry with another title."""
    database = Database(settings.sqlalchemy_url)
    try:
        editing = Editing(FAQ, database, EntryFiles(settings.faq), utc_now)
        opened = await editing.open("swimming_halls")
        assert opened.live is not None
        entry: Entry = opened.live.entry
        answers = {**entry.answers, "fi": replace(entry.answers["fi"], title=title)}
        if swedish is not None:
            answers["sv"] = replace(entry.answers["sv"], text=swedish)
        seen = opened.draft.version if opened.draft else ""
        await editing.save(SERVICE, replace(entry, answers=answers), seen=seen, base=opened.base)
    finally:
        await database.close()


def test_a_draft_is_published_and_brought_back_where_no_service_runs(
    project: Project, environ: dict[str, str], tmp_path: Path
) -> None:
    var, first = tmp_path / "var", live_model(project.models)
    settings = settings_of(environ, var)
    with pytest.raises(CommandError, match="no drafts"):
        publishing.do(Asked(kind="publish"), var=var, environ=environ)
    asyncio.run(retitle(settings, "Uimahallit ja avannot", swedish=""))
    with pytest.raises(CommandError, match=r"lacks text in a language.*\n.*sv text"):
        publishing.do(Asked(kind="publish"), var=var, environ=environ)
    asyncio.run(retitle(settings, "Uimahallit ja avannot"))
    told = list(publishing.do(Asked(kind="publish", topics=["swimming_halls"]), var=var, environ=environ))
    second = live_model(project.models)
    assert second == model_name(project.root) != first
    assert told[0] == f"{second} is live."
    assert [line.split(":")[0] for line in told[1:4]] == ["en", "fi", "sv"]
    overview = publishing.overview(var=var, environ=environ)
    newest, oldest = publishing.model_lines(overview)
    assert newest.startswith(second)
    assert newest.endswith("live")
    assert oldest.startswith(first)
    assert [line.split()[3] for line in publishing.job_lines(overview)] == ["publish", "publish"]
    with pytest.raises(CommandError, match=r"No model other\.tar\.gz was live"):
        publishing.do(Asked(kind="roll_back", model="other.tar.gz"), var=var, environ=environ)
    assert next(publishing.do(Asked(kind="roll_back", model=first), var=var, environ=environ)) == f"{first} is live."
    assert live_model(project.models) == first == model_name(project.root)


async def test_a_running_service_does_the_work_and_the_command_follows_it(
    project: Project, environ: dict[str, str], tmp_path: Path
) -> None:
    var = tmp_path / "var"
    settings = await asyncio.to_thread(settings_of, environ, var)
    database = Database(settings.sqlalchemy_url)
    trainer = Trainer(database, settings, Editing(FAQ, database, EntryFiles(settings.faq), utc_now), utc_now)
    serving = asyncio.create_task(trainer.run())
    try:
        told = await asyncio.to_thread(publishing.do, Asked(kind="check"), var=var, environ=environ)
    finally:
        serving.cancel()
        await asyncio.wait({serving})
        await database.close()
    lines = list(told)
    assert sum("cross-validated examples" in line for line in lines) == 3
    assert any(" look like " in line for line in lines)


def test_a_job_whose_service_has_died_keeps_nobody_waiting(environ: dict[str, str], tmp_path: Path) -> None:
    var = tmp_path / "var"
    settings = settings_of(environ, var)

    async def die() -> None:
        database = Database(settings.sqlalchemy_url)
        try:
            training = Training(database, settings, lambda: utc_now() - timedelta(minutes=5))
            await training.ask(publishing.TERMINAL, "check")
            assert await database.write(lambda c: store.claim(c, utc_now() - timedelta(minutes=4)), key="training")
        finally:
            await database.close()

    asyncio.run(die())
    with pytest.raises(CommandError, match="was live"):
        publishing.do(Asked(kind="roll_back", model="other"), var=var, environ=environ)
    (line,) = publishing.job_lines(publishing.overview(var=var, environ=environ))
    assert "failed, interrupted" in line


def test_who_publishes_is_named_where_a_second_person_does(environ: dict[str, str], tmp_path: Path) -> None:
    var = tmp_path / "var"
    environ = {**environ, "LUUKKU_SECOND_PERSON": "yes"}
    settings = settings_of(environ, var)
    asyncio.run(retitle(settings, "Uimahallit"))
    with pytest.raises(CommandError, match="--as USERNAME"):
        publishing.do(Asked(kind="publish"), var=var, environ=environ)
    asyncio.run(add(settings, "otto", "agent"))
    with pytest.raises(CommandError, match="No editor has the user name otto"):
        publishing.do(Asked(kind="publish", by="otto"), var=var, environ=environ)
    asyncio.run(add(settings, "maija", "editor"))
    with pytest.raises(CommandError, match="administrator"):
        publishing.do(Asked(kind="publish", by="maija", reason="Kiire"), var=var, environ=environ)


async def add(settings: Settings, username: str, role: str) -> None:
    database = Database(settings.sqlalchemy_url)
    try:
        accounts = Accounts(database, settings, utc_now)
        await accounts.create(username, username, role, "a long enough password", by=SERVICE)  # type: ignore[arg-type]
    finally:
        await database.close()


def test_an_answer_is_withdrawn_as_a_draft_unless_something_names_it(
    project: Project, environ: dict[str, str], tmp_path: Path
) -> None:
    settings = settings_of(environ, tmp_path / "var")
    publishing.withdraw("dogs_and_pets", by="", var=tmp_path / "var", environ=environ)
    # Again, over one's own draft.
    publishing.withdraw("dogs_and_pets", by="", var=tmp_path / "var", environ=environ)
    database = Database(settings.sqlalchemy_url)

    async def drafts() -> list[tuple[str, bool]]:
        editing = Editing(FAQ, database, EntryFiles(settings.faq), utc_now)
        try:
            return [(draft.entry.id, draft.withdraws) for draft in await editing.drafts()]
        finally:
            await database.close()

    assert asyncio.run(drafts()) == [("dogs_and_pets", True)]
    assert (project.faq / "dogs_and_pets.yml").exists()
    with pytest.raises(CommandError, match="There is no answer cats"):
        publishing.withdraw("cats", by="", var=tmp_path / "var", environ=environ)
    rules = project.root / "data" / "rules"
    rules_of_checkout = rules.resolve()
    rules.unlink()
    rules.mkdir()
    for path in rules_of_checkout.glob("*.yml"):
        (rules / path.name).symlink_to(path)
    (rules / "boats.yml").write_text("# faq/library_card\nrules: [{action: utter_faq, intent: faq/boat_berth}]\n")
    publishing.withdraw("library_card", by="", var=tmp_path / "var", environ=environ)
    with pytest.raises(CommandError, match=r"boat_berth is still named by assistant data/rules/boats\.yml"):
        publishing.withdraw("boat_berth", by="", var=tmp_path / "var", environ=environ)
