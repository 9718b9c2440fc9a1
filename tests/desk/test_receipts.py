from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from sqlalchemy import update

from orderdesk.desk import receipts
from orderdesk.errors import Conflict, NotAllowed, Refused
from orderdesk.models import Customer, Receipt, Terms
from orderdesk.queries.receivables import balance, open_items, receipts_of
from orderdesk.store.store import Store
from orderdesk.store.transaction import table
from tests.company import NOW, SYSTEM, TODAY, person
from tests.selling import assert_books_balance, one, sell, ship


def owe(store: Store, *pieces: int, customer: str = "ERNSH") -> list[str]:
    """Invoices for so many CHAI at 21.42 gross, a day's worth apart in number only."""
    for count in pieces:
        ship(store, sell(store, ("CHAI", count), customer=customer))
    return [item.number for item in person(store, "rae").ask(open_items, customer)]


def opens(store: Store, customer: str = "ERNSH") -> list[int]:
    return [item.open for item in person(store, "rae").ask(open_items, customer)]


def with_terms(store: Store, **values: object) -> None:
    store.run(lambda tx: tx.change(update(table(Terms)).values(**values)), SYSTEM, TODAY, NOW)


def test_money_pays_the_oldest_due_first_and_the_rest_stays(store: Store) -> None:
    owe(store, 10, 5)
    rae = person(store, "rae")
    number = rae.do(receipts.take, "ernsh", 250_00, reference="wire 17")
    assert opens(store) == [71_30]
    assert rae.ask(balance, "ERNSH") == 71_30
    rae.do(receipts.take, "ERNSH", 100_00)
    assert (opens(store), rae.ask(balance, "ERNSH")) == ([], -28_70)
    assert [(row.number, row.amount, row.unapplied) for row in rae.ask(receipts_of, "ERNSH")] == [
        (number, 250_00, 0),
        (number + 1, 100_00, 28_70),
    ]
    assert_books_balance(store)


def test_money_goes_to_the_named_invoices_in_their_order(store: Store) -> None:
    first, second = owe(store, 10, 5)
    rae = person(store, "rae")
    rae.do(receipts.take, "ERNSH", 150_00, invoices=[second, first])
    assert opens(store) == [171_30]
    with pytest.raises(Refused, match=f"nothing is open on {second}"):
        rae.do(receipts.take, "ERNSH", 1_00, invoices=[second])
    with pytest.raises(Refused, match="not an invoice of customer ALFKI"):
        rae.do(receipts.take, "ALFKI", 1_00, invoices=[first])


def test_money_on_account_can_be_set_later(store: Store) -> None:
    rae = person(store, "rae")
    number = rae.do(receipts.take, "ERNSH", 300_00, apply=False)
    assert rae.ask(balance, "ERNSH") == -300_00
    (first,) = owe(store, 10)
    assert rae.do(receipts.apply, number, invoices=[first], amount=100_00) == 100_00
    assert opens(store) == [114_20]
    with pytest.raises(Refused, match=r"has 200\.00 left .* 200\.01 is not possible"):
        rae.do(receipts.apply, number, amount=200_01)
    assert rae.do(receipts.apply, number) == 114_20
    with pytest.raises(Refused, match="no open invoice"):
        rae.do(receipts.apply, number)
    assert_books_balance(store)


def test_the_early_payment_discount_is_given_until_its_day(store: Store) -> None:
    with_terms(store, discount_days=8, discount=2_000)
    owe(store, 10)
    late = person(store, "rae", day=TODAY + timedelta(days=9))
    number = late.do(receipts.take, "ERNSH", 209_92)
    assert opens(store) == [4_28]
    late.do(receipts.reverse, number, "to be dated right")
    late.do(receipts.take, "ERNSH", 209_92, day=TODAY + timedelta(days=8))
    assert opens(store) == []
    assert late.ask(balance, "ERNSH") == 0
    assert_books_balance(store)


def test_who_pays_in_full_gives_the_discount_away(store: Store) -> None:
    with_terms(store, discount_days=8, discount=2_000)
    owe(store, 10, 5)
    rae = person(store, "rae")
    rae.do(receipts.take, "ERNSH", 214_20)
    assert opens(store) == [107_10]


def test_a_small_rest_can_be_written_off(store: Store) -> None:
    owe(store, 10)
    rae = person(store, "rae")
    with pytest.raises(Refused, match=r"6\.00 cannot be written off here; 5\.00 is the most"):
        rae.do(receipts.take, "ERNSH", 210_00, write_off=6_00)
    rae.do(receipts.take, "ERNSH", 210_00, write_off=5_00)
    assert (opens(store), rae.ask(balance, "ERNSH")) == ([], 0)
    assert_books_balance(store)


def test_a_large_rest_is_not_written_off(store: Store) -> None:
    owe(store, 10)
    person(store, "rae").do(receipts.take, "ERNSH", 100_00, write_off=5_00)
    assert opens(store) == [114_20]


def test_a_reversed_receipt_opens_its_invoices_again(store: Store) -> None:
    with_terms(store, discount_days=8, discount=2_000)
    owe(store, 10, 5)
    rae = person(store, "rae")
    number = rae.do(receipts.take, "ERNSH", 211_00)
    assert opens(store) == [106_02]
    rae.do(receipts.reverse, number, "returned by the bank")
    assert opens(store) == [214_20, 107_10]
    assert rae.ask(balance, "ERNSH") == 321_30
    row = one(store, Receipt, number=number)
    assert (row.unapplied, row.reversed_on, row.reverse_reason) == (0, TODAY, "returned by the bank")
    with pytest.raises(Conflict, match="was reversed at 14:05 on 12 Nov: returned by the bank"):
        rae.do(receipts.reverse, number, "again")
    with pytest.raises(Conflict):
        rae.do(receipts.apply, number)
    assert_books_balance(store)


def test_the_same_token_takes_money_once(store: Store) -> None:
    rae = person(store, "rae")
    number = rae.do(receipts.take, "ERNSH", 10_00, token="t1")
    assert rae.do(receipts.take, "ERNSH", 10_00, token="t1") == number
    assert rae.ask(balance, "ERNSH") == -10_00


def test_what_is_no_money_is_refused(store: Store) -> None:
    rae = person(store, "rae")
    for amount in (0, -1, 10**16):
        with pytest.raises(Refused, match="above 0"):
            rae.do(receipts.take, "ERNSH", amount)
    with pytest.raises(Refused, match="cannot be dated"):
        rae.do(receipts.take, "ERNSH", 1, day=TODAY + timedelta(days=1))
    with pytest.raises(NotAllowed, match=r"receipt\.take; that takes receivables or admin"):
        person(store, "ann").do(receipts.take, "ERNSH", 1)
    store.run(lambda tx: tx.change(update(table(Customer)).values(block="all")), SYSTEM, TODAY, NOW)
    with pytest.raises(Refused, match="no payments"):
        rae.do(receipts.take, "ERNSH", 1)


def test_two_receipts_at_once_do_not_pay_an_invoice_twice(store: Store) -> None:
    owe(store, 10)
    ready = threading.Barrier(4)

    def pay() -> None:
        ready.wait()
        person(store, "rae").do(receipts.take, "ERNSH", 100_00)

    threads = [threading.Thread(target=pay) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert person(store, "rae").ask(balance, "ERNSH") == 214_20 - 400_00
    assert opens(store) == []
    assert_books_balance(store)
