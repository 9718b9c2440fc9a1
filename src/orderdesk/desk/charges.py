"""Charges: what a customer owes besides goods: a reminder's fee, interest, the bank's fee for a payment that came back.

A charge is posted like an invoice, with gapless numbers of its own series, and paid, aged and credited off like one. No
tax is on it: it is damages, not a supply. It is never reminded of by itself and bears no interest.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import bindparam, select

from orderdesk.desk import ledger
from orderdesk.models import Customer, Invoice, InvoiceLine, InvoiceTax
from orderdesk.queries.currencies import exchange_on
from orderdesk.store.numbers import next_legal
from orderdesk.store.transaction import Transaction, table
from orderdesk.texts import clean
from orderdesk.values import ONE, PRICE_ONE, Money

SERIES = "CHG"
_CUSTOMER = table(Customer)
_BY_ID = select(_CUSTOMER.c.terms_id, _CUSTOMER.c.currency).where(_CUSTOMER.c.id == bindparam("a_customer"))


def post(
    tx: Transaction, customer_id: int, lines: Sequence[tuple[str, Money]], day: date, reason: str
) -> tuple[int, str]:
    """Post a charge of these lines, in the customer's currency and due at once; its id and number.

    The customer is locked.
    """
    buyer = tx.first(_BY_ID, a_customer=customer_id)
    assert buyer is not None  # a foreign key
    exchange = exchange_on(tx, buyer.currency, day)
    amount = sum(value for _, value in lines)
    serial = next_legal(tx, SERIES, day)
    number = f"{SERIES}-{day.year}-{serial:04}"
    charge_id = tx.add(
        Invoice(
            number=number,
            kind="charge",
            series=SERIES,
            year=day.year,
            serial=serial,
            customer_id=customer_id,
            day=day,
            due=day,
            terms_id=buyer.terms_id,
            currency=exchange.document.code,
            rate=exchange.rate,
            net=amount,
            gross=amount,
            open=amount,
            reason=clean(reason, "reason", limit=300),
            posted_at=tx.now,
            posted_by=ledger.person(tx),
        )
    )
    tx.add_all(
        InvoiceLine,
        [
            {
                "invoice_id": charge_id,
                "description": clean(text, "description", limit=200),
                "unit": "pc",
                "quantity": ONE,
                "price": value * PRICE_ONE // int(10**exchange.document.decimals),
                "net": value,
                "tax_rate": 0,
            }
            for text, value in lines
        ],
    )
    tx.add(InvoiceTax(invoice_id=charge_id, rate=0, net=amount, tax=0))
    ledger.enter(tx, customer_id, "charge", amount, day, invoice_id=charge_id)
    tx.record("charge.post", "invoice", charge_id, number=number, gross=amount, reason=reason)
    return charge_id, number
