"""The answer to F11 on an order's line, as lines of text: its price, its goods, the queue, the findings."""

from __future__ import annotations

from orderdesk.findings import Severity
from orderdesk.queries.why import WhyLine
from orderdesk.rules.wording import counted
from orderdesk.screens.order_paint import in_unit
from orderdesk.show import Show

QUEUED = 12  # of those who wait, how many are listed
WORDS = {Severity.BLOCK: "stops it", Severity.HOLD: "holds it", Severity.NOTE: "note"}


def explained(why: WhyLine, show: Show) -> list[str]:
    """Everything about a line, headings without an indent."""
    line = why.line
    quantity = f"{show.quantity(in_unit(line.quantity, line.factor))} {line.unit}"
    discount = f" less {show.percent(line.discount)}" if line.discount else ""
    sum_text = f"{quantity} at {show.price(line.price)}{discount} = {show.money(line.net)} net"
    return [
        f"{line.sku} {line.name}",
        f"   {sum_text}",
        "",
        "PRICE",
        *[f"   {row}" for row in why.price_text.splitlines()],
        "",
        "GOODS",
        *_goods(why, show),
        "",
        "QUEUE",
        *_queue(why, show),
        "",
        "THE ORDER",
        *[f"   {WORDS[finding.severity]}: {finding.message}" for finding in why.draft.findings.all],
        *([] if why.draft.findings.all else ["   nothing stands against it"]),
    ]


def _goods(why: WhyLine, show: Show) -> list[str]:
    line, there = why.line, why.preview
    stock = f"on hand {show.quantity(there.on_hand)} · allocated {show.quantity(there.allocated)}"
    rows = [f"{stock} · free {show.quantity(there.free)}"]
    if why.allocated:
        rows.append(f"reserved for this line: {show.quantity(why.allocated)}")
    rows += [
        f"{show.quantity(one.quantity)} due {show.weekday(one.on)}{f' ({one.source})' if one.source else ''}"
        for one in there.coming
    ]
    rows.append(f"{show.quantity(line.leaves)} of {show.quantity(line.quantity)} by {show.weekday(why.draft.wanted)}")
    if line.leaves < line.quantity:
        rows.append(f"all of it on {show.weekday(line.full_on)}" if line.full_on else "no date in sight for all of it")
    return [f"   {row}" for row in rows]


def _queue(why: WhyLine, show: Show) -> list[str]:
    mine = next((place for place, one in enumerate(why.queue) if one.is_this), None)
    if mine is None:
        waits = "draft: it takes its place when it is submitted" if why.draft.state == "draft" else "waits for nothing"
        rows = [f"{waits}; {counted(len(why.queue), 'line')} waiting for this product"]
    else:
        before = sum(one.open for one in why.queue[:mine])
        rows = [f"place {mine + 1} of {len(why.queue)}; {show.quantity(before)} are wanted before it"]
    for place, one in enumerate(why.queue[:QUEUED], start=1):
        this = " ◂ this line" if one.is_this else ""
        day = show.weekday(one.promised)
        rows.append(f"{place:>3}  order {one.order} {one.customer}: {show.quantity(one.open)}, promised {day}{this}")
    return [f"   {row}" for row in rows]
