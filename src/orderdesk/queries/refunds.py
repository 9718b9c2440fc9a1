"""What went back to a customer: refunds, the newest first, and whether they were taken back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import bindparam, select

from orderdesk.models import Customer, Refund
from orderdesk.store.transaction import Reading, table
from orderdesk.values import Money

_REFUND, _CUSTOMER = table(Refund), table(Customer)
_OF = (
    select(_REFUND)
    .join(_CUSTOMER, _CUSTOMER.c.id == _REFUND.c.customer_id)
    .where(_CUSTOMER.c.code == bindparam("a_code"))
    .order_by(_REFUND.c.id.desc())
)


@dataclass(frozen=True, slots=True)
class RefundRow:
    """Money that went back, in minor units of the customer's currency."""

    number: int
    day: date
    amount: Money
    method: str
    reference: str
    reason: str
    reversed_on: date | None
    reverse_reason: str


def refunds_of(reading: Reading, customer: str, *, newest: int = 200) -> tuple[RefundRow, ...]:
    """What went back to a customer, so many of the newest."""
    return tuple(
        RefundRow(
            row.number, row.day, row.amount, row.method, row.reference, row.reason, row.reversed_on, row.reverse_reason
        )
        for row in reading.all(_OF.limit(newest), a_code=customer.strip().upper())
    )
