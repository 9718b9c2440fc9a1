from __future__ import annotations

from datetime import date, timedelta

import pytest

from orderdesk.desk import history, invoicing, receipts
from orderdesk.desk.history import HistoryLine
from orderdesk.errors import BadValue, NotFound
from orderdesk.queries.receivables import ageing, balance, invoice_card, open_items
from orderdesk.store.store import Store
from tests.company import TODAY, person
from tests.selling import assert_books_balance, sell, ship


def bill(store: Store, number: int, day: date, pieces: int = 1, customer: str = "ERNSH") -> None:
    """An invoice of another system, 21.42 gross a piece, due 30 days after its day."""
    assert person(store, "root").do(
        history.order,
        number=number,
        customer=customer,
        order_date=day,
        wanted=day,
        shipped=day,
        lines=[HistoryLine("CHAI", pieces * 1_000, 180_000)],
    )


def test_the_ageing_sorts_by_lateness_and_its_foot_proves_itself(store: Store) -> None:
    for number, late in ((1, -5), (2, 0), (3, 1), (4, 30), (5, 31), (6, 60), (7, 61), (8, 90), (9, 91)):
        bill(store, number, TODAY - timedelta(days=30 + late))
    bill(store, 10, TODAY, 10, customer="ALFKI")
    rae = person(store, "rae")
    rae.do(receipts.take, "ALFKI", 500_00)
    report = rae.ask(ageing)
    ernsh, alfki = report.rows
    assert (ernsh.customer, ernsh.ageing.not_due, ernsh.ageing.buckets) == (
        "ERNSH",
        42_84,
        (42_84, 42_84, 42_84, 21_42),
    )
    assert (alfki.customer, alfki.balance, alfki.ageing.unapplied) == ("ALFKI", 214_20 - 500_00, 285_80)
    assert report.sound
    assert report.foot.proof == (
        "not due 42.84 + 1–30 42.84 + 31–60 42.84 + 61–90 42.84 + over 90 21.42 − unapplied 285.80 = -93.02"
    )
    by_invoice = rae.ask(ageing, by="invoice")
    assert by_invoice.sound
    assert by_invoice.foot.not_due == 0 == by_invoice.foot.buckets[0] - 42_84
    with pytest.raises(BadValue, match="due or invoice"):
        rae.ask(ageing, by="luck")


def test_the_ageing_of_a_past_day_does_not_know_what_came_after(store: Store) -> None:
    start = TODAY - timedelta(days=100)
    bill(store, 1, start, 10)
    bill(store, 2, start + timedelta(days=40), 5)
    days = {n: person(store, "rae", day=start + timedelta(days=n)) for n in (10, 50, 60, 70, 80)}
    part = days[10].do(receipts.take, "ERNSH", 100_00)
    days[50].do(receipts.take, "ERNSH", 300_00)
    days[60].do(receipts.reverse, part, "returned by the bank")
    days[70].do(receipts.apply, part + 1)
    days[80].do(invoicing.credit, "OLD-2", reason="late")
    rae = person(store, "rae")
    seen = {}
    for after in (-1, 0, 9, 10, 40, 50, 60, 70, 80, 100):
        report = rae.ask(ageing, as_of=start + timedelta(days=after))
        assert report.sound, after
        items = rae.ask(open_items, "ERNSH", start + timedelta(days=after))
        assert sum(item.open for item in items) == report.foot.balance + report.foot.unapplied
        seen[after] = (report.foot.balance, report.foot.unapplied)
    assert seen == {
        -1: (0, 0),
        0: (214_20, 0),
        9: (214_20, 0),
        10: (114_20, 0),
        40: (221_30, 0),
        50: (-78_70, 78_70),
        60: (21_30, 78_70),
        70: (21_30, 0),
        80: (-85_80, 0),
        100: (-85_80, 0),
    }
    now = rae.ask(ageing)
    assert (now.rows, now.foot) == (rae.ask(ageing, as_of=TODAY).rows, rae.ask(ageing, as_of=TODAY).foot)
    assert rae.ask(balance, "ERNSH") == -85_80
    assert_books_balance(store)


def test_a_backdated_receipt_counts_from_its_day_but_no_invoice_is_paid_before_it_is_written(store: Store) -> None:
    bill(store, 1, TODAY - timedelta(days=10), 10)
    rae = person(store, "rae")
    rae.do(receipts.take, "ERNSH", 214_20, day=TODAY - timedelta(days=20))
    report = rae.ask(ageing, as_of=TODAY - timedelta(days=15))
    assert (report.foot.balance, report.foot.unapplied, report.sound) == (-214_20, 214_20, True)
    report = rae.ask(ageing, as_of=TODAY - timedelta(days=10))
    assert (report.foot.balance, report.rows, report.sound) == (0, (), True)


def test_open_items_tell_how_late_each_is(store: Store) -> None:
    bill(store, 77, TODAY - timedelta(days=45))
    (item,) = person(store, "rae").ask(open_items, "ernsh")
    assert (item.number, item.order, item.days_late, item.open) == ("OLD-77", 77, 15, 21_42)
    with pytest.raises(NotFound, match="NOBODY"):
        person(store, "rae").ask(open_items, "nobody")


def test_an_invoices_card_shows_what_was_set_against_it(store: Store) -> None:
    number = sell(store, ("CHAI", 10))
    ship(store, number)
    rae = person(store, "rae")
    receipt = rae.do(receipts.take, "ERNSH", 100_00)
    card = rae.ask(invoice_card, "inv-2026-0001")
    assert (card.order, card.gross, card.open, card.posted_by) == (number, 214_20, 114_20, "Pat")
    assert card.billed_to[:2] == ("Ernst Handel", "Obere Str. 57")
    assert [(line.sku, line.quantity, line.net, line.tax) for line in card.lines] == [("CHAI", 10_000, 180_00, 34_20)]
    assert [(one.kind, one.source, one.amount) for one in card.applied] == [("payment", str(receipt), 100_00)]
    with pytest.raises(NotFound):
        rae.ask(invoice_card, "INV-1")
