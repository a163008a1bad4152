"""`python -m handoff.cli` from the repository's root."""

from handoff.cli.main import main

main()
