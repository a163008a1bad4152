"""Measurements, as ratios within one run: machines are shared and noisy.

`.venv/bin/python -m benchmarks` measures the service; `.venv-rasa/bin/python -m benchmarks.nlu` the understanding.
`.venv/bin/python -m benchmarks.soak` looks for what is lost while everything is killed (`docs/soak.md`).
"""
