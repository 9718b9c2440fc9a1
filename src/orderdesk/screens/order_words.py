"""How an order, its lines and what happened to it are put into words, glyphs and tones."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import tzinfo
from typing import Any

from orderdesk.queries.events import LoggedEvent
from orderdesk.queries.order_parts import CardHold, CardLine
from orderdesk.queries.revisions import Revision
from orderdesk.rules.lifecycle import OrderState
from orderdesk.rules.progress import Progress
from orderdesk.show import Show
from orderdesk.values import Quantity
from orderdesk.widgets.paint import Cell, Tone, state

_STATE_TONES = {
    OrderState.SUBMITTED: Tone.WARNING,
    OrderState.CONFIRMED: Tone.PARTIAL,
    OrderState.CLOSED: Tone.DONE,
    OrderState.QUOTATION: Tone.PARTIAL,
    OrderState.WON: Tone.DONE,
    OrderState.AGREED: Tone.DONE,
    OrderState.CANCELLED: Tone.REFUSED,
    OrderState.EXPIRED: Tone.REFUSED,
    OrderState.LOST: Tone.REFUSED,
}
_PROGRESS_TONES = {
    Progress.NONE: Tone.NOTE,
    Progress.PART: Tone.PARTIAL,
    Progress.FULL: Tone.DONE,
    Progress.OVER: Tone.WARNING,
}
_HOLD_TONES = {"open": Tone.WARNING, "released": Tone.DONE, "rejected": Tone.REFUSED, "lapsed": Tone.NOTE}
# What a number of an event counts, by its name; any other is shown as it is.
_AMOUNTS = frozenset(
    ("gross", "net", "tax", "amount", "open", "covers", "limit", "credit_limit", "freight", "unapplied", "write_off",
     "applied", "discounted", "paid", "change")
)  # fmt: skip
_QUANTITIES = frozenset(
    ("quantity", "ordered", "allocated", "picked", "shipped", "invoiced", "returned", "cancelled", "wanted", "short",
     "back", "credited")
)  # fmt: skip


def state_cell(word: str) -> Cell:
    """An order's state."""
    return state(_STATE_TONES.get(OrderState(word), Tone.NOTE), word)


def progress_cell(what: str, progress: Progress) -> Cell:
    """One axis of an order: ◐ shipped part."""
    word = {Progress.NONE: f"not {what}", Progress.PART: f"partly {what}", Progress.OVER: f"over-{what}"}
    return state(_PROGRESS_TONES[progress], word.get(progress, what))


def hold_cell(hold: CardHold) -> Cell:
    """What became of a hold."""
    return state(_HOLD_TONES.get(hold.state, Tone.NOTE), hold.state)


def in_units(line: CardLine, quantity: Quantity) -> Quantity | None:
    """A quantity of stock units in the line's own unit; None where that does not come out even."""
    whole, rest = divmod(quantity * 1_000, line.factor)
    return None if rest else whole


def line_cell(line: CardLine, show: Show) -> Cell:
    """How far a line is, in a word or two."""
    axes = line.axes
    if axes.due == 0:
        return state(Tone.REFUSED, "cancelled")
    gone = "done" if line.kind == "service" else "shipped"
    if axes.open == 0:
        return state(Tone.DONE, "invoiced" if axes.to_invoice == 0 and axes.invoiced else gone)
    if axes.shipped:
        said = "done" if line.kind == "service" else "left"
        return state(Tone.PARTIAL, f"{show.quantity(axes.shipped)} of {show.quantity(axes.due)} {said}")
    if line.drop_ship:
        return state(Tone.NOTE, "supplier")
    if line.kind != "stocked":
        return state(Tone.NOTE, line.kind.replace("_", " "))
    if axes.to_allocate == 0:
        return state(Tone.DONE, "reserved")
    if axes.allocated:
        return state(Tone.PARTIAL, f"{show.quantity(axes.to_allocate)} short")
    return state(Tone.WARNING, "back order")


def event_text(event: LoggedEvent, show: Show) -> str:
    """What an event changed: state draft → submitted, reason too late."""
    return data_text(event.data, show)


def revision_text(one: Revision, show: Show, zone: tzinfo | None) -> Iterator[str]:
    """An amendment in two rows: which, when, by whom and of what; and what it changed."""
    about = "the order" if one.line is None else f"line {one.line}"
    yield f"{one.revision}  {show.moment(one.at.astimezone(zone))}  {one.by}  {about}  ({one.verb})"
    reason = f": {one.reason}" if one.reason else ""
    yield f"   {data_text(one.changes, show) or 'nothing that shows'}{reason}"


def data_text(data: Mapping[str, Any], show: Show) -> str:
    """What changed, from and to, with the units of each name."""
    parts = []
    for name, value in data.items():
        write = _writer(name, show)
        if isinstance(value, list) and len(value) == 2 and not isinstance(value[0], list | dict):
            parts.append(f"{name.replace('_', ' ')} {write(value[0])} → {write(value[1])}")
        elif isinstance(value, list):
            parts.append(f"{name} {', '.join(map(str, value))}" if value else "")
        elif isinstance(value, dict):
            each = ", ".join(f"{key} {write(one)}" for key, one in value.items())
            parts.append(f"{name.replace('_', ' ')} {each}" if each else "")
        elif value not in (None, "", 0):
            parts.append(f"{name.replace('_', ' ')} {write(value)}")
    return ", ".join(part for part in parts if part)


def _writer(name: str, show: Show) -> Callable[[Any], str]:
    """How a value of this name is written."""
    write: Callable[[int], str] = str
    if name in _AMOUNTS:
        write = show.money
    elif name in _QUANTITIES:
        write = show.quantity
    elif name == "price":
        write = show.price
    elif name == "discount":
        write = show.percent

    def text(value: Any) -> str:
        if value is None:
            return "none"
        return write(value) or "0" if type(value) is int else str(value)

    return text
