"""Many drafts are saved together or not at all."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

from handoff.audit.model import Nameless
from handoff.editing.entries import FAQ
from handoff.editing.exchange.model import blank
from handoff.editing.files import EntryFiles
from handoff.editing.service import ChangedMeanwhile, Editing, Wanted
from handoff.errors import InvalidPayload
from handoff.storage.database import Database
from tests.editing.entries import HERE

NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)
MAIJA = Nameless("agent", "maija", "Maija")


async def test_one_that_was_changed_keeps_all_from_being_saved(tmp_path: Path, migrated_database: Path) -> None:
    shutil.copyfile(HERE / "bicycles.yml", tmp_path / "bicycles.yml")
    shutil.copyfile(migrated_database, tmp_path / "test.db")
    database = Database(f"sqlite:///{tmp_path / 'test.db'}")
    try:
        editing = Editing(FAQ, database, EntryFiles(tmp_path), lambda: NOW)
        base = (await editing.open("bicycles")).base
        new, bells = blank("pumps", NOW.date()), blank("bells", NOW.date())
        theirs = await editing.save(MAIJA, bells, seen="", base="")
        for late in (Wanted(bells, "", ""), Wanted(blank("bicycles", NOW.date()), "", "other")):
            with pytest.raises(ChangedMeanwhile) as told:
                await editing.save_all(MAIJA, [Wanted(new, "", ""), late])
            assert told.value.ids == (late.entry.id,)
        with pytest.raises(InvalidPayload):
            await editing.save_all(MAIJA, [Wanted(new, "", ""), Wanted(blank("../x", NOW.date()), "", "")])
        assert [draft.entry.id for draft in await editing.drafts()] == ["bells"]
        bicycles = blank("bicycles", NOW.date())
        await editing.save_all(
            MAIJA, [Wanted(new, "", ""), Wanted(bells, theirs.version, ""), Wanted(bicycles, "", base)]
        )
        assert [draft.entry.id for draft in await editing.drafts()] == ["bells", "bicycles", "pumps"]
        await editing.save_all(MAIJA, [])
    finally:
        await database.close()
