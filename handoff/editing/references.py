"""What names a topic, and would name nothing if its entry were withdrawn."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from handoff.editing.model import Reference
from handoff.guides.content import read_guides

ASSISTANT = ("bot/**/*.py", "data/crisis/*.yml", "data/responses/*.yml", "data/rules/*.yml", "domain.yml")
"""The assistant's code and what it says and does by rule, within a project."""
NAMES = {
    # Words of a comment are in other quotes.
    ".py": r"""["']/?(?:utter_)?faq/{}["'{{]""",
    ".yml": r"^[^#\n]*\bfaq/{}\b",
}
"""How a topic is named there, by the kind of the file."""


class TopicReferences:
    """Looks for what names a topic, each time anew."""

    def __init__(self, project: Path, guides: Path, practised: Mapping[str, Sequence[str]]) -> None:
        """Make it.

        Args:
            project: What the assistant is trained from and runs in.
            guides: The folder of the guides, to which answers lead.
            practised: The practice conversations that have an answer in them, by its topic.
        """
        self._project = project
        self._guides = guides
        self._practised = practised

    def __call__(self, topic: str) -> Sequence[Reference]:
        """Return all that names a topic; touches the disk.

        Raises:
            BadFaq: a guide cannot be used.
        """
        return [
            *(Reference("assistant", name) for name in self._of_assistant(topic)),
            *(Reference("practice", name) for name in self._practised.get(topic, ())),
            *(Reference("guide", guide.id) for guide in read_guides(self._guides).values() if topic in guide.topics),
        ]

    def _of_assistant(self, topic: str) -> Iterator[str]:
        for pattern in ASSISTANT:
            for path in sorted(self._project.glob(pattern)):
                named = NAMES[path.suffix].format(re.escape(topic))
                if re.search(named, path.read_text(encoding="utf-8"), re.MULTILINE):
                    yield path.relative_to(self._project).as_posix()
