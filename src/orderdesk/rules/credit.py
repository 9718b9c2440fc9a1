"""Credit: what a customer owes in every form, and whether one more order fits.

Amounts are gross, in the company's currency. Over means strictly greater: exactly at the limit passes. A limit of
None is no limit; a limit of zero is cash only. Besides its own limit a customer may have one for orders that have not
left, and share one with its group; the order must keep to all of them, and one hold tells of all that it breaks.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Any

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
        beyond_horizon: the undelivered part of orders wanted later than the horizon: shown, and in no sum.
    """

    open_invoices: OwnMoney = 0
    unapplied_credit: OwnMoney = 0
    shipped_not_invoiced: OwnMoney = 0
    confirmed_not_shipped: OwnMoney = 0
    submitted: OwnMoney = 0
    prepaid: OwnMoney = 0
    beyond_horizon: OwnMoney = 0

    @property
    def open_orders(self) -> Money:
        """What has not left yet: confirmed, and on the way to it."""
        return self.confirmed_not_shipped + self.submitted

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


@dataclass(frozen=True, slots=True)
class CreditGroup:
    """Customers who share a limit, and what all of them owe together (without the order that is looked at)."""

    code: str
    exposure: Money
    limit: Money | None


@dataclass(frozen=True, slots=True)
class CreditBounds:
    """What bounds a customer's credit besides its own limit; None is no bound.

    Attributes:
        order_limit: for orders that have not left.
        horizon_days: orders wanted later than that many days from today are left out of the exposure.
    """

    order_limit: Money | None = None
    group: CreditGroup | None = None
    horizon_days: int | None = None


def tightest(exposure: Exposure, limit: Money | None, bounds: CreditBounds) -> Money | None:
    """What may still be ordered under every bound: the least of the rooms; None where nothing bounds."""
    group = bounds.group
    rooms = [
        None if limit is None else limit - exposure.total,
        None if bounds.order_limit is None else bounds.order_limit - exposure.open_orders,
        None if group is None or group.limit is None else group.limit - group.exposure,
    ]
    return min((one for one in rooms if one is not None), default=None)


def check_credit(
    exposure: Exposure, order: Money, limit: Money | None, bounds: CreditBounds, currency: Currency
) -> Finding | None:
    """Hold an order that breaks the customer's limit, its limit for open orders, or its group's; one hold for all.

    Args:
        exposure: without this order.
        order: what this order adds, gross; 0 where its goods are about to leave and it is in the exposure already.
    """
    own = check_limit(exposure, order, limit, currency)
    told = [] if own is None else [own.message.removeprefix("credit: ")]
    over = 0 if own is None else own.amount
    extra: dict[str, Any] = {}
    if bounds.order_limit is not None:
        orders = exposure.open_orders
        extra |= {"open_orders": orders, "order_limit": bounds.order_limit}
        if order and orders + order > bounds.order_limit:
            told.append(_orders_over(orders, order, bounds.order_limit, currency))
            over = max(over, orders + order - bounds.order_limit)
    group = bounds.group
    if group is not None and group.limit is not None:
        extra |= {"group": group.code, "group_exposure": group.exposure, "group_limit": group.limit}
        beyond = group.exposure + order - group.limit
        if beyond > 0:
            told.append(
                f"group {group.code}: {money_text(group.exposure, currency)} used + {money_text(order, currency)}"
                f" this order, over the group's limit of {money_text(group.limit, currency)}"
                f" by {money_text(beyond, currency)}"
            )
            over = max(over, beyond)
    if not told:
        return None
    if bounds.horizon_days is not None:
        extra |= {"beyond_horizon": exposure.beyond_horizon, "horizon_days": bounds.horizon_days}
    figures = _figures(exposure, order, limit) | extra | {"over": over}
    return Finding(Severity.HOLD, HoldKind.CREDIT, f"credit: {'; '.join(told)}", amount=over, figures=figures)


def _orders_over(orders: Money, order: Money, limit: Money, currency: Currency) -> str:
    if orders > limit:
        most = money_text(limit, currency)
        return f"open orders of {money_text(orders, currency)} are over their limit of {most} already"
    return (
        f"open orders {money_text(orders, currency)} + {money_text(order, currency)} this order ="
        f" {money_text(orders + order, currency)}, over the limit of {money_text(limit, currency)} for open orders"
        f" by {money_text(orders + order - limit, currency)}"
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
        figures=_figures(exposure, order, limit) | {"over": over},
    )


def _figures(exposure: Exposure, order: Money, limit: Money | None) -> dict[str, Any]:
    return {
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
    }


def lines_crossing(exposure: Exposure, line_grosses: Sequence[Money], limit: Money | None) -> int | None:
    """Which line, counted from 1 as given, is the first to carry exposure above the limit; None when all fit."""
    if limit is None:
        return None
    for position, so_far in enumerate(accumulate(line_grosses), start=1):
        if exposure.total + so_far > limit:
            return position
    return None
