"""Ports that are busy are named, with the option that chooses another."""

import socket

import pytest

from handoff.cli.errors import CommandError
from handoff.cli.ports import check_port_free, find_free_port


@pytest.fixture
def busy_port():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield listener.getsockname()[1]


def test_a_busy_port_is_named_with_the_option_that_changes_it(busy_port):
    with pytest.raises(CommandError, match=f"Port {busy_port} on 127.0.0.1 is busy.*--rasa-port") as refused:
        check_port_free("127.0.0.1", busy_port, option="--rasa-port")
    assert refused.value.exit_code == 2


def test_a_port_found_free_can_be_listened_on():
    port = find_free_port()
    check_port_free("127.0.0.1", port, option="--port")
    with socket.create_server(("127.0.0.1", port)):
        pass


def test_an_address_of_another_machine_is_refused_with_the_option_for_it():
    # 192.0.2.0/24 is kept for documentation: no machine has it.
    with pytest.raises(CommandError, match=r"Nothing can listen on 192\.0\.2\.1 port 8000.*--host"):
        check_port_free("192.0.2.1", 8000, option="--port")
