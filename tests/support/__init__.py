"""Helpers that start the real thing for tests."""
