"""Crediting: writing a credit note that answers an invoice, line by line. The verbs are in `invoicing`.

A credit note says of each of its lines which line it answers, and how much of it came back or may be billed anew: by so
much the order's line counts as invoiced less. What is credited beyond that is an allowance on goods that the customer
keeps, which nobody bills again. A line of a price that was too high has no quantity, only the difference.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import Row, bindparam, func, select, update

from orderdesk.desk import ledger
from orderdesk.desk.amendments import axes_of
from orderdesk.desk.billing import bill_ahead, shifted, write_rates
from orderdesk.desk.series import next_document
from orderdesk.errors import Conflict, Refused
from orderdesk.models import Invoice, InvoiceLine, OrderLine
from orderdesk.queries.currencies import currency_of
from orderdesk.queries.invoice_lines import LINES, positions
from orderdesk.rules.tax import RateTotal, TaxedLine, less_what_was, totals
from orderdesk.rules.tax_parts import read
from orderdesk.store.transaction import Transaction, table
from orderdesk.values import Money, Quantity, UnitPrice, divide_half_up, quantity_text, spread

_INVOICE, _INVOICE_LINE, _LINE = table(Invoice), table(InvoiceLine), table(OrderLine)
_CREDITED = (
    select(
        _INVOICE_LINE.c.of_id,
        func.sum(-_INVOICE_LINE.c.quantity).label("quantity"),
        func.sum(-_INVOICE_LINE.c.net).label("net"),
        func.sum(-_INVOICE_LINE.c.tax).label("tax"),
        func.sum(_INVOICE_LINE.c.taken_back).label("taken_back"),
    )
    .join(_INVOICE, _INVOICE.c.id == _INVOICE_LINE.c.invoice_id)
    .where(_INVOICE.c.credits_id == bindparam("a_invoice"))
    .group_by(_INVOICE_LINE.c.of_id)
)
_TAKE_BACK = (
    update(_LINE)
    .where(_LINE.c.id == bindparam("a_line"), _LINE.c.invoiced >= bindparam("a_quantity"))
    .values(invoiced=_LINE.c.invoiced - bindparam("a_quantity"))
)
_ORDER_OF = select(_INVOICE.c.order_id).where(_INVOICE.c.id == bindparam("a_down"))
_SHARES = ("order_line_id", "product_id", "unit", "factor", "discount", "tax_rate", "tax_parts", "down_id")


@dataclass(frozen=True, slots=True)
class BilledLine:
    """A line of an invoice, with what of it is credited already (positive as the line is).

    Attributes:
        fixed: it has a tax of its own, which is not computed anew: a down payment, or one that is set off.
        included: amounts of it are gross, for the invoice's prices include tax.
    """

    row: Row[Any]
    position: int
    fixed: bool
    included: bool
    quantity: Quantity = 0
    net: Money = 0
    tax: Money = 0
    taken_back: Quantity = 0

    @property
    def left(self) -> Quantity:
        """What may still be credited of its quantity."""
        return int(self.row.quantity) - self.quantity

    @property
    def credited(self) -> Money:
        """What is credited of it: net, or gross where its price includes tax."""
        return self.net + (self.tax if self.included else 0)

    @property
    def amount(self) -> Money:
        """What was billed, in the same sense."""
        return int(self.row.net) + (int(self.row.tax) if self.included else 0)

    @property
    def amount_left(self) -> Money:
        """What may still be credited, in the same sense."""
        return self.amount - self.credited

    def taxed(self, quantity: Quantity, amount: Money) -> TaxedLine:
        """So much of it, as the tax rule wants it."""
        parts = read(self.row.tax_parts)
        return TaxedLine(amount, self.row.tax_rate, parts, quantity, amount if self.included else None)


@dataclass(frozen=True, slots=True)
class Taken:
    """What a credit note takes of one line: amounts as the line has them, so that the note's are the negatives.

    Attributes:
        amount: net, or gross where the invoice's prices include tax.
        taken_back: by how much its order's line counts as invoiced less.
        price, text: what stands on the note, where it is not the line's own.
        tax: of a line with a tax of its own.
    """

    line: BilledLine
    quantity: Quantity
    amount: Money
    taken_back: Quantity = 0
    price: UnitPrice | None = None
    text: str = ""
    tax: Money = 0


def billed_lines(tx: Transaction, invoice: Row[Any]) -> list[BilledLine]:
    """The lines of an invoice in the order of its paper."""
    rows = tx.all(LINES, a_invoice=invoice.id)
    before = {row.of_id: row for row in tx.all(_CREDITED, a_invoice=invoice.id)}
    found = []
    for row, position in zip(rows, positions(rows), strict=True):
        fixed = invoice.kind == "down" or row.down_id is not None
        line = BilledLine(row, position, fixed, invoice.tax_included and not fixed)
        was = before.get(row.id)
        if was is not None:
            credited = (int(was.quantity), int(was.net), int(was.tax), int(was.taken_back))
            line = replace(line, quantity=credited[0], net=credited[1], tax=credited[2], taken_back=credited[3])
        found.append(line)
    return found


def some_of(invoice: Row[Any], billed: Sequence[BilledLine], lines: Sequence[tuple[int, Quantity]]) -> list[Taken]:
    """These quantities of these positions; a position that was billed at two rates has two lines.

    Raises:
        Refused: more than is left of a position, or an unknown one.
    """
    wanted: dict[int, Quantity] = {}
    for position, quantity in lines:
        if quantity <= 0:
            raise Refused(f"line {position}: the credited quantity must be above 0")
        wanted[position] = wanted.get(position, 0) + quantity
    unknown = set(wanted) - {line.position for line in billed if line.row.quantity > 0}
    if unknown:
        raise Refused(f"{invoice.number} has no line {min(unknown)}")
    taken = []
    for position, quantity in wanted.items():
        mine = [line for line in billed if line.position == position]
        left = sum(line.left for line in mine)
        if quantity > left:
            whole, done = sum(line.row.quantity for line in mine), sum(line.quantity for line in mine)
            raise Refused(
                f"line {position}: {quantity_text(quantity)} cannot be credited; {quantity_text(whole)} were billed "
                f"and {quantity_text(done)} credited, {quantity_text(left)} are left"
            )
        for line in mine:
            part = min(line.left, quantity)
            quantity -= part
            if part:
                taken.append(of_line(line, part))
    return taken


def of_line(line: BilledLine, quantity: Quantity) -> Taken:
    """So much of a line, at the price that was billed; what came back of it lowers what counts as invoiced."""
    upto = divide_half_up(line.amount * (line.quantity + quantity), line.row.quantity)
    came_back = 0 if line.row.order_line_id is None else min(quantity, axes_of(line.row).to_credit)
    tax = divide_half_up(line.row.tax * (line.quantity + quantity), line.row.quantity) - line.tax if line.fixed else 0
    return Taken(line, quantity, upto - line.credited, came_back, tax=tax)


def all_of(billed: Sequence[BilledLine], *, anew: bool = False) -> list[Taken]:
    """Everything that is left of every line.

    Args:
        anew: the goods may be billed anew, whether they came back or not.
    """
    taken = []
    for line in billed:
        back = 0
        if line.row.order_line_id is not None:
            to_credit = axes_of(line.row).to_credit
            back = line.row.quantity - line.taken_back if anew else min(line.left, to_credit)
        if line.left or line.amount_left or back:
            tax = int(line.row.tax) - line.tax if line.fixed else 0
            taken.append(Taken(line, line.left, line.amount_left, back, tax=tax))
    return taken


def post(
    tx: Transaction,
    invoice: Row[Any],
    billed: Sequence[BilledLine],
    taken: Sequence[Taken],
    day: date,
    reason: str,
) -> str:
    """Write the credit note, settle the invoice with it as far as that is open, and enter it in the ledger; its number.

    Args:
        billed: all lines of the invoice, for the tax on all that is credited up to now.

    Raises:
        Refused: there is nothing to credit, or it is older than the invoice.
    """
    if not taken:
        raise Refused(f"nothing of {invoice.number} is left to credit")
    if day < invoice.day:
        raise Refused(f"a credit note of {day} would be older than {invoice.number} of {invoice.day}")
    goods = _taxes(tx, invoice, billed, taken)
    rates = _with_own(goods, taken)
    net, tax = sum(row.net for row in rates), sum(row.tax for row in rates)
    number, series, serial = next_document(tx, "credit", day)
    credit_id = tx.add(
        Invoice(
            number=number,
            kind="credit",
            series=series,
            year=day.year,
            serial=serial,
            customer_id=invoice.customer_id,
            order_id=invoice.order_id,
            credits_id=invoice.id,
            day=day,
            due=day,
            billed_to=invoice.billed_to,
            terms_id=invoice.terms_id,
            currency=invoice.currency,
            rate=invoice.rate,
            tax_included=invoice.tax_included,
            tax_discount=invoice.tax_discount,
            tax_note=invoice.tax_note,
            net=-net,
            tax=-tax,
            gross=-net - tax,
            open=-net - tax,
            reason=reason,
            posted_at=tx.now,
            posted_by=ledger.person(tx),
        )
    )
    _write_lines(tx, credit_id, taken, goods)
    write_rates(tx, credit_id, rates, -1)
    _take_back(tx, invoice, taken, net + tax)
    ledger.enter(tx, invoice.customer_id, "credit", -net - tax, day, invoice_id=credit_id)
    settled = max(0, min(invoice.open, net + tax))
    ledger.settle(tx, invoice.customer_id, invoice.id, "credit", settled, day, credit_id=credit_id)
    tx.record(
        "credit.post", "invoice", credit_id, number=number, invoice=invoice.number, gross=-net - tax, reason=reason,
        open=[invoice.open, invoice.open - settled],
    )  # fmt: skip
    return number


def _taxes(
    tx: Transaction, invoice: Row[Any], billed: Sequence[BilledLine], taken: Sequence[Taken]
) -> tuple[RateTotal, ...]:
    """Net and tax of the goods by rate: on all that is credited up to now, less what was credited before."""
    decimals, now = currency_of(tx, invoice.currency).decimals, {one.line.row.id: one for one in taken}
    before, upto = [], []
    for line in billed:
        if line.fixed:
            continue
        one = now.get(line.row.id)
        if line.quantity or line.credited:
            before.append(line.taxed(line.quantity, line.credited))
        if one is not None or line.quantity or line.credited:
            quantity, amount = (one.quantity, one.amount) if one is not None else (0, 0)
            upto.append(line.taxed(line.quantity + quantity, line.credited + amount))
    return less_what_was(
        totals(upto, discount=invoice.tax_discount, decimals=decimals).rates,
        totals(before, discount=invoice.tax_discount, decimals=decimals).rates,
    )


def _with_own(goods: Sequence[RateTotal], taken: Sequence[Taken]) -> list[RateTotal]:
    """The note's rates: those of the goods, and what lines with a tax of their own bring."""
    rates = {row.rate: row for row in goods}
    for one in taken:
        if one.line.fixed:
            rate = one.line.row.tax_rate
            rates[rate] = shifted(rates.get(rate, RateTotal(rate, 0, 0)), one.amount, one.tax)
    return [rates[rate] for rate in sorted(rates)]


def _write_lines(tx: Transaction, credit_id: int, taken: Sequence[Taken], goods: Sequence[RateTotal]) -> None:
    """The lines of the note; a rate's net and tax are spread so that lines and rates add up."""
    figures = {one.line.row.id: (one.amount, one.tax) for one in taken if one.line.fixed}
    of_rate = {row.rate: row for row in goods}
    for rate in {one.line.row.tax_rate for one in taken}:
        mine = [one for one in taken if one.line.row.tax_rate == rate and not one.line.fixed]
        if mine:
            nets, taxes = _spread(mine, of_rate.get(rate, RateTotal(rate, 0, 0)))
            figures |= {one.line.row.id: pair for one, pair in zip(mine, zip(nets, taxes, strict=True), strict=True)}
    rows = []
    for one in taken:
        line, (net, tax) = one.line.row, figures[one.line.row.id]
        rows.append(
            {name: line._mapping[name] for name in _SHARES}
            | {"invoice_id": credit_id, "quantity": -one.quantity, "net": -net, "tax": -tax}
            | {"of_id": line.id, "taken_back": one.taken_back, "description": one.text or line.description}
            | {"price": line.price if one.price is None else one.price}
        )
    tx.add_all(InvoiceLine, rows)


def _spread(taken: Sequence[Taken], rate: RateTotal) -> tuple[list[Money], list[Money]]:
    """A rate's net and tax over its lines."""
    amounts = [one.amount for one in taken]
    if not any(amounts):
        return [rate.net, *([0] * (len(taken) - 1))], [rate.tax, *([0] * (len(taken) - 1))]
    if taken[0].line.included:
        nets = spread(rate.net, amounts)
        return nets, [amount - net for amount, net in zip(amounts, nets, strict=True)]
    if not rate.parts:
        return amounts, spread(rate.tax, amounts)
    own = [
        divide_half_up(one.line.row.tax * one.quantity, one.line.row.quantity) if one.quantity else one.amount
        for one in taken
    ]  # an amount a unit does not go by the net
    return amounts, spread(rate.tax, own if any(own) else amounts)


def _take_back(tx: Transaction, invoice: Row[Any], taken: Sequence[Taken], gross: Money) -> None:
    """What counts as invoiced less, and what is billed ahead on orders more or less, by the note."""
    for one in taken:
        line = one.line.row
        if one.taken_back and tx.change(_TAKE_BACK, a_line=line.order_line_id, a_quantity=one.taken_back) != 1:
            raise Conflict(f"line {one.line.position} of {invoice.number} changed meanwhile; look at it again")
        if line.down_id is not None:  # what was set off is billed ahead again
            bill_ahead(tx, int(tx.scalar(_ORDER_OF, a_down=line.down_id)), -(one.amount + one.tax))
    if invoice.kind == "down" and invoice.order_id is not None:
        bill_ahead(tx, invoice.order_id, -gross)
