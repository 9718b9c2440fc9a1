"""A counter sale: order, shipment, invoice and receipt in one go, for goods on the shelf and money in the hand.

The guard runs as for every order. Since nobody can wait for an approver at the counter, what would be held is refused;
credit and overdue do not matter where all of it is paid. A rest that is left on account is credit like any other.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Row, bindparam, select, update

from orderdesk.desk import find
from orderdesk.desk.amendments import close_if_done
from orderdesk.desk.billing import bill
from orderdesk.desk.ledger import person
from orderdesk.desk.orders import place, ready_to_place
from orderdesk.desk.picking import make_list
from orderdesk.desk.receipts import receive, set_receipt
from orderdesk.desk.services import finish_all
from orderdesk.desk.shipping import send
from orderdesk.desk.upkeep import member
from orderdesk.desk.verb import verb
from orderdesk.errors import BadValue, Refused
from orderdesk.findings import HoldKind
from orderdesk.models import Invoice, InvoiceLine, Order, OrderLine, Pick, PickLine
from orderdesk.queries import facts
from orderdesk.queries.currencies import exchange_of
from orderdesk.queries.picking import PICK_LINES
from orderdesk.rules.guard import Findings, GuardFacts, guard
from orderdesk.rules.lifecycle import OrderType
from orderdesk.rules.receipt_method import Method
from orderdesk.store.once import first_answer, remember
from orderdesk.store.transaction import Transaction, table
from orderdesk.values import Money, money_text, quantity_text

_NOT_CREDIT = (HoldKind.CREDIT, HoldKind.OVERDUE)
_PICK_LINE, _LINE = table(PickLine), table(OrderLine)
_TAKEN = update(_PICK_LINE).where(_PICK_LINE.c.pick_id == bindparam("a_pick")).values(picked=_PICK_LINE.c.quantity)
_COLLECTED = (
    update(_LINE).where(_LINE.c.id == bindparam("a_line")).values(picked=_LINE.c.picked + bindparam("a_quantity"))
)
_BILLS = (
    select(table(Invoice).c.number, table(Invoice).c.open)
    .join(table(InvoiceLine), table(InvoiceLine).c.invoice_id == table(Invoice).c.id)
    .join(_LINE, _LINE.c.id == table(InvoiceLine).c.order_line_id)
    .where(_LINE.c.order_id == bindparam("an_order"))
    .distinct()
    .order_by(table(Invoice).c.number)
)


@dataclass(frozen=True, slots=True)
class CounterSale:
    """What a counter sale made. Amounts in minor units of the order's currency; `change` is given back."""

    order: int
    shipments: tuple[int, ...]
    invoices: tuple[str, ...]
    receipt: int | None
    gross: Money
    paid: Money
    change: Money


@verb("order.sell")
def sell(
    tx: Transaction,
    order: int,
    given: Money,
    *,
    method: str = "cash",
    reference: str = "",
    on_account: bool = False,
    token: str | None = None,
) -> CounterSale:
    """Sell a draft over the counter: everything leaves, is billed and paid at once.

    Args:
        given: what the customer gives; of cash what is too much is the change.
        method: cash, card, cheque, transfer or debit.
        on_account: what is not paid stays open, within the customer's credit.
        token: the same token gives the same sale again and does nothing.

    Raises:
        Refused: something blocks the order or would hold it, goods are not on the shelf, or too little is given.
    """
    if first_answer(tx, token) is not None:
        return _as_it_stands(tx, order, given)
    row = ready_to_place(tx, order)
    tx.update(Order, row.id, type=OrderType.COUNTER, wanted_date=tx.today)
    row = find.order(tx, order)
    exchange = exchange_of(tx, row.currency, row.rate)
    how = Method(member(Method, method, "method"))
    paid = _paid(row, given, how, exchange.shown, on_account=on_account)
    known = facts.gather(tx, row)
    found = _guarded(known.guard, exchange.ours(paid), whole=paid == row.gross)
    place(tx, row, known, found)
    _require_on_the_shelf(tx, row)
    finish_all(tx, row)
    # The money comes first: what leaves then is owed only as far as it is left on account.
    code = known.customer.code
    receipt = receive(tx, code, paid, method=how, reference=reference, apply=False) if paid else None
    goods = any(line.kind != "service" for line in known.lines)
    shipments = _hand_over(tx, row, paid_in_full=paid == row.gross) if goods else []
    bill(tx, find.order(tx, order), tx.today)  # also where the customer is billed by another rule
    invoices = [bill_row.number for bill_row in tx.all(_BILLS, an_order=row.id)]
    if receipt is not None:
        set_receipt(tx, receipt, invoices=invoices, tolerant=False)
    close_if_done(tx, order)
    tx.record(
        "order.sell", "order", row.id, number=order, gross=row.gross, paid=paid, change=given - paid, method=how,
        invoices=invoices, receipt=receipt,
    )  # fmt: skip
    remember(tx, token, "order.sell", row.id)
    return CounterSale(order, tuple(shipments), tuple(invoices), receipt, row.gross, paid, given - paid)


def _paid(row: Row[Any], given: Money, how: Method, currency: Any, *, on_account: bool) -> Money:
    """How much of what is given is kept. Raises Refused for too little, and for too much that is no cash."""
    if type(given) is not int or given < 0:
        raise BadValue("what is given is an amount from 0 on")
    if given < row.gross and not on_account:
        raise Refused(
            f"{money_text(row.gross, currency)} are to be paid and {money_text(given, currency)} given; "
            f"{money_text(row.gross - given, currency)} are missing: take the rest, or leave it on account"
        )
    if given > row.gross and how is not Method.CASH:
        raise Refused(
            f"{money_text(given, currency)} by {how} are more than the {money_text(row.gross, currency)} to be paid; "
            "change is given of cash only"
        )
    return min(given, int(row.gross))


def _guarded(known: GuardFacts, paid: Money, *, whole: bool) -> Findings:
    """What the guard says of it; nothing that would hold it is left."""
    asked = replace(known, paid=paid, order=replace(known.order, needs_ship_to=False))
    found = guard(asked)
    if found.blocks:
        raise Refused(findings=found.blocks)
    holds = [one for one in found.holds if not (whole and one.kind in _NOT_CREDIT)]
    if holds:
        why = " \u00b7 ".join(one.message for one in holds)
        raise Refused(f"nobody can wait at the counter: {why}. Submit it as an order, to be released", holds)
    return Findings(tuple(one for one in found.all if one not in found.holds))


def _require_on_the_shelf(tx: Transaction, row: Row[Any]) -> None:
    missing = [
        f"{line.sku} {quantity_text(left)}"
        for line in tx.all(facts.LINES, a_order=row.id)
        if line.kind not in ("service", "kit") and (left := line.ordered - line.cancelled - line.allocated) > 0
    ]
    if missing:
        raise Refused(
            f"not on the shelf here, or spoken for: {', '.join(missing)}. Sell less, or submit it as an order"
        )


def _hand_over(tx: Transaction, row: Row[Any], *, paid_in_full: bool) -> Sequence[int]:
    """Everything is on the counter already: a list that is collected, and leaves."""
    number = make_list(tx, [row.number], ahead=True)
    pick = find.pick(tx, number)
    lines = tx.all(PICK_LINES, a_pick=pick.id)
    numbered = sorted({line.sku for line in lines if line.tracking == "serial" and line.lot_id is None})
    if numbered:
        raise Refused(f"{', '.join(numbered)} goes by serial numbers: submit it as an order and scan them")
    tx.change(_TAKEN, a_pick=pick.id)
    tx.change_all(_COLLECTED, [{"a_line": line.order_line_id, "a_quantity": line.quantity} for line in lines])
    tx.update(Pick, pick.id, state="picked", confirmed_at=tx.now, confirmed_by=person(tx))
    return send(tx, number, unpacked=True, paid=paid_in_full)


def _as_it_stands(tx: Transaction, order: int, given: Money) -> CounterSale:
    row = find.order(tx, order)
    bills = tx.all(_BILLS, an_order=row.id)
    paid = row.gross - sum(one.open for one in bills)
    return CounterSale(order, (), tuple(one.number for one in bills), None, row.gross, paid, given - paid)


