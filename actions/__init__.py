"""Custom actions of the assistant, run inside the hand-off service."""
