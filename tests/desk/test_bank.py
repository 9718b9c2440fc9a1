"""The bank's lines: stored once, matched with reasons, booked, learned from, bounced, ignored, undone."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from orderdesk.desk import bank, bank_store, company, receipts, refunds
from orderdesk.desk.bank_store import StatementGiven, StatementLine
from orderdesk.errors import BadValue, Conflict, NotAllowed, NotFound, Refused
from orderdesk.models import BankLine, BankStatement, Receipt
from orderdesk.queries.bank import BANK, BankRow, bank_line, customer_accounts, statements
from orderdesk.queries.receivables import balance
from orderdesk.rules.bank_split import BankPart
from orderdesk.store.store import Store
from tests.company import TODAY, person
from tests.desk.rows import rows
from tests.desk.test_receipts import opens, owe
from tests.selling import assert_books_balance, one

DAY = timedelta(days=1)
IBAN, OTHER = "DE89370400440532013000", "DE02120300000000202051"


def given(*lines: StatementLine, opening: int = 1_000_00, **said: object) -> StatementGiven:
    moved = sum(line.amount for line in lines)
    whole = StatementGiven(OTHER, list(lines), "27", "camt.053", "EUR", opening, opening + moved, TODAY, TODAY)
    return replace(whole, **said)  # type: ignore[arg-type]


def paid(amount: int, **said: object) -> StatementLine:
    return replace(StatementLine(TODAY, amount), **said)  # type: ignore[arg-type]


def stored(store: Store, *lines: StatementLine) -> list[BankRow]:
    """The lines of a statement of their own, with what they may be."""
    number = len(rows(store, "SELECT id FROM bank_statement")) + 1
    person(store, "rae").do(bank_store.store, given(*lines, reference=str(number)))
    return waiting(store)


def waiting(store: Store, filter: str = "") -> list[BankRow]:
    return list(person(store, "rae").ask(lambda r: BANK.page(r, BANK.read(r, filter), None, 50)))


# Storing --------------------------------------------------------------------------------------------------------------


def test_a_statement_is_stored_once_and_proves_itself(store: Store) -> None:
    rae = person(store, "rae")
    whole = given(paid(214_20, text="one"), paid(-3_00, text="fee"))
    first = rae.do(bank_store.store, whole)
    assert (first.new, first.known) == (2, 0)
    assert first.proof == "opening 1000.00 + lines 211.20 = 1211.20, as it closes"
    again = rae.do(bank_store.store, replace(whole, file="another name.xml"))
    assert (again.statement, again.new, again.known) == (first.statement, 0, 2)
    assert len(rows(store, "SELECT id FROM bank_line")) == 2
    (row,) = rae.ask(statements)
    assert (row.moved, row.left, row.sound) == (211_20, 2, True)
    with pytest.raises(Refused, match=r"does not add up: opening 1000\.00 \+ lines 5\.00 = 1005\.00, but it closes at"):
        rae.do(bank_store.store, replace(given(paid(5_00)), closing=1_006_00))
    with pytest.raises(Refused, match="statement 27 of DE02120300000000202051 to 2026-11-12 was stored on 2026-11-12"):
        rae.do(bank_store.store, given(paid(5_00)))
    with pytest.raises(Refused, match="is of nothing"):
        rae.do(bank_store.store, given(paid(0), reference="28"))
    with pytest.raises(Refused, match="neither lines nor days"):
        rae.do(bank_store.store, StatementGiven(OTHER))
    with pytest.raises(NotAllowed):
        person(store, "ann").do(bank_store.store, whole)
    assert_books_balance(store)


def test_files_without_balances_may_overlap(store: Store) -> None:
    rae = person(store, "rae")
    same = paid(5_00, text="rent")
    plain = StatementGiven(OTHER, [same, same, paid(7_00)])
    assert rae.do(bank_store.store, plain).new == 3
    longer = StatementGiven(OTHER, [same, same, same, paid(7_00), paid(8_00, day=TODAY - DAY)])
    done = rae.do(bank_store.store, longer)
    assert (done.new, done.known) == (2, 3)
    assert rae.do(bank_store.store, StatementGiven(OTHER, [same])).new == 0
    assert one(store, BankStatement, id=done.statement).opening is None


# Matching and booking -------------------------------------------------------------------------------------------------


def test_what_is_certain_is_booked_as_it_is_proposed_and_the_account_is_learned(store: Store) -> None:
    first, second = owe(store, 10, 5)
    rae = person(store, "rae")
    (line,) = stored(store, paid(214_20, text=f"Rechnung {first}", name="Ernst Handel", iban=IBAN))
    assert line.best is not None
    assert (line.best.customer, line.best.invoices, line.best.certain) == ("ERNSH", (first,), True)
    done = rae.do(bank.accept, line.id, only_certain=True)
    taken = one(store, Receipt, number=done.receipts[0])
    assert (taken.amount, taken.day, taken.reference) == (214_20, TODAY, f"Rechnung {first}")
    assert opens(store) == [107_10]
    assert [(row.iban, row.seen_on) for row in rae.ask(customer_accounts, "ernsh")] == [(IBAN, TODAY)]
    with pytest.raises(Conflict, match="was booked already"):
        rae.do(bank.accept, line.id)
    (line,) = stored(store, paid(107_10, name="somebody else", iban=IBAN))
    assert line.best is not None
    assert line.best.reasons == (
        f"account {IBAN} has paid for them before", f"107.10 is exactly what is open on {second}",
    )  # fmt: skip
    with pytest.raises(Refused, match=f"line {line.id} is not certain: account"):
        rae.do(bank.accept, line.id, only_certain=True)
    rae.do(bank.accept, line.id)
    assert (opens(store), rae.ask(balance, "ERNSH")) == ([], 0)
    assert [row.booked for row in waiting(store, "state:booked")] == [
        f"receipt {taken.number} ERNSH", f"receipt {taken.number + 1} ERNSH",
    ]  # fmt: skip
    assert_books_balance(store)


def test_a_line_can_be_parted_over_customers_and_invoices(store: Store) -> None:
    first, second = owe(store, 10, 5)
    (other,) = owe(store, 1, customer="ALFKI")
    rae = person(store, "rae")
    (line,) = stored(store, paid(150_00, text="several"))
    with pytest.raises(Refused, match="the parts do not make up the line"):
        rae.do(bank.book, line.id, [BankPart("ERNSH", 100_00)])
    parts = [BankPart("ERNSH", 100_00, (second,)), BankPart("ERNSH", 28_58, (first,)), BankPart("ALFKI")]
    done = rae.do(bank.book, line.id, parts)
    assert (len(done.receipts), opens(store), opens(store, "ALFKI")) == (3, [185_62, 7_10], [])
    assert rae.ask(customer_accounts, "ERNSH") == ()
    assert other and rae.ask(bank_line, line.id).proposals == ()
    assert_books_balance(store)


def test_undoing_reverses_what_was_taken_and_opens_the_line(store: Store) -> None:
    (invoice,) = owe(store, 10)
    rae = person(store, "rae")
    (line,) = stored(store, paid(214_20, text=invoice))
    done = rae.do(bank.accept, line.id)
    rae.do(bank.undo, line.id, "the other Ernst")
    assert opens(store) == [214_20]
    assert one(store, Receipt, number=done.receipts[0]).reverse_reason == "bank line undone: the other Ernst"
    assert [row.state for row in waiting(store)] == ["open"]
    with pytest.raises(Refused, match="is open; there is nothing to undo"):
        rae.do(bank.undo, line.id, "again")
    again = rae.do(bank.accept, line.id)
    rae.do(receipts.reverse, again.receipts[0], "by hand")  # then there is nothing to reverse any more
    rae.do(bank.undo, line.id, "for good")
    assert_books_balance(store)


def test_a_returned_payment_bounces_its_receipt_with_the_banks_fee(store: Store) -> None:
    person(store, "root").do(company.setting, "charge_bank_fee", True)
    (invoice,) = owe(store, 10)
    rae = person(store, "rae")
    number = rae.do(receipts.take, "ERNSH", 214_20, method="debit", mandate="M-4711")
    (line,) = stored(store, paid(-217_70, name="Ernst Handel", mandate="M-4711", returned=True, return_reason="AC04"))
    assert line.best is not None
    assert (line.best.kind, line.best.receipt, line.best.fee, line.best.certain) == ("bounce", number, 3_50, True)
    done = rae.do(bank.accept, line.id)
    assert (done.kind, done.charge) == ("bounce", "CHG-2026-0001")
    assert one(store, Receipt, number=number).reverse_reason == "AC04"
    assert rae.ask(balance, "ERNSH") == 217_70
    with pytest.raises(Refused, match="a payment that came back stays back"):
        rae.do(bank.undo, line.id, "no")
    other = rae.do(receipts.take, "ERNSH", 10_00)
    small, large = stored(store, paid(-9_00), paid(-300_00))
    with pytest.raises(Refused, match=rf"is not receipt {other} coming back: that is of 10\.00, not 9\.00"):
        rae.do(bank.bounce, small.id, other)
    rae.do(bank.bounce, large.id, other)
    assert invoice and opens(store)
    assert_books_balance(store)


def test_a_refund_that_left_is_known_again(store: Store) -> None:
    rae = person(store, "rae")
    rae.do(receipts.take, "ERNSH", 30_00)
    number = rae.do(refunds.pay, "ERNSH", 12_00, reason="overpaid")
    (line,) = stored(store, paid(-12_00, text=f"refund {number}"))
    assert line.best is not None
    assert (line.best.kind, line.best.refund) == ("refund", number)
    rae.do(bank.accept, line.id)
    assert [row.booked for row in waiting(store, "state:booked")] == ["refund"]
    (again,) = stored(store, paid(-12_00, text=f"refund {number}"))
    assert again.proposals == ()  # it left once
    rae.do(bank.undo, line.id, "another one")
    assert_books_balance(store)


def test_what_is_nothing_of_a_customers_is_ignored_with_a_reason(store: Store) -> None:
    rae = person(store, "rae")
    (line,) = stored(store, paid(-3_00, text="account fee"))
    with pytest.raises(BadValue, match="not one of fee, own, supplier, tax, wages, other"):
        rae.do(bank.ignore, line.id, "lunch", "why not")
    with pytest.raises(Refused, match="needs a reason"):
        rae.do(bank.ignore, line.id, "fee", " ")
    with pytest.raises(Refused, match="is money that went"):
        rae.do(bank.book, line.id, [BankPart("ERNSH")])
    with pytest.raises(Refused, match="has 0 proposals"):
        rae.do(bank.accept, line.id)
    rae.do(bank.ignore, line.id, "fee", "monthly")
    assert [(row.state, row.booked) for row in waiting(store, "state:ignored fee")] == [("ignored", "fee monthly")]
    rae.do(bank.undo, line.id, "it was something")
    assert one(store, BankLine, id=line.id).state == "open"
    with pytest.raises(NotFound, match="there is no bank line 999"):
        rae.do(bank.ignore, 999, "fee", "x")


def test_accounts_are_noted_and_forgotten(store: Store) -> None:
    rae = person(store, "rae")
    assert rae.do(bank.account, "ERNSH", "de89 3704 0044 0532 0130 00", mandate="M-1") == IBAN
    assert [row.mandate for row in rae.ask(customer_accounts, "ERNSH")] == ["M-1"]
    with pytest.raises(BadValue, match="is not an IBAN"):
        rae.do(bank.account, "ERNSH", "DE00 1")
    rae.do(bank.account_remove, "ERNSH", IBAN)
    with pytest.raises(NotFound, match="has no account"):
        rae.do(bank.account_remove, "ERNSH", IBAN)


def test_nobody_else_is_thought_of_without_a_reason(store: Store) -> None:
    owe(store, 10)
    (line,) = stored(store, paid(77_77, name="Unknown Ltd", text="thank you"))
    assert line.proposals == ()
    assert [row.id for row in waiting(store, "unknown over:50")] == [line.id]
    assert waiting(store, "over:100") == []
    assert waiting(store, "out") == []
    assert waiting(store, "account:9999") == []
