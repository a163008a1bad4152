"""Signing in and out, over HTTP, so that the session's secret lives in a cookie that no script can read."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Annotated, TypeVar

import msgspec
from aiohttp import web

from handoff.accounts.model import EDITORS, SUPERVISORS, Agent
from handoff.accounts.service import SESSION_TIME, Accounts
from handoff.duty.service import Duty
from handoff.errors import Forbidden, InvalidPayload, Unauthenticated
from handoff.realtime.limits import SIGN_IN_ADDRESS, SIGN_IN_NAME, AddressKeys, Limiter
from handoff.realtime.server import own_origin_check
from handoff.realtime.views import agent_view
from handoff.settings import Settings
from handoff.web.edge import coded, json_reply

T = TypeVar("T")
MAX_NAME, MAX_PASSWORD = 80, 200


class _Credentials(msgspec.Struct, forbid_unknown_fields=True):
    username: Annotated[str, msgspec.Meta(min_length=1, max_length=MAX_NAME)]
    password: Annotated[str, msgspec.Meta(min_length=1, max_length=MAX_PASSWORD)]


class _PasswordChange(msgspec.Struct, forbid_unknown_fields=True):
    current: Annotated[str, msgspec.Meta(min_length=1, max_length=MAX_PASSWORD)]
    new: Annotated[str, msgspec.Meta(min_length=1, max_length=MAX_PASSWORD)]


def cookie_name(settings: Settings) -> str:
    """Return the cookie's name; browsers hold a `__Host-` cookie to this host and to https."""
    return "__Host-luukku" if settings.secure_cookies else "luukku"


class Sessions:
    """The routes of `/api/agent/session`."""

    def __init__(
        self,
        accounts: Accounts,
        limiter: Limiter,
        addresses: AddressKeys,
        settings: Settings,
        *,
        duty: Duty,
        end_sockets: Callable[[], Awaitable[object]],
    ) -> None:
        self._accounts = accounts
        self._duty = duty
        self._limiter = limiter
        self._addresses = addresses
        self._settings = settings
        self._cookie = cookie_name(settings)
        self._is_own_origin = own_origin_check(settings)
        self._end_sockets = end_sockets

    def add_routes(self, app: web.Application) -> None:
        """Add the routes."""
        app.router.add_post("/api/agent/session", coded(self.sign_in))
        app.router.add_get("/api/agent/session", coded(self.who))
        app.router.add_delete("/api/agent/session", coded(self.sign_out))
        app.router.add_post("/api/agent/password", coded(self.change_password))

    async def sign_in(self, request: web.Request) -> web.StreamResponse:
        """Check the password and set the cookie."""
        self.check_origin(request)
        credentials = await _read(request, _Credentials)
        agent, token = await self._open(request, credentials.username, credentials.password)
        response = json_reply({"agent": agent_view(agent)})
        self._set_cookie(response, token)
        return response

    async def let_in(self, request: web.Request, response: web.StreamResponse, username: str, password: str) -> None:
        """Check the password of a page's own form, and set the cookie in its answer.

        Raises:
            Unauthenticated: unknown name or wrong password, or another site's form.
            RateLimited: too many attempts.
        """
        self.check_origin(request)
        _, token = await self._open(request, username[:MAX_NAME], password[:MAX_PASSWORD])
        self._set_cookie(response, token)

    async def who(self, request: web.Request) -> web.StreamResponse:
        """Tell who is signed in."""
        return json_reply({"agent": agent_view(await self.get_agent(request))})

    async def sign_out(self, request: web.Request) -> web.StreamResponse:
        """End the session; off duty, too: nobody is left waiting for who has gone."""
        self.check_origin(request)
        agent = await self.get_agent(request)
        await self._duty.set_availability(agent, "away", why="sign_out")
        await self._accounts.sign_out(request.cookies[self._cookie])
        await self._end_sockets()
        response = web.Response(status=204)
        response.del_cookie(self._cookie, secure=self._settings.secure_cookies, httponly=True, samesite="Strict")
        return response

    async def change_password(self, request: web.Request) -> web.StreamResponse:
        """Set a new password; every other session of the agent ends."""
        self.check_origin(request)
        agent = await self.get_agent(request)
        change = await _read(request, _PasswordChange)
        await self._count(request, agent.username)
        token = request.cookies[self._cookie]
        await self._accounts.change_password(agent, change.current, change.new, keep=token)
        await self._end_sockets()
        return web.Response(status=204)

    async def get_supervisor(self, request: web.Request) -> Agent:
        """Return who is signed in and may look over the agents' shoulders.

        Raises:
            Unauthenticated: nobody is.
            Forbidden: somebody else is.
        """
        agent = await self.get_agent(request)
        if agent.role not in SUPERVISORS:
            raise Forbidden
        return agent

    async def get_editor(self, request: web.Request) -> Agent:
        """Return who is signed in and may write answers.

        Raises:
            Unauthenticated: nobody is.
            Forbidden: somebody else is.
        """
        agent = await self.get_agent(request)
        if agent.role not in EDITORS:
            raise Forbidden
        return agent

    async def get_agent(self, request: web.Request) -> Agent:
        """Return who is signed in.

        Raises:
            Unauthenticated: nobody is.
        """
        return await self._accounts.get_session(request.cookies.get(self._cookie, ""))

    async def _count(self, request: web.Request, username: str) -> None:
        await self._limiter.check(SIGN_IN_ADDRESS, self._addresses.key(request))
        await self._limiter.check(SIGN_IN_NAME, username)

    async def _open(self, request: web.Request, username: str, password: str) -> tuple[Agent, str]:
        await self._count(request, username)
        return await self._accounts.sign_in(username, password)

    def _set_cookie(self, response: web.StreamResponse, token: str) -> None:
        response.set_cookie(
            self._cookie,
            token,
            max_age=int(SESSION_TIME.total_seconds()),
            httponly=True,
            samesite="Strict",
            secure=self._settings.secure_cookies,
        )

    def check_origin(self, request: web.Request) -> None:
        """Refuse a request that another site made the browser send (besides SameSite, for older browsers).

        Raises:
            Unauthenticated: it was.
        """
        if not self._is_own_origin(request.headers.get("Origin"), request.host):
            raise Unauthenticated


async def _read(request: web.Request, kind: type[T]) -> T:
    try:
        return msgspec.json.decode(await request.read(), type=kind)
    except (msgspec.DecodeError, msgspec.ValidationError) as error:
        raise InvalidPayload from error
