"""What `orderdesk check` looks at: every invariant of it, broken once behind the desk's back, is named in a sentence.

A company with some of everything is changed figure by figure with raw SQL, each change taken back before the next. An
invariant that no such change breaks needs a statement of its own here.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Connection

from orderdesk.desk import bank, picking, prices
from orderdesk.queries.check import INVARIANTS
from orderdesk.rules.bank_split import BankPart
from tests.stateful.shop import Shop
from tests.stateful.test_shop import on_a_file

# The statement, and words of what is to be said of it.
CASES = [
    ("UPDATE stock SET on_hand = -1000", "allocated of"),
    ("UPDATE stock SET on_hand = on_hand + 1", "on hand, but its moves add up to"),
    ("UPDATE stock SET on_hand = on_hand + 1", "its lots add up to"),
    ("UPDATE stock SET allocated = allocated + 1", "allocated, but its allocations add up to"),
    ("UPDATE stock SET allocated = allocated + 1", "allocated, but the open orders of that warehouse hold"),
    (
        "UPDATE stock_move SET product_id = product_id + 1",
        "have left in transfers and not arrived, but the transfers say",
    ),
    ("UPDATE expected_receipt SET quantity = quantity + 1", "are on the way, but"),
    ("UPDATE expected_receipt SET order_line_id = 1", "which is of another product or is not placed"),
    ("UPDATE stock SET kept = kept + 1", "kept, but what is kept for customers adds up to"),
    (
        "UPDATE sales_order SET warehouse_id = warehouse_id + 1",
        "goods are reserved in a warehouse that may not serve it (own",
    ),
    ("UPDATE sales_order_line SET allocated = allocated + 1", "allocated, but its allocations add up to"),
    (
        "UPDATE sales_order_line SET allocated = allocated + 1",
        "is of a quotation or blanket order (agreed), but goods are kept for it or left",
    ),
    ("UPDATE product SET tracking = '2020-01-01'", "on hand, but its moves add up to"),
    ("UPDATE pick SET warehouse_id = warehouse_id + 1", "on pick lists, but the lists that have not left add up to"),
    ("UPDATE stock_move SET quantity = quantity + 1", "with customers, but its shipments less returns are"),
    ("UPDATE shipment SET cancelled_at = '2020-01-01'", "left by its moves, but its shipments say"),
    ("UPDATE lot_stock SET on_hand = on_hand + 1", "is in the house"),
    ("UPDATE sales_order_line SET ordered = -1000", "kits shipped, but its components make"),
    ("UPDATE sales_order_line SET ordered = -1000", "is below zero; cancelled"),
    ("UPDATE sales_order_line SET ordered = -1000", "on pick lists, but only"),
    ("UPDATE sales_order_line SET ordered = -1000", "taken from it, but"),
    ("UPDATE sales_order_line SET shipped = -1000", "kits returned, but its components make"),
    ("UPDATE sales_order_line SET ordered = ordered + 1", "of a component, but its kit asks for"),
    ("UPDATE product SET cost = cost + 1", "but its components"),
    ("UPDATE product SET kind = '2020-01-01'", "confirmed) does not stand in the allocation queue with"),
    ("UPDATE product SET kind = '2020-01-01'", "shipped, but its shipments add up to"),
    ("UPDATE sales_order SET net = net + 1", "but its lines add up to"),
    ("UPDATE pick SET state = '2020-01-01'", "picked, but the pick lists that have not left add up to"),
    ("UPDATE invoice SET kind = '2020-01-01'", "invoiced, but its invoices add up to"),
    ("UPDATE sales_order_line SET shipped = shipped + 1", "left and stand on no invoice, but the order is done"),
    ("UPDATE pick SET released_at = 'booked'", "was held before pick list"),
    ("UPDATE sales_order SET state = '2020-01-01'", "but a manual hold stands open"),
    ("UPDATE sales_order SET state = '2020-01-01'", "but it should take"),
    ("UPDATE sales_order SET state = '2020-01-01'", "says that it was accepted from"),
    ('UPDATE "hold" SET "order_id" = 1', "is submitted, but nothing holds it"),
    ("UPDATE sales_order_line SET ship_to_id = 1", "goes to an address that is not its customer's"),
    (
        "UPDATE sales_order_line SET wanted = '2020-01-01' WHERE id % 2 = 0",
        "goes on another day or elsewhere than its kit on line",
    ),
    (
        "UPDATE sales_order_line SET source_line_id = source_line_id + 1",
        "taken from it, but the orders that take add up to",
    ),
    ("UPDATE sales_order_line SET factor = id", "was accepted from quotation"),
    ("UPDATE sales_order SET customer_id = customer_id + 1 WHERE id % 2 = 0", "of other goods or another buyer"),
    ("UPDATE receipt SET unapplied = unapplied + 1", "but open invoices less unapplied receipts to"),
    ("UPDATE invoice SET gross = gross + 1", "but its applications add up to"),
    ("UPDATE invoice SET gross = gross + 1", "but its lines add up to"),
    ("UPDATE invoice SET gross = gross + 1", "but its tax rates add up to"),
    ("UPDATE invoice SET gross = gross + 1", "but the ledger has"),
    ("UPDATE invoice SET gross = gross + 1", "parts add up to"),
    ("UPDATE invoice SET gross = gross + 1", "but the fees and interest in it are"),
    ("UPDATE receipt SET amount = amount + 1", "but its applications leave"),
    ("UPDATE receipt SET amount = amount + 1", "but the ledger has"),
    ("UPDATE application SET kind = '2020-01-01'", "but the applications have"),
    ("UPDATE number_series SET year = year + 1", "documents numbered up to"),
    ("UPDATE invoice SET day = '2020-01-01' WHERE id % 2 = 0", "after one of"),
    ("UPDATE invoice SET year = year + 1", "outside its year"),
    ("UPDATE invoice SET due = '2020-01-01'", "but its first open part on"),
    ("UPDATE invoice_line SET net = -1000", "more set off than was billed ahead"),
    ("UPDATE sales_order SET billed_ahead = billed_ahead + 1", "billed ahead, but its down payments leave"),
    ("UPDATE return_line SET received = received + 1", "came, but what was looked at adds up to"),
    ("UPDATE sales_order_line SET returned = returned + 1", "returned, but its returns add up to"),
    ("UPDATE return_line SET quantity = -1000", "agreed"),
    ("UPDATE refund SET amount = amount + 1", "but its parts add up to"),
    ("UPDATE ledger_entry SET kind = '2020-01-01'", "but the ledger has"),
    ("UPDATE invoice SET tax = tax + 1", "is a charge and has goods or tax on it"),
    ("UPDATE application SET tax = tax + 1", "set against it cannot be tax"),
    ("UPDATE invoice SET credits_id = credits_id + 1", "has the outcome credit and the credit note"),
    ("UPDATE invoice SET customer_id = customer_id + 1", "stands under another customer"),
    ("UPDATE bank_statement SET opening = opening + 1", "but its lines lead to"),
    ("UPDATE bank_line SET amount = amount + 1", "but its bookings add up to"),
    ("UPDATE bank_booking SET undone_at = '2020-01-01'", "was booked from the bank and undone, but it stands"),
    ("UPDATE sales_order_line SET free_rule_id = 1", "free goods that cost something"),
    ("UPDATE sales_order_line SET free_rule_id = 1", "lines of free goods '"),
    ("UPDATE price_list SET base_id = 1", "is based on itself, through the lists that it is based on"),
    ("UPDATE sales_order_line SET drop_ship = 1", "is delivered by its supplier"),
    ("UPDATE shipment SET direct = 1", "moved goods of ours"),
    (
        "UPDATE sales_order_line SET drop_ship = 1; UPDATE expected_receipt SET quantity = 900000, "
        "order_line_id = (SELECT min(id) FROM sales_order_line)",
        "its supplier is to deliver",
    ),
    (
        "INSERT INTO service_done (order_line_id, quantity, day, note, done_at, done_by, undone_reason) "
        "SELECT min(id), 900000, '2026-11-12', '', '2026-11-12', 1, '' FROM sales_order_line",
        "done",
    ),
    (
        "INSERT INTO parcel (id, pick_id, number, weight_grams, closed) SELECT 99, min(pick_id), 9, 0, 0 FROM pick_line"
        "; INSERT INTO parcel_line (parcel_id, pick_line_id, quantity) SELECT 99, min(id), 900000 FROM pick_line",
        "packed",
    ),
    (
        "UPDATE price_rule SET free_qty = 0; UPDATE sales_order_line"
        " SET free_rule_id = (SELECT min(id) FROM price_rule)",
        "by a rule that gives none",
    ),
]


class Story(Shop):
    """The random trade, told once."""

    def tell(self) -> None:
        for place, then in enumerate(("back", "pay", "ship", "call", "return", "hold", "reopen", "bounce", "close")):
            self.enter("ERNSH" if place % 2 else "ALFKI", [("CHAI", 2_000), ("MILK", 1_000), ("BOX", 1_000)])
            self.go(place, 0, then)
        self.enter("ERNSH", [("DRILL", 1_000), ("KONBU", 5_000)])
        self.go(0, 0, "ship")
        self.do_all("hold_back", "keep", sku="SAFFRON", customer="ERNSH", quantity=1_000, days=2, warehouse="MAIN")
        self.do_all("move_between", "send", sku="SAFFRON", quantity=1_000, warehouses=["MAIN", "NORTH"])
        self.do_all("sort_out", "refund", "cheque", "off_some", "refund", amount=100, less=1, charge=True)
        self.do_all("argue", "open", "promise", "credit", "remind", days=1, amount=5_00)
        self.do_all("at_the_bank", "state", "accept", "book", less=0, certain=True)
        self.do_all("bill_otherwise", "down", "price", everything=True, price=1)
        self.do_all("frame", "new", "call_off", customer="ERNSH", sku="TOFU", quantity=1_000, split=False)
        self.do_all("quote", "new", "accept", customer="ERNSH", sku="TOFU", quantity=1_000, anew=True)
        self.do_all("sell_otherwise", "done", "undo", "done", position=1, quantity=1_000, some=False)
        self.enter("ERNSH", [("TOFU", 1_000), ("HAUL", 2_000)])
        self.do_all("sell_otherwise", "done", position=1, quantity=1_000, some=True)
        pick = self.do("pat", picking.release, None)
        self.collect(pick)
        self.do("pat", picking.confirm, pick)
        self.do("root", prices.rule, "promotion", sku="TOFU", min_qty=2_000, free=1_000, free_sku="TOFU")
        self.enter("ERNSH", [("TOFU", 2_000)])
        for code in ("ONE", "TWO"):
            self.do("root", prices.price_list, code)
        for line in (1, 2):
            self.do("rae", bank.book, line, [BankPart("ERNSH")])
        self.the_books_are_sound()

    def do_all(self, rule: str, *acts: str, **values: object) -> None:
        for place, act in enumerate(acts):
            getattr(self, rule)(act=act, place=place, **values)


def said(connection: Connection) -> dict[int, str]:
    """What each invariant says of the database as it stands, of its first row."""
    answers = {}
    for place, invariant in enumerate(INVARIANTS):
        row = connection.execute(invariant.broken).first()
        if row is not None:
            answers[place] = invariant.sentence(row)
    return answers


@pytest.fixture(scope="module")
def told(founded_file: Path) -> Iterator[Connection]:
    """A connection to the company of the story, with nothing of SQLite's own in the way of a change."""

    class Here(Story):
        pass

    Here.company = staticmethod(on_a_file(founded_file))
    story = Here()
    story.open_the_shop(billing="ship", first=[])
    story.tell()
    with story.store.engine.connect() as connection:
        connection.exec_driver_sql("ROLLBACK") if connection.in_transaction() else None
        connection.exec_driver_sql("PRAGMA ignore_check_constraints = ON")
        yield connection
    story.leave()


def broken_by(connection: Connection, statements: str) -> dict[int, str]:
    connection.exec_driver_sql("SAVEPOINT before_it")
    try:
        connection.exec_driver_sql("PRAGMA defer_foreign_keys = ON")
        for statement in statements.split("; "):
            connection.exec_driver_sql(statement)
        return said(connection)
    finally:
        connection.exec_driver_sql("ROLLBACK TO before_it")


@pytest.mark.slow
@pytest.mark.parametrize(("statements", "words"), CASES)
def test_what_is_broken_is_named_in_a_sentence(told: Connection, statements: str, words: str) -> None:
    sentences = broken_by(told, statements).values()
    assert any(words in sentence for sentence in sentences), list(sentences)
    assert all(sentence.strip() == sentence and "\n" not in sentence for sentence in sentences)


@pytest.mark.slow
def test_every_invariant_is_broken_by_one_of_them(told: Connection) -> None:
    fired = {place for statements, _ in CASES for place in broken_by(told, statements)}
    missing = [INVARIANTS[place].sentence.__code__ for place in range(len(INVARIANTS)) if place not in fired]
    assert missing == [], "say above how each of these is broken"
