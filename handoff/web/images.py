"""Images on their way in, for whoever writes a case; and on their way out, for whoever may see one."""

from __future__ import annotations

import asyncio
import re
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager

from aiohttp import BodyPartReader, web
from aiohttp.http import HttpProcessingError

from handoff.errors import InvalidPayload, NotFound, RateLimited, TooLarge
from handoff.images.model import MAX_BYTES, Image, ImageSize
from handoff.images.service import Images, hash_draft
from handoff.realtime import limits
from handoff.realtime.limits import AddressKeys, Limiter
from handoff.settings import Settings
from handoff.web.edge import Handler, coded, json_reply

DRAFT_HEADER = "Luukku-Draft"
TOKEN = re.compile(r"[A-Za-z0-9_-]{43}")
SIZES: dict[str, ImageSize] = {"": "full", "full": "full", "thumbnail": "thumbnail"}

CHUNK_BYTES = 64 * 1024
FRAME_BYTES = 4 * 1024
"""What a form puts around an image: boundaries, headers, the draft."""
READ_S = 120.0
"""How long an upload may take: 10 MB at 0.7 Mbit/s, a telephone at the edge of its network."""
AT_ONCE = 16
"""Uploads that are read or processed in this process at once: 160 MB at most."""
OF_ONE_ADDRESS = 8
"""Of these: two people behind one address, with a whole form each; nobody fills all places alone."""
RETRY_S = 5.0

PRIVATE = "private, no-cache"
"""Kept by the browser that got it, and only shown again after asking, so that a removed image is gone."""
IMAGE_HEADERS = {
    "Content-Disposition": "inline",
    "Content-Security-Policy": "default-src 'none'",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}


class DraftImages:
    """The routes of `/images`: those of a form under way, for whoever holds its token."""

    def __init__(self, images: Images, limiter: Limiter, addresses: AddressKeys, settings: Settings) -> None:
        self._images = images
        self._limiter = limiter
        self._addresses = addresses
        self._origins = frozenset(settings.allowed_origins)
        self._under_way: Counter[str] = Counter()

    def add_routes(self, app: web.Application) -> None:
        """Add the routes."""
        one = "/images/{id:[0-9a-f-]{36}}"
        app.router.add_post("/images", self._shared(coded(self.upload)))
        app.router.add_get(one, self._shared(coded(self.show)))
        app.router.add_delete(one, self._shared(coded(self.remove)))
        app.router.add_options("/images", self._shared(_allow))
        app.router.add_options(one, self._shared(_allow))

    async def upload(self, request: web.Request) -> web.StreamResponse:
        """Take an image in: the body itself, or the fields `draft` and then `image` of a form.

        Raises:
            InvalidPayload: no token, or no image where one should be.
            TooLarge: too many bytes, of which no more is kept than may come; or too many pixels.
            RateLimited: too often, or too many at once.
            LuukkuError: see `Images.upload`.
        """
        address = self._addresses.key(request)
        await self._limiter.check(limits.ADDRESS_IMAGES, address)
        if request.content_length is not None and request.content_length > MAX_BYTES + FRAME_BYTES:
            raise TooLarge
        with self._place(address):
            draft, content = await self._read(request)
            image = await self._images.upload(draft, content)
        return json_reply(_view(image), status=201)

    async def take(self, address: str, draft: str, part: BodyPartReader) -> Image:
        """Take in an image that comes with a whole form.

        Args:
            address: The key of whoever sends it.
        Raises:
            LuukkuError: as for `upload`.
        """
        await self._limiter.check(limits.ADDRESS_IMAGES, address)
        with self._place(address):
            return await self._images.upload(await self._counted(draft), await bounded(chunks_of(part), MAX_BYTES))

    async def show(self, request: web.Request) -> web.StreamResponse:
        """Send an image of the draft.

        Raises:
            NotFound: no such image, not this draft's, or sent (same error).
        """
        draft = await self._draft(request)
        size = SIZES.get(request.query.get("size", ""))
        if size is None:
            raise InvalidPayload
        own = await self._images.of_draft(draft)
        image = next((image for image in own if image.id == request.match_info["id"]), None)
        if image is None:
            raise NotFound
        return await send_image(request, self._images, image, size)

    async def remove(self, request: web.Request) -> web.StreamResponse:
        """Delete an image of the draft.

        Raises:
            NotFound: no such image, not this draft's, or sent (same error).
        """
        await self._images.remove(await self._draft(request), request.match_info["id"])
        return web.Response(status=204, headers={"Cache-Control": "no-store"})

    async def _draft(self, request: web.Request) -> str:
        """Return the token of a request that is not an upload."""
        draft = _token(request.headers.get(DRAFT_HEADER, ""))
        await self._limiter.check(limits.VISITOR_REQUESTS, hash_draft(draft))
        await self._limiter.check(limits.ADDRESS_MESSAGES, self._addresses.key(request))
        return draft

    async def _read(self, request: web.Request) -> tuple[str, bytes]:
        """Return the token and the image."""
        try:
            async with asyncio.timeout(READ_S):
                if request.content_type == "multipart/form-data":
                    return await self._read_form(request)
                draft = await self._counted(request.headers.get(DRAFT_HEADER, ""))
                return draft, await bounded(request.content.iter_chunked(CHUNK_BYTES), MAX_BYTES)
        except TimeoutError as error:
            raise web.HTTPRequestTimeout from error
        except (HttpProcessingError, web.RequestPayloadError, ConnectionError) as error:  # cut off, or no HTTP
            raise InvalidPayload from error

    async def _read_form(self, request: web.Request) -> tuple[str, bytes]:
        token = request.headers.get(DRAFT_HEADER, "")
        try:
            async for part in await request.multipart():
                if not isinstance(part, BodyPartReader):
                    raise InvalidPayload
                if part.name == "draft":
                    token = (await bounded(chunks_of(part), FRAME_BYTES)).decode("ascii", "replace")
                elif part.name == "image":
                    return await self._counted(token), await bounded(chunks_of(part), MAX_BYTES)
        except (ValueError, AssertionError) as error:  # no multipart
            raise InvalidPayload from error
        raise InvalidPayload

    async def _counted(self, text: str) -> str:
        """Return the token of an upload, before its image is read."""
        draft = _token(text)
        await self._limiter.check(limits.IMAGES, hash_draft(draft))
        return draft

    @contextmanager
    def _place(self, address: str) -> Iterator[None]:
        """Hold one of the places for uploads.

        Raises:
            RateLimited: there is none, or the address has its share.
        """
        if self._under_way.total() >= AT_ONCE or self._under_way[address] >= OF_ONE_ADDRESS:
            raise RateLimited(RETRY_S)
        self._under_way[address] += 1
        try:
            yield
        finally:
            self._under_way[address] -= 1
            if not self._under_way[address]:
                del self._under_way[address]

    def _shared(self, handler: Handler) -> Handler:
        """Return the handler answering so that the city's other pages may read it (`LUUKKU_ALLOWED_ORIGINS`)."""

        async def answer(request: web.Request) -> web.StreamResponse:
            response = await handler(request)
            origin = request.headers.get("Origin")
            if self._origins:
                response.headers["Vary"] = "Origin"
            if origin in self._origins:
                response.headers["Access-Control-Allow-Origin"] = origin
                response.headers["Access-Control-Expose-Headers"] = "Retry-After"
            return response

        return answer


async def send_image(
    request: web.Request, images: Images, image: Image, size: ImageSize, *, caching: str = PRIVATE
) -> web.Response:
    """Send an image to somebody who may see it: that has been checked by the caller, anew at each request.

    Args:
        caching: `Cache-Control`; an image that everybody may see can be kept for longer than a private one.

    Raises:
        NotFound: it has been deleted meanwhile.
    """
    tag = f"{image.sha256[:32]}-{size}"
    known = request.if_none_match or ()
    content = await images.read(image.id, size)
    headers = {**IMAGE_HEADERS, "Cache-Control": caching}
    if any(etag.value == tag for etag in known):
        response = web.Response(status=304, headers=headers)
    else:
        response = web.Response(body=content, content_type="image/jpeg", headers=headers)
    response.etag = tag
    return response


async def _allow(_request: web.Request) -> web.StreamResponse:
    """Answer a browser that asks before it sends: which pages may is said by `_shared`."""
    headers = {
        "Access-Control-Allow-Methods": "POST, GET, DELETE",
        "Access-Control-Allow-Headers": f"{DRAFT_HEADER}, Content-Type",
        "Access-Control-Max-Age": "600",
    }
    return web.Response(status=204, headers=headers)


async def bounded(chunks: AsyncIterator[bytes], most: int) -> bytes:
    """Return what comes, as long as it is not too much.

    Raises:
        TooLarge: it is; the rest is not read.
    """
    content = bytearray()
    async for chunk in chunks:
        content += chunk
        if len(content) > most:
            raise TooLarge
    return bytes(content)


async def chunks_of(part: BodyPartReader) -> AsyncIterator[bytes]:
    """Yield a part of a form, to its end."""
    while chunk := await part.read_chunk(CHUNK_BYTES):
        yield chunk


def _token(text: str) -> str:
    if TOKEN.fullmatch(text) is None:
        raise InvalidPayload
    return text


def _view(image: Image) -> dict[str, object]:
    return {"id": image.id, "position": image.position, "width": image.width, "height": image.height}
