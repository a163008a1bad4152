"""Services that start quickly: what each of a thousand starts would make anew, and the same, is made once.

The content of this repository is read once, what triage learns from it is learnt once, an empty SQLite file is migrated
once and copied, and passwords are hashed by the same algorithm with the least work. Tests that start a process of their
own see none of this.
"""

from __future__ import annotations

import copy
import shutil
import threading
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from argon2 import PasswordHasher

from handoff import app
from handoff.accounts import service as accounts
from handoff.cases.reception import Reception
from handoff.content import DATA, Content, read_content
from handoff.guides.service import Guides
from handoff.settings import Settings
from handoff.storage.migrate import migrate

if TYPE_CHECKING:
    from handoff.triage.room import Room

SQLITE = "sqlite:///"
LEAST_WORK = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)


@pytest.fixture(scope="session", autouse=True)
def quick_start(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Services of this process start quickly."""

    @cache
    def migrated() -> Path:
        path = tmp_path_factory.mktemp("migrated") / "empty.db"
        migrate(f"{SQLITE}{path}")
        return path

    def copy_and_migrate(url: str) -> None:
        path = Path(url.removeprefix(SQLITE))
        if url.startswith(SQLITE) and not path.exists():
            shutil.copyfile(migrated(), path)
        migrate(url)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(app, "read_content", read_content_once)
        patch.setattr(app, "migrate", copy_and_migrate)
        patch.setattr(accounts, "_hasher", LEAST_WORK)
        patch.setattr(accounts, "_DECOY", LEAST_WORK.hash("nobody's"))
        patch.setattr(Reception, "open", open_once)
        yield


def read_content_once(settings: Settings) -> Content:
    """Return what `read_content` does; it reads anew where a test has files of its own."""
    own = Settings()
    if any(getattr(settings, name) != getattr(own, name) for name in ("faq", "help", "queues", "replies", "services")):
        return read_content(settings)
    content = _content_of_the_repository()
    return content if settings.guides == own.guides else replace(content, guides=Guides(settings.guides))


@cache
def _content_of_the_repository() -> Content:
    return read_content(Settings())


_open = Reception.open
_opening = threading.Lock()


def open_once(reception: Reception) -> Room:
    """Return what `Reception.open` does; what one learns from its cases, the others do not know."""
    if reception._room is None and reception._data == DATA:
        with _opening:
            shared = _room_of_the_repository()
        reception._room = replace(shared, proposer=copy.copy(shared.proposer))
    return _open(reception)


@cache
def _room_of_the_repository() -> Room:
    from handoff.triage.room import open_room  # noqa: PLC0415 - as in `Reception.open`

    return open_room(DATA)
