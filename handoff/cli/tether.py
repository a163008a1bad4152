"""Become another program that cannot outlive the process which started it.

Run as a file (`python tether.py PARENT_PID PROGRAM ARGUMENT…`), standard library only. A supervisor that is
killed with SIGKILL cannot stop its children; on Linux the kernel does it then. Done here and not between fork
and exec, where Python code may deadlock.
"""

from __future__ import annotations

import ctypes
import os
import signal
import sys

PR_SET_PDEATHSIG = 1
"""From <linux/prctl.h>; it stays set over exec."""


def main() -> None:
    """Tie this process to its parent, then become the program."""
    parent, program = int(sys.argv[1]), sys.argv[2:]
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
    # The parent may have died before the line above took effect.
    if os.getppid() == parent:
        os.execvp(program[0], program)  # noqa: S606


if __name__ == "__main__":
    main()
