"""Calling people back instead of letting them wait."""
