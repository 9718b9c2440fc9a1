"""Templates: baskets with a name, and standing orders, which are templates that come by themselves.

A template keeps goods and quantities, never prices. Its lines are changed by saving it anew. Lock order: a template
before customer, order and stock.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Row, bindparam, delete, select

from orderdesk.desk import find
from orderdesk.desk.ledger import person
from orderdesk.desk.order_lines import in_stock_units
from orderdesk.desk.upkeep import MOST_DAYS, add, changes, emptied, in_codes, named, whole
from orderdesk.desk.verb import verb
from orderdesk.errors import BadValue, NotFound, Refused
from orderdesk.models import Customer, OrderTemplate, OrderTemplateLine
from orderdesk.queries import facts
from orderdesk.queries.order_wide import bought
from orderdesk.queries.templates import template_name
from orderdesk.store.transaction import Transaction, table
from orderdesk.texts import clean, visible
from orderdesk.values import ONE, Quantity

MOST_LINES = 500

_TEMPLATE = table(OrderTemplate)
_LINE = table(OrderTemplateLine)
_CUSTOMER = table(Customer)
_BY_NAME = select(_TEMPLATE).where(_TEMPLATE.c.name == bindparam("a_name"))
_CODE = select(_CUSTOMER.c.code).where(_CUSTOMER.c.id == bindparam("a_customer"))
_DROP_LINES = delete(_LINE).where(_LINE.c.template_id == bindparam("a_template"))
_DROP = delete(_TEMPLATE).where(_TEMPLATE.c.id == bindparam("a_template"))


@dataclass(frozen=True, slots=True)
class TemplateGoods:
    """One line for a template.

    Attributes:
        sku: a SKU or a barcode.
        quantity: in `unit`; empty is the barcode's, or the stock unit.
    """

    sku: str
    quantity: Quantity = ONE
    unit: str = ""
    note: str = ""


@verb("template.save")
def save(
    tx: Transaction,
    name: str,
    *,
    order: int | None = None,
    lines: Sequence[TemplateGoods] = (),
    customer: str | None = None,
    note: str | None = None,
    replace: bool = False,
) -> str:
    """Keep a basket under a name, from an order's lines or from lines of its own; the name as it is kept.

    Args:
        customer: whom it is for; empty is everybody. Unless said it is the order's customer, or everybody; a template
            that is replaced stays with whom it is for.
        replace: put these lines in the place of those that the name has; without it a name that exists is refused.

    Raises:
        Refused: the name exists already.
    """
    kept = named(template_name(name), "template name", limit=60)
    wanted, orderer = _lines(tx, order, lines)
    if not wanted:
        raise BadValue("a template needs at least one line")
    if len(wanted) > MOST_LINES:
        raise BadValue(f"{len(wanted)} lines are too many for a template; {MOST_LINES} is the most")
    there = tx.first(_BY_NAME, a_name=kept)
    customer_id = orderer if customer is None else _customer_id(tx, customer)
    cleaned = None if note is None else clean(note, "note", limit=500)
    if there is None:
        row = OrderTemplate(name=kept, customer_id=customer_id, note=cleaned or "", created_by=person(tx))
        key = add(tx, row, f"template {kept} was saved at another terminal just now; look at it, or take another name")
        tx.record("template.save", "template", key, name=kept, customer=_code(tx, customer_id), lines=len(wanted))
    else:
        there = locked(tx, kept)
        key = there.id
        had = tx.change(_DROP_LINES, a_template=key)
        whose = f"for {_code(tx, there.customer_id)}" if there.customer_id else "for everybody"
        if not replace:
            raise Refused(
                f"template {kept} ({whose}) exists already, with {_counted(had)}; to put these {_counted(len(wanted))}"
                " in their place, say that it may be replaced, or else take another name"
            )
        values: dict[str, Any] = {"note": cleaned} if cleaned is not None else {}
        if customer is not None:
            _require_customer_of_standing(there, customer_id)
            values["customer_id"] = customer_id
        tx.update(OrderTemplate, key, **values)
        tx.record("template.save", "template", key, name=kept, lines=[had, len(wanted)])
    tx.add_all(OrderTemplateLine, [{**line, "template_id": key} for line in wanted])
    return kept


@verb("template.change")
def change(
    tx: Transaction,
    template: str,
    *,
    name: str | None = None,
    note: str | None = None,
    customer: str | None = None,
    active: bool | None = None,
) -> str:
    """Change a template's name, note, customer, or whether it is in use; what is None stays. Its name after.

    Args:
        customer: whom it is for; empty is everybody.

    Raises:
        Refused: the new name is taken, or a standing order would be for nobody.
    """
    row = locked(tx, template)
    kept = None if name is None else named(template_name(name), "template name", limit=60)
    if kept not in (None, row.name) and tx.first(_BY_NAME, a_name=kept) is not None:
        raise Refused(f"there is a template {kept} already; take another name")
    customer_id = None if customer is None else _customer_id(tx, customer)
    wanted = {
        "name": kept,
        "note": None if note is None else clean(note, "note", limit=500),
        "customer_id": customer_id,
        "active": active,
    }
    changed = changes(row, wanted) | emptied(row, customer_id=customer is not None and customer_id is None)
    if "customer_id" in changed:
        _require_customer_of_standing(row, customer_id)
    if changed:
        tx.update(OrderTemplate, row.id, **{column: new for column, (_, new) in changed.items()})
        tx.record("template.change", "template", row.id, **in_codes(tx, changed, {"customer_id": Customer}))
    return kept or str(row.name)


@verb("template.stand")
def stand(tx: Transaction, template: str, every_days: int, *, next_on: date | None = None) -> date | None:
    """Make a template a standing order, or stop it; the day of its next order, None when it is stopped.

    Args:
        every_days: how many days lie between its orders; 0 stops it.
        next_on: the day of the first; today unless said, or as it stands when it is one already.

    Raises:
        Refused: it is for no customer, or the day is gone.
    """
    row = locked(tx, template)
    whole(every_days, "days between two orders", MOST_DAYS)
    day: date | None = None
    if every_days:
        if row.customer_id is None:
            raise Refused(f"template {row.name} is for everybody; a standing order needs a customer: give it one first")
        day = next_on or row.next_on or tx.today
        if next_on is not None and next_on < tx.today:
            raise Refused(f"{next_on} is gone; the next order of {row.name} can be made on {tx.today} or later")
    elif next_on is not None:
        raise BadValue("a standing order that is stopped has no next day")
    changed = changes(row, {"every_days": every_days, "next_on": day}) | emptied(row, next_on=day is None)
    if changed:
        tx.update(OrderTemplate, row.id, **{column: new for column, (_, new) in changed.items()})
        tx.record("template.stand", "template", row.id, name=row.name, **changed)
    return day


@verb("template.discard")
def discard(tx: Transaction, template: str) -> str:
    """Throw a template away, and the standing order that it is; its name. Orders made from it stay."""
    row = locked(tx, template)
    lines = tx.change(_DROP_LINES, a_template=row.id)
    tx.change(_DROP, a_template=row.id)
    tx.record("template.discard", "template", row.id, name=row.name, customer=_code(tx, row.customer_id), lines=lines)
    return str(row.name)


def find_template(tx: Transaction, name: str) -> Row[Any]:
    """The template with this name, whatever its case. Raises NotFound."""
    key = template_name(name)
    row = tx.first(_BY_NAME, a_name=key)
    if row is None:
        raise NotFound(f"there is no template {visible(key)}; orderdesk template list shows them all")
    return row


def locked(tx: Transaction, name: str) -> Row[Any]:
    """The template, its row locked and read. Raises NotFound."""
    tx.lock(OrderTemplate, [find_template(tx, name).id])
    return find_template(tx, name)


def _lines(
    tx: Transaction, order: int | None, lines: Sequence[TemplateGoods]
) -> tuple[list[dict[str, Any]], int | None]:
    """The rows of the lines, and the customer of the order that they are from."""
    if (order is None) == (not lines):
        raise BadValue("say an order whose lines the template has, or lines of its own; one of the two")
    if order is None:
        return [_line(tx, position, line) for position, line in enumerate(lines, start=1)], None
    row = find.order(tx, order)
    standing = bought(tx.all(facts.LINES, a_order=row.id))  # free goods and components come by themselves
    return [
        {
            "position": position, "product_id": line.product_id, "quantity": line.ordered - line.cancelled,
            "unit": line.unit, "factor": line.factor, "note": line.note,
        }
        for position, line in enumerate(standing, start=1)
    ], row.customer_id  # fmt: skip


def _line(tx: Transaction, position: int, line: TemplateGoods) -> dict[str, Any]:
    product, scanned = find.item(tx, line.sku)
    unit = line.unit or scanned or product.unit
    factor = find.factor(tx, product, unit)
    return {
        "position": position, "product_id": product.id, "quantity": in_stock_units(line.quantity, factor),
        "unit": unit, "factor": factor, "note": clean(line.note, "note"),
    }  # fmt: skip


def _customer_id(tx: Transaction, code: str) -> int | None:
    return int(find.customer(tx, code).id) if code.strip() else None


def _code(tx: Transaction, customer_id: int | None) -> str | None:
    return None if customer_id is None else tx.scalar(_CODE, a_customer=customer_id)


def _require_customer_of_standing(row: Row[Any], customer_id: int | None) -> None:
    if customer_id is None and row.every_days:
        raise Refused(f"template {row.name} is a standing order, which needs a customer; stop it first")


def _counted(lines: int) -> str:
    return "1 line" if lines == 1 else f"{lines} lines"
