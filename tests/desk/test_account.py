"""Refunds, bounced payments, write-offs by role, set-off, disputes, promises: what they change, what they refuse."""

from __future__ import annotations

from datetime import timedelta

import pytest

from orderdesk.desk import company, disputes, dunning, invoicing, orders, receipts, refunds, set_off, write_offs
from orderdesk.errors import BadValue, Conflict, NotAllowed, NotFound, Refused
from orderdesk.models import Dispute, Invoice, Promise, Receipt, Refund
from orderdesk.queries.customer_card import customer_card
from orderdesk.queries.dunning import DUNNING, dunning_card
from orderdesk.queries.receivables import ageing, balance, open_items, receipts_of
from orderdesk.store.store import Store
from tests.company import TODAY, person
from tests.desk.test_dunning import late
from tests.desk.test_receipts import opens, owe
from tests.selling import assert_books_balance, one

DAY = timedelta(days=1)


def set_to(store: Store, **values: object) -> None:
    for key, value in values.items():
        person(store, "root").do(company.setting, key, value)  # type: ignore[arg-type]


# Refunds --------------------------------------------------------------------------------------------------------------


def test_a_refund_gives_back_what_is_owed_and_no_more(store: Store) -> None:
    (invoice,) = owe(store, 10)
    rae = person(store, "rae")
    first = rae.do(receipts.take, "ERNSH", 220_00)
    rae.do(invoicing.credit, invoice, lines=[(1, 1_000)], reason="broken")
    assert rae.ask(balance, "ERNSH") == -27_22
    with pytest.raises(Refused, match=r"ERNSH has 27\.22 of open credit; 27\.23 cannot be refunded"):
        rae.do(refunds.pay, "ERNSH", 27_23, reason="overpaid")
    number = rae.do(refunds.pay, "ERNSH", 10_00, reason="overpaid")
    assert one(store, Receipt, number=first).unapplied == 0  # the oldest receipt first, then the credit note
    assert [item.open for item in rae.ask(open_items, "ERNSH")] == [-17_22]
    assert rae.ask(balance, "ERNSH") == -17_22
    assert_books_balance(store)
    rae.do(refunds.reverse, number, "the account was closed")
    assert one(store, Receipt, number=first).unapplied == 5_80
    assert rae.ask(balance, "ERNSH") == -27_22
    with pytest.raises(Conflict, match="was reversed at 14:05 on 12 Nov: the account was closed"):
        rae.do(refunds.reverse, number, "again")
    assert_books_balance(store)
    rae.do(refunds.pay, "ERNSH", reason="all of it")
    assert rae.ask(balance, "ERNSH") == 0
    with pytest.raises(Refused, match=r"has 0\.00 of open credit"):
        rae.do(refunds.pay, "ERNSH", reason="more")
    with pytest.raises(NotFound, match="there is no refund 1"):
        rae.do(refunds.reverse, 1, "none")


def test_a_refund_may_name_what_it_is_of(store: Store) -> None:
    rae = person(store, "rae")
    first, second = (rae.do(receipts.take, "ERNSH", amount) for amount in (10_00, 20_00))
    rae.do(refunds.pay, "ERNSH", 15_00, of=[str(second)], reason="paid twice")
    assert [row.unapplied for row in rae.ask(receipts_of, "ERNSH")] == [10_00, 5_00]
    with pytest.raises(Refused, match="99 is no receipt or credit note of this customer"):
        rae.do(refunds.pay, "ERNSH", 1_00, of=["99"], reason="paid twice")
    with pytest.raises(Refused, match=rf"a part of receipt {second} went back with refund"):
        rae.do(receipts.reverse, second, "returned")
    rae.do(receipts.reverse, first, "returned")
    assert_books_balance(store)


def test_a_refund_is_in_the_ageing_of_its_day_and_not_before(store: Store) -> None:
    rae = person(store, "rae")
    rae.do(receipts.take, "ERNSH", 30_00)
    then = person(store, "rae", day=TODAY + 3 * DAY)
    number = then.do(refunds.pay, "ERNSH", 12_00, reason="overpaid")
    last = person(store, "rae", day=TODAY + 6 * DAY)
    last.do(refunds.reverse, number, "came back")
    for days, left in ((0, 30_00), (2, 30_00), (3, 18_00), (5, 18_00), (6, 30_00)):
        report = person(store, "rae", day=TODAY + 9 * DAY).ask(ageing, as_of=TODAY + days * DAY)
        assert ([row.ageing.unapplied for row in report.rows], report.sound) == ([left], True)


def test_the_same_token_refunds_once(store: Store) -> None:
    rae = person(store, "rae")
    rae.do(receipts.take, "ERNSH", 30_00)
    number = rae.do(refunds.pay, "ERNSH", 10_00, reason="overpaid", token="r1")
    assert rae.do(refunds.pay, "ERNSH", 10_00, reason="overpaid", token="r1") == number
    assert rae.ask(balance, "ERNSH") == -20_00
    with pytest.raises(NotAllowed):
        person(store, "ann").do(refunds.pay, "ERNSH", 10_00, reason="overpaid")
    assert one(store, Refund, number=number).amount == 10_00


# What came in and went again ------------------------------------------------------------------------------------------


def test_a_cheque_has_its_number_and_the_day_on_which_it_clears(store: Store) -> None:
    rae = person(store, "rae")
    with pytest.raises(Refused, match="a cheque is known by its number"):
        rae.do(receipts.take, "ERNSH", 10_00, method="cheque")
    with pytest.raises(Refused, match="rests on a mandate"):
        rae.do(receipts.take, "ERNSH", 10_00, method="debit")
    with pytest.raises(BadValue, match="not one of transfer, cash, card, cheque, debit"):
        rae.do(receipts.take, "ERNSH", 10_00, method="shells")
    number = rae.do(receipts.take, "ERNSH", 10_00, method="cheque", cheque="0017")
    row = one(store, Receipt, number=number)
    assert (row.cheque, row.clears_on) == ("0017", TODAY + 5 * DAY)
    other = rae.do(receipts.take, "ERNSH", 10_00, method="debit", reference="M-4711", clears=TODAY + 2 * DAY)
    row = one(store, Receipt, number=other)
    assert (row.mandate, row.clears_on) == ("M-4711", TODAY + 2 * DAY)


def test_a_payment_that_bounces_opens_its_invoices_and_charges_the_banks_fee_on(store: Store) -> None:
    (invoice,) = owe(store, 10)
    rae = person(store, "rae")
    number = rae.do(receipts.take, "ERNSH", 214_20, method="cheque", cheque="17")
    later = person(store, "rae", day=TODAY + 3 * DAY)
    assert later.do(receipts.bounce, number, "no funds", fee=3_50) is None
    assert later.ask(balance, "ERNSH") == 214_20
    number = later.do(receipts.take, "ERNSH", 214_20, method="cheque", cheque="18")
    set_to(store, charge_bank_fee=True)
    charge = later.do(receipts.bounce, number, "no funds", fee=3_50)
    assert charge == "CHG-2026-0001"
    row = one(store, Receipt, number=number)
    assert (row.bounced, row.unapplied, row.reverse_reason) == (True, 0, "no funds")
    assert [(item.number, item.kind, item.open) for item in later.ask(open_items, "ERNSH")] == [
        (charge, "charge", 3_50),
        (invoice, "invoice", 214_20),
    ]
    later.do(receipts.take, "ERNSH", 217_70)
    assert later.ask(balance, "ERNSH") == 0
    assert_books_balance(store)


def test_what_was_kept_of_a_named_payment_comes_back_with_it(store: Store) -> None:
    set_to(store, payment_tolerance=5_00)
    (invoice,) = owe(store, 10)
    rae = person(store, "rae")
    number = rae.do(receipts.take, "ERNSH", 216_00, invoices=[invoice])
    assert rae.ask(balance, "ERNSH") == 0
    rae.do(receipts.reverse, number, "wrong customer")
    assert (opens(store), rae.ask(balance, "ERNSH")) == ([214_20], 214_20)
    assert_books_balance(store)


# Forgiving, setting off -----------------------------------------------------------------------------------------------


def test_who_may_forgive_how_much(store: Store) -> None:
    (invoice,) = owe(store, 10)
    with pytest.raises(Refused, match=r"6\.00 cannot be written off here; 5\.00 is the most"):
        person(store, "rae").do(write_offs.write_off, invoice, "rounding", amount=6_00)
    assert person(store, "rae").do(write_offs.write_off, invoice, "rounding", amount=3_00) == 3_00
    with pytest.raises(Refused, match=r"5\.01 cannot be written off here"):  # what was forgiven before counts
        person(store, "rae").do(write_offs.write_off, invoice, "rounding", amount=2_01)
    with pytest.raises(Refused, match=r"has 211\.20 open; 300\.00 of it cannot"):
        person(store, "lou").do(write_offs.write_off, invoice, "bankrupt", amount=300_00)
    with pytest.raises(NotAllowed):
        person(store, "ann").do(write_offs.write_off, invoice, "please", amount=1_00)
    assert person(store, "kim").do(write_offs.write_off, invoice, "old", amount=47_00) == 47_00
    assert person(store, "lou").do(write_offs.write_off, invoice, "bankrupt") == 164_20
    assert (opens(store), person(store, "rae").ask(balance, "ERNSH")) == ([], 0)
    assert_books_balance(store)
    assert person(store, "lou").do(write_offs.write_back, invoice, "they pay after all") == 214_20
    assert opens(store) == [214_20]
    with pytest.raises(Refused, match="nothing was written off"):
        person(store, "lou").do(write_offs.write_back, invoice, "again")
    assert_books_balance(store)


def test_all_credit_is_set_against_what_is_open_the_oldest_first(store: Store) -> None:
    first, second = owe(store, 10, 5)
    rae = person(store, "rae")
    number = rae.do(receipts.take, "ERNSH", 50_00, apply=False)
    rae.do(receipts.take, "ERNSH", 107_10, invoices=[second])
    credit = rae.do(invoicing.credit, second, reason="broken")
    done = rae.do(set_off.set_off, "ernsh")
    assert (done.credits, done.receipts, done.total) == (((credit, 107_10),), ((number, 50_00),), 157_10)
    assert [(item.number, item.open) for item in rae.ask(open_items, "ERNSH")] == [(first, 57_10)]
    with pytest.raises(Refused, match="ERNSH has nothing to set off"):
        rae.do(set_off.set_off, "ERNSH")
    assert_books_balance(store)


# Disputes and promises ------------------------------------------------------------------------------------------------


def test_what_is_disputed_is_not_reminded_of_and_shows_in_the_ageing(store: Store) -> None:
    invoice = late(store, 1, 40)
    rae = person(store, "rae")
    assert rae.do(disputes.open_dispute, invoice, "quality", amount=10_00, said_by="Mr Ernst") == 10_00
    assert one(store, Dispute).follow_up == TODAY + 7 * DAY
    assert rae.ask(dunning_card, "ERNSH").invoices[0].why == "it is disputed: nothing is sent until that is settled"
    assert rae.ask(lambda r: DUNNING.page(r, DUNNING.read(r, ""), None, 9)) == []
    with pytest.raises(Refused, match="it is disputed: nothing is sent"):
        rae.do(dunning.remind, "ERNSH")
    report = rae.ask(ageing)
    assert (report.foot.disputed, report.foot.balance, report.sound) == (10_00, 21_42, True)
    assert [item.disputed for item in rae.ask(open_items, "ERNSH")] == [10_00]
    with pytest.raises(Refused, match="is disputed already since 2026-11-12, for quality"):
        rae.do(disputes.open_dispute, invoice, "price")
    rae.do(disputes.follow_up, invoice, TODAY + 2 * DAY, note="photos come")
    assert (one(store, Dispute).follow_up, one(store, Dispute).note) == (TODAY + 2 * DAY, "photos come")
    rae.do(disputes.solve, invoice, "pays", note="the photos show nothing")
    assert rae.ask(ageing).foot.disputed == 0
    assert [one.level for one in rae.do(dunning.remind, "ERNSH")] == [1]


def test_a_disputed_invoice_holds_no_order_until_it_is_solved(store: Store) -> None:
    invoice = late(store, 1, 40)
    rae, ann = person(store, "rae"), person(store, "ann")

    def held() -> set[str]:
        number = ann.do(orders.new, "ERNSH")
        ann.do(orders.line, number, "CHAI", 1_000)
        return {one.kind for one in ann.do(orders.submit, number).findings}

    assert "overdue" in held()
    rae.do(disputes.open_dispute, invoice, "quality")
    assert "overdue" not in held()
    card = rae.ask(customer_card, "ERNSH")
    assert (card.disputed, card.overdue, card.oldest_days) == (21_42, 0, 0)
    rae.do(disputes.solve, invoice, "pays")
    assert "overdue" in held()


def test_the_ageing_of_a_past_day_knows_what_was_disputed_then(store: Store) -> None:
    invoice = late(store, 1, 40)
    person(store, "rae").do(disputes.open_dispute, invoice, "price")
    person(store, "rae", day=TODAY + 5 * DAY).do(disputes.solve, invoice, "pays")
    desk = person(store, "rae", day=TODAY + 9 * DAY)
    for days, disputed in ((-1, 0), (0, 21_42), (4, 21_42), (5, 0)):
        assert desk.ask(ageing, as_of=TODAY + days * DAY).foot.disputed == disputed


def test_a_dispute_is_solved_by_the_credit_note_that_answers_it(store: Store) -> None:
    first, second = owe(store, 10, 5)
    rae = person(store, "rae")
    rae.do(disputes.open_dispute, first, "quantity", amount=21_42)
    credit = rae.do(invoicing.credit, first, lines=[(1, 1_000)], reason="one was missing")
    other = rae.do(invoicing.credit, second, lines=[(1, 1_000)], reason="one was missing")
    for wrong, why in ((None, "say which credit note"), (other, f"{other} does not answer {first}")):
        with pytest.raises(Refused, match=why):
            rae.do(disputes.solve, first, "credit", credit=wrong)
    with pytest.raises(Refused, match="not with pays"):
        rae.do(disputes.solve, first, "pays", credit=credit)
    rae.do(disputes.solve, first, "credit", credit=credit)
    row = one(store, Dispute)
    assert (row.state, row.outcome, row.solved_on) == ("solved", "credit", TODAY)
    with pytest.raises(Refused, match="is not disputed"):
        rae.do(disputes.solve, first, "pays")
    rae.do(disputes.open_dispute, first, "price")  # another one may follow
    assert_books_balance(store)


def test_only_what_is_open_can_be_disputed(store: Store) -> None:
    (invoice,) = owe(store, 10)
    rae = person(store, "rae")
    for amount in (0, 214_21):
        with pytest.raises(Refused, match=r"cannot be disputed: 214\.20 is open"):
            rae.do(disputes.open_dispute, invoice, "price", amount=amount)
    with pytest.raises(Refused, match="would be in the past"):
        rae.do(disputes.open_dispute, invoice, "price", follow_up=TODAY - DAY)
    with pytest.raises(BadValue, match="reason 'mood' is not one of"):
        rae.do(disputes.open_dispute, invoice, "mood")
    rae.do(receipts.take, "ERNSH", 214_20)
    with pytest.raises(Refused, match="nothing is open"):
        rae.do(disputes.open_dispute, invoice, "price")


def test_a_promise_keeps_reminders_back_until_its_day_is_over(store: Store) -> None:
    invoice = late(store, 1, 40)
    other = late(store, 2, 20)
    rae = person(store, "rae")
    key = rae.do(disputes.promise, "ERNSH", 21_42, TODAY + 3 * DAY, said_by="Mrs Ernst", invoice=invoice)
    assert [one.number for one in rae.ask(dunning_card, "ERNSH").invoices if one.next_level] == [other]
    rae.do(disputes.promise, "ERNSH", 40_00, TODAY + 2 * DAY)
    assert rae.ask(lambda r: DUNNING.page(r, DUNNING.read(r, ""), None, 9)) == []
    after = person(store, "rae", day=TODAY + 3 * DAY)
    assert [one.number for one in after.ask(dunning_card, "ERNSH").invoices if one.next_level] == [other]
    after.do(disputes.withdraw, key)
    assert len(after.do(dunning.remind, "ERNSH")) == 2
    with pytest.raises(Conflict, match="was withdrawn already"):
        after.do(disputes.withdraw, key)
    with pytest.raises(NotFound, match="there is no promise 999"):
        after.do(disputes.withdraw, 999)
    assert one(store, Promise, id=key).said_by == "Mrs Ernst"


def test_a_promise_is_of_something_open_and_of_a_day_to_come(store: Store) -> None:
    (invoice,) = owe(store, 10)
    rae = person(store, "rae")
    with pytest.raises(Refused, match="above 0"):
        rae.do(disputes.promise, "ERNSH", 0, TODAY)
    with pytest.raises(Refused, match="in the past"):
        rae.do(disputes.promise, "ERNSH", 1_00, TODAY - DAY)
    with pytest.raises(Refused, match="not an open invoice of customer ALFKI"):
        rae.do(disputes.promise, "ALFKI", 1_00, TODAY, invoice=invoice)


def test_charges_have_gapless_numbers_and_are_not_reminded_of(store: Store) -> None:
    set_to(store, reminder_first_fee=5_00, reminder_charges=True)
    late(store, 1, 40)
    rae = person(store, "rae")
    (sent,) = rae.do(dunning.remind, "ERNSH")
    assert (sent.charge, sent.fee, sent.total) == ("CHG-2026-0001", 5_00, 26_42)
    assert one(store, Invoice, number=sent.charge).gross == 5_00
    much_later = person(store, "rae", day=TODAY + 60 * DAY)
    assert [one.number for one in much_later.ask(dunning_card, "ERNSH").invoices] == ["OLD-1"]
    with pytest.raises(Refused, match="is a charge"):
        rae.do(invoicing.credit, sent.charge, reason="goodwill")
    assert_books_balance(store)
