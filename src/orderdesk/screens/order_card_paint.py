"""How the card of an order is written: its head, its lines, and what happened to it. Nothing is decided here."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import tzinfo

from orderdesk.queries.attribute_values import Attributed
from orderdesk.queries.order_parts import CardLine, OrderCard, OrderHeader
from orderdesk.screens.order_words import event_text, hold_cell, in_units, line_cell, progress_cell
from orderdesk.show import Show
from orderdesk.values import Quantity
from orderdesk.widgets.columns import Column
from orderdesk.widgets.lines import Line
from orderdesk.widgets.paint import Cell, Piece, Tone, state
from orderdesk.widgets.window_list import Row

LINES = (
    Column("#", 2, align="right"),
    Column("SKU", 8),
    Column("Description", 12, share=2),
    Column("Ordered", 8, align="right"),
    Column("Resv", 5, align="right"),
    Column("Ship", 5, align="right"),
    Column("Bill", 5, align="right", rank=1),
    Column("Net", 10, align="right"),
    Column("State", 12, share=1),
    Column("Price", 10, align="right", rank=2),
    Column("Disc", 6, align="right", rank=3),
    Column("Promised", 11, rank=4),
)
PAPERS = (Column("When", 16), Column("What", 16), Column("", 30, share=1))


def head(card: OrderCard, show: Show) -> Iterator[Line]:
    """Where it goes, what was agreed, and how far it is."""
    header = card.header
    yield f" Ship to {header.ship_to}" if header.ship_to else " Ship to: no address"
    facts = [
        f"PO {header.po_number}" if header.po_number else "no PO number",
        f"wanted {show.weekday(header.wanted_date)}",
        header.terms,
        header.warehouse,
        f"{header.delivery_rule} delivery",
        *([header.type.replace("_", " ")] if header.type != "standard" else []),
        f"by {header.entered_by}",
    ]
    yield f" {' · '.join(facts)}"
    pieces: list[Piece] = [" "]
    for one in card.attributes:
        if one.line is None:
            said = f"{one.name}: {one.value or 'missing'}"
            pieces += [Cell(said, Tone.STRONG if one.value else Tone.WARNING), "  "]
    if card.open_holds:
        pieces += [state(Tone.WARNING, f"held: {', '.join(hold.kind for hold in card.open_holds)}"), "  "]
    for what, progress in (
        ("reserved", card.allocated), ("shipped", card.shipped), ("billed", card.invoiced), ("paid", card.paid)
    ):  # fmt: skip
        pieces += [progress_cell(what, progress), "  "]
    yield pieces


def line_row(line: CardLine, show: Show, attributes: Sequence[Attributed] = ()) -> Row:
    """One line, with how much of it is where; in the line's own unit where that comes out even."""
    axes = line.axes
    sold = in_units(line, axes.due)
    said = ", ".join(f"{one.name}: {one.value}" for one in attributes if one.line == line.position and one.value)
    return Row(
        line.position,
        (
            str(line.position),
            line.sku,
            ("  · " if line.part_of else "")
            + line.description
            + (f" · {', '.join(line.lots)}" if line.lots else "")
            + (f" · {show.weekday(line.wanted)}" if line.wanted else "")
            + (f" → {line.ship_to}" if line.ship_to else "")
            + (" · by supplier" if line.drop_ship else "")
            + (f" [{said}]" if said else ""),
            show.quantity(axes.due) if sold is None else f"{show.quantity(sold)} {line.unit}",
            _some(axes.allocated, show),
            _some(axes.shipped, show),
            _some(axes.invoiced, show),
            show.money(line.net),
            line_cell(line, show),
            show.price(line.price),
            show.percent(line.discount),
            show.day(line.promised),
        ),
        Tone.MUTED if axes.due == 0 else Tone.PLAIN,
    )


def taxes(header: OrderHeader, show: Show) -> str:
    """The tax of an order: why there is none, or what it comes to, of several taxes each."""
    if header.tax_note:
        return header.tax_note
    parts = [part for rate in header.taxes for part in rate.parts]
    each = f" ({', '.join(f'{part.name} {show.money(part.tax)}' for part in parts)})" if parts else ""
    return f"{'incl. ' if header.tax_included else ''}Tax {show.money(header.tax)}{each}"


def paper_rows(card: OrderCard, show: Show, zone: tzinfo | None) -> Iterator[Row]:
    """Holds, the open ones first; picks, shipments, invoices; then every event, the newest first."""
    for hold in (*card.open_holds, *(hold for hold in card.holds if hold.state != "open")):
        at = show.moment((hold.decided_at or hold.raised_at).astimezone(zone))
        by = f"{hold.decided_by}: {hold.reason or 'no reason given'}" if hold.decided_by else f"for {hold.needs}"
        word = Cell(f"{hold_cell(hold).text} {hold.kind}", hold_cell(hold).tone)
        stake = f"{show.money(hold.amount)} · " if hold.amount else ""
        yield Row(f"hold {hold.id}", (at, word, f"{stake}{by} · {hold.message.removeprefix(f'{hold.kind}: ')}"))
    for pick in card.picks:
        tone = {"open": Tone.PARTIAL, "cancelled": Tone.REFUSED}.get(pick.state, Tone.DONE)
        yield Row(f"pick {pick.number}", ("", f"pick {pick.number}", state(tone, pick.state)))
    for one in card.shipments:
        packed = "1 package" if one.packages == 1 else f"{one.packages} packages"
        whose = "supplier" if one.direct else ""
        text = " · ".join(part for part in (whose, one.carrier, one.tracking, packed, one.ship_to) if part)
        said: Piece = state(Tone.REFUSED, f"did not leave: {one.cancelled}") if one.cancelled else text
        yield Row(f"shipment {one.number}", (show.day(one.day), f"shipment {one.number}", said))
    for bill in card.invoices:
        theirs = show.of(card.header.currency)
        left = state(Tone.PARTIAL, f"{theirs.money(bill.open)} open") if bill.open else state(Tone.DONE, "settled")
        owed = Cell(f"{theirs.money(bill.gross)}  {left.text}, due {show.day(bill.due)}", left.tone)
        yield Row(f"invoice {bill.number}", (show.day(bill.day), bill.number, owed))
    for event in reversed(card.events):
        told = f"{event.login}  {event_text(event, show)}"
        yield Row(f"event {event.id}", (show.moment(event.at.astimezone(zone)), event.verb, told), Tone.MUTED)


def _some(quantity: Quantity, show: Show) -> str:
    return show.quantity(quantity) if quantity else ""
