"""Does what editors have asked for, one job at a time, whichever process of the service takes it.

A publication has one moment: its answers are published and its model is named in one transaction, and only then are
the files written. A process that ends before has changed nothing, one that ends after is followed by another which
goes on from there.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from handoff.audit.model import Nameless
from handoff.clock import Clock
from handoff.editing.model import Draft
from handoff.editing.service import Editing, StillNamed
from handoff.errors import Conflict, LuukkuError
from handoff.evaluation.own_rows import OwnRows
from handoff.evaluation.rows import MalformedRows, Row, parse_rows
from handoff.faq.content import BadFaq
from handoff.faq.model import Entry
from handoff.settings import Settings
from handoff.storage.database import Database
from handoff.tasks import end
from handoff.training import store
from handoff.training.candidate import Candidate, TrainingFailed, answers_file
from handoff.training.cross_validation import cross_validation_of
from handoff.training.figures import figures_of, worse_languages
from handoff.training.model import Figures, Job, Model, Progress, Refusal
from handoff.training.naming import learnt_file, live_model, name_live_model

log = logging.getLogger(__name__)

LOOK_EVERY_S = 1.0
TELL_EVERY_S = 2.0
"""So soon a training ends that somebody has cancelled."""
MAX_ROWS = 2000
"""Rows that both models are asked: more than that holds a publication up for longer than it tells."""
MAX_OWN_ROWS = 1000
OPEN = ("running", "going_live")


class Refused(Exception):
    """A job does not go on."""

    def __init__(self, why: Refusal, detail: str = "", figures: Figures | None = None) -> None:
        super().__init__(why)
        self.why, self.detail, self.figures = why, detail, figures


class Cancelled(Exception):
    """Somebody has ended the job, or another process has taken it."""


@dataclass(frozen=True, slots=True)
class Made:
    """A model that was trained and asked."""

    candidate: Candidate
    figures: Figures


class Trainer:
    """Works on jobs until it is cancelled."""

    def __init__(self, database: Database, settings: Settings, editing: Editing[Entry], clock: Clock) -> None:
        self._database = database
        self._settings = settings
        self._editing = editing
        self._clock = clock

    async def run(self) -> None:
        """Never return."""
        while True:
            try:
                if not await self.work():
                    await asyncio.sleep(LOOK_EVERY_S)
            except LuukkuError:
                log.exception("a job of training could not be looked for; tried again")
                await asyncio.sleep(LOOK_EVERY_S)

    async def work(self) -> bool:
        """Do one job, if there is one; tell whether there was."""
        # Looking costs no commit.
        waiting = await self._database.read(lambda c: any(job.is_open for job in store.jobs(c, 1)))
        if not waiting:
            return False
        now = self._clock()
        job = await self._database.write(lambda c: store.claim(c, now), key="training")
        if job is None:
            return False
        try:
            await self._do(job)
        except Cancelled:
            log.info("a training was ended")
        except Refused as refused:
            values = {"refusal": refused.why, "detail": refused.detail, "figures": refused.figures or ""}
            await self._close(job, "refused", **values)
        except TrainingFailed as error:
            await self._close(job, "failed", refusal="training", detail=str(error))
        except Exception as error:
            log.exception("a job of training failed")
            await self._close(job, "failed", refusal="training", detail=type(error).__name__)
        return True

    async def _do(self, job: Job) -> None:
        if job.kind == "roll_back":
            await self._roll_back(job)
        elif job.state == "going_live":
            await self._go_live(job.id, job.model)
        else:
            await self._train(job)

    # --- training

    async def _train(self, job: Job) -> None:
        drafts = await self._drafts(job)
        candidate = Candidate(self._settings.var / "training" / job.id, self._settings)
        try:
            made = await self._make(job, candidate, drafts)
            if job.kind == "check":
                await self._close(job, "done", figures=made.figures)
                return
            if not job.reason and worse_languages(made.figures, self._settings.regression_limit / 100):
                raise Refused("regression", figures=made.figures)
            name = await asyncio.to_thread(candidate.keep_model)
        finally:
            await asyncio.to_thread(candidate.remove)
        await self._keep_first()
        await self._publish(job, name, made.figures)
        await self._go_live(job.id, name)

    async def _drafts(self, job: Job) -> Sequence[Draft[Entry]]:
        """Return the drafts that go in.

        Raises:
            Refused: one was changed or is gone, lacks something, withdraws what is named, or is of whom publishes.
        """
        found = {draft.entry.id: draft for draft in await self._editing.drafts()}
        drafts = [found[entry_id] for entry_id in job.drafts if entry_id in found]
        if {draft.entry.id: draft.version for draft in drafts} != dict(job.drafts):
            raise Refused("changed_meanwhile")
        if job.kind == "publish":
            if self._settings.second_person == "yes" and any(draft.agent_id == job.agent_id for draft in drafts):
                raise Refused("second_person")
            try:
                for draft in drafts:
                    if draft.withdraws:
                        await self._editing.check_unnamed(draft.entry.id)
                    else:
                        self._editing.require_complete(draft.entry)
            except StillNamed as error:
                raise Refused("still_named", str(error)) from error
            except BadFaq as error:
                raise Refused("incomplete", str(error)) from error
        return drafts

    async def _make(self, job: Job, candidate: Candidate, drafts: Sequence[Draft[Entry]]) -> Made:
        try:
            rows = await asyncio.to_thread(regression_rows, self._settings.regression, self._settings.own_regression)
        except MalformedRows as error:
            raise TrainingFailed(str(error)) from error
        # Of what is withdrawn nobody has to know the answer, the live model no more than the new one.
        gone = {*await self._editing.withdrawn()} - {draft.entry.id for draft in drafts}
        gone |= {draft.entry.id for draft in drafts if draft.withdraws}
        rows = [row for row in rows if not gone & {*row.topics}]
        await asyncio.to_thread(candidate.prepare, drafts, rows)
        name = live_model(self._settings.models)
        live = self._settings.models / name if name and (self._settings.models / name).exists() else None
        latest = Progress("", 0, 0)

        async def follow() -> None:
            nonlocal latest
            async for progress in candidate.train(live, cross_validate=job.kind == "check"):
                latest = progress

        training = asyncio.create_task(follow(), name="training")
        try:
            while not training.done():
                await asyncio.wait({training}, timeout=TELL_EVERY_S)
                await self._tell(job.id, latest)
            training.result()
        finally:
            await end(training)
        results = await asyncio.to_thread(candidate.results, live)
        return Made(candidate, await asyncio.to_thread(_figures, rows, results))

    # --- publishing

    async def _keep_first(self) -> None:
        """Put the model on record that was live before anything was published: it can be brought back, too."""
        name = live_model(self._settings.models)
        if name and name not in {model.name for model in await self._database.read(store.models)}:
            await self._editing.settle()
            first = Model(name, "", self._clock(), await self._editing.revision_numbers(), None)
            await self._database.write(lambda c: store.put_model(c, first), key="training")

    async def _publish(self, job: Job, name: str, figures: Figures) -> None:
        editor = Nameless("agent", job.agent_id, job.agent_name)

        def also(connection: Any) -> None:
            values = {"state": "going_live", "model": name, "figures": figures, "beat_at": self._clock()}
            if not store.change(connection, job.id, only=("running",), **values):
                raise Cancelled

        try:
            await self._editing.publish_all(editor, job.drafts, also)
        except Conflict as error:
            raise Refused("changed_meanwhile", figures=figures) from error
        except StillNamed as error:
            raise Refused("still_named", str(error), figures=figures) from error

    async def _go_live(self, job_id: str, name: str) -> None:
        await self._editing.settle()
        revisions = await self._editing.revision_numbers()
        await asyncio.to_thread(name_live_model, self._settings.models, name)
        now = self._clock()

        def note(connection: Any) -> None:
            job = store.job(connection, job_id)
            assert job is not None
            store.put_model(connection, Model(name, job.agent_name, now, revisions, job.figures))
            store.change(connection, job_id, only=OPEN, state="done", ended_at=now)

        await self._database.write(note, key="training")
        await self._forget_old(name)

    async def _roll_back(self, job: Job) -> None:
        models = {model.name: model for model in await self._database.read(store.models)}
        model = models.get(job.model)
        path = self._settings.models / job.model
        if model is None or not await asyncio.to_thread(path.is_file):
            raise Refused("gone")
        if not await self._database.write(
            lambda c: store.change(c, job.id, only=OPEN, state="going_live", figures=model.figures or ""),
            key="training",
        ):
            raise Cancelled
        await self._restore(Nameless("agent", job.agent_id, job.agent_name), model.revisions)
        await self._go_live(job.id, job.model)

    async def _restore(self, editor: Nameless, revisions: Mapping[str, int]) -> None:
        """Bring the files back to what they were: what was not there then is taken away, what was there comes back."""
        await self._editing.settle()
        for entry_id, newest in (await self._editing.revision_numbers()).items():
            wanted = revisions.get(entry_id)
            if wanted == newest:
                continue
            history = {revision.number: revision for revision in await self._editing.history(entry_id)}
            if wanted is None or history[wanted].kind == "withdrawn":
                await self._take_away(editor, entry_id)
            elif (history[wanted].entry, False) != (history[newest].entry, history[newest].kind == "withdrawn"):
                await self._editing.restore(editor, entry_id, wanted, newest)

    async def _take_away(self, editor: Nameless, entry_id: str) -> None:
        try:
            await self._editing.take_away(editor, entry_id)
        except StillNamed as error:
            # The service would not start without it; the model that comes back does not know it.
            log.warning("an answer stays: %s", error)

    async def _forget_old(self, live: str) -> None:
        """Delete the files of models that were live long ago; what they were stays on record."""
        models = await self._database.read(store.models)
        kept = {live, *(model.name for model in models[: self._settings.models_kept])}
        for model in models:
            if model.name not in kept:
                path = self._settings.models / model.name
                for file in (path, answers_file(path), learnt_file(path)):
                    await asyncio.to_thread(file.unlink, missing_ok=True)

    # --- the job itself

    async def _tell(self, job_id: str, progress: Progress) -> None:
        now = self._clock()
        going = await self._database.write(lambda c: store.tell(c, job_id, now, progress), key="training")
        if not going:
            raise Cancelled

    async def _close(self, job: Job, state: str, **values: Any) -> None:
        now = self._clock()
        await self._database.write(
            lambda c: store.change(c, job.id, only=OPEN, state=state, ended_at=now, **values), key="training"
        )


def _figures(rows: Sequence[Row], results: Mapping[str, Sequence[Mapping[str, Any]]]) -> Figures:
    figures = figures_of(rows, results)
    found = results.get("cross_validation")
    return figures if found is None else replace(figures, examples=cross_validation_of(found))


def regression_rows(shipped: Path, own: Path) -> list[Row]:
    """Return the rows that models are asked: the deployment's own newest ones, and of the others every so manieth.

    Raises:
        MalformedRows: a file cannot be used.
    """
    asked_here = OwnRows(own).read()[-MAX_OWN_ROWS:]
    rows = [row for row in parse_rows(shipped.read_bytes()) if not row.first]
    step = -(-len(rows) // (MAX_ROWS - len(asked_here)))
    return [*asked_here, *rows[::step]]
