"""A desk to play the scenarios on: goods at a scenario's own prices, untaxed unless it says, and short ways to sell.

Amounts are minor units, prices and pieces are written as people write them ("25.00", 2) and read exactly.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import Any, Concatenate, ParamSpec, TypeVar

from sqlalchemy import select

from orderdesk.desk import (
    amendments,
    company,
    customers,
    invoicing,
    orders,
    picking,
    products,
    receipts,
    shipping,
    stock,
)
from orderdesk.desk import scanning as scans
from orderdesk.desk.holds import Submitted
from orderdesk.desk.verb import Desk
from orderdesk.findings import Severity
from orderdesk.models import (
    Customer,
    Hold,
    Invoice,
    InvoiceLine,
    Order,
    OrderLine,
    Product,
    ReturnLine,
    SalesReturn,
    Stock,
    Warehouse,
)
from orderdesk.queries.exposure import exposure
from orderdesk.rules.credit import Exposure
from orderdesk.rules.lifecycle import LineAxes
from orderdesk.store.store import Store
from orderdesk.store.transaction import Reading, Transaction, table
from orderdesk.values import parse_price
from tests.company import NOW, SYSTEM, TODAY, person

P = ParamSpec("P")
T = TypeVar("T")


class Shop:
    """The test company on one day, with everybody at hand."""

    def __init__(self, store: Store, day: date = TODAY) -> None:
        self.store = store
        self.day = day

    def at(self, day: date) -> Shop:
        """The same shop on another day."""
        return Shop(self.store, day)

    def desk(self, login: str) -> Desk:
        """One of its people."""
        return person(self.store, login, day=self.day)

    def do(self, work: Callable[Concatenate[Transaction, P], T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        """A verb, done by somebody who may do anything."""
        return self.desk("root").do(work, *args, **kwargs)

    def see(self, query: Callable[Concatenate[Reading, P], T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        """A query."""
        return self.desk("root").ask(query, *args, **kwargs)

    # What is there ----------------------------------------------------------------------------------------------------

    def setting(self, key: str, value: str | int | bool | None) -> None:
        self.do(company.setting, key, value)

    def tax(self, name: str, rate: int) -> None:
        from orderdesk.desk import assortment

        self.do(assortment.tax_rate, name, rate, date(2000, 1, 1))

    def product(self, sku: str, price: str, *, on_hand: int = 0, tax: str = "none", **card: Any) -> str:
        self.do(products.new, sku, sku, list_price=parse_price(price), tax_class=tax, **card)
        if on_hand:
            self.do(stock.receive, sku, on_hand * 1_000)
        return sku

    def receive(self, sku: str, pieces: int, **where: Any) -> None:
        self.do(stock.receive, sku, pieces * 1_000, **where)

    def customer(self, code: str, limit: int | None = None, **card: Any) -> str:
        """`limit` in minor units."""
        return self.do(customers.new, code, code.title(), credit_limit=limit, **card)

    # Orders -----------------------------------------------------------------------------------------------------------

    def draft(self, customer: str, *goods: tuple[str, int], **header: Any) -> int:
        """Entered by Ann; SKU and pieces."""
        number = self.desk("ann").do(orders.new, customer, **header)
        for sku, pieces in goods:
            self.desk("ann").do(orders.line, number, sku, pieces * 1_000)
        return number

    def submit(self, number: int) -> Submitted:
        return self.desk("ann").do(orders.submit, number)

    def sell(self, customer: str, *goods: tuple[str, int], **header: Any) -> int:
        """A confirmed order; its number."""
        number = self.draft(customer, *goods, **header)
        done = self.submit(number)
        assert done.state == "confirmed", done.findings
        return number

    def held_for(self, done: Submitted) -> list[str]:
        """The kinds of its open holds."""
        return [finding.kind for finding in done.findings if finding.severity is Severity.HOLD]

    def release(self, number: int, login: str = "lou") -> str:
        """Every open hold of an order lifted; its state after."""
        from orderdesk.desk import approvals

        state = ""
        for hold in self.rows(Hold, order_id=self.order(number).id, state="open"):
            state = self.desk(login).do(approvals.release, number, hold.id, "asked for")
        return state

    def amend(self, number: int, position: int, pieces: int) -> Submitted:
        return self.desk("ann").do(amendments.amend_line, number, position, quantity=pieces * 1_000)

    # Out of the door --------------------------------------------------------------------------------------------------

    def pick(self, *numbers: int, **found: int) -> int:
        """A picked list; `found` says how many pieces of a SKU are found, where that is not all."""
        pat = self.desk("pat")
        pick = pat.do(picking.release, list(numbers))
        for sku, wanted in self.wanted_on(pick).items():
            pieces = found.get(sku, wanted // 1_000)
            if pieces:
                pat.do(scans.scan, pick, sku, pieces * 1_000)
            if pieces * 1_000 < wanted:
                pat.do(scans.short, pick, sku, "not found")
        pat.do(picking.confirm, pick)
        return pick

    def wanted_on(self, pick: int) -> dict[str, int]:
        from orderdesk.queries.picking import pick_card

        wanted: dict[str, int] = {}
        for line in self.see(pick_card, pick).lines:
            wanted[line.sku] = wanted.get(line.sku, 0) + line.quantity
        return wanted

    def ship(self, *numbers: int, **found: int) -> list[int]:
        return self.desk("pat").do(shipping.confirm, self.pick(*numbers, **found))

    def send(self, pick: int) -> list[int]:
        return self.desk("pat").do(shipping.confirm, pick)

    def invoice(self, number: int) -> str:
        return self.desk("rae").do(invoicing.post, number)

    def terms(self, code: str, *parts: tuple[int, int], **card: Any) -> str:
        """Terms in parts: per cent and days."""
        from orderdesk.desk import conditions

        shares = [(percent * 1_000, days) for percent, days in parts]
        return self.do(conditions.terms, code, code, instalments=shares, **card)

    def open_parts(self, customer: str) -> list[tuple[date, int]]:
        """What is open of a customer's documents and of their parts: due day and amount."""
        from orderdesk.queries import receivables

        return [(item.due, item.open) for item in self.see(receivables.open_items, customer)]

    def billed(self, customer: str, gross: int) -> str:
        """An open invoice of that amount from an order of its own; its number."""
        sku = f"BILLED-{len(self.rows(Product))}"
        self.product(sku, f"{gross // 100}.{gross % 100:02}", on_hand=1)
        number = self.draft(customer, (sku, 1))
        assert self.submit(number).state == "confirmed"
        self.ship(number)
        return str(self.bills(number)[-1].number)

    def pay(self, customer: str, amount: int, **how: Any) -> int:
        return self.desk("rae").do(receipts.take, customer, amount, **how)

    # A look -----------------------------------------------------------------------------------------------------------

    def rows(self, model: Any, **where: Any) -> Sequence[Any]:
        rows = table(model)
        statement = select(rows).order_by(*rows.primary_key)
        for name, value in where.items():
            statement = statement.where(rows.c[name] == value)
        with self.store.read(SYSTEM, self.day, NOW) as reading:
            return reading.all(statement)

    def order(self, number: int) -> Any:
        return self.rows(Order, number=number)[0]

    def line(self, number: int, position: int = 1) -> Any:
        return self.rows(OrderLine, order_id=self.order(number).id, position=position)[0]

    def axes(self, number: int) -> list[LineAxes]:
        from orderdesk.desk.amendments import axes_of

        return [axes_of(line) for line in self.rows(OrderLine, order_id=self.order(number).id)]

    def bills(self, number: int) -> Sequence[Any]:
        return self.rows(Invoice, order_id=self.order(number).id)

    def bill(self, invoice: str) -> Any:
        return self.rows(Invoice, number=invoice)[0]

    def lines_of(self, invoice: str) -> Sequence[Any]:
        """The lines of an invoice or credit note."""
        return self.rows(InvoiceLine, invoice_id=self.bill(invoice).id)

    def return_lines(self, number: int) -> Sequence[Any]:
        return self.rows(ReturnLine, return_id=self.rows(SalesReturn, number=number)[0].id)

    def stock(self, sku: str, warehouse: str = "MAIN") -> tuple[int, int]:
        """Pieces on hand, and allocated."""
        place = self.rows(Warehouse, code=warehouse)[0].id
        row = self.rows(Stock, product_id=self.rows(Product, sku=sku)[0].id, warehouse_id=place)[0]
        return row.on_hand // 1_000, row.allocated // 1_000

    def exposure(self, customer: str) -> Exposure:
        return self.see(exposure, self.rows(Customer, code=customer)[0].id)

    def later(self, days: int) -> Shop:
        return self.at(self.day + timedelta(days=days))
