"""Measurements, as ratios within one run: machines are shared and noisy.

`.venv/bin/python -m benchmarks` measures the service; `.venv-rasa/bin/python -m benchmarks.nlu` the understanding.
"""
