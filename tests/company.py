"""A small company for the tests: everybody, two customers, a few goods. Written row by row, so that it needs no verb.

Stock in MAIN: CHAI 100, TOFU 35, QUESO-M 80, KONBU 0, SAFFRON 5; in NORTH: CHAI 20. Every product is taxed at 19 %.
"""

from __future__ import annotations

from datetime import UTC, date, datetime

from orderdesk.desk.verb import Desk
from orderdesk.models import (
    Address,
    Barcode,
    Bin,
    Category,
    Customer,
    Product,
    ProductUnit,
    Stock,
    StockMove,
    TaxRate,
    Terms,
    User,
    UserRole,
    Warehouse,
)  # fmt: skip
from orderdesk.store.store import Store
from orderdesk.store.transaction import Actor, Transaction
from orderdesk.texts import fold

TODAY = date(2026, 11, 12)
NOW = datetime(2026, 11, 12, 14, 5, tzinfo=UTC)
PEOPLE = {
    "ann": ("clerk",),
    "bob": ("clerk",),
    "kim": ("approver1",),
    "lou": ("approver2",),
    "pat": ("warehouse",),
    "rae": ("receivables",),
    "vic": ("viewer",),
    "root": ("admin",),
}
SYSTEM = Actor(0, "system")


def found(tx: Transaction) -> None:
    """Write the company into an empty database."""
    for login, roles in PEOPLE.items():
        user = tx.add(User(login=login, name=login.title()))
        for role in roles:
            tx.add(UserRole(user_id=user, role=role))
    net30 = tx.add(Terms(code="N30", name="30 days net", net_days=30))
    tx.add(Terms(code="NOW", name="at once", net_days=0))
    tx.add(TaxRate(tax_class="standard", rate=19_000, valid_from=date(2000, 1, 1)))
    tx.add(TaxRate(tax_class="reduced", rate=7_000, valid_from=date(2000, 1, 1)))
    tx.add(TaxRate(tax_class="none", rate=0, valid_from=date(2000, 1, 1)))
    food = tx.add(Category(code="FOOD", name="Food", discount_ceiling=10_000, margin_floor=10_000))
    main = tx.add(Warehouse(code="MAIN", name="Main"))
    north = tx.add(Warehouse(code="NORTH", name="North"))
    for code, name, city, limit in (
        ("ALFKI", "Alfreds Futterkiste", "Berlin", 10_000_00),
        ("ERNSH", "Ernst Handel", "Graz", None),
        ("CASHC", "Cash & Carry", "Bremen", 0),
    ):
        key = tx.add(
            Customer(code=code, name=name, search=fold(f"{code} {name} {city}"), terms_id=net30, credit_limit=limit)
        )
        tx.add(Address(customer_id=key, kind="billing", name=name, street="Obere Str. 57", city=city, standard=True))
        tx.add(Address(customer_id=key, kind="shipping", name=name, street="Obere Str. 57", city=city, standard=True))
    for position, (sku, name, price, cost, on_hand) in enumerate(
        (
            ("CHAI", "Chai", 180_000, 100_000, 100_000),
            ("TOFU", "Tofu", 232_500, 120_000, 35_000),
            ("QUESO-M", "Queso Manchego La Pastora", 380_000, 200_000, 80_000),
            ("KONBU", "Konbu", 60_000, 30_000, 0),
            ("SAFFRON", "Saffron", 1_000_000, 600_000, 5_000),
        ),
        start=1,
    ):
        product = tx.add(
            Product(
                sku=sku,
                name=name,
                search=fold(f"{sku} {name}"),
                category_id=food,
                unit="pc",
                list_price=price,
                cost=cost,
            )
        )
        home = tx.add(Bin(warehouse_id=main, code=f"A-{position:02}-1"))
        tx.add(Stock(product_id=product, warehouse_id=main, bin_id=home, on_hand=on_hand))
        if on_hand:
            tx.add(
                StockMove(product_id=product, warehouse_id=main, quantity=on_hand, kind="opening", day=TODAY, at=tx.now)
            )
        if sku == "CHAI":
            tx.add(ProductUnit(product_id=product, unit="case", factor=12_000))
            tx.add(Barcode(code="4006381333931", product_id=product, unit="pc"))
            tx.add(Stock(product_id=product, warehouse_id=north, on_hand=20_000))
            tx.add(
                StockMove(product_id=product, warehouse_id=north, quantity=20_000, kind="opening", day=TODAY, at=tx.now)
            )


def person(store: Store, login: str, *, day: date = TODAY) -> Desk:
    """Somebody of the company at the desk, on a fixed day and clock."""
    user = list(PEOPLE).index(login) + 1
    return Desk(store, Actor(user, login, login.title(), frozenset(PEOPLE[login])), day=day, clock=lambda: NOW)
