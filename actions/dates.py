"""Dates as Finland writes them in all three languages."""

from __future__ import annotations

from datetime import date


def shown_date(day: date) -> str:
    """24.6.2020: no leading zeros."""
    return f"{day.day}.{day.month}.{day.year}"
