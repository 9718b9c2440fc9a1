"""How the card of an invoice or credit note is written."""

from __future__ import annotations

from collections.abc import Iterator

from orderdesk.queries.invoice_card import InvoiceCard
from orderdesk.show import Show
from orderdesk.values import ONE
from orderdesk.widgets.columns import Column
from orderdesk.widgets.paint import Cell, Piece, Tone

COLUMNS = (
    Column("SKU", 10),
    Column("Description", 24, share=1),
    Column("Quantity", 11, align="right"),
    Column("Price", 10, align="right", rank=1),
    Column("Disc", 6, align="right", rank=2),
    Column("Net", 12, align="right"),
)


def rows(card: InvoiceCard, show: Show) -> Iterator[tuple[Piece, ...]]:
    """The lines, the tax by its rates, and what was set against it, so signed that what is open is the sum of all."""
    sign = 1 if card.kind == "credit" else -1
    for line in card.lines:
        if line.order is None and not line.sku:  # a down payment, or one that is set off
            yield "", line.description, "", "", "", show.money(line.net)
            continue
        whole, rest = divmod(line.quantity * ONE, line.factor)
        sold = show.quantity(line.quantity) if rest else f"{show.quantity(whole)} {line.unit}"
        price, less = show.price(line.price), show.percent(line.discount)
        named = line.description + (f" · {', '.join(line.lots)}" if line.lots else "")
        yield line.sku, named, sold, price, less, show.money(line.net)
    for tax in card.taxes:
        of = f"{show.percent(tax.rate) or '0 %'} of {show.money(tax.net)}"
        yield Cell("tax", Tone.MUTED), of, "", "", "", show.money(tax.tax)
        for each in tax.parts:
            on = f"{show.percent(each.rate)} of {show.money(each.base)}" if each.rate else "an amount a unit"
            yield Cell("  of it", Tone.MUTED), f"{each.name} {on}: {show.money(each.tax)}", "", "", "", ""
    for one in card.parts:
        left = f"open {show.money(one.open)}" if one.open else "settled"
        name = f"part {one.position} of {one.of}"
        yield Cell(name, Tone.MUTED), f"due {show.day(one.due)}, {left}", "", "", "", show.money(one.amount)
    for part in card.applied:
        others = [number for number in (part.source, part.invoice) if number not in ("", card.number)]
        how = ", ".join((*others, show.day(part.day)))
        yield Cell(part.kind.replace("_", " "), Tone.MUTED), how, "", "", "", show.money(sign * part.amount)
