"""Queues: who answers what, and when."""
