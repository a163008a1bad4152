"""What a command ends with when it cannot go on."""

from __future__ import annotations

USAGE = 2
"""Exit code when what was given on the command line cannot work: a busy port, a malformed file."""


class CommandError(Exception):
    """Ends the command with one line for the person who typed it: what is wrong and what to do."""

    def __init__(self, message: str, *, exit_code: int = 1) -> None:
        super().__init__(message)
        self.exit_code = exit_code
