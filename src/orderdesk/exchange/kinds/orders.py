"""Orders: entered and submitted through the guard like any other, or taken over as the history of another system.

An order that is there already is left as it is: what became of it since is the desk's own doing.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from orderdesk.desk import allocation, find, history, orders
from orderdesk.errors import BadValue, Conflict, Refused
from orderdesk.exchange.cells import Cells
from orderdesk.exchange.importer import Importer, Kind
from orderdesk.exchange.kinds.customers import keep_address
from orderdesk.exchange.kinds.order_rows import (
    HEAD,
    LINE,
    REQUIRED,
    SHIP_TO,
    Head,
    Line,
    WholeOrder,
    read_head,
    read_line,
)
from orderdesk.exchange.report import Findings
from orderdesk.models import Warehouse
from orderdesk.queries import existing
from orderdesk.queries.addresses import addresses
from orderdesk.queries.settings import settings
from orderdesk.store.transaction import Transaction
from orderdesk.texts import clean
from orderdesk.values import parse_date

_AS_DRAFT = ("quotation", "draft")
_SUBMITTED = ("", "held", "confirmed")


class Orders(Importer):
    """Puts the rows of each order together and brings the order in when its last row was read."""

    def __init__(self, tx: Transaction, findings: Findings) -> None:
        super().__init__(tx, findings)
        self.company = settings(tx)
        self.warehouses = existing.by_code(tx, Warehouse)
        self.now: WholeOrder | None = None
        self.done: dict[int, int] = {}  # order number: the line of the file on which it begins
        self.wanting: dict[int, set[int]] = {}  # products of open orders that were taken over, by warehouse id

    def take(self, cells: Cells) -> None:
        """One line of an order."""
        head = read_head(cells)
        line = read_line(cells)
        number = head.number if head is not None else _number_of(cells)
        if self.now is None or number is None or number != self.now.head.number:
            self._bring_in()
            self.now = None
            if number is not None:
                self.now = WholeOrder(head or Head(number, ""), cells, good=head is not None)
                self._begin(cells, self.now)
        if self.now is None:
            return
        if head is None or line is None:
            self.now.good = False
            return
        if not self.now.good:
            self._look_at(line)
            return
        if head != replace(self.now.head, shipped=head.shipped, bill=head.bill):
            there = self.now.cells.record.place()
            cells.wrong("number", f"order {head.number} begins in line {there.line} with another head")
            self.now.good = False
        self.now.good &= self._look_at(line)
        self.now.lines.append(line)

    def finish(self) -> None:
        """Bring the last order in, and give the open ones what there is."""
        self._bring_in()
        if self.findings.errors:
            return
        for warehouse_id, products in sorted(self.wanting.items()):
            allocation.offer(self.tx, warehouse_id or None, products)

    def _begin(self, cells: Cells, order: WholeOrder) -> None:
        head = order.head
        line = cells.record.place("number").line
        if head.number in self.done:
            cells.wrong(
                "number",
                f"order {head.number} stands in line {self.done[head.number]} already; keep its lines together",
            )
            order.good = False
        self.done.setdefault(head.number, line)
        if not order.good:
            return
        if existing.customer(self.tx, head.customer) is None:
            cells.wrong("customer", f"there is no customer {head.customer}")
        if head.warehouse and head.warehouse not in self.warehouses:
            cells.wrong("warehouse", f"there is no warehouse {head.warehouse}")
        if head.entered_by and existing.user(self.tx, head.entered_by) is None:
            cells.wrong("entered_by", f"there is no user {head.entered_by}")
        mapping = cells.record.mapping
        if mapping is not None and mapping.history:
            order.head = self._history(cells, head)
        elif head.stage not in (*_AS_DRAFT, *_SUBMITTED) and existing.order(self.tx, head.number) is None:
            cells.wrong("stage", "orders come in as draft or confirmed; what happened since has to happen here")
        order.good = cells.good

    def _history(self, cells: Cells, head: Head) -> Head:
        """The head with the day on which the order left and its bill's number; both empty while it is open."""
        assert cells.record.mapping is not None
        said = cells.record.mapping.history
        source = cells.record.source
        if head.warehouse and head.warehouse != self.company.warehouse:
            cells.wrong("warehouse", f"orders are taken over into {self.company.warehouse} only")
        if head.order_date is None:
            cells.wrong("order_date", "is empty; an order that is taken over has its own date")
        if not source.get(said.get("closed_when", ""), "").strip():
            return replace(head, shipped=None)
        day = _day(source.get(said.get("invoice_date", said.get("closed_when", "")), ""))
        if day is None or day > cells.today:
            column = said.get("invoice_date", said.get("closed_when", ""))
            cells.wrong(column, "is not a day up to today, on which the order can have been billed")
        bill = clean(source.get(said.get("invoice_number", ""), ""), "invoice number", limit=40)
        if bill and existing.order(self.tx, head.number) is None and existing.has_invoice(self.tx, bill):
            cells.wrong("number", f"order {head.number}: its bill's number {bill} is taken by another invoice")
        return replace(head, shipped=day, bill=bill)

    def _look_at(self, line: Line) -> bool:
        """Whether product and unit are there; what is not is reported on the line's own row."""
        product = existing.product(self.tx, line.sku)
        if product is None:
            line.cells.wrong("sku", f"there is no product {line.sku}")
        elif line.unit and line.unit != product.unit and line.unit not in existing.units(self.tx, product.id):
            line.cells.wrong("unit", f"{line.sku} is not sold by the {line.unit}")
        return line.cells.good

    def _bring_in(self) -> None:
        order = self.now
        if order is None or not order.good:
            return
        there = existing.order(self.tx, order.head.number)
        if there is not None:
            if there.customer != order.head.customer:
                order.cells.wrong("customer", f"order {order.head.number} is there already, of {there.customer}")
            else:
                self.count(new=False, changed=False)
            return
        try:
            if order.cells.record.mapping is not None and order.cells.record.mapping.history:
                self._take_over(order)
            else:
                self._enter(order)
        except (Refused, BadValue, Conflict) as error:
            _report(order, error)
        else:
            self.count(new=True, changed=False)

    def _take_over(self, order: WholeOrder) -> None:
        head = order.head
        assert head.order_date is not None
        history.order(
            self.tx,
            number=head.number,
            customer=head.customer,
            order_date=head.order_date,
            wanted=head.wanted_date or head.order_date,
            lines=[history.HistoryLine(line.sku, *self._in_stock_units(line), line.discount) for line in order.lines],
            shipped=head.shipped,
            invoice_number=head.bill or None,
            carrier=head.carrier,
            freight=head.freight,
            po_number=head.po_number,
            entered_by=head.entered_by or None,
            ship_to=history.ShipTo(*head.ship_to) if head.ship_to else None,
        )
        if head.shipped is None:
            row = find.order(self.tx, head.number)
            products = {find.product(self.tx, line.sku).id for line in order.lines}
            self.wanting.setdefault(allocation.place_of(row) or 0, set()).update(products)

    def _in_stock_units(self, line: Line) -> tuple[int, int]:
        product = find.product(self.tx, line.sku)
        if line.price is None:
            raise BadValue(f"{line.sku} has no price; what was charged then must be given")
        if line.unit and line.unit != product.unit:
            raise BadValue(f"{line.sku} must be in its own unit, {product.unit}, to be taken over")
        return line.quantity, line.price

    def _enter(self, order: WholeOrder) -> None:
        head = order.head
        number = orders.new(
            self.tx,
            head.customer,
            number=head.number,
            wanted=head.wanted_date,
            po_number=head.po_number,
            ship_to=self._ship_to(head),
            warehouse=head.warehouse or None,
            type=head.type,
            carrier=head.carrier,
            freight=head.freight,
            order_date=head.order_date,
        )
        for line in order.lines:
            orders.line(
                self.tx, number, line.sku, line.quantity, unit=line.unit or None, price=line.price,
                discount=line.discount, note=line.note, wanted=line.wanted, drop_ship=line.drop_ship,
                ship_to=self._own_place(head.customer, line.ship_to),
            )  # fmt: skip
        if head.stage in _AS_DRAFT:
            return
        if head.order_date is not None and head.order_date < self.tx.today:
            self.findings.note(f"order {number} of {head.order_date} is dated {self.tx.today}, when it was submitted")
        submitted = orders.submit(self.tx, number)
        if submitted.state != "confirmed":
            held = ", ".join(sorted({finding.kind for finding in submitted.findings if finding.severity == "hold"}))
            self.findings.note(f"order {number} is held for {held}")

    def _own_place(self, customer: str, words: str) -> int | None:
        """The customer's address of this name or street. Raises Refused where there is not exactly one."""
        if not words:
            return None
        said, known = words.casefold(), addresses(self.tx, customer)
        meant = [one for one in known if said in (one.street.casefold(), one.name.casefold())]
        if len(meant) != 1:
            raise Refused(f"line_ship_to {words!r}: {len(meant)} addresses of {customer} have that name or street")
        return meant[0].id

    def _ship_to(self, head: Head) -> int | None:
        """The address with these parts, added to the customer's when it is new."""
        if not head.ship_to:
            return None
        parts = {column.removeprefix("ship_"): text for column, text in zip(SHIP_TO, head.ship_to, strict=True)}
        customer = find.customer(self.tx, head.customer)
        for row in existing.addresses(self.tx, customer.id):
            if all(row._mapping[part] == text for part, text in parts.items()):
                return int(row.id)
        return keep_address(self.tx, head.customer, parts)


def _number_of(cells: Cells) -> int | None:
    text = cells.record.values.get("number", "").strip()
    return int(text) if text.isascii() and text.isdigit() and 0 < len(text) < 10 else None


def _day(text: str) -> date | None:
    try:
        return parse_date(text.strip()[:10])
    except BadValue:
        return None


def _report(order: WholeOrder, error: Exception) -> None:
    """Say what stands against an order: what is about a line on that line's row, the rest on the first one."""
    findings = getattr(error, "findings", ())
    for finding in findings:
        at = order.lines[finding.line - 1].cells if finding.line and finding.line <= len(order.lines) else order.cells
        at.wrong("", f"order {order.head.number}: {finding.message}")
    if not findings:
        order.cells.wrong("", f"order {order.head.number}: {error}")


ORDERS = Kind("orders", REQUIRED, (*HEAD, *LINE), Orders, takes_history=True)
