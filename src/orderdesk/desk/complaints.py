"""Complaints: what a customer is not content with, the remedies that are proposed, and carrying them out.

draft → waiting (for an approver, where the remedies are worth much) → approved → done; or rejected. What is carried out
becomes documents of their own: a return, a credit note, an order for nothing.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Row, bindparam, delete, select

from orderdesk.desk import find
from orderdesk.desk.credit_back import credit_reduced, credit_returned
from orderdesk.desk.ledger import person
from orderdesk.desk.replacing import replacement
from orderdesk.desk.return_money import notes_of
from orderdesk.desk.returns import agree, require_consent
from orderdesk.desk.upkeep import member, needed_reason, whole
from orderdesk.desk.verb import verb
from orderdesk.errors import Conflict, NotFound, Refused
from orderdesk.models import Complaint, Customer, Order, OrderLine, Outcome, Product, Remedy
from orderdesk.queries.currencies import exchange_of
from orderdesk.queries.settings import settings
from orderdesk.rules.returns import RemedyKind, consent_to_remedies, remedy_value
from orderdesk.store.numbers import next_number
from orderdesk.store.transaction import Transaction, table
from orderdesk.texts import clean
from orderdesk.values import MAX_PRICE, MAX_QUANTITY, Quantity, UnitPrice, quantity_text

_COMPLAINT = table(Complaint)
_REMEDY = table(Remedy)
_LINE = table(OrderLine)
_BY_NUMBER = select(_COMPLAINT).where(_COMPLAINT.c.number == bindparam("a_number"))
_REMEDIES = (
    select(
        _REMEDY.c.id.label("remedy_id"), _REMEDY.c.kind, _REMEDY.c.quantity, _REMEDY.c.price.label("new_price"), _LINE,
        table(Product).c.sku,
    )
    .join(_LINE, _LINE.c.id == _REMEDY.c.order_line_id)
    .join(table(Product), table(Product).c.id == _LINE.c.product_id)
    .where(_REMEDY.c.complaint_id == bindparam("a_complaint"))
    .order_by(_REMEDY.c.id)
)  # fmt: skip
_ORDER_BY_ID = select(table(Order)).where(table(Order).c.id == bindparam("an_order"))
_DROP = delete(_REMEDY).where(_REMEDY.c.complaint_id == bindparam("a_complaint"))


@verb("complaint.new")
def new(tx: Transaction, order: int, text: str) -> int:
    """Note what a customer complains about, of one order; the complaint's number."""
    row = find.order(tx, order)
    tx.lock(Customer, [row.customer_id])
    said = clean(text, "complaint", limit=1_000)
    if not said:
        raise Refused("a complaint needs what the customer said")
    number = next_number(tx, "complaint")
    complaint_id = tx.add(
        Complaint(
            number=number, customer_id=row.customer_id, order_id=row.id, text=said, entered_by=person(tx),
            entered_at=tx.now,
        )
    )  # fmt: skip
    tx.record("complaint.new", "complaint", complaint_id, number=number, order=order, text=said)
    return number


@verb("complaint.remedy")
def remedy(
    tx: Transaction,
    number: int,
    kind: str,
    position: int,
    quantity: Quantity | None = None,
    *,
    price: UnitPrice | None = None,
) -> None:
    """Propose what is done about one line of the order.

    Args:
        kind: return, credit, reduction or replace.
        quantity: in stock units; None is all that was shipped of the line.
        price: of a reduction: the new price, for one of the line's unit.
    """
    row, order = _locked(tx, number, "draft")
    chosen = member(RemedyKind, kind, "remedy")
    line = find.line(tx, order.id, position)
    much = line.shipped - line.returned if quantity is None else whole(quantity, "quantity", MAX_QUANTITY, least=1)
    if much <= 0 or much > line.shipped - line.returned:
        raise Refused(
            f"line {position} of order {order.number}: {quantity_text(much)} cannot be made good; the customer has "
            f"{quantity_text(line.shipped - line.returned)} of it"
        )
    if (price is not None) != (chosen == RemedyKind.REDUCTION):
        raise Refused("a reduction needs its new price, and nothing else has one")
    if price is not None and whole(price, "price", MAX_PRICE) >= (line.price or 0):
        raise Refused(f"line {position}: the new price is not below the one that was paid")
    tx.add(Remedy(complaint_id=row.id, order_line_id=line.id, kind=chosen, quantity=much, price=price))
    value = sum(_worth(one) for one in tx.all(_REMEDIES, a_complaint=row.id))
    tx.update(Complaint, row.id, value=value)
    tx.record("complaint.remedy", "complaint", row.id, number=number, kind=chosen, line=position, quantity=much)


@verb("complaint.submit")
def submit(tx: Transaction, number: int) -> str:
    """Have the proposed remedies approved, at once where they need nobody's consent; the complaint's state."""
    row, order = _locked(tx, number, "draft")
    if not tx.all(_REMEDIES, a_complaint=row.id):
        raise Refused(f"complaint {number} has no remedy yet; say what is to be done, line by line")
    needed = consent_to_remedies(exchange_of(tx, order.currency, order.rate).ours(row.value), settings(tx).returns)
    state = "waiting" if needed.level else "approved"
    tx.update(Complaint, row.id, state=state, level=needed.level, decision=needed.why)
    tx.record("complaint.submit", "complaint", row.id, number=number, state=[row.state, state], why=needed.why)
    return state


@verb("complaint.approve")
def approve(tx: Transaction, number: int, reason: str = "") -> None:
    """Consent to the remedies. Raises NotAllowed for one's own complaint, or above one's level."""
    row, _ = _locked(tx, number, "waiting")
    require_consent(tx, row, f"complaint {number}")
    _decide(tx, row, "approved", clean(reason, "reason", limit=300))


@verb("complaint.reject")
def reject(tx: Transaction, number: int, reason: str, *, again: bool = False) -> None:
    """Refuse the remedies, with the reason; `again` gives the complaint back to its clerk for others."""
    row, _ = _locked(tx, number, "waiting")
    if again:
        tx.change(_DROP, a_complaint=row.id)
        tx.update(Complaint, row.id, value=0)
    _decide(tx, row, "draft" if again else "rejected", needed_reason(reason, "rejection"))


def _decide(tx: Transaction, row: Row[Any], state: str, reason: str) -> None:
    tx.update(Complaint, row.id, state=state, decided_by=person(tx), decided_at=tx.now, decision=reason)
    verb_name = "complaint.approve" if state == "approved" else "complaint.reject"
    tx.record(verb_name, "complaint", row.id, number=row.number, state=[row.state, state], reason=reason)


@verb("complaint.settle")
def settle(tx: Transaction, number: int, *, reason: str) -> list[str]:
    """Carry the approved remedies out; what came of it, as "return 301" or "order 1050".

    Args:
        reason: the code of the return reason under which goods come back.
    """
    row, order = _locked(tx, number, "approved")
    remedies = tx.all(_REMEDIES, a_complaint=row.id)
    made: list[str] = []
    back = [(one.position, one.quantity) for one in remedies if one.kind == RemedyKind.RETURN]
    if back:
        came, return_id = agree(
            tx, order, back, reason, tx.today, f"complaint {number}", complaint_id=row.id, agreed=True
        )
        tx.add(Outcome(complaint_id=row.id, return_id=return_id, kind="return", at=tx.now))
        made.append(f"return {came}")
    for one in remedies:
        if one.kind in (RemedyKind.CREDIT, RemedyKind.REDUCTION):
            made += _credited(tx, row, order, one)
    again = [one for one in remedies if one.kind == RemedyKind.REPLACE]
    if again:
        made.append(f"order {replacement(tx, order, again, f'complaint {number}', complaint_id=row.id)}")
    tx.update(Complaint, row.id, state="done")
    tx.record("complaint.settle", "complaint", row.id, number=number, state=[row.state, "done"], made=made)
    return made


def _credited(tx: Transaction, row: Row[Any], order: Row[Any], one: Row[Any]) -> list[str]:
    why = f"complaint {row.number}: {row.text[:200]}"
    if one.kind == RemedyKind.CREDIT:
        numbers = credit_returned(tx, [(one.id, one.quantity)], why, tx.today)
    else:
        numbers = credit_reduced(tx, one.id, one.quantity, one.new_price, why, tx.today)
    if not numbers:
        raise Refused(
            f"line {one.position} of order {order.number} is not billed, or credited already; there is nothing to "
            "credit for it"
        )
    for note in notes_of(tx, numbers):
        tx.add(Outcome(complaint_id=row.id, kind="credit", invoice_id=note.id, amount=note.gross, at=tx.now))
    return numbers


def _worth(one: Row[Any]) -> int:
    due = one.ordered - one.cancelled
    return remedy_value(RemedyKind(one.kind), one.net + one.tax, due, one.quantity, one.price or 0, one.new_price)


def _locked(tx: Transaction, number: int, state: str) -> tuple[Row[Any], Row[Any]]:
    seen = tx.first(_BY_NUMBER, a_number=number) if find.fits(number) else None
    if seen is None:
        raise NotFound(f"there is no complaint {number}")
    tx.lock(Customer, [seen.customer_id])
    tx.lock(Order, [seen.order_id])
    tx.lock(Complaint, [seen.id])
    row = tx.first(_BY_NUMBER, a_number=number)
    order = tx.first(_ORDER_BY_ID, an_order=seen.order_id)
    assert row is not None and order is not None
    if row.state != state:
        raise Conflict(f"complaint {number} is {row.state}, not {state}; look at it again")
    return row, order
