"""Dunning: levels, what a payment and a credit note do to them, fee and interest."""

from __future__ import annotations

import pytest

from orderdesk.desk import dunning, invoicing
from orderdesk.errors import Refused
from orderdesk.models import Invoice, InvoiceLine
from orderdesk.queries import receivables
from orderdesk.queries.check import check
from orderdesk.queries.dunning import dunning_card
from tests.scenarios.shop import Shop


@pytest.fixture
def late(shop: Shop) -> Shop:
    """Levels at 5, 20 and 40 days; an invoice of 100 that is due today."""
    for key, days in (("reminder_third", 40), ("reminder_second", 20), ("reminder_first", 5)):
        shop.setting(key, days)
    shop.customer("BUYER", terms="NOW")
    shop.billed("BUYER", 100_00)
    return shop


@pytest.mark.parametrize(("day", "level"), [(4, None), (5, 1), (19, 1), (39, 1)])
def test_du_01_a_level_is_reached_with_its_day(late: Shop, day: int, level: int | None) -> None:
    """Elsewhere a draft is made; here the invoice stands on the list with its level."""
    (one,) = late.later(day).see(dunning_card, "BUYER").invoices
    assert one.next_level == level


def test_du_03_what_is_paid_is_not_reminded_of(late: Shop) -> None:
    late.later(5).do(dunning.remind, "BUYER")
    at_level_two = late.later(20)
    (one,) = at_level_two.see(dunning_card, "BUYER").invoices
    assert one.next_level == 2
    at_level_two.pay("BUYER", 100_00)
    assert late.later(50).see(dunning_card, "BUYER").invoices == ()
    with pytest.raises(Refused, match="no invoice is open"):
        late.later(50).do(dunning.remind, "BUYER")


@pytest.mark.parametrize("booked", [True, False])
def test_du_04_fee_and_interest(late: Shop, booked: bool) -> None:
    """As a charge of its own that is owed, or only shown, as the company has it set."""
    for key, value in (
        ("reminder_second", 15), ("reminder_second_fee", 10_00), ("reminder_second_interest", 10_000),
        ("reminder_charges", booked),
    ):  # fmt: skip
        late.setting(key, value)
    late.later(5).do(dunning.remind, "BUYER")
    then = late.later(15)
    (one,) = then.see(dunning_card, "BUYER").invoices
    assert (one.days_late, one.fee, one.interest, one.total) == (15, 10_00, 41, 110_41)
    assert one.charge_why == "fee 10.00 + interest 0.41 (100.00 × 10 % × 15 days/365) = 10.41"
    (sent,) = then.do(dunning.remind, "BUYER")
    assert (sent.fee, sent.interest, sent.total) == (10_00, 41, 110_41)
    assert then.see(receivables.balance, "BUYER") == (110_41 if booked else 100_00)
    charges = then.rows(Invoice, kind="charge")
    assert [row.gross for row in charges] == ([10_41] if booked else [])
    if booked:
        assert sent.charge == charges[0].number == "CHG-2026-0001"
        lines = [(row.description, row.net) for row in then.rows(InvoiceLine, invoice_id=charges[0].id)]
        assert [net for _, net in lines] == [10_00, 41]
        (again,) = late.later(40).see(dunning_card, "BUYER").invoices  # interest goes on from there, on the invoice
        assert (again.number, again.open) == (one.number, 100_00)
    assert then.see(check) == ()


def test_interest_is_charged_once_for_a_day(late: Shop) -> None:
    for key, value in (
        ("reminder_first_interest", 10_000), ("reminder_second_interest", 10_000), ("reminder_charges", True),
    ):  # fmt: skip
        late.setting(key, value)
    (first,) = late.later(5).do(dunning.remind, "BUYER")
    (second,) = late.later(20).do(dunning.remind, "BUYER")
    assert (first.interest, second.interest) == (14, 41)  # 5 days, and the 15 that follow


def test_du_06_a_credit_note_answers_the_reminder_and_one_that_stands_alone_does_not(late: Shop) -> None:
    (dunned,) = [row.number for row in late.rows(Invoice)]
    other = late.billed("BUYER", 100_00)
    late.pay("BUYER", 100_00, invoices=[other])
    late.later(5).do(dunning.remind, "BUYER")
    then = late.later(20)
    then.desk("rae").do(invoicing.credit, other, reason="goodwill")  # stays as credit on the account
    assert [one.next_level for one in then.see(dunning_card, "BUYER").invoices] == [2]
    then.desk("rae").do(invoicing.credit, dunned, reason="not delivered")
    assert then.see(dunning_card, "BUYER").invoices == ()
