"""From an editor's "publish" to live, at the full content, while twenty conversations go on.

`python -m benchmarks.publish` starts a service and Rasa on loopback with a copy of the content, changes an answer's
text, publishes a changed question with training, and brings the first model back. Printed as JSON:

- `text_s`: from publishing a changed text until the bot's next answer has it;
- `publish_s`: from the request to train and publish until Rasa answers with the new model;
- `roll_back_s`: the same for a model brought back;
- `idle_ms`, `training_ms`: median and 95th percentile of an answer's time before and during the training, seen by the
  visitors' browsers, and `ratio` of the percentiles;
- `lost`: what went wrong in the conversations.
"""

from __future__ import annotations

import asyncio
import json
import re
import sys
import time
from collections.abc import Callable
from pathlib import Path
from statistics import quantiles
from tempfile import TemporaryDirectory

import aiohttp

from handoff.settings import ROOT
from handoff.training.naming import live_model
from tests.handoff.desk import Editor
from tests.support.clients import VisitorClient
from tests.support.crowd import PAUSE_S, ask, crowd
from tests.support.project import make_project
from tests.support.stack import Stack

IDLE_S = 60
ENTRY = "swimming_halls"
ROOM = "/editor/fi/-/publishing"
QUESTIONS = (
    "Milloin uimahalli on auki?",
    "Mitä päivähoito maksaa?",
    "Miten saan kirjastokortin?",
    "en pääse wilmaan",
    "mihin museoon pääsee ilmaiseksi",
    "katuvalo ei toimi meidän kadulla",
)
NEW_QUESTION = "pääseekö maauimalaan vielä syyskuussa"
NEW_TEXT = "Katso aukioloajat"


async def measure(folder: Path) -> dict[str, object]:
    """Run all of it, and return the figures."""
    topics = sorted(path.stem for path in (ROOT / "data" / "nlu" / "faq").glob("*.yml"))
    project = await asyncio.to_thread(make_project, folder / "project", topics)
    for kind in ("tsv", "npz"):
        shipped = ROOT / "tests" / "nlu" / f"development.{kind}"
        (project.root / f"regression.{kind}").write_bytes(shipped.read_bytes())
    stack = await Stack(folder / "var", project, message_limit="1000").start()
    first = live_model(project.models)
    headers = {"Cookie": stack.agent_cookie, "Origin": stack.service.url}
    try:
        async with aiohttp.ClientSession(headers=headers) as http:
            desk = Editor(http, stack.service.url)
            text_s = await _change_text(desk, stack)
            async with crowd(stack.service.url, 20, QUESTIONS) as seen:
                await asyncio.sleep(PAUSE_S)
                started = time.monotonic()
                await asyncio.sleep(IDLE_S)
                idle = seen.since(started)
                asked = time.monotonic()
                await _publish_question(desk)
                publish_s = await _until(stack, lambda name: name != first, asked)
                training = seen.since(asked)
            asked = time.monotonic()
            await desk.post(ROOM, model=first, do="roll_back")
            roll_back_s = await _until(stack, lambda name: name == first, asked)
    finally:
        await stack.stop()
    return {
        "text_s": round(text_s, 1),
        "publish_s": round(publish_s, 1),
        "roll_back_s": round(roll_back_s, 1),
        "idle_ms": _spread(idle),
        "training_ms": _spread(training),
        "ratio": round(_spread(training)[1] / _spread(idle)[1], 2),
        "answers": [len(idle), len(training)],
        "lost": seen.troubles,
    }


async def _change_text(desk: Editor, stack: Stack) -> float:
    await desk.get(f"/editor/fi/{ENTRY}")
    text = desk.fields["fi.text"]
    asked = time.monotonic()
    await desk.submit("publish", fi__text=f"{NEW_TEXT} uimahallin sivulta. {text}")
    assert desk.status == 200, desk.page
    visitor = await VisitorClient(stack.service.url).connect()
    try:
        while not (await ask(visitor, QUESTIONS[0]))["text"].startswith(NEW_TEXT):
            await asyncio.sleep(0.1)
    finally:
        await visitor.close()
    return time.monotonic() - asked


async def _publish_question(desk: Editor) -> None:
    await desk.get(f"/editor/fi/{ENTRY}")
    await desk.submit("save", fi__examples=f"{desk.fields['fi.examples']}\n{NEW_QUESTION}")
    drafts = dict(re.findall(r'name="(draft\.\w+)" value="([^"]+)"', await desk.get(ROOM)))
    assert len(drafts) == 1, desk.page
    await desk.post(ROOM, **drafts, do="publish")
    assert desk.status == 200, desk.page


async def _until(stack: Stack, is_it: Callable[[str], bool], asked: float) -> float:
    """Return how long it took until Rasa answered with such a model."""
    while not is_it(stack.rasa.request("GET", "/webhooks/luukku/ready")[1]["model"]):
        (job,) = stack.rows("SELECT * FROM training_jobs ORDER BY at DESC LIMIT 1")
        assert job["state"] not in {"refused", "failed", "cancelled"}, job
        await asyncio.sleep(0.25)
    return time.monotonic() - asked


def _spread(seconds: list[float]) -> tuple[int, int]:
    """Return the median and the 95th percentile in ms."""
    cuts = quantiles(seconds, n=20)
    return round(1000 * cuts[9]), round(1000 * cuts[18])


def main() -> None:
    """Measure and print."""
    with TemporaryDirectory() as folder:
        json.dump(asyncio.run(measure(Path(folder))), sys.stdout)


if __name__ == "__main__":
    main()
