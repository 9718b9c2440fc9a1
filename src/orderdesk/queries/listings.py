"""Every list by its name, for saved views and for exports."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from orderdesk.errors import NotFound
from orderdesk.queries.listing import Listing

LISTINGS = {
    "orders": "order_list:ORDERS",
    "quotations": "quotations:QUOTATIONS",
    "blankets": "blankets:BLANKETS",
    "late": "late:LATE",
    "approvals": "approvals:APPROVALS",
    "ready": "ready:READY",
    "receivables": "ageing_list:AGEING",
    "dunning": "dunning:DUNNING",
    "returns": "returns:RETURNS",
    "complaints": "complaints:COMPLAINTS",
    "prices": "price_listing:PRICES",
    "rules": "rule_list:RULES",
    "credit_groups": "credit_groups:CREDIT_GROUPS",
}


def listing(name: str) -> Listing[Any]:
    """The list of this name. Raises NotFound with the names that there are."""
    if name not in LISTINGS:
        raise NotFound(f"there is no list {name[:40]!r}; there are {', '.join(LISTINGS)}")
    module, _, found = LISTINGS[name].partition(":")
    one: Listing[Any] = getattr(import_module(f"orderdesk.queries.{module}"), found)
    return one
