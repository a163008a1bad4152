"""The trained assistant by itself, for the length of an evaluation."""

from __future__ import annotations

import asyncio
import logging
import secrets
import tempfile
from collections.abc import Mapping, Sequence
from datetime import timedelta
from pathlib import Path

from handoff.cli.console import say_tail, step
from handoff.cli.errors import CommandError
from handoff.cli.places import ROOT, setup_log, shown
from handoff.cli.ports import find_free_port
from handoff.cli.rasa_server import RasaServer
from handoff.cli.supervisor import end, spawn
from handoff.errors import BotUnavailable
from handoff.evaluation.interview import action_webhook, ask_all
from handoff.evaluation.judgement import Judgement
from handoff.evaluation.rows import Row
from handoff.settings import Settings

_TOPICS = ROOT / "data" / "nlu" / "faq"
_INTENTS = frozenset(
    {
        "bot_challenge",
        "feedback_status",
        "give_feedback",
        "goodbye",
        "greet",
        "not_helped",
        "plain_language",
        "thanks",
        "wants_human",
    }
)
"""The labels that are no topics and have an answer."""
_START_LIMIT_S = 180
_TURN_LIMIT = timedelta(seconds=60)
"""Generous: a slow machine must not change what is measured."""


def known_labels() -> frozenset[str]:
    """Return the labels that the assistant has."""
    return _INTENTS | {path.stem for path in _TOPICS.glob("*.yml")}


async def ask(rows: Sequence[Row], model: Path, environ: Mapping[str, str]) -> list[Judgement]:
    """Start a Rasa with this model and an empty tracker, ask it every row, and end it.

    Raises:
        CommandError: Rasa did not start, or stopped answering.
    """
    # The actions run in this process: what they log belongs in a file, not among the results.
    logging.basicConfig(filename=setup_log("evaluate-actions"), filemode="w", level=logging.WARNING)
    logging.captureWarnings(True)
    token = secrets.token_urlsafe(32)
    with tempfile.TemporaryDirectory(prefix="luukku-") as folder:
        async with action_webhook(token) as actions_url:
            rasa = RasaServer(
                model=model,
                port=find_free_port(),
                token=token,
                actions_url=actions_url,
                tracker_url=f"sqlite:///{folder}/rasa.db",
            )
            program = rasa.program(environ, log=setup_log("evaluate"))
            process = await spawn(program)
            try:
                await _wait_ready(rasa, process, program.log)
                return await _ask_with_progress(rows, rasa)
            except* BotUnavailable as failures:
                say_tail(program.log)
                message = f"The assistant stopped answering; what it said is in {shown(program.log)}."
                raise CommandError(message) from failures
            finally:
                await end(process)


async def _wait_ready(rasa: RasaServer, process: asyncio.subprocess.Process, log: Path) -> None:
    with step("Starting the assistant"):
        for _ in range(_START_LIMIT_S * 5):
            if process.returncode is not None:
                break
            if await asyncio.to_thread(rasa.is_ready):
                return
            await asyncio.sleep(0.2)
        say_tail(log)
        raise CommandError(f"The assistant did not start; what it said is in {shown(log)}.")


async def _ask_with_progress(rows: Sequence[Row], rasa: RasaServer) -> list[Judgement]:
    settings = Settings(rasa_url=rasa.url, rasa_token=rasa.token, turn_timeout=_TURN_LIMIT)
    with step(f"Asking {len(rows)} questions") as bar:
        answered = 0

        def on_answer() -> None:
            nonlocal answered
            answered += 1
            bar.show(f"{answered}/{len(rows)}", done=answered, total=len(rows))

        return await ask_all(rows, settings, known_labels(), on_answer)
