"""Drop shipment: the supplier delivers to the customer. There is no pick and no stock of ours; the shipment is his.

The line asks for it by a request of kind drop (`desk.supply`); what was delivered is billed like what we ship.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import Row, bindparam, select, update

from orderdesk.desk import find, supply
from orderdesk.desk.amendments import axes_of, close_if_done
from orderdesk.desk.billing import bill_by_rule
from orderdesk.desk.ledger import not_ahead, person
from orderdesk.desk.orders import locked
from orderdesk.desk.parcels import check_weight
from orderdesk.desk.upkeep import whole
from orderdesk.desk.verb import verb
from orderdesk.errors import Conflict, Refused
from orderdesk.models import ExpectedReceipt, OrderLine, Shipment, ShipmentLine
from orderdesk.rules.amendment import may_ship
from orderdesk.store.numbers import next_number
from orderdesk.store.once import first_answer, remember
from orderdesk.store.transaction import Transaction, table
from orderdesk.texts import clean
from orderdesk.values import MAX_QUANTITY, Quantity

_LINE, _EXPECTED, _SHIPMENT = table(OrderLine), table(ExpectedReceipt), table(Shipment)
_NUMBER = select(_SHIPMENT.c.number).where(_SHIPMENT.c.id == bindparam("a_shipment"))
_DELIVERED = (
    update(_LINE)
    .where(_LINE.c.id == bindparam("a_line"), _LINE.c.shipped == bindparam("a_shipped"), _LINE.c.drop_ship)
    .values(shipped=_LINE.c.shipped + bindparam("a_quantity"))
)
_ASKED = (
    select(_EXPECTED)
    .where(
        _EXPECTED.c.order_line_id == bindparam("a_line"),
        _EXPECTED.c.kind == supply.DROP,
        _EXPECTED.c.received < _EXPECTED.c.quantity,
    )
    .order_by(_EXPECTED.c.state, _EXPECTED.c.due, _EXPECTED.c.id)  # what was ordered comes before what was asked for
)


@verb("ship.direct")
def direct(
    tx: Transaction,
    order: int,
    position: int,
    quantity: Quantity | None = None,
    *,
    carrier: str = "",
    tracking: str = "",
    packages: int = 1,
    weight_grams: int = 0,
    day: date | None = None,
    token: str | None = None,
) -> int:
    """Say that the supplier delivered a line, or part of it; the shipment's number. It is billed like what we ship.

    It has happened: so neither credit nor a hold keeps it from being written down. They are looked at when the supplier
    is told to deliver.

    Args:
        quantity: in stock units; all that is still to be delivered unless said.
        day: when it left the supplier; today unless said, never ahead.
        token: the same token gives the same shipment again and does nothing.

    Raises:
        Refused: the line is not delivered by the supplier, or so much is not to be delivered any more.
    """
    answered = first_answer(tx, token)
    if answered is not None:
        return int(tx.scalar(_NUMBER, a_shipment=answered))
    row = locked(tx, order, "ship")
    line = find.line(tx, row.id, position)
    product = find.product_by_id(tx, line.product_id)
    if not line.drop_ship:
        raise Refused(f"line {position} of order {order}, {product.sku}, leaves from our warehouse; pick and ship it")
    axes = axes_of(line)
    much = axes.open if quantity is None else whole(quantity, "quantity", MAX_QUANTITY, least=1)
    if much <= 0:
        raise Refused(f"line {position} of order {order}: all of it is delivered")
    too_much = may_ship(axes, much, product.over_delivery, line=position)
    if too_much is not None:
        raise Refused(f"order {order}, {too_much.message}", [too_much])
    check_weight(weight_grams)
    if packages < 1:
        raise Refused("a shipment has at least 1 package")
    shipment = Shipment(
        number=next_number(tx, "shipment"),
        order_id=row.id,
        warehouse_id=row.warehouse_id,
        carrier=clean(carrier, "carrier", limit=40) or row.carrier,
        tracking=clean(tracking, "tracking number", limit=60),
        packages=packages,
        weight_grams=weight_grams,
        day=not_ahead(tx, day, "a delivery"),
        shipped_at=tx.now,
        shipped_by=person(tx),
        direct=True,
        supplier_id=product.supplier_id,
        ship_to_id=line.ship_to_id,
    )
    shipment_id = tx.add(shipment)
    tx.add(ShipmentLine(shipment_id=shipment_id, order_line_id=line.id, quantity=much))
    if tx.change(_DELIVERED, a_line=line.id, a_shipped=line.shipped, a_quantity=much) != 1:
        raise Conflict(f"line {position} of order {order} changed meanwhile; look at it again")
    _arrived(tx, line, much)
    tx.record(
        "ship.direct", "shipment", shipment_id, number=shipment.number, order=order, line=position,
        tracking=shipment.tracking, shipped={product.sku: much}, day=shipment.day,
    )  # fmt: skip
    supply.bring_up_to_date(tx, find.order(tx, order))
    bill_by_rule(tx, find.order(tx, order))
    close_if_done(tx, order)
    remember(tx, token, "ship.direct", shipment_id)
    return shipment.number


def _arrived(tx: Transaction, line: Row[Any], quantity: Quantity) -> None:
    """Count a delivery against what the supplier was asked for."""
    for row in tx.all(_ASKED, a_line=line.id):
        part = min(quantity, row.quantity - row.received)
        if part:
            tx.update(ExpectedReceipt, row.id, received=row.received + part, state="ordered")
        quantity -= part
