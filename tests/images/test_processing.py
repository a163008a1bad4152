"""Nothing but the pixels of an image survives, and what is no image is refused by its content."""

from __future__ import annotations

import io
import random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image, ImageCms

from handoff.images.model import MAX_BYTES, MAX_PIXELS, Unusable
from handoff.images.processing import LONGEST_PX, THUMBNAIL_PX, make_safe
from tests.images.pictures import MARKER, animation, decoded, encoded, exif, photograph, png, png_header, scene, xmp

CORNERS = {"red": (255, 0, 0), "lime": (0, 255, 0), "blue": (0, 0, 255), "yellow": (255, 255, 0)}
KINDS = {
    "jpeg": photograph(),
    "png": png(),
    "webp": encoded(scene(), "WEBP", exif=exif(), xmp=xmp(), quality=95),
    "gif": encoded(scene(), "GIF", comment=MARKER),
}

NOISE = Image.frombytes("L", (120, 90), random.Random(1).randbytes(120 * 90))


def is_near(pixel: tuple[int, ...], colour: tuple[int, ...], by: int = 24) -> bool:
    return len(pixel) == len(colour) and all(abs(a - b) <= by for a, b in zip(pixel, colour, strict=True))


def corners(image: Image.Image) -> list[str]:
    """Return the colours of the corners: top left, top right, bottom left, bottom right."""
    width, height = image.size
    places = [(x, y) for y in (height // 6, height * 5 // 6) for x in (width // 6, width * 5 // 6)]
    return [next(name for name, c in CORNERS.items() if is_near(image.getpixel(place), c)) for place in places]


def segments(content: bytes) -> list[int]:
    """Return the markers of a JPEG before its pixels."""
    found, at = [], 2
    while content[at + 1] != 0xDA:
        found.append(content[at + 1])
        at += 2 + int.from_bytes(content[at + 2 : at + 4], "big")
    return found


def refused(content: bytes) -> str:
    with pytest.raises(Unusable) as caught:
        make_safe(content)
    return caught.value.reason


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_but_pixels_survives(kind: str) -> None:
    content = KINDS[kind]
    assert MARKER.encode() in content
    safe = make_safe(content)
    assert (safe.width, safe.height) == (400, 300)
    for kept in (safe.full, safe.thumbnail):
        assert MARKER.encode() not in kept
        image = decoded(kept)
        assert (image.format, image.mode) == ("JPEG", "RGB")
        assert dict(image.getexif()) == {}
        assert set(image.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
        # The JFIF header and what decoding takes: no application data, no comment.
        assert {m for m in segments(kept) if 0xE0 <= m <= 0xEF or m == 0xFE} == {0xE0}
        assert kept.endswith(b"\xff\xd9")
        assert corners(image) == ["red", "lime", "blue", "yellow"]
    assert max(decoded(safe.thumbnail).size) == THUMBNAIL_PX


@pytest.mark.parametrize("content", [photograph(), png(scene((500, 300))), KINDS["webp"]])
def test_the_markers_are_really_read_from_what_comes_in(content: bytes) -> None:
    """Guards the test above: the place and the maker are there to be lost."""
    tags = decoded(content).getexif()
    assert tags[0x010F] == MARKER
    assert tags.get_ifd(0x8825)[1] == "N"


@pytest.mark.parametrize(
    ("orientation", "shown"),
    [
        (1, ["red", "lime", "blue", "yellow"]),
        (2, ["lime", "red", "yellow", "blue"]),
        (3, ["yellow", "blue", "lime", "red"]),
        (4, ["blue", "yellow", "red", "lime"]),
        (5, ["red", "blue", "lime", "yellow"]),
        (6, ["blue", "red", "yellow", "lime"]),
        (7, ["yellow", "lime", "blue", "red"]),
        (8, ["lime", "yellow", "red", "blue"]),
    ],
)
def test_an_image_is_turned_upright(orientation: int, shown: list[str]) -> None:
    safe = make_safe(photograph(orientation))
    assert (safe.width, safe.height) == ((400, 300) if orientation < 5 else (300, 400))
    assert corners(decoded(safe.full)) == corners(decoded(safe.thumbnail)) == shown


def test_an_orientation_that_does_not_exist_and_broken_exif_change_nothing() -> None:
    for content in (photograph(9), encoded(scene(), "JPEG", exif=b"Exif\0\0MM\0*\xff\xff\xff\xff" + b"\xff" * 40)):
        assert corners(decoded(make_safe(content).full)) == ["red", "lime", "blue", "yellow"]


@pytest.mark.parametrize("kind", ["GIF", "PNG", "WEBP"])
def test_of_an_animation_the_first_frame_is_kept(kind: str) -> None:
    kept = decoded(make_safe(animation(kind)).full)
    assert is_near(kept.getpixel((30, 20)), (255, 0, 0))
    assert getattr(kept, "n_frames", 1) == 1


def test_of_a_telephones_jpeg_with_a_second_picture_the_first_is_kept() -> None:
    content = encoded(scene(), "MPO", save_all=True, append_images=[Image.new("RGB", (400, 300), "black")])
    assert decoded(content).format == "MPO"
    safe = make_safe(content)
    assert corners(decoded(safe.full)) == ["red", "lime", "blue", "yellow"]
    assert 0xE2 not in segments(safe.full)


def test_every_way_of_keeping_colours_is_understood() -> None:
    red = Image.new("RGB", (50, 50), "red")
    for content in (
        encoded(red.convert("CMYK"), "JPEG", quality=95),
        encoded(red.quantize(4), "PNG"),
        encoded(red.convert("RGBA"), "WEBP", quality=95),
    ):
        assert is_near(decoded(make_safe(content).full).getpixel((25, 25)), (255, 0, 0))


def test_sixteen_bits_of_grey_keep_their_shades() -> None:
    grey = Image.new("I;16", (90, 30))
    for x in range(90):
        for y in range(30):
            grey.putpixel((x, y), (0, 32_896, 65_535)[x // 30])
    kept = decoded(make_safe(encoded(grey, "PNG")).full)
    assert [is_near(kept.getpixel((x, 15)), (v, v, v)) for x, v in ((10, 0), (45, 128), (80, 255))] == [True] * 3


def test_what_is_transparent_lies_on_white() -> None:
    palette = Image.new("P", (40, 40), 1)
    palette.putpalette([255, 0, 0, 0, 0, 255])
    palette.paste(0, (20, 0, 40, 40))
    for content in (
        encoded(palette, "PNG", transparency=1),
        encoded(palette, "GIF", transparency=1),
        encoded(Image.merge("LA", (Image.new("L", (40, 40)), Image.new("L", (40, 40), 0))), "PNG"),
        encoded(Image.new("RGBA", (40, 40), (0, 0, 0, 0)), "WEBP", lossless=True),
        encoded(Image.new("RGB", (40, 40), (1, 2, 3)), "PNG", transparency=(1, 2, 3)),
    ):
        assert is_near(decoded(make_safe(content).full).getpixel((8, 20)), (255, 255, 255))
    half = encoded(Image.new("RGBA", (40, 40), (255, 0, 0, 128)), "PNG")
    assert is_near(decoded(make_safe(half).full).getpixel((20, 20)), (255, 127, 127))


def test_colours_of_another_profile_are_converted_and_a_profile_that_does_not_fit_is_passed_over() -> None:
    image = Image.new("RGB", (50, 50), (200, 120, 40))
    lab = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()
    # A profile in which the first and the last channel have changed places.
    swapped = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    red, blue = swapped.index(b"rXYZ"), swapped.index(b"bXYZ")
    swapped[red : red + 4], swapped[blue : blue + 4] = b"bXYZ", b"rXYZ"
    for profile, shown in ((lab, (200, 120, 40)), (b"no profile", (200, 120, 40)), (bytes(swapped), (40, 120, 200))):
        kept = decoded(make_safe(encoded(image, "PNG", icc_profile=profile)).full)
        assert is_near(kept.getpixel((25, 25)), shown, by=6)
        assert "icc_profile" not in kept.info


@pytest.mark.parametrize(
    ("size", "kept"),
    [
        ((LONGEST_PX, 100), (LONGEST_PX, 100)),
        ((LONGEST_PX + 1, 100), (LONGEST_PX, 100)),
        ((3000, 4000), (1536, LONGEST_PX)),
        ((1, 1), (1, 1)),
        ((30_000, 2), (LONGEST_PX, 1)),
    ],
)
def test_large_images_are_scaled_down_and_small_ones_left(size: tuple[int, int], kept: tuple[int, int]) -> None:
    for kind in ("JPEG", "PNG"):
        safe = make_safe(encoded(Image.new("RGB", size, "red"), kind))
        assert decoded(safe.full).size == (safe.width, safe.height) == kept
        assert max(decoded(safe.thumbnail).size) == min(THUMBNAIL_PX, max(size))


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff\xd8",
        b"<!DOCTYPE html><script>alert(1)</script>",
        b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
        b"%PDF-1.7\n",
        b"%!PS-Adobe-3.0 EPSF-3.0\n",
        b"PK\x03\x04" + b"\0" * 100,
        encoded(scene(), "BMP"),
        encoded(scene(), "TIFF"),
        encoded(scene(), "AVIF"),
        b"\0\0\0\x24ftypheic\0\0\0\0mif1heic" + b"\0" * 100,
    ],
)
def test_what_is_none_of_the_four_kinds_is_refused(content: bytes) -> None:
    assert refused(content) == "unsupported"


@pytest.mark.parametrize("start", [b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF89a", b"RIFF\0\0\0\0WEBP"])
def test_a_page_with_an_images_first_bytes_is_refused(start: bytes) -> None:
    assert refused(start + b"<html><script>alert(1)</script></html>" * 20) == "broken"


def test_a_page_hidden_in_an_image_is_gone() -> None:
    page = b"<script>alert(1)</script>"
    gif = encoded(scene(), "GIF", comment=page) + page
    assert page in gif
    safe = make_safe(gif)
    assert b"<script" not in safe.full + safe.thumbnail


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF"])
@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(data=st.data())
def test_a_truncated_image_is_refused(kind: str, data: st.DataObject) -> None:
    content = encoded(NOISE, kind)
    # The last 20 bytes of a PNG are checksums and its end: every pixel is there without them.
    assert refused(content[: data.draw(st.integers(0, len(content) - 21))]) in {"broken", "unsupported"}


@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.sampled_from(sorted(KINDS)), st.lists(st.tuples(st.integers(0, 2**16), st.integers(0, 255)), max_size=20))
def test_a_damaged_image_is_safe_or_refused(kind: str, damage: list[tuple[int, int]]) -> None:
    content = bytearray(KINDS[kind])
    for place, value in damage:
        content[place % len(content)] = value
    try:
        safe = make_safe(bytes(content))
    except Unusable:
        return
    assert MARKER.encode() not in safe.full + safe.thumbnail
    assert decoded(safe.full).size == (safe.width, safe.height)


def test_as_many_pixels_as_may_be_are_taken_and_one_row_more_is_not() -> None:
    size = (8000, MAX_PIXELS // 8000)
    safe = make_safe(encoded(Image.new("1", size), "PNG"))
    assert (safe.width, safe.height) == (LONGEST_PX, 1280)
    assert refused(encoded(Image.new("1", (size[0], size[1] + 1)), "PNG")) == "too_large"


@pytest.mark.parametrize("size", [(100_000, 100_000), (2**31 - 1, 2**31 - 1), (MAX_PIXELS + 1, 1)])
def test_an_image_that_says_it_is_huge_is_refused_before_it_is_decoded(size: tuple[int, int]) -> None:
    content = png_header(*size)
    assert len(content) < 200
    assert refused(content) == "too_large"


def test_as_many_bytes_as_may_be_are_taken_and_one_more_is_not() -> None:
    content = encoded(scene(), "JPEG")
    full = content + b"\0" * (MAX_BYTES - len(content))
    assert make_safe(full).width == 400
    assert refused(full + b"\0") == "too_large"


def test_the_same_image_becomes_the_same_bytes() -> None:
    assert make_safe(KINDS["png"]) == make_safe(KINDS["png"])
    assert io.BytesIO(make_safe(KINDS["png"]).full).read(2) == b"\xff\xd8"
