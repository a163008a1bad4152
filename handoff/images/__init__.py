"""Images that are sent with a case."""
