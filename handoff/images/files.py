"""The images' files: whole or not there at all, in a folder that no route serves.

`<folder>/a/b/ab….jpg` and `ab….small.jpg`, by the first two digits of the random id: 256 folders of some hundred files
each with a hundred thousand images. Every function may take as long as the disk does; none is called on the event loop.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path

from handoff.images.model import ImageSize, SafeImage

DIGITS = "0123456789abcdef"
ENDINGS: dict[ImageSize, str] = {"full": ".jpg", "thumbnail": ".small.jpg"}
OURS = re.compile(r"(?P<id>[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})\.(small\.)?jpg(\.part)?")


class ImageFiles:
    """The files below one folder, which belongs to one database and is shared by all of its processes."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def put(self, image_id: str, safe: SafeImage) -> None:
        """Write both sizes; on the disk when this returns."""
        folder = self._path(image_id, "full").parent
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        _write(self._path(image_id, "thumbnail"), safe.thumbnail)
        _write(self._path(image_id, "full"), safe.full)
        for changed in (folder, folder.parent, self._folder):
            _sync(changed)

    def read(self, image_id: str, size: ImageSize) -> bytes:
        """Return one size.

        Raises:
            FileNotFoundError: there is none.
        """
        return self._path(image_id, size).read_bytes()

    def remove(self, image_ids: Iterable[str]) -> None:
        """Delete both sizes of each; what is not there is passed over."""
        for image_id in image_ids:
            for size in ENDINGS:
                self._path(image_id, size).unlink(missing_ok=True)

    def old_files(self, digit: str, before: datetime) -> dict[str, list[Path]]:
        """Return the files last written before that time, by image, in the folders of a first digit."""
        found: dict[str, list[Path]] = {}
        for folder in (self._folder / digit / second for second in DIGITS):
            for image_id, path in _old_files(folder, before.timestamp()):
                found.setdefault(image_id, []).append(path)
        return found

    def _path(self, image_id: str, size: ImageSize) -> Path:
        return self._folder / image_id[0] / image_id[1] / f"{image_id}{ENDINGS[size]}"


def _old_files(folder: Path, before: float) -> Iterator[tuple[str, Path]]:
    try:
        entries = os.scandir(folder)
    except FileNotFoundError:
        return
    with entries:
        for entry in entries:
            ours = OURS.fullmatch(entry.name)
            try:
                if ours is not None and entry.stat(follow_symlinks=False).st_mtime < before:
                    yield ours["id"], Path(entry.path)
            except FileNotFoundError:  # another process was first
                continue


def _write(path: Path, content: bytes) -> None:
    part = path.with_name(f"{path.name}.part")
    with open(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:  # noqa: PTH123 - with its mode
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)


def _sync(folder: Path) -> None:
    """Make names in the folder survive a power failure."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
