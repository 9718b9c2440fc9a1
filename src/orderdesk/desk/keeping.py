"""Keeping goods for an important customer by hand: a reservation without an order, until a day.

What is kept is offered to nobody else; that customer's orders use it up before they take what is free. On the day after
it lapses it is everybody's again; `lapse` offers it then to those who wait.
"""

from __future__ import annotations

from datetime import date

from sqlalchemy import bindparam, select

from orderdesk.desk import find, goods, kept
from orderdesk.desk.allocation import offer
from orderdesk.desk.ledger import person
from orderdesk.desk.stock import stocked
from orderdesk.desk.upkeep import needed_reason, whole
from orderdesk.desk.verb import verb
from orderdesk.errors import BadValue, NotFound, Refused
from orderdesk.models import KeptGoods, Stock
from orderdesk.queries.settings import settings
from orderdesk.rules.queue import shelf
from orderdesk.store.transaction import Transaction, table
from orderdesk.texts import clean
from orderdesk.values import MAX_QUANTITY, Quantity, quantity_text

_KEPT = table(KeptGoods)
_STOCK = table(Stock)
_ONE = select(_KEPT).where(_KEPT.c.id == bindparam("a_kept"))
_LAPSED = select(_KEPT.c.id, _KEPT.c.product_id, _KEPT.c.warehouse_id).where(
    _KEPT.c.ended_at.is_(None), _KEPT.c.until < bindparam("today")
)


@verb("stock.keep")
def keep(
    tx: Transaction,
    sku: str,
    customer: str,
    quantity: Quantity,
    until: date,
    *,
    warehouse: str | None = None,
    reason: str = "",
) -> int:
    """Keep free goods for a customer; the id to give them up by.

    Args:
        until: the last day on which they are kept.

    Raises:
        Refused: so much is not free; says what there is.
        BadValue: the day has passed.
    """
    product, buyer = stocked(tx, sku), find.customer(tx, customer)
    place = find.warehouse(tx, warehouse or settings(tx).warehouse)
    whole(quantity, "quantity", MAX_QUANTITY, least=1)
    if until < tx.today:
        raise BadValue(f"{until} has passed; goods are kept until today, {tx.today}, or a later day")
    stock = goods.lock(tx, place.id, [product.id])
    row = stock.get(product.id)
    others = kept.kept_for(tx, stock.values()).get((product.id, place.id), {})
    there = shelf(row.on_hand, row.allocated, row.safety, others) if row else shelf(0, 0, 0, {})
    on_hand, reserved = (row.on_hand, row.allocated) if row else (0, 0)
    if quantity > there.free:
        safe = f", {quantity_text(there.safety)} are safety stock" if there.safety else ""
        raise Refused(
            f"{quantity_text(quantity)} of {product.sku} cannot be kept in {place.code}: "
            f"{quantity_text(on_hand)} on hand, {quantity_text(reserved)} reserved, "
            f"{quantity_text(sum(others.values()))} kept already{safe}; {quantity_text(there.free)} are free"
        )
    kept_goods = KeptGoods(
        product_id=product.id,
        warehouse_id=place.id,
        customer_id=buyer.id,
        quantity=quantity,
        kept=quantity,
        until=until,
        reason=clean(reason, "reason", limit=200),
        made_at=tx.now,
        made_by=person(tx),
    )
    key = tx.add(kept_goods)
    kept.add_to_stock(tx, product.id, place.id, quantity)
    tx.record(
        "stock.keep", "product", product.id, kept=key, customer=buyer.code, warehouse=place.code, quantity=quantity,
        until=until, reason=kept_goods.reason,
    )  # fmt: skip
    return key


@verb("stock.unkeep")
def unkeep(tx: Transaction, kept_id: int, reason: str) -> Quantity:
    """Give up what is left of goods kept for a customer, and offer it to those who wait; how much that was."""
    why = needed_reason(reason, "release of kept goods")
    row = tx.first(_ONE, a_kept=kept_id) if find.fits(kept_id) else None
    if row is None:
        raise NotFound(f"nothing is kept under {kept_id}")
    goods.lock_unread(tx, row.warehouse_id, [row.product_id])
    row = tx.first(_ONE, a_kept=kept_id)
    assert row is not None
    if row.ended_at is not None:
        raise Refused(f"what was kept under {kept_id} is used up, has lapsed or was given up already")
    kept.end(tx, row, why)
    offer(tx, row.warehouse_id, {row.product_id})
    return int(row.quantity)


@verb("stock.lapse")
def lapse(tx: Transaction) -> int:
    """End everything that was kept until a day that has passed, and offer it to those who wait; how many there were."""
    rows = tx.all(_LAPSED, today=tx.today)
    goods.lock_unread(tx, None, {row.product_id for row in rows})
    ended = 0
    for row in rows:
        one = tx.first(_ONE, a_kept=row.id)
        if one is not None and one.ended_at is None:
            kept.end(tx, one, "lapsed")
            ended += 1
    for place in sorted({row.warehouse_id for row in rows}):
        offer(tx, place, {row.product_id for row in rows if row.warehouse_id == place})
    return ended
