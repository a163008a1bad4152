"""An image as it came in, made harmless: decoded, turned upright and encoded anew from its pixels alone.

Whoever uploads chooses every byte that the decoders read, so this runs as a program of its own
(`python -m handoff.images.processing`, started by `apart.py`), within limits of memory and time. It imports nothing
but Pillow and the model: it has no database, no settings and no sockets to lose.
"""

from __future__ import annotations

import io
import json
import os
import resource
import sys
import warnings
from contextlib import suppress

from PIL import Image, ImageCms

from handoff.images.model import MAX_BYTES, MAX_PIXELS, SafeImage, Unusable

LONGEST_PX = 2048
"""The longest side that is kept: a number plate's width at ten metres, or a page of text, is still readable."""
THUMBNAIL_PX = 320
QUALITY = 85
"""JPEG rather than WebP: measured on 40 megapixels, 0.07 s against 0.75 to 3.8 s, and every mail program shows it."""

CPU_S = 20
"""Ten times what the slowest image of `MAX_PIXELS` took; a progressive JPEG of thousands of scans takes forever."""
MEMORY_BYTES = 1536 * 1024 * 1024
"""Twice the most that one of them took, a WebP."""
NICENESS = 10
"""The chat goes first."""

EXIF_ORIENTATION = 0x0112
UPRIGHT = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}

# An error above it, see `make_safe`; Pillow's own limit is only a warning up to twice its value.
Image.MAX_IMAGE_PIXELS = MAX_PIXELS


def make_safe(content: bytes) -> SafeImage:
    """Return the image in two sizes, without anything that was not a pixel: no EXIF, XMP, profile, comment or frame.

    Raises:
        Unusable: it cannot be kept, with the reason.
    """
    if len(content) > MAX_BYTES:
        raise Unusable("too_large")
    kind = _kind(content)
    if kind is None:
        raise Unusable("unsupported")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        try:
            with Image.open(io.BytesIO(content), formats=[kind]) as image:
                pixels = _pixels(image)
        except (Image.DecompressionBombError, Image.DecompressionBombWarning, MemoryError) as error:
            raise Unusable("too_large") from error
        except Exception as error:  # the decoders' errors are of a dozen kinds
            raise Unusable("broken") from error
    thumbnail = pixels.resize(_fitting(pixels.size, THUMBNAIL_PX), Image.Resampling.LANCZOS)
    return SafeImage(pixels.width, pixels.height, _encode(pixels), _encode(thumbnail))


def _kind(content: bytes) -> str | None:
    """Return Pillow's name of the format by the first bytes; the file's name and declared type mean nothing."""
    if content.startswith(b"\xff\xd8\xff"):
        return "JPEG"
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return "PNG"
    if content.startswith((b"GIF87a", b"GIF89a")):
        return "GIF"
    if content.startswith(b"RIFF") and content[8:12] == b"WEBP":
        return "WEBP"
    return None


def _pixels(image: Image.Image) -> Image.Image:
    """Return the first frame: upright, in sRGB, on white, no larger than is kept, and with nothing attached."""
    orientation = _orientation(image)
    size = _fitting(image.size, LONGEST_PX)
    # A JPEG decodes to a half, quarter or eighth in a fraction of the time; other formats ignore it.
    image.draft(None, size)
    image.load()
    profile = image.info.get("icc_profile")
    # Scaled down before anything else is done with it: what is left takes little of time and memory.
    scaled = _in_8_bits(image).resize(size, Image.Resampling.LANCZOS, reducing_gap=3.0)
    upright = _to_srgb(_on_white(scaled), profile)
    if orientation in UPRIGHT:
        upright = upright.transpose(UPRIGHT[orientation])
    # Pillow hands what it knows of an image on to every copy, and its encoders write some of it.
    bare = Image.new("RGB", upright.size)
    bare.paste(upright)
    return bare


def _orientation(image: Image.Image) -> int:
    try:
        return int(image.getexif().get(EXIF_ORIENTATION, 1))
    except Exception:  # noqa: BLE001 - metadata may be broken in any way; the pixels are what counts
        return 1


def _in_8_bits(image: Image.Image) -> Image.Image:
    """Return the image in 8 bits a channel: grey, RGB or CMYK, or RGBA where anything is transparent."""
    if image.mode.startswith("I"):
        # 16 bits of grey: converted as they are, everything but the darkest would be white.
        return image.point(lambda value: value * (1 / 257)).convert("L")
    if image.has_transparency_data:
        return image.convert("RGBA")
    return image if image.mode in {"L", "RGB", "CMYK"} else image.convert("RGB")


def _on_white(image: Image.Image) -> Image.Image:
    if image.mode != "RGBA":
        return image
    return Image.alpha_composite(Image.new("RGBA", image.size, "white"), image).convert("RGB")


def _to_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    if profile:
        with suppress(ImageCms.PyCMSError, OSError, TypeError, ValueError):  # a profile that is broken or another's
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            converted = ImageCms.profileToProfile(image, source, ImageCms.createProfile("sRGB"), outputMode="RGB")
            assert converted is not None
            return converted
    return image.convert("RGB")


def _fitting(size: tuple[int, int], longest: int) -> tuple[int, int]:
    """Return the size scaled down, never up, so that its longer side is at most `longest`."""
    scale = min(1.0, longest / max(size))
    return max(1, round(size[0] * scale)), max(1, round(size[1] * scale))


def _encode(image: Image.Image) -> bytes:
    encoded = io.BytesIO()
    image.save(encoded, "JPEG", quality=QUALITY)
    return encoded.getvalue()


def _limit() -> None:
    """Let this process take no more than an image needs, write no file, and leave no memory behind."""
    os.nice(NICENESS)
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_S, CPU_S))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    with suppress(ValueError):  # macOS knows no such limit
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))


def main() -> int:
    """Read an image from standard input; write a line of JSON and then both sizes, or why it cannot be kept."""
    _limit()
    out = sys.stdout.buffer
    try:
        safe = make_safe(sys.stdin.buffer.read())
    except Unusable as refused:
        out.write(json.dumps({"refused": refused.reason}).encode() + b"\n")
        return 0
    sizes = {"width": safe.width, "height": safe.height, "full": len(safe.full)}
    out.write(json.dumps(sizes).encode() + b"\n" + safe.full + safe.thumbnail)
    return 0


if __name__ == "__main__":
    sys.exit(main())
