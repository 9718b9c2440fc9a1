"""The demo company, lived through: its files are imported, and its orders driven by the verbs to where they stand.

Day by day from the first order on, the clerks enter and submit, the warehouse picks and ships, receivables bills and
takes money, each under the own login and the day's date; so the event log, the promises, the invoice numbers and the
ageing are what they would be had the desk been used. The goods that will leave are there from the first day, for
`stock.csv` is what is left after them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from itertools import groupby
from pathlib import Path
from typing import Concatenate, ParamSpec, TypeVar

from orderdesk.data_files import data_folder
from orderdesk.desk import amendments, company, find, invoicing, orders, picking, receipts, services, shipping, stock
from orderdesk.desk.verb import Desk
from orderdesk.errors import Refused
from orderdesk.exchange.demo_files import DemoReceipt, Shelf, read_orders, read_receipts, read_stock
from orderdesk.exchange.importing import run_import
from orderdesk.exchange.kinds.order_rows import Line, WholeOrder
from orderdesk.queries import existing, facts
from orderdesk.queries.people import sign_in
from orderdesk.queries.picking import pick_card
from orderdesk.store.migrate import create
from orderdesk.store.store import Store
from orderdesk.store.transaction import Actor, Transaction
from orderdesk.values import ONE

P = ParamSpec("P")
T = TypeVar("T")

BEFORE_ORDERS = (
    "segments", "terms", "tax_rates", "exchange_rates", "categories", "warehouses", "users", "customers", "addresses",
    "contacts", "suppliers", "products", "customer_items", "expected", "prices",
)  # fmt: skip
ENTERED_ONLY = ("quotation", "draft")
BILLED = ("invoiced", "part_paid", "paid", "closed")
LEFT = ("part_shipped", "shipped", *BILLED)
ADMIN, RECEIVABLES = "nils", "greta"
WAREHOUSE = {"MAIN": "jonas", "NORTH": "malik"}
_OPENS = time(8)
_SYSTEM = Actor(0, "system")


def build(where: Path | str, today: date, now: datetime) -> Path:
    """Make a database with the demo company as it stands on a day.

    Args:
        where: the new file; nothing may be there yet.
        today: the day that the files' dates count from.
        now: the present moment, with its time zone; nothing is dated after it.

    Raises:
        StoreTrouble: something is there already, or it cannot be made.
        NotFound: the files are not there.
    """
    folder = data_folder() / "demo"
    store = create(str(where))
    try:
        _Life(store, folder, today, now).live()
    finally:
        store.close()
    return Path(where)


@dataclass(frozen=True, slots=True)
class _Step:
    """What one person does on a day. `turn` orders the day: enter, pick and ship, bill, take money, the rest."""

    day: date
    turn: int
    login: str
    number: int
    work: Callable[[Transaction], object]


class _Life:
    """The days of the company, one after the other."""

    def __init__(self, store: Store, folder: Path, today: date, now: datetime) -> None:
        self.store, self.folder, self.today, self.now = store, folder, today, now
        self.orders = read_orders(folder, today)
        self.receipts = read_receipts(folder, today)
        self.first_day = min(order.head.order_date or today for order in self.orders) - timedelta(days=1)
        self.minutes: dict[date, int] = {}
        self.people: dict[str, Actor] = {"system": _SYSTEM}

    def live(self) -> None:
        """Everything, in the order of the days. What one person does in a row is one transaction."""
        self._begin()
        steps = [step for order in self.orders for step in self._steps(order)]
        counter = {order.head.number for order in self.orders if order.head.type == "counter"}
        for receipt in self.receipts:
            if receipt.order not in counter:
                steps.append(_Step(receipt.day, 4, RECEIVABLES, receipt.number, partial(_take, receipt=receipt)))
        paid_at_once = {receipt.order: receipt for receipt in self.receipts if receipt.order in counter}
        for order in self.orders:
            if order.head.number in paid_at_once:
                steps += self._over_the_counter(order, paid_at_once[order.head.number])
        # Orders come in by number, whoever takes them; the other work is done person by person.
        steps.sort(key=lambda step: (step.day, step.turn, "" if step.turn == 1 else step.login, step.number))
        for (day, login), together in groupby(steps, key=lambda step: (step.day, step.login)):
            self._do(login, day, _one_by_one, [step.work for step in together])
        self._do(ADMIN, self.today, company.setting, "billing", "ship")

    def _begin(self) -> None:
        """The files, the settings, and the goods on the shelves, as of the day before the first order."""
        opened = Desk(self.store, _SYSTEM, day=self.today, clock=lambda: self._moment(self.first_day))
        for kind in BEFORE_ORDERS:
            report = run_import(opened, kind, self.folder / f"{kind}.csv")
            if report.errors:
                raise Refused(f"the demo company's files are damaged: {report.errors[0]}. Install orderdesk again")
        self._do(ADMIN, self.first_day, _settle_in)
        self._do("system", self.first_day, _fill, read_stock(self.folder, self.today), self.orders)

    def _steps(self, order: WholeOrder) -> list[_Step]:
        """What happens to one order that is not sold over the counter."""
        head, number = order.head, order.head.number
        entered, wanted = head.order_date or self.today, head.wanted_date or self.today
        if head.type == "counter":
            return []
        submit = head.stage not in ENTERED_ONLY
        steps = [_Step(entered, 1, head.entered_by, number, partial(_enter, order=order, submit=submit))]
        warehouse = WAREHOUSE[head.warehouse]
        if head.stage in LEFT and head.type != "service":
            steps.append(_Step(wanted, 2, warehouse, number, partial(_ship, order=order)))
        if head.stage in BILLED:
            steps.append(_Step(wanted, 2, head.entered_by, number, partial(_do_services, number=number)))
            steps.append(_Step(wanted, 3, RECEIVABLES, number, partial(invoicing.post, order=number)))
        if head.stage == "cancelled":
            day = min(entered + timedelta(days=1), self.today)
            call_off = partial(amendments.cancel, order=number, reason="the customer called it off")
            steps.append(_Step(day, 5, head.entered_by, number, call_off))
        if head.stage == "picking":
            release = partial(picking.release, orders=[number], carrier=head.carrier)
            steps.append(_Step(self.today, 6, warehouse, number, release))
        return steps

    def _over_the_counter(self, order: WholeOrder, receipt: DemoReceipt) -> list[_Step]:
        """Paid before it is submitted, for these customers have no credit; then taken away at once."""
        head, number, day = order.head, order.head.number, order.head.order_date or self.today
        acts: tuple[tuple[str, Callable[[Transaction], object]], ...] = (
            (head.entered_by, partial(_enter, order=order, submit=False)),
            (RECEIVABLES, partial(_take_ahead, receipt=receipt, order=number)),
            (head.entered_by, partial(orders.submit, order=number)),
            (WAREHOUSE[head.warehouse], partial(_ship, order=order)),
            (RECEIVABLES, partial(_bill_paid, order=number, receipt=receipt.number)),
        )
        return [_Step(day, 10 + turn, login, number, work) for turn, (login, work) in enumerate(acts)]

    def _moment(self, day: date) -> datetime:
        """The next moment of a working day, two minutes after the last one; never later than the present."""
        minutes = self.minutes[day] = self.minutes.get(day, -2) + 2
        moment = datetime.combine(day, _OPENS, self.now.tzinfo or UTC) + timedelta(minutes=minutes)
        return min(moment, self.now) if self.now.tzinfo else moment

    def _do(
        self,
        login: str,
        day: date,
        work: Callable[Concatenate[Transaction, P], T],
        /,
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> T:
        """One act of one person on one day."""
        moment = self._moment(day)
        if login not in self.people:
            with self.store.read(_SYSTEM, day, moment) as reading:
                self.people[login] = sign_in(reading, login)
        return Desk(self.store, self.people[login], day=day, clock=lambda: moment).do(work, *args, **kwargs)


def _one_by_one(tx: Transaction, works: list[Callable[[Transaction], object]]) -> None:
    for work in works:
        work(tx)


def _settle_in(tx: Transaction) -> None:
    """The company's own settings. Bills are written by hand here, until the day that the demo shows."""
    company.setting(tx, "company", "Kaldewind Fine Foods")
    company.setting(tx, "billing", "hand")


def _fill(tx: Transaction, shelves: list[Shelf], all_orders: list[WholeOrder]) -> None:
    """Put on the shelves what is there at the end and what will have left by then."""
    leaving: dict[tuple[str, str], int] = {}
    for order in all_orders:
        for line in _leaves(order):
            key = (line.sku, order.head.warehouse)
            leaving[key] = leaving.get(key, 0) + _in_stock_units(tx, line)
    for shelf in shelves:
        stock.bin(tx, shelf.warehouse, shelf.bin, sku=shelf.sku)
        there = shelf.on_hand + leaving.get((shelf.sku, shelf.warehouse), 0)
        if there:
            stock.count(tx, shelf.sku, there, warehouse=shelf.warehouse, reason="opening stock")


def _leaves(order: WholeOrder) -> list[Line]:
    """The lines that have left; of an order that left in part all but the last one."""
    if order.head.stage not in LEFT:
        return []
    return order.lines[:-1] if order.head.stage == "part_shipped" else order.lines


def _in_stock_units(tx: Transaction, line: Line) -> int:
    product = find.product(tx, line.sku)
    return line.quantity * find.factor(tx, product, line.unit or product.unit) // ONE


def _enter(tx: Transaction, order: WholeOrder, *, submit: bool) -> None:
    head = order.head
    orders.new(
        tx, head.customer, number=head.number, wanted=head.wanted_date, po_number=head.po_number,
        warehouse=head.warehouse, type=head.type, carrier=head.carrier,
    )  # fmt: skip
    for line in order.lines:
        orders.line(
            tx, head.number, line.sku, line.quantity, unit=line.unit or None, price=line.price, discount=line.discount,
            note=line.note,
        )  # fmt: skip
    if submit:
        orders.submit(tx, head.number)


def _do_services(tx: Transaction, number: int) -> None:
    """Say that the services of an order are done."""
    for line in tx.all(facts.LINES, a_order=find.order(tx, number).id):
        if line.kind == "service":
            services.done(tx, number, line.position)


def _ship(tx: Transaction, order: WholeOrder) -> None:
    """Pick and ship what is reserved; what was made to order comes in first."""
    head = order.head
    for line in order.lines:
        if find.product(tx, line.sku).kind == "made_to_order":
            quantity = _in_stock_units(tx, line)
            stock.receive(tx, line.sku, quantity, warehouse=head.warehouse, reason=f"made for order {head.number}")
    pick = picking.release(tx, [head.number], carrier=head.carrier)
    for wanted in pick_card(tx, pick).lines:
        picking.scan(tx, pick, wanted.sku, wanted.quantity)
    picking.confirm(tx, pick)
    shipping.confirm(tx, pick, tracking=head.tracking)


def _take(tx: Transaction, receipt: DemoReceipt) -> None:
    owed = {} if receipt.order is None else existing.open_invoices(tx, receipt.order)
    receipts.take(
        tx, receipt.customer, receipt.amount or sum(owed.values()), method=receipt.method,
        reference=receipt.reference, invoices=list(owed) or None, apply=bool(owed), number=receipt.number,
    )  # fmt: skip


def _take_ahead(tx: Transaction, receipt: DemoReceipt, order: int) -> None:
    """Money for goods that are not billed yet: on account."""
    receipts.take(
        tx, receipt.customer, receipt.amount or find.order(tx, order).gross, method=receipt.method,
        reference=receipt.reference, apply=False, number=receipt.number,
    )  # fmt: skip


def _bill_paid(tx: Transaction, order: int, receipt: int) -> None:
    """The bill for what was paid already, and the money set against it."""
    receipts.apply(tx, receipt, invoices=[invoicing.post(tx, order)])
