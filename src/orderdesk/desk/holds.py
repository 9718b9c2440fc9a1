"""Holds: what keeps an order from going on, raised by the guard, lifted one by one.

A release covers the order's value it was given for: the same hold is raised anew only above that value. A hold whose
reason has gone lapses by itself; only the ones set by hand wait for a person.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, bindparam, select, update

from orderdesk.errors import Refused
from orderdesk.findings import Finding, HoldKind
from orderdesk.models import Hold, Order
from orderdesk.rules.approval import route, still_covered
from orderdesk.rules.lifecycle import OrderState, next_state
from orderdesk.store.transaction import Transaction, as_json, table
from orderdesk.values import Money

_HOLD = table(Hold)
_ALL = select(_HOLD).where(_HOLD.c.order_id == bindparam("a_order")).order_by(_HOLD.c.id)
_KINDS = (
    select(_HOLD.c.kind).where(_HOLD.c.order_id == bindparam("a_order"), _HOLD.c.state == "open").order_by(_HOLD.c.id)
)
_LAPSE = (
    update(_HOLD)
    .where(_HOLD.c.order_id == bindparam("a_order"), _HOLD.c.state == "open")
    .values(state="lapsed", decided_at=bindparam("a_now"))
)
_BY_HAND = (HoldKind.MANUAL, HoldKind.SPECIAL)


@dataclass(frozen=True, slots=True)
class Submitted:
    """What became of an order that was submitted, amended or reopened.

    Attributes:
        state: confirmed, or submitted when something holds it.
        gross: in minor units.
        findings: everything the guard had to say that does not block.
    """

    number: int
    state: str
    gross: Money
    findings: tuple[Finding, ...] = ()


def raise_holds(tx: Transaction, order_id: int, gross: Money, found: Sequence[Finding]) -> int:
    """Make the order's open holds those that the guard found now; how many stand open."""
    standing, fresh = _bring_up_to_date(tx, order_id, gross, found)
    for finding in fresh:
        _write(tx, finding, order_id=order_id)
    return standing + len(fresh)


def review_holds(tx: Transaction, order_id: int, gross: Money, found: Sequence[Finding]) -> int:
    """After a change that adds nothing: bring the open holds up to date or let them lapse, but raise no new one."""
    standing, _ = _bring_up_to_date(tx, order_id, gross, found)
    return standing


def _bring_up_to_date(
    tx: Transaction, order_id: int, gross: Money, found: Sequence[Finding]
) -> tuple[int, list[Finding]]:
    """Renew the holds that stand, end those whose reason has gone.

    Returns:
        How many still stand, and what is new and not covered by a release.
    """
    known = tx.all(_ALL, a_order=order_id)
    wanted = {(finding.kind, finding.line): finding for finding in found}
    standing = 0
    for hold in known:
        key = (hold.kind, hold.line)
        if hold.state == "open":
            finding = wanted.pop(key, None)
            if finding is None and hold.kind not in _BY_HAND:
                tx.update(Hold, hold.id, state="lapsed", decided_at=tx.now)
                continue
            standing += 1
            if finding is not None:
                _write(tx, finding, hold_id=hold.id)
        elif hold.state == "released" and still_covered(hold.covers, gross):
            wanted.pop(key, None)
    return standing, list(wanted.values())


def _write(tx: Transaction, finding: Finding, *, order_id: int = 0, hold_id: int = 0) -> None:
    needed = route(HoldKind(finding.kind), finding.amount)
    values: dict[str, Any] = {
        "message": finding.message,
        "figures": as_json(dict(finding.figures)),
        "amount": finding.amount,
        "role": needed.role,
        "level": needed.level,
    }
    if hold_id:
        tx.update(Hold, hold_id, **values)
    else:
        row = {"order_id": order_id, "line": finding.line, "kind": finding.kind, "raised_at": tx.now, **values}
        tx.add_all(Hold, [row])


def lapse(tx: Transaction, order_id: int) -> None:
    """Every open hold of an order that is cancelled, closed or sent back."""
    tx.change(_LAPSE, a_order=order_id, a_now=tx.now)


def refuse_if_held(tx: Transaction, order: Row[Any]) -> None:
    """Raises Refused, naming the holds, unless the order has none."""
    kinds = [row.kind for row in tx.all(_KINDS, a_order=order.id)]
    if kinds:
        raise Refused(f"order {order.number} is held for {', '.join(kinds)}; it must be released first")


def confirm_if_free(tx: Transaction, order_id: int, state: OrderState, standing: int) -> str:
    """Confirm a submitted order that nothing holds any more; the state it is in then."""
    if state is OrderState.SUBMITTED and standing == 0:
        confirmed = next_state(state, "confirm")
        tx.update(Order, order_id, state=confirmed, confirmed_at=tx.now)
        tx.record("order.confirm", "order", order_id, state=[state, confirmed])
        return str(confirmed)
    return str(state)
