"""The addresses of Open311: reading is for everybody and from every page, sending for systems that have a key."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from uuid import uuid4

from aiohttp import web

from handoff.cases.catalogue import Catalogue
from handoff.cases.model import NewCase
from handoff.cases.reception import Look
from handoff.cases.service import Cases
from handoff.clock import Clock
from handoff.errors import LuukkuError, NotFound, RateLimited, TooLarge, Unavailable
from handoff.images.service import Images
from handoff.open311.keys import Open311Keys
from handoff.open311.listing import Listing
from handoff.open311.model import Wanted
from handoff.realtime.limits import ADDRESS_CODES, AddressKeys, Limit, Limiter
from handoff.tasks import apart
from handoff.web.edge import json_reply
from handoff.web.images import send_image
from handoff.web.open311.asked import ID, read_flag, read_language, read_wanted
from handoff.web.open311.fields import ACCEPTED, ERRORS, REQUESTS, SERVICE_DEFINITION, SERVICES
from handoff.web.open311.openapi import BASE, make_document
from handoff.web.open311.refusals import Refused
from handoff.web.open311.rendering import FORMATS, Format, render
from handoff.web.open311.sent import as_fields, origin_of, read_sent
from handoff.web.open311.shown import Shown

log = logging.getLogger(__name__)

FORM = "application/x-www-form-urlencoded"
IDEMPOTENCY_HEADER = "Idempotency-Key"
MISPLACED_HEADER = "Luukku-Misplaced"
EXTENSIONS_HEADER = "Open311-Extensions"
EXTENSIONS = {EXTENSIONS_HEADER: "idempotency-key"}
"""On every answer: who does not know whether a request has arrived may send it again with the same key."""
FOR_EVERY_PAGE = {"Access-Control-Allow-Origin": "*", "Access-Control-Expose-Headers": "Retry-After"}
"""Of reads alone: a page that sends would have to hold the key, and then everybody had it."""
PUBLIC_IMAGE = "public, max-age=300"
"""An image that is taken off the board is gone everywhere five minutes later."""
_TOLD: Mapping[type[LuukkuError], str] = {
    NotFound: "there is none",
    TooLarge: "longer than any request can be",
    Unavailable: "cannot be answered now: try again",
}
Answer = Callable[[web.Request, Format], Awaitable[web.StreamResponse]]


@dataclass(frozen=True)
class Parts:
    """What the routes are made of."""

    cases: Cases
    keys: Open311Keys
    listing: Listing
    images: Images
    catalogue: Catalogue
    shown: Shown
    look: Callable[[NewCase], Look]
    clock: Clock


class Open311:
    """The routes of `/open311/v2`."""

    def __init__(self, parts: Parts, limiter: Limiter, addresses: AddressKeys, *, reads: int, posts: int) -> None:
        """`reads`: of an address in a minute; `posts`: of a key in ten."""
        self._parts = parts
        self._limiter = limiter
        self._addresses = addresses
        self._reads = Limit("open311-read", reads, 60)
        self._posts = Limit("open311-post", posts, 600)
        self._document = make_document(parts.catalogue)

    def add_routes(self, app: web.Application) -> None:
        """Add the routes, each in both formats; what is none of them is refused as the standard says."""
        for format_ in FORMATS:
            for path, read in (
                ("/services", self._services),
                ("/services/{service_code}", self._definition),
                ("/requests", self._requests),
                ("/requests/{service_request_id}", self._request),
            ):
                app.router.add_get(f"{BASE}{path}.{format_}", self._reading(format_, read))
            app.router.add_post(f"{BASE}/requests.{format_}", _standard(format_, self._send))
        app.router.add_get(f"{BASE}/media/{{image}}.jpg", self._reading("json", self._image))
        app.router.add_get(f"{BASE}/openapi.json", self._reading("json", self._described))
        app.router.add_get(f"{BASE}/{{other:.*}}", self._unknown)

    async def _services(self, request: web.Request, format_: Format) -> web.StreamResponse:
        return render(SERVICES, self._parts.shown.services(read_language(request.query)), format_)

    async def _definition(self, request: web.Request, format_: Format) -> web.StreamResponse:
        code, language = request.match_info["service_code"], read_language(request.query)
        if code not in self._parts.catalogue.services:
            raise NotFound
        return render(SERVICE_DEFINITION, self._parts.shown.definition(code, language), format_)

    async def _requests(self, request: web.Request, format_: Format) -> web.StreamResponse:
        language, extensions = read_language(request.query), read_flag(request.query, "extensions")
        found = await self._parts.listing.find(read_wanted(request.query, self._parts.clock()))
        shown = [self._parts.shown.request(each, language, extensions=extensions) for each in found]
        return render(REQUESTS, shown, format_)

    async def _request(self, request: web.Request, format_: Format) -> web.StreamResponse:
        language, extensions = read_language(request.query), read_flag(request.query, "extensions")
        wanted = request.match_info["service_request_id"]
        found = await self._parts.listing.find(Wanted(ids=(wanted,))) if ID.fullmatch(wanted) else []
        if not found:
            raise NotFound
        return render(REQUESTS, [self._parts.shown.request(found[0], language, extensions=extensions)], format_)

    async def _image(self, request: web.Request, _format: Format) -> web.StreamResponse:
        wanted = request.match_info["image"]
        image = await self._parts.listing.find_image(wanted) if ID.fullmatch(wanted) else None
        if image is None:
            raise NotFound
        response = await send_image(request, self._parts.images, image, "full", caching=PUBLIC_IMAGE)
        response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
        return response

    async def _described(self, _request: web.Request, _format: Format) -> web.StreamResponse:
        return json_reply(self._document)

    async def _send(self, request: web.Request, format_: Format) -> web.StreamResponse:
        fields = await _posted(request)
        key = await self._parts.keys.find(fields.get("api_key", ""))
        if key is None:
            await self._limiter.check(ADDRESS_CODES, self._addresses.key(request))
            raise Refused(403, "api_key: is missing, wrong or revoked")
        await self._limiter.check(self._posts, key.id)
        given = request.headers.get(IDEMPOTENCY_HEADER)
        origin = str(uuid4()) if given is None else origin_of(key.id, given)
        sent = read_sent(fields, self._parts.catalogue, origin)
        if not sent.confirmed:
            await self._check_belongs(sent.new)
        case = await self._parts.cases.submit(sent.new)
        log.info("case %s came over open311 from %s", case.id, key.id)
        return render(ACCEPTED, [self._parts.shown.accepted(case, sent.language)], format_)

    async def _check_belongs(self, new: NewCase) -> None:
        """Refuse what would be lost time here, with where it belongs; its sender may send it all the same."""
        look = await apart(self._parts.look, new)
        if look.signpost is not None:
            ways = "\n".join(f"{way.title}: {way.url}" for way in look.signpost.ways)
            raise Refused(
                400, f"{look.signpost.title}\n{look.signpost.text}\n{ways}\n(confirmed=true)", kind=look.misplaced or ""
            )

    async def _unknown(self, request: web.Request) -> web.StreamResponse:
        format_: Format = "xml" if request.path.endswith(".xml") else "json"
        return _refusal(Refused(404, "there is no such address"), format_, FOR_EVERY_PAGE)

    def _reading(self, format_: Format, answer: Answer) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
        async def counted(request: web.Request, format_: Format) -> web.StreamResponse:
            await self._limiter.check(self._reads, self._addresses.key(request))
            return await answer(request, format_)

        return _standard(format_, counted, FOR_EVERY_PAGE)


async def _posted(request: web.Request) -> dict[str, str]:
    if request.content_type != FORM:
        raise Refused(400, f"Content-Type: {FORM}")
    try:
        return as_fields(await request.post())
    except web.HTTPRequestEntityTooLarge as error:
        raise TooLarge from error
    except (LookupError, ValueError) as error:  # no such charset, or not written in it
        raise Refused(400, "the form cannot be read: it is to be written in UTF-8") from error


def _standard(
    format_: Format, answer: Answer, headers: Mapping[str, str] | None = None
) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
    """Return the handler with refusals as the standard has them, in the format that was asked for."""
    both = {**EXTENSIONS, **(headers or {})}

    async def handle(request: web.Request) -> web.StreamResponse:
        try:
            response = await answer(request, format_)
        except web.HTTPException:
            raise
        except (Refused, LuukkuError) as error:
            return _refusal(error, format_, both)
        except Exception as error:  # the edge
            log.exception("request failed")
            return _refusal(error, format_, both)
        response.headers.update(both)
        return response

    return handle


def _refusal(error: Exception, format_: Format, headers: Mapping[str, str]) -> web.Response:
    status, description = 500, "internal error"
    if isinstance(error, Refused):
        status, description = error.status, error.description
        headers = {**headers, **({MISPLACED_HEADER: error.kind} if error.kind else {})}
    elif isinstance(error, RateLimited):
        seconds = str(round(error.retry_after_s + 0.5))
        status, description = 429, f"too many requests: try again in {seconds} s"
        headers = {"Retry-After": seconds, **headers}
    elif isinstance(error, LuukkuError):
        status, description = error.http_status, _TOLD.get(type(error), error.code)
    errors = [{"code": status, "description": description}]
    return render(ERRORS, errors, format_, status=status, headers=headers)
