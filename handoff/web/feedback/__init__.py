"""Feedback on plain pages: no script, no cookie."""
