"""How supply is written: what a shelf lacks, what is asked for, what is to come. Nothing is decided here."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from orderdesk.queries.replenishment import ToOrder, replenishment
from orderdesk.queries.settings import settings
from orderdesk.queries.supplies import SupplyRow, supplies
from orderdesk.show import Show
from orderdesk.store.transaction import Reading
from orderdesk.widgets.columns import Column
from orderdesk.widgets.lines import Line
from orderdesk.widgets.paint import Cell, Tone, state
from orderdesk.widgets.window_list import Row

COLUMNS = (
    Column("", 10),
    Column("Product", 16, share=2),
    Column("Quantity", 10, align="right"),
    Column("Due", 10),
    Column("For", 14, share=1),
    Column("Number", 10, rank=1),
    Column("Supplier", 10, rank=2),
)
KINDS = {"purchase": "purchase", "work_order": "work order", "transfer": "transfer"}


@dataclass(frozen=True, slots=True)
class Seen:
    """What the screen shows, on one snapshot; the list is of the company's usual warehouse, what comes is of all."""

    show: Show
    warehouse: str
    lacking: tuple[ToOrder, ...]
    coming: tuple[SupplyRow, ...]


def look(reading: Reading) -> Seen:
    """Everything that is lacking and everything that is to come."""
    company = settings(reading)
    return Seen(Show(company.money, company.locale), company.warehouse, replenishment(reading), supplies(reading))


def rows(seen: Seen) -> Iterator[Row]:
    """What is lacking first, then what is asked for, then what is to come."""
    show = seen.show
    for item in seen.lacking:
        yield Row(
            f"lacks {item.sku}",
            (
                state(Tone.WARNING, "lacking"), f"{item.sku} {item.name}", show.quantity(item.quantity),
                show.weekday(item.due), f"shelf in {item.warehouse}", "", item.supplier,
            ),
        )  # fmt: skip
    for one in seen.coming:
        wanted = state(Tone.PARTIAL, "to make" if one.kind == "work_order" else "to order")
        kind = wanted if one.state == "requested" else Cell(KINDS[one.kind])
        whose = f"{one.order} {one.customer} line {one.line}" if one.order else f"shelf in {one.warehouse}"
        yield Row(
            f"coming {one.id}",
            (
                kind, f"{one.sku} {one.name}", show.quantity(one.left), show.weekday(one.due), whose,
                one.source or str(one.id), one.supplier,
            ),
        )  # fmt: skip


def explained(seen: Seen, key: str) -> Iterator[Line]:
    """What the highlighted row means."""
    kind, _, name = key.partition(" ")
    if kind == "lacks":
        item = next(one for one in seen.lacking if one.sku == name)
        yield f" {item.sku}: {item.explanation}"
        yield " R asks for it"
    elif kind == "coming":
        one = next(one for one in seen.coming if str(one.id) == name)
        arrived = f", {seen.show.quantity(one.received)} have come" if one.received else ""
        yield f" {one.id}: {seen.show.quantity(one.quantity)} {one.unit} of {one.sku} to {one.warehouse}{arrived}"
        yield Cell(f" {_next(one)}", Tone.MUTED)


def _next(one: SupplyRow) -> str:
    if one.kind == "transfer":
        return "M takes it in where it goes, X says what is lost; or scan it on Goods in"
    if one.kind == "work_order":
        return "O begins it under a number, M says what is made" if one.state == "requested" else "M says what is made"
    return "O says that it was ordered" if one.state == "requested" else "it is taken in on Goods in"


def sku_of(seen: Seen | None, key: str) -> str:
    """The product of a row; empty where there is none."""
    kind, _, name = key.partition(" ")
    if kind == "lacks":
        return name
    return next((one.sku for one in seen.coming if str(one.id) == name), "") if seen is not None else ""


def why(seen: Seen) -> list[str]:
    """Why so many, product by product, as lines of text."""
    lines = ["BELOW ITS POINT is what has, with what is on order and less what is claimed, less than the point"]
    lines += [f"   {one.sku}: {one.explanation}" for one in seen.lacking] or ["   nothing"]
    lines += [
        "",
        "WHAT IS FOR A LINE is asked for when its order is confirmed, follows the line, and goes to it when it comes",
        "WHAT IS FOR THE SHELF is promised to nobody before it is ordered",
    ]
    return lines
