"""`./luukku faq try`: what the running assistant makes of a question, and why."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Mapping
from pathlib import Path

from handoff.cli.errors import CommandError
from handoff.cli.secrets_file import rasa_token
from handoff.conversations.masking import clean
from handoff.conversations.model import Mode
from handoff.errors import BotUnavailable
from handoff.faq.model import Language
from handoff.rasa.client import Rasa
from handoff.rasa.explained import Explained, Reason
from handoff.settings import read_settings


def lines(
    question: str, *, before: str, language: Language, mode: Mode, var: Path, environ: Mapping[str, str]
) -> Iterator[str]:
    """Ask the assistant of the settings, and yield lines about its answer.

    Raises:
        CommandError: it does not run, or there is no question.
    """
    if not question.strip():
        raise CommandError("Write a question.")
    # The token of `./luukku run` is that of its `var`.
    token = environ.get("LUUKKU_RASA_TOKEN") or rasa_token(var)
    environ = {**environ, "LUUKKU_VAR": str(var), "LUUKKU_RASA_TOKEN": token}

    async def ask() -> Explained:
        rasa = Rasa(read_settings(environ))
        try:
            return await rasa.explain(clean(question), before=clean(before), language=language, mode=mode)
        except BotUnavailable as error:
            raise CommandError("The assistant is not running: start it with `./luukku run`.") from error
        finally:
            await rasa.close()

    return _told(asyncio.run(ask()))


def _told(explained: Explained) -> Iterator[str]:
    share = max(explained.languages.values())
    found = next(name for name, each in explained.languages.items() if each == share)
    yield f"language: {found} ({share:.3f})"
    about = ", ".join(explained.topics or explained.options)
    yield f"decision: {explained.decision}, {explained.intent}{f' ({about})' if about else ''}"
    for reason in explained.reasons:
        yield f"  {'decided by' if reason.decided else 'looked at'} {_reason(reason)}"
    danger = "danger" if explained.alarm else "no danger"
    yield f"{danger}: {explained.crisis:.3f}, alarm_at {explained.alarm_at:g}"
    yield f"out of scope: {explained.out_of_scope:.3f}, unclear: {explained.unclear:.3f}"
    for entry in explained.entries:
        yield f"{entry.topic}: {entry.probability:.3f} (words {entry.words:.2f}, meaning {entry.meaning:.2f})"
        for example in entry.examples:
            yield f"  {example.likeness:.2f} {example.pull:+.2f} {example.language} {example.text}"
        if entry.unlearnt:
            yield f"  {entry.unlearnt} questions are not trained yet"
    for message in explained.messages:
        yield f"answers ({message.language}): {message.text}"
        yield from (f"  link: {link.title} {link.url}" for link in message.links)
        yield from (f"  button: {button.title}" for button in message.buttons)
    if explained.goes_on:
        yield f"goes on with {explained.goes_on}, which was not done"


def _reason(reason: Reason) -> str:
    compared = ""
    if reason.value is not None:
        compared = f": {reason.intent} {reason.value:.3g}"
        compared += f", needed {reason.needed:g}" if reason.needed is not None else ""
    return f"{reason.limit} {'met' if reason.met else 'not met'}{compared}"
