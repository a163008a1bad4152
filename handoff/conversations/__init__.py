"""Conversations: log, ownership, the bot's turns."""
