"""Many processes at once, forms that are sent or left, crashes in between: row and file stay together."""

from __future__ import annotations

import asyncio
import os
import time
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from PIL import Image as Picture
from sqlalchemy import delete, select

from handoff.errors import BrokenImage, Conflict, NotFound, TooLarge, TooManyImages, Unavailable, UnsupportedImage
from handoff.images import store
from handoff.images.files import DIGITS, ImageFiles
from handoff.images.model import KEPT_UNATTACHED, MAX_BYTES, Image
from handoff.images.processing import make_safe
from handoff.images.service import Images, hash_draft
from handoff.storage.database import Database
from handoff.storage.tables import cases, images
from tests.images.conftest import DRAFT, OTHER, Clock, files, put_case
from tests.images.pictures import decoded, encoded, photograph, png_header

SECOND = timedelta(seconds=1)
SOME_DIGEST = "0" * 63


def picture(number: int) -> bytes:
    return encoded(Picture.new("RGB", (40 + number, 30), "red"), "PNG")


def entry(number: int, created_at: datetime) -> Image:
    """Return an image as the store gets it, without files."""
    return Image(str(uuid4()), None, 0, 40, 30, 1000, f"{SOME_DIGEST}{number:x}", created_at, is_public=False)


async def rows(database: Database) -> list[Any]:
    return await database.read(lambda c: list(c.execute(select(images).order_by(images.c.position)).all()))


async def upkeep(images: Images) -> None:
    """See every folder."""
    for _ in DIGITS:
        await images.upkeep()


def modes(folder: Path) -> set[int]:
    return {path.stat().st_mode & 0o777 for path in folder.rglob("*") if path.is_file()}


def age(folder: Path, by: timedelta) -> None:
    for path in folder.rglob("*"):
        if path.is_file():
            os.utime(path, times=(time.time() - by.total_seconds(),) * 2)


async def test_an_image_is_kept_in_two_sizes_and_read_again(images: Images, folder: Path) -> None:
    image = await images.upload(DRAFT, photograph())
    assert (image.position, image.width, image.height, image.case_id) == (1, 400, 300, None)
    full = await images.read(image.id, "full")
    assert len(full) == image.size_bytes
    assert decoded(full).size == (400, 300)
    assert decoded(await images.read(image.id, "thumbnail")).size == (320, 240)
    assert files(folder) == {f"{image.id}.jpg", f"{image.id}.small.jpg"}
    assert modes(folder) == {0o600}


async def test_the_token_itself_is_kept_nowhere(images: Images, processes: list[Database]) -> None:
    await images.upload(DRAFT, picture(1))
    (row,) = await rows(processes[0])
    assert DRAFT not in str(tuple(row))
    assert row.draft == hash_draft(DRAFT)


@pytest.mark.parametrize(
    ("content", "error"),
    [
        (b"<html>", UnsupportedImage),
        (photograph()[:3000], BrokenImage),
        (png_header(90_000, 90_000), TooLarge),
        (picture(1) + b"\0" * MAX_BYTES, TooLarge),
    ],
)
async def test_what_is_refused_leaves_nothing(
    images: Images, processes: list[Database], folder: Path, content: bytes, error: type[Exception]
) -> None:
    with pytest.raises(error):
        await images.upload(DRAFT, content)
    assert await rows(processes[0]) == []
    assert files(folder) == set()


async def test_the_same_image_again_is_the_one_that_is_there(images: Images, folder: Path) -> None:
    first, again = await images.upload(DRAFT, picture(1)), await images.upload(DRAFT, picture(1))
    assert first == again
    assert len(files(folder)) == 2
    assert (await images.upload(OTHER, picture(1))).id != first.id


async def test_the_sixth_image_is_refused_and_leaves_no_file(images: Images, folder: Path) -> None:
    kept = [await images.upload(DRAFT, picture(number)) for number in range(5)]
    with pytest.raises(TooManyImages):
        await images.upload(DRAFT, picture(5))
    assert [image.position for image in kept] == [1, 2, 3, 4, 5]
    assert len(files(folder)) == 10
    await images.remove(DRAFT, kept[2].id)
    assert (await images.upload(DRAFT, picture(6))).position == 3


async def test_of_many_uploads_at_once_five_are_kept_whatever_process_takes_them(
    processes: list[Database], clock: Clock
) -> None:
    new = [entry(number, clock()) for number in range(12)]
    writes = (
        processes[number % 3].write(lambda c, image=image: store.add(c, hash_draft(DRAFT), image))
        for number, image in enumerate(new)
    )
    came = await asyncio.gather(*writes, return_exceptions=True)
    kept = [one for one in came if isinstance(one, Image)]
    assert sorted(image.position for image in kept) == [1, 2, 3, 4, 5]
    assert [type(one) for one in came if not isinstance(one, Image)] == [TooManyImages] * 7
    assert {row.id for row in await rows(processes[0])} == {image.id for image in kept}


async def test_one_image_uploaded_in_several_processes_at_once_is_one(processes: list[Database], clock: Clock) -> None:
    writes = (each.write(lambda c: store.add(c, hash_draft(DRAFT), entry(1, clock()))) for each in processes * 3)
    assert len({image.id for image in await asyncio.gather(*writes)}) == 1
    assert len(await rows(processes[0])) == 1


async def test_an_upload_beside_the_sending_goes_with_the_case_or_is_refused(
    processes: list[Database], clock: Clock
) -> None:
    """Never: taken in, and left behind."""
    for round_ in range(20):
        draft = hash_draft(f"{round_:043d}")
        case = await processes[0].write(put_case)
        await processes[0].write(lambda c, draft=draft: store.add(c, draft, entry(1, clock())))
        late, attached = await asyncio.gather(
            processes[1].write(lambda c, draft=draft: store.add(c, draft, entry(2, clock()))),
            processes[2].write(lambda c, draft=draft, case=case: store.attach(c, draft, case)),
            return_exceptions=True,
        )
        assert isinstance(attached, list)
        if isinstance(late, Image):
            assert len(attached) == 2
        else:
            assert isinstance(late, Conflict)
            assert len(attached) == 1
    assert all(row.case_id is not None for row in await rows(processes[0]))


async def test_a_sent_form_gives_its_images_to_the_case_once(
    images: Images, processes: list[Database], folder: Path
) -> None:
    first, second = [await images.upload(DRAFT, picture(number)) for number in range(2)]
    foreign = await images.upload(OTHER, picture(3))
    case = await processes[0].write(put_case)
    for _ in range(2):
        attached = await processes[0].write(lambda c: images.attach(c, DRAFT, case))
        assert [image.id for image in attached] == [first.id, second.id]
    assert await processes[0].read(lambda c: images.of_case(c, case)) == attached
    other_case = await processes[0].write(put_case)
    assert await processes[0].write(lambda c: images.attach(c, DRAFT, other_case)) == []
    # The draft opens nothing any more.
    assert await images.of_draft(DRAFT) == []
    with pytest.raises(NotFound):
        await images.remove(DRAFT, first.id)
    with pytest.raises(Conflict):
        await images.upload(DRAFT, picture(4))
    assert [image.id for image in await images.of_draft(OTHER)] == [foreign.id]
    assert len(files(folder)) == 6


async def test_a_case_that_is_not_stored_after_all_gets_no_images(images: Images, processes: list[Database]) -> None:
    await images.upload(DRAFT, picture(1))

    def store_and_fail(connection: Any) -> None:
        images.attach(connection, DRAFT, put_case(connection))
        raise LookupError

    with pytest.raises(LookupError):
        await processes[0].write(store_and_fail)
    assert len(await images.of_draft(DRAFT)) == 1


async def test_only_the_drafts_own_image_is_removed(images: Images, folder: Path) -> None:
    image = await images.upload(DRAFT, picture(1))
    for draft, image_id in ((OTHER, image.id), (DRAFT, str(uuid4()))):
        with pytest.raises(NotFound):
            await images.remove(draft, image_id)
    assert len(files(folder)) == 2
    await images.remove(DRAFT, image.id)
    assert files(folder) == set()
    with pytest.raises(NotFound):
        await images.read(image.id, "full")


async def test_deleting_a_case_deletes_rows_and_then_files(
    images: Images, processes: list[Database], folder: Path
) -> None:
    image = await images.upload(DRAFT, picture(1))
    case = await processes[0].write(put_case)
    await processes[0].write(lambda c: images.attach(c, DRAFT, case))
    ids = await processes[0].write(lambda c: images.delete_case(c, case))
    assert ids == [image.id]
    assert len(files(folder)) == 2
    # A file alone is no image.
    with pytest.raises(NotFound):
        await images.read(image.id, "full")
    await images.remove_files(ids)
    assert files(folder) == set()


async def test_images_of_forms_that_were_not_sent_go_after_a_day_and_those_of_cases_stay(
    images: Images, processes: list[Database], folder: Path, clock: Clock
) -> None:
    await images.upload(DRAFT, picture(1))
    sent = await images.upload(OTHER, picture(2))
    case = await processes[0].write(put_case)
    await processes[0].write(lambda c: images.attach(c, OTHER, case))
    clock.ahead = KEPT_UNATTACHED - 60 * SECOND
    await upkeep(images)
    assert len(await rows(processes[0])) == 2
    clock.ahead = KEPT_UNATTACHED + SECOND
    await upkeep(images)
    assert [row.id for row in await rows(processes[0])] == [sent.id]
    assert files(folder) == {f"{sent.id}.jpg", f"{sent.id}.small.jpg"}
    clock.ahead = timedelta(days=900)
    await upkeep(images)
    assert len(files(folder)) == 2


async def test_more_than_a_batch_of_them_go_at_once(images: Images, processes: list[Database], clock: Clock) -> None:
    def put(connection: Any) -> None:
        for draft in range(store.BATCH + 5):
            store.add(connection, hash_draft(str(draft)), entry(1, clock()))

    await processes[0].write(put)
    clock.ahead = KEPT_UNATTACHED + SECOND
    await images.upkeep()
    assert await rows(processes[0]) == []


async def test_what_a_crash_has_left_goes_after_a_day_and_nothing_else(
    images: Images, processes: list[Database], folder: Path
) -> None:
    """A crash between file and row; in the middle of a file; between row and file; with the case deleted by others."""
    ImageFiles(folder).put(str(uuid4()), make_safe(picture(1)))
    half = str(uuid4())
    (folder / half[0] / half[1]).mkdir(parents=True, exist_ok=True)
    (folder / half[0] / half[1] / f"{half}.jpg.part").write_bytes(b"half")
    (folder / half[0] / half[1] / "README.txt").write_text("not ours", encoding="utf-8")
    lost = await images.upload(DRAFT, picture(2))
    case = await processes[0].write(put_case)
    await processes[0].write(lambda c: images.attach(c, DRAFT, case))
    await processes[0].write(lambda c: c.execute(delete(cases).where(cases.c.id == case)))
    kept = await images.upload(OTHER, picture(3))
    await upkeep(images)
    assert len(files(folder)) == 8
    age(folder, KEPT_UNATTACHED + SECOND)
    await upkeep(images)
    assert files(folder) == {"README.txt", f"{kept.id}.jpg", f"{kept.id}.small.jpg"}
    assert lost.id not in {row.id for row in await rows(processes[0])}


async def test_a_row_that_may_have_been_stored_keeps_its_file(
    images: Images, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A connection that is lost at the commit says nothing of whether it held."""

    def lose(*_arguments: object) -> None:
        raise Unavailable

    with monkeypatch.context() as patched:
        patched.setattr(store, "add", lose)
        with pytest.raises(Unavailable):
            await images.upload(DRAFT, picture(1))
    assert len(files(folder)) == 2
    await upkeep(images)
    assert len(files(folder)) == 2
    age(folder, KEPT_UNATTACHED + SECOND)
    await upkeep(images)
    assert files(folder) == set()


async def test_a_folder_that_cannot_be_written_to_refuses_the_upload(
    images: Images, processes: list[Database], folder: Path
) -> None:
    await asyncio.to_thread(folder.write_text, "a file stands in its place", encoding="utf-8")
    with pytest.raises(Unavailable):
        await images.upload(DRAFT, picture(1))
    assert await rows(processes[0]) == []


async def test_a_flood_of_forms_that_are_not_sent_fills_no_disk(
    images: Images, processes: list[Database], clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store, "MAX_UNATTACHED", 3)
    for number in range(3):
        await images.upload(f"{number:043d}", picture(1))
    with pytest.raises(Unavailable):
        await images.upload(DRAFT, picture(1))
    case = await processes[0].write(put_case)
    await processes[0].write(lambda c: images.attach(c, f"{0:043d}", case))
    await images.upload(DRAFT, picture(1))


async def test_an_image_is_public_only_once_somebody_says_so(images: Images, processes: list[Database]) -> None:
    image = await images.upload(DRAFT, picture(1))
    case, other = [await processes[0].write(put_case) for _ in range(2)]
    await processes[0].write(lambda c: images.attach(c, DRAFT, case))
    assert [one.is_public for one in await processes[0].read(lambda c: images.of_case(c, case))] == [False]
    with pytest.raises(NotFound):
        await processes[0].write(lambda c: images.set_public(c, other, image.id, is_public=True))
    await processes[0].write(lambda c: images.set_public(c, case, image.id, is_public=True))
    assert [one.is_public for one in await processes[0].read(lambda c: images.of_case(c, case))] == [True]
