"""Invoices in parts: each is due, late and reminded of by its own day; money fills the earliest part first."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from orderdesk.desk import conditions, dunning, invoicing, receipts
from orderdesk.errors import BadValue
from orderdesk.models import Customer
from orderdesk.queries import receivables
from orderdesk.queries.exposure import open_items
from orderdesk.queries.home import waiting
from orderdesk.rules.ageing import AgeBy
from orderdesk.store.store import Store
from tests.company import TODAY
from tests.scenarios.shop import Shop

DAY = TODAY


@pytest.fixture
def shop(store: Store) -> Shop:
    """A buyer whose invoices are due 30 % after 10 days, 50 % after 30, 20 % after 60; and one invoice of 100.00."""
    shop = Shop(store)
    shop.terms("PARTS", (30, 10), (50, 30), (20, 60))
    shop.customer("BUYER", terms="PARTS", grace_days=0)
    shop.billed("BUYER", 100_00)
    return shop


def after(days: int) -> date:
    return DAY + timedelta(days)


def invoice_of(shop: Shop) -> str:
    return str(shop.see(receivables.open_items, "BUYER")[0].number)


def test_money_fills_the_part_due_first_also_across_invoices(shop: Shop) -> None:
    """The first parts of both invoices are paid before the second part of the older one."""
    later = shop.later(5)
    later.billed("BUYER", 200_00)
    later.pay("BUYER", 95_00)
    assert later.open_parts("BUYER") == [
        (after(30), 45_00), (after(35), 100_00), (after(60), 20_00), (after(65), 40_00),
    ]  # fmt: skip


def test_an_invoice_is_due_with_its_first_open_part_and_back_when_the_money_is_reversed(shop: Shop) -> None:
    number = invoice_of(shop)
    assert (shop.bill(number).due, shop.bill(number).parts) == (after(10), 3)
    receipt = shop.pay("BUYER", 80_00)
    assert shop.bill(number).due == after(60)
    shop.do(receipts.reverse, receipt, "returned")
    assert shop.bill(number).due == after(10)
    assert shop.open_parts("BUYER") == [(after(10), 30_00), (after(30), 50_00), (after(60), 20_00)]


def test_the_ageing_counts_each_part_by_its_own_day_now_and_then(shop: Shop) -> None:
    later = shop.later(45)
    report = later.see(receivables.ageing)
    assert report.rows[0].ageing.cells == (20_00, 50_00, 30_00, 0, 0, 0, 100_00)
    assert report.sound
    assert later.see(receivables.ageing_foot).foot == report.foot
    later.pay("BUYER", 40_00)
    assert later.see(receivables.ageing).rows[0].ageing.cells == (20_00, 40_00, 0, 0, 0, 0, 60_00)
    past = later.later(1).see(receivables.ageing, as_of=after(44))
    assert past.rows[0].ageing.cells == (20_00, 50_00, 30_00, 0, 0, 0, 100_00)
    assert past.sound
    cell = shop.later(45).see(receivables.cell_items, "BUYER", 1)
    assert [(item.part, item.parts, item.amount, item.open) for item in cell.items] == [(2, 3, 50_00, 40_00)]


def test_only_parts_whose_day_has_gone_by_are_overdue(shop: Shop) -> None:
    buyer = shop.rows(Customer, code="BUYER")[0].id
    later = shop.later(31)
    assert [(item.due, item.open) for item in later.see(open_items, buyer)] == [
        (after(10), 30_00), (after(30), 50_00), (after(60), 20_00),
    ]  # fmt: skip
    assert later.see(waiting).overdue == 80_00


def test_a_reminder_asks_for_the_parts_that_are_late(shop: Shop) -> None:
    sent = shop.later(16).do(dunning.remind, "BUYER")
    assert [(one.level, one.open, one.days_late) for one in sent] == [(1, 30_00, 6)]
    sent = shop.later(40).do(dunning.remind, "BUYER")
    assert [(one.level, one.open, one.days_late) for one in sent] == [(2, 80_00, 30)]


def test_ageing_by_the_invoices_own_date_still_adds_up(shop: Shop) -> None:
    report = shop.later(45).see(receivables.ageing, by=AgeBy.INVOICE)
    assert report.rows[0].ageing.cells == (0, 0, 100_00, 0, 0, 0, 100_00)


@pytest.mark.parametrize(
    ("parts", "discount", "why"),
    [
        ([(30_000, 10), (60_000, 30)], {}, "the instalments make up 90 %, not 100 %"),
        ([(50_000, 30), (50_000, 10)], {}, "each instalment is due later than the one before, not after 30, 10 days"),
        ([(50_000, 10), (50_000, 10)], {}, "each instalment is due later"),
        ([(0, 10), (100_000, 20)], {}, "instalment"),
        ([(50_000, 10), (50_000, 20)], {"discount": 2_000, "discount_days": 5}, "instalments have none"),
    ],
)
def test_terms_whose_parts_are_none(
    shop: Shop, parts: list[tuple[int, int]], discount: dict[str, Any], why: str
) -> None:
    with pytest.raises(BadValue, match=why):
        shop.do(conditions.terms, "ODD", "odd", instalments=parts, **discount)


def test_a_payment_for_one_invoice_fills_its_parts_and_no_other(shop: Shop) -> None:
    first = invoice_of(shop)
    shop.later(5).billed("BUYER", 100_00)
    shop.later(5).pay("BUYER", 90_00, invoices=[first])
    assert shop.open_parts("BUYER")[0] == (after(15), 30_00)
    assert shop.bill(first).open == 10_00


def test_a_credit_note_fills_parts_like_money(shop: Shop) -> None:
    shop.do(invoicing.credit, invoice_of(shop), reason="wrong")
    assert shop.open_parts("BUYER") == []
