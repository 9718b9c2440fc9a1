"""Short ways for the tests of what comes after an order is placed: sell, pick, ship, and look at one row."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import select
from sqlmodel import SQLModel

from orderdesk.desk import orders, picking, shipping
from orderdesk.models import Invoice, LedgerEntry, Order, OrderLine, Product, Receipt, Setting, Stock
from orderdesk.queries.check import check
from orderdesk.store.store import Store
from orderdesk.store.transaction import Reading, as_json, table
from tests.company import NOW, SYSTEM, TODAY, person


def sell(store: Store, *goods: tuple[str, int], customer: str = "ERNSH", day: date = TODAY, **header: Any) -> int:
    """A placed order of these goods (SKU, pieces); its number."""
    ann = person(store, "ann", day=day)
    number = ann.do(orders.new, customer, **header)
    for sku, pieces in goods:
        ann.do(orders.line, number, sku, pieces * 1_000)
    assert ann.do(orders.submit, number).state == "confirmed"
    return number


def collect(store: Store, *numbers: int, day: date = TODAY, **short: int) -> int:
    """A picked list of these orders; `short` says how many pieces of a SKU are not found."""
    pat = person(store, "pat", day=day)
    pick = pat.do(picking.release, list(numbers))
    for sku, wanted in wanted_on(store, pick).items():
        missing = short.get(sku.replace("-", "_"), 0) * 1_000
        if wanted > missing:
            pat.do(picking.scan, pick, sku, wanted - missing)
        if missing:
            pat.do(picking.short, pick, sku, "not found")
    pat.do(picking.confirm, pick)
    return pick


def wanted_on(store: Store, pick: int) -> dict[str, int]:
    """What a pick list wants of each SKU, in thousandths."""
    from orderdesk.queries.picking import pick_card

    wanted: dict[str, int] = {}
    for line in person(store, "pat").ask(pick_card, pick).lines:
        wanted[line.sku] = wanted.get(line.sku, 0) + line.quantity
    return wanted


def ship(store: Store, *numbers: int, day: date = TODAY, **short: int) -> list[int]:
    """Pick and ship these orders; the shipments' numbers."""
    return person(store, "pat", day=day).do(shipping.confirm, collect(store, *numbers, day=day, **short))


def bills(store: Store, order: int) -> list[Any]:
    """The order's invoices and credit notes, in the order of their posting."""
    rows, orders_ = table(Invoice), table(Order)
    statement = select(rows).join(orders_, orders_.c.id == rows.c.order_id).where(orders_.c.number == order)
    posted: list[Any] = read(store, lambda reading: list(reading.all(statement.order_by(rows.c.id))))
    return posted


def line(store: Store, order: int, position: int = 1) -> Any:
    """One line of an order."""
    rows, orders_ = table(OrderLine), table(Order)
    statement = select(rows).join(orders_, orders_.c.id == rows.c.order_id)
    statement = statement.where(orders_.c.number == order, rows.c.position == position)
    return read(store, lambda reading: reading.first(statement))


def stock(store: Store, sku: str) -> tuple[int, int]:
    """On hand and allocated in MAIN, in thousandths."""
    rows, products = table(Stock), table(Product)
    statement = select(rows).join(products, products.c.id == rows.c.product_id).where(products.c.sku == sku)
    row = read(store, lambda reading: reading.first(statement.order_by(rows.c.warehouse_id)))
    return row.on_hand, row.allocated


def one(store: Store, model: type[SQLModel], **where: Any) -> Any:
    """The one row with these values."""
    rows = table(model)
    statement = select(rows)
    for name, value in where.items():
        statement = statement.where(rows.c[name] == value)
    found = read(store, lambda reading: reading.all(statement))
    assert len(found) == 1, found
    return found[0]


def read(store: Store, look: Any) -> Any:
    """What a function sees of one snapshot."""
    with store.read(SYSTEM, TODAY, NOW) as reading:
        return look(reading)


def setting(store: Store, key: str, value: Any) -> None:
    """Change a setting, verb or no verb."""
    store.run(lambda tx: tx.add(Setting(key=key, value=as_json(value))), SYSTEM, TODAY, NOW)


def assert_books_balance(store: Store) -> None:
    """For every customer: the ledger's sum is what is open less what is unapplied; and no other invariant is broken."""

    def sums(reading: Reading, column: Any, customer: Any) -> dict[int, int]:
        found: dict[int, int] = {}
        for row in reading.all(select(customer.label("customer"), column.label("amount"))):
            found[row.customer] = found.get(row.customer, 0) + row.amount
        return {key: amount for key, amount in found.items() if amount}

    def look(reading: Reading) -> None:
        ledger, invoices, receipts = table(LedgerEntry), table(Invoice), table(Receipt)
        owed = sums(reading, invoices.c.open, invoices.c.customer_id)
        for customer, amount in sums(reading, receipts.c.unapplied, receipts.c.customer_id).items():
            owed[customer] = owed.get(customer, 0) - amount
        balances = {key: amount for key, amount in owed.items() if amount}
        assert sums(reading, ledger.c.amount, ledger.c.customer_id) == balances

    read(store, look)
    broken = read(store, check)
    assert broken == (), broken
