"""Practice: an agent talks with a visitor who follows a script; nothing of it counts or lasts."""
