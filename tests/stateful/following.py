"""Lots, serial numbers and kits: received, blocked, put right, expired; what a kit is made of."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import strategies as st
from hypothesis.stateful import rule

from orderdesk.desk import kits, lots, stock
from tests.stateful.draws import CODES, TRACKED, WHY, few, which
from tests.stateful.trade import Trade


class Following(Trade):
    """What is known of every piece."""

    @rule(
        act=st.sampled_from(["receive", "receive", "block", "unblock", "change", "sweep", "shelf", "adjust", "count"]),
        sku=st.sampled_from(TRACKED),
        quantity=few,
        days=st.sampled_from([2, 30, 90]),
        place=which,
    )
    def follow_lots(self, act: str, sku: str, quantity: int, days: int, place: int) -> None:
        lot = self.one(
            place,
            "SELECT l.number FROM lot l JOIN product p ON p.id = l.product_id WHERE p.sku = :sku ORDER BY l.id",
            sku=sku,
        )
        if act == "receive":
            self.take_in(sku, quantity, days, place)
        elif act == "sweep":
            self.do("pat", lots.sweep)
        elif act == "shelf":
            self.do("rae", lots.shelf_life, CODES[place % 3], days // 10)
        elif act == "block":
            self.do("pat", lots.block, sku, lot or "NONE", WHY)
        elif act == "unblock":
            gone = self.row(
                place,
                "SELECT p.sku, l.number FROM lot l JOIN product p ON p.id = l.product_id WHERE l.blocked ORDER BY l.id",
            )
            self.do("pat", lots.unblock, *(gone or (sku, lot or "NONE")), WHY)
        elif act == "change":
            day = None if days == 90 else self.today + timedelta(days=days)
            self.do("pat", lots.change, sku, lot or "NONE", WHY, expires=day)
        elif act == "adjust":
            self.do("pat", stock.adjust, sku, -quantity if place % 2 else quantity, WHY, lot=lot or "")
        else:
            self.do("pat", stock.count, sku, quantity, lot=lot or "")

    def take_in(self, sku: str, quantity: int, days: int, place: int) -> None:
        if sku == "DRILL":
            self.do("pat", stock.receive, sku, 1_000, lot=f"S{place % 50}")
        else:
            day = self.today + timedelta(days=days)
            self.do("pat", stock.receive, sku, quantity, lot=f"L{day:%y%m%d}", expires=day)

    @rule(sku=st.sampled_from(["BOX", "HAMPER"]), first=few, second=few, place=which)
    def make_up_kits(self, sku: str, first: int, second: int, place: int) -> None:
        other = ("TOFU", "MILK", "HAUL", "DRILL")[place % 4]
        self.do("root", kits.kit, sku, [("CHAI", first), (other, second)])
