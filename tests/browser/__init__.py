"""Luukku as people meet it: real Chromium, real service, real trained assistant."""
