from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete

from orderdesk.desk import history, invoicing, receipts
from orderdesk.desk.history import HistoryLine
from orderdesk.errors import BadValue, NotFound
from orderdesk.models import Application, Invoice, LedgerEntry, Receipt
from orderdesk.queries.ageing_list import AGEING
from orderdesk.queries.listing import Sums
from orderdesk.queries.receivables import ageing, ageing_foot, balance, cell_items, invoice_card, open_items
from orderdesk.store.store import Store
from orderdesk.store.transaction import Transaction, table
from tests.company import NOW, SYSTEM, TODAY, person
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


# The list a page at a time, its cells, its foot ----------------------------------------------------------------------

DAY = timedelta(days=1)
CODES = {"ALFKI": 1, "ERNSH": 2, "CASHC": 3}
DOCUMENTS = st.lists(
    st.tuples(
        st.sampled_from(sorted(CODES)),
        st.integers(-40, 130),  # days late
        st.integers(-300_00, 900_00).filter(bool),  # gross
        st.integers(0, 100),  # per cent set against it
        st.integers(0, 40),  # days ago
    ),
    max_size=14,
)
RECEIPTS = st.lists(
    st.tuples(st.sampled_from(sorted(CODES)), st.integers(1, 500_00), st.integers(0, 60), st.booleans()), max_size=4
)


def write_ledger(
    tx: Transaction, documents: list[tuple[str, int, int, int, int]], money: list[tuple[str, int, int, bool]]
) -> None:
    """These documents and receipts instead of what there was."""
    for model in (Application, LedgerEntry, Receipt, Invoice):
        tx.change(delete(table(model)))
    for number, (customer, late, gross, share, ago) in enumerate(documents, start=1):
        settled = gross * share // 100 if gross > 0 else 0
        key = tx.add(
            Invoice(
                number=f"INV-{number}", kind="invoice" if gross > 0 else "credit", series="INV", year=2026,
                serial=number, customer_id=CODES[customer], day=TODAY - (late + 45) * DAY, due=TODAY - late * DAY,
                terms_id=1, net=gross, gross=gross, open=gross - settled, posted_at=NOW, posted_by=1,
            )
        )  # fmt: skip
        if settled:
            day = max(TODAY - ago * DAY, TODAY - (late + 45) * DAY)
            tx.add(Application(invoice_id=key, kind="discount", amount=settled, day=day, at=NOW))
    for number, (customer, amount, ago, reversed_) in enumerate(money, start=1):
        day = TODAY - ago * DAY
        tx.add(
            Receipt(
                number=number, customer_id=CODES[customer], day=day, amount=amount,
                unapplied=0 if reversed_ else amount, taken_at=NOW, taken_by=1,
                reversed_on=day + (ago // 2) * DAY if reversed_ else None,
            )
        )  # fmt: skip


@settings(max_examples=80, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(DOCUMENTS, RECEIPTS, st.sampled_from([0, 1, 20, 60]), st.sampled_from(["due", "invoice"]), st.integers(1, 3))
def test_pages_foot_and_cells_are_the_report_to_the_cent(
    sqlite_store: Store,
    documents: list[tuple[str, int, int, int, int]],
    money: list[tuple[str, int, int, bool]],
    ago: int,
    by: str,
    size: int,
) -> None:
    sqlite_store.run(lambda tx: write_ledger(tx, documents, money), SYSTEM, TODAY, NOW)
    as_of = TODAY - ago * DAY if ago else None
    rae = person(sqlite_store, "rae")
    report = rae.ask(ageing, as_of=as_of, by=by)
    foot = rae.ask(ageing_foot, as_of=as_of, by=by)
    assert (foot.foot, foot.ledger, foot.as_of, foot.by) == (report.foot, report.ledger, report.as_of, report.by)
    text = f"by:{by} {f'on:{as_of}' if as_of else ''}"
    for few in (2_000, 0):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("orderdesk.queries.ageing_list.FEW", few)
            paged = [row for page in rae.ask(lambda r: list(AGEING.all(r, AGEING.read(r, text), size))) for row in page]
        expected = report.rows if few else sorted(report.rows, key=lambda row: row.customer)
        assert paged == list(expected)
    assert rae.ask(lambda r: AGEING.sums(r, AGEING.read(r, text))) == Sums(len(report.rows), report.foot.balance)
    for row in report.rows:
        for cell, amount in enumerate(row.ageing.cells):
            found = rae.ask(cell_items, row.customer, cell, as_of=as_of, by=by)
            assert (found.amount, found.title, found.ageing) == (amount, row.ageing.titles[cell], row.ageing)
            left = sum(one.left for one in found.receipts)
            assert sum(item.open for item in found.items) + (left if found.title == "unapplied" else -left) == amount
            assert all(item.open for item in found.items)


@pytest.mark.parametrize("by", ["due", "invoice"])
@pytest.mark.parametrize("ago", [0, 7])
def test_the_foot_sorts_every_day_as_the_rule_does(store: Store, by: str, ago: int) -> None:
    documents = [("ERNSH", late, 2 ** (late % 40), 0, 0) for late in range(-46, 140)]
    store.run(lambda tx: write_ledger(tx, documents, []), SYSTEM, TODAY, NOW)
    as_of = TODAY - ago * DAY if ago else None
    rae = person(store, "rae")
    assert rae.ask(ageing_foot, as_of=as_of, by=by).foot == rae.ask(ageing, as_of=as_of, by=by).foot


def test_a_cell_has_exactly_its_items(store: Store) -> None:
    for number, late in ((1, -5), (2, 3), (3, 30), (4, 31)):
        bill(store, number, TODAY - (30 + late) * DAY)
    rae = person(store, "rae")
    rae.do(receipts.take, "ERNSH", 100_00, apply=False)
    cells = [rae.ask(cell_items, "ernsh", cell) for cell in range(7)]
    assert [(one.title, [item.number for item in one.items]) for one in cells] == [
        ("not due", ["OLD-1"]),
        ("1–30", ["OLD-3", "OLD-2"]),
        ("31–60", ["OLD-4"]),
        ("61–90", []),
        ("over 90", []),
        ("unapplied", []),
        ("balance", ["OLD-4", "OLD-3", "OLD-2", "OLD-1"]),
    ]
    assert [len(one.receipts) for one in cells] == [0, 0, 0, 0, 0, 1, 1]
    assert (cells[5].amount, cells[5].receipts[0].left, cells[6].amount) == (100_00, 100_00, 4 * 21_42 - 100_00)


@pytest.mark.parametrize(
    ("filter", "whom"),
    [
        ("", ["ERNSH", "ALFKI", "CASHC"]),
        ("graz", ["ERNSH"]),
        ("customer:c", ["CASHC"]),
        ("late", ["ERNSH"]),
        ("by:invoice days:2-9", ["ALFKI"]),
        ("days:40-", ["ERNSH"]),
        ("days:0-5", []),
        ("over:21.42", ["ERNSH"]),
        ("over:21.41", ["ERNSH", "ALFKI"]),
        ("by:invoice late", ["ERNSH", "ALFKI"]),
        ("on:2026-10-31", ["ERNSH"]),
        ("on:2027-01-01", ["ERNSH", "ALFKI", "CASHC"]),
    ],
)
def test_a_filter_finds_whom_it_names_and_adds_them_up(store: Store, filter: str, whom: list[str]) -> None:
    bill(store, 1, TODAY - 95 * DAY)
    bill(store, 2, TODAY - DAY)
    bill(store, 3, TODAY - 5 * DAY, customer="ALFKI")
    rae = person(store, "rae")
    rae.do(receipts.take, "CASHC", 50_00)
    rows = rae.ask(lambda r: AGEING.page(r, AGEING.read(r, filter), None, 10))
    assert [row.customer for row in rows] == whom
    sums = rae.ask(lambda r: AGEING.sums(r, AGEING.read(r, filter)))
    assert (sums.count, sums.amount) == (len(whom), sum(row.balance for row in rows))
