"""The proof of billing: shipped − returned = billed + still to bill, line by line and in sum, from the documents.

What does not hold is told: a line that is billed twice or left unbilled, goods that came back and are not credited, a
down payment that no invoice will set off any more. Quantities in stock units, amounts gross in minor units.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import bindparam, case, func, select

from orderdesk.models import Customer, Invoice, Order, OrderLine, Product
from orderdesk.queries.ahead import ahead_of
from orderdesk.queries.check_billing import BILLING
from orderdesk.queries.check_orders import CLOSED_UNBILLED, INVOICED, STANDS_BILLED, billed_by_line
from orderdesk.queries.currencies import currency_of
from orderdesk.queries.unbilled import UnbilledLine, unbilled_lines
from orderdesk.store.transaction import Reading, table
from orderdesk.values import Money, Quantity, money_text, quantity_text

_ORDER, _LINE, _PRODUCT = table(Order), table(OrderLine), table(Product)
_CUSTOMER, _INVOICE = table(Customer), table(Invoice)
_KEPT = _LINE.c.shipped - _LINE.c.returned
_REST = _KEPT - STANDS_BILLED
_SUMS = (
    select(
        func.coalesce(func.sum(_LINE.c.shipped), 0).label("shipped"),
        func.coalesce(func.sum(_LINE.c.returned), 0).label("returned"),
        func.coalesce(func.sum(STANDS_BILLED), 0).label("billed"),
        func.coalesce(func.sum(case((_REST > 0, _REST), else_=0)), 0).label("to_bill"),
        func.coalesce(func.sum(case((_REST < 0, -_REST), else_=0)), 0).label("to_credit"),
    )
    .select_from(_LINE)
    .join(_ORDER, _ORDER.c.id == _LINE.c.order_id)
    .join(_CUSTOMER, _CUSTOMER.c.id == _ORDER.c.customer_id)
    .outerjoin(billed_by_line, billed_by_line.c.order_line_id == _LINE.c.id)
)
_CAME_BACK = (
    select(_ORDER.c.number, _LINE.c.position, _PRODUCT.c.sku, (_LINE.c.invoiced - _KEPT).label("quantity"))
    .join(_LINE, _LINE.c.order_id == _ORDER.c.id)
    .join(_PRODUCT, _PRODUCT.c.id == _LINE.c.product_id)
    .where(_LINE.c.returned > 0, _LINE.c.invoiced > _KEPT)
    .order_by(_ORDER.c.number, _LINE.c.position)
)
_LEFT_AHEAD = (
    select(_ORDER.c.id, _ORDER.c.number, _ORDER.c.state, _ORDER.c.billed_ahead, _ORDER.c.currency)
    .where(_ORDER.c.billed_ahead > 0, _ORDER.c.state.in_(("closed", "cancelled")))
    .order_by(_ORDER.c.number)
)
_DOWN_NUMBERS = select(_INVOICE.c.number).where(_INVOICE.c.id.in_(bindparam("ids", expanding=True)))


@dataclass(frozen=True, slots=True)
class BillingProof:
    """What is not billed, and that nothing is billed twice or left out.

    Attributes:
        lines: what is still to be billed; `amount` is what that comes to.
        shipped, returned, billed, to_bill, to_credit: over all order lines; `billed` is what the invoices say less what
            credit notes took back.
        findings: what does not hold, a sentence each.
    """

    lines: tuple[UnbilledLine, ...]
    shipped: Quantity
    returned: Quantity
    billed: Quantity
    to_bill: Quantity
    to_credit: Quantity
    amount: Money
    findings: tuple[str, ...]

    @property
    def sums(self) -> str:
        """How it adds up."""
        credit = f" − to credit {quantity_text(self.to_credit)}" if self.to_credit else ""
        return (
            f"shipped {quantity_text(self.shipped)} − returned {quantity_text(self.returned)} = billed "
            f"{quantity_text(self.billed)} + to bill {quantity_text(self.to_bill)}{credit}"
        )


def billing_proof(reading: Reading, customer: str | None = None) -> BillingProof:
    """The proof over everything; the lines and sums of one customer where its code is given, the findings of all."""
    lines = unbilled_lines(reading, customer)
    statement = _SUMS if customer is None else _SUMS.where(_CUSTOMER.c.code == customer.strip().upper())
    row = reading.first(statement)
    assert row is not None  # a sum always has a row
    return BillingProof(
        lines=lines,
        shipped=int(row.shipped),
        returned=int(row.returned),
        billed=int(row.billed),
        to_bill=int(row.to_bill),
        to_credit=int(row.to_credit),
        amount=sum(line.amount for line in lines),
        findings=_findings(reading),
    )


def _findings(reading: Reading) -> tuple[str, ...]:
    broken = (INVOICED, CLOSED_UNBILLED, *BILLING)
    found = [one.sentence(row) for one in broken for row in reading.connection.execute(one.broken)]
    found += [
        f"order {row.number} line {row.position}: {quantity_text(int(row.quantity))} of {row.sku} came back and "
        "are not credited"
        for row in reading.all(_CAME_BACK)
    ]
    for order in reading.all(_LEFT_AHEAD):
        downs = [one.key for one in ahead_of(reading, [order.id]).get(order.id, []) if one.net + one.tax]
        names = ", ".join(row.number for row in reading.all(_DOWN_NUMBERS, ids=downs or [0]))
        amount = money_text(order.billed_ahead, currency_of(reading, order.currency))
        found.append(
            f"order {order.number} is {order.state}, but {amount} of {names} is not set off; credit what is left of it"
        )
    return tuple(found)
