"""Rasa: its client, its action webhook."""
