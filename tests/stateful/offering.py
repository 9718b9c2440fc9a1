"""Offers and other kinds of selling: quotations, blanket orders, services done, counter sales, goods sent directly."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import strategies as st
from hypothesis.stateful import rule

from orderdesk.desk import (
    advances,
    blankets,
    counter_sale,
    direct,
    orders,
    outcomes,
    quotations,
    rescheduling,
    services,
)
from tests.stateful.draws import CODES, SKUS, WHY, few, which
from tests.stateful.trade import Trade


class Offering(Trade):
    """What is offered before it is ordered, and what is sold in another way."""

    @rule(
        act=st.sampled_from(
            ["new", "new", "make", "valid", "send", "accept", "accept_some", "lose", "renew", "expire", "reason"]
        ),
        place=which,
        customer=st.sampled_from(CODES),
        sku=st.sampled_from(SKUS),
        quantity=few,
        anew=st.booleans(),
    )
    def quote(self, act: str, place: int, customer: str, sku: str, quantity: int, anew: bool) -> None:
        until = self.today + timedelta(days=5 + 30 * anew)
        number = self.order(place, "quotation", "expired", "lost")
        if act == "make":
            self.do("ann", quotations.make, self.order(place, "draft") or 1, valid_until=until)
        elif act == "reason":
            self.do("root", outcomes.reason, "PRICE", "Too dear")
        elif act == "expire":
            self.do("ann", quotations.expire)
        elif act == "new" or number is None:
            number = self.do("ann", quotations.new, customer, valid_until=until)
            for what in (sku, "CHAI"):
                self.do("ann", orders.line, number, what, quantity)
            self.do("ann", quotations.send, number)
        elif act == "valid":
            self.do("ann", quotations.valid, number, until)
        elif act == "send":
            self.do("ann", quotations.send, number)
        elif act == "accept":
            self.do("ann", quotations.accept, number, reprice=anew)
        elif act == "accept_some":
            self.do("ann", quotations.accept, number, [(1, quantity)], reprice=anew, reason="PRICE")
        elif act == "lose":
            self.do("ann", quotations.lose, number, "PRICE")
        else:
            self.do("ann", quotations.renew, number, valid_until=until, reprice=anew)

    @rule(
        act=st.sampled_from(["new", "new", "change", "agree", "call_off", "call_off", "end"]),
        place=which,
        customer=st.sampled_from(CODES),
        sku=st.sampled_from(SKUS),
        quantity=few,
        split=st.booleans(),
    )
    def frame(self, act: str, place: int, customer: str, sku: str, quantity: int, split: bool) -> None:
        until = self.today + timedelta(days=90)
        number = self.one(place, "SELECT number FROM sales_order WHERE type = 'blanket' ORDER BY id")
        if act == "new" or number is None:
            number = self.do("ann", blankets.new, customer, until)
            if number:
                self.do("ann", orders.line, number, sku, 10 * quantity)
                self.do("lou", blankets.agree, number)
        elif act == "change":
            self.do("ann", blankets.change, number, position=1, quantity=8 * quantity)
        elif act == "agree":
            self.do("lou", blankets.agree, number)
        elif act == "call_off":
            called = self.do("ann", blankets.call_off, number, [(1, quantity)], split=split)
            if called is not None and place % 2:
                self.do("ann", orders.submit, self.ask("SELECT max(number) FROM sales_order")[0][0])
        else:
            self.do("ann", blankets.end, number, WHY)

    @rule(
        act=st.sampled_from(["done", "done", "undo", "sell", "direct", "redirect", "line_day", "advance"]),
        place=which,
        position=st.integers(1, 3),
        quantity=few,
        some=st.booleans(),
    )
    def sell_otherwise(self, act: str, place: int, position: int, quantity: int, some: bool) -> None:
        number = self.order(place, "confirmed", "confirmed", "submitted")
        if act == "sell":
            self.do("ann", orders.new, CODES[place % 2])
            draft = self.ask("SELECT max(number) FROM sales_order")[0][0]
            self.do("ann", orders.line, draft, SKUS[place % 2], quantity)
            self.do("root", counter_sale.sell, draft, 10_000_00 if some else 10_00, on_account=place % 3 == 0)
        elif act in ("done", "undo"):
            row = self.row(
                place,
                "SELECT o.number, l.position FROM sales_order_line l JOIN sales_order o ON o.id = l.order_id"
                " JOIN product p ON p.id = l.product_id WHERE p.kind = 'service' ORDER BY l.id",
            )
            if row and act == "done":
                self.do("ann", services.done, row[0], row[1], quantity if some else None)
            elif row:
                self.do("ann", services.undo, row[0], row[1], WHY)
        elif number is None:
            return
        elif act == "direct":
            self.do("pat", direct.direct, number, position, quantity if some else None)
        elif act == "redirect":
            to = self.one(
                place,
                "SELECT a.id FROM address a JOIN sales_order o ON o.customer_id = a.customer_id"
                " WHERE o.number = :number AND a.kind = 'shipping'",
                number=number,
            )
            self.do("ann", rescheduling.redirect, number, to, WHY, line=position if some else None)
        elif act == "line_day":
            day = self.today + timedelta(days=place % 9)
            self.do("ann", rescheduling.reschedule, number, day, WHY, line=position)
        else:
            self.do("rae", advances.advance, number, 10_00 * position)
