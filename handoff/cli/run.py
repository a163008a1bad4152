"""`./luukku run`: Rasa and the service, watched until the person stops them."""

from __future__ import annotations

import asyncio
import signal
import time
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rich.table import Table

from handoff.cli.console import out, say, step
from handoff.cli.places import MODELS, SERVICE_PYTHON, shown
from handoff.cli.ports import check_port_free
from handoff.cli.rasa_server import LOOPBACK, RasaServer, get_json
from handoff.cli.secrets_file import rasa_token
from handoff.cli.setup import prepare_run
from handoff.cli.supervisor import Program, Supervisor
from handoff.training.naming import LIVE, name_live_model

_PAGES = (
    ("/", "demo page of a city, in Finnish"),
    ("/sv", "the same in Swedish"),
    ("/en", "the same in English"),
    ("/nuoret", "youth page"),
    ("/agent", "agent console"),
)
_ASSISTANT_PATIENCE_S = 120.0
"""Rasa loads in 10–30 s; on a very slow machine the addresses are printed before it is there."""


@dataclass(frozen=True, kw_only=True)
class Options:
    """What `run` was asked for."""

    host: str
    port: int
    rasa_port: int
    actions_port: int
    var: Path

    @property
    def url(self) -> str:
        """Where a browser on this machine finds the service."""
        everywhere = {"0.0.0.0": LOOPBACK, "::": "::1", "": LOOPBACK}  # noqa: S104
        host = everywhere.get(self.host, self.host)
        return f"http://[{host}]:{self.port}" if ":" in host else f"http://{host}:{self.port}"


def run(options: Options, environ: Mapping[str, str]) -> None:
    """Set up what is missing, start everything, and return when asked to stop by Ctrl-C or SIGTERM.

    Raises:
        CommandError: a port is busy, or something cannot be set up.
    """
    check_port_free(options.host, options.port, option="--port")
    check_port_free(LOOPBACK, options.rasa_port, option="--rasa-port")
    check_port_free(LOOPBACK, options.actions_port, option="--actions-port")
    model = prepare_run(environ)
    # What is trained from the present data answers, whatever was live when the service was stopped.
    name_live_model(MODELS, model.name)
    token = rasa_token(options.var)
    rasa = RasaServer(
        model=model,
        port=options.rasa_port,
        token=token,
        actions_url=f"http://{LOOPBACK}:{options.actions_port}/webhook",
        tracker_url=environ.get("LUUKKU_TRACKER_URL") or f"sqlite:///{options.var / 'rasa.db'}",
        live=MODELS / LIVE,
    )
    asyncio.run(_serve(options, rasa, environ))


async def _serve(options: Options, rasa: RasaServer, environ: Mapping[str, str]) -> None:
    logs = options.var / "log"
    programs = [rasa.program(environ, log=logs / "rasa.log"), _service(options, rasa, environ, logs / "service.log")]
    supervisor = Supervisor(programs, announce=lambda line: say(line, style="yellow"))
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        loop.add_signal_handler(number, supervisor.stop)
    running = asyncio.create_task(supervisor.run())
    greeting = asyncio.create_task(_greet_when_ready(options))
    await asyncio.wait([running, greeting], return_when=asyncio.FIRST_COMPLETED)
    if greeting.done():
        greeting.result()
    greeting.cancel()
    await running
    say("Stopped.")


def _service(options: Options, rasa: RasaServer, environ: Mapping[str, str], log: Path) -> Program:
    settings = {
        "LUUKKU_VAR": str(options.var),
        "LUUKKU_HOST": options.host,
        "LUUKKU_PORT": str(options.port),
        "LUUKKU_ACTIONS_PORT": str(options.actions_port),
        "LUUKKU_RASA_URL": rasa.url,
        "LUUKKU_RASA_TOKEN": rasa.token,
        "PYTHONUNBUFFERED": "1",
    }
    return Program("service", [str(SERVICE_PYTHON), "-m", "handoff"], {**environ, **settings}, log)


async def _greet_when_ready(options: Options) -> None:
    """Wait for the service, and a while for it to have found the assistant; then print where everything is."""
    started = time.monotonic()
    assistant_found = False
    with step("Starting the service and the assistant") as bar:
        bar.show("the service first", done=0, total=2)
        async for health in _watch_health(options.url):
            if health is None:
                continue
            assistant_found = health["bot"]
            if assistant_found or time.monotonic() - started > _ASSISTANT_PATIENCE_S:
                break
            bar.show("the assistant is loading", done=1, total=2)
    if not assistant_found:
        log = shown(options.var / "log" / "rasa.log")
        say(f"The assistant is not there yet (see {log}); visitors can still reach a person.", style="yellow")
    _print_addresses(options)
    _print_first_administrator(options.var / "first-administrator.txt")
    say(f"Logs are in {shown(options.var / 'log')}/. Ctrl-C stops everything.")


async def _watch_health(url: str) -> AsyncIterator[dict[str, Any] | None]:
    """Yield what the service says of itself, None while it does not answer."""
    while True:
        yield await asyncio.to_thread(get_json, f"{url}/health")
        await asyncio.sleep(0.2)


def _print_addresses(options: Options) -> None:
    table = Table(title="Luukku is running", title_justify="left")
    table.add_column("Address", no_wrap=True, overflow="fold")
    table.add_column("What")
    for path, what in _PAGES:
        table.add_row(f"{options.url}{path}", what)
    out.print(table)


def _print_first_administrator(path: Path) -> None:
    """Print the first administrator's password once: the service left it in a file on its very first start."""
    try:
        username, password = path.read_text(encoding="utf-8").split()
    except FileNotFoundError:
        return
    out.print("First administrator of the agent console; the password is shown this once:", highlight=False)
    out.print(f"  user name  {username}\n  password   {password}", markup=False, highlight=False)
    path.unlink()
