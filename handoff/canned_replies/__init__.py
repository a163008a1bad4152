"""Replies that agents use again and again, written once by the city."""
