"""Shipping: a picked list leaves the house, one shipment for each order on it, and for each place that its lines go to.

Shipping lowers what is on hand, allocated and picked, raises what is shipped, bills it where the customer's rule says
so at once (by shipment, or by order when it is complete), and closes the orders that are done. Block, credit and
overdue are looked at once more.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, bindparam, select, update

from orderdesk.desk import find, goods, kits
from orderdesk.desk.allocation import give_back, offer, use_up
from orderdesk.desk.amendments import axes_of, close_if_done
from orderdesk.desk.billing import bill_by_rule
from orderdesk.desk.buyers import lock_buyers
from orderdesk.desk.holds import raise_holds, refuse_if_held
from orderdesk.desk.leaving import DECIDED, against, refuse_to_leave
from orderdesk.desk.ledger import person
from orderdesk.desk.lot_picking import lots_of, refuse_lot
from orderdesk.desk.parcels import check_weight, loads, refuse_unless_picked
from orderdesk.desk.scanning import locked
from orderdesk.desk.totals import recompute
from orderdesk.desk.verb import verb
from orderdesk.errors import Conflict, Refused
from orderdesk.findings import Finding
from orderdesk.models import Allocation, Order, OrderLine, Pick, Shipment, ShipmentLine
from orderdesk.queries import facts
from orderdesk.queries.currencies import currency_of
from orderdesk.queries.picking import PICK_LINES
from orderdesk.queries.prepaid import paid_on, prepay_of
from orderdesk.rules.amendment import closes_line, may_ship
from orderdesk.rules.guard import guard
from orderdesk.rules.lifecycle import OrderState, require
from orderdesk.rules.prepayment import check_prepaid
from orderdesk.rules.queue import DeliveryRule
from orderdesk.rules.sourcing import Sourcing
from orderdesk.store.numbers import next_number
from orderdesk.store.once import first_answer, remember
from orderdesk.store.transaction import Transaction, table
from orderdesk.texts import clean
from orderdesk.values import divide_half_up, quantity_text

_LINE = table(OrderLine)
_ALLOCATION = table(Allocation)
_SHIPMENT = table(Shipment)
_LEAVE = (
    update(_LINE)
    .where(_LINE.c.id == bindparam("a_line"), _LINE.c.picked >= bindparam("a_quantity"))
    .values(
        shipped=_LINE.c.shipped + bindparam("a_quantity"),
        picked=_LINE.c.picked - bindparam("a_quantity"),
        waiting=(
            _LINE.c.ordered - _LINE.c.cancelled - _LINE.c.shipped - bindparam("a_quantity") - _LINE.c.allocated > 0
        ),
    )
)
_GIVE_UP = (
    update(_LINE)
    .where(_LINE.c.id == bindparam("a_line"))
    .values(cancelled=_LINE.c.ordered - _LINE.c.shipped, waiting=False)
)
_ELSEWHERE = (
    select(_ALLOCATION.c.order_line_id, _ALLOCATION.c.quantity)
    .join(_LINE, _LINE.c.id == _ALLOCATION.c.order_line_id)
    .where(_LINE.c.order_id == bindparam("a_order"), _ALLOCATION.c.warehouse_id != bindparam("a_warehouse"))
)
_LEFT = select(_SHIPMENT.c.number).where(_SHIPMENT.c.pick_id == bindparam("a_pick")).order_by(_SHIPMENT.c.number)


@verb("ship.confirm")
def confirm(
    tx: Transaction,
    pick: int,
    *,
    carrier: str = "",
    tracking: str = "",
    packages: int = 1,
    weight_grams: int = 0,
    unpacked: bool = False,
    token: str | None = None,
) -> list[int]:
    """Ship a picked list; the shipments' numbers, one for each order and place that it goes to.

    Args:
        carrier: the pick list's, or else the order's, unless said.
        packages, weight_grams: of an order's goods that are in no parcel; its parcels count and weigh for themselves.
        unpacked: of a list that is packed in part, the rest leaves as it is.
        token: the same token gives the same shipments again and does nothing.

    Raises:
        Refused: a customer is blocked, over the limit or overdue, an order is held or would not leave complete, or the
            list is packed in part only. For credit and overdue `hold` puts the order before an approver; a release
            that covers it lets it leave.
        BadValue: nothing weighs that.
        Conflict: somebody shipped it first; says who and when.
    """
    return send(
        tx, pick, carrier=carrier, tracking=tracking, packages=packages, weight_grams=weight_grams, unpacked=unpacked,
        token=token,
    )  # fmt: skip


def send(
    tx: Transaction,
    pick: int,
    *,
    carrier: str = "",
    tracking: str = "",
    packages: int = 1,
    weight_grams: int = 0,
    unpacked: bool = False,
    token: str | None = None,
    paid: bool = False,
) -> list[int]:
    """As `confirm`, inside another verb; what is `paid` already leaves whatever else the customer owes."""
    answered = first_answer(tx, token)
    if answered is not None:
        return [row.number for row in tx.all(_LEFT, a_pick=answered)]
    if packages < 1:
        raise Refused("a shipment has at least 1 package")
    check_weight(weight_grams)
    row, orders = _locked_with_orders(tx, pick)
    lines = [line for line in tx.all(PICK_LINES, a_pick=row.id) if line.picked]
    for order in orders:
        require(OrderState(order.state), "ship")
        refuse_if_held(tx, order)
        refuse_to_leave(
            tx,
            order,
            "ask for a release: H on the picking screen, or the command ship hold",
            unpaid=_unpaid(tx, order, lines),
            paid=paid,
        )
    goods.lock(tx, row.warehouse_id, {line.product_id for line in lines})
    lines = [line for line in tx.all(PICK_LINES, a_pick=row.id) if line.picked]
    packed = loads(tx, row, lines, unpacked=unpacked)
    numbers: list[int] = []
    freed: dict[int, set[int]] = {}
    for order, place in [(one, place) for one in orders for place in _places(lines, one.id)]:
        mine = [line for line in lines if line.order_id == order.id and line.ship_to_id == place]
        load = packed[order.id, place]
        shipment = Shipment(
            number=next_number(tx, "shipment"),
            order_id=order.id,
            pick_id=row.id,
            warehouse_id=row.warehouse_id,
            carrier=clean(carrier, "carrier", limit=40) or row.carrier or order.carrier,
            tracking=clean(tracking, "tracking number", limit=60),
            packages=load.parcels + (packages if load.loose else 0),
            weight_grams=load.grams + (weight_grams if load.loose else 0),
            day=tx.today,
            shipped_at=tx.now,
            shipped_by=person(tx),
            ship_to_id=place,
        )
        for warehouse_id, products in _leave(tx, order, shipment, mine).items():
            freed.setdefault(warehouse_id, set()).update(products)
        numbers.append(shipment.number)
    for order in orders:
        mine = [line for line in lines if line.order_id == order.id]
        _refuse_incomplete(tx, order, {line.order_line_id for line in mine}, row.warehouse_id)
    tx.update(Pick, row.id, state="shipped")
    tx.record("pick.shipped", "pick", row.id, state=["picked", "shipped"], shipments=numbers)
    for order in orders:
        bill_by_rule(tx, find.order(tx, order.number))
    for order in orders:
        close_if_done(tx, order.number)
    for warehouse_id, products in sorted(freed.items()):
        offer(tx, warehouse_id, products)
    remember(tx, token, "ship.confirm", row.id)
    return numbers


@verb("ship.hold")
def hold(tx: Transaction, pick: int) -> tuple[Finding, ...]:
    """Put the orders of a picked list that credit or overdue keeps from leaving before an approver; what stops them.

    The list stays as it is collected, and ships when the holds are released.
    """
    row, orders = _locked_with_orders(tx, pick)
    lines = [line for line in tx.all(PICK_LINES, a_pick=row.id) if line.picked]
    found: list[Finding] = []
    for order in orders:
        unpaid = _unpaid(tx, order, lines)
        stopped = [finding for finding in against(tx, order, unpaid) if finding.severity == "hold"]
        if not stopped:
            continue
        standing = {(row.kind, row.line) for row in tx.all(DECIDED, a_order=order.id) if row.state == "open"}
        raised = {(finding.kind, finding.line): finding for finding in guard(facts.gather(tx, order).guard).holds}
        kept = [finding for key, finding in raised.items() if key in standing]
        raise_holds(tx, order.id, order.gross, [*kept, *stopped])
        tx.record("ship.hold", "order", order.id, holds=[finding.kind for finding in stopped], pick=pick)
        found += stopped
    if not found:
        raise Refused(f"neither credit nor overdue keeps pick list {pick} from leaving; nothing to hold")
    return tuple(found)


def _locked_with_orders(tx: Transaction, number: int) -> tuple[Row[Any], list[Row[Any]]]:
    """A picked list and its orders, in the order of their ids, all locked with their customers."""
    seen = tx.all(PICK_LINES, a_pick=find.pick(tx, number).id)
    lock_buyers(tx, {line.customer_id for line in seen})
    tx.lock(Order, {line.order_id for line in seen})
    row = locked(tx, number)
    refuse_unless_picked(tx, row, "shipped")
    numbers = {line.order_id: line.number for line in seen if line.picked}
    return row, [find.order(tx, numbers[order_id]) for order_id in sorted(numbers)]


def _unpaid(tx: Transaction, order: Row[Any], picked: Sequence[Row[Any]]) -> Finding | None:
    """What the terms want paid before these goods leave, and is not."""
    percent = prepay_of(tx, order.terms_id)
    if not percent:
        return None
    leaving = {line.order_line_id: line.picked for line in picked if line.order_id == order.id}
    gone = going = 0
    for line in tx.all(facts.LINES, a_order=order.id):
        gross, due = line.net + line.tax, line.ordered - line.cancelled
        gone += divide_half_up(gross * line.shipped, due) if due else 0
        going += divide_half_up(gross * leaving.get(line.id, 0), due) if due else 0
    return check_prepaid(percent, gone, going, paid_on(tx, order.id), currency_of(tx, order.currency))


def _leave(tx: Transaction, order: Row[Any], shipment: Shipment, lines: Sequence[Row[Any]]) -> dict[int, set[int]]:
    """Ship one order's lines; the products that became free by it, by warehouse id."""
    shipment_id = tx.add(shipment)
    freed: dict[int, set[int]] = {}
    given_up = False
    for line in lines:
        axes = axes_of(find.line(tx, order.id, line.position))
        too_much = may_ship(axes, line.picked, line.over_delivery, line=line.position)
        if too_much is not None:
            raise Refused(f"order {order.number}, {too_much.message}", [too_much])
        refuse_lot(tx, line)
        reserved = min(line.picked, line.quantity)
        use_up(tx, line.order_line_id, shipment.warehouse_id, reserved)
        goods.move(
            tx, line.product_id, shipment.warehouse_id, -line.picked, "shipment",
            shipment_id=shipment_id, allocated=-reserved, lot_id=line.lot_id, on_pick=-line.picked,
        )  # fmt: skip
        if tx.change(_LEAVE, a_line=line.order_line_id, a_quantity=line.picked) != 1:
            raise Conflict(f"line {line.position} of order {order.number} changed meanwhile; look at it again")
        tx.add(
            ShipmentLine(
                shipment_id=shipment_id, order_line_id=line.order_line_id, quantity=line.picked, lot_id=line.lot_id
            )
        )
    for line in {line.order_line_id: line for line in lines}.values():  # a line of several lots stands here once
        axes = axes_of(find.line(tx, order.id, line.position))
        ends = axes.open == 0 or closes_line(axes, line.under_delivery)
        surplus = axes.allocated if ends else max(0, axes.allocated - axes.open)
        if surplus:
            for warehouse_id, products in give_back(tx, [line.order_line_id], surplus).items():
                freed.setdefault(warehouse_id, set()).update(products)
        if ends and axes.open:
            tx.change(_GIVE_UP, a_line=line.order_line_id)
            given_up = True
    if any(line.parent_id is not None for line in lines):
        kits.follow(tx, order.id)
    if given_up:
        recompute(tx, order.id)
    tx.record(
        "ship.confirm",
        "shipment",
        shipment_id,
        number=shipment.number,
        order=order.number,
        tracking=shipment.tracking,
        shipped=_together(lines),
        **lots_of(lines),
    )
    return freed


def _places(lines: Sequence[Row[Any]], order_id: int) -> list[int | None]:
    """Where an order's lines go, the order's own address (None) first: a shipment is for one place."""
    return sorted({line.ship_to_id for line in lines if line.order_id == order_id}, key=lambda place: place or 0)


def _together(lines: Sequence[Row[Any]]) -> dict[str, int]:
    shipped: dict[str, int] = {}
    for line in lines:
        shipped[line.sku] = shipped.get(line.sku, 0) + line.picked
    return shipped


def _refuse_incomplete(tx: Transaction, order: Row[Any], line_ids: set[int], warehouse_id: int) -> None:
    """Raises Refused when what left does not keep to the order's delivery rule.

    What is reserved in another warehouse leaves from there and is not missing; nor is what the supplier delivers.
    """
    if order.delivery_rule == DeliveryRule.PARTIAL:
        return
    elsewhere: Counter[int] = Counter()
    if order.sourcing != Sourcing.OWN:
        for row in tx.all(_ELSEWHERE, a_order=order.id, a_warehouse=warehouse_id):
            elsewhere[row.order_line_id] += row.quantity
    for line in tx.all(facts.LINES, a_order=order.id):
        left = max(0, axes_of(line).open - elsewhere[line.id])
        in_question = order.delivery_rule == DeliveryRule.COMPLETE or line.id in line_ids
        if left and in_question and line.kind not in ("service", "kit") and not line.drop_ship:
            whole = "the order only whole" if order.delivery_rule == DeliveryRule.COMPLETE else "lines only whole"
            raise Refused(
                f"order {order.number} may leave with {whole}: {quantity_text(left)} of {line.sku} are missing. "
                "Cancel the pick list, or amend the order to what there is"
            )
