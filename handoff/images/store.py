"""Images in the database. A draft belongs to whoever knows its token, kept here as a hash, until it goes with a case.

Each function runs inside one operation of `Database`.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, func, insert, select, text, update

from handoff.errors import Conflict, NotFound, TooManyImages, Unavailable
from handoff.images.model import MAX_IMAGES, Image
from handoff.storage.database import AnyRow
from handoff.storage.tables import images

MAX_UNATTACHED = 5_000
"""Images that wait for their forms, of everybody together: some 3 GB. A flood fills this and not the disk."""
BATCH = 100
"""Images deleted in one operation."""

_i = images.c


def add(connection: Connection, draft: str, new: Image) -> Image:
    """Store an image at the first free position; the same image again is the one that is there.

    Raises:
        TooManyImages: the draft has as many as may be.
        Conflict: its form has been sent.
        Unavailable: too many images of everybody's wait already.
    """
    _hold(connection, draft)
    rows = connection.execute(select(images).where(_i.draft == draft)).all()
    if any(row.case_id is not None for row in rows):
        raise Conflict
    same = next((row for row in rows if row.sha256 == new.sha256), None)
    if same is not None:
        return _to_image(same)
    taken = {row.position for row in rows}
    free = next((position for position in range(1, MAX_IMAGES + 1) if position not in taken), None)
    if free is None:
        raise TooManyImages
    waiting = connection.execute(select(func.count()).select_from(images).where(_i.case_id.is_(None))).scalar_one()
    if waiting >= MAX_UNATTACHED:
        raise Unavailable
    row = connection.execute(
        insert(images)
        .values(
            id=new.id,
            case_id=None,
            draft=draft,
            position=free,
            width=new.width,
            height=new.height,
            bytes=new.size_bytes,
            sha256=new.sha256,
            created_at=new.created_at,
            public=False,
        )
        .returning(images)
    ).one()
    return _to_image(row)


def remove(connection: Connection, draft: str, image_id: str) -> None:
    """Delete an image whose form has not been sent.

    Raises:
        NotFound: no such image, not this draft's, or sent (same error).
    """
    own = (_i.id == image_id, _i.draft == draft, _i.case_id.is_(None))
    if connection.execute(delete(images).where(*own).returning(_i.id)).first() is None:
        raise NotFound


def attach(connection: Connection, draft: str, case_id: str) -> list[Image]:
    """Give a draft's images to a case and return them; from then on the draft opens nothing. Again changes nothing."""
    _hold(connection, draft)
    connection.execute(update(images).where(_i.draft == draft, _i.case_id.is_(None)).values(case_id=case_id))
    return _read(connection, _i.draft == draft, _i.case_id == case_id)


def of_draft(connection: Connection, draft: str) -> list[Image]:
    """Return the images of a form that has not been sent."""
    return _read(connection, _i.draft == draft, _i.case_id.is_(None))


def of_case(connection: Connection, case_id: str) -> list[Image]:
    """Return a case's images in their order."""
    return _read(connection, _i.case_id == case_id)


def exists(connection: Connection, image_id: str) -> bool:
    """Tell whether there is such an image."""
    return connection.execute(select(_i.id).where(_i.id == image_id)).first() is not None


def set_public(connection: Connection, case_id: str, image_id: str, *, is_public: bool) -> None:
    """Let everybody see a case's image, or no longer.

    Raises:
        NotFound: the case has no such image.
    """
    own = (_i.id == image_id, _i.case_id == case_id)
    if connection.execute(update(images).where(*own).values(public=is_public).returning(_i.id)).first() is None:
        raise NotFound


def delete_case(connection: Connection, case_id: str) -> list[str]:
    """Delete a case's images here, and return their ids for the files."""
    return list(connection.execute(delete(images).where(_i.case_id == case_id).returning(_i.id)).scalars())


def delete_unattached(connection: Connection, before: datetime) -> list[str]:
    """Delete a batch of images whose forms were not sent, and return their ids for the files."""
    # A form that is being sent holds its images' rows: they are passed over here, and no longer due afterwards.
    due = select(_i.id).where(_i.case_id.is_(None), _i.created_at <= before).limit(BATCH)
    ids = connection.execute(due.with_for_update(skip_locked=True)).scalars().all()
    return list(connection.execute(delete(images).where(_i.id.in_(ids)).returning(_i.id)).scalars())


def known(connection: Connection, image_ids: Collection[str]) -> set[str]:
    """Return those of the ids that there are."""
    return set(connection.execute(select(_i.id).where(_i.id.in_(image_ids))).scalars())


def _hold(connection: Connection, draft: str) -> None:
    """Let no other process add to the draft or attach it until this operation is over; SQLite has one writer anyway.

    A lock on rows would not do: before the first image there is none.
    """
    if connection.dialect.name == "postgresql":
        key = int.from_bytes(bytes.fromhex(draft)[:8], "big", signed=True)
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": key})


def _read(connection: Connection, *conditions: Any) -> list[Image]:
    return [_to_image(row) for row in connection.execute(select(images).where(*conditions).order_by(_i.position))]


def _to_image(row: AnyRow) -> Image:
    return Image(
        row.id,
        row.case_id,
        row.position,
        row.width,
        row.height,
        row.bytes,
        row.sha256,
        row.created_at,
        row.public,
    )
