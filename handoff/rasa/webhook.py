"""The action webhook: Rasa's custom actions, run inside this process by rasa_sdk's own executor.

An action calls the services directly: no second server, no second API. It listens apart from the public port and
takes Rasa's token.
"""

from __future__ import annotations

import hmac
import logging
from typing import Any

import msgspec
from aiohttp import web
from rasa_sdk.executor import ActionExecutor
from rasa_sdk.interfaces import ActionExecutionRejection, ActionNotFoundException

import actions
from actions.ports import Services, given

log = logging.getLogger(__name__)


def make_webhook_app(token: str, services: Services) -> web.Application:
    """Return the application of the internal listener, `POST /webhook`, whose actions work with these services."""
    executor = ActionExecutor()
    executor.register_package(actions)

    async def webhook(request: web.Request) -> web.Response:
        if not hmac.compare_digest(request.query.get("token", "").encode(), token.encode()):
            return _reply({"error": "unauthenticated"}, 401)
        call = msgspec.json.decode(await request.read())
        try:
            with given(services):
                result = await executor.run(call)
        except ActionExecutionRejection as rejection:
            # Rasa's own protocol: a form that does not want the message rejects its execution.
            return _reply({"error": str(rejection), "action_name": rejection.action_name}, 400)
        except ActionNotFoundException as missing:
            return _reply({"error": str(missing), "action_name": missing.action_name}, 404)
        return _reply(result.model_dump() if result is not None else {"events": [], "responses": []}, 200)

    # Rasa sends the tracker along, which is bounded; this is far above what it grows to.
    app = web.Application(client_max_size=4 * 1024 * 1024)
    app.router.add_post("/webhook", webhook)
    return app


def _reply(body: dict[str, Any], status: int) -> web.Response:
    return web.Response(body=msgspec.json.encode(body), status=status, content_type="application/json")
