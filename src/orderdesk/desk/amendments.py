"""Changing an order that is placed: amend, cancel, give up the rest, take it up again. The guard runs each time."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, bindparam, func, select, update

from orderdesk.desk import find, goods, kits, supply
from orderdesk.desk.agreed import settle_agreed
from orderdesk.desk.allocation import give_back, offer
from orderdesk.desk.approvals import leave_queue
from orderdesk.desk.attribute_rows import keep_taken_over
from orderdesk.desk.holds import OF_PRICES, Submitted, confirm_if_free, lapse, raise_holds
from orderdesk.desk.order_lines import add_line, line_values
from orderdesk.desk.order_wide import refuse_free, settle
from orderdesk.desk.orders import locked, stand_in_queue
from orderdesk.desk.totals import recompute
from orderdesk.desk.upkeep import needed_reason
from orderdesk.desk.verb import verb
from orderdesk.errors import BadValue, Refused
from orderdesk.models import Order, OrderLine, Pick, PickLine
from orderdesk.queries import facts
from orderdesk.queries.order_wide import stood
from orderdesk.queries.settings import settings
from orderdesk.rules.amendment import check_change
from orderdesk.rules.guard import guard
from orderdesk.rules.lifecycle import LineAxes, OrderState, is_done, next_state
from orderdesk.store.transaction import Transaction, table
from orderdesk.values import ONE, Money, Percent, Quantity, UnitPrice, money_text, quantity_text

_LINE = table(OrderLine)
_PICK = table(Pick)
_PICK_LINE = table(PickLine)
_BEING_PICKED = (
    select(_PICK.c.number, func.sum(_PICK_LINE.c.quantity).label("quantity"))
    .join(_PICK, _PICK.c.id == _PICK_LINE.c.pick_id)
    .join(_LINE, _LINE.c.id == _PICK_LINE.c.order_line_id)
    .where(
        _LINE.c.order_id == bindparam("a_order"),
        _LINE.c.position.in_(bindparam("positions", expanding=True)),
        _PICK.c.state.in_(("open", "picked")),
    )
    .group_by(_PICK.c.number)
)
_WAITING = (
    update(_LINE)
    .where(_LINE.c.order_id == bindparam("a_order"))
    .values(
        waiting=(_LINE.c.ordered - _LINE.c.cancelled - _LINE.c.shipped - _LINE.c.allocated > 0)
        & _LINE.c.promised.is_not(None)
        & ~_LINE.c.drop_ship
    )
)
_GIVE_UP = (
    update(_LINE)
    .where(_LINE.c.order_id == bindparam("a_order"), _LINE.c.ordered - _LINE.c.cancelled > _LINE.c.shipped)
    .values(cancelled=_LINE.c.ordered - _LINE.c.shipped, waiting=False)
)
_TAKE_UP = update(_LINE).where(_LINE.c.order_id == bindparam("a_order"), _LINE.c.cancelled > 0).values(cancelled=0)


def axes_of(line: Row[Any]) -> LineAxes:
    """A line's quantities, as the rules take them."""
    return LineAxes(
        line.ordered, line.allocated, line.picked, line.shipped, line.invoiced, line.returned, line.cancelled
    )


@verb("order.amend_line")
def amend_line(
    tx: Transaction,
    order: int,
    position: int,
    *,
    quantity: Quantity | None = None,
    price: UnitPrice | None = None,
    discount: Percent | None = None,
) -> Submitted:
    """Change a line of a placed order; a quantity of 0 takes it out.

    Args:
        quantity: in the line's unit, altogether, with what has been shipped.

    Raises:
        Refused: below what is shipped or being picked, a new price on a shipped part, or the guard blocks it.
    """
    row = locked(tx, order, "amend")
    before = stood(tx, row.id)
    goods.lock_of_order(tx, row, *(before.may_give if before else ()))
    was = find.line(tx, row.id, position)
    refuse_free(was)
    kits.refuse_component(tx, was, "amend")
    if quantity == 0:
        values: dict[str, Any] = {"ordered": 0, "cancelled": 0}  # not `cancelled`: that is what re-opening takes up
        due = 0
    else:
        values = line_values(tx, row, was, quantity=quantity, price=price, discount=discount)
        due = values.get("ordered", was.ordered) - was.cancelled
    reprices = price is not None or discount is not None
    if was.shipped and not reprices:
        values = {name: value for name, value in values.items() if name in ("ordered", "cancelled")}
    if not values:
        raise BadValue(f"nothing to change on line {position}; say another quantity, price or discount")
    refused = check_change(axes_of(was), due, price_changes=reprices, line=position)
    if refused is not None:
        raise Refused(findings=[refused])
    _refuse_below_picking(tx, row, [position], due - was.shipped)
    too_much = was.allocated - max(0, due - was.shipped)
    freed = give_back(tx, [was.id], too_much) if too_much > 0 else {}
    if "ordered" in values and (parts := kits.below(tx, was.id)):
        kits.require_whole(was.description, due)
        freed |= _amend_components(tx, row, parts, due)
    tx.update(OrderLine, was.id, **values)
    again = () if price is not None or values.get("ordered", was.ordered) == was.ordered else (position,)
    for warehouse_id, products in settle(tx, row, before, again).items():
        freed.setdefault(warehouse_id, set()).update(products)
    moved = {name: [was._mapping[name], new] for name, new in values.items() if was._mapping[name] != new}
    tx.record("order.amend_line", "order", row.id, line=position, revision=row.revision + 1, **moved)
    answer = _after(tx, row, reprices=reprices)
    for warehouse_id, products in sorted(freed.items()):
        offer(tx, warehouse_id, products)
    return answer


def _amend_components(
    tx: Transaction, order: Row[Any], parts: Sequence[Row[Any]], due: Quantity
) -> dict[int, set[int]]:
    """The components of a kit line that is to be of so many kits; what became free, by warehouse id."""
    freed: dict[int, set[int]] = {}
    for part in parts:
        wanted = due // ONE * part.per_kit
        refused = check_change(axes_of(part), wanted, price_changes=False, line=part.position)
        if refused is not None:
            raise Refused(findings=[refused])
        _refuse_below_picking(tx, order, [part.position], wanted - part.shipped)
        too_much = part.allocated - max(0, wanted - part.shipped)
        if too_much > 0:
            for warehouse_id, products in give_back(tx, [part.id], too_much).items():
                freed.setdefault(warehouse_id, set()).update(products)
        tx.update(OrderLine, part.id, ordered=wanted, cancelled=0)
    return freed


@verb("order.amend")
def amend(
    tx: Transaction,
    order: int,
    sku: str,
    quantity: Quantity,
    *,
    unit: str | None = None,
    price: UnitPrice | None = None,
    discount: Percent = 0,
) -> Submitted:
    """Add a line to a placed order. See `orders.line` for the arguments. Raises Refused when the guard blocks it."""
    row = locked(tx, order, "amend")
    before = stood(tx, row.id)
    product = find.item(tx, sku)[0]
    parts = kits.components_of(tx, [product.id]) if product.kind == "kit" else ()
    more = before.may_give if before else ()
    goods.lock_of_order(tx, row, product.id, *(part.id for part in parts), *more)
    position = add_line(tx, row, sku, quantity, unit=unit, price=price, discount=discount, strict=True)
    freed = settle(tx, row, before, {position})
    tx.record("order.amend", "order", row.id, line=position, sku=sku, quantity=quantity, revision=row.revision + 1)
    answer = _after(tx, row)
    for warehouse_id, products in sorted(freed.items()):
        offer(tx, warehouse_id, products)
    return answer


def _after(tx: Transaction, before: Row[Any], *, reprices: bool = False) -> Submitted:
    """The sums, the guard, the queue and the holds after an amendment.

    Holds are raised when the value rose; those of prices also when a price or a discount changed, which may lower it.
    """
    recompute(tx, before.id)
    row = find.order(tx, before.number)
    known = facts.gather(tx, row)
    found = guard(known.guard)
    raised = row.gross > before.gross
    if raised and found.blocks:
        raise Refused(findings=found.blocks)
    tx.update(Order, row.id, revision=row.revision + 1)
    tx.change(_WAITING, a_order=row.id)
    stand_in_queue(tx, row, known)
    keep_taken_over(tx, row.id, known)
    raises = None if raised else OF_PRICES if reprices else ()
    standing = raise_holds(tx, row.id, row.gross, found.holds, kinds=raises)
    state = confirm_if_free(tx, row.id, OrderState(row.state), standing)
    supply.bring_up_to_date(tx, find.order(tx, row.number))
    close_if_done(tx, row.number)
    holds = [hold for hold in found.holds if raises is None or hold.kind in raises]
    return Submitted(row.number, state, row.gross, (*holds, *found.notes))


def close_if_done(tx: Transaction, number: int) -> None:
    """Close a confirmed order of which nothing is left to ship or to bill."""
    row = find.order(tx, number)
    lines = [axes_of(line) for line in tx.all(facts.LINES, a_order=row.id)]
    if row.state == OrderState.CONFIRMED and is_done(lines):
        tx.update(Order, row.id, state=next_state(OrderState.CONFIRMED, "complete"), closed_at=tx.now)
        lapse(tx, row.id)  # nothing is left that a hold could keep back
        supply.untie(tx, row.id)  # nor that anything is to be made or bought for
        tx.record("order.close", "order", row.id, state=[row.state, "closed"])


def _refuse_below_picking(tx: Transaction, order: Row[Any], positions: list[int], left: Quantity) -> None:
    picking = tx.all(_BEING_PICKED, a_order=order.id, positions=positions)
    quantity = sum(int(row.quantity) for row in picking)
    if quantity > left:
        picks = ", ".join(str(row.number) for row in picking)
        raise Refused(
            f"order {order.number}: {quantity_text(quantity)} are being picked (pick list {picks}); "
            "cancel that pick list first"
        )


@verb("order.cancel")
def cancel(tx: Transaction, order: int, reason: str) -> None:
    """Take an order back while nothing of it has been shipped; its goods go to those who wait for them."""
    row = locked(tx, order, "cancel")
    lines = tx.all(facts.LINES, a_order=row.id)
    shipped = sum(line.shipped for line in lines)
    if shipped:
        raise Refused(
            f"order {order} cannot be cancelled: {quantity_text(shipped)} are shipped; short-close it instead"
        )
    if row.billed_ahead:
        raise Refused(
            f"order {order} has {money_text(row.billed_ahead, settings(tx).decimals)} billed ahead; "
            "credit its down payments first, so that nothing is owed for it"
        )
    _refuse_below_picking(tx, row, [line.position for line in lines] or [0], 0)
    leave_queue(tx, row)
    lapse(tx, row.id)
    tx.update(Order, row.id, state=next_state(OrderState(row.state), "cancel"), closed_at=tx.now)
    settle_agreed(tx, row.id)  # what it took from a quotation or blanket order goes back
    tx.record(
        "order.cancel", "order", row.id, state=[row.state, "cancelled"], reason=needed_reason(reason, "cancellation")
    )


@verb("order.short_close")
def short_close(tx: Transaction, order: int, reason: str) -> Money:
    """Give up what has not been shipped; the order closes when all that left is billed. Its gross value after."""
    row = locked(tx, order, "short-close")
    goods.lock_of_order(tx, row)
    lines = tx.all(facts.LINES, a_order=row.id)
    if not any(line.shipped for line in lines):
        raise Refused(f"nothing of order {order} has been shipped; cancel it instead")
    _refuse_below_picking(tx, row, [line.position for line in lines], 0)
    if any(line.parent_id is not None for line in lines):
        kits.refuse_odd(tx, row.id)
    freed = give_back(tx, [line.id for line in lines])
    tx.change(_GIVE_UP, a_order=row.id)
    supply.untie(tx, row.id)
    summed = recompute(tx, row.id)
    lapse(tx, row.id)
    tx.record(
        "order.short_close",
        "order",
        row.id,
        gross=[row.gross, summed.gross],
        reason=needed_reason(reason, "short-close"),
    )
    for warehouse_id, products in sorted(freed.items()):
        offer(tx, warehouse_id, products)
    close_if_done(tx, order)
    return summed.gross


@verb("order.reopen")
def reopen(tx: Transaction, order: int, reason: str) -> Submitted:
    """Take up again what was given up when a closed order was short-closed. The guard decides as for a new order."""
    row = locked(tx, order, "reopen")
    before = stood(tx, row.id)
    goods.lock_of_order(tx, row, *(before.may_give if before else ()))
    if tx.change(_TAKE_UP, a_order=row.id) == 0:
        raise Refused(f"order {order} was delivered in full: there is nothing to take up again; copy it instead")
    tx.update(Order, row.id, state=next_state(OrderState(row.state), "reopen"), closed_at=None)
    tx.record(
        "order.reopen", "order", row.id, state=[row.state, "confirmed"], reason=needed_reason(reason, "re-opening")
    )
    settle(tx, find.order(tx, order), before)
    return _after(tx, row)
