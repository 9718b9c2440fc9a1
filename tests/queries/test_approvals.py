"""The approval queue: what waits is listed oldest first, with the figures, and with who may release it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from orderdesk.errors import NotFound
from orderdesk.models import Application, Hold, Invoice, Order, Receipt
from orderdesk.queries.approvals import APPROVALS, waiting
from orderdesk.queries.hold_card import hold_card
from orderdesk.store.store import Store
from orderdesk.store.transaction import Transaction, as_json
from tests.company import NOW, SYSTEM, TODAY, person

ANN = 1


def _order(tx: Transaction, number: int, gross: int, *, customer: int = 1) -> int:
    return tx.add(
        Order(
            number=number, state="submitted", customer_id=customer, warehouse_id=1, terms_id=1, order_date=TODAY,
            wanted_date=TODAY, net=gross, gross=gross, entered_by=ANN, entered_at=NOW, submitted_at=NOW,
        )
    )  # fmt: skip


def _hold(tx: Transaction, order: int, kind: str, amount: int, *, minutes: int = 0, level: int = 1) -> int:
    figures = {"limit": 10_000_00, "over": amount}
    return tx.add(
        Hold(
            order_id=order, kind=kind, message=f"{kind}: too much", amount=amount, figures=as_json(figures),
            level=level, raised_at=NOW - timedelta(minutes=minutes),
        )
    )  # fmt: skip


def _two_orders(tx: Transaction) -> None:
    late = _order(tx, 1042, 1_579_73)
    early = _order(tx, 1039, 12_204_00, customer=2)
    _hold(tx, late, "credit", 1_279_73)
    _hold(tx, late, "price", 900_00, minutes=-1, level=2)
    _hold(tx, early, "overdue", 300_00, minutes=90)


def _paid(tx: Transaction, number: int, due: date, paid_on: date) -> None:
    invoice = tx.add(
        Invoice(
            number=f"INV-{number}", series="INV", year=2026, serial=number, customer_id=1, day=due, due=due, terms_id=1,
            net=100, gross=100, posted_at=NOW, posted_by=1,
        )
    )  # fmt: skip
    receipt = tx.add(Receipt(number=number, customer_id=1, day=paid_on, amount=100, taken_at=NOW, taken_by=1))
    tx.add(Application(invoice_id=invoice, receipt_id=receipt, amount=100, day=paid_on, at=NOW))


def test_the_order_that_has_waited_longest_stands_first(store: Store) -> None:
    store.run(_two_orders, SYSTEM, TODAY, NOW)
    rows = person(store, "kim").ask(waiting)
    assert [(row.order, row.customer, row.kinds, row.amount) for row in rows] == [
        (1039, "ERNSH", ("overdue",), 300_00),
        (1042, "ALFKI", ("credit", "price"), 1_279_73),
    ]
    assert rows[0].since == NOW - timedelta(minutes=90)


def test_a_page_begins_after_the_last_order_of_the_one_before(store: Store) -> None:
    def three(tx: Transaction) -> None:
        for number in (1_003, 1_001, 1_002):
            _hold(tx, _order(tx, number, 10), "credit", 5)

    store.run(three, SYSTEM, TODAY, NOW)
    kim = person(store, "kim")
    pages = kim.ask(lambda reading: list(APPROVALS.all(reading, APPROVALS.read(reading, ""), 2)))
    assert [[order.order for order in page] for page in pages] == [[1_001, 1_002], [1_003]]


def test_an_order_is_mine_only_when_all_its_holds_are(store: Store) -> None:
    store.run(_two_orders, SYSTEM, TODAY, NOW)
    assert [row.mine for row in person(store, "kim").ask(waiting)] == [True, False]  # price of 900.00 is for level 2
    assert [row.mine for row in person(store, "lou").ask(waiting)] == [True, True]
    assert [row.mine for row in person(store, "ann").ask(waiting)] == [False, False]


def test_a_released_hold_waits_for_nobody(store: Store) -> None:
    def released(tx: Transaction) -> None:
        tx.update(Hold, _hold(tx, _order(tx, 1050, 10), "credit", 5), state="released")

    store.run(released, SYSTEM, TODAY, NOW)
    assert person(store, "kim").ask(waiting) == ()
    assert person(store, "kim").ask(hold_card, 1050).holds == ()


def test_the_card_has_the_figures_and_says_who_may_release(store: Store) -> None:
    store.run(_two_orders, SYSTEM, TODAY, NOW)
    card = person(store, "kim").ask(hold_card, 1042)
    credit, price = card.holds
    assert credit.figures == {"limit": 10_000_00, "over": 1_279_73}
    assert credit.refusal is None and credit.up_to == 5_000_00
    assert price.needs == "approver level 2"
    assert (
        price.refusal
        == "a price hold of 900.00 is for approver level 2, which you are not; leave it in the queue for one"
    )
    assert (card.customer, card.gross, card.credit_limit) == ("ALFKI", 1_579_73, 10_000_00)


def test_the_card_remembers_how_the_customer_paid(store: Store) -> None:
    def history(tx: Transaction) -> None:
        _two_orders(tx)
        _paid(tx, 1, date(2026, 9, 1), date(2026, 8, 22))  # ten days early
        _paid(tx, 2, date(2026, 10, 1), date(2026, 10, 3))  # two days late
        tx.add(
            Invoice(
                number="INV-3", series="INV", year=2026, serial=3, customer_id=1, day=TODAY, due=date(2026, 10, 31),
                terms_id=1, net=100, gross=100, open=100, posted_at=NOW, posted_by=1,
            )
        )  # fmt: skip

    store.run(history, SYSTEM, TODAY, NOW)
    card = person(store, "kim").ask(hold_card, 1042)
    assert (card.habits.paid, card.habits.on_time, card.habits.days_early) == (2, 1, 4)
    assert card.oldest_open == ("INV-3", 12)


def test_an_order_that_is_not_there_has_no_card(store: Store) -> None:
    with pytest.raises(NotFound, match="there is no order 9"):
        person(store, "kim").ask(hold_card, 9)
