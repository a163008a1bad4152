"""What the understanding gains by each of its parts, and what it gains over Rasa's default pipeline.

Runs in Rasa's environment: `.venv-rasa/bin/python -m benchmarks.nlu`. README.md tells more.
"""
