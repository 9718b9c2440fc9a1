"""The demo company's orders, receipts and stock as its files have them, for `demo` to live through."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from orderdesk.errors import Refused
from orderdesk.exchange.cells import Cells
from orderdesk.exchange.kinds import KINDS
from orderdesk.exchange.kinds.order_rows import WholeOrder, read_head, read_line
from orderdesk.exchange.records import records, shape_of
from orderdesk.exchange.report import Findings
from orderdesk.values import Money, Quantity


@dataclass(frozen=True, slots=True)
class DemoReceipt:
    """Money that comes in; `amount` None pays the order's invoice in full, `order` None is on account."""

    number: int
    customer: str
    day: date
    amount: Money | None
    method: str
    reference: str
    order: int | None


@dataclass(frozen=True, slots=True)
class Shelf:
    """What is left of a product in a warehouse after everything that has left, and where it lies."""

    sku: str
    warehouse: str
    bin: str
    on_hand: Quantity


def _cells(folder: Path, kind: str, today: date) -> Iterator[Cells]:
    """Every row of one of the demo's files. Raises Refused when the file is not as it was made."""
    file = folder / f"{kind}.csv"
    meant = KINDS[kind]
    shape = shape_of(file, meant.required, meant.optional, mapping=None, encoding="utf-8", separator=",")
    findings = Findings(file.name)
    for record in records(file, shape, findings, mapping=None, encoding="utf-8", progress=None):
        yield Cells(record, findings, today)
    if findings.errors:
        raise Refused(f"the demo company's files are damaged: {findings.errors[0]}. Install orderdesk again")


def read_orders(folder: Path, today: date) -> list[WholeOrder]:
    """The orders with their lines, by number."""
    orders: dict[int, WholeOrder] = {}
    for cells in _cells(folder, "orders", today):
        head, line = read_head(cells), read_line(cells)
        if head is not None and line is not None:
            orders.setdefault(head.number, WholeOrder(head, cells)).lines.append(line)
    return [orders[number] for number in sorted(orders)]


def read_receipts(folder: Path, today: date) -> list[DemoReceipt]:
    """The receipts by number."""
    found = []
    for cells in _cells(folder, "receipts", today):
        number, day = cells.number("number"), cells.day("date")
        if number is not None and day is not None:
            found.append(
                DemoReceipt(
                    number, cells.key("customer"), day, cells.money("amount"), cells.text("method"),
                    cells.text("reference"), cells.number("order"),
                )
            )  # fmt: skip
    return sorted(found, key=lambda receipt: receipt.number)


def read_stock(folder: Path, today: date) -> list[Shelf]:
    """What lies where."""
    return [
        Shelf(cells.key("sku"), cells.key("warehouse"), cells.code("bin"), cells.quantity("on_hand") or 0)
        for cells in _cells(folder, "stock", today)
    ]
