"""Money that came in, set against an order's invoices or left on account."""

from __future__ import annotations

from orderdesk.desk import receipts
from orderdesk.exchange.cells import Cells
from orderdesk.exchange.importer import Importer, Kind
from orderdesk.queries import existing


class Receipts(Importer):
    """Receipts under their own numbers; one that is there already is left as it is."""

    def take(self, cells: Cells) -> None:
        """Take the money in unless it was taken before."""
        cells.needed("number")
        number, customer = cells.number("number"), cells.key("customer")
        day = cells.day("date") if cells.needed("date") else None
        amount, order = cells.money("amount"), cells.number("order")
        method = cells.text("method", limit=20) or "transfer"
        reference = cells.text("reference", limit=80)
        if not cells.good or number is None or not self.first_time(cells, "number", number):
            return
        there = existing.receipt(self.tx, number)
        if there is not None:
            if (there.customer, amount or there.amount) != (customer, there.amount):
                cells.wrong("number", f"receipt {number} is there already, of {there.customer} and another amount")
                return
            self.count(new=False, changed=False)
            return
        if existing.customer(self.tx, customer) is None:
            cells.wrong("customer", f"there is no customer {customer}")
        if order is not None and existing.order(self.tx, order) is None:
            cells.wrong("order", f"there is no order {order}")
        owed = existing.open_invoices(self.tx, order) if order is not None and cells.good else {}
        if amount is None and cells.good:
            amount = sum(owed.values())
            if not amount:
                what = "the row names no order" if order is None else f"order {order} owes nothing"
                cells.wrong("amount", f"is empty, and {what}; say how much came in")
        if not cells.good:
            return
        receipts.take(
            self.tx, customer, amount or 0, method=method, reference=reference, day=day, invoices=list(owed) or None,
            apply=bool(owed), number=number,
        )  # fmt: skip
        self.count(new=True, changed=False)


RECEIPTS = Kind("receipts", ("number", "customer", "date"), ("amount", "method", "reference", "order"), Receipts)
