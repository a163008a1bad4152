"""The editors' desk: who may come in, the frame of every page, and the rooms that it leads to."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path
from typing import Any

from aiohttp import web

from handoff.accounts.model import Agent
from handoff.errors import Forbidden, LuukkuError, NotFound, Unauthenticated
from handoff.faq.content import LANGUAGES, BadFaq
from handoff.faq.model import Language
from handoff.web.editor.figures import SHOWN_AS
from handoff.web.feedback.pages import TEMPLATES as FEEDBACK_TEMPLATES
from handoff.web.plain import make_templates
from handoff.web.sessions import Sessions
from handoff.words import Words

ROOT = "/editor"
TEMPLATES = (Path(__file__).parent / "templates", FEEDBACK_TEMPLATES)
Handle = Callable[[web.Request], Awaitable[web.StreamResponse]]
Answer = Callable[[web.Request, Language, Agent], Awaitable[web.StreamResponse]]


class Desk:
    """Adds an editor's pages in three languages, behind the sign-in.

    A room stands at `/editor/<language>/-/<name>`, its words in `data/service/editor/<name>.yml`, where `name` is what
    the desk's heading calls it; names of entries have no such beginning.
    """

    def __init__(self, sessions: Sessions, *, words: Mapping[str, Words], feedback_words: Mapping[str, Words]) -> None:
        self._sessions = sessions
        self._words = words
        self._feedback_words = feedback_words
        self._templates = make_templates(*TEMPLATES)
        self._rooms: list[str] = []

    def add_routes(self, app: web.Application) -> None:
        """Add the sign-in."""
        app.router.add_get(ROOT, _to_language)
        for language in LANGUAGES:
            app.router.add_get(f"{ROOT}/{language}/-/sign-in", self._sign_in_page(language))
            app.router.add_post(f"{ROOT}/{language}/-/sign-in", self._sign_in(language))

    def open_room(self, name: str) -> None:
        """Show a room in the heading of every page."""
        self._rooms.append(name)

    def words(self, language: Language) -> Words:
        """Return the desk's words and, by their names, those of its rooms."""
        return self._words[language]

    def add(self, app: web.Application, path: str, *, get: Answer | None = None, post: Answer | None = None) -> None:
        """Add a page behind `/editor/<language>`, for editors only."""
        for language in LANGUAGES:
            if get is not None:
                app.router.add_get(f"{ROOT}/{language}{path}", self._for_editors(language, get))
            if post is not None:
                app.router.add_post(f"{ROOT}/{language}{path}", self._for_editors(language, post))

    def page(
        self, request: web.Request, name: str, language: Language, *, status: int = 200, at: str = "", **values: Any
    ) -> web.Response:
        """Return a page.

        Args:
            name: Of the template, `editor/<name>.html`.
            at: Where the page is found in another language, if not at the address of the request.
            values: What the template is given besides `w`, the words.
        """
        values = {"editor": None, "detail": "", **SHOWN_AS[language], **values}
        text = self._templates.get_template(f"editor/{name}.html").render(
            t=self._feedback_words[language],
            w=self._words[language],
            language=language,
            languages=LANGUAGES,
            base=f"{ROOT}/{language}",
            here={each: f"{ROOT}/{each}{at or _rest(request)}" for each in LANGUAGES},
            rooms=self._rooms,
            room=_room(request),
            **values,
        )
        headers = {"Cache-Control": "no-store"}
        return web.Response(text=text, status=status, content_type="text/html", headers=headers)

    # --- who may come in

    def _for_editors(self, language: Language, answer: Answer) -> Handle:
        async def handle(request: web.Request) -> web.StreamResponse:
            try:
                if request.method == "POST":
                    self._sessions.check_origin(request)
                return await answer(request, language, await self._sessions.get_editor(request))
            except Unauthenticated:
                return see(f"{ROOT}/{language}/-/sign-in")
            except (LuukkuError, BadFaq, web.HTTPRequestEntityTooLarge) as error:
                status, what = _refusal(error)
                detail = str(error) if isinstance(error, BadFaq) else ""
                return self.page(request, "told", language, status=status, what=what, detail=detail)

        return handle

    def _sign_in_page(self, language: Language) -> Handle:
        async def handle(request: web.Request) -> web.StreamResponse:
            return self.page(request, "sign_in", language, failed="", username="")

        return handle

    def _sign_in(self, language: Language) -> Handle:
        async def handle(request: web.Request) -> web.StreamResponse:
            fields = await fields_of(request)
            username = fields.get("username", "")
            try:
                response = see(f"{ROOT}/{language}")
                await self._sessions.let_in(request, response, username, fields.get("password", ""))
            except LuukkuError as error:
                failed = "wrong_password" if isinstance(error, Unauthenticated) else "not_now"
                status = error.http_status
                return self.page(request, "sign_in", language, status=status, failed=failed, username=username)
            return response

        return handle


def _refusal(error: LuukkuError | BadFaq | web.HTTPRequestEntityTooLarge) -> tuple[int, str]:
    """Return the status of a page that says what went wrong, and which words of `told` say it."""
    if isinstance(error, BadFaq):
        return 409, "broken_file"
    if isinstance(error, web.HTTPRequestEntityTooLarge):
        return error.status, "form_too_long"
    if isinstance(error, Forbidden):
        return error.http_status, "not_an_editor"
    return error.http_status, "not_there" if isinstance(error, NotFound) else "not_now"


async def _to_language(request: web.Request) -> web.StreamResponse:
    asked = re.findall(r"\b(fi|sv|en)\b", request.headers.get("Accept-Language", ""))
    return see(f"{ROOT}/{asked[0] if asked else 'fi'}")


async def fields_of(request: web.Request) -> dict[str, str]:
    """Return what a form holds; files are left out."""
    return {name: value for name, value in (await request.post()).items() if isinstance(value, str)}


def _rest(request: web.Request) -> str:
    """Return the address behind the language, so that the same page is found in another one."""
    return request.path[len(ROOT) + 3 :]


def _room(request: web.Request) -> str:
    rest = _rest(request).removeprefix("/-/")
    return rest.split("/")[0] if rest != _rest(request) else ""


def see(where: str) -> web.Response:
    """Send the browser to another page: what a form has done is not done again by a reload."""
    return web.Response(status=303, headers={"Location": where, "Cache-Control": "no-store"})
