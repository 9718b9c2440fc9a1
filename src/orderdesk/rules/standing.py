"""Standing orders: when the next one is due."""

from __future__ import annotations

from datetime import date, timedelta


def next_day(due: date, every_days: int, today: date) -> date:
    """The first day after today in steps of `every_days` from a day that has come; days missed are not made up for.

    Args:
        every_days: at least 1.
    """
    steps = max(0, (today - due).days) // every_days + 1
    return due + timedelta(days=steps * every_days)
