"""The values of a site's own attributes: of an order and its lines with what they take over, of customers, products."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from sqlalchemy import bindparam, or_, select

from orderdesk.models import AttributeValue
from orderdesk.queries.site_rules import SiteRules, site_rules
from orderdesk.rules.attributes import AttributeType, Definition, Subject
from orderdesk.store.transaction import Reading, table

_VALUE = table(AttributeValue)
_OF_ORDER = select(_VALUE).where(
    or_(
        _VALUE.c.order_id == bindparam("a_order"),
        _VALUE.c.order_line_id.in_(bindparam("lines", expanding=True)),
        _VALUE.c.customer_id == bindparam("a_customer"),
        _VALUE.c.product_id.in_(bindparam("products", expanding=True)),
    )
)
_OF_CUSTOMER = select(_VALUE).where(_VALUE.c.customer_id == bindparam("a_owner"))
_OF_PRODUCT = select(_VALUE).where(_VALUE.c.product_id == bindparam("a_owner"))


@dataclass(frozen=True, slots=True)
class Values:
    """Values by attribute code: the order's, and each line's by its id. What is taken over is among them."""

    order: Mapping[str, str] = field(default_factory=dict)
    lines: Mapping[int, Mapping[str, str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Attributed:
    """One attribute of a document as it is shown; of a line, with its position.

    Attributes:
        takes: what can be said, in words; `choices` where there are only a few.
    """

    code: str
    name: str
    value: str
    required: bool = False
    line: int | None = None
    takes: str = ""
    choices: tuple[str, ...] = ()


def values_of(
    reading: Reading, order_id: int, customer_id: int, lines: Iterable[tuple[int, int]], site: SiteRules | None = None
) -> Values:
    """An order's values; nothing is read where the site has defined no attribute.

    Args:
        lines: each line's id and its product's.
    """
    known = {one.id: one for one in (site or site_rules(reading)).definitions}
    if not known:
        return Values()
    products = list(lines)
    rows = reading.all(
        _OF_ORDER,
        a_order=order_id,
        a_customer=customer_id,
        lines=[line for line, _ in products] or [0],
        products=sorted({product for _, product in products}) or [0],
    )
    of_order: dict[str, str] = {}
    of_products: dict[int, dict[str, str]] = {}
    of_lines: dict[int, dict[str, str]] = {line: {} for line, _ in products}
    for row in sorted(rows, key=lambda row: row.order_id is not None):  # its own word goes before the customer's
        one = known.get(row.attribute_id)
        if one is None:
            continue
        if row.order_id is not None or (row.customer_id is not None and one.carried):
            of_order[one.code] = row.value
        elif row.product_id is not None and one.carried:
            of_products.setdefault(row.product_id, {})[one.code] = row.value
        elif row.order_line_id is not None:
            of_lines[row.order_line_id][one.code] = row.value
    return Values(of_order, {line: of_products.get(product, {}) | of_lines[line] for line, product in products})


def of_owner(reading: Reading, subject: Subject, owner_id: int) -> tuple[Attributed, ...]:
    """Every attribute that a customer or a product can have, with its value; empty where there is none."""
    definitions = [one for one in site_rules(reading).definitions if one.subject is subject]
    if not definitions:
        return ()
    statement = _OF_CUSTOMER if subject is Subject.CUSTOMER else _OF_PRODUCT
    held = {row.attribute_id: row.value for row in reading.all(statement, a_owner=owner_id)}
    return tuple(shown(one, held.get(one.id, "")) for one in definitions)


def shown(one: Definition, value: str, line: int | None = None) -> Attributed:
    """An attribute with its value."""
    choices = ("yes", "no") if one.type is AttributeType.YES_NO else one.choices
    return Attributed(one.code, one.name, value, one.required, line, one.takes, choices)


def shown_on_order(site: SiteRules, values: Values, lines: Iterable[tuple[int, int]]) -> tuple[Attributed, ...]:
    """What an order and its lines have, and what they must have.

    Args:
        lines: each line's id and its position.
    """
    found = [
        shown(one, values.order.get(one.code, ""))
        for one in site.definitions
        if one.on_orders and (one.required or values.order.get(one.code))
    ]
    for key, position in lines:
        of_line = values.lines.get(key, {})
        found += [
            shown(one, of_line.get(one.code, ""), position)
            for one in site.definitions
            if one.on_lines and (one.required or of_line.get(one.code))
        ]
    return tuple(found)
