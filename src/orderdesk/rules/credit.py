"""Credit: what a customer owes in every form, and whether one more order fits.

Amounts are gross, in the company's currency. Over means strictly greater: exactly at the limit passes. A limit of
None is no limit; a limit of zero is cash only.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from orderdesk.findings import Finding, HoldKind, Severity
from orderdesk.values import Currency, Money, OwnMoney, money_text


@dataclass(frozen=True, slots=True)
class Exposure:
    """What a customer owes us, by how far along it is. Each amount is in one part only, and moves on from part to part.

    Attributes:
        open_invoices: what is still open of posted invoices.
        unapplied_credit: money and credit notes not set against anything yet; counts against the rest.
        shipped_not_invoiced: goods that have left without an invoice.
        confirmed_not_shipped: the undelivered part of confirmed orders.
        submitted: other orders at the approval queue whose credit hold does not stand.
        prepaid: what down payments bill ahead of orders that are not billed yet, at most so much as is left to bill of
            each. The orders stand above at full value and the down payments among the invoices, so that it is taken
            off here once: a down payment counts while it is not paid, and what is paid of it lowers the order's part.
    """

    open_invoices: OwnMoney = 0
    unapplied_credit: OwnMoney = 0
    shipped_not_invoiced: OwnMoney = 0
    confirmed_not_shipped: OwnMoney = 0
    submitted: OwnMoney = 0
    prepaid: OwnMoney = 0

    @property
    def total(self) -> Money:
        """What would be lost if the customer stopped paying today; negative when it has paid ahead."""
        return (
            self.open_invoices
            - self.unapplied_credit
            + self.shipped_not_invoiced
            + self.confirmed_not_shipped
            + self.submitted
            - self.prepaid
        )


def room(exposure: Exposure, limit: Money | None) -> Money | None:
    """What may still be ordered: limit less exposure, negative when already over; None without a limit."""
    return None if limit is None else limit - exposure.total


def check_limit(exposure: Exposure, order: Money, limit: Money | None, currency: Currency) -> Finding | None:
    """Hold an order that would carry exposure above the limit; the amount at stake is the excess.

    Args:
        exposure: without this order.
        order: what this order adds, gross.
    """
    if limit is None or exposure.total + order <= limit:
        return None
    over = exposure.total + order - limit
    sum_text = f"{money_text(exposure.total, currency)} used + {money_text(order, currency)} this order"
    if limit == 0:
        message = f"credit: cash only; {sum_text} leaves {money_text(over, currency)} owed: take payment first"
    else:
        message = (
            f"credit: {sum_text} = {money_text(exposure.total + order, currency)},"
            f" over the limit of {money_text(limit, currency)} by {money_text(over, currency)}"
        )
    return Finding(
        Severity.HOLD,
        HoldKind.CREDIT,
        message,
        amount=over,
        figures={
            "open_invoices": exposure.open_invoices,
            "unapplied_credit": exposure.unapplied_credit,
            "shipped_not_invoiced": exposure.shipped_not_invoiced,
            "confirmed_not_shipped": exposure.confirmed_not_shipped,
            "submitted": exposure.submitted,
            "prepaid": exposure.prepaid,
            "order": order,
            "limit": limit,
            "exposure": exposure.total,
            "exposure_with_order": exposure.total + order,
            "over": over,
        },
    )


def lines_crossing(exposure: Exposure, line_grosses: Sequence[Money], limit: Money | None) -> int | None:
    """Which line, counted from 1 as given, is the first to carry exposure above the limit; None when all fit."""
    if limit is None:
        return None
    for position, so_far in enumerate(accumulate(line_grosses), start=1):
        if exposure.total + so_far > limit:
            return position
    return None
