"""Blanket orders: quantities and prices agreed for a time, and the orders that are called off from them.

A blanket order reserves no goods and counts in nobody's exposure: what is called off does, as any order. A draft's
lines take nothing; submitting takes, under the customer's lock and guarded again, and cancelling gives back.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Row, bindparam, select

from orderdesk.desk import find, kits, orders
from orderdesk.desk.agreed import agreed_in
from orderdesk.desk.order_lines import add_line, in_stock_units
from orderdesk.desk.quotations import held
from orderdesk.desk.totals import recompute
from orderdesk.desk.upkeep import needed_reason, whole
from orderdesk.desk.verb import verb
from orderdesk.errors import BadValue, NotAllowed, Refused
from orderdesk.findings import Finding, HoldKind
from orderdesk.models import Order, OrderLine
from orderdesk.queries import facts
from orderdesk.queries.approval_table import own_authorities, steps
from orderdesk.queries.pricing import offers
from orderdesk.queries.settings import settings
from orderdesk.rules.agreement import most_of, over, too_much, units_left
from orderdesk.rules.approval import Held, acting_for, step_for
from orderdesk.rules.guard import guard
from orderdesk.rules.lifecycle import OrderState, OrderType, next_state, require
from orderdesk.store.once import first_answer, remember
from orderdesk.store.transaction import Transaction, table
from orderdesk.values import MAX_QUANTITY, ONE, Money, Quantity, quantity_text

_ORDER = table(Order)
_NUMBER_OF = select(_ORDER.c.number).where(_ORDER.c.id == bindparam("a_order"))
_OF_PRICES = (HoldKind.PRICE, HoldKind.MARGIN, HoldKind.DISCOUNT)


@dataclass(frozen=True, slots=True)
class CalledOff:
    """What came of a call-off: a draft, and the positions of its lines; nothing is taken until it is submitted."""

    blanket: int
    order: int
    lines: tuple[int, ...]
    gross: Money


@verb("blanket.new")
def new(
    tx: Transaction,
    customer: str,
    valid_until: date,
    *,
    valid_from: date | None = None,
    po_number: str = "",
    ship_to: int | None = None,
    warehouse: str | None = None,
    note: str = "",
    token: str | None = None,
) -> int:
    """Begin a blanket order: a draft whose lines say what is agreed. Its number; the header is an order's."""
    number = orders.new(
        tx, customer, type=OrderType.BLANKET, po_number=po_number, ship_to=ship_to, warehouse=warehouse, note=note,
        token=token,
    )  # fmt: skip
    first = valid_from or tx.today
    _check_days(tx, first, valid_until)
    row = find.order(tx, number)
    if row.valid_until is None:
        tx.update(Order, row.id, valid_from=first, valid_until=valid_until)
        tx.record("blanket.new", "order", row.id, valid_from=first, valid_until=valid_until)
    return number


def _check_days(tx: Transaction, first: date | None, last: date) -> None:
    if last < tx.today:
        raise BadValue(f"{last} is past: today, {tx.today}, is the earliest last day")
    if first is not None and last < first:
        raise BadValue(f"it would end on {last}, before it begins on {first}")


def _blanket(tx: Transaction, number: int) -> Row[Any]:
    row = held(tx, number)
    if row.type != OrderType.BLANKET:
        raise Refused(f"{number} is no blanket order")
    return row


@verb("blanket.change")
def change(
    tx: Transaction,
    blanket: int,
    *,
    valid_from: date | None = None,
    valid_until: date | None = None,
    position: int | None = None,
    quantity: Quantity | None = None,
    least: Quantity | None = None,
) -> None:
    """Change the days of a blanket order, or a line's quantity and smallest call-off; what is None stays.

    Args:
        quantity, least: in the line's unit; not below what was called off.
    """
    row = _blanket(tx, blanket)
    if row.state != OrderState.DRAFT:
        require(OrderState(row.state), "call off")
    first, last = valid_from or row.valid_from, valid_until or row.valid_until
    if (first, last) != (row.valid_from, row.valid_until):
        _check_days(tx, first, last)
        tx.update(Order, row.id, valid_from=first, valid_until=last)
    moved: dict[str, Any] = {"valid_from": [row.valid_from, first], "valid_until": [row.valid_until, last]}
    if position is not None:
        moved |= _change_line(tx, row, position, quantity, least)
        recompute(tx, row.id)
    elif quantity is not None or least is not None:
        raise BadValue("which line? Say its position with the quantity")
    told = {name: value for name, value in moved.items() if not isinstance(value, list) or value[0] != value[1]}
    if told:
        tx.record("blanket.change", "order", row.id, **told)


def _change_line(
    tx: Transaction, row: Row[Any], position: int, quantity: Quantity | None, least: Quantity | None
) -> dict[str, Any]:
    was = find.line(tx, row.id, position)
    values: dict[str, Any] = {}
    if quantity is not None:
        values["ordered"] = in_stock_units(quantity, was.factor) + was.cancelled
        if row.state != OrderState.DRAFT:
            values["call_most"] = most_of(values["ordered"] - was.cancelled, settings(tx).blanket_overrun)
            if values["call_most"] < was.called:
                raise Refused(
                    f"line {position}: {quantity_text(was.called)} are called off already; it cannot go below that"
                )
    if least is not None:
        values["call_least"] = whole(least * was.factor // ONE, "the smallest call-off", MAX_QUANTITY)
    agreed = values.get("ordered", was.ordered) - was.cancelled
    if values.get("call_least", was.call_least) > agreed:
        raise BadValue(f"line {position}: the smallest call-off is more than the {quantity_text(agreed)} agreed")
    changed = {name: value for name, value in values.items() if value != was._mapping[name]}
    if changed:
        tx.update(OrderLine, was.id, **changed)
        if "ordered" in changed and kits.is_kit(tx, was):
            kits.require_whole(was.description, changed["ordered"])
            kits.scale(tx, was.id, agreed)
    return {"line": position, **{name: [was._mapping[name], value] for name, value in changed.items()}}


@verb("blanket.agree")
def agree(tx: Transaction, blanket: int, *, valid_until: date | None = None) -> Money:
    """Put a blanket order in force, or one that is ended or expired again; its net value.

    A price, margin or discount that the guard would hold is agreed only by somebody who may release such a hold, for a
    call-off is not held for it again.

    Raises:
        Refused: no lines, a line without a price or with a discount, or its last day has passed.
        NotAllowed: its prices are for an approver.
    """
    row = _blanket(tx, blanket)
    state = next_state(OrderState(row.state), "agree")
    last = valid_until or row.valid_until
    _check_days(tx, row.valid_from, last)
    known = facts.gather(tx, row)
    found = guard(known.guard)
    wrong = [one for one in found.blocks if one.kind in ("no-lines", "no-price", "inactive-product", "quantity")]
    if wrong:
        raise Refused(findings=wrong)
    for line in known.lines:
        if line.discount:
            raise Refused(f"line {line.position}, {line.sku}: agree on the price itself, without a discount")
    if row.state == OrderState.DRAFT and tx.who.user_id:
        for one in found.holds:
            if one.kind in _OF_PRICES:
                _require_approver(tx, row, one)
    overrun = settings(tx).blanket_overrun
    for line in known.lines:
        most = max(line.called, most_of(line.ordered - line.cancelled, overrun))
        tx.update(OrderLine, line.id, call_most=most)
    tx.update(Order, row.id, state=state, valid_until=last, closed_at=None)
    tx.record("blanket.agree", "order", row.id, state=[row.state, state], valid_until=last, net=row.net)
    return int(row.net)


def _require_approver(tx: Transaction, row: Row[Any], found: Finding) -> None:
    """Raises NotAllowed unless this person could give the last release of such a hold."""
    company, table_ = settings(tx), steps(tx)
    kind = HoldKind(found.kind)
    last = len(step_for(kind, found.amount, table_).levels) - 1
    hold = Held(kind, found.amount, entered_by=row.entered_by, given=last)
    may = acting_for(own_authorities(tx), hold, table_, own_orders=company.own_orders, currency=company.money)
    if isinstance(may, str):
        raise NotAllowed(f"{found.message}; such a price is for somebody who may release its hold: {may}")


@verb("blanket.call_off")
def call_off(
    tx: Transaction,
    blanket: int,
    goods: Sequence[tuple[int, Quantity]],
    *,
    order: int | None = None,
    wanted: date | None = None,
    po_number: str = "",
    split: bool = False,
    token: str | None = None,
) -> CalledOff:
    """Order from a blanket order at its price: a draft, or more lines on one, that take when it is submitted.

    Args:
        goods: positions of the blanket order, each with a quantity in the line's unit.
        order: a draft of the same customer to add to; None begins one.
        split: what is above the rest of a line goes on a line of its own at the ordinary price.

    Raises:
        Refused: not in force, below the smallest call-off, or more than is left; with the figures.
    """
    answered = first_answer(tx, token)
    if answered is not None:
        made = find.order(tx, int(tx.scalar(_NUMBER_OF, a_order=answered)))
        return CalledOff(blanket, made.number, (), made.gross)
    row = _blanket(tx, blanket)
    require(OrderState(row.state), "call off")
    if over(row.valid_until, tx.today) or (row.valid_from and row.valid_from > tx.today):
        good = f"from {row.valid_from} to {row.valid_until}"
        raise Refused(f"blanket order {blanket} is good {good}, and today is {tx.today}")
    if not goods:
        raise BadValue("nothing to call off; say a line and its quantity")
    if order is None:
        buyer = facts.customer_of(tx, row)
        order = orders.new(tx, buyer.code, wanted=wanted, po_number=po_number, ship_to=row.ship_to_id)
        tx.update(Order, find.order(tx, order).id, warehouse_id=row.warehouse_id, terms_id=row.terms_id)
    draft = orders.locked(tx, order, "edit")
    if draft.customer_id != row.customer_id or draft.state != OrderState.DRAFT or draft.type == OrderType.BLANKET:
        raise Refused(f"order {order} is no draft of the customer of blanket order {blanket}")
    added: list[int] = []
    for position, quantity in goods:
        added += _call(tx, row, draft, position, quantity, split=split)
    summed = recompute(tx, draft.id)
    tx.record("blanket.call_off", "order", row.id, order=order, goods=[list(one) for one in goods])
    tx.record("blanket.call_off", "order", draft.id, blanket=blanket, lines=added)
    remember(tx, token, "blanket.call_off", draft.id)
    return CalledOff(blanket, order, tuple(added), summed.gross)


def _call(
    tx: Transaction, blanket: Row[Any], draft: Row[Any], position: int, quantity: Quantity, *, split: bool
) -> list[int]:
    line = find.line(tx, blanket.id, position)
    product = find.product_by_id(tx, line.product_id)
    wanted = in_stock_units(quantity, line.factor)
    there = offers(tx, facts.customer_of(tx, draft), [product], draft).agreed.left(product.id)
    left = next((offer.most or 0 for offer in there if offer.line_id == line.id), 0)
    here = min(wanted, units_left(left, line.factor) * line.factor // ONE)
    if wanted > left and not split:
        raise Refused(f"line {position}, {product.sku}: {too_much(wanted, left, line.ordered - line.cancelled)}")
    if 0 < here < min(line.call_least, left):
        raise Refused(
            f"line {position}, {product.sku}: {quantity_text(here)} is below the smallest call-off of "
            f"{quantity_text(line.call_least)}"
        )
    added = []
    if here:
        agreed = agreed_in(line, f"blanket order {blanket.number}")
        added.append(add_line(tx, draft, product.sku, here * ONE // line.factor, unit=line.unit, agreed=agreed))
    if wanted > here:
        recompute(tx, draft.id)
        added.append(add_line(tx, draft, product.sku, (wanted - here) * ONE // line.factor, unit=line.unit))
    return added


@verb("blanket.end")
def end(tx: Transaction, blanket: int, reason: str) -> None:
    """Close a blanket order before its last day; orders that were called off stay as they are."""
    row = _blanket(tx, blanket)
    state = next_state(OrderState(row.state), "end")
    tx.update(Order, row.id, state=state, closed_at=tx.now)
    why = needed_reason(reason, "closing")
    tx.record("blanket.end", "order", row.id, state=[row.state, state], reason=why)
