"""The customer's own order number: whether there must be one, and whether it may stand on two orders.

A number that comes twice is mostly an order that was sent twice: by mail and by telephone, or once more because nobody
answered. A company says how strictly it is looked at, and a customer's card may say otherwise.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from orderdesk.findings import Finding, Severity
from orderdesk.rules.wording import listed


class PoRule(StrEnum):
    """What becomes of an order whose PO number another order of the customer has."""

    FREE = "free"  # nobody looks
    WARN = "warn"  # it is said
    REFUSE = "refuse"  # it cannot be submitted


def check_po(po_number: str, others: Sequence[int], rule: PoRule) -> Finding | None:
    """Say, or refuse, that other orders of the customer have this PO number.

    Args:
        others: their numbers, none cancelled.
    """
    if rule is PoRule.FREE or not po_number or not others:
        return None
    on = listed([str(number) for number in others])
    orders = f"order {on}" if len(others) == 1 else f"orders {on}"
    message = f"PO number {po_number} stands on {orders} already"
    if rule is PoRule.WARN:
        return Finding(Severity.NOTE, "po-number", f"{message}; look whether it came twice", figures={"orders": on})
    return Finding(
        Severity.BLOCK,
        "po-number",
        f"{message}: change one of the two, or discard what came twice",
        figures={"orders": on},
    )
