"""A year of feedback through the real services on a fake clock, every promise checked, and the lists' speed after it.

`.venv/bin/python -m benchmarks.year` writes `docs/year.md`; it ends with 1 if any promise was broken, a query took too
long, or one read the whole table of cases. What was right is computed from the sent feedback, the acknowledged steps,
the delivered letters and the calendar, by code that shares nothing with the services.
"""
