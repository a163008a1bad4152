"""Jobs and models in the database. Each function runs inside one operation of `Database`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

import msgspec
from sqlalchemy import Connection, insert, select, update

from handoff.storage.database import AnyRow
from handoff.storage.tables import training_jobs, training_models
from handoff.training.model import OPEN_STATES, Figures, Job, Model, Progress

_j, _m = training_jobs.c, training_models.c
LEASE = timedelta(seconds=60)
"""A process that has told nothing of its job for so long has ended."""


def add_job(connection: Connection, job: Job) -> bool:
    """Add a job unless another one is still open; tell whether it was added."""
    if connection.execute(select(_j.id).where(_j.state.in_(OPEN_STATES)).limit(1)).first():
        return False
    values = {"drafts": _dump(job.drafts), "beat_at": job.at, "figures": ""}
    plain = ("id", "kind", "state", "agent_id", "agent_name", "reason", "at", "ended_at", "stage", "done", "total")
    values |= {name: getattr(job, name) for name in (*plain, "refusal", "detail", "model")}
    connection.execute(insert(training_jobs).values(values))
    return True


def job(connection: Connection, job_id: str) -> Job | None:
    """Return a job."""
    row = connection.execute(select(training_jobs).where(_j.id == job_id)).first()
    return None if row is None else _to_job(row)


def jobs(connection: Connection, limit: int) -> list[Job]:
    """Return the newest jobs, the newest first."""
    return [_to_job(row) for row in connection.execute(select(training_jobs).order_by(_j.at.desc()).limit(limit))]


def claim(connection: Connection, now: datetime) -> Job | None:
    """Take a job that nobody works on: one that waits, or one whose process has ended on its way live.

    One that ended while it trained has changed nothing, and is over.
    """
    stale = _j.beat_at < now - LEASE
    over = {"state": "failed", "refusal": "interrupted", "ended_at": now}
    connection.execute(update(training_jobs).where(_j.state == "running", stale).values(over))
    free = (_j.state == "waiting") | ((_j.state == "going_live") & stale)
    row = connection.execute(select(training_jobs).where(free).order_by(_j.at).limit(1)).first()
    if row is None:
        return None
    state = "running" if row.state == "waiting" else row.state
    taken = update(training_jobs).where(_j.id == row.id, _j.state == row.state, _j.beat_at == row.beat_at)
    if not connection.execute(taken.values(state=state, beat_at=now)).rowcount:
        return None
    return job(connection, row.id)


def tell(connection: Connection, job_id: str, now: datetime, progress: Progress) -> bool:
    """Note how far a job is; tell whether it is still to go on."""
    mine = update(training_jobs).where(_j.id == job_id, _j.state.in_(("running", "going_live")))
    values = {"beat_at": now, "stage": progress.stage, "done": progress.done, "total": progress.total}
    return bool(connection.execute(mine.values(values)).rowcount)


def change(connection: Connection, job_id: str, *, only: Sequence[str], **values: Any) -> bool:
    """Change a job that is in one of these states; tell whether it was."""
    if isinstance(values.get("figures"), Figures):
        values["figures"] = _dump(values["figures"])
    done = connection.execute(update(training_jobs).where(_j.id == job_id, _j.state.in_(only)).values(values))
    return bool(done.rowcount)


def put_model(connection: Connection, model: Model) -> None:
    """Add a model, or note that it is live once more."""
    values = {
        "agent_name": model.agent_name,
        "at": model.at,
        "revisions": _dump(model.revisions),
        "figures": _dump(model.figures) if model.figures else "",
    }
    if not connection.execute(update(training_models).where(_m.name == model.name).values(values)).rowcount:
        connection.execute(insert(training_models).values(name=model.name, **values))


def models(connection: Connection) -> list[Model]:
    """Return the models that were live, the newest first."""
    return [
        Model(row.name, row.agent_name, row.at, msgspec.json.decode(row.revisions, type=dict[str, int]), _figures(row))
        for row in connection.execute(select(training_models).order_by(_m.at.desc()))
    ]


def _to_job(row: AnyRow) -> Job:
    return Job(
        id=row.id,
        kind=row.kind,
        state=row.state,
        drafts=msgspec.json.decode(row.drafts, type=dict[str, str]),
        agent_id=row.agent_id,
        agent_name=row.agent_name,
        reason=row.reason,
        at=row.at,
        ended_at=row.ended_at,
        stage=row.stage,
        done=row.done,
        total=row.total,
        refusal=row.refusal,
        detail=row.detail,
        model=row.model,
        figures=_figures(row),
    )


def _figures(row: AnyRow) -> Figures | None:
    return msgspec.json.decode(row.figures, type=Figures) if row.figures else None


def _dump(value: Mapping[str, Any] | Figures) -> str:
    return msgspec.json.encode(value).decode()
