"""The live model is exchanged while conversations go on.

A file names the model that is to answer. Every Rasa process looks at it once a second, loads a model that it does not
have in a thread beside the turns, and takes it from one turn to the next: a turn that has begun ends with the model
that it began with, and forms go on, since they are in the tracker. A model that cannot be loaded changes nothing.
"""

from __future__ import annotations

import asyncio
import logging
from pathlib import Path
from typing import Any

from rasa.core.agent import Agent
from rasa.core.processor import MessageProcessor

logger = logging.getLogger(__name__)

LOOK_EVERY_S = 1.0


class LiveModel:
    """Keeps an agent at the model that a file names.

    Args:
        pointer: A text file of one line, the name of a model beside it; without the file, the agent's own stays.
    """

    def __init__(self, pointer: Path) -> None:
        self._pointer = pointer
        self._refused = ""

    async def follow(self, context: Any) -> None:
        """Never return; `context.agent` is Rasa's, which may load its first model late."""
        while True:
            await asyncio.sleep(LOOK_EVERY_S)
            agent = getattr(context, "agent", None)
            if agent is not None and agent.processor is not None:
                await self.look(agent)

    async def look(self, agent: Agent) -> bool:
        """Exchange the model if another one is named and can be loaded; tell whether it was."""
        try:
            name = self._pointer.read_text("utf-8").strip()
        except OSError:
            return False
        if not name or name in (agent.processor.model_filename, self._refused):
            return False
        try:
            processor = await asyncio.to_thread(self._load, agent, name)
        except Exception:
            # Whatever is wrong with it, the old one answers. It is tried again when another one has been named.
            self._refused = name
            logger.exception("The model %s cannot be loaded; %s goes on.", name, agent.processor.model_filename)
            return False
        agent.processor, agent.domain = processor, processor.domain
        agent.tracker_store.domain = processor.domain
        self._refused = ""
        logger.info("The live model is %s.", name)
        return True

    def _load(self, agent: Agent, name: str) -> MessageProcessor:
        path = self._pointer.parent / name
        if Path(name).name != name or not path.is_file():
            raise FileNotFoundError(f"{path} is no model")
        return MessageProcessor(
            model_path=path,
            tracker_store=agent.tracker_store,
            lock_store=agent.lock_store,
            action_endpoint=agent.action_endpoint,
            generator=agent.nlg,
        )
