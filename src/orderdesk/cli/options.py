"""The arguments and options that many commands share, so that one thing has one name everywhere."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from orderdesk.values import parse_quantity

Order = Annotated[int, typer.Argument(metavar="ORDER", help="The order's number.")]
Position = Annotated[int, typer.Argument(metavar="LINE", help="The line's position in the order.")]
Customer = Annotated[str, typer.Argument(metavar="CUSTOMER", help="The customer's code.")]
Sku = Annotated[str, typer.Argument(metavar="SKU", help="The product's code.")]
Pick = Annotated[int, typer.Argument(metavar="PICK", help="The pick list's number.")]
Invoice = Annotated[str, typer.Argument(metavar="INVOICE", help="The invoice's number, like INV-2026-0001.")]
Receipt = Annotated[int, typer.Argument(metavar="RECEIPT", help="The receipt's number.")]
Quantity = Annotated[str, typer.Argument(metavar="QUANTITY", help="How many, like 12 or 0.5.")]
NewQuantity = Annotated[str | None, typer.Option("--quantity", metavar="QUANTITY", help="The new quantity.")]
Reason = Annotated[str, typer.Argument(metavar="REASON", help="Why; it is kept in the log.")]
Code = Annotated[str, typer.Argument(metavar="CODE", help="Its code.")]
Name = Annotated[str, typer.Argument(metavar="NAME", help="Its name.")]
Text = Annotated[list[str], typer.Argument(metavar="TEXT", help="What to look for.")]
MaybeText = Annotated[list[str] | None, typer.Argument(metavar="TEXT", help="What to look for.")]

Warehouse = Annotated[str | None, typer.Option("--warehouse", metavar="CODE", help="Where; else the company's own.")]
Unit = Annotated[str | None, typer.Option("--unit", metavar="UNIT", help="Sold in this unit, like case.")]
Price = Annotated[str | None, typer.Option("--price", metavar="PRICE", help="For one unit, at most four decimals.")]
Discount = Annotated[str | None, typer.Option("--discount", metavar="%", help="Per cent off, like 2.5.")]
Note = Annotated[str | None, typer.Option("--note", metavar="TEXT", help="A note.")]
Wanted = Annotated[str | None, typer.Option("--wanted", metavar="DATE", help="When the customer wants it.")]
PoNumber = Annotated[str | None, typer.Option("--po", metavar="TEXT", help="The customer's own order number.")]
ShipTo = Annotated[
    int | None, typer.Option("--ship-to", metavar="ADDRESS", help="Another address of the customer: its id.")
]
DropShip = Annotated[
    bool | None, typer.Option("--drop-ship/--no-drop-ship", help="The supplier delivers it; else as its product says.")
]
Tracking = Annotated[str | None, typer.Option("--tracking", metavar="NUMBER", help="The carrier's number.")]
OnlyLine = Annotated[int | None, typer.Option("--line", metavar="LINE", help="Only the line at this position.")]
Carrier = Annotated[str | None, typer.Option("--carrier", metavar="NAME", help="Who carries it.")]
Token = Annotated[
    str | None,
    typer.Option("--token", metavar="TEXT", help="Any text of your own; the same once more does nothing twice."),
]
Day = Annotated[str | None, typer.Option("--day", metavar="DATE", help="The document's date; else today.")]
Limit = Annotated[int, typer.Option("--limit", metavar="N", min=1, max=1000, help="How many at most.")]
Version = Annotated[
    int | None, typer.Option("--version", metavar="N", help="Only if nobody changed it since this version.")
]
Weight = Annotated[str | None, typer.Option("--weight", metavar="KG", help="What it weighs in kilograms, like 12.5.")]
Filter = Annotated[
    str, typer.Option("--filter", metavar="FILTER", help="As it is typed above the list, like 'late over:1000 alfki'.")
]
View = Annotated[str | None, typer.Option("--view", metavar="NAME", help="A filter that you keep; see view list.")]
WhyOption = Annotated[str, typer.Option("--reason", metavar="TEXT", help="Why; it is kept in the log.")]


def given(**said: Any) -> dict[str, Any]:
    """What was said: without the options that were not."""
    return {name: value for name, value in said.items() if value is not None}


def grams(weight: str | None) -> int:
    """What was said with --weight, in grams; 0 when nothing was. Raises BadValue."""
    return 0 if weight is None else parse_quantity(weight, what="--weight")
