"""Change sets become models, with real training: what is refused, what is live, what a killed process leaves."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from handoff.accounts.model import Agent
from handoff.editing.entries import FAQ
from handoff.editing.files import EntryFiles
from handoff.editing.model import Reference
from handoff.editing.service import Editing
from handoff.faq.content import LANGUAGES, read_entry
from handoff.faq.model import Entry
from handoff.settings import Settings
from handoff.storage.database import Database
from handoff.storage.migrate import migrate
from handoff.training.model import Job
from handoff.training.naming import live_model, model_name
from handoff.training.service import Training
from handoff.training.trainer import Trainer
from tests.support.project import Project

pytestmark = pytest.mark.timeout(600)
"""Trainings take what others leave of the processor."""

NEW_TITLE = "Uimahallit ja avannot"


@dataclass
class Desk:
    """Two editors' way to the trainer."""

    settings: Settings
    database: Database
    editing: Editing[Entry]
    training: Training
    trainer: Trainer
    clock: list[datetime]
    editor: Agent
    administrator: Agent
    named: set[str]
    """Topics that a guide names."""

    async def draft(self, entry: Entry) -> dict[str, str]:
        """Save a draft; return its version by its id."""
        opened = await self.editing.open(entry.id)
        seen = opened.draft.version if opened.draft else ""
        saved = await self.editing.save(self.editor, entry, seen=seen, base=opened.base)
        return {entry.id: saved.version}

    async def entry(self, entry_id: str) -> Entry:
        return (await self.editing.live())[entry_id]

    async def publish(self, drafts: dict[str, str], **more: Any) -> Job:
        job = await self.training.ask(more.pop("by", self.editor), "publish", drafts=drafts, **more)
        await self.trainer.work()
        return await self.training.job(job.id)


@pytest.fixture
async def desk(project: Project, tmp_path: Path) -> AsyncIterator[Desk]:
    async with open_desk(project, tmp_path) as desk:
        yield desk


@asynccontextmanager
async def open_desk(project: Project, folder: Path, **changed: Any) -> AsyncIterator[Desk]:
    paths = {name: Path(value) for name, value in project.settings.items()}
    settings = Settings(var=folder, **paths, **changed)  # type: ignore[arg-type]
    await asyncio.to_thread(migrate, settings.sqlalchemy_url)
    database, now = Database(settings.sqlalchemy_url), [datetime(2026, 11, 26, 9, tzinfo=UTC)]
    try:
        named: set[str] = set()
        editing = Editing(
            FAQ,
            database,
            EntryFiles(settings.faq),
            lambda: now[0],
            references=lambda topic: [Reference("guide", "borrow_books")] if topic in named else [],
        )
        await editing.settle()
        yield Desk(
            settings,
            database,
            editing,
            Training(database, settings, lambda: now[0]),
            Trainer(database, settings, editing, lambda: now[0]),
            now,
            Agent("1", "maija", "Maija", "editor", "away"),
            Agent("2", "pirkko", "Pirkko", "administrator", "away"),
            named,
        )
    finally:
        await database.close()


async def retitled(desk: Desk) -> Entry:
    entry = await desk.entry("swimming_halls")
    return replace(entry, answers={**entry.answers, "fi": replace(entry.answers["fi"], title=NEW_TITLE)})


async def test_a_change_set_is_trained_asked_and_live_and_brought_back(desk: Desk, project: Project) -> None:
    first, before = live_model(project.models), await desk.entry("swimming_halls")
    checked = await desk.training.ask(desk.editor, "check", drafts=await desk.draft(await retitled(desk)))
    await desk.trainer.work()
    checked = await desk.training.job(checked.id)
    assert checked.state == "done", checked.detail
    assert checked.figures is not None
    assert set(checked.figures.languages) == set(checked.figures.before) == {"fi", "sv", "en"}
    assert all(share.right / share.n > 0.7 for share in checked.figures.languages.values())
    found = checked.figures.examples
    assert found is not None
    # Every example was asked once, and of six topics that do not resemble each other few are confused.
    learnt = (await desk.editing.live()).values()
    counts = {language: sum(len(entry.answers[language].examples) for entry in learnt) for language in LANGUAGES}
    assert {language: share.n for language, share in found.languages.items()} == counts
    assert set(found.entries) == {entry.id for entry in learnt}
    assert all(0.5 < share.right / share.n <= share.offered / share.n for share in found.languages.values())
    assert all(label != given for label, given in ((pair.label, pair.given) for pair in found.pairs))
    assert live_model(project.models) == first
    assert await desk.entry("swimming_halls") == before
    (draft,) = await desk.editing.drafts()
    published = await desk.publish({draft.entry.id: draft.version})
    assert published.state == "done", published.detail
    # A publication is not held up by what a check does besides.
    assert published.figures is not None
    assert published.figures.examples is None
    second = live_model(project.models)
    # The name is that of the files as they are now: nothing is trained anew at the next start.
    assert second == published.model == model_name(project.root) != first
    assert (await desk.entry("swimming_halls")).answers["fi"].title == NEW_TITLE
    assert await desk.editing.drafts() == []
    overview = await desk.training.overview()
    assert {model.name for model in overview.models} == {first, second}
    back = await desk.training.ask(desk.editor, "roll_back", model=first)
    await desk.trainer.work()
    assert (await desk.training.job(back.id)).state == "done"
    assert live_model(project.models) == first == model_name(project.root)
    assert await desk.entry("swimming_halls") == before
    assert not list((desk.settings.var / "training").iterdir())


async def test_a_change_set_that_makes_answers_worse_is_refused_until_an_administrator_says_why(desk: Desk) -> None:
    """The questions of one topic are given to another: they contradict what was learnt."""
    first, halls = live_model(desk.settings.models), await desk.entry("swimming_halls")
    wilma = await desk.entry("wilma_login")
    stolen = {
        language: replace(answer, examples=(*answer.examples, *halls.answers[language].examples))
        for language, answer in wilma.answers.items()
    }
    spoilt = {
        language: replace(answer, examples=wilma.answers[language].examples)
        for language, answer in halls.answers.items()
    }
    drafts = await desk.draft(replace(wilma, answers=stolen)) | await desk.draft(replace(halls, answers=spoilt))
    job = await desk.publish(drafts)
    assert (job.state, job.refusal) == ("refused", "regression"), job.detail
    assert job.figures is not None
    assert any(change.label == "swimming_halls" and not change.is_better for change in job.figures.changes)
    assert live_model(desk.settings.models) == first
    assert await desk.entry("wilma_login") == wilma
    assert len(await desk.editing.drafts()) == 2
    job = await desk.publish(drafts, by=desk.administrator, reason="Uimahallit siirtyvät toiselle palvelulle.")
    assert job.state == "done", job.detail
    assert live_model(desk.settings.models) == job.model != first


async def test_a_topic_is_withdrawn_with_its_model_and_each_model_brings_its_topics_back(
    desk: Desk, project: Project
) -> None:
    first, path = live_model(project.models), project.faq / "dogs_and_pets.yml"
    before = path.read_text(encoding="utf-8")
    draft = await desk.editing.withdraw(
        desk.editor, "dogs_and_pets", seen="", base=(await desk.editing.open("dogs_and_pets")).base
    )
    # Of so few questions in a language one that is answered worse would be too many.
    job = await desk.publish({draft.entry.id: draft.version}, by=desk.administrator, reason="Muut hoitavat koirat.")
    assert job.state == "done", (job.refusal, job.detail)
    assert job.figures is not None
    # Nobody has to know the answer any more.
    assert "dogs_and_pets" not in job.figures.entries
    assert not path.exists()
    second = live_model(project.models)
    assert second == job.model == model_name(project.root) != first
    # What comes afterwards is not asked for it either, and is not there when the second model was live.
    halls = await desk.entry("swimming_halls")
    winter = replace(
        halls,
        id="winter_swimming",
        answers={
            language: replace(answer, examples=tuple(f"{example} avanto isvak ice" for example in answer.examples))
            for language, answer in halls.answers.items()
        },
    )
    new = await desk.editing.save(desk.editor, winter, seen="", base="")
    job = await desk.publish({winter.id: new.version}, by=desk.administrator, reason="Avanto.")
    assert job.state == "done", job.detail
    assert (project.faq / "winter_swimming.yml").exists()
    for model, topics in ((second, set()), (first, {"dogs_and_pets"}), (job.model, {"winter_swimming"})):
        await desk.training.ask(desk.editor, "roll_back", model=model)
        await desk.trainer.work()
        there = {"dogs_and_pets", "winter_swimming"} & set(await desk.editing.live())
        # The files are those that the model was trained from, or say the same.
        assert (live_model(project.models), there) == (model, topics)
    assert read_entry("dogs_and_pets", before) == (await desk.editing.history("dogs_and_pets"))[0].entry


async def test_what_the_assistant_names_is_not_withdrawn_by_a_publication(desk: Desk, project: Project) -> None:
    draft = await desk.editing.withdraw(
        desk.editor, "library_card", seen="", base=(await desk.editing.open("library_card")).base
    )
    desk.named.add("library_card")
    job = await desk.publish({draft.entry.id: draft.version})
    assert (job.state, job.refusal) == ("refused", "still_named")
    assert "library_card is still named by guide borrow_books" in job.detail
    assert (project.faq / "library_card.yml").exists()


async def test_what_lacks_swedish_or_was_changed_meanwhile_is_not_trained(desk: Desk) -> None:
    entry = await desk.entry("wilma_login")
    without = replace(entry, answers={**entry.answers, "sv": replace(entry.answers["sv"], text="")})
    job = await desk.publish(await desk.draft(without))
    assert (job.state, job.refusal) == ("refused", "incomplete")
    assert "sv text" in job.detail
    old = {"wilma_login": (await desk.editing.open("wilma_login")).draft.version}  # type: ignore[union-attr]
    await desk.draft(entry)
    job = await desk.publish(old)
    assert (job.state, job.refusal) == ("refused", "changed_meanwhile")


async def test_nobody_publishes_their_own_where_a_second_person_is_asked_for(project: Project, tmp_path: Path) -> None:
    async with open_desk(project, tmp_path, second_person="yes") as desk:
        job = await desk.publish(await desk.draft(await retitled(desk)))
        assert (job.state, job.refusal) == ("refused", "second_person")


async def test_a_training_that_is_cancelled_or_killed_leaves_the_old_model_live(desk: Desk, project: Project) -> None:
    first, drafts = live_model(project.models), await desk.draft(await retitled(desk))
    job = await desk.training.ask(desk.editor, "publish", drafts=drafts)
    working = asyncio.create_task(desk.trainer.work())
    await until_stage(desk, job)
    await desk.training.cancel(job.id)
    assert await working
    assert (await desk.training.job(job.id)).state == "cancelled"
    # The process of the service ends while it trains: another one finds the job when its lease has passed.
    job = await desk.training.ask(desk.editor, "publish", drafts=drafts)
    working = asyncio.create_task(desk.trainer.work())
    await until_stage(desk, job)
    working.cancel()
    with pytest.raises(asyncio.CancelledError):
        await working
    assert not await desk.trainer.work()
    desk.clock[0] += timedelta(minutes=2)
    assert not await desk.trainer.work()
    job = await desk.training.job(job.id)
    assert (job.state, job.refusal) == ("failed", "interrupted")
    assert live_model(project.models) == first
    assert len(await desk.editing.drafts()) == 1


async def test_a_publication_that_ends_on_its_way_live_is_brought_to_its_end_by_another(
    desk: Desk, project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After the one moment in the database the process dies: neither files nor the name of the model are written."""

    async def die(*_arguments: object) -> None:
        raise asyncio.CancelledError

    drafts = await desk.draft(await retitled(desk))
    job = await desk.training.ask(desk.editor, "publish", drafts=drafts)
    with monkeypatch.context() as patch:
        patch.setattr(desk.trainer, "_go_live", die)
        with pytest.raises(asyncio.CancelledError):
            await desk.trainer.work()
    assert (await desk.training.job(job.id)).state == "going_live"
    desk.clock[0] += timedelta(minutes=2)
    assert await desk.trainer.work()
    job = await desk.training.job(job.id)
    assert (job.state, live_model(project.models)) == ("done", job.model)
    assert (await desk.entry("swimming_halls")).answers["fi"].title == NEW_TITLE


async def until_stage(desk: Desk, job: Job) -> None:
    async with asyncio.timeout(60):
        while not (await desk.training.job(job.id)).stage.startswith("training"):
            await asyncio.sleep(0.1)
