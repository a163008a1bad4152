"""Conversations with the trained assistant: real Rasa, real actions, a service in memory."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from tests.support.action_webhook import ActionWebhook, MemoryServices
from tests.support.rasa_server import RasaServer, trained_model

TOKEN = "token-of-the-conversation-tests"


@dataclass
class Conversation:
    """One visitor's conversation, spoken from the page's language on."""

    server: RasaServer
    language: str
    id: str = field(default_factory=lambda: str(uuid4()))
    reply: dict[str, Any] = field(default_factory=dict)
    mode: str = "city"

    def say(self, text: str, message: str | None = None) -> dict[str, Any]:
        """Type a text; the reply is also kept in `reply`."""
        return self._turn(text=text, message=message)

    def press(self, payload: str) -> dict[str, Any]:
        """Press a button, which the last reply must hold, by its payload or the payload's beginning."""
        held = [button["payload"] for message in self.reply["messages"] for button in message["buttons"]]
        chosen = next((held_payload for held_payload in held if held_payload.startswith(payload)), None)
        assert chosen is not None, f"no button {payload} among {held}"
        return self.choose(chosen)

    def choose(self, payload: str) -> dict[str, Any]:
        """A choice from outside the last reply, such as the widget's language button."""
        return self._turn(choice=payload)

    @property
    def texts(self) -> list[str]:
        """What the assistant said last."""
        return [message["text"] for message in self.reply["messages"]]

    @property
    def intent(self) -> str:
        """What the assistant understood last."""
        return str(self.reply["understanding"]["intent"])

    @property
    def decision(self) -> str:
        """What the assistant decided last."""
        return str(self.reply["understanding"]["decision"])

    def _turn(
        self, *, text: str | None = None, choice: str | None = None, message: str | None = None
    ) -> dict[str, Any]:
        self.reply = self.server.turn(
            conversation=self.id,
            message=message or str(uuid4()),
            text=text,
            choice=choice,
            language=self.language,
            mode=self.mode,
        )
        self.language = self.reply["language"]
        return self.reply


@pytest.fixture(scope="session")
def session_services() -> MemoryServices:
    return MemoryServices()


@pytest.fixture(scope="session")
def server(session_services: MemoryServices, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RasaServer]:
    folder: Path = tmp_path_factory.mktemp("rasa")
    webhook = ActionWebhook(session_services, TOKEN)
    webhook.start()
    server = RasaServer(trained_model(), webhook.url, f"sqlite:///{folder}/trackers.db", TOKEN, folder / "rasa.log")
    try:
        server.start()
        yield server
    finally:
        server.stop()
        webhook.stop()


@pytest.fixture
def services(session_services: MemoryServices) -> MemoryServices:
    """The service behind the actions, empty and willing."""
    session_services.__dict__.update(MemoryServices().__dict__)
    return session_services


@pytest.fixture
def talk(server: RasaServer, services: MemoryServices) -> Callable[[str], Conversation]:
    """Begin a conversation on a page of this language."""
    return lambda language: Conversation(server, language)
