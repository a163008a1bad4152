"""Run every measurement and print figures, ratios and aims: `.venv/bin/python -m benchmarks [--json]`."""

from __future__ import annotations

import asyncio
import json
import sys
import tempfile
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from benchmarks import bot_turn, idle, relay, widget_bytes


async def measure() -> dict[str, Any]:
    """Measure one thing after the other."""
    results: dict[str, Any] = {"widget": widget_bytes.measure()}
    for name, room in (("idle", idle), ("relay", relay), ("bot_turn", bot_turn)):
        Console(stderr=True).print(f"measuring {name} …")
        with tempfile.TemporaryDirectory(prefix=f"luukku-{name}-") as folder:
            results[name] = await room.measure(Path(folder))
    return results


def rows(results: dict[str, Any]) -> list[tuple[str, str, str]]:
    """Return what was measured, the figure and the aim."""
    turn, relayed, widget = results["bot_turn"], results["relay"], results["widget"]
    acknowledged = relayed["acknowledged_ms"]
    return [
        ("bot turn, Rasa's bare REST channel, ms", spread(turn["bare_ms"]), ""),
        ("bot turn through the service, ms", spread(turn["service_ms"]), ""),
        ("… ratio of the medians", str(turn["ratio_p50"]), "≤ 1.3"),
        ("bot turn with a custom action, ms", spread(turn["service_with_action_ms"]), ""),
        ("… more than without, ms", str(turn["action_adds_ms_p50"]), "≤ 15"),
        *((f"relay, {name}: acknowledged, ms", spread(ms), "") for name, ms in acknowledged.items()),
        *((f"relay, {name}: CPU µs per message", str(us), "") for name, us in relayed["cpu_us_per_message"].items()),
        ("… stored / bare", str(relayed["ratio_to_bare"]), "≤ 1.5"),
        ("… stored / bare, tuned", str(relayed["ratio_to_bare_tuned"]), ""),
        ("memory per idle connection, kB", str(results["idle"]["kB_per_connection"]), "≤ 32"),
        ("launcher, gzip bytes", str(widget["launcher"]), "≤ 3000"),
        ("all that opening loads, gzip bytes", str(widget["opened"]), "≤ 25000"),
    ]


def spread(ms: dict[str, float]) -> str:
    """Return p50 / p95 / p99."""
    return " / ".join(f"{ms[p]:.1f}" for p in ("p50", "p95", "p99"))


def main() -> None:
    """Measure and print."""
    results = asyncio.run(measure())
    if "--json" in sys.argv:
        print(json.dumps(results, indent=2))
        return
    table = Table("what", "p50 / p95 / p99, or the figure", "aim")
    for row in rows(results):
        table.add_row(*row)
    Console().print(table)


if __name__ == "__main__":
    main()
