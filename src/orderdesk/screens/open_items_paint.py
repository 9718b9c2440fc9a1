"""How a customer's account is written: open documents, receipts, refunds and promises."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from orderdesk.queries.disputes import PromiseRow
from orderdesk.queries.receivables import Item, ReceiptRow
from orderdesk.queries.refunds import RefundRow
from orderdesk.rules.wording import counted
from orderdesk.show import Show
from orderdesk.values import Money
from orderdesk.widgets.columns import Column
from orderdesk.widgets.paint import Tone, state
from orderdesk.widgets.window_list import Row

ITEMS = (
    Column("Document", 21, share=1),
    Column("Order", 6, rank=3),
    Column("Due", 11),
    Column("Late", 12),
    Column("Amount", 12, align="right", rank=2),
    Column("Open", 12, align="right"),
    Column("Dated", 11, rank=4),
    Column("Discount until", 24, rank=5),
)
RECEIPTS = (
    Column("Number", 12),
    Column("Day", 11),
    Column("How", 10, rank=2),
    Column("Reference", 12, share=1, rank=1),
    Column("Amount", 12, align="right"),
    Column("Unapplied", 14),
)


def item_row(item: Item, show: Show, today: date) -> Row:
    """One open document."""
    if item.open < 0:
        late = state(Tone.DONE, "credit")
    elif item.days_late > 0:
        late = state(Tone.WARNING if item.days_late > 30 else Tone.PARTIAL, counted(item.days_late, "day"))
    else:
        late = state(Tone.NOTE, "today" if item.days_late == 0 else f"in {counted(-item.days_late, 'day')}")
    if item.disputed:
        late = state(Tone.WARNING, "disputed")
    discount = ""
    if item.discount_until is not None and item.discount_until >= today and item.discount_amount:
        discount = f"{show.money(item.discount_amount)} until {show.weekday(item.discount_until)}"
    part = f"  {item.part} of {item.parts}" if item.part else ""
    cells = (
        f"{item.number}{part}",
        "" if item.order is None else str(item.order),
        show.day(item.due),
        late,
        show.money(item.amount),
        show.money(item.open),
        show.day(item.day),
        discount,
    )
    return Row(item.key, cells)


def open_by_number(items: Iterable[Item]) -> dict[str, Money]:
    """What is open of each document, its parts added up."""
    found: dict[str, Money] = {}
    for item in items:
        found[item.number] = found.get(item.number, 0) + item.open
    return found


def receipt_row(one: ReceiptRow, show: Show, today: date) -> Row:
    """One receipt, and what is left of it."""
    if one.reversed_on is not None:
        left = state(Tone.REFUSED, "bounced" if one.bounced else "reversed")
    elif one.clears_on is not None and one.clears_on > today:
        left = state(Tone.NOTE, f"clears {show.day(one.clears_on)}")
    elif one.unapplied:
        left = state(Tone.PARTIAL, show.money(one.unapplied))
    else:
        left = state(Tone.DONE, "applied")
    reference = f"{one.reference} {one.reverse_reason}".strip()
    cells = (f"receipt {one.number}", show.day(one.day), one.method, reference, show.money(one.amount), left)
    return Row(f"receipt {one.number}", cells, Tone.MUTED if one.reversed_on is not None else Tone.PLAIN)


def refund_row(one: RefundRow, show: Show) -> Row:
    """Money that went back."""
    left = state(Tone.REFUSED, "reversed") if one.reversed_on is not None else state(Tone.DONE, "paid back")
    said = f"{one.reference} {one.reason} {one.reverse_reason}".strip()
    cells = (f"refund {one.number}", show.day(one.day), one.method, said, show.money(-one.amount), left)
    return Row(f"refund {one.number}", cells, Tone.MUTED if one.reversed_on is not None else Tone.PLAIN)


def promise_row(one: PromiseRow, show: Show) -> Row:
    """What somebody promised, by when, and what became of it."""
    tones = {"kept": Tone.DONE, "broken": Tone.REFUSED, "open": Tone.NOTE}
    said = " ".join(part for part in (one.invoice or "", one.said_by, one.note) if part)
    left = state(tones.get(one.state, Tone.MUTED), one.state)
    cells = (f"promise {one.id}", show.day(one.day), "", said, show.money(one.amount), left)
    return Row(f"promise {one.id}", cells, Tone.MUTED if one.state == "withdrawn" else Tone.PLAIN)


def moves(
    receipts: Sequence[ReceiptRow],
    refunds: Sequence[RefundRow],
    promises: Sequence[PromiseRow],
    show: Show,
    today: date,
) -> list[Row]:
    """Receipts, refunds and promises in one list, the newest day first; promises for a day to come are on top."""
    dated = [(one.day, 0, one.number, receipt_row(one, show, today)) for one in receipts]
    dated += [(one.day, 1, one.number, refund_row(one, show)) for one in refunds]
    dated += [(one.day, 2, one.id, promise_row(one, show)) for one in promises if one.state != "withdrawn"]
    return [row for *_, row in sorted(dated, key=lambda one: one[:3], reverse=True)]
