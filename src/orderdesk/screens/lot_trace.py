"""How the way of a lot is written: what it came with, where it is, who got it."""

from __future__ import annotations

from orderdesk.queries.lots import LotCard
from orderdesk.show import Show


def trace(card: LotCard, show: Show) -> list[str]:
    """A lot forwards and backwards, as lines of text."""
    one = card.lot
    lines = [f"{one.sku} {card.name}, lot {one.lot}"]
    lines.append(f"   good until {show.day(one.expires)}" if one.expires else "   without a last day")
    lines += [f"   {one.trouble}"] if one.trouble else []
    lines += ["", "WHAT IT CAME WITH"]
    lines += [
        f"   {show.day(move.day)} {move.warehouse} {show.quantity(move.quantity)} {card.unit} {move.reason}".rstrip()
        for move in card.came
    ] or ["   no receipt: it was found in a count, or is noted at shipping only"]
    lines += ["", "WHERE IT IS"]
    lines += [
        f"   {place.warehouse}: {show.quantity(place.on_hand)} {card.unit}"
        + (f", {show.quantity(place.on_pick)} on pick lists" if place.on_pick else "")
        for place in one.places
    ] or ["   nothing is on hand"]
    lines += [
        f"   pick list {held.pick} ({held.state}): {show.quantity(held.quantity)} for order {held.order}"
        for held in card.lists
    ]
    lines += ["", "WHO GOT IT"]
    lines += [
        f"   {show.day(gone.day)} {gone.customer} {gone.name}: {show.quantity(gone.quantity)} {card.unit}, "
        f"order {gone.order} line {gone.line}, shipment {gone.shipment} {gone.tracking}".rstrip()
        for gone in card.gone
    ] or ["   nobody"]
    lines += ["", "EVERY MOVE"]
    lines += [
        f"   {show.day(move.day)} {move.kind} {move.warehouse} {show.quantity(move.quantity)} {move.reason}".rstrip()
        for move in card.moves
    ]
    return lines
