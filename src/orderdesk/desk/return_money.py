"""The money of returns: credit notes at the price that was billed, less a restocking fee; and replacements.

A kit comes back as its components and is credited when they make a whole one.
What came back and was never billed needs no credit note: it is billed less. The fee is a part that is not credited, so
that tax and invoice agree with it by themselves.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, bindparam, func, select, update

from orderdesk.desk.credit_back import credit_returned
from orderdesk.desk.replacing import replacement
from orderdesk.desk.returns import lines_of, locked
from orderdesk.desk.upkeep import whole
from orderdesk.desk.verb import verb
from orderdesk.errors import Conflict, Refused
from orderdesk.models import Invoice, OrderLine, Outcome, Product, ReturnLine, ReturnReason, SalesReturn
from orderdesk.store.transaction import Transaction, table
from orderdesk.values import HUNDRED_PERCENT, Money, Percent, Quantity

_INVOICE = table(Invoice)
_LINE = table(OrderLine)
_BY_NUMBER = select(_INVOICE).where(_INVOICE.c.number == bindparam("a_number"))
_CAME = (
    select(table(Product).c.sku, table(ReturnLine).c.received.label("quantity"))
    .join(_LINE, _LINE.c.id == table(ReturnLine).c.order_line_id)
    .join(table(Product), table(Product).c.id == _LINE.c.product_id)
    .where(table(ReturnLine).c.return_id == bindparam("a_return"))
    .order_by(_LINE.c.position)
)
_KIT, _MINE = _LINE.alias("kit"), _LINE.alias("mine")
_KITS = (
    select(
        _LINE.c.id,
        _LINE.c.invoiced,
        _LINE.c.shipped,
        _LINE.c.returned,
        _KIT.c.id.label("kit"),
        _KIT.c.invoiced.label("kit_invoiced"),
        _KIT.c.shipped.label("kit_shipped"),
        _KIT.c.returned.label("kit_returned"),
    )
    .join(_KIT, _KIT.c.id == _LINE.c.parent_id)
    .where(_KIT.c.id.in_(select(_MINE.c.parent_id).where(_MINE.c.id.in_(bindparam("lines", expanding=True)))))
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
def credit(tx: Transaction, number: int, *, fee: Percent | None = None) -> list[str]:
    """Credit what came back of a return and was billed, at the price that was billed; the credit notes' numbers.

    Args:
        fee: the share of its net value that is kept for taking it back; None is what the return's reason says.

    Raises:
        Refused: nothing came since the last credit.
    """
    row, _ = locked(tx, number)
    if row.state not in ("authorised", "received"):
        raise Conflict(f"return {number} is {row.state}; there is nothing to credit on it")
    lines = [line for line in lines_of(tx, row.id) if line.received > line.credited]
    if not lines:
        raise Refused(f"nothing came back on return {number} that is not credited yet; take the goods in first")
    reason = tx.first(_REASON, a_reason=row.reason_id)
    assert reason is not None  # a foreign key
    wanted, of_kits = _kits_of(tx, lines)
    for line in lines:
        if line.order_line_id in of_kits:
            continue
        to_credit = max(0, line.invoiced - (line.shipped - line.returned))
        if quantity := min(line.received - line.credited, to_credit):
            wanted.append((line.order_line_id, quantity))
    kept = reason.fee if fee is None else whole(fee, "restocking fee", HUNDRED_PERCENT)
    why = f"return {number}: {reason.name}"
    notes = notes_of(tx, credit_returned(tx, wanted, why, tx.today, fee=kept))
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


def _kits_of(tx: Transaction, lines: Sequence[Row[Any]]) -> tuple[list[tuple[int, Quantity]], set[int]]:
    """What to credit of the kits that these lines belong to, and the components' lines among them.

    A component costs nothing of itself: money goes back for whole kits, with what they are made of.
    """
    wanted: dict[int, Quantity] = {}
    parts: set[int] = set()
    for row in tx.all(_KITS, lines=[line.order_line_id for line in lines]):
        parts.add(row.id)
        if kits := max(0, row.kit_invoiced - (row.kit_shipped - row.kit_returned)):
            wanted[row.kit] = kits
            wanted[row.id] = max(0, row.invoiced - (row.shipped - row.returned))
    return [(line, quantity) for line, quantity in wanted.items() if quantity], parts


def notes_of(tx: Transaction, numbers: Iterable[str]) -> list[Note]:
    """Credit notes by their numbers."""
    rows = [tx.first(_BY_NUMBER, a_number=number) for number in numbers]
    return [Note(row.id, row.number, row.gross) for row in rows if row is not None]


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
