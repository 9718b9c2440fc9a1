"""Margin and discount: what is left of a price over cost, and when an approver must look at it.

Margin is per cent of the net price, not of cost: bought at 60 and sold at 100 is 40 %. Price and cost are for the
same unit. Outside a bound is a hold, never a silent clamp; exactly on a bound passes. A bound of None is no bound.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from orderdesk.errors import BadValue
from orderdesk.findings import Finding, HoldKind, Severity
from orderdesk.values import (
    HUNDRED_PERCENT,
    Currency,
    Money,
    Percent,
    Quantity,
    UnitPrice,
    divide_half_up,
    extend,
    money_text,
    percent_text,
    price_text,
    share,
)


@dataclass(frozen=True, slots=True)
class RoleCeilings:
    """Discounts that need no approval, by role and category (None: every category) of whoever enters the order."""

    by_role: Mapping[tuple[str, int | None], Percent] = field(default_factory=dict)

    def ceiling(self, category: int | None, usual: Percent | None, roles: Collection[str]) -> Percent | None:
        """The ceiling of a product for somebody with these roles: the highest of theirs, or else the category's own.

        A row for the category goes before the role's row for every category.

        Args:
            usual: the category's own; None is no bound.
        """
        own = [self.by_role.get((role, category), self.by_role.get((role, None))) for role in roles]
        return max((one for one in own if one is not None), default=usual)


def margin_percent(price: UnitPrice, discount: Percent, cost: UnitPrice) -> int | None:
    """The margin in thousandths of a per cent, half-up; negative below cost. None when nothing is asked."""
    net = price * (HUNDRED_PERCENT - discount)
    if net == 0:
        return None
    return divide_half_up((net - cost * HUNDRED_PERCENT) * HUNDRED_PERCENT, net)


def margin_floor_price(cost: UnitPrice, floor: Percent) -> UnitPrice:
    """The lowest net price with at least that margin, rounded up to the ten-thousandth.

    Raises:
        BadValue: a floor of 100 % or more, which no price can reach.
    """
    if floor >= HUNDRED_PERCENT:
        raise BadValue(f"a margin floor of {percent_text(floor)} % cannot be reached by any price")
    return -(-cost * HUNDRED_PERCENT // (HUNDRED_PERCENT - floor))


def average_discount(list_total: Money, net_total: Money) -> Percent:
    """What a document is below list price on the whole: 100 − net × 100 / list, half-up; negative above list."""
    if list_total <= 0:
        return 0
    return HUNDRED_PERCENT - divide_half_up(net_total * HUNDRED_PERCENT, list_total)


def check_discount(
    line: int, discount: Percent, ceiling: Percent | None, net_before: Money, currency: Currency
) -> Finding | None:
    """Hold a discount above the ceiling of product and role; the amount at stake is the discount given.

    Args:
        net_before: what the line would cost without the discount.
    """
    if ceiling is None or discount <= ceiling:
        return None
    given = share(net_before, discount)
    return Finding(
        Severity.HOLD,
        HoldKind.DISCOUNT,
        f"line {line}: {percent_text(discount)} % discount is above the ceiling of {percent_text(ceiling)} %;"
        f" it gives away {money_text(given, currency)} of {money_text(net_before, currency)}",
        line,
        given,
        {"discount": discount, "ceiling": ceiling, "net_before": net_before, "given": given},
    )


def check_margin(
    line: int,
    price: UnitPrice,
    discount: Percent,
    cost: UnitPrice | None,
    floor: Percent | None,
    net: Money,
    currency: Currency,
    *,
    quantity: Quantity | None = None,
) -> Finding | None:
    """Hold a line whose margin is under the floor; the amount at stake is what the line lacks to reach it.

    Args:
        cost: None is unknown, and passes.
        net: of the line, after discount.
        quantity: in the unit that price and cost are for. Without it the amount is measured on the net, which cannot
            tell what a line given away for nothing costs.
    """
    if cost is None or floor is None:
        return None
    net_price = price * (HUNDRED_PERCENT - discount)
    if (net_price - cost * HUNDRED_PERCENT) * HUNDRED_PERCENT >= floor * net_price:
        return None
    lowest = margin_floor_price(cost, floor)
    if quantity is not None:
        lacking = max(0, extend(quantity, lowest, decimals=currency.decimals) - net)
    else:
        lacking = divide_half_up(net * lowest * HUNDRED_PERCENT, net_price) - net if net_price else 0
    margin = margin_percent(price, discount, cost)
    has = "nothing is asked for it" if margin is None else f"a margin of {percent_text(margin)} %"
    return Finding(
        Severity.HOLD,
        HoldKind.MARGIN,
        f"line {line}: {has}, under the floor of {percent_text(floor)} %;"
        f" {price_text(lowest)} net would reach it, {money_text(lacking, currency)} more",
        line,
        lacking,
        {"price": price, "discount": discount, "cost": cost, "margin": margin, "floor": floor, "floor_price": lowest},
    )


def check_band(
    line: int,
    price: UnitPrice,
    receipt_price: UnitPrice,
    band: Percent | None,
    net: Money,
    currency: Currency,
    *,
    quantity: Quantity | None = None,
) -> Finding | None:
    """Hold a price typed by hand that is more than ± band away from the price receipt's.

    The amount at stake is the difference over the whole line, whichever way it goes.

    Args:
        net: of the line at the typed price.
        quantity: in the unit that both prices are for. Without it the amount is measured on the net.
    """
    apart = abs(price - receipt_price)
    if band is None or apart * HUNDRED_PERCENT <= band * receipt_price:
        return None
    if quantity is not None:
        stake = extend(quantity, apart, decimals=currency.decimals)
    else:
        stake = divide_half_up(net * apart, price) if price else 0
    side = "below" if price < receipt_price else "above"
    return Finding(
        Severity.HOLD,
        HoldKind.PRICE,
        f"line {line}: typed price {price_text(price)} is {side} {price_text(receipt_price)}"
        f" by more than {percent_text(band)} %; {money_text(stake, currency)} over the line",
        line,
        stake,
        {"price": price, "receipt_price": receipt_price, "band": band, "difference": price - receipt_price},
    )
