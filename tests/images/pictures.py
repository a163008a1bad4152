"""Images as people and attackers send them, made here."""

from __future__ import annotations

import io
import struct
import zlib
from typing import Any

from PIL import Image, ImageCms, ImageDraw
from PIL.PngImagePlugin import PngInfo

MARKER = "Kotikatu-12-A-salainen"
"""What must not survive, wherever an image can hide a text."""
PLACE = {1: "N", 2: (60.0, 10.0, 15.5), 3: "E", 4: (24.0, 56.0, 7.25)}


def scene(size: tuple[int, int] = (400, 300)) -> Image.Image:
    """Return a picture whose corners differ: top left red, top right green, bottom left blue, bottom right yellow."""
    image = Image.new("RGB", size, "grey")
    draw = ImageDraw.Draw(image)
    width, height = size[0] // 2, size[1] // 2
    for (x, y), colour in {(0, 0): "red", (1, 0): "lime", (0, 1): "blue", (1, 1): "yellow"}.items():
        draw.rectangle((x * width, y * height, (x + 1) * width, (y + 1) * height), fill=colour)
    return image


def encoded(image: Image.Image, kind: str, **how: Any) -> bytes:
    file = io.BytesIO()
    image.save(file, kind, **how)
    return file.getvalue()


def exif(orientation: int = 1) -> Image.Exif:
    """Return what a telephone writes: the maker, the place, a comment, which way up."""
    tags = Image.Exif()
    tags[0x010E] = tags[0x010F] = tags[0x013B] = MARKER
    tags[0x0112] = orientation
    tags.get_ifd(0x8825).update(PLACE)
    tags.get_ifd(0x8769)[0x9286] = b"ASCII\0\0\0" + MARKER.encode()
    return tags


def xmp() -> bytes:
    return f'<x:xmpmeta xmlns:x="adobe:ns:meta/"><a b="{MARKER}"/></x:xmpmeta>'.encode()


def srgb_profile() -> bytes:
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes() + MARKER.encode()


def photograph(orientation: int = 1, size: tuple[int, int] = (400, 300)) -> bytes:
    """Return a JPEG with everything in it that can be."""
    content = encoded(
        scene(size), "JPEG", exif=exif(orientation), comment=MARKER, xmp=xmp(), icc_profile=srgb_profile(), quality=95
    )
    # Photoshop's block, and something after the end.
    block = b"Photoshop 3.0\0" + MARKER.encode()
    return content[:2] + b"\xff\xed" + struct.pack(">H", len(block) + 2) + block + content[2:] + MARKER.encode()


def png(image: Image.Image | None = None, **how: Any) -> bytes:
    texts = PngInfo()
    texts.add_text("Comment", MARKER)
    texts.add_itxt("XML:com.adobe.xmp", xmp().decode(), zip=False)
    texts.add_text("Title", MARKER * 50, zip=True)
    texts.add(b"prVt", MARKER.encode())
    return encoded(scene() if image is None else image, "PNG", pnginfo=texts, exif=exif(), **how)


def animation(kind: str, **how: Any) -> bytes:
    frames = [Image.new("RGB", (60, 40), colour) for colour in ("red", "lime", "blue")]
    return encoded(frames[0], kind, save_all=True, append_images=frames[1:], duration=50, loop=0, **how)


def png_header(width: int, height: int) -> bytes:
    """Return a small PNG that says it is large."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(b"\0" * 1000))
        + chunk(b"IEND", b"")
    )


def endless_scans(scans: int) -> bytes:
    """Return a progressive JPEG whose last scan is repeated: few bytes, each of which takes a pass over the image."""
    content = encoded(Image.new("L", (6000, 6000), 128), "JPEG", progressive=True)
    last = content.rindex(b"\xff\xda")
    return content[:last] + content[last:-2] * scans + content[-2:]


def decoded(content: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(content))
    image.load()
    return image
