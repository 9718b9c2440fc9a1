from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from orderdesk.desk import invoicing, orders, receipts
from orderdesk.desk import stock as goods
from orderdesk.errors import NotAllowed, NotFound, Refused
from orderdesk.models import Customer, Invoice, InvoiceLine, InvoiceTax, Order, OrderLine, Product, Terms
from orderdesk.queries.receivables import balance, invoice_card
from orderdesk.store.store import Store
from orderdesk.store.transaction import table
from tests.company import NOW, SYSTEM, TODAY, person
from tests.selling import assert_books_balance, bills, line, one, read, sell, setting, ship


def change(store: Store, model: type, **values: object) -> None:
    """The same for every row of a table."""
    store.run(lambda tx: tx.change(update(table(model)).values(**values)), SYSTEM, TODAY, NOW)


def sums(store: Store, number: str) -> tuple[int, int, int]:
    """Net of the lines, tax of the lines, tax by rate."""
    invoice = one(store, Invoice, number=number)
    lines, taxes = table(InvoiceLine), table(InvoiceTax)
    rows = read(store, lambda reading: reading.all(select(lines).where(lines.c.invoice_id == invoice.id)))
    rates = read(store, lambda reading: reading.all(select(taxes).where(taxes.c.invoice_id == invoice.id)))
    return sum(row.net for row in rows), sum(row.tax for row in rows), sum(row.tax for row in rates)


def test_an_invoice_bills_what_has_left_and_never_twice(store: Store) -> None:
    setting(store, "billing", "hand")
    number = sell(store, ("CHAI", 10))
    rae = person(store, "rae")
    with pytest.raises(Refused, match=r"nothing to invoice on order \d+: 0 shipped, 0 invoiced"):
        rae.do(invoicing.post, number)
    ship(store, number)
    invoice = rae.do(invoicing.post, number)
    assert invoice == "INV-2026-0001"
    assert one(store, Order, number=number).state == "closed"
    with pytest.raises(Refused, match="10 shipped, 10 invoiced"):
        rae.do(invoicing.post, number)
    row = one(store, Invoice, number=invoice)
    assert (row.gross, row.open, row.due) == (214_20, 214_20, TODAY + timedelta(days=30))
    assert sums(store, invoice) == (row.net, row.tax, row.tax)
    assert_books_balance(store)


def test_the_parts_of_a_line_add_up_to_it_to_the_cent(store: Store) -> None:
    ann, pat = person(store, "ann"), person(store, "pat")
    number = ann.do(orders.new, "ERNSH")
    ann.do(orders.line, number, "KONBU", 7_000, discount=3_400)
    ann.do(orders.submit, number)
    for _ in range(7):
        pat.do(goods.receive, "KONBU", 1_000)
        ship(store, number)
    whole = one(store, Order, number=number)
    posted = bills(store, number)
    assert len(posted) == 7
    assert sum(bill.net for bill in posted) == whole.net
    assert [bill.number for bill in posted] == [f"INV-2026-{serial:04}" for serial in range(1, 8)]


def test_services_are_done_when_they_are_billed_where_the_company_wants_it_so(store: Store) -> None:
    setting(store, "bill_services_undone", True)
    store.run(
        lambda tx: tx.add(Product(sku="SETUP", name="Installation", kind="service", list_price=500_000, cost=100_000)),
        SYSTEM,
        TODAY,
        NOW,
    )
    number = sell(store, ("SETUP", 2))
    invoice = person(store, "rae").do(invoicing.post, number)
    assert one(store, Invoice, number=invoice).net == 100_00
    row = line(store, number)
    assert (row.shipped, row.invoiced) == (2_000, 2_000)
    assert one(store, Order, number=number).state == "closed"


def test_numbers_have_no_gaps_and_dates_do_not_go_back(store: Store) -> None:
    setting(store, "billing", "hand")
    numbers = [sell(store, ("CHAI", pieces)) for pieces in (1, 2, 3)]
    ship(store, *numbers)
    rae = person(store, "rae")
    assert rae.do(invoicing.post, numbers[0]) == "INV-2026-0001"
    with pytest.raises(Refused, match="numbered up to 2026-11-12"):
        rae.do(invoicing.post, numbers[1], day=TODAY - timedelta(days=1))
    with pytest.raises(Refused, match="cannot be dated 2026-11-13: today is 2026-11-12"):
        rae.do(invoicing.post, numbers[1], day=TODAY + timedelta(days=1))
    with pytest.raises(Refused):
        rae.do(invoicing.post, numbers[0])
    assert rae.do(invoicing.post, numbers[1]) == "INV-2026-0002"
    assert person(store, "rae", day=TODAY.replace(year=2027)).do(invoicing.post, numbers[2]) == "INV-2027-0001"


def test_terms_give_the_due_date_and_the_discount(store: Store) -> None:
    change(store, Terms, net_days=10, end_of_month=True, discount_days=8, discount=2_000)
    number = sell(store, ("CHAI", 10))
    ship(store, number)
    (bill,) = bills(store, number)
    assert (str(bill.due), str(bill.discount_until), bill.discount_amount) == ("2026-11-30", "2026-11-20", 4_28)


def test_a_customer_blocked_for_invoices_is_not_billed(store: Store) -> None:
    setting(store, "billing", "hand")
    number = sell(store, ("CHAI", 1))
    ship(store, number)
    change(store, Customer, block="invoice")
    with pytest.raises(Refused, match="no invoices"):
        person(store, "rae").do(invoicing.post, number)


def test_a_clerk_may_not_bill_or_credit(store: Store) -> None:
    with pytest.raises(NotAllowed):
        person(store, "ann").do(invoicing.post, 1001)
    with pytest.raises(NotAllowed):
        person(store, "pat").do(invoicing.credit, "INV-2026-0001", reason="no")


def test_a_credit_note_mirrors_and_settles_its_invoice(store: Store) -> None:
    number = sell(store, ("CHAI", 10), ("TOFU", 3))
    ship(store, number)
    rae = person(store, "rae")
    credit = rae.do(invoicing.credit, "inv-2026-0001", reason="wrong goods")
    assert credit == "CRN-2026-0001"
    first, answer = bills(store, number)
    assert (answer.net, answer.tax, answer.gross) == (-first.net, -first.tax, -first.gross)
    assert (first.open, answer.open) == (0, 0)
    assert rae.ask(balance, "ERNSH") == 0
    card = rae.ask(invoice_card, credit)
    assert (card.credits, card.reason, card.lines[0].quantity) == ("INV-2026-0001", "wrong goods", -10_000)
    assert rae.ask(invoice_card, "INV-2026-0001").credited_by == (credit,)
    assert_books_balance(store)


def test_what_was_credited_is_not_billed_again(store: Store) -> None:
    number = sell(store, ("CHAI", 10))
    ship(store, number)
    rae = person(store, "rae")
    rae.do(invoicing.credit, "INV-2026-0001", reason="goodwill")
    with pytest.raises(Refused, match="nothing to invoice"):
        rae.do(invoicing.post, number)
    assert one(store, Order, number=number).state == "closed"
    with pytest.raises(Refused, match="nothing of INV-2026-0001 is left to credit"):
        rae.do(invoicing.credit, "INV-2026-0001", reason="again")


def test_credits_of_parts_add_up_to_the_invoice(store: Store) -> None:
    ann = person(store, "ann")
    number = ann.do(orders.new, "ERNSH")
    ann.do(orders.line, number, "CHAI", 7_000, price=17_3333)
    ann.do(orders.submit, number)
    ship(store, number)
    rae = person(store, "rae")
    for _ in range(7):
        credit = rae.do(invoicing.credit, "INV-2026-0001", lines=[(1, 1_000)], reason="bit by bit")
        row = one(store, Invoice, number=credit)
        assert sums(store, credit) == (row.net, row.tax, row.tax)
    first, *credits = bills(store, number)
    assert (sum(row.net for row in credits), sum(row.tax for row in credits)) == (-first.net, -first.tax)
    assert first.open == 0
    assert_books_balance(store)


def test_a_credit_note_beyond_the_open_amount_stays_as_credit(store: Store) -> None:
    number = sell(store, ("CHAI", 10))
    ship(store, number)
    rae = person(store, "rae")
    rae.do(receipts.take, "ERNSH", 200_00)
    rae.do(invoicing.credit, "INV-2026-0001", lines=[(1, 5_000)], reason="broken")
    first, answer = bills(store, number)
    assert (first.open, answer.gross, answer.open) == (0, -107_10, -92_90)
    assert rae.ask(balance, "ERNSH") == -92_90
    other = sell(store, ("CHAI", 20))
    ship(store, other)
    assert rae.do(receipts.apply_credit, answer.number) == 92_90
    assert bills(store, other)[0].open == 428_40 - 92_90
    assert rae.ask(balance, "ERNSH") == 428_40 - 92_90
    with pytest.raises(Refused, match=r"has 0\.00 of credit left"):
        rae.do(receipts.apply_credit, answer.number)
    assert_books_balance(store)


def test_a_credit_of_returned_goods_lowers_what_counts_as_invoiced(store: Store) -> None:
    number = sell(store, ("CHAI", 10))
    ship(store, number)
    change(store, OrderLine, returned=4_000)
    person(store, "rae").do(invoicing.credit, "INV-2026-0001", lines=[(1, 6_000)], reason="returned, and 2 damaged")
    assert line(store, number).invoiced == 6_000


def test_a_credit_note_is_refused_with_the_figures(store: Store) -> None:
    ship(store, sell(store, ("CHAI", 10)))
    rae = person(store, "rae")
    with pytest.raises(Refused, match="11 cannot be credited; 10 were billed and 0 credited, 10 are left"):
        rae.do(invoicing.credit, "INV-2026-0001", lines=[(1, 11_000)], reason="x")
    with pytest.raises(Refused, match="has no line 2"):
        rae.do(invoicing.credit, "INV-2026-0001", lines=[(2, 1_000)], reason="x")
    with pytest.raises(Refused, match="needs a reason"):
        rae.do(invoicing.credit, "INV-2026-0001", reason=" ")
    with pytest.raises(Refused, match="older than INV-2026-0001"):
        rae.do(invoicing.credit, "INV-2026-0001", reason="x", day=TODAY - timedelta(days=1))
    with pytest.raises(NotFound):
        rae.do(invoicing.credit, "INV-2026-0009", reason="x")
    credit = rae.do(invoicing.credit, "INV-2026-0001", reason="x")
    with pytest.raises(Refused, match="is a credit note itself"):
        rae.do(invoicing.credit, credit, reason="x")
