"""Holds: what keeps an order from going on, raised by the guard, lifted one by one.

A release covers the order's value it was given for: the same hold is raised anew only above that value, or where more
is given away. A hold whose reason has gone lapses by itself; only the ones set by hand wait for a person.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, bindparam, func, select, update

from orderdesk.errors import Refused
from orderdesk.findings import Finding, HoldKind
from orderdesk.models import Hold, HoldRelease, Order
from orderdesk.queries.approval_table import steps
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
BY_HAND = (HoldKind.MANUAL, HoldKind.EXCEPTION)  # these wait for a person, whatever the guard finds
OF_PRICES = (HoldKind.PRICE, HoldKind.MARGIN, HoldKind.DISCOUNT)
_RELEASE = table(HoldRelease)
_GIVEN = select(func.count()).where(
    _RELEASE.c.hold_id == bindparam("a_hold"), _RELEASE.c.covers >= bindparam("an_amount")
)


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


def raise_holds(
    tx: Transaction, order_id: int, gross: Money, found: Sequence[Finding], *, kinds: Collection[str] | None = None
) -> int:
    """Make the order's open holds those that the guard found now; how many stand open.

    Args:
        kinds: raise new ones of these alone, after a change that adds nothing else; None is any.
    """
    standing, fresh = _bring_up_to_date(tx, order_id, gross, found)
    raised = [finding for finding in fresh if kinds is None or finding.kind in kinds]
    for finding in raised:
        _write(tx, finding, order_id=order_id)
    return standing + len(raised)


def _bring_up_to_date(
    tx: Transaction, order_id: int, gross: Money, found: Sequence[Finding]
) -> tuple[int, list[Finding]]:
    """Renew the holds that stand, end those whose reason has gone.

    Returns:
        How many still stand, and what is new and not covered by a release.
    """
    known = tx.all(_ALL, a_order=order_id)
    wanted = {(finding.kind, finding.line, finding.rule): finding for finding in found}
    standing = 0
    for hold in known:
        key = (hold.kind, hold.line, hold.rule)
        if hold.state == "open":
            finding = wanted.pop(key, None)
            if finding is None and hold.kind not in BY_HAND:
                tx.update(Hold, hold.id, state="lapsed", decided_at=tx.now)
                continue
            standing += 1
            if finding is not None:
                _write(tx, finding, hold=hold)
        elif hold.state == "released" and key in wanted and _covers(hold, gross, wanted[key]):
            wanted.pop(key, None)
    return standing, list(wanted.values())


def _covers(hold: Row[Any], gross: Money, finding: Finding) -> bool:
    """Whether a release covers what is found now: the order's value it was given for, and the same thing at stake.

    A price may be lowered and the order's value with it: so of prices, margins and discounts the amount counts too. Of
    a special requirement the same value was seen.
    """
    if not still_covered(hold.covers, gross):
        return False
    if finding.kind in OF_PRICES and finding.amount > hold.amount:
        return False
    return "value" not in finding.figures or json.loads(hold.figures).get("value") == finding.figures["value"]


def _write(tx: Transaction, finding: Finding, *, order_id: int = 0, hold: Row[Any] | None = None) -> None:
    """A new hold, or one that stands with the figures of now; whoever signed for less has to sign again."""
    given = 0 if hold is None else int(tx.scalar(_GIVEN, a_hold=hold.id, an_amount=finding.amount))
    needed = route(HoldKind(finding.kind), finding.amount, steps(tx), finding.rule, given)
    values: dict[str, Any] = {
        "message": finding.message,
        "figures": as_json(dict(finding.figures)),
        "amount": finding.amount,
        "role": needed.role,
        "level": needed.level,
    }
    if hold is not None:
        tx.update(Hold, hold.id, **values)
    else:
        row = {"order_id": order_id, "line": finding.line, "kind": finding.kind, "raised_at": tx.now, **values}
        tx.add_all(Hold, [{**row, "rule": finding.rule}])


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
