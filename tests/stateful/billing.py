"""An order's whole way to the money; invoices and credit notes, receipts and what they are set against."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from orderdesk.desk import amendments, approvals, invoicing, picking, receipts, return_money, shipping
from tests.stateful.draws import CODES, WHY, amounts, ends, missings, quantities, which
from tests.stateful.returning import Returning
from tests.stateful.warehouse import Warehouse


class Billing(Warehouse, Returning):
    """What somebody of receivables does every day."""

    @rule(place=which, missing=missings, then=ends)
    def whole_way(self, place: int, missing: int, then: str) -> None:
        self.go(place, missing, then)

    def go(self, place: int, missing: int, then: str) -> None:
        """An order from the shelf to the money, as far as it goes. Some is not found; it may end in another way."""
        number = self.one(
            place,
            "SELECT DISTINCT o.number FROM sales_order o JOIN sales_order_line l ON l.order_id = o.id"
            " WHERE o.state = 'confirmed' AND l.allocated > l.picked ORDER BY o.number",
        )
        pick = self.do("pat", picking.release, [number]) if number else None
        if not pick:
            return
        if then == "hold":
            self.do("ann", approvals.hold, number, WHY)
        self.collect(pick, missing)
        self.do("pat", picking.confirm, pick)
        if then == "cancel":
            self.do("pat", picking.cancel, pick)
            return
        assert self.do("pat", shipping.confirm, pick) is None or then != "hold"
        if then != "call":
            self.do("rae", invoicing.post, number)
        if then in ("close", "reopen"):
            self.do("ann", amendments.short_close, number, WHY)
        if then == "reopen":
            self.do("ann", amendments.reopen, number, WHY)
        if then == "call":
            self.not_handed_over(place, number)
        if then == "back":
            back = self.agree(place, 1, None, number)
            if back:
                self.take_back(back, place, ("restock", "scrap", "vendor")[place % 3])
                self.do("rae", return_money.credit, back)
        if then in ("pay", "bounce", "return"):
            self.pay(number, then)

    def pay(self, number: int, then: str) -> None:
        """Pay an order's invoices; the money may be sent back, or the customer credited what is paid."""
        for invoice, owed, code in self.ask(
            "SELECT i.number, i.open, c.code FROM invoice i JOIN customer c ON c.id = i.customer_id"
            " JOIN sales_order o ON o.id = i.order_id WHERE o.number = :number AND i.open > 0",
            number=number,
        ):
            receipt = self.do("rae", receipts.take, code, owed, invoices=[invoice])
            if receipt and then == "bounce":
                self.do("rae", receipts.reverse, receipt, "the bank sent it back")
            elif then == "return":
                self.do("rae", invoicing.credit, invoice, reason=WHY)

    @rule(place=which)
    def invoice(self, place: int) -> None:
        number = self.one(
            place,
            "SELECT DISTINCT o.number FROM sales_order o JOIN sales_order_line l ON l.order_id = o.id"
            " WHERE l.shipped > l.invoiced OR o.id % 5 = 0 ORDER BY o.number",
        )
        if number:
            self.do("rae", invoicing.post, number)

    @precondition(lambda self: self.ask("SELECT 1 FROM invoice"))
    @rule(
        act=st.sampled_from(["credit", "credit", "credit_all", "pay", "pay", "pay_less", "apply_credit"]),
        place=which,
        position=st.integers(1, 3),
        quantity=quantities,
        less=st.sampled_from([1, 50, 5_00]),
    )
    def settle(self, act: str, place: int, position: int, quantity: int, less: int) -> None:
        found = self.ask(
            "SELECT i.number, i.open, c.code FROM invoice i JOIN customer c ON c.id = i.customer_id ORDER BY i.id"
        )
        number, owed, code = found[place % len(found)]
        if act == "credit":
            self.do("rae", invoicing.credit, number, lines=[(position, quantity)], reason=WHY)
        elif act == "credit_all":
            self.do("rae", invoicing.credit, number, reason=WHY)
        elif act == "apply_credit":
            credit = self.one(place, "SELECT number FROM invoice WHERE kind = 'credit' ORDER BY open, id")
            self.do("rae", receipts.apply_credit, credit or number)
        else:
            forgiven = less if act == "pay_less" else 0
            self.do("rae", receipts.take, code, owed - forgiven, invoices=[number], write_off=forgiven)

    @rule(
        act=st.sampled_from(["take", "take", "prepay", "apply", "reverse"]),
        place=which,
        customer=st.sampled_from(CODES),
        amount=amounts,
        back_days=st.sampled_from([0, 0, 9]),
    )
    def receive_money(self, act: str, place: int, customer: str, amount: int, back_days: int) -> None:
        left = "WHERE unapplied > 0" if act == "apply" else ""
        number = self.one(place, f"SELECT number FROM receipt {left} ORDER BY id")
        if act in ("take", "prepay") or number is None:
            day = self.people["rae"].today - timedelta(days=back_days)
            self.do("rae", receipts.take, customer, amount, apply=act == "take", day=day)
        elif act == "apply":
            self.do("rae", receipts.apply, number, amount=amount if back_days else None)
        else:
            self.do("rae", receipts.reverse, number, "the bank sent it back")
