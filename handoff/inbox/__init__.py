"""The editors' inbox: what the assistant could not answer, grouped, and what becomes of it."""
