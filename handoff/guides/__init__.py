"""Guides: a situation is chosen step by step, and a checklist is what comes of it."""
