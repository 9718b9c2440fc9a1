"""Orders made from templates: by somebody who wants one now, and by standing orders on their day.

Always drafts at today's prices; whoever submits them meets the guard as with any other order.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, bindparam, select, update

from orderdesk.desk import find, orders
from orderdesk.desk.order_lines import add_line
from orderdesk.desk.order_wide import settle
from orderdesk.desk.templates import find_template
from orderdesk.desk.totals import recompute
from orderdesk.desk.verb import verb
from orderdesk.errors import BadValue, Refused
from orderdesk.models import Customer, Order, OrderTemplate
from orderdesk.queries.order_wide import stood
from orderdesk.queries.taxes import rate_of, tax_rates
from orderdesk.queries.templates import LINES, line_of
from orderdesk.rules.standing import next_day
from orderdesk.store.once import first_answer, remember
from orderdesk.store.transaction import Transaction, table

_TEMPLATE = table(OrderTemplate)
_CUSTOMER = table(Customer)
_NUMBER = select(table(Order).c.number).where(table(Order).c.id == bindparam("a_order"))
_HEADS = select(
    _TEMPLATE, _CUSTOMER.c.code, _CUSTOMER.c.active.label("buys"), _CUSTOMER.c.tax_exempt
).join(_CUSTOMER, _CUSTOMER.c.id == _TEMPLATE.c.customer_id)  # fmt: skip
_DUE = _HEADS.where(
    _TEMPLATE.c.next_on <= bindparam("a_today"), _TEMPLATE.c.every_days > 0, _TEMPLATE.c.active
).order_by(_TEMPLATE.c.next_on, _TEMPLATE.c.name)
_CODE = select(_CUSTOMER.c.code).where(_CUSTOMER.c.id == bindparam("a_customer"))
_MOVE_ON = (
    update(_TEMPLATE)
    .where(
        _TEMPLATE.c.id == bindparam("a_template"),
        _TEMPLATE.c.version == bindparam("a_version"),
        _TEMPLATE.c.next_on == bindparam("was_on"),
    )
    .values(next_on=bindparam("on_day"), version=_TEMPLATE.c.version + 1)
)


@dataclass(frozen=True, slots=True)
class FromTemplate:
    """What became of a template in an order.

    Attributes:
        order: the order's number.
        lines: the positions of the lines that were added.
        gone: SKUs of the template that are no longer sold, and were left out.
    """

    order: int
    lines: tuple[int, ...]
    gone: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Stood:
    """What became of a standing order on its day.

    Attributes:
        order: the number of the draft; None where none could be made, and it stays due.
        gone: SKUs that are no longer sold, and were left out.
        trouble: why none could be made, in a sentence.
    """

    template: str
    customer: str
    order: int | None
    gone: tuple[str, ...] = ()
    trouble: str = ""


@verb("order.from_template")
def from_template(
    tx: Transaction,
    template: str,
    *,
    order: int | None = None,
    customer: str | None = None,
    token: str | None = None,
) -> FromTemplate:
    """Add a template's lines to a draft, or begin a draft with them, at the prices of the draft's day.

    Args:
        order: the draft; None begins one.
        customer: for whom one is begun; the template's own unless said.
        token: the same token adds nothing again, and says which order it was.

    Raises:
        Refused: the template is for another customer, out of use, or nothing of it is sold any more.
    """
    answered = first_answer(tx, token)
    if answered is not None:
        return FromTemplate(int(tx.scalar(_NUMBER, a_order=answered)), ())
    row = find_template(tx, template)
    if not row.active:
        raise Refused(f"template {row.name} is out of use; take it into use again, or choose another")
    if order is not None:
        if customer is not None:
            raise BadValue("an order has its customer; say the one or the other")
        draft = orders.locked(tx, order, "edit")
    else:
        buyer: str | None = customer or (tx.scalar(_CODE, a_customer=row.customer_id) if row.customer_id else None)
        if buyer is None:
            raise BadValue(f"template {row.name} is for everybody; say for which customer the order is")
        draft = find.order(tx, orders.new(tx, buyer))
    if row.customer_id not in (None, draft.customer_id):
        raise Refused(f"template {row.name} is for {tx.scalar(_CODE, a_customer=row.customer_id)} only")
    added, gone = _add(tx, draft, row)
    remember(tx, token, "order.from_template", draft.id)
    return FromTemplate(draft.number, added, gone)


@verb("standing.run")
def run(tx: Transaction, template: str | None = None) -> tuple[Stood, ...]:
    """Make the draft of every standing order whose day has come, and set its next day after today; each once.

    Days that were missed are not made up for: one order, whatever the number. One that cannot be made is said, stays
    due, and stops none of the others.

    Args:
        template: only this one.
    """
    wanted = None if template is None else find_template(tx, template).id
    seen = [row for row in tx.all(_DUE, a_today=tx.today) if wanted in (None, row.id)]
    tx.lock(OrderTemplate, [row.id for row in seen])
    if tx.dialect != "sqlite":  # there, nobody else has written since BEGIN
        ids = {row.id for row in seen}
        seen = [row for row in tx.all(_DUE, a_today=tx.today) if row.id in ids]
    return tuple(_stand(tx, row) for row in seen)


def _stand(tx: Transaction, row: Row[Any]) -> Stood:
    trouble = _trouble(tx, row)
    if trouble:
        return Stood(row.name, row.code, None, trouble=trouble)
    after = next_day(row.next_on, row.every_days, tx.today)
    if tx.change(_MOVE_ON, a_template=row.id, a_version=row.version, was_on=row.next_on, on_day=after) != 1:
        return Stood(row.name, row.code, None, trouble="another terminal is making it")
    note = f"standing order {row.name}" + (f": {row.note}" if row.note else "")
    draft = find.order(tx, orders.new(tx, row.code, note=note[:500]))
    _, gone = _add(tx, draft, row)
    tx.record("standing.run", "template", row.id, name=row.name, order=draft.number, next_on=[row.next_on, after])
    return Stood(row.name, row.code, draft.number, gone)


def _trouble(tx: Transaction, row: Row[Any]) -> str:
    """Why no order can be made of a standing order, before anything of it is written."""
    if not row.buys:
        return f"{row.code} is no longer a customer; stop the standing order, or open the customer again"
    sold = [line for line in tx.all(LINES, a_template=row.id) if line.active]
    if not sold:
        return "nothing of it is sold any more; save it with other goods, or stop it"
    rates = tax_rates(tx, tx.today)
    for line in sold:
        try:
            rate_of(rates, line.tax_class, exempt=row.tax_exempt)
        except Refused as refused:
            return str(refused)
    return ""


def _add(tx: Transaction, draft: Row[Any], template: Row[Any]) -> tuple[tuple[int, ...], tuple[str, ...]]:
    """Write the template's lines into a draft; their positions, and the SKUs that are no longer sold."""
    lines: Sequence[Any] = [line_of(line) for line in tx.all(LINES, a_template=template.id)]
    gone = tuple(line.sku for line in lines if not line.active)
    if len(gone) == len(lines):
        raise Refused(f"nothing of template {template.name} is sold any more: {', '.join(gone)}")
    before = stood(tx, draft.id)
    added = tuple(
        add_line(tx, draft, line.sku, line.in_unit, unit=line.unit, note=line.note) for line in lines if line.active
    )
    settle(tx, draft, before, added)
    recompute(tx, draft.id)
    tx.record("order.from_template", "order", draft.id, template=template.name, lines=list(added), gone=list(gone))
    return added, gone
