"""Topics of the assistant."""
