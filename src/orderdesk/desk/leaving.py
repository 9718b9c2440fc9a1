"""What keeps an order's goods from leaving when it is confirmed already: block, credit, overdue, looked at once more.

Goods leave when a picked list is shipped, and when a supplier is told to deliver.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, bindparam, select

from orderdesk.errors import Refused
from orderdesk.findings import Finding
from orderdesk.models import Hold
from orderdesk.queries import facts
from orderdesk.queries.credit_bounds import credit_bounds
from orderdesk.queries.exposure import exposure, open_items
from orderdesk.queries.settings import settings
from orderdesk.rules.approval import still_covered
from orderdesk.rules.completeness import BlockLevel
from orderdesk.rules.guard import Findings, guard_shipment
from orderdesk.store.transaction import Transaction, table

_HOLD = table(Hold)
DECIDED = select(_HOLD.c.kind, _HOLD.c.line, _HOLD.c.state, _HOLD.c.covers).where(
    _HOLD.c.order_id == bindparam("a_order"), _HOLD.c.state.in_(("open", "released"))
)


def against(tx: Transaction, order: Row[Any], unpaid: Finding | None = None) -> tuple[Finding, ...]:
    """What keeps an order's goods from leaving now; holds that a release covers do not.

    Args:
        unpaid: what the terms want paid before, and is not.
    """
    customer = facts.customer_of(tx, order)
    company = settings(tx)
    found: Findings = guard_shipment(
        customer.code,
        BlockLevel(customer.block),
        exposure(tx, customer.id, leaving=order.id),
        customer.credit_limit,
        open_items(tx, customer.id),
        tx.today,
        facts.guard_settings(company, customer),
        company.money,
        credit_bounds(tx, customer, leaving=order.id),
    )
    covered = {
        row.kind
        for row in tx.all(DECIDED, a_order=order.id)
        if row.state == "released" and still_covered(row.covers, order.gross)
    }
    holds = (*found.holds, *(() if unpaid is None else (unpaid,)))
    return (*found.blocks, *(finding for finding in holds if finding.kind not in covered))


def refuse_to_leave(
    tx: Transaction, order: Row[Any], to_do: str, *, unpaid: Finding | None = None, paid: bool = False
) -> None:
    """Raises Refused when something keeps the order's goods from leaving; `to_do` says how a hold is lifted.

    Args:
        unpaid: what the terms want paid before, and is not.
        paid: they are paid for as they leave, so that only a block keeps them.
    """
    stopped = against(tx, order, unpaid)
    if paid:
        stopped = tuple(finding for finding in stopped if finding.severity == "block")
    if stopped:
        raise Refused(_stopped(order, stopped, to_do), stopped)


def _stopped(order: Row[Any], stopped: Sequence[Finding], to_do: str) -> str:
    why = " · ".join(finding.message for finding in stopped)
    blocked = any(finding.severity == "block" for finding in stopped)
    return f"order {order.number} cannot leave: {why}" + ("" if blocked else f"; {to_do}")
