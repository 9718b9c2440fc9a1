"""How an order is written on the screen: header, credit, lines, totals, and what stands behind a line.

Plain values in, cells out; nothing is decided here.
"""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from functools import lru_cache

from orderdesk.findings import Finding, Severity
from orderdesk.queries.live import Credit, LinePreview, LiveDraft, LiveLine
from orderdesk.queries.look_up import CustomerFound, ProductFound
from orderdesk.queries.typed_line import TypedLine
from orderdesk.quick_entry import NewLine, entry_text
from orderdesk.rules.availability import Promise
from orderdesk.rules.price import for_unit
from orderdesk.rules.tax import RateTotal
from orderdesk.rules.wording import a_or_an
from orderdesk.show import Show
from orderdesk.texts import visible
from orderdesk.values import ONE, Quantity, divide_half_up
from orderdesk.widgets.cells import cut, width_of
from orderdesk.widgets.columns import Column
from orderdesk.widgets.figures import credit_bar, spread
from orderdesk.widgets.paint import Cell, Piece, Tone, state
from orderdesk.widgets.suggestions import Suggestion
from orderdesk.widgets.window_list import Row

TITLES = ("#", "SKU", "Description", "Qty", "Unit", "Price", "Disc", "Net", "Leaves")
FIGURES = (3, 5, 6, 7)  # the columns that stand right; as wide as what is in them
NARROW = 70  # columns below which the title leaves out the day
KEPT = 4_096  # lines of which it is kept how they are written
LEAST = (2, 7, 12, 4, 4, 7, 4, 9, 6)


def title(draft: LiveDraft, word: str, now: str, width: int) -> str:
    """The first row."""
    kind = {"quotation": "QUOTATION", "blanket order": "BLANKET ORDER"}.get(draft.stage, "ORDER")
    if draft.state == "quotation":
        word = f"rev {draft.revision}, until {draft.valid_until}"
    elif draft.type == "blanket":
        word = f"{word}, until {draft.valid_until}"
    parts = [f" {kind} {draft.number} {word}", f"{draft.customer} {draft.name}", f"{now} "]
    return spread(parts if width >= NARROW else parts[:2], width)


def header(draft: LiveDraft, width: int) -> list[Piece]:
    """Where it goes and what it is paid by, in that many cells; the fields for the rest stand beside it."""
    rule = {"lines": " · whole lines", "complete": " · whole order"}.get(draft.delivery_rule, "")
    rule += "" if draft.type in ("standard", "blanket") else f" · {draft.type.replace('_', ' ')}"
    said = "".join(f" · {one.name}: {one.value}" for one in draft.attributes if one.value and not one.line)
    terms = f"  {draft.terms}{rule}{visible(said)}"
    if not draft.ship_to:
        return [" To ", Cell("no address yet", Tone.WARNING), Cell(terms, Tone.MUTED)]
    return [" To ", cut(draft.ship_to, max(12, width - 5 - width_of(terms))), Cell(terms, Tone.MUTED)]


def credit(one: Credit, show: Show, width: int) -> list[Piece]:
    """How much of the limit is used, before this order and by it; in words as far as there is room."""
    used, this, both = show.money(one.used), show.money(one.this), show.money(one.used + one.this)
    if one.limit is None or one.room is None:
        bar = credit_bar(one.used, one.this, one.limit)
        return [" Credit ", bar, f"   {used} used + {this} this = {both}"]
    over = one.room < 0
    left = f" over by {show.money(-one.room)}" if over else f" room {show.money(one.room)}"
    limit = show.round_money(one.limit)
    sums = (f"{used} used + {this} this = {both} of {limit}", f"{used} + {this} = {both} of {limit}", f"of {limit}")
    room = width - 18 - width_of(left) - 3
    said = next((sum_ for sum_ in sums if width_of(sum_) <= room), "")
    bar = credit_bar(one.used, one.this, one.limit, 10)
    return [" Credit ", bar, Cell(left, Tone.REFUSED if over else Tone.STRONG), f"   {said}"]


def in_unit(quantity: Quantity, factor: Quantity) -> Quantity:
    """A quantity of stock units in the unit that the line is sold in."""
    return divide_half_up(quantity * ONE, factor)


@lru_cache(maxsize=KEPT)
def row(line: LiveLine, show: Show) -> Row:
    """One line of the grid. Of a long order most lines stay as they were: those are not written anew."""
    by_hand = "*" if line.by_hand else ""
    return Row(
        line.position,
        (
            str(line.position),
            line.sku,
            ("  · " if line.part_of else "")
            + _apart(line, show)
            + line.name
            + (f" “{line.note}”" if line.note else "")
            + (f" [{line.said}]" if line.said else ""),
            show.quantity(in_unit(line.quantity, line.factor)),
            line.unit,
            show.price(line.price) + by_hand,
            show.percent(line.discount),
            show.money(line.net),
            leaves(line, show),
        ),
    )


def _apart(line: LiveLine, show: Show) -> str:
    """A day and an address of its own; before the name, which may be cut off and whose SKU is beside it."""
    day = f"{show.weekday(line.wanted)} · " if line.wanted else ""
    return day + (f"→ {cut(visible(line.ship_to), 12)} · " if line.ship_to else "")


def leaves(line: LiveLine, show: Show) -> Cell:
    """How much of a line leaves on the wanted day."""
    if line.state == "ok":
        return state(Tone.DONE, "ok")
    if line.state == "part":
        return state(Tone.PARTIAL, show.quantity(in_unit(line.leaves, line.factor)))
    if line.state == "none":
        return state(Tone.REFUSED, "none" if line.full_on is None else "later")
    return Cell("direct" if line.drop_ship else "–", Tone.MUTED)


def columns(rows: Sequence[Row]) -> tuple[Column, ...]:
    """The grid's columns, wide enough for every figure in it; the description takes what is left."""
    widths = [max(column) for column in zip(LEAST, *map(_widths, rows), strict=True)]
    widths[1] = min(widths[1], 14)
    return tuple(
        Column(
            name,
            widths[i],
            share=1 if i == 2 else 0,
            align="right" if i in FIGURES else "left",
            rank={4: 2, 6: 1}.get(i, 0),
        )
        for i, name in enumerate(TITLES)
    )


@lru_cache(maxsize=KEPT)
def _widths(row: Row) -> tuple[int, ...]:
    """How wide its cells are; the description, which is stretched, asks for nothing."""
    texts = (cell.text if isinstance(cell, Cell) else cell for cell in row.cells)
    return tuple(0 if i == 2 else width_of(text) for i, text in enumerate(texts))


def totals(draft: LiveDraft, show: Show, width: int) -> list[Piece]:
    """The foot: lines, margin where it may be seen, net, tax by rate, total."""
    count = f" {counted(draft)}"
    if draft.margin is not None and width >= 100:
        count += f"   margin {show.percent(draft.margin) or '0 %'}"
    rates = [told for one in draft.taxes if one.tax or one.net for told in tax_said(one, show)]
    total = f"Total {show.money(draft.gross)} {draft.currency.code} "
    net = f"Net {show.money(draft.net)}"
    if draft.tax_note:
        rates = [cut(draft.tax_note, 30)]
    elif draft.tax_included:
        rates = [f"incl. {rate}" for rate in rates]
    row = spread([count, net, *rates, total], width)
    return [Cell(row, Tone.STRONG)]


def tax_said(one: RateTotal, show: Show) -> list[str]:
    """The tax of one rate: each of several by its name, with what it comes to."""
    if not one.parts:
        return [f"VAT {show.percent(one.rate) or '0 %'} {show.money(one.tax)}"]
    return [f"{part.name} {show.percent(part.rate)}".rstrip() + f" {show.money(part.tax)}" for part in one.parts]


def counted(draft: LiveDraft) -> str:
    """How many lines it has."""
    return "1 line" if len(draft.lines) == 1 else f"{len(draft.lines)} lines"


def echo(typed: TypedLine, show: Show, width: int) -> list[Piece]:
    """What was understood of what is being typed: the line as it would be, and what else it may mean."""
    if typed.trouble:
        return [" ", Cell(typed.trouble, Tone.WARNING)]
    if typed.preview is None:
        return []
    others = [entry_text(other, show.decimal_mark) for other in typed.others]
    also = [Cell(f"   may also be {' or '.join(others)}: take it from the list", Tone.WARNING)] if others else []
    order = typed.order
    room = width - sum(width_of(one.text) for one in also)
    told = f"   order {show.money(order.gross)}" if order is not None else ""
    line = _sum_of(typed.preview, show, typed.understood)
    if order is not None and order.margin is not None:
        margin = f" · margin {show.percent(order.margin) or '0 %'}"
        told += margin if width_of(line + told + margin) <= room else ""
    return [Cell(" = ", Tone.STRONG), cut(line + told, max(10, room - 3)), *also]


def saved_line(preview: LinePreview, line: LiveLine, show: Show, width: int) -> list[Piece]:
    """A line that is on the order, in words."""
    return [" ", Cell(f"line {line.position}", Tone.STRONG), cut(f"  {_sum_of(preview, show, line)}", width - 9)]


def _sum_of(preview: LinePreview, show: Show, entry: NewLine | LiveLine) -> str:
    """Quantity, product, price, discount and net."""
    discount = f" −{show.percent(entry.discount)}" if entry.discount else ""
    quantity = entry.quantity if isinstance(entry, NewLine) else in_unit(entry.quantity, entry.factor)
    much = f"{show.quantity(quantity)} {preview.unit} {preview.sku} {preview.name}"
    if preview.price is None:
        return f"{much} without a price"
    return f"{show.money(preview.net)} net: {much} at {show.price(preview.price)}{discount}"


def crossing(typed: TypedLine, show: Show) -> str:
    """What is said the moment a line would carry the customer over the limit; empty when it would not."""
    if not typed.crosses or typed.credit is None or typed.credit.room is None:
        return ""
    return f"this line carries the customer {show.money(-typed.credit.room)} over the credit limit"


def detail(
    preview: LinePreview, show: Show, line: LiveLine | None = None, *, by_hand: bool = False
) -> tuple[list[Piece], list[Piece]]:
    """What stands behind a line, typed or saved: stock and what is coming; what could be offered, and the price.

    Args:
        line: the saved one. What leaves of it is its own figure, for the preview counts one more like it.
        by_hand: whether the price was typed.
    """
    price = _price(preview, show, by_hand, line)
    if preview.promise is None:
        return [" ", Cell(preview.sku, Tone.STRONG), Cell(f" {preview.name}: not kept in stock", Tone.MUTED)], price
    quantity = preview.quantity if line is None else line.quantity
    short = quantity - (preview.promise.at_wanted if line is None else line.leaves)
    reserved = f"allocated {show.quantity(preview.allocated)} · " if preview.allocated else ""
    stock = f" on hand {show.quantity(preview.on_hand)} · {reserved}"
    free = Cell(f"free {show.quantity(preview.free)}", Tone.STRONG)
    first: list[Piece] = [" ", Cell(preview.sku, Tone.STRONG), stock, free]
    if short > 0:
        first.append(Cell(f" · {show.quantity(short)} short", Tone.WARNING))
    for due in preview.coming[:1]:
        source = f" ({due.source})" if due.source else ""
        mark = ":" if short > 0 else " ·"
        first.append(f"{mark} {show.quantity(due.quantity)} due {show.weekday(due.on)}{source}")
    if short <= 0:
        return first, price
    offer = _offered(preview.promise, quantity, show) if line is None else _late(line, show)
    return first, [Cell(f" {offer} ", Tone.WARNING), *price]


def _offered(promise: Promise, quantity: Quantity, show: Show) -> str:
    parts = [f"{show.quantity(part.quantity)} on {show.weekday(part.on)}" for part in promise.split]
    unseen = quantity - sum(part.quantity for part in promise.split)
    rest = f"{show.quantity(unseen)} not in sight" if unseen else ""
    return "could offer " + " + ".join([*parts, rest] if rest else parts) if parts else rest


def _price(preview: LinePreview, show: Show, by_hand: bool, line: LiveLine | None = None) -> list[Piece]:
    said = f" {show.price(preview.price)} {a_or_an(preview.unit)}"
    agreed = line is not None and line.source is not None
    if line is not None and agreed and (preview.receipt is None or preview.receipt.winner.line_id is None):
        said += f" by {line.price_source}"
    elif preview.receipt is not None:
        name, usual = preview.receipt.source, for_unit(preview.receipt.price, preview.factor)
        if (most := preview.receipt.winner.most) is not None:
            name += f", {show.quantity(most)} left of it"
        said += f" by hand, {show.price(usual)} by {name}" if by_hand else f" by {name}"
        paid = [for_unit(one, preview.factor) for one in preview.receipt.last_prices[:1]]
        said += "".join(f" · last paid {show.price(one)}" for one in paid)
        if (free := preview.receipt.free) is not None:
            said += f" · {show.quantity(free.free)} free for every {show.quantity(free.min_qty)}"
    elif by_hand:
        said += " by hand"
    else:
        said = " no price: type one with @"
    if preview.margin is not None:
        said += f" · margin {show.percent(preview.margin) or '0 %'}"
    return [Cell(said, Tone.MUTED)]


def leaving(draft: LiveDraft, show: Show) -> list[str]:
    """What leaves when, in at most two rows."""
    late = [line for line in draft.lines if line.state in ("part", "none")]
    if not late:
        own = [line for line in draft.lines if line.wanted and not line.part_of]
        rest = "".join(f"; line {line.position} {line.sku} on {show.weekday(line.wanted)}" for line in own[:2])
        return [f"everything leaves on {show.weekday(draft.wanted)}{rest}{'; …' if len(own) > 2 else ''}"]
    said = [f"line {line.position} {line.sku}: {_late(line, show)}" for line in late]
    return said if len(said) <= 2 else [said[0], f"{said[1]}; {len(said) - 2} more lines later"]


def _late(line: LiveLine, show: Show) -> str:
    left, whole = (show.quantity(in_unit(quantity, line.factor)) for quantity in (line.leaves, line.quantity))
    when = f"all of it on {show.weekday(line.full_on)}" if line.full_on else "the rest not in sight"
    return f"{left} of {whole} in time, {when}"


def said_of(draft: LiveDraft, show: Show) -> tuple[str, Tone]:
    """The weightiest finding as a sentence, how many more there are, and its tone."""
    order = (Severity.BLOCK, Severity.HOLD, Severity.NOTE)
    if not draft.findings.all:
        return "", Tone.NOTE
    first, *more = sorted(draft.findings.all, key=lambda finding: order.index(finding.severity))
    short = next((line for line in draft.lines if first.kind == "short" and line.position == first.line), None)
    said = first.message if short is None else f"line {short.position} {short.sku}: {_late(short, show)}"
    held = "would be held: " if first.severity is Severity.HOLD else ""
    rest = f"  (+{len(more)}, F11)" if more else ""
    return held + said + rest, Tone.PARTIAL if first.severity is Severity.NOTE else Tone.WARNING


def reasons(findings: Sequence[Finding], width: int) -> list[Cell]:
    """What was found in at most two rows: one reason in full, or the first two; the holds before all else."""
    holds = [finding for finding in findings if finding.severity is Severity.HOLD]
    tone, said = (Tone.WARNING, holds) if holds else (Tone.PARTIAL, list(findings))
    if len(said) == 1:
        rows = textwrap.wrap(said[0].message, max(20, width - 2))
    else:
        rows = [cut(finding.message, width - 2) for finding in said]
    return [Cell(f" {row}", tone) for row in rows[:2]]


def product_rows(found: Sequence[ProductFound], show: Show) -> list[Suggestion]:
    """Products as suggestions."""
    return [
        Suggestion(
            one.sku,
            (
                one.name if one.active else f"{one.name} (not sold any more)",
                show.price(one.list_price),
                f"free {show.quantity(one.free)}" if one.kind == "stocked" else one.kind.replace("_", " "),
            ),
        )
        for one in found
    ]


def customer_rows(found: Sequence[CustomerFound]) -> list[Suggestion]:
    """Customers as suggestions."""
    return [Suggestion(one.code, (one.name, one.city, _standing(one))) for one in found]


def _standing(one: CustomerFound) -> str:
    if not one.active:
        return "not active"
    return "" if one.block == "none" else f"blocked: {one.block}"
