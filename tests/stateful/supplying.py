"""Supply: what is kept, asked for, ordered, made, on its way between warehouses, and the sheets of a count."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import strategies as st
from hypothesis.stateful import rule

from orderdesk.desk import (
    counting,
    expected,
    keeping,
    product_supply,
    receiving,
    sourcing,
    stock,
    supply,
    transfers,
)
from tests.stateful.draws import CODES, STOCKED, WHY, quantities, which
from tests.stateful.trade import Trade


class Supplying(Trade):
    """What a buyer and the people between two warehouses do."""

    @rule(
        act=st.sampled_from(["keep", "keep", "unkeep", "level", "lapse"]),
        sku=st.sampled_from(STOCKED),
        customer=st.sampled_from(CODES),
        quantity=quantities,
        days=st.integers(0, 2),
        warehouse=st.sampled_from(["MAIN", "NORTH"]),
        place=which,
    )
    def hold_back(
        self, act: str, sku: str, customer: str, quantity: int, days: int, warehouse: str, place: int
    ) -> None:
        if act == "keep":
            until = self.today + timedelta(days=days)
            self.do("ann", keeping.keep, sku, customer, quantity, until, warehouse=warehouse)
        elif act == "level":
            self.do("pat", sourcing.level, sku, warehouse=warehouse, safety=quantity, reorder_point=quantity)
        elif act == "lapse":
            self.do("ann", keeping.lapse)
        else:
            kept = self.one(place, "SELECT id FROM kept_goods WHERE ended_at IS NULL ORDER BY id")
            self.do("ann", keeping.unkeep, kept or 1, WHY)

    @rule(
        act=st.sampled_from(["send", "send", "receive", "receive_some", "lose", "arrive", "take_back"]),
        sku=st.sampled_from(STOCKED),
        quantity=quantities,
        warehouses=st.permutations(["MAIN", "NORTH"]),
        place=which,
    )
    def move_between(self, act: str, sku: str, quantity: int, warehouses: list[str], place: int) -> None:
        number = self.one(place, "SELECT number FROM transfer ORDER BY id")
        if act == "send" or number is None:
            self.do("pat", transfers.send, warehouses[0], warehouses[1], [(sku, quantity)])
            return
        sent = self.one(
            place,
            "SELECT p.sku FROM transfer_line l JOIN product p ON p.id = l.product_id"
            " JOIN transfer t ON t.id = l.transfer_id WHERE t.number = :number",
            number=number,
        )
        if act == "receive":
            self.do("pat", transfers.receive, number)
        elif act == "receive_some":
            self.do("pat", transfers.receive, number, sent, quantity)
        elif act == "lose":
            self.do("pat", transfers.lose, number, sent, quantity, WHY)
        else:
            much = quantity if act == "arrive" else -quantity
            self.do("pat", receiving.arrive, sent, much, delivery=f"T{number}", over=True)

    @rule(
        act=st.sampled_from(
            ["driven", "request", "replenish", "expect", "order", "make", "withdraw", "receive", "arrive"]
        ),
        place=which,
        sku=st.sampled_from(STOCKED),
        quantity=quantities,
        driven=st.booleans(),
    )
    def supply_goods(self, act: str, place: int, sku: str, quantity: int, driven: bool) -> None:
        row = self.row(
            place, "SELECT e.id, p.sku FROM expected_receipt e JOIN product p ON p.id = e.product_id ORDER BY e.id"
        )
        if act == "driven":
            self.do("root", product_supply.supply, sku, order_driven=driven, order_min=quantity)
        elif act == "request":
            self.do("ann", supply.request)
        elif act == "replenish":
            self.do("pat", supply.replenish)
        elif act == "expect" or row is None:
            self.do("pat", expected.expect, sku, quantity, self.today + timedelta(days=3), source=f"PO{place % 5}")
        elif act == "order":
            self.do("pat", supply.order, row[0], f"PO{place % 5}")
        elif act == "make":
            self.do("pat", supply.make, row[0], quantity if driven else None)
        elif act == "withdraw":
            self.do("pat", supply.withdraw, row[0], WHY)
        elif act == "receive":
            self.do("pat", stock.receive, row[1], quantity, expected=row[0])
        else:
            self.do("pat", receiving.arrive, row[1], quantity, delivery=f"E{row[0]}", over=driven)

    @rule(
        act=st.sampled_from(["plan", "open", "scan", "set", "set", "post", "post", "cancel"]),
        place=which,
        sku=st.sampled_from(STOCKED),
        quantity=quantities,
        moved=st.booleans(),
    )
    def count_shelves(self, act: str, place: int, sku: str, quantity: int, moved: bool) -> None:
        sheet = self.one(place, "SELECT number FROM count_sheet WHERE state = 'open' ORDER BY id")
        if act == "plan":
            self.do("pat", counting.plan)
        elif act == "open" or sheet is None:
            self.do("pat", counting.open, bin="A-01-1" if moved else "")
        elif act == "scan":
            self.do("pat", counting.scan, sheet, sku, quantity)
        elif act == "set":
            self.do("pat", counting.set, sheet, sku, quantity)
        elif act == "post":
            self.do("pat", counting.post, sheet, moved=moved)
        else:
            self.do("pat", counting.cancel, sheet)
