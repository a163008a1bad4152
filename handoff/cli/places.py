"""Where things are in a checkout."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
REQUIREMENTS = ROOT / "requirements"
FAQ = ROOT / "data" / "nlu" / "faq"
GUIDES = ROOT / "data" / "guides"
VAR = ROOT / "var"
MODELS = VAR / "models"
"""Built from the checkout's own files, so shared by every `--var`."""

SERVICE_ENVIRONMENT = ROOT / ".venv"
RASA_ENVIRONMENT = ROOT / ".venv-rasa"
SERVICE_PYTHON = SERVICE_ENVIRONMENT / "bin" / "python"
RASA_PYTHON = RASA_ENVIRONMENT / "bin" / "python"
UV = SERVICE_ENVIRONMENT / "bin" / "uv"

NODE_MODULES = ROOT / "node_modules"
WIDGET = ROOT / "widget"
WIDGET_BUILD = WIDGET / "dist"


def setup_log(name: str) -> Path:
    """Return the log file of one set-up step."""
    return VAR / "log" / f"{name}.log"


def shown(path: Path) -> str:
    """Return `path` as a person at the root of the checkout would write it."""
    return str(path.relative_to(ROOT)) if path.is_relative_to(ROOT) else str(path)
