"""Goods: received, counted, moved; pick lists, parcels and shipments."""

from __future__ import annotations

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from orderdesk.desk import packing, picking, shipping, stock
from tests.stateful.draws import STOCKED, WHY, quantities, which
from tests.stateful.trade import Trade


class Warehouse(Trade):
    """What somebody with gloves does."""

    @rule(
        act=st.sampled_from(["receive", "adjust", "lose", "count", "transfer"]),
        sku=st.sampled_from(STOCKED),
        quantity=quantities,
        warehouses=st.permutations(["MAIN", "NORTH"]),
    )
    def move_goods(self, act: str, sku: str, quantity: int, warehouses: list[str]) -> None:
        if act == "receive":
            self.do("pat", stock.receive, sku, quantity, warehouse=warehouses[0])
        elif act == "transfer":
            self.do("pat", stock.transfer, sku, quantity, *warehouses)
        elif act == "count":
            self.do("pat", stock.count, sku, quantity)
        else:
            self.do("pat", stock.adjust, sku, quantity if act == "adjust" else -quantity, WHY)

    @rule(place=which, everything=st.booleans())
    def release(self, place: int, everything: bool) -> None:
        number = None if everything else self.order(place, "submitted", "confirmed")
        pick = self.do("pat", picking.release, [number] if number else None)
        assert pick is None or not self.held(pick)

    @precondition(lambda self: self.picks(0, "open", "picked"))
    @rule(
        act=st.sampled_from(["collect", "collect", "scan", "short", "confirm", "cancel"]),
        place=which,
        sku=st.sampled_from((*STOCKED, "MILK", "DRILL")),
        quantity=st.one_of(quantities, st.just(-1_000)),
    )
    def pick(self, act: str, place: int, sku: str, quantity: int) -> None:
        number = self.picks(place, "open", "picked")
        if act == "cancel":
            self.do("pat", picking.cancel, number)
        elif act == "short":
            self.do("pat", picking.short, number, sku, "not found")
        elif act == "scan":
            self.scan(number, sku, quantity)
        else:
            if act == "collect":
                self.collect(number)
            self.do("pat", picking.confirm, number)

    def scan(self, pick: int, sku: str, quantity: int) -> None:
        """What is held may be put back, not taken."""
        held = self.ask(
            "SELECT 1 FROM pick p JOIN pick_line pl ON pl.pick_id = p.id JOIN product pr ON pr.id = pl.product_id"
            " JOIN sales_order_line l ON l.id = pl.order_line_id JOIN hold h ON h.order_id = l.order_id"
            " WHERE p.number = :pick AND pr.sku = :sku AND h.state = 'open'",
            pick=pick,
            sku=sku,
        )
        assert self.do("pat", picking.scan, pick, sku, quantity) is None or not held or quantity < 0

    def collect(self, pick: int, missing: int = 0) -> None:
        """Scan everything off, by its lots; of the first product, so much is not there."""
        for sku, left, lot, tracking in self.ask(
            "SELECT pr.sku, pl.quantity - pl.picked, lo.number, pr.tracking FROM pick_line pl"
            " JOIN pick p ON p.id = pl.pick_id JOIN product pr ON pr.id = pl.product_id"
            " LEFT JOIN lot lo ON lo.id = pl.lot_id WHERE p.number = :pick AND pl.picked < pl.quantity"
            " AND pl.short_reason = ''",
            pick=pick,
        ):
            if tracking != "none":
                self.do("pat", picking.scan, pick, sku, left, lot=lot or "")
            elif left > missing:
                self.scan(pick, sku, left - missing)
            if missing:
                self.do("pat", picking.short, pick, sku, "not found")
            missing = 0

    @precondition(lambda self: self.picks(0, "picked"))
    @rule(place=which, holds=st.sampled_from([False, False, True]))
    def ship(self, place: int, holds: bool) -> None:
        pick = self.picks(place, "picked")
        held = self.held(pick)
        assert self.do("pat", shipping.confirm, pick) is None or not held
        if holds:
            self.do("pat", shipping.hold, pick)

    @precondition(lambda self: self.picks(0, "picked"))
    @rule(act=st.sampled_from(["scan", "scan", "close", "reopen"]), place=which, quantity=quantities)
    def pack(self, act: str, place: int, quantity: int) -> None:
        pick = self.picks(place, "picked")
        if act == "scan":
            sku, much = self.row(
                place,
                "SELECT pr.sku, pl.picked FROM pick_line pl JOIN pick p ON p.id = pl.pick_id"
                " JOIN product pr ON pr.id = pl.product_id WHERE p.number = :pick",
                pick=pick,
            )
            self.do("pat", packing.scan, pick, sku, min(quantity, max(1, much)))
        elif act == "close":
            self.do("pat", packing.close, pick, 1_250)
        else:
            self.do("pat", packing.reopen, pick, 1)
