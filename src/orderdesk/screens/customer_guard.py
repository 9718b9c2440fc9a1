"""What guards the money, said of the customer whose card stands there: `/limit 5000`, `/grace 14`, `/block ship`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from orderdesk.errors import BadValue
from orderdesk.values import parse_money

# What may be said, by the names that the verb has for it.
GUARDS: Mapping[str, str] = {
    "limit": "credit_limit",
    "orders": "order_limit",
    "overdue": "overdue_limit",
    "grace": "grace_days",
    "block": "block",
}
_NO_BOUND = ("none", "-")


def guard_said(word: str, value: str, *, decimals: int, mark: str) -> dict[str, Any] | None:
    """What `customer.limit` is to be told; None where the word is about something else.

    Raises:
        BadValue: no amount, or no number of days.
    """
    name = GUARDS.get(word.casefold())
    if name is None:
        return None
    if name == "block":
        return {name: value.casefold()}
    if name == "grace_days":
        if not value.isdecimal() or len(value) > 4:
            raise BadValue(f"/{word}: {value[:20]!r} is no number of days")
        return {name: int(value)}
    return {name: None if value.casefold() in _NO_BOUND else parse_money(value, decimals=decimals, mark=mark)}
