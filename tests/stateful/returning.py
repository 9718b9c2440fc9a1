"""Goods that come back: agreed, received, credited, replaced; complaints; shipments that were not handed over."""

from __future__ import annotations

from hypothesis import strategies as st
from hypothesis.stateful import rule

from orderdesk.desk import complaints, return_goods, return_money, returns, shipment_back
from tests.stateful.draws import WHY, few, which
from tests.stateful.trade import Trade


class Returning(Trade):
    """What happens after the goods have left."""

    def a_return(self, place: int, *states: str) -> int:
        wanted = ", ".join(f"'{state}'" for state in states)
        number = self.one(place, f"SELECT number FROM sales_return WHERE state IN ({wanted}) ORDER BY id DESC")
        return int(number or 999)

    @rule(
        act=st.sampled_from(
            ["new", "all", "receive", "receive", "credit", "replace", "authorise", "refuse", "cancel", "sent", "reason"]
        ),
        place=which,
        position=st.integers(1, 4),
        quantity=few,
        became=st.sampled_from(["restock", "restock", "scrap", "vendor"]),
        fee=st.sampled_from([None, None, 0, 10_000]),
    )
    def come_back(self, act: str, place: int, position: int, quantity: int, became: str, fee: int | None) -> None:
        if act in ("new", "all"):
            self.agree(place, position, quantity if act == "new" else None)
        elif act == "receive":
            self.take_back(self.a_return(place, "authorised", "received"), place, became)
        elif act == "credit":
            self.do("rae", return_money.credit, self.a_return(place, "authorised", "received", "closed"), fee=fee)
        elif act == "replace":
            self.do("ann", return_money.replace, self.a_return(place, "authorised", "received"), free=fee is None)
        elif act == "authorise":
            self.do("lou", returns.authorise, self.a_return(place, "requested"))
        elif act == "refuse":
            self.do("lou", returns.refuse, self.a_return(place, "requested"), WHY)
        elif act == "cancel":
            self.do("ann", returns.cancel, self.a_return(place, "authorised", "requested"), WHY)
        elif act == "sent":
            kept = self.one(
                place,
                "SELECT r.number FROM sales_return r JOIN return_line l ON l.return_id = r.id"
                " JOIN return_receipt t ON t.return_line_id = l.id WHERE t.became = 'vendor' ORDER BY r.id DESC",
            )
            self.do("pat", return_goods.sent, kept or 999)
        else:
            self.do("root", returns.reason, f"R{place % 3}", "Another one", fee=fee or 0)

    def agree(self, place: int, position: int, quantity: int | None, order: int | None = None) -> int | None:
        order = order or self.one(
            place,
            "SELECT DISTINCT o.number FROM sales_order o JOIN sales_order_line l ON l.order_id = o.id"
            " WHERE l.shipped > l.returned ORDER BY o.number",
        )
        if order is None:
            return None
        lines = None if quantity is None else [(position, quantity)]
        number: int | None = self.do("ann", returns.new, order, lines, reason="BROKEN")
        return number

    def take_back(self, number: int, place: int, became: str) -> None:
        """All or a part of one line comes."""
        line = self.row(
            place,
            "SELECT ol.position, l.quantity - l.received, p.tracking, p.id, ol.id FROM return_line l"
            " JOIN sales_return r ON r.id = l.return_id JOIN sales_order_line ol ON ol.id = l.order_line_id"
            " JOIN product p ON p.id = ol.product_id WHERE r.number = :number AND l.received < l.quantity"
            " ORDER BY ol.position",
            number=number,
        )
        if line is None:
            return
        position, left, tracking, _, line_id = line
        lot = ""
        if tracking != "none":
            lot = self.one(
                place,
                "SELECT lo.number FROM shipment_line s JOIN lot lo ON lo.id = s.lot_id WHERE s.order_line_id = :line",
                line=line_id,
            )
            left = min(left, 1_000)
        elif place % 3 == 0:
            left = max(1, left // 2)
        self.do("pat", return_goods.receive, number, position, left, became=became, lot=lot or "")

    @rule(
        act=st.sampled_from(["new", "new", "remedy", "submit", "approve", "reject", "settle", "settle"]),
        place=which,
        kind=st.sampled_from(["return", "credit", "reduction", "replace"]),
        position=st.integers(1, 3),
        quantity=st.one_of(st.none(), few),
        price=st.sampled_from([0, 50_000]),
    )
    def complain(self, act: str, place: int, kind: str, position: int, quantity: int | None, price: int) -> None:
        states = {
            "remedy": "'draft'", "submit": "'draft'", "approve": "'waiting'", "reject": "'waiting'",
            "settle": "'approved', 'done'",
        }.get(act, "''")  # fmt: skip
        number = self.one(place, f"SELECT number FROM complaint WHERE state IN ({states}) ORDER BY id DESC")
        if act == "new" or number is None:
            order = self.one(
                place,
                "SELECT DISTINCT o.number FROM sales_order o JOIN sales_order_line l ON l.order_id = o.id"
                " WHERE l.shipped > 0 ORDER BY o.number",
            )
            if order is None:
                return
            number = self.do("ann", complaints.new, order, "broken")
            if number is None or place % 4 == 0:
                return
            act = "whole"
        if act in ("remedy", "whole"):
            lower = price if kind == "reduction" else None
            self.do("ann", complaints.remedy, number, kind, position, quantity, price=lower)
        if act in ("submit", "whole"):
            self.do("ann", complaints.submit, number)
        if act in ("approve", "whole"):
            self.do("lou", complaints.approve, number)
        if act == "reject":
            self.do("lou", complaints.reject, number, WHY, again=place % 2 == 0)
        if act in ("settle", "whole"):
            self.do("rae", complaints.settle, number, reason="BROKEN")

    @rule(place=which)
    def call_back(self, place: int) -> None:
        """A shipment was not handed over."""
        self.not_handed_over(place)

    def not_handed_over(self, place: int, order: int | None = None) -> None:
        shipment = self.one(
            place,
            "SELECT s.number FROM shipment s JOIN sales_order o ON o.id = s.order_id WHERE s.cancelled_at IS NULL"
            + (" AND o.number = :number" if order else "")
            + " ORDER BY o.state = 'confirmed' DESC, s.id",
            **({"number": order} if order else {}),
        )
        if shipment:
            self.do("pat", shipment_back.cancel, shipment, "on the wrong truck")
