"""Ports: is one free, and which is."""

from __future__ import annotations

import errno
import socket

from handoff.cli.errors import USAGE, CommandError


def check_port_free(host: str, port: int, *, option: str) -> None:
    """Return if a server could listen on this port now.

    Args:
        option: How to choose another port, for the person who reads the error.
    Raises:
        CommandError: it is busy, or may not be used.
    """
    choose = f"choose another with {option}"
    try:
        _bind(host, port).close()
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            message = f"Port {port} on {host} is busy: stop what uses it, or {choose}."
        elif error.errno == errno.EACCES:
            message = f"Port {port} on {host} needs special rights: {choose} (1024 or higher)."
        else:
            message = f"Nothing can listen on {host} port {port} ({error.strerror or error}): {choose}, or see --host."
        raise CommandError(message, exit_code=USAGE) from error


def find_free_port(host: str = "127.0.0.1") -> int:
    """Return a port that is free now; the system does not give the same one out again soon."""
    with _bind(host, 0) as listener:
        port: int = listener.getsockname()[1]
    return port


def _bind(host: str, port: int) -> socket.socket:
    family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    listener = socket.socket(family, kind, protocol)
    try:
        # As servers do: a port whose last connections are still closing counts as free.
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
        listener.listen(1)
    except OSError:
        listener.close()
        raise
    return listener
