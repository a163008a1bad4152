"""What editors ask for: a check, a publication, a model brought back. One at a time; a trainer does it."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import uuid4

from handoff.accounts.model import Agent
from handoff.clock import Clock
from handoff.errors import Conflict, Forbidden, NotFound
from handoff.settings import Settings
from handoff.storage.database import Database
from handoff.training import store
from handoff.training.model import Job, JobKind, Model
from handoff.training.naming import live_model

SHOWN = 20


@dataclass(frozen=True, slots=True)
class Overview:
    """The newest jobs and the models that were live, the newest first, and the name of the live one if it is known."""

    jobs: Sequence[Job]
    models: Sequence[Model]
    live: str


class Training:
    """Jobs, and the models that came of them."""

    def __init__(self, database: Database, settings: Settings, clock: Clock) -> None:
        self._database = database
        self._settings = settings
        self._clock = clock

    @property
    def is_possible(self) -> bool:
        """Whether Rasa is here to be trained."""
        return self._settings.rasa_python.exists()

    async def overview(self) -> Overview:
        """Return what there is."""
        jobs = await self._database.read(lambda c: store.jobs(c, SHOWN))
        models = await self._database.read(store.models)
        return Overview(jobs, models, await asyncio.to_thread(live_model, self._settings.models))

    async def job(self, job_id: str) -> Job:
        """Return a job.

        Raises:
            NotFound: there is none.
        """
        job = await self._database.read(lambda c: store.job(c, job_id))
        if job is None:
            raise NotFound
        return job

    async def ask(
        self,
        editor: Agent,
        kind: JobKind,
        *,
        drafts: Mapping[str, str] | None = None,
        reason: str = "",
        model: str = "",
    ) -> Job:
        """Ask for a job.

        Args:
            drafts: The version of each draft that goes in, by the entry's id.
            reason: Why it is to go live although the figures are worse.
            model: What is to be brought back.

        Raises:
            Conflict: another job is under way.
            Forbidden: a reason is an administrator's.
            NotFound: no such model was live.
        """
        if reason and editor.role != "administrator":
            raise Forbidden
        if kind == "roll_back" and model not in {each.name for each in await self._database.read(store.models)}:
            raise NotFound
        job = Job(
            id=str(uuid4()),
            kind=kind,
            state="waiting",
            drafts=drafts or {},
            agent_id=editor.id,
            agent_name=editor.name,
            reason=reason,
            at=self._clock(),
            model=model,
        )
        if not await self._database.write(lambda c: store.add_job(c, job), key="training"):
            raise Conflict
        return job

    async def cancel(self, job_id: str) -> None:
        """End a job that has not begun to go live.

        Raises:
            Conflict: it has, or is over.
        """
        values = {"state": "cancelled", "ended_at": self._clock()}
        only = ("waiting", "running")
        if not await self._database.write(lambda c: store.change(c, job_id, only=only, **values), key="training"):
            raise Conflict
