"""Whether the service's desk and the assistant read the same folders of texts.

The service is told by its settings, the assistant by Rasa's files: what an editor publishes into one folder would never
be spoken from another.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

NAMES = ("faq", "responses")
"""As the settings, the importer of config.yml and the answers' reader of endpoints.yml call them."""


def other_folders(environ: Mapping[str, str]) -> list[str]:
    """Return a line for each place where Rasa's files name another folder than the service's settings.

    Raises:
        ModuleNotFoundError: of the service's packages none is here yet.
        BadSetting: the settings cannot be read.
    """
    from ruamel.yaml import YAML  # noqa: PLC0415 - `doctor` runs before it is installed, too

    from handoff.settings import read_settings  # noqa: PLC0415

    settings = read_settings(environ)
    root, read = settings.project, YAML(typ="safe").load
    told = []
    for place, about in _places(read(root / "endpoints.yml"), read(root / "config.yml")):
        for name in NAMES:
            spoken, edited = (root / str(about.get(name, ""))).resolve(), getattr(settings, name).resolve()
            if spoken != edited:
                told.append(f"{place}, {name}: {_short(spoken, root)}, but LUUKKU_{name.upper()}: {edited}")
    return told


def _places(endpoints: Any, config: Any) -> Iterator[tuple[str, Mapping[str, Any]]]:
    yield "endpoints.yml, nlg", endpoints.get("nlg") or {}
    for importer in config.get("importers") or ():
        if set(NAMES) & set(importer):
            yield "config.yml, importers", importer


def _short(path: Path, root: Path) -> str:
    return str(path.relative_to(root)) if path.is_relative_to(root) else str(path)
