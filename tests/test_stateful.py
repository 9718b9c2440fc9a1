"""Any order of work leaves the books sound: the real verbs, chosen at random, with every invariant checked after each.

A verb that is refused must have written nothing; one that wrote must have recorded an event.
"""

from __future__ import annotations

import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any, ClassVar

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule, run_state_machine_as_test
from sqlalchemy import text

from orderdesk.desk import (
    amendments,
    approvals,
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
from orderdesk.desk.verb import Desk
from orderdesk.errors import BadValue, Conflict, NotAllowed, Refused
from orderdesk.queries.check import check
from orderdesk.store.audit import broken_link
from orderdesk.store.store import open_store
from tests.company import NOW, SYSTEM, TODAY, person

CODES = ("ALFKI", "ERNSH", "CASHC")
SKUS = ("CHAI", "TOFU", "QUESO-M", "KONBU", "SAFFRON", "FETA", "HAUL")
STOCKED = SKUS[:-1]
WHY = "the customer said so"

which = st.integers(0, 10**6)  # one of what there is, by its place in a list
quantities = st.one_of(st.integers(1, 40).map(lambda n: n * 1_000), st.sampled_from([1, 333, 1_500, 80_000, 250_000]))
lines = st.lists(st.tuples(st.sampled_from(SKUS), quantities), min_size=1, max_size=4)
prices = st.one_of(st.none(), st.sampled_from([0, 1, 99_999, 155_555, 2_000_000]))
discounts = st.sampled_from([0, 0, 0, 3_333, 12_340, 100_000])
amounts = st.one_of(st.integers(1, 2_000_00), st.sampled_from([1, 10_000_00]))


class Trade(RuleBasedStateMachine):
    """One company over some days: everybody does their work in any order."""

    founded: ClassVar[Path]

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory(prefix="orderdesk-trade-")
        path = Path(self.folder.name) / "desk.db"
        shutil.copy(self.founded, path)
        self.store = open_store(str(path))
        self.watch = sqlite3.connect(path)  # its data_version moves whenever somebody else wrote
        self.moment = NOW
        self.people = {login: person(self.store, login) for login in ("ann", "lou", "pat", "rae", "root")}
        for desk in self.people.values():
            desk.clock = lambda: self.moment

    def teardown(self) -> None:
        self.watch.close()
        self.store.close()
        self.folder.cleanup()

    # How the machine acts and looks ----------------------------------------------------------------------------------

    def ask(self, statement: str, **values: Any) -> list[Any]:
        with self.store.read(SYSTEM, TODAY, NOW) as reading:
            return list(reading.all(text(statement), **values))

    def one(self, place: int, statement: str, **values: Any) -> Any:
        """One of the rows that a statement finds (its first column), or None."""
        found = self.ask(statement, **values)
        return found[place % len(found)][0] if found else None

    def version(self) -> int:
        return int(self.watch.execute("PRAGMA data_version").fetchone()[0])

    def events(self) -> int:
        return int(self.ask("SELECT count(*) FROM event")[0][0])

    @contextmanager
    def watched(self) -> Iterator[None]:
        """Refused is nothing written; written is an event recorded. Any other error is a fault and comes through."""
        version, events = self.version(), self.events()
        try:
            yield
        except (Refused, Conflict, NotAllowed, BadValue) as no:
            assert str(no).strip(), "a refusal must say why"
            assert self.version() == version, f"refused, but something was written: {no}"
        else:
            assert self.version() == version or self.events() > events, "something was written without an event"

    def do(self, login: str, verb: Callable[..., Any], *args: Any, **values: Any) -> Any:
        self.moment += timedelta(seconds=1)
        answer = None
        with self.watched():
            answer = self.people[login].do(verb, *args, **values)
        return answer

    def order(self, place: int, *states: str) -> Any:
        wanted = ", ".join(f"'{state}'" for state in states)
        return self.one(place, f"SELECT number FROM sales_order WHERE state IN ({wanted}) ORDER BY id")

    # Beginning -------------------------------------------------------------------------------------------------------

    @initialize(invoice_on_ship=st.booleans())
    def open_the_shop(self, invoice_on_ship: bool) -> None:
        """One product may be delivered a little over and under, one is a service."""
        self.do("root", products.new, "FETA", "Feta", list_price=95_500, cost=40_000, over_delivery=10_000, under_delivery=10_000)
        self.do("root", products.new, "HAUL", "Delivery", kind="service", list_price=75_000, tax_class="reduced")
        self.do("pat", stock.receive, "FETA", 25_500)
        self.do("root", company.setting, "invoice_on_ship", invoice_on_ship)
        self.do("root", company.setting, "duplicate_days", 0)
        self.do("root", customers.terms, "SKONTO", "2 % in 8 days", net_days=20, discount_days=8, discount=2_000)
        self.do("root", customers.change, "ERNSH", terms="SKONTO")

    # Orders ----------------------------------------------------------------------------------------------------------

    @rule(
        customer=st.sampled_from(CODES),
        lines=lines,
        discount=discounts,
        delivery_rule=st.sampled_from(["partial", "partial", "lines", "complete"]),
        warehouse=st.sampled_from(["MAIN", "MAIN", "MAIN", "NORTH"]),
        submits=st.booleans(),
    )
    def new(
        self, customer: str, lines: list[tuple[str, int]], discount: int, delivery_rule: str, warehouse: str, submits: bool
    ) -> None:
        number = self.do("ann", orders.new, customer, warehouse=warehouse)
        self.do("ann", orders.change, number, delivery_rule=delivery_rule)
        for sku, quantity in lines:
            self.do("ann", orders.line, number, sku, quantity, discount=discount)
        if submits:
            self.do("ann", orders.submit, number)

    @rule(place=which, sku=st.sampled_from(SKUS), quantity=quantities, price=prices, discount=discounts)
    def line(self, place: int, sku: str, quantity: int, price: int | None, discount: int) -> None:
        if number := self.order(place, "draft", "confirmed"):
            self.do("ann", orders.line, number, sku, quantity, price=price, discount=discount)

    @rule(place=which, position=st.integers(1, 4), quantity=st.one_of(st.none(), quantities), price=prices)
    def line_change(self, place: int, position: int, quantity: int | None, price: int | None) -> None:
        if number := self.order(place, "draft"):
            self.do("ann", orders.line_change, number, position, quantity=quantity, price=price)

    @rule(place=which, position=st.integers(1, 4))
    def line_remove(self, place: int, position: int) -> None:
        if number := self.order(place, "draft"):
            self.do("ann", orders.line_remove, number, position)

    @rule(place=which)
    def discard(self, place: int) -> None:
        if number := self.order(place, "draft"):
            self.do("ann", orders.discard, number)

    @rule(place=which)
    def submit(self, place: int) -> None:
        if number := self.order(place, "draft"):
            self.do("ann", orders.submit, number)

    @rule(place=which)
    def copy(self, place: int) -> None:
        if number := self.order(place, "draft", "submitted", "confirmed", "closed", "cancelled"):
            self.do("ann", orders.copy, number)

    @rule(place=which, hold=which, rejects=st.sampled_from([False, False, True]))
    def decide(self, place: int, hold: int, rejects: bool) -> None:
        number = self.one(
            place,
            "SELECT o.number FROM sales_order o WHERE EXISTS"
            " (SELECT 1 FROM hold h WHERE h.order_id = o.id AND h.state = 'open') ORDER BY o.id",
        )
        if number is None:
            return
        one = self.one(
            hold,
            "SELECT h.id FROM hold h JOIN sales_order o ON o.id = h.order_id"
            " WHERE o.number = :number AND h.state = 'open' ORDER BY h.id",
            number=number,
        )
        if rejects:
            self.do("lou", approvals.reject, number, one, WHY)
        else:
            self.do("lou", approvals.release, number, one)

    @rule(place=which)
    def hold(self, place: int) -> None:
        if number := self.order(place, "submitted", "confirmed"):
            self.do("ann", approvals.hold, number, WHY)

    @rule(
        place=which,
        position=st.integers(1, 4),
        quantity=st.one_of(st.none(), st.just(0), quantities),
        price=prices,
        discount=st.one_of(st.none(), discounts),
    )
    def amend_line(
        self, place: int, position: int, quantity: int | None, price: int | None, discount: int | None
    ) -> None:
        if number := self.order(place, "submitted", "confirmed"):
            self.do("ann", amendments.amend_line, number, position, quantity=quantity, price=price, discount=discount)

    @rule(place=which, sku=st.sampled_from(SKUS), quantity=quantities)
    def amend(self, place: int, sku: str, quantity: int) -> None:
        if number := self.order(place, "submitted", "confirmed"):
            self.do("ann", amendments.amend, number, sku, quantity)

    @rule(place=which)
    def cancel(self, place: int) -> None:
        if number := self.order(place, "draft", "submitted", "confirmed"):
            self.do("ann", amendments.cancel, number, WHY)

    @rule(place=which)
    def short_close(self, place: int) -> None:
        if number := self.order(place, "confirmed"):
            self.do("ann", amendments.short_close, number, WHY)

    @rule(place=which)
    def reopen(self, place: int) -> None:
        if number := self.order(place, "closed"):
            self.do("ann", amendments.reopen, number, WHY)

    # Goods -----------------------------------------------------------------------------------------------------------

    @rule(sku=st.sampled_from(STOCKED), quantity=quantities, warehouse=st.sampled_from([None, None, "NORTH"]))
    def receive(self, sku: str, quantity: int, warehouse: str | None) -> None:
        self.do("pat", stock.receive, sku, quantity, warehouse=warehouse)

    @rule(sku=st.sampled_from(STOCKED), quantity=quantities, comes=st.booleans())
    def adjust(self, sku: str, quantity: int, comes: bool) -> None:
        self.do("pat", stock.adjust, sku, quantity if comes else -quantity, WHY)

    @rule(sku=st.sampled_from(STOCKED), counted=st.one_of(st.just(0), quantities))
    def count(self, sku: str, counted: int) -> None:
        self.do("pat", stock.count, sku, counted)

    @rule(sku=st.sampled_from(STOCKED), quantity=quantities, back=st.booleans())
    def transfer(self, sku: str, quantity: int, back: bool) -> None:
        self.do("pat", stock.transfer, sku, quantity, *(("NORTH", "MAIN") if back else ("MAIN", "NORTH")))

    # Out of the door -------------------------------------------------------------------------------------------------

    def picks(self, place: int, *states: str) -> Any:
        wanted = ", ".join(f"'{state}'" for state in states)
        return self.one(place, f"SELECT number FROM pick WHERE state IN ({wanted}) ORDER BY id")

    def held(self, pick: int) -> list[Any]:
        return self.ask(
            "SELECT DISTINCT l.order_id FROM pick p JOIN pick_line pl ON pl.pick_id = p.id"
            " JOIN sales_order_line l ON l.id = pl.order_line_id JOIN hold h ON h.order_id = l.order_id"
            " WHERE p.number = :pick AND h.state = 'open'",
            pick=pick,
        )

    @rule(place=which, all_of_them=st.booleans())
    def release(self, place: int, all_of_them: bool) -> None:
        number = None if all_of_them else self.order(place, "submitted", "confirmed")
        pick = self.do("pat", picking.release, [number] if number else None)
        assert pick is None or not self.held(pick)

    @rule(place=which, sku=st.sampled_from(STOCKED), quantity=st.one_of(quantities, st.just(-1_000)))
    def scan(self, place: int, sku: str, quantity: int) -> None:
        if pick := self.picks(place, "open"):
            held = self.held(pick)
            assert self.do("pat", picking.scan, pick, sku, quantity) is None or not held

    @rule(place=which, sku=st.sampled_from(STOCKED))
    def short(self, place: int, sku: str) -> None:
        if pick := self.picks(place, "open"):
            self.do("pat", picking.short, pick, sku, "not found")

    @rule(place=which)
    def collect_and_confirm(self, place: int) -> None:
        """What a picker does when all is well."""
        pick = self.picks(place, "open")
        if pick is None:
            return
        for sku, left in self.ask(
            "SELECT pr.sku, pl.quantity - pl.picked FROM pick_line pl JOIN pick p ON p.id = pl.pick_id"
            " JOIN product pr ON pr.id = pl.product_id WHERE p.number = :pick AND pl.picked < pl.quantity"
            " AND pl.short_reason = ''",
            pick=pick,
        ):
            self.do("pat", picking.scan, pick, sku, left)
        self.confirm(pick)

    @rule(place=which)
    def confirm_as_it_is(self, place: int) -> None:
        if pick := self.picks(place, "open", "picked", "shipped", "cancelled"):
            self.confirm(pick)

    def confirm(self, pick: int) -> None:
        held = self.held(pick)
        assert self.do("pat", picking.confirm, pick) is None or not held

    @rule(place=which)
    def cancel_pick(self, place: int) -> None:
        if pick := self.picks(place, "open", "picked"):
            self.do("pat", picking.cancel, pick)

    @precondition(lambda self: self.picks(0, "picked"))
    @rule(place=which)
    def ship(self, place: int) -> None:
        pick = self.picks(place, "picked")
        held = self.held(pick)
        assert self.do("pat", shipping.confirm, pick) is None or not held

    @rule(place=which)
    def hold_shipment(self, place: int) -> None:
        if pick := self.picks(place, "picked"):
            self.do("pat", shipping.hold, pick)

    # Money -----------------------------------------------------------------------------------------------------------

    @rule(place=which)
    def invoice(self, place: int) -> None:
        if number := self.order(place, "confirmed", "closed"):
            self.do("rae", invoicing.post, number)

    @rule(place=which, position=st.integers(1, 3), quantity=st.one_of(st.none(), quantities))
    def credit(self, place: int, position: int, quantity: int | None) -> None:
        if number := self.one(place, "SELECT number FROM invoice WHERE kind = 'invoice' ORDER BY id"):
            some = None if quantity is None else [(position, quantity)]
            self.do("rae", invoicing.credit, number, lines=some, reason=WHY)

    @rule(customer=st.sampled_from(CODES), amount=amounts, applies=st.booleans())
    def take(self, customer: str, amount: int, applies: bool) -> None:
        self.do("rae", receipts.take, customer, amount, apply=applies)

    @rule(place=which, less=st.sampled_from([0, 0, 1, 5_00]))
    def pay_an_invoice(self, place: int, less: int) -> None:
        """In full, or with a small rest that may be forgiven."""
        found = self.ask(
            "SELECT i.number, i.open, c.code FROM invoice i JOIN customer c ON c.id = i.customer_id"
            " WHERE i.open > 0 ORDER BY i.id"
        )
        if found:
            number, owed, code = found[place % len(found)]
            self.do("rae", receipts.take, code, max(1, owed - less), invoices=[number], write_off=less)

    @rule(place=which, amount=st.one_of(st.none(), amounts))
    def apply(self, place: int, amount: int | None) -> None:
        if number := self.one(place, "SELECT number FROM receipt ORDER BY id"):
            self.do("rae", receipts.apply, number, amount=amount)

    @rule(place=which)
    def apply_credit(self, place: int) -> None:
        if number := self.one(place, "SELECT number FROM invoice WHERE kind = 'credit' ORDER BY id"):
            self.do("rae", receipts.apply_credit, number)

    @rule(place=which)
    def reverse(self, place: int) -> None:
        if number := self.one(place, "SELECT number FROM receipt ORDER BY id"):
            self.do("rae", receipts.reverse, number, "the bank sent it back")

    @rule(customer=st.sampled_from(CODES), limit=st.sampled_from([None, 0, 2_000_00, 50_000_00]))
    def limit(self, customer: str, limit: int | None) -> None:
        self.do("rae", customers.limit, customer, credit_limit=limit)

    @rule(customer=st.sampled_from(CODES), block=st.sampled_from(["none", "none", "ship", "invoice", "all"]))
    def block(self, customer: str, block: str) -> None:
        self.do("rae", customers.limit, customer, block=block)

    @rule(days=st.sampled_from([1, 7, 40]))
    def days_pass(self, days: int) -> None:
        self.moment += timedelta(days=days)
        for desk in self.people.values():
            desk.day = desk.today + timedelta(days=days)

    # Always ----------------------------------------------------------------------------------------------------------

    @invariant()
    def the_books_are_sound(self) -> None:
        with self.store.read(SYSTEM, TODAY, NOW) as reading:
            assert check(reading) == ()
            assert broken_link(reading) is None


@pytest.mark.slow
def test_any_order_of_work_leaves_the_books_sound(founded_file: Path) -> None:
    class Here(Trade):
        founded = founded_file

    run_state_machine_as_test(  # type: ignore[no-untyped-call]
        Here,
        settings=settings(
            max_examples=30,
            stateful_step_count=40,
            deadline=None,
            derandomize=True,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
