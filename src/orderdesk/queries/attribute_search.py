"""Orders by the company's own attributes: the order's, its lines', and what they take over."""

from __future__ import annotations

from typing import Any

from sqlalchemy import CompoundSelect, Select, and_, select, union_all
from sqlalchemy.sql.elements import ColumnElement

from orderdesk.errors import BadValue
from orderdesk.models import AttributeValue, Order, OrderLine
from orderdesk.queries.site_rules import site_rules
from orderdesk.rules.attributes import Definition
from orderdesk.store.transaction import Reading, table
from orderdesk.texts import fold, visible

BEYOND = "\U0010ffff"  # after everything that begins alike

_VALUE, _ORDER, _LINE = table(AttributeValue), table(Order), table(OrderLine)


def orders_with(reading: Reading, said: str) -> CompoundSelect[Any]:
    """The ids of orders with `packing` or `packing=crate`; of a value the beginning is enough.

    Raises:
        BadValue: no attribute of this name is looked for; says which are.
    """
    code, _, value = said.partition("=")
    known = [one for one in site_rules(reading).definitions if one.searchable]
    meant = [one for one in known if one.word == code.strip().casefold()]
    if not meant:
        there = ", ".join(one.word for one in known) or "none can be looked for"
        raise BadValue(f"with: {visible(code)[:20]!r} is no attribute that is looked for; there are: {there}")
    wanted = fold(value.strip())
    holds = _VALUE.c.folded.between(wanted, wanted + BEYOND) if wanted else _VALUE.c.folded != ""
    return union_all(*_orders(meant[0], holds))


def orders_saying(reading: Reading, word: str) -> list[Select[Any]]:
    """The ids of orders one of whose searchable attributes begins with a word; none where the site has no such."""
    known = [one for one in site_rules(reading).definitions if one.searchable]
    wanted = fold(word)
    return [
        found for one in known for found in _orders(one, _VALUE.c.folded.between(wanted, wanted + BEYOND)) if wanted
    ]


def _orders(one: Definition, holds: ColumnElement[bool]) -> list[Select[Any]]:
    """By the order's own value, its lines', and (a draft has not taken it over yet) its customer's or product's."""
    found = [
        select(_VALUE.c.order_id).where(_VALUE.c.attribute_id == one.id, holds, _VALUE.c.order_id.is_not(None)),
        select(_LINE.c.order_id)
        .join(_VALUE, _VALUE.c.order_line_id == _LINE.c.id)
        .where(_VALUE.c.attribute_id == one.id, holds),
    ]
    if one.carried and one.on_orders:
        found.append(
            select(_ORDER.c.id)
            .join(_VALUE, _VALUE.c.customer_id == _ORDER.c.customer_id)
            .where(_VALUE.c.attribute_id == one.id, holds, _ORDER.c.state == "draft")
        )
    if one.carried and one.on_lines:
        found.append(
            select(_LINE.c.order_id)
            .join(_ORDER, and_(_ORDER.c.id == _LINE.c.order_id, _ORDER.c.state == "draft"))
            .join(_VALUE, _VALUE.c.product_id == _LINE.c.product_id)
            .where(_VALUE.c.attribute_id == one.id, holds)
        )
    return found
