"""The rows of attribute values, and what an order takes over when it is placed."""

from __future__ import annotations

from typing import Any

from sqlalchemy import bindparam, or_, select

from orderdesk.models import AttributeValue
from orderdesk.queries.facts import Facts
from orderdesk.rules.attributes import Definition
from orderdesk.store.transaction import Transaction, table
from orderdesk.texts import fold

_OWNERS = ("customer_id", "product_id", "order_id", "order_line_id")
_VALUE = table(AttributeValue)
ONE = {
    owner: select(_VALUE).where(
        _VALUE.c.attribute_id == bindparam("an_attribute"), _VALUE.c[owner] == bindparam("a_key")
    )
    for owner in _OWNERS
}
_SAID = select(_VALUE.c.attribute_id, _VALUE.c.order_line_id).where(
    or_(
        _VALUE.c.order_id == bindparam("a_order"),
        _VALUE.c.order_line_id.in_(bindparam("lines", expanding=True)),
    )
)


def row_of(one: Definition, owner: str, key: int, value: str) -> dict[str, Any]:
    """A value of a customer, product, order or line, as it is written."""
    return {"attribute_id": one.id, **dict.fromkeys(_OWNERS), owner: key, "value": value, "folded": fold(value)}


def keep_taken_over(tx: Transaction, order_id: int, known: Facts) -> None:
    """Write down what a placed order takes over from its customer and products: later changes there do not reach it.

    Nothing is read where no attribute is taken over.
    """
    site = known.guard.site
    carried = [one for one in site.definitions if one.carried] if site is not None else []
    if site is None or not carried:
        return
    ids = {line.position: line.id for line in known.lines}
    said = {
        (row.attribute_id, row.order_line_id)
        for row in tx.all(_SAID, a_order=order_id, lines=list(ids.values()) or [0])
    }
    rows = []
    for one in carried:
        value = site.order.attributes.get(one.code, "")
        if one.on_orders and value and (one.id, None) not in said:
            rows.append(row_of(one, "order_id", order_id, value))
        for line in site.order.lines if one.on_lines else ():
            value = line.attributes.get(one.code, "")
            if value and (one.id, ids[line.position]) not in said:
                rows.append(row_of(one, "order_line_id", ids[line.position], value))
    tx.add_all(AttributeValue, rows)
