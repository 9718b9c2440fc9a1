"""The money of returns and complaints: credit notes at the price that was billed, less a restocking fee; replacements.

What came back and was never billed needs no credit note: it is billed less. What was billed on several invoices is
credited on the newest first.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, bindparam, case, func, select, update

from orderdesk.desk import invoicing
from orderdesk.desk.replacing import replacement
from orderdesk.desk.returns import lines_of, locked
from orderdesk.desk.verb import verb
from orderdesk.errors import Conflict, Refused
from orderdesk.models import Invoice, InvoiceLine, OrderLine, Outcome, Product, ReturnLine, ReturnReason, SalesReturn
from orderdesk.store.transaction import Transaction, table
from orderdesk.values import Money, Quantity, UnitPrice, quantity_text

_INVOICE, _BILLED = table(Invoice), table(InvoiceLine)
_LINE = table(OrderLine)
_ANSWERED = case((_INVOICE.c.kind == "credit", _INVOICE.c.credits_id), else_=_INVOICE.c.id)
# What of these order lines is billed and not credited, by invoice; the newest first.
_LEFT = (
    select(_ANSWERED.label("invoice_id"), _BILLED.c.order_line_id, func.sum(_BILLED.c.quantity).label("quantity"))
    .join(_INVOICE, _INVOICE.c.id == _BILLED.c.invoice_id)
    .where(_BILLED.c.order_line_id.in_(bindparam("lines", expanding=True)), _INVOICE.c.kind.in_(("invoice", "credit")))
    .group_by(_ANSWERED, _BILLED.c.order_line_id)
    .having(func.sum(_BILLED.c.quantity) > 0)
    .order_by(_ANSWERED.desc())
)
_BY_ID = select(_INVOICE).where(_INVOICE.c.id == bindparam("an_invoice"))
_BY_NUMBER = select(_INVOICE).where(_INVOICE.c.number == bindparam("a_number"))
_POSITIONS = select(_LINE.c.id, _LINE.c.position).where(_LINE.c.id.in_(bindparam("lines", expanding=True)))
_CAME = (
    select(table(Product).c.sku, table(ReturnLine).c.received.label("quantity"))
    .join(_LINE, _LINE.c.id == table(ReturnLine).c.order_line_id)
    .join(table(Product), table(Product).c.id == _LINE.c.product_id)
    .where(table(ReturnLine).c.return_id == bindparam("a_return"))
    .order_by(_LINE.c.position)
)
_REPLACED = select(func.count()).where(
    table(Outcome).c.return_id == bindparam("a_return"), table(Outcome).c.kind == "replacement"
)
_REASON = select(table(ReturnReason)).where(table(ReturnReason).c.id == bindparam("a_reason"))
_CREDITED = (
    update(table(ReturnLine))
    .where(table(ReturnLine).c.id == bindparam("a_line"), table(ReturnLine).c.credited == bindparam("before"))
    .values(credited=table(ReturnLine).c.received)
)


@dataclass(frozen=True, slots=True)
class Note:
    """A credit note that was posted; `gross` is negative."""

    id: int
    number: str
    gross: Money


@verb("return.credit")
def credit(tx: Transaction, number: int, *, fee: int | None = None) -> list[str]:
    """Credit what came back of a return and was billed, at the price that was billed; the credit notes' numbers.

    Args:
        fee: the share of its net value that is kept for taking it back; None is what the return's reason says.

    Raises:
        Refused: nothing came since the last credit.
    """
    row, order = locked(tx, number)
    if row.state not in ("authorised", "received"):
        raise Conflict(f"return {number} is {row.state}; there is nothing to credit on it")
    lines = [line for line in lines_of(tx, row.id) if line.received > line.credited]
    if not lines:
        raise Refused(f"nothing came back on return {number} that is not credited yet; take the goods in first")
    reason = tx.first(_REASON, a_reason=row.reason_id)
    assert reason is not None  # a foreign key
    wanted = {}
    for line in lines:
        to_credit = max(0, line.invoiced - (line.shipped - line.returned))
        if quantity := min(line.received - line.credited, to_credit):
            wanted[line.order_line_id] = quantity
    kept = reason.fee if fee is None else fee
    notes = credit_goods(tx, order, wanted, f"return {number}: {reason.name}", fee=kept) if wanted else []
    for line in lines:
        if tx.change(_CREDITED, a_line=line.id, before=line.credited) != 1:
            raise Conflict(f"return {number} was credited at another terminal meanwhile; look at it again")
    for note in notes:
        tx.add(Outcome(return_id=row.id, kind="credit", invoice_id=note.id, amount=note.gross, at=tx.now))
    state = "closed" if row.state == "received" else row.state
    if state != row.state:
        tx.update(SalesReturn, row.id, state=state)
    tx.record(
        "return.credit", "return", row.id, number=number, state=[row.state, state], fee=kept,
        credited={str(line.position): line.received - line.credited for line in lines},
        credit_notes=[note.number for note in notes],
    )  # fmt: skip
    return [note.number for note in notes]


def credit_goods(
    tx: Transaction, order: Row[Any], wanted: Mapping[int, Quantity], reason: str, *, fee: int = 0
) -> list[Note]:
    """Credit quantities (stock units) of an order's lines, by their ids, on the invoices they were billed with.

    Raises:
        Refused: less of a line is billed and not credited.
    """
    left = dict(wanted)
    by_invoice: dict[int, dict[int, Quantity]] = {}
    for one in tx.all(_LEFT, lines=sorted(wanted) or [0]):
        quantity = min(left[one.order_line_id], int(one.quantity))
        if quantity > 0:
            by_invoice.setdefault(one.invoice_id, {})[one.order_line_id] = quantity
            left[one.order_line_id] -= quantity
    short = sum(left.values())
    if short:
        raise Refused(
            f"order {order.number}: {quantity_text(short)} of it are not billed, or credited already; "
            "there is nothing to credit for them"
        )
    return [_note(tx, invoice_id, lines, reason, fee) for invoice_id, lines in by_invoice.items()]


def reduce_price(
    tx: Transaction, order: Row[Any], line: Row[Any], quantity: Quantity, price: UnitPrice, reason: str
) -> list[Note]:
    """Credit the difference between what was billed for goods and a new price; the customer keeps them."""
    raise Refused("a reduction of the price is not possible yet; credit the goods instead")


def _note(tx: Transaction, invoice_id: int, lines: Mapping[int, Quantity], reason: str, fee: int) -> Note:
    invoice = tx.first(_BY_ID, an_invoice=invoice_id)
    assert invoice is not None  # a foreign key
    positions = {row.id: row.position for row in tx.all(_POSITIONS, lines=sorted(lines))}
    wanted = [(positions[key], quantity) for key, quantity in sorted(lines.items())]
    number = invoicing.credit(tx, invoice.number, lines=wanted, reason=reason)
    note = tx.first(_BY_NUMBER, a_number=number)
    assert note is not None  # it was just posted
    return Note(note.id, note.number, note.gross)


@verb("return.replace")
def replace(tx: Transaction, number: int, *, free: bool = True) -> int:
    """Draft an order for what came back of a return; its number. It is submitted like any other order.

    Args:
        free: for nothing; else at today's price.
    """
    row, order = locked(tx, number)
    lines = [line for line in tx.all(_CAME, a_return=row.id) if line.quantity]
    if not lines:
        raise Refused(f"nothing came back on return {number} yet; there is nothing to replace")
    if tx.scalar(_REPLACED, a_return=row.id):
        raise Refused(f"return {number} was replaced already; see what followed on its card")
    made = replacement(tx, order, lines, f"for return {number}", return_id=row.id, free=free)
    tx.record("return.replace", "return", row.id, number=number, order=made, free=free)
    return made
