"""The public service: conversations, live chat, cases."""
