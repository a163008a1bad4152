"""The feedback pages: write, review, send; follow by code, add, take back. Plain HTML: it works without scripts.

Nothing of a feedback under way is kept here: the review page carries it in hidden fields, back and forth.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any, get_args
from uuid import uuid4

from aiohttp import BodyPartReader, web
from sqlalchemy import Connection

from handoff.cases.catalogue import Catalogue
from handoff.cases.codes import Mistyped
from handoff.cases.model import DONE, OPEN, Case, ContactWish, NewCase
from handoff.cases.reception import Look
from handoff.cases.saved_forms import SavedForms, forget_sent
from handoff.cases.service import Cases, Followed
from handoff.conversations.masking import clean
from handoff.errors import Conflict, InvalidPayload, LuukkuError, NotFound, RateLimited, TooLarge
from handoff.images.model import Image
from handoff.images.service import Images
from handoff.queues.model import Language
from handoff.realtime import limits
from handoff.realtime.limits import AddressKeys, Limiter
from handoff.settings import Settings
from handoff.storage.database import Database
from handoff.tasks import apart
from handoff.web.edge import CONTENT_SECURITY_POLICY
from handoff.web.feedback.form import OTHER_SERVICE, Form, empty_form, read_form, resumed_form
from handoff.web.feedback.map import Map
from handoff.web.images import DraftImages, bounded, chunks_of, send_image
from handoff.web.plain import make_templates
from handoff.words import Words

LANGUAGES: tuple[Language, ...] = get_args(Language)
TEMPLATES = Path(__file__).parent / "templates"
MAX_FIELDS_BYTES = 64 * 1024
"""Of all that is typed together: the longest text, each character in four bytes, and then some."""
TOP = 3
"""Services that are proposed for the sender's correction."""
Answer = Callable[[web.Request, Language], Awaitable[web.StreamResponse]]


class FeedbackPages:
    """The pages in three languages, each at its own addresses."""

    def __init__(
        self,
        database: Database,
        cases: Cases,
        catalogue: Catalogue,
        look: Callable[[NewCase], Look],
        saved_forms: SavedForms,
        *,
        settings: Settings,
        words: Mapping[str, Words],
        images: Images,
        uploads: DraftImages,
        limiter: Limiter,
        addresses: AddressKeys,
    ) -> None:
        self._database = database
        self._cases = cases
        self._catalogue = catalogue
        self._look = look
        self._saved_forms = saved_forms
        self._words = words
        self._wishes: tuple[ContactWish, ...] = ("none", "email", "sms") if settings.sms_url else ("none", "email")
        self._map = Map.of(settings)
        self._images = images
        self._uploads = uploads
        self._limiter = limiter
        self._addresses = addresses
        self._templates = make_templates(TEMPLATES)
        self._templates.globals["OTHER"] = OTHER_SERVICE

    def add_routes(self, app: web.Application) -> None:
        """Add the routes of every language."""
        for language in LANGUAGES:
            paths = self._words[language]["paths"]
            for method, path, answer in (
                ("GET", paths["form"], self._blank),
                ("POST", paths["form"], self._posted),
                ("GET", paths["follow"], self._code_form),
                ("POST", paths["follow"], self._code_given),
                ("GET", f"{paths['follow']}/{{code}}", self._followed),
                ("POST", f"{paths['follow']}/{{code}}", self._added),
                ("GET", f"{paths['follow']}/{{code}}/{{image:[0-9a-f-]{{36}}}}", self._image),
            ):
                app.router.add_route(method, path, self._in(language, answer))

    def _in(self, language: Language, answer: Answer) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
        async def handle(request: web.Request) -> web.StreamResponse:
            return await answer(request, language)

        return handle

    async def _blank(self, _request: web.Request, language: Language) -> web.Response:
        return self._page("form", language, form=empty_form(), images=())

    async def _posted(self, request: web.Request, language: Language) -> web.Response:
        posted, refused = await self._read(request)
        if posted.get("step") == "resume":
            return await self._resume(request, language, posted.get("code", "").strip())
        form = read_form(posted, self._catalogue.services, self._wishes)
        for image_id in posted.get("remove", "").split():
            with suppress(NotFound):
                await self._images.remove(form.values["draft"], image_id)
        if refused:
            form = replace(form, errors={**form.errors, "images": refused})
        images = await self._images.of_draft(form.values["draft"])
        if form.errors:
            return self._page("form", language, status=400, form=form, images=images)
        if posted.get("step") == "send":
            return await self._send(request, language, form, images)
        if posted.get("step") == "edit":
            return self._page("form", language, form=form, images=images)
        return await self._review(language, form, images)

    async def _resume(self, request: web.Request, language: Language, typed: str) -> web.Response:
        """Go on with a form that was saved in the chat; each origin opens one."""
        origin = str(uuid4())
        try:
            await self._limiter.check(limits.ADDRESS_CODES, self._addresses.key(request))
            saved = await self._saved_forms.open(typed, opened_by=origin)
            trouble = "" if saved else "resume_unknown"
        except Mistyped:
            saved, trouble = None, "code_mistyped"
        except LuukkuError as error:
            saved, trouble = None, _code(error)
        if saved is None:
            return self._page(
                "form", language, status=404, form=empty_form(), images=(), resume_error=trouble, resume_code=typed
            )
        form = resumed_form(saved, self._catalogue.services, self._wishes)
        form = replace(form, values={**form.values, "origin": origin})
        if form.errors:
            return self._page("form", language, form=replace(form, errors={}), images=())
        return await self._review(language, form, ())

    async def _review(self, language: Language, form: Form, images: Sequence[Image]) -> web.Response:
        look = await apart(self._look, form.new_case(language))
        services, proposal = self._catalogue.services, look.proposal
        meant = services.get(form.values["service"] or proposal.sure)
        return self._page(
            "review",
            language,
            form=form,
            images=images,
            signpost=look.signpost,
            proposed=[services[code] for code, _ in proposal.ranked[:TOP]],
            sure=services.get(proposal.sure),
            lacks_place=meant is not None and meant.needs_place and not (form.values["place"] or form.values["lat"]),
            shown={name: clean(form.values[name]) for name in ("title", "text", "place", "sender_name")},
        )

    async def _read(self, request: web.Request) -> tuple[dict[str, str], str]:
        """Return the fields, and the name of what was wrong with an image; images are taken in as they come.

        Raises:
            web.HTTPRequestEntityTooLarge: there is more text than any form has.
        """
        if request.content_type != "multipart/form-data":
            return {name: value for name, value in (await request.post()).items() if isinstance(value, str)}, ""
        fields: dict[str, str] = {}
        refused, left = "", MAX_FIELDS_BYTES
        async for part in await request.multipart():
            if not isinstance(part, BodyPartReader) or part.name is None:
                continue
            if part.filename is not None:
                # An empty file input is sent too, with no name.
                if part.filename and not refused:
                    refused = await self._take(request, fields.get("draft", ""), part)
                continue
            try:
                content = await bounded(chunks_of(part), left)
            except TooLarge as error:
                raise web.HTTPRequestEntityTooLarge(MAX_FIELDS_BYTES, MAX_FIELDS_BYTES + 1) from error
            left -= len(content)
            value = content.decode("utf-8", "replace")
            fields[part.name] = (
                f"{fields[part.name]} {value}" if part.name == "remove" and "remove" in fields else value
            )
        return fields, refused

    async def _take(self, request: web.Request, draft: str, part: BodyPartReader) -> str:
        try:
            await self._uploads.take(self._addresses.key(request), draft, part)
        except LuukkuError as error:
            return error.code if error.code in self._words["fi"]["errors"] else "image_failed"
        return ""

    async def _send(
        self, request: web.Request, language: Language, form: Form, images: Sequence[Image]
    ) -> web.Response:
        try:
            await self._limiter.check(limits.ADDRESS_FEEDBACK, self._addresses.key(request))
            case = await self._store(form.new_case(language))
        except LuukkuError as error:
            refused = replace(form, errors={"form": _code(error)})
            return self._page("form", language, status=error.http_status, form=refused, images=images)
        return self._page("done", language, case=case)

    async def _store(self, new: NewCase) -> Case:
        """Store the case, and delete the saved form that it was."""
        store_case = await self._cases.storing(new)

        def store(connection: Connection) -> Case:
            case = store_case(connection)
            forget_sent(connection, new.origin)
            return case

        return await self._database.write(store, key=new.origin)

    async def _code_form(self, _request: web.Request, language: Language) -> web.Response:
        return self._page("follow", language, typed="", error="")

    async def _code_given(self, request: web.Request, language: Language) -> web.Response:
        typed = str((await request.post()).get("code", "")).strip()
        if not typed:
            return self._page("follow", language, status=400, typed="", error="code_missing")
        found = await self._found(request, typed)
        if isinstance(found, str):
            return self._page("follow", language, status=404, typed=typed, error=found)
        raise web.HTTPSeeOther(f"{self._words[language]['paths']['follow']}/{found.case.code}")

    async def _followed(self, request: web.Request, language: Language) -> web.Response:
        found = await self._found(request, request.match_info["code"])
        if isinstance(found, str):
            return self._page("follow", language, status=404, typed=request.match_info["code"], error=found)
        return await self._case(language, found)

    async def _image(self, request: web.Request, _language: Language) -> web.StreamResponse:
        found = await self._found(request, request.match_info["code"])
        if isinstance(found, str):
            raise web.HTTPNotFound
        wanted = [image for image in await self._images_of(found.case) if image.id == request.match_info["image"]]
        if not wanted:
            raise web.HTTPNotFound
        return await send_image(request, self._images, wanted[0], "full")

    async def _added(self, request: web.Request, language: Language) -> web.Response:
        posted = await request.post()
        found = await self._found(request, request.match_info["code"])
        if isinstance(found, str):
            return self._page("follow", language, status=404, typed=request.match_info["code"], error=found)
        typed, code = str(posted.get("text", "")), found.case.code
        try:
            await self._limiter.check(limits.ADDRESS_FEEDBACK, self._addresses.key(request))
            if posted.get("step") == "withdraw":
                await self._cases.withdraw(code)
            else:
                await self._cases.supplement(code, str(posted.get("id", uuid4()))[:36], typed)
        except InvalidPayload:
            return await self._case(language, found, status=400, typed=typed, error="supplement_empty")
        except LuukkuError as error:
            return await self._case(language, found, status=error.http_status, typed=typed, error=_code(error))
        raise web.HTTPSeeOther(f"{self._words[language]['paths']['follow']}/{code}")

    async def _found(self, request: web.Request, typed: str) -> Followed | str:
        """Return the case of a code, or the name of what is wrong with it; guessing is limited."""
        try:
            await self._limiter.check(limits.ADDRESS_CODES, self._addresses.key(request))
            return await self._cases.follow(typed) or "code_unknown"
        except Mistyped:
            return "code_mistyped"
        except LuukkuError as error:
            return _code(error)

    async def _images_of(self, case: Case) -> list[Image]:
        return await self._database.read(lambda c: self._images.of_case(c, case.id))

    async def _case(
        self, language: Language, found: Followed, *, status: int = 200, typed: str = "", error: str = ""
    ) -> web.Response:
        case = found.case
        return self._page(
            "case",
            language,
            status=status,
            case=case,
            images=await self._images_of(case),
            events=found.events,
            may_add=case.status in OPEN | DONE,
            may_withdraw=case.status in OPEN,
            is_open=case.status in OPEN,
            typed=typed,
            error=error,
            request_id=str(uuid4()),
        )

    def _page(self, name: str, language: Language, *, status: int = 200, **values: Any) -> web.Response:
        values = {"resume_error": "", "resume_code": "", **values}
        paths = {each: self._words[each]["paths"] for each in LANGUAGES}
        here = {each: paths[each]["follow" if name in {"follow", "case"} else "form"] for each in LANGUAGES}
        case: Case | None = values.get("case")
        if name == "case" and case is not None:
            here = {each: f"{path}/{case.code}" for each, path in here.items()}
        text = self._templates.get_template(f"{name}.html").render(
            t=self._words[language],
            language=language,
            here=here,
            services=self._catalogue.services,
            wishes=self._wishes,
            map=self._map,
            **values,
        )
        # What somebody has written is nobody else's to find: not in a cache, not in a search engine, not by a link.
        headers = {"Cache-Control": "no-store", "X-Robots-Tag": "noindex", "Referrer-Policy": "no-referrer"}
        if name == "form" and self._map is not None:
            headers["Content-Security-Policy"] = CONTENT_SECURITY_POLICY.replace(
                "img-src 'self'", f"img-src 'self' {self._map.host}"
            )
        return web.Response(text=text, status=status, content_type="text/html", headers=headers)


def _code(error: LuukkuError) -> str:
    """Return the name of the text that tells of an error."""
    if isinstance(error, Conflict):
        return "not_now"
    return "rate_limited" if isinstance(error, RateLimited) else "unavailable"
