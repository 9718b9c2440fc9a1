"""Returns: how much of what a customer got may come back, who has to agree to it, and what is kept for the trouble.

At most what was shipped, less what came back and what was agreed to come back already; never dated before the delivery;
always at the price that was paid, so that no price is asked. A return that comes late, or is worth much, waits for an
approver. (The limits are those that ERPNext's sales return checks: quantity, rate, time.)
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from orderdesk.findings import Finding, Severity
from orderdesk.rules.wording import counted, listed
from orderdesk.values import (
    Currency,
    Money,
    Percent,
    Quantity,
    UnitPrice,
    divide_half_up,
    money_text,
    percent_text,
    quantity_text,
    share,
)


class Became(StrEnum):
    """What becomes of goods that came back."""

    RESTOCK = "restock"  # sold again
    SCRAP = "scrap"  # worth nothing any more
    VENDOR = "vendor"  # kept apart, for whoever supplied them


class RemedyKind(StrEnum):
    """What is done about a complaint."""

    RETURN = "return"  # the goods come back and are credited then
    CREDIT = "credit"  # they are credited, and the customer keeps them
    REDUCTION = "reduction"  # they cost less
    REPLACE = "replace"  # the customer gets them again, for nothing


@dataclass(frozen=True, slots=True)
class Returnable:
    """A line of an order as a return sees it, in stock units.

    Attributes:
        agreed: what may still come back by other returns.
        delivered: the day on which the last of it was shipped; None is not yet.
    """

    position: int
    sku: str
    shipped: Quantity
    returned: Quantity = 0
    agreed: Quantity = 0
    delivered: date | None = None

    @property
    def most(self) -> Quantity:
        """How much of it may still be agreed to come back."""
        return max(0, self.shipped - self.returned - self.agreed)


def check_return(line: Returnable, quantity: Quantity, day: date) -> Finding | None:
    """Block a return of more than the customer has, or of goods that were not delivered yet by its day."""
    at = f"line {line.position}, {line.sku}"
    figures = {
        "shipped": line.shipped, "returned": line.returned, "agreed": line.agreed, "most": line.most,
        "quantity": quantity,
    }  # fmt: skip
    if quantity <= 0:
        message = f"{at}: how much comes back must be above 0"
    elif quantity > line.most:
        gone = [f"{quantity_text(line.shipped)} were shipped"]
        if line.returned:
            gone.append(f"{quantity_text(line.returned)} came back")
        if line.agreed:
            gone.append(f"{quantity_text(line.agreed)} may come back by other returns")
        message = (
            f"{at}: {quantity_text(quantity)} cannot come back; {listed(gone)}: {quantity_text(line.most)} is the most"
        )
    elif line.delivered is not None and day < line.delivered:
        message = f"{at}: a return of {day} would be before the delivery of {line.delivered}; date it then or later"
    else:
        return None
    return Finding(Severity.BLOCK, "return", message, line.position, figures=figures)


@dataclass(frozen=True, slots=True)
class ReturnBounds:
    """Up to where a return needs nobody's consent.

    Attributes:
        days: after the delivery; None is not looked at.
        value: gross, in minor units of the company's currency; None is not looked at.
        high: from which value on it takes an approver of level 2.
    """

    days: int | None = 30
    value: Money | None = None
    high: Money | None = None
    currency: Currency = field(default_factory=Currency)


@dataclass(frozen=True, slots=True)
class Consent:
    """Whose consent something needs, and why; level 0 is nobody's."""

    level: int
    why: str


def consent_to_return(value: Money, delivered: date | None, day: date, bounds: ReturnBounds) -> Consent:
    """Who must agree to a return: nobody, an approver, or one of level 2.

    Args:
        value: what would be credited, gross.
        delivered: the oldest delivery among its goods.
    """
    reasons = []
    if bounds.days is not None and delivered is not None and day > delivered + timedelta(days=bounds.days):
        late = (day - delivered).days
        reasons.append(f"delivered {counted(late, 'day')} ago, where {bounds.days} are allowed")
    reasons += _too_dear(value, bounds)
    if not reasons:
        return Consent(0, "")
    return Consent(2 if _is_high(value, bounds) else 1, f"return: {listed(reasons)}")


def consent_to_remedies(value: Money, bounds: ReturnBounds) -> Consent:
    """Who must agree to what is done about a complaint."""
    reasons = _too_dear(value, bounds)
    if not reasons:
        return Consent(0, "")
    return Consent(2 if _is_high(value, bounds) else 1, f"complaint: {listed(reasons)}")


def _too_dear(value: Money, bounds: ReturnBounds) -> list[str]:
    if bounds.value is None or value <= bounds.value:
        return []
    worth, most = money_text(value, bounds.currency), money_text(bounds.value, bounds.currency)
    return [f"worth {worth}, above {most}"]


def _is_high(value: Money, bounds: ReturnBounds) -> bool:
    return bounds.high is not None and value > bounds.high


def remedy_value(
    kind: RemedyKind, gross: Money, due: Quantity, quantity: Quantity, price: UnitPrice, new_price: UnitPrice | None
) -> Money:
    """What a remedy costs us, gross: of a reduction the part by which the price falls, else what the goods cost.

    Args:
        gross: of the whole line, for `due` of it.
        price, new_price: for one of the line's unit.
    """
    if due <= 0:
        return 0
    worth = divide_half_up(gross * quantity, due)
    if kind is RemedyKind.REDUCTION and new_price is not None:
        return divide_half_up(worth * (price - new_price), price) if price else 0
    return worth


def restocking_fee(net: Money, fee: Percent) -> Money:
    """What is kept of a credited net amount for taking goods back, half-up."""
    return share(net, fee)


def fee_sentence(fee: Percent, amount: Money, reason: str, currency: Currency) -> str:
    """How the fee is told on the credit note."""
    return f"restocking fee {percent_text(fee)} % ({reason}): {money_text(amount, currency)}"
