"""Schemathesis against the Open311 interface of a real service."""
