"""What each command needs before it can do its work; nothing is done twice."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from handoff.cli import browser, environments, model
from handoff.cli.console import say
from handoff.cli.places import VAR
from handoff.cli.rasa_server import rasa_environ


def prepare_run(environ: Mapping[str, str]) -> Path:
    """Get everything ready for `run`; return the trained model, which may be older than an answer's text."""
    with _alone():
        environments.ensure_service_packages(environ)
        browser.ensure_build(environ)
        return _trained(environ, texts_may_differ=True)


def prepare_service(environ: Mapping[str, str]) -> None:
    """Get the service's own packages ready, for a command that needs neither Rasa nor the pages."""
    with _alone():
        environments.ensure_service_packages(environ)


def prepare_evaluation(environ: Mapping[str, str]) -> Path:
    """Get everything ready for `evaluate`, which needs no browser code; return the trained model."""
    with _alone():
        environments.ensure_service_packages(environ)
        return _trained(environ)


def prepare_training(environ: Mapping[str, str], *, again: bool) -> Path:
    """Train if the data is new, or in any case if `again`; return the trained model."""
    with _alone():
        return _trained(environ, again=again)


def prepare_tests(environ: Mapping[str, str]) -> tuple[browser.Node, Path]:
    """Get everything ready for the tests, which run the real Rasa and the real pages.

    Returns:
        The Node to use, and the trained model.
    """
    with _alone():
        environments.ensure_service_packages(environ)
        environments.ensure_development_packages(environ)
        environments.ensure_rasa(environ, for_tests=True)
        node = browser.ensure_node(environ)
        browser.ensure_modules(node)
        browser.ensure_build(environ)
        return node, model.ensure_model(rasa_environ(environ))


def _trained(environ: Mapping[str, str], *, again: bool = False, texts_may_differ: bool = False) -> Path:
    environments.ensure_rasa(environ)
    return model.ensure_model(rasa_environ(environ), again=again, texts_may_differ=texts_may_differ)


@contextmanager
def _alone() -> Iterator[None]:
    """Keep a second `./luukku` of this checkout waiting meanwhile; the lock ends with the process."""
    VAR.mkdir(exist_ok=True)
    with (VAR / "setup.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("Another ./luukku is setting this checkout up; waiting for it …")
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield
