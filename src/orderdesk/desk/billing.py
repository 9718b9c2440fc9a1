"""Billing: writing an invoice with its lines, taxes and ledger entry. The verbs are in `invoicing`.

An invoice may be for several orders of a customer: what of a line is billed is looked up by the line. The net of a part
is the share of the line's net for all that is billed up to now, less what was billed before: over all invoices of a
line the parts add up to the line, to the cent.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import accumulate
from typing import Any

from sqlalchemy import Row, bindparam, func, select, update

from orderdesk.desk import ledger
from orderdesk.desk.amendments import axes_of
from orderdesk.desk.series import next_document
from orderdesk.desk.supply_tax import at_supply
from orderdesk.errors import Conflict
from orderdesk.models import (
    Invoice,
    InvoiceLine,
    InvoicePart,
    InvoiceTax,
    InvoiceTaxPart,
    Order,
    OrderLine,
    Receipt,
    ServiceDone,
    Shipment,
    ShipmentLine,
)
from orderdesk.queries import facts
from orderdesk.queries.addresses import billing_address
from orderdesk.queries.ahead import ahead_of
from orderdesk.queries.currencies import currency_of, rate_on
from orderdesk.queries.settings import settings
from orderdesk.queries.taxes import LineTax
from orderdesk.queries.terms import terms_of
from orderdesk.rules import terms as terms_rules
from orderdesk.rules.billing import Billing
from orderdesk.rules.kits import component_to_bill
from orderdesk.rules.price import line_net
from orderdesk.rules.set_off import Ahead, RateShare, set_off
from orderdesk.rules.tax import RateTotal, TaxedLine, Totals, totals
from orderdesk.store.transaction import Transaction, table
from orderdesk.values import ONE, Money, Quantity, divide_half_up, spread

_INVOICE = table(Invoice)
_INVOICE_LINE = table(InvoiceLine)
_LINE = table(OrderLine)
_ORDER = table(Order)
_RECEIPT = table(Receipt)
_SHIPMENT = table(Shipment)
_SHIPMENT_LINE = table(ShipmentLine)
_BILLED = (
    select(
        _INVOICE_LINE.c.order_line_id,
        func.sum(_INVOICE_LINE.c.quantity).label("quantity"),
        func.sum(_INVOICE_LINE.c.net).label("net"),
        func.sum(_INVOICE_LINE.c.tax).label("tax"),
    )
    .join(_LINE, _LINE.c.id == _INVOICE_LINE.c.order_line_id)
    .join(_INVOICE, _INVOICE.c.id == _INVOICE_LINE.c.invoice_id)
    .where(_LINE.c.order_id == bindparam("a_order"), _INVOICE.c.kind == "invoice", _INVOICE.c.cancelled.is_(False))
    .group_by(_INVOICE_LINE.c.order_line_id)
)
_LEFT_SINCE = (
    select(_SHIPMENT_LINE.c.order_line_id, func.sum(_SHIPMENT_LINE.c.quantity).label("quantity"))
    .join(_SHIPMENT, _SHIPMENT.c.id == _SHIPMENT_LINE.c.shipment_id)
    .where(_SHIPMENT.c.order_id == bindparam("a_order"), _SHIPMENT.c.day > bindparam("a_day"))
    .group_by(_SHIPMENT_LINE.c.order_line_id)
)
_SERVICE = table(ServiceDone)
_DONE_SINCE = (
    select(_SERVICE.c.order_line_id, func.sum(_SERVICE.c.quantity).label("quantity"))
    .join(_LINE, _LINE.c.id == _SERVICE.c.order_line_id)
    .where(
        _LINE.c.order_id == bindparam("a_order"),
        _SERVICE.c.day > bindparam("a_day"),
        _SERVICE.c.undone_at.is_(None),
    )
    .group_by(_SERVICE.c.order_line_id)
)
_COUNT = (
    update(_LINE)
    .where(_LINE.c.id == bindparam("a_line"), _LINE.c.invoiced + bindparam("a_quantity") <= _LINE.c.shipped)
    .values(invoiced=_LINE.c.invoiced + bindparam("a_quantity"))
)
_AHEAD = (
    update(_ORDER)
    .where(_ORDER.c.id == bindparam("a_order"), _ORDER.c.billed_ahead + bindparam("a_amount") >= 0)
    .values(billed_ahead=_ORDER.c.billed_ahead + bindparam("a_amount"))
)
_SET_ASIDE = (
    select(_RECEIPT.c.id, _RECEIPT.c.day, _RECEIPT.c.unapplied)
    .where(_RECEIPT.c.order_id.in_(bindparam("orders", expanding=True)), _RECEIPT.c.unapplied > 0)
    .order_by(_RECEIPT.c.id)
)
_USE = (
    update(_RECEIPT)
    .where(_RECEIPT.c.id == bindparam("a_receipt"), _RECEIPT.c.unapplied >= bindparam("a_amount"))
    .values(unapplied=_RECEIPT.c.unapplied - bindparam("a_amount"))
)
_NUMBERS = select(_INVOICE.c.id, _INVOICE.c.number).where(_INVOICE.c.id.in_(bindparam("ids", expanding=True)))
_DONE = (
    update(_LINE)
    .where(_LINE.c.id == bindparam("a_line"))
    .values(shipped=_LINE.c.shipped + bindparam("a_quantity"), waiting=False)
)


@dataclass(frozen=True, slots=True)
class Billed:
    """One line as it goes on an invoice: an order's line, how much of it, and what it is taxed at.

    `amount` is its net; its gross where the order's prices include tax.
    """

    line: Row[Any]
    quantity: Quantity
    amount: Money
    tax: LineTax


def bill(tx: Transaction, order: Row[Any], day: date) -> str | None:
    """Post the invoice for all that can be billed of an order; None when nothing can. Customer and order are locked."""
    return bill_together(tx, [order], day)


def bill_by_rule(tx: Transaction, order: Row[Any]) -> str | None:
    """Bill what left where the customer is billed by shipment, or by order and nothing of this one is left to ship."""
    rule = Billing(facts.customer_of(tx, order).billing or settings(tx).billing)
    if rule is Billing.ORDER:
        lines = tx.all(facts.LINES, a_order=order.id)
        if any(axes_of(line).open for line in lines if line.kind != "service"):
            return None
    return bill(tx, order, tx.today) if rule in (Billing.SHIP, Billing.ORDER) else None


def bill_together(
    tx: Transaction, orders: Sequence[Row[Any]], day: date, *, until: date | None = None, terms_id: int | None = None
) -> str | None:
    """Post one invoice for all that can be billed of a customer's orders; None when nothing can. They are locked.

    Args:
        until: only what left by that day; None is all of it.
        terms_id: other terms than the orders'.
    """
    due = {order.id: to_bill(tx, order, until) for order in orders}
    of = [order for order in orders if due[order.id]]
    if not of:
        return None
    lines = [one for order in of for one in _priced(tx, order, due[order.id], day)]
    for line, _, quantity in (one for order in of for one in due[order.id]):
        undone = quantity - axes_of(line).to_invoice if line.kind == "service" else 0
        if undone > 0:
            tx.change(_DONE, a_line=line.id, a_quantity=undone)
            tx.add(
                ServiceDone(order_line_id=line.id, quantity=undone, day=day, done_at=tx.now, done_by=ledger.person(tx))
            )
    number, series, serial = next_document(tx, "invoice", day)
    invoice_id, gross = write(tx, of, lines, number, series, serial, day, terms_id=terms_id)
    _use_set_aside(tx, of, invoice_id, gross, day)
    told = {"order": of[0].number} if len(of) == 1 else {"orders": [order.number for order in of]}
    tx.record("invoice.post", "invoice", invoice_id, number=number, gross=gross, day=day, **told)
    return number


def _use_set_aside(tx: Transaction, orders: Sequence[Row[Any]], invoice_id: int, gross: Money, day: date) -> None:
    """Settle a new invoice with the money that was taken on its orders before."""
    left = gross
    for row in tx.all(_SET_ASIDE, orders=[order.id for order in orders]):
        part = min(left, row.unapplied)
        if part and tx.change(_USE, a_receipt=row.id, a_amount=part) == 1:
            customer_id = orders[0].customer_id
            ledger.settle(tx, customer_id, invoice_id, "payment", part, max(day, row.day), receipt_id=row.id)
            left -= part


def to_bill(tx: Transaction, order: Row[Any], until: date | None = None) -> list[tuple[Row[Any], Quantity, Quantity]]:
    """What can be billed of an order: lines, with what is billed of each already, and what is to be billed now.

    What left, did not come back and is not billed; and of services what is done. One in a kit is done when whole kits
    have left; where the company bills services undone, they go with the goods.
    """
    before = {row.order_line_id: int(row.quantity) for row in tx.all(_BILLED, a_order=order.id)}
    since: dict[int, Quantity] = {}
    if until is not None and until < tx.today:
        for statement in (_LEFT_SINCE, _DONE_SINCE):
            since |= {row.order_line_id: int(row.quantity) for row in tx.all(statement, a_order=order.id, a_day=until)}
    undone = settings(tx).bill_services_undone
    due: list[tuple[Row[Any], Quantity, Quantity]] = []
    of_kits: dict[int, tuple[Row[Any], Quantity]] = {}  # kit lines, and how much of each goes on this bill
    for line in tx.all(facts.LINES, a_order=order.id):
        axes = axes_of(line)
        by_itself = line.kind == "service" and (undone or line.parent_id is not None)
        quantity = axes.due - axes.invoiced if by_itself else axes.to_invoice - since.get(line.id, 0)
        if line.kind == "kit":
            of_kits[line.id] = line, quantity
        elif line.parent_id in of_kits:
            kit, now = of_kits[line.parent_id]
            quantity = component_to_bill(quantity, axes.invoiced, line.per_kit, kit.invoiced, now, axes_of(kit).due)
        if quantity > 0:
            due.append((line, before.get(line.id, 0), quantity))
    if undone and since and all(line.kind == "service" for line, _, _ in due):
        return []  # services go with goods; these wait for the next period
    return due


def _priced(
    tx: Transaction, order: Row[Any], due: Sequence[tuple[Row[Any], Quantity, Quantity]], day: date
) -> list[Billed]:
    """What is billed of an order, with the tax of the day that it left on."""
    before = {row.order_line_id: row for row in tx.all(_BILLED, a_order=order.id)}
    decimals = currency_of(tx, order.currency).decimals
    billed: list[Billed] = []
    counted = {line.id: (count, _billed_before(order, before.get(line.id))) for line, count, _ in due}
    for line, quantity, tax in at_supply(tx, order, due, day):
        count, amount = counted[line.id]
        upto = _amount_of(order, line, count + quantity, decimals)
        counted[line.id] = count + quantity, upto
        billed.append(Billed(line, quantity, upto - amount, tax))
    return billed


def _amount_of(order: Row[Any], line: Row[Any], quantity: Quantity, decimals: int) -> Money:
    """What a quantity of a line costs, as its share of the line's net, or of its gross where prices include tax."""
    due = line.ordered - line.cancelled
    if due == 0:
        return line_net(quantity, line.price or 0, line.discount, factor=line.factor, decimals=decimals)
    return divide_half_up((line.net + (line.tax if order.tax_included else 0)) * quantity, due)


def _billed_before(order: Row[Any], was: Row[Any] | None) -> Money:
    """What was billed of a line before, in the same sense."""
    if was is None:
        return 0
    return int(was.net) + (int(was.tax) if order.tax_included else 0)


def write(
    tx: Transaction,
    orders: Sequence[Row[Any]],
    billed: Sequence[Billed],
    number: str,
    series: str,
    serial: int | None,
    day: date,
    *,
    terms_id: int | None = None,
) -> tuple[int, Money]:
    """Write an invoice with its lines and taxes, count what it bills, and enter it in the ledger; its id and gross.

    Down payments on the orders are set off, each against what is billed of its own order.
    """
    order = orders[0]
    summed = totals(
        [
            TaxedLine(
                one.amount, one.tax.rate, one.tax.parts, one.quantity, one.amount if order.tax_included else None
            )
            for one in billed
        ],
        discount=order.tax_discount,
        decimals=currency_of(tx, order.currency).decimals,
    )
    taken = _set_off(tx, orders, billed, summed)
    rates = _less(summed.rates, taken)
    net, tax = sum(row.net for row in rates), sum(row.tax for row in rates)
    rule = terms_of(tx, terms_id or order.terms_id)
    parts = due_parts(rule, day, net + tax)
    invoice_id = tx.add(
        Invoice(
            number=number,
            series=series,
            year=day.year,
            serial=serial,
            customer_id=order.customer_id,
            order_id=order.id if len(orders) == 1 else None,
            day=day,
            due=parts[0].on if parts else terms_rules.due_date(rule, day),
            parts=len(parts),
            billed_to=billed_to(tx, order.customer_id),
            terms_id=terms_id or order.terms_id,
            discount_until=terms_rules.discount_date(rule, day),
            discount_amount=terms_rules.discount_amount(rule, net + tax, tax),
            discount_grace=rule.grace_days,
            currency=order.currency,
            rate=rate_on(tx, order.currency, day),
            tax_included=order.tax_included,
            tax_discount=order.tax_discount,
            tax_note=order.tax_note,
            net=net,
            tax=tax,
            gross=net + tax,
            open=net + tax,
            posted_at=tx.now,
            posted_by=ledger.person(tx),
        )
    )
    write_parts(tx, invoice_id, parts)
    write_lines(tx, invoice_id, billed, summed, rates)
    _write_set_off(tx, invoice_id, taken)
    for one in billed:
        if tx.change(_COUNT, a_line=one.line.id, a_quantity=one.quantity) != 1:
            raise Conflict(f"line {one.line.position} of order {order.number} changed meanwhile; look at it again")
    ledger.enter(tx, order.customer_id, "invoice", net + tax, day, invoice_id=invoice_id)
    return invoice_id, net + tax


def _set_off(
    tx: Transaction, orders: Sequence[Row[Any]], billed: Sequence[Billed], summed: Totals
) -> list[tuple[int, Ahead]]:
    """What of the orders' down payments this invoice takes off, each with its order's id."""
    paid_ahead = [order.id for order in orders if order.billed_ahead]
    if not paid_ahead:
        return []
    found = ahead_of(tx, paid_ahead)
    taken: list[tuple[int, Ahead]] = []
    for order_id in paid_ahead:
        rates: dict[int, list[Money]] = {}
        for one, net, tax in zip(billed, summed.line_nets, summed.line_taxes, strict=True):
            if one.line.order_id == order_id:
                row = rates.setdefault(one.tax.rate, [0, 0])
                row[0] += net
                row[1] += tax
        shares = [RateShare(rate, net, tax) for rate, (net, tax) in sorted(rates.items())]
        taken += [(order_id, one) for one in set_off(shares, found.get(order_id, []))]
    return taken


def _less(rates: Sequence[RateTotal], taken: Sequence[tuple[int, Ahead]]) -> list[RateTotal]:
    """A document's rates with what is set off taken away."""
    off: dict[int, list[Money]] = {}
    for _, one in taken:
        sums = off.setdefault(one.rate, [0, 0])
        sums[0] += one.net
        sums[1] += one.tax
    return [shifted(row, *(-amount for amount in off[row.rate])) if row.rate in off else row for row in rates]


def shifted(row: RateTotal, net: Money, tax: Money) -> RateTotal:
    """A rate with so much more net and tax, which several taxes of it take each by its share."""
    shares = spread(abs(tax), [abs(part.tax) for part in row.parts]) if any(part.tax for part in row.parts) else []
    parts = tuple(
        replace(part, base=part.base + net, tax=part.tax + (share if tax > 0 else -share))
        for part, share in zip(row.parts, shares, strict=False)
    )
    return RateTotal(row.rate, row.net + net, row.tax + tax, parts or row.parts)


def _write_set_off(tx: Transaction, invoice_id: int, taken: Sequence[tuple[int, Ahead]]) -> None:
    """The lines that set down payments off, and on the orders that so much less is billed ahead."""
    if not taken:
        return
    numbers = {row.id: row.number for row in tx.all(_NUMBERS, ids=[one.key for _, one in taken])}
    tx.add_all(
        InvoiceLine,
        [
            {
                "invoice_id": invoice_id, "description": f"Down payment {numbers[one.key]}", "unit": "", "factor": ONE,
                "quantity": -ONE, "price": 0, "discount": 0, "net": -one.net, "tax_rate": one.rate, "tax": -one.tax,
                "down_id": one.key,
            }
            for _, one in taken
        ],
    )  # fmt: skip
    for order_id, one in taken:
        bill_ahead(tx, order_id, -(one.net + one.tax))


def bill_ahead(tx: Transaction, order_id: int, amount: Money) -> None:
    """Change what is billed ahead on an order. Raises Conflict where that would leave less than nothing."""
    if tx.change(_AHEAD, a_order=order_id, a_amount=amount) != 1:
        raise Conflict("the order's down payments changed meanwhile; nothing was saved. Look at it again")


def billed_to(tx: Transaction, customer_id: int) -> str:
    """The address that an invoice goes to now, a line each; empty where the customer has none."""
    return "\n".join(billing_address(tx, customer_id))


def due_parts(rule: terms_rules.Terms, day: date, gross: Money) -> list[terms_rules.DuePart]:
    """The parts that an invoice is due in, by their days; none when it is due on one day."""
    parts = [part for part in terms_rules.schedule(rule, day, gross) if part.amount > 0] if rule.instalments else []
    return sorted(parts, key=lambda part: part.on) if len(parts) > 1 else []


def write_parts(tx: Transaction, invoice_id: int, parts: Sequence[terms_rules.DuePart]) -> None:
    """The parts of an invoice."""
    upto = accumulate(part.amount for part in parts)
    tx.add_all(
        InvoicePart,
        [
            {"invoice_id": invoice_id, "position": position, "due": part.on, "amount": part.amount, "upto": so_far}
            for position, (part, so_far) in enumerate(zip(parts, upto, strict=True), start=1)
        ],
    )


def write_lines(
    tx: Transaction, invoice_id: int, billed: Sequence[Billed], summed: Totals, rates: Sequence[RateTotal]
) -> None:
    """The rows below a document's header; `rates` are those of its foot."""
    tx.add_all(
        InvoiceLine,
        [
            {
                "invoice_id": invoice_id,
                "order_line_id": one.line.id,
                "product_id": one.line.product_id,
                "description": one.line.description,
                "unit": one.line.unit,
                "factor": one.line.factor,
                "quantity": one.quantity,
                "price": one.line.price or 0,
                "discount": one.line.discount,
                "net": net,
                **one.tax.columns,
                "tax": tax,
            }
            for one, net, tax in zip(billed, summed.line_nets, summed.line_taxes, strict=True)
        ],
    )
    write_rates(tx, invoice_id, rates)


def write_rates(tx: Transaction, invoice_id: int, rates: Sequence[RateTotal], sign: int = 1) -> None:
    """A document's foot: its rates and the several taxes that make one up; a credit note's have the sign −1."""
    tx.add_all(
        InvoiceTax,
        [
            {"invoice_id": invoice_id, "rate": row.rate, "net": sign * row.net, "tax": sign * row.tax}
            for row in rates
        ],
    )
    tx.add_all(
        InvoiceTaxPart,
        [
            {
                "invoice_id": invoice_id,
                "rate": row.rate,
                "position": position,
                "name": part.name,
                "part_rate": part.rate,
                "base": sign * part.base,
                "tax": sign * part.tax,
            }
            for row in rates
            for position, part in enumerate(row.parts, start=1)
        ],
    )
