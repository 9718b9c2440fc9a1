"""The company whose screens are hung up as pictures, and how each screen is come to.

It has what a working day has: orders in every state, goods that are short and goods that are coming, customers who owe;
and names that break what is written carelessly: markup, double width, accents, characters that act on a terminal.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from orderdesk.desk import (
    approvals,
    bank_store,
    blankets,
    complaints,
    counting,
    customers,
    disputes,
    expected,
    lots,
    orders,
    picking,
    products,
    quotations,
    receipts,
    return_goods,
    returns,
    stock,
    templates,
)
from orderdesk.queries.hold_card import hold_card
from orderdesk.store.store import Store
from tests.company import TODAY, person
from tests.screens.seat import Hands
from tests.selling import collect, ship

LONG_AGO = TODAY - timedelta(days=75)
A_WHILE_AGO = TODAY - timedelta(days=40)
HARSH_NAMES = {
    "SMITH": "Smith [/b] & [red]Sons[/]",
    "TOKYO": "東京食品株式会社 築地本店",
    "SWIET": "Świętokrzyska Hurtownia Żywności i Przypraw sp. z o.o.",
}


def hang_up(store: Store) -> None:
    """Everything that the pictures show."""
    root, ann, pat = person(store, "root"), person(store, "ann"), person(store, "pat")
    for code, name in HARSH_NAMES.items():
        root.do(customers.new, code, name, street="Rynek 1", city="Łódź", postcode="90-001", country="PL")
        person(store, "rae").do(customers.limit, code, credit_limit=20_000_00)
    for day, customer, goods in (
        (LONG_AGO, "ERNSH", ("CHAI", 6)),
        (LONG_AGO, "TOKYO", ("CHAI", 1)),
        (A_WHILE_AGO, "ERNSH", ("QUESO-M", 10)),
        (A_WHILE_AGO, "SMITH", ("CHAI", 2)),
        (TODAY, "ERNSH", ("CHAI", 4)),
    ):
        ship(store, _sell(store, goods, customer=customer, day=day), day=day)
    person(store, "rae").do(receipts.take, "ERNSH", 50_00, reference="statement 12")
    ann.do(orders.submit, _draft(store, "ALFKI", ("QUESO-M", 400), po_number="4711-B"))
    _draft(store, "SWIET", ("KONBU", 12), ("CHAI", 3))
    ann.do(templates.save, "weekly", order=_sell(store, ("CHAI", 12), ("TOFU", 4), customer="ALFKI"))
    _sell(store, ("SAFFRON", 2), customer="SWIET", day=A_WHILE_AGO, wanted=A_WHILE_AGO)
    part = _sell(store, ("CHAI", 12), ("TOFU", 23), ("QUESO-M", 6), customer="SMITH")
    pick = pat.do(picking.release, [part])
    pat.do(picking.scan, pick, "CHAI", 12_000)
    pat.do(picking.scan, pick, "TOFU", 18_000)
    collect(store, _sell(store, ("CHAI", 5), customer="TOKYO"))
    root.do(expected.expect, "KONBU", 60_000, date(2026, 11, 19), source="PO 88")
    root.do(expected.expect, "TOFU", 60_000, date(2026, 11, 18), source="PO 88")
    root.do(products.new, "MILK", "Milk", list_price=1_0000)
    root.do(lots.track, "MILK", tracking="lot")
    for number, days in (("L4711", 30), ("L4712", 75)):
        pat.do(stock.receive, "MILK", 24_000, lot=number, expires=TODAY + timedelta(days=days), reason="PO 87")
    pat.do(lots.block, "MILK", "L4711", "glass found")
    _offer(store)
    _afterwards(store)
    sheet = pat.do(counting.open)
    pat.do(counting.scan, sheet, "CHAI", 12_000)


def _offer(store: Store) -> None:
    """Two quotations, one of them sent and accepted in part, and a blanket order that was called off from."""
    ann = person(store, "ann")
    near = ann.do(quotations.new, "TOKYO", valid_until=TODAY + timedelta(days=3))
    ann.do(orders.line, near, "TOFU", 60_000)
    other = ann.do(quotations.new, "SMITH", valid_until=TODAY + timedelta(days=30))
    for sku, pieces in (("CHAI", 12), ("QUESO-M", 4)):
        ann.do(orders.line, other, sku, pieces * 1_000)
    ann.do(quotations.send, other)
    ann.do(orders.submit, ann.do(quotations.accept, other, [(1, 2_000)]).order)
    blanket = ann.do(blankets.new, "ALFKI", TODAY + timedelta(days=90))
    ann.do(orders.line, blanket, "QUESO-M", 200_000, price=350_000)
    ann.do(blankets.agree, blanket)
    ann.do(blankets.call_off, blanket, [(1, 20_000)])


def _afterwards(store: Store) -> None:
    """What comes after the goods have left: a return, a complaint, a dispute, a bank statement, something to bill."""
    root, ann, pat, rae = (person(store, login) for login in ("root", "ann", "pat", "rae"))
    root.do(returns.reason, "BROKEN", "Broken on arrival")
    root.do(returns.reason, "LATE", "Not wanted any more", fee=15_000)
    back = ann.do(returns.new, 1005, [(1, 2_000)], reason="BROKEN", note="two boxes wet")
    pat.do(return_goods.receive, back, 1, 1_000)
    ann.do(returns.new, 1001, [(1, 3_000)], reason="LATE")
    complaint = ann.do(complaints.new, 1005, "half of it is the wrong grade")
    ann.do(complaints.remedy, complaint, "reduction", 1, 2_000, price=150_000)
    rae.do(disputes.open_dispute, "INV-2026-0003", "price", amount=50_00)
    root.do(customers.change, "SMITH", billing="month")
    ship(store, _sell(store, ("CHAI", 2), customer="SMITH"))
    rae.do(
        bank_store.store,
        bank_store.StatementGiven(
            "DE02120300000000202051",
            [
                bank_store.StatementLine(TODAY, 42_84, name="Smith & Sons", text="INV-2026-0004"),
                bank_store.StatementLine(TODAY, 85_68, name="Ernst Handel", text="thank you"),
                bank_store.StatementLine(TODAY, -4_50, name="Bank", text="fee"),
            ],
        ),
    )


def _sell(store: Store, *goods: tuple[str, int], customer: str, day: date = TODAY, **header: Any) -> int:
    """A confirmed order, whatever held it."""
    number = _draft(store, customer, *goods, day=day, **header)
    person(store, "ann", day=day).do(orders.submit, number)
    lou = person(store, "lou", day=day)
    for hold in lou.ask(hold_card, number).holds:
        lou.do(approvals.release, number, hold.id, "for the picture")
    return number


def _draft(store: Store, customer: str, *goods: tuple[str, int], day: date = TODAY, **header: Any) -> int:
    ann = person(store, "ann", day=day)
    number = ann.do(orders.new, customer, **header)
    for sku, pieces in goods:
        ann.do(orders.line, number, sku, pieces * 1_000)
    return number


@dataclass(frozen=True, slots=True)
class Scene:
    """A picture: who sits there, the place that is gone to, and what is typed there."""

    name: str
    login: str
    place: str = ""
    args: Sequence[Any] = ()
    typed: Sequence[str] = ()


async def come_to(hands: Hands, scene: Scene) -> None:
    """Go to the place of a scene and type what is typed there."""
    if scene.place:
        hands.app.go(scene.place, *scene.args)
        await hands.quiet()
    await hands.type(*scene.typed)


SCENES = (
    Scene("home", "ann"),
    Scene("order-entry", "ann", "order_entry", typed=("alfki⏎", "12 chai⏎", "40 tofu -5%⏎", "6 que")),
    Scene("order-entry-saved", "ann", "order_entry", typed=("tokyo⏎", "12 chai⏎", "40 tofu -5%⏎")),
    Scene("order-entry-total", "ann", "order_entry", typed=("smith⏎", "12 chai⏎", "40 tofu -5%⏎", "⏎")),
    Scene("order-entry-as-last-time", "ann", "order_entry", typed=("ernsh⏎", "<f9>")),
    Scene("order-entry-why", "ann", "order_entry", typed=("alfki⏎", "40 tofu -5%⏎", "<f11>")),
    Scene("customers", "ann", "customers", typed=("ernsh⏎",)),
    Scene("orders", "ann", "orders"),
    Scene("order-card", "ann", "order_card", (1001,)),
    Scene("quotations", "ann", "quotations"),
    Scene("blankets", "ann", "blankets"),
    Scene("late-orders", "ann", "late_orders"),
    Scene("prices", "kim", "prices"),
    Scene("credit-groups", "rae", "credit_groups"),
    Scene("prices-asked", "kim", "prices", typed=("a", "⏎⏎12⏎⏎")),
    Scene("approvals", "kim", "approvals"),
    Scene("approvals-why", "kim", "approvals", typed=("<f11>",)),
    Scene("rules", "root", "rules"),
    Scene("approval-steps", "root", "approval_steps"),
    Scene("simulation", "root", "rules", typed=("n", "avg⏎", "average_discount⏎", "1?⏎", "⏎")),
    Scene("picking", "pat", "picking"),
    Scene("pick-card", "pat", "pick_card", (2006,)),
    Scene("pick-card-wrong", "pat", "pick_card", (2006,), ("KONBU⏎",)),
    Scene("pack", "pat", "pack", (2007,)),
    Scene("ship", "pat", "ship"),
    Scene("returns", "ann", "returns"),
    Scene("return-card", "pat", "return_card", (301,)),
    Scene("complaints", "ann", "complaints"),
    Scene("complaint-card", "ann", "complaint_card", (101,)),
    Scene("receive", "pat", "receive"),
    Scene("delivery", "pat", "delivery", ("PO 88",)),
    Scene("count", "pat", "count"),
    Scene("count-sheet", "pat", "count_sheet", (9001,)),
    Scene("count-plan", "pat", "count_plan"),
    Scene("supply", "pat", "supply"),
    Scene("order-goods", "ann", "order_goods", (1009,)),
    Scene("receivables", "rae", "receivables"),
    Scene("open-items", "rae", "open_items", ("ERNSH",)),
    Scene("dunning", "rae", "dunning"),
    Scene("bank", "rae", "bank"),
    Scene("disputes", "rae", "disputes"),
    Scene("bank-accounts", "rae", "bank_accounts", ("ERNSH",)),
    Scene("currencies", "rae", "currencies"),
    Scene("statement", "rae", "statement", ("ERNSH",)),
    Scene("billing", "rae", "billing"),
    Scene("product-card", "ann", "product_card", ("TOFU",)),
    Scene("lots", "pat", "lots", ("MILK",)),
    Scene("invoice-card", "rae", "invoice_card", ("INV-2026-0001",)),
    Scene("go-to", "ann", typed=("<f2>", "to")),
    Scene("go-to-commands", "ann", "orders", typed=("<f2>", "fil")),
    Scene("help", "ann", "order_entry", typed=("<f1>",)),
)
