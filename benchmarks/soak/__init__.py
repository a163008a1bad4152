"""The soak: a simulated city on two processes, PostgreSQL, Redis and a real Rasa, all of which are killed meanwhile.

`.venv/bin/python -m benchmarks.soak` runs ten minutes and writes `docs/soak.md`; it ends with 1 if anything was lost,
doubled, reordered or left hanging. What was right is computed from the clients' own records and the database alone.
"""
