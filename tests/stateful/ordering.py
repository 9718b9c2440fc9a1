"""Orders: entered, edited, held and released, amended, given up and opened again."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from orderdesk.desk import (
    amendments,
    approvals,
    customers,
    orders,
    ranking,
    rescheduling,
    sourcing,
    standing,
    templates,
)
from tests.stateful.draws import CODES, SKUS, WHY, Basket, baskets, discounts, prices, quantities, which
from tests.stateful.trade import Trade


class Ordering(Trade):
    """What a clerk and an approver do."""

    def enter(
        self,
        customer: str,
        goods: Basket,
        *,
        discount: int = 0,
        delivery_rule: str = "partial",
        warehouse: str = "MAIN",
    ) -> None:
        number = self.do("ann", orders.new, customer, warehouse=warehouse)
        self.do("ann", orders.change, number, delivery_rule=delivery_rule)
        for sku, quantity in goods:
            self.do("ann", orders.line, number, sku, quantity, discount=discount)
        self.do("ann", orders.submit, number)

    @rule(
        customer=st.sampled_from(CODES),
        goods=baskets,
        discount=discounts,
        delivery_rule=st.sampled_from(["partial", "partial", "lines", "complete"]),
        warehouse=st.sampled_from(["MAIN", "MAIN", "MAIN", "NORTH"]),
    )
    def order_goods(self, customer: str, goods: Basket, discount: int, delivery_rule: str, warehouse: str) -> None:
        self.enter(customer, goods, discount=discount, delivery_rule=delivery_rule, warehouse=warehouse)

    @rule(
        act=st.sampled_from(["copy", "again", "line", "line_change", "line_remove", "discard", "submit"]),
        place=which,
        position=st.integers(1, 3),
        sku=st.sampled_from(SKUS),
        quantity=quantities,
        price=prices,
    )
    def edit(self, act: str, place: int, position: int, sku: str, quantity: int, price: int | None) -> None:
        number = self.order(place, "draft")
        if act in ("copy", "again") or number is None:
            number = self.order(place, "draft", "submitted", "confirmed", "closed", "cancelled")
            if act == "again":
                self.again(number, CODES[position - 1])
            else:
                self.do("ann", orders.copy, number)
        elif act == "line":
            self.do("ann", orders.line, number, sku, quantity, price=price)
        elif act == "line_change":
            self.do("ann", orders.line_change, number, position, quantity=quantity, price=price)
        elif act == "line_remove":
            self.do("ann", orders.line_remove, number, position)
        elif act == "discard":
            self.do("ann", orders.discard, number)
        else:
            self.do("ann", orders.submit, number)

    def again(self, number: int, customer: str) -> None:
        """The goods of an order once more from a template, and whenever the standing order is due."""
        self.do("ann", templates.save, "again", order=number, customer=customer, replace=True)
        self.do("ann", templates.stand, "again", 7)
        self.do("ann", standing.from_template, "again")
        self.do("root", standing.run)

    @precondition(lambda self: self.ask("SELECT 1 FROM hold WHERE state = 'open'"))
    @rule(place=which, rejects=st.sampled_from([False, False, False, True]))
    def decide(self, place: int, rejects: bool) -> None:
        found = self.ask(
            "SELECT h.id, o.number FROM hold h JOIN sales_order o ON o.id = h.order_id"
            " WHERE h.state = 'open' ORDER BY h.id"
        )
        hold, number = found[place % len(found)]
        if rejects:
            self.do("lou", approvals.reject, number, hold, WHY)
        else:
            self.do("lou", approvals.release, number, hold)

    @rule(
        act=st.sampled_from(["amend_line", "amend_line", "drop", "amend", "reprice", "hold", "cancel", "short_close"]),
        place=which,
        position=st.integers(1, 3),
        sku=st.sampled_from(SKUS),
        quantity=quantities,
        price=prices,
        discount=st.one_of(st.none(), discounts),
    )
    def change(
        self, act: str, place: int, position: int, sku: str, quantity: int, price: int | None, discount: int | None
    ) -> None:
        number = self.order(place, "submitted", "confirmed")
        if number is None:
            return
        if act == "amend_line":
            self.do("ann", amendments.amend_line, number, position, quantity=quantity)
        elif act == "drop":
            self.do("ann", amendments.amend_line, number, position, quantity=0)
        elif act == "reprice":
            self.do("ann", amendments.amend_line, number, position, price=price, discount=discount)
        elif act == "amend":
            self.do("ann", amendments.amend, number, sku, quantity)
        elif act == "hold":
            self.do("ann", approvals.hold, number, WHY)
        else:
            self.do("ann", amendments.cancel if act == "cancel" else amendments.short_close, number, WHY)

    @precondition(lambda self: self.order(0, "closed"))
    @rule(place=which)
    def reopen(self, place: int) -> None:
        self.do("ann", amendments.reopen, self.order(place, "closed"), WHY)

    @rule(
        act=st.sampled_from(["rank", "reschedule", "source", "safety"]),
        place=which,
        days=st.sampled_from([0, 1, 10]),
        served=st.sampled_from(["own", "fullest", "nearest", "single"]),
        priority=st.integers(1, 9),
    )
    def steer(self, act: str, place: int, days: int, served: str, priority: int) -> None:
        number = self.order(place, "draft", "submitted", "confirmed", "confirmed")
        if number is None:
            return
        if act == "rank":
            self.do("lou", ranking.rank, number, priority, WHY)
        elif act == "reschedule":
            self.do("ann", rescheduling.reschedule, number, self.today + timedelta(days=days), WHY)
        elif act == "source":
            self.do("ann", sourcing.source, number, served, WHY)
        else:
            self.do("lou", sourcing.use_safety, number, WHY)

    @rule(
        customer=st.sampled_from(CODES),
        limit=st.sampled_from([None, None, 50_000_00, 2_000_00, 0]),
        block=st.sampled_from([*["none"] * 9, "ship", "invoice", "all"]),
    )
    def judge(self, customer: str, limit: int | None, block: str) -> None:
        self.do("rae", customers.limit, customer, credit_limit=limit, block=block)

    @rule(days=st.sampled_from([1, 7, 40]))
    def days_pass(self, days: int) -> None:
        self.pass_days(days)
