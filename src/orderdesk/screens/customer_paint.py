"""How a customer's card is written: who they are, what they owe, who calls, and their orders."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from orderdesk.queries.customer_card import CustomerCard
from orderdesk.queries.order_list import ListedOrder
from orderdesk.queries.receivables import Item
from orderdesk.rules.wording import counted
from orderdesk.screens.order_words import state_cell
from orderdesk.show import Show
from orderdesk.widgets.cells import fit, width_of
from orderdesk.widgets.columns import Column
from orderdesk.widgets.figures import credit_bar
from orderdesk.widgets.lines import Line
from orderdesk.widgets.paint import Cell, Tone
from orderdesk.widgets.window_list import Row

ROWS = 6  # of the card, above the orders
ORDER_COLUMNS = (
    Column("Order", 7),
    Column("Date", 11),
    Column("Wanted", 11, rank=2),
    Column("PO", 8, share=1, rank=3),
    Column("Total", 12, align="right"),
    Column("State", 11),
    Column("Held for", 12, share=1, rank=1),
)


def card(one: CustomerCard, show: Show) -> list[Line]:
    """The card, in `ROWS` rows."""
    return [_who(one, show), _owes(one, show), _parts(one, show), *_calls(one), _ships(one)]


def _who(one: CustomerCard, show: Show) -> Line:
    standing: list[Cell] = []
    if not one.active:
        standing.append(Cell(" ✗ not active ", Tone.REFUSED))
    if one.block != "none":
        standing.append(Cell(f" ✗ blocked: {one.block} ", Tone.REFUSED))
    facts = [one.billing, one.segment, one.terms, f"since {one.since.year}" if one.since else ""]
    about = " · ".join(fact for fact in facts if fact)
    return [" Bill  ", *standing, Cell(f" {about or 'no address yet'}", Tone.PLAIN if one.billing else Tone.MUTED)]


def _owes(one: CustomerCard, show: Show) -> Line:
    owed = one.exposure.total
    bar = credit_bar(owed, 0, one.limit, 10)
    late = Cell(
        f"   ! overdue {show.money(one.overdue)}, {one.oldest_days} days" if one.overdue else "   nothing overdue",
        Tone.WARNING if one.overdue else Tone.MUTED,
    )
    if one.room is None:
        return [" Credit ", bar, f"  owes {show.money(owed)}", late]
    left = f" over by {show.money(-one.room)}" if one.room < 0 else f" room {show.money(one.room)}"
    tone = Tone.REFUSED if one.room < 0 else Tone.STRONG
    return [" Credit ", bar, Cell(left, tone), f"   {show.money(owed)} of {_least(one, show)}", late]


def _least(one: CustomerCard, show: Show) -> str:
    return "no limit of its own" if one.limit is None else show.round_money(one.limit)


def _parts(one: CustomerCard, show: Show) -> Line:
    parts = [
        ("invoices", one.exposure.open_invoices),
        ("unapplied", -one.exposure.unapplied_credit),
        ("shipped", one.exposure.shipped_not_invoiced),
        ("to ship", one.exposure.confirmed_not_shipped),
        ("submitted", one.exposure.submitted),
    ]
    said = [f"{name} {show.money(amount)}" for name, amount in parts if amount]
    if one.exposure.beyond_horizon:
        said.append(f"later {show.money(one.exposure.beyond_horizon)}")
    if one.disputed:
        said.append(f"disputed {show.money(one.disputed)}")
    if one.group:
        limit = "" if one.group_limit is None else f" of {show.round_money(one.group_limit)}"
        said.insert(0, f"group {one.group} {show.money(one.group_exposure)}{limit}")
    if one.order_limit is not None:
        said.append(f"open orders up to {show.round_money(one.order_limit)}")
    if one.overdue_limit is not None:
        said.append(f"overdue up to {show.round_money(one.overdue_limit)}")
    return Cell("        " + (" · ".join(said) or "owes nothing"), Tone.MUTED)


def _calls(one: CustomerCard) -> list[Line]:
    rows: list[Line] = [
        [
            " Call   " if number == 0 else "        ",
            contact.name,
            Cell(f", {contact.role}" if contact.role else "", Tone.MUTED),
            Cell(f"  {contact.phone}", Tone.STRONG),
            Cell(f"  {contact.email}", Tone.MUTED),
        ]
        for number, contact in enumerate(one.contacts[:2])
    ]
    if not rows:
        rows.append(Cell(" Call   no contact yet", Tone.MUTED))
    return rows


def _ships(one: CustomerCard) -> Line:
    more = f"  (+{len(one.ship_to) - 1} more)" if len(one.ship_to) > 1 else ""
    note = "".join(f"   {own.name}: {own.value}" for own in one.attributes if own.value)
    note += f"   {one.note}" if one.note else ""
    return [" Ship   ", one.ship_to[0] if one.ship_to else "no address yet", Cell(more + note, Tone.MUTED)]


def why(one: CustomerCard, items: Sequence[Item], show: Show) -> Iterator[str]:
    """What a customer owes in every form, item by item, and what may still be ordered: sums to be read downwards."""
    owed = one.exposure
    parts = (
        ("", "open invoices", owed.open_invoices),
        ("−", "not applied: receipts, credit notes", owed.unapplied_credit),
        ("+", "shipped, not invoiced", owed.shipped_not_invoiced),
        ("+", "confirmed, not shipped", owed.confirmed_not_shipped),
        ("+", "submitted, at the approvers", owed.submitted),
        ("−", "paid ahead for orders", owed.prepaid),
        ("=", "owes in all", owed.total),
    )
    rows = [(sign, name, amount) for sign, name, amount in parts if amount or sign in ("", "=")]
    if one.disputed:
        rows.append(("", "of it disputed, not overdue", one.disputed))
    if one.exposure.beyond_horizon:
        rows.append(("", "beyond the horizon, not counted", one.exposure.beyond_horizon))
    if one.order_limit is not None:
        rows += [("", "open orders", one.exposure.open_orders), ("", "limit for open orders", one.order_limit)]
    if one.group_limit is not None:
        rows += [
            ("", f"group {one.group} in all", one.group_exposure),
            ("", f"limit of group {one.group}", one.group_limit),
        ]
    if one.overdue_limit is not None:
        rows.append(("", "may be overdue", one.overdue_limit))
    if one.limit is not None:
        rows.append(("", "credit limit", one.limit))
    if one.room is not None:
        left = "may still be ordered" if one.room >= 0 else "over the limit by"
        rows.append(("", left, abs(one.room)))
    names, widest = max(len(name) for _, name, _ in rows), max(width_of(show.money(amount)) for *_, amount in rows)
    yield "What they owe in every form"
    for sign, name, amount in rows:
        yield f"   {sign:<1} {fit(name, names)}  {fit(show.money(amount), widest, 'right')}"
    if one.limit is None:
        yield "   there is no credit limit"
    yield f"{counted(len(items), 'open item')}, oldest due first" if items else "Nothing is open"
    numbers = max((len(item.number) for item in items), default=0)
    for item in items:
        late = f"{counted(item.days_late, 'day')} late" if item.days_late > 0 else f"due {show.day(item.due)}"
        yield f"   {fit(item.number, numbers)}  {fit(show.money(item.open), widest, 'right')}  {late}"


def order_row(order: ListedOrder, show: Show) -> Row:
    """One of the customer's orders."""
    return Row(
        order.number,
        (
            str(order.number),
            show.day(order.order_date),
            show.day(order.wanted_date),
            order.po_number,
            show.of(order.currency).money(order.gross),
            state_cell(order.state),
            Cell(", ".join(order.held), Tone.WARNING),
        ),
    )
