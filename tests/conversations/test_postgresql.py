"""Trackers in PostgreSQL, as several Rasa processes share them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conversations.conftest import Conversation
from tests.support.rasa_server import RasaServer
from tests.support.servers import PostgreSQL, find_postgresql

pytestmark = [
    pytest.mark.rasa,
    pytest.mark.timeout(300),
    pytest.mark.skipif(find_postgresql() is None, reason="apt-get install postgresql, and this runs too"),
]


@pytest.fixture(scope="module")
def postgresql(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PostgreSQL]:
    database = PostgreSQL(tmp_path_factory.mktemp("postgresql"))
    database.start()
    yield database
    database.stop()


@pytest.fixture
def rasa_on_postgresql(server: RasaServer, postgresql: PostgreSQL, tmp_path: Path) -> Iterator[RasaServer]:
    """A Rasa like the other tests', with its actions, but with trackers in PostgreSQL."""
    rasa = RasaServer(server.model, server.actions_url, postgresql.url, server.token, tmp_path / "rasa.log")
    try:
        rasa.start()
        yield rasa
    finally:
        rasa.stop()


def test_a_form_survives_a_restart_and_is_erased_when_asked(rasa_on_postgresql, services):
    server = rasa_on_postgresql
    conversation = Conversation(server, "sv")
    for text in ("jag vill ge respons", "idé"):
        conversation.say(text)
    first = conversation.say("Fler bänkar i parkerna, tack.", message="m1")
    server.kill()
    server.start()
    assert conversation.say("Fler bänkar i parkerna, tack.", message="m1") == {**first, "replayed": True}
    for text in ("hoppa över", "anonymt", "fortsätt", "skicka"):
        conversation.say(text)
    assert [case["text"] for case in services.cases.values()] == ["Fler bänkar i parkerna, tack."]

    conversation.say("jag vill ge respons")
    assert server.request("DELETE", f"/webhooks/luukku/conversations/{conversation.id}") == (200, {})
    conversation.say("idé")
    assert conversation.decision != "form"
