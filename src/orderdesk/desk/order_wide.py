"""After an order's lines changed: the prices that depend on its other lines, and the free goods that they earn.

Prices typed by hand and prices of what has left stay. A line of free goods belongs to its promotion: it comes, grows
and goes with what is bought, and nobody edits it. Where no rule looks at more than one line, nothing is done.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import Row, bindparam, delete, func, select, update

from orderdesk.desk import find
from orderdesk.desk.allocation import give_back
from orderdesk.errors import Refused
from orderdesk.models import OrderLine, Pick, PickLine
from orderdesk.queries import facts
from orderdesk.queries.currencies import exchange_of
from orderdesk.queries.order_wide import Stood, bought, counted, earned, moved
from orderdesk.queries.taxes import rate_of, tax_rates
from orderdesk.rules.free_goods import FreeGoods
from orderdesk.rules.lifecycle import OrderState
from orderdesk.rules.price import for_unit
from orderdesk.store.transaction import Transaction, table
from orderdesk.values import ONE, Quantity

_LINE = table(OrderLine)
_PICK_LINE = table(PickLine)
_PICK = table(Pick)
_LAST_POSITION = select(func.coalesce(func.max(_LINE.c.position), 0)).where(_LINE.c.order_id == bindparam("a_order"))
_REPRICE = (
    update(_LINE)
    .where(_LINE.c.id == bindparam("a_line"))
    .values(price=bindparam("a_price"), price_source=bindparam("a_source"))
)
_SET = update(_LINE).where(_LINE.c.id == bindparam("a_line")).values(ordered=bindparam("a_quantity"))
_DROP = delete(_LINE).where(_LINE.c.id == bindparam("a_line"))
_BEING_PICKED = (
    select(func.coalesce(func.sum(_PICK_LINE.c.quantity), 0))
    .join(_PICK, _PICK.c.id == _PICK_LINE.c.pick_id)
    .where(_PICK_LINE.c.order_line_id == bindparam("a_line"), _PICK.c.state.in_(("open", "picked")))
)


def settle(tx: Transaction, order: Row[Any], before: Stood | None, fresh: Collection[int] = ()) -> dict[int, set[int]]:
    """Bring prices and free goods up to date with the lines; the sums are the caller's to `recompute`.

    Args:
        before: how the order stood (`stood`); None is: no rule looks at more than one line.
        fresh: positions of lines that are new or whose quantity changed.

    Returns:
        The goods that were freed by what is given away no longer, by warehouse id: what to `offer`.
    """
    if before is None:
        return {}
    lines = tx.all(facts.LINES, a_order=order.id)
    was, now = bought(before.lines), bought(lines)
    found = facts.line_offers(tx, facts.customer_of(tx, order), now, order)
    new = {line.id for line in now if line.position in fresh}
    prices = moved(found, order.order_date, now, counted(was), counted(now), new)
    changed = {}
    rows = []
    for line in now:
        if line.id in prices:
            chosen = prices[line.id]
            price = None if chosen is None else for_unit(chosen.price, line.factor)
            source = "" if chosen is None else chosen.source
            if (price, source) != (line.price, line.price_source):
                rows.append({"a_line": line.id, "a_price": price, "a_source": source})
            if price != line.price and line.id not in new:
                changed[str(line.position)] = [line.price, price]
    tx.change_all(_REPRICE, rows)
    if changed:
        tx.record("order.reprice", "order", order.id, prices=changed)
    return _give(tx, order, lines, earned(found, order.order_date, now, counted(now)))


def refuse_free(line: Row[Any]) -> None:
    """Raises Refused for a line of free goods, which nobody changes by hand."""
    if line.free_rule_id is not None:
        raise Refused(
            f"line {line.position} is free goods ({line.price_source}): it follows what is bought;"
            " change the lines that earn it, or end the promotion"
        )


def _give(
    tx: Transaction, order: Row[Any], lines: Sequence[Row[Any]], wanted: Sequence[FreeGoods]
) -> dict[int, set[int]]:
    there = {(line.free_rule_id, line.product_id): line for line in lines if line.free_rule_id is not None}
    freed: dict[int, set[int]] = {}
    for one in wanted:
        line = there.pop((one.rule.rule_id, one.product_id), None)
        if line is None:
            _add(tx, order, one)
        else:
            _to(tx, order, line, one.quantity, freed)
    for line in there.values():
        _to(tx, order, line, 0, freed)
    return freed


def _add(tx: Transaction, order: Row[Any], given: FreeGoods) -> None:
    product = find.product_by_id(tx, given.product_id)
    if not product.active or product.kind == "kit":
        return  # what is no longer sold is not given away either; and rule entry refuses kits
    buyer = facts.customer_of(tx, order)
    tax = rate_of(tax_rates(tx, order.order_date), product.tax_class, exempt=buyer.tax_exempt)
    position = int(tx.scalar(_LAST_POSITION, a_order=order.id)) + 1
    tx.add(
        OrderLine(
            order_id=order.id,
            position=position,
            product_id=product.id,
            description=product.name,
            unit=product.unit,
            factor=ONE,
            ordered=given.quantity,
            price=0,
            price_source=given.rule.name,
            **tax.on(exchange_of(tx, order.currency, order.rate)).columns,
            cost=product.cost,
            note="free goods",
            free_rule_id=given.rule.rule_id,
        )
    )
    tx.record(
        "order.free_goods", "order", order.id, line=position, sku=product.sku, promotion=given.rule.name,
        quantity=[0, given.quantity],
    )  # fmt: skip


def _to(tx: Transaction, order: Row[Any], line: Row[Any], quantity: Quantity, freed: dict[int, set[int]]) -> None:
    """So much of a line of free goods, but not less than has left or is being picked."""
    standing = line.ordered - line.cancelled
    gone = line.shipped + (int(tx.scalar(_BEING_PICKED, a_line=line.id)) if line.allocated else 0)
    due = max(quantity, gone)
    if due == standing:
        return
    if due == 0 and order.state == OrderState.DRAFT:
        tx.change(_DROP, a_line=line.id)
    else:
        too_much = line.allocated - max(0, due - line.shipped)
        if too_much > 0:
            for warehouse_id, products in give_back(tx, [line.id], too_much).items():
                freed.setdefault(warehouse_id, set()).update(products)
        tx.change(_SET, a_line=line.id, a_quantity=due + line.cancelled)
    tx.record(
        "order.free_goods", "order", order.id, line=line.position, sku=line.sku, promotion=line.price_source,
        quantity=[standing, due],
    )  # fmt: skip
