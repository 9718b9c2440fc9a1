"""Prepayment: terms may want that what leaves is paid before it does, wholly or in part.

What counts as paid is the money that came in for the order: on its down payments and invoices, and set aside for it.
Goods leave up to the value that the money covers; a part delivery needs only its own part.
"""

from __future__ import annotations

from orderdesk.findings import Finding, HoldKind, Severity
from orderdesk.values import Currency, Money, Percent, money_text, percent_text, share


def check_prepaid(
    percent: Percent, left: Money, leaving: Money, paid: Money, currency: Currency
) -> Finding | None:
    """Hold goods that are not paid as the terms want; the amount at stake is what is missing.

    Args:
        percent: of what leaves that must be paid; 0 wants nothing.
        left, leaving: gross value of what has left of the order, and of what is about to.
        paid: for the order so far.
    """
    needed = share(left + leaving, percent)
    if not percent or paid >= needed:
        return None
    told = f"{percent_text(percent)} % of {money_text(left + leaving, currency)}"
    return Finding(
        Severity.HOLD,
        HoldKind.CREDIT,
        f"prepayment: {told} must be paid before it leaves, {money_text(needed, currency)};"
        f" {money_text(paid, currency)} came in, {money_text(needed - paid, currency)} are missing",
        amount=needed - paid,
        figures={"percent": percent, "left": left, "leaving": leaving, "needed": needed, "paid": paid},
    )
