"""How the card of a product is written: what it is, what there is of it, and what explains that. Nothing is decided."""

from __future__ import annotations

from collections.abc import Iterator

from orderdesk.queries.price_rules import ListedRule
from orderdesk.queries.product_look import ProductLook
from orderdesk.rules.wording import a_or_an, counted
from orderdesk.show import MINUS, Show
from orderdesk.values import ONE
from orderdesk.widgets.columns import Column
from orderdesk.widgets.paint import Cell, Piece, Tone, state
from orderdesk.widgets.window_list import Row

COLUMNS = (
    Column("", 7),
    Column("", 16, share=2),
    Column("Quantity", 11, align="right"),
    Column("Free/Price", 10, align="right"),
    Column("When", 13, rank=1),
    Column("", 14, share=1, rank=2),
)


def head(look: ProductLook, show: Show) -> Iterator[list[Piece]]:
    """What it is, and what there is of it in all."""
    card = look.card
    units = [f"{one.unit} of {show.quantity(one.factor)}" for one in card.units]
    kind = card.kind.replace("_", " ")
    facts = [card.pack, card.category, kind, f"counted in {card.unit}", *units]
    if card.tracking != "none":
        facts.append(f"by {card.tracking} numbers: T")
    if card.min_qty:
        facts.append(f"at least {show.quantity(card.min_qty)}")
    if card.multiple:
        facts.append(f"by {show.quantity(card.multiple)}")
    facts += [f"{one.name}: {one.value}" for one in card.attributes if one.value]
    pieces: list[Piece] = [f" {' · '.join(fact for fact in facts if fact)}  "]
    if not card.active:
        pieces.insert(0, state(Tone.WARNING, "not sold any more"))
    yield pieces
    if card.components:
        yield [f" one holds {', '.join(f'{show.quantity(much)} {sku}' for sku, much in card.components)}"]
        yield [" kit: its components are kept"]
        return
    yield [f" barcodes {', '.join(f'{one.barcode} ({one.unit})' for one in card.barcodes)}" if card.barcodes else " "]
    free = sum(one.free for one in card.stock)
    on_hand = sum(one.on_hand for one in card.stock)
    coming = sum(one.quantity for one in card.coming)
    if card.kind == "stocked":
        tone = Tone.DONE if free > 0 else Tone.WARNING
        yield [" ", state(tone, f"{show.quantity(free)} free of {show.quantity(on_hand)} on hand"),
               f"  · {show.quantity(coming)} coming · {len(look.queue)} waiting"]  # fmt: skip
    else:
        yield [f" {kind}: no stock is kept"]


def rows(look: ProductLook, show: Show) -> Iterator[Row]:
    """Stock, what is coming, prices, who waits, who bought; each with a key of its own."""
    card = look.card
    for one in card.stock:
        figures = (one.allocated, "reserved"), (one.kept, "kept"), (one.safety, "safety")
        taken = ", ".join(f"{show.quantity(much)} {what}" for much, what in figures if much)
        where = f"{one.warehouse} {one.bin}".rstrip()
        yield _row("stock", one.warehouse, where, show.quantity(one.on_hand), show.quantity(one.free), "", taken)
    for goods in card.coming:
        due = show.weekday(goods.due)
        yield _row("coming", goods.id, goods.warehouse, show.quantity(goods.quantity), "", due, goods.source)
    for kept in look.kept:
        who = f"{kept.customer} {kept.name}"
        until = f"to {show.weekday(kept.until)}"
        yield _row("kept", kept.id, who, show.quantity(kept.quantity), "", until, kept.reason or kept.warehouse)
    yield _row("price", "list", "list price", "", show.price(card.list_price), "", a_or_an(card.unit))
    for rule in look.prices:
        yield _row("price", rule.id, *price(rule, show))
    for number, line in enumerate(look.queue):
        key, who = f"{line.order} {number}", f"{line.order} {line.customer} {line.name}"
        place, promised = f"{line.warehouse}, place {line.place}", show.weekday(line.promised)
        yield _row("waiting", key, who, show.quantity(line.open), "", promised, place)
    for number, sale in enumerate(look.sold):
        who = f"{sale.order} {sale.customer} {sale.name}"
        whole, rest = divmod(sale.quantity * ONE, sale.factor)
        count, unit = (sale.quantity, card.unit) if rest else (whole, sale.unit)
        sold = f"{show.quantity(count)} {unit}"
        less = f"less {show.percent(sale.discount)}" if sale.discount else ""
        key, day = f"{sale.order} {number}", show.day(sale.day)
        yield _row("sold", key, who, sold, show.price(sale.price), day, less)


def price(rule: ListedRule, show: Show) -> tuple[str, str, str, str, str]:
    """For whom, from how many, how much, until when, and what the rule is called."""
    scope = f"{rule.category} " if rule.category and not rule.sku else ""
    whom = rule.customer or rule.price_list or "everybody"
    least = f"from {show.quantity(rule.min_qty)}" if rule.min_qty else ""
    amount = show.price(rule.price) if rule.price is not None else f"{MINUS}{show.percent(rule.discount) or '0 %'}"
    until = f"to {show.day(rule.valid_to)}" if rule.valid_to else ""
    return f"{scope}{rule.level} {whom}", least, amount, until, rule.name


def why(look: ProductLook, show: Show) -> list[str]:
    """What is behind the figures, as lines of text."""
    card = look.card
    lines = ["WHAT IS FREE is on hand less reserved, kept for customers, and safety stock"]
    for one in card.stock:
        taken = f"{show.quantity(one.on_hand)} {MINUS} {show.quantity(one.allocated)}"
        for much in (one.kept, one.safety):
            taken += f" {MINUS} {show.quantity(much)}" if much else ""
        lines.append(f"   {one.warehouse}: {taken} = {show.quantity(one.free)} {card.unit}")
    if not card.stock:
        lines.append("   no warehouse keeps it")
    if card.reorder_point:
        lines.append(f"   to be ordered anew below {show.quantity(card.reorder_point)}")
    for one in card.stock:
        if one.reorder_point is not None:
            lines.append(f"   in {one.warehouse} to be ordered anew below {show.quantity(one.reorder_point)}")
    if card.order_driven:
        lines.append("   bought for the line that sells it")
    lines += [
        f"   {show.quantity(kept.quantity)} kept in {kept.warehouse} for {kept.customer} until {show.day(kept.until)}"
        f" (number {kept.id}{f', {kept.reason}' if kept.reason else ''})"
        for kept in look.kept
    ]
    if card.supplier:
        lines.append(f"   comes from {card.supplier} within {counted(card.lead_days, 'day')}")
    lines += ["", f"PRICES are for one {card.unit}", f"   list price {show.price(card.list_price)}"]
    for rule in look.prices:
        lines.append("   " + ", ".join(part for part in price(rule, show) if part))
    lines += ["", "WHO WAITS is served by priority, promised day, and when it was submitted"]
    lines += [
        f"   {one.warehouse} {one.place}: order {one.order} {one.customer}, {show.quantity(one.open)},"
        f" promised {show.weekday(one.promised)}"
        for one in look.queue
    ] or ["   nobody"]
    return lines


def _row(kind: str, key: object, which: str, quantity: str, figure: str, when: str, note: str) -> Row:
    return Row(f"{kind} {key}", (Cell(kind, Tone.MUTED), which, quantity, figure, when, note))
