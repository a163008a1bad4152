"""`./luukku faq check-model`, `publish`, `roll-back`, `jobs` and `models`: the publishing room, in a terminal.

A job is done by the running service; where none takes it, by the command itself.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from handoff.accounts.model import EDITORS, Agent
from handoff.accounts.service import Accounts
from handoff.cli.console import Step, step
from handoff.cli.errors import USAGE, CommandError
from handoff.clock import utc_now
from handoff.editing.service import Editing
from handoff.editors import make_answers
from handoff.errors import Conflict, Forbidden, NotFound
from handoff.faq.content import BadFaq
from handoff.faq.model import Entry
from handoff.practice.content import read_scenarios
from handoff.settings import ROOT, Settings, read_settings
from handoff.storage.database import Database
from handoff.storage.migrate import migrate
from handoff.training.model import Figures, Job, JobKind, Share
from handoff.training.service import Overview, Training
from handoff.training.trainer import Trainer
from handoff.words import Words, read_rooms

T = TypeVar("T")
LOOK_EVERY_S = 0.5
TAKEN_WITHIN_S = 5.0
"""A service looks for work once a second: a job that has waited longer is nobody's."""
TERMINAL = Agent("", "", "./luukku faq", "administrator", "away")
"""Who has a terminal may do everything; they may say who they are all the same."""
MOST_LINES = 20


@dataclass(frozen=True, slots=True)
class Desk:
    """What a command works with."""

    settings: Settings
    database: Database
    editing: Editing[Entry]
    training: Training


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A job that is asked for.

    Attributes:
        topics: Whose drafts go in; none named: all.
        by: The user name of whom asks; empty: nobody in particular.
    """

    kind: JobKind
    topics: Sequence[str] = ()
    reason: str = ""
    model: str = ""
    by: str = ""


def do(asked: Asked, *, var: Path, environ: Mapping[str, str]) -> Iterator[str]:
    """Ask for a job, follow it to its end, and return lines about what came of it.

    Raises:
        CommandError: it was not done; the text says why.
    """
    job = _at_desk(lambda desk: _do(desk, asked), var, environ)
    words = _words()
    if job.state != "done":
        lines = [words["refusals"].get(job.refusal) or words["states"][job.state], job.detail]
        lines += figure_lines(job.figures) if job.figures else []
        raise CommandError("\n".join(line for line in lines if line))
    return _told(job)


def withdraw(topic: str, *, by: str, var: Path, environ: Mapping[str, str]) -> None:
    """Save the draft by which an answer goes out of use when it is published.

    Raises:
        CommandError: there is no such answer, something names it, or it was changed just now.
    """
    _at_desk(lambda desk: _withdraw(desk, topic, by), var, environ)


def overview(*, var: Path, environ: Mapping[str, str]) -> Overview:
    """Return the jobs and the models.

    Raises:
        CommandError: the files cannot be used.
    """
    return _at_desk(lambda desk: desk.training.overview(), var, environ)


def job_lines(found: Overview) -> Iterator[str]:
    """Yield a line for each job, the newest first: id, when, what, its state and why, who asked for it."""
    for job in found.jobs:
        why = f", {job.refusal}" if job.refusal else ""
        yield f"{job.id}  {job.at:%Y-%m-%d %H:%M}  {job.kind}  {job.state}{why}  {job.agent_name}"


def model_lines(found: Overview) -> Iterator[str]:
    """Yield a line for each model that was live, the newest first: its name, since when, who published it, shares."""
    for model in found.models:
        shares = model.figures.languages if model.figures else {}
        right = ", ".join(f"{language} {_percent(share)}" for language, share in shares.items())
        is_live = "  live" if model.name == found.live else ""
        yield f"{model.name}  {model.at:%Y-%m-%d %H:%M}  {model.agent_name or '-'}  {right or '-'}{is_live}"


def figure_lines(figures: Figures) -> Iterator[str]:
    """Yield lines about a model's figures: shares of right answers, what got worse, which examples are confused."""
    for language, share in figures.languages.items():
        before = figures.before.get(language)
        yield f"{language}: {_percent(share)} right" + (f", {_percent(before)} with the live model" if before else "")
    worse = [change for change in figures.changes if not change.is_better]
    for change in worse[:MOST_LINES]:
        yield f"worse: {change.language} “{change.text}” ({change.label}): {change.before}, now {change.after}"
    if len(worse) > MOST_LINES:
        yield f"worse: {len(worse) - MOST_LINES} more"
    if figures.examples is not None:
        for language, share in figures.examples.languages.items():
            offered = f"{100 * share.offered / share.n:.1f} % right or offered"
            yield f"{language}, cross-validated examples: {_percent(share)} right, {offered}"
        for pair in figures.examples.pairs[:MOST_LINES]:
            language, text = pair.examples[0]
            yield f"{pair.count} of {pair.of} of {pair.label} look like {pair.given}: {language} “{text}” …"


def _told(job: Job) -> Iterator[str]:
    if job.model:
        yield f"{job.model} is live."
    if job.figures:
        yield from figure_lines(job.figures)


# --- asking and following


async def _do(desk: Desk, asked: Asked) -> Job:
    if asked.kind != "roll_back" and not desk.training.is_possible:
        raise CommandError("Rasa is not installed here: run `./luukku train` first.")
    editor = await _editor(desk, asked)
    drafts = {} if asked.kind == "roll_back" else await _drafts(desk.editing, asked)
    trainer = Trainer(desk.database, desk.settings, desk.editing, utc_now)
    # One whose process has ended is brought to its end first, where nobody else does.
    await trainer.work()
    try:
        job = await desk.training.ask(editor, asked.kind, drafts=drafts, reason=asked.reason, model=asked.model)
    except Conflict as error:
        raise CommandError("Another check or publication is under way: see `./luukku faq jobs`.") from error
    except Forbidden as error:
        raise CommandError("A reason is an administrator's to give.", exit_code=USAGE) from error
    except NotFound as error:
        raise CommandError(f"No model {asked.model} was live: see `./luukku faq models`.", exit_code=USAGE) from error
    with step(_words()["kinds"][asked.kind]) as bar:
        return await _follow(desk.training, trainer, job, bar)


async def _withdraw(desk: Desk, topic: str, by: str) -> None:
    editor = await _editor(desk, Asked(kind="check", by=by))
    try:
        opened = await desk.editing.open(topic)
        seen = opened.draft.version if opened.draft else ""
        await desk.editing.withdraw(editor, topic, seen=seen, base=opened.base)
    except NotFound as error:
        raise CommandError(f"There is no answer {topic}.", exit_code=USAGE) from error
    except Conflict as error:
        raise CommandError(f"{topic} was changed just now: try again.") from error


async def _follow(training: Training, trainer: Trainer, job: Job, bar: Step) -> Job:
    """Wait for a job's end; one that nobody takes, or whose process has ended, is done here."""
    working: asyncio.Task[bool] | None = None
    waited = 0.0
    try:
        while job.is_open:
            await asyncio.sleep(LOOK_EVERY_S)
            waited += LOOK_EVERY_S
            if (working is None or working.done()) and waited >= TAKEN_WITHIN_S:
                working, waited = asyncio.create_task(trainer.work(), name="train here"), 0.0
            job = await training.job(job.id)
            bar.show(job.stage or job.state, done=job.done if job.total else None, total=job.total or None)
        if working is not None:
            await working
        return job
    except asyncio.CancelledError:
        with suppress(Conflict):
            await training.cancel(job.id)
        raise
    finally:
        if working is not None and not working.done():
            working.cancel()
            await asyncio.wait({working})


async def _editor(desk: Desk, asked: Asked) -> Agent:
    """Return who asks.

    Raises:
        CommandError: no editor has this user name, or one has to be named.
    """
    if not asked.by:
        if asked.kind == "publish" and desk.settings.second_person == "yes":
            raise CommandError("Here a second person publishes: say who, with --as USERNAME.", exit_code=USAGE)
        return TERMINAL
    for agent in await Accounts(desk.database, desk.settings, utc_now).everybody():
        if agent.username == asked.by and agent.role in EDITORS:
            return agent
    raise CommandError(f"No editor has the user name {asked.by}.", exit_code=USAGE)


async def _drafts(editing: Editing[Entry], asked: Asked) -> dict[str, str]:
    versions = {draft.entry.id: draft.version for draft in await editing.drafts()}
    if unknown := sorted(set(asked.topics) - versions.keys()):
        raise CommandError(f"There is no draft of {', '.join(unknown)}.", exit_code=USAGE)
    chosen = {topic: versions[topic] for topic in asked.topics or versions}
    if asked.kind == "publish" and not chosen:
        raise CommandError("There are no drafts to publish.", exit_code=USAGE)
    return chosen


# --- what all of them need


def _at_desk(work: Callable[[Desk], Awaitable[T]], var: Path, environ: Mapping[str, str]) -> T:
    settings = read_settings({**environ, "LUUKKU_VAR": str(var)})
    var.mkdir(parents=True, exist_ok=True)
    migrate(settings.sqlalchemy_url)

    async def run() -> T:
        async with _opened(settings) as desk:
            return await work(desk)

    try:
        return asyncio.run(run())
    except BadFaq as error:
        raise CommandError(str(error)) from error


@asynccontextmanager
async def _opened(settings: Settings) -> AsyncIterator[Desk]:
    database = Database(settings.sqlalchemy_url)
    try:
        folders = (ROOT / "data" / "nlu" / "faq", settings.faq)
        topics = {path.stem for folder in folders for path in folder.glob("*.yml")}
        scenarios = read_scenarios(ROOT / "data" / "service" / "practice.yml", topics)
        editing = make_answers(settings, database, scenarios, utc_now)
        yield Desk(settings, database, editing, Training(database, settings, utc_now))
    finally:
        await database.close()


def _words() -> Words:
    words: Words = read_rooms(ROOT / "data" / "service" / "editor", hall="desk")["en"]["publishing"]
    return words


def _percent(share: Share) -> str:
    return f"{100 * share.right / share.n:.1f} % of {share.n}"
