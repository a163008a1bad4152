"""The public board and the figures of cases, on plain pages: no script, no cookie."""
