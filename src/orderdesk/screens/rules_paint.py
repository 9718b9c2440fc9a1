"""How the rules are written: the list, who releases the highlighted one, and what a simulation found."""

from __future__ import annotations

from collections.abc import Sequence

from orderdesk.queries.hold_precision import Precision
from orderdesk.queries.rule_list import RuleRow
from orderdesk.rules.simulation import Change, Outcome, SimulatedOrder, Simulation, duration
from orderdesk.rules.wording import a_or_an, counted
from orderdesk.show import Show
from orderdesk.widgets.columns import Column
from orderdesk.widgets.lines import Line
from orderdesk.widgets.paint import Cell, Tone, state
from orderdesk.widgets.window_list import Row

PANEL = 5
COLUMNS = (
    Column("Rule", 10),
    Column("Hold", 10),
    Column("Holds", 24, share=2),
    Column("For", 10, share=1, rank=3),
    Column("", 9, rank=2),
    Column("Raised", 6, align="right", rank=1),
    Column("False", 7, align="right", rank=1),
)
TRIED = (
    Column("Order", 7),
    Column("Customer", 16, share=1),
    Column("Total", 11, align="right"),
    Column("Would be", 15),
    Column("In truth", 14),
    Column("After", 8, align="right", rank=1),
    Column("Why", 20, share=2, rank=2),
)
_CHANGES = {Change.MORE: Tone.WARNING, Change.LESS: Tone.DONE, Change.SAME: Tone.NOTE}


def row(item: RuleRow, show: Show) -> Row:
    """A rule with its figure; dim while it holds nothing."""
    tone = Tone.PLAIN if item.active else Tone.MUTED
    stands = state(Tone.NOTE, item.source) if item.active else Cell("· off", Tone.MUTED)
    false = f"{show.percent(item.false_alarms) or '0 %'}" if item.raised else ""
    what = f"{item.figure}: {item.name}"
    return Row(item.code, (item.code, item.kind, what, item.whom, stands, str(item.raised or ""), false), tone)


def panel(item: RuleRow, rows: int) -> list[Line]:
    """Who releases it up to what, and what changes it."""
    lines: list[Line] = [[Cell(f" Released  {said}")] for said in item.releases]
    return [*lines[: rows - 1], [Cell(f" Changed with: {item.changed_by}", Tone.MUTED)]]


def why(item: RuleRow, show: Show) -> list[str]:
    """All of one rule."""
    days = [f"from {show.day(item.valid_from)}" if item.valid_from else ""]
    days.append(f"until {show.day(item.valid_to)}" if item.valid_to else "")
    whom = f" for {item.whom}" if item.whom else ""
    aim = f"{show.percent(item.false_alarms) or '0 %'} of what was decided was released"
    return [
        f"{item.name}: {item.figure}{whom} {' '.join(day for day in days if day)}".rstrip(),
        f"   raises {a_or_an(item.kind)} hold{'' if item.active else ', but is switched off'}",
        *(f"   released, {said}" for said in item.releases),
        f"   changed with: {item.changed_by}",
        "",
        f"In the last thirty days it held {counted(item.raised, 'time')}" + (f"; {aim}" if item.raised else ""),
    ]


def aims(found: Sequence[Precision], show: Show) -> list[str]:
    """Kind by kind: raised, released, rejected, and how long it took."""
    if not found:
        return ["Nothing was held."]
    rows = []
    for one in found:
        rule = f" by {one.rule}" if one.rule else ""
        took = f", in {duration(one.median_minutes)} at the median" if one.median_minutes is not None else ""
        rows += [
            f"{one.kind}{rule}: raised {counted(one.raised, 'time')}",
            f"   {one.released} released, {one.rejected} rejected{took}",
            f"   {one.lapsed} ended by themselves, {one.open} open",
            f"   {show.percent(one.false_alarms) or '0 %'} of the decided ones were released: false alarms",
        ]
    return rows


def tried_row(item: SimulatedOrder, show: Show) -> Row:
    """An order that the rule would hold, or would not any more."""
    tone = Tone.REFUSED if item.outcome in (Outcome.REJECTED, Outcome.CANCELLED) else Tone.DONE
    return Row(
        item.number,
        (
            str(item.number),
            f"{item.customer} {item.name}",
            show.money(item.gross),
            state(_CHANGES[item.change], item.change),
            state(tone if item.outcome is not Outcome.WAITING else Tone.WARNING, item.outcome),
            "" if item.minutes is None else duration(item.minutes),
            item.why,
        ),
    )


def summary(found: Simulation, show: Show) -> list[Line]:
    """What came of it, in three rows."""
    held = found.more + found.same
    partly = "the newest " if found.partly else ""
    share = f"{show.percent(found.share) or '0 %'} false alarms"
    took = "" if found.median_minutes is None else f", released in {duration(found.median_minutes)} at the median"
    return [
        [
            Cell(f" Of {partly}{counted(found.looked_at, 'order')} it would hold {held}", Tone.STRONG),
            f" ({show.money(found.held_value)}; before {show.money(found.held_before)})",
        ],
        [" ", state(Tone.WARNING, f"{found.more} more"), "  ", state(Tone.DONE, f"{found.less} no longer"),
         f"  {found.same} as before"],
        [" ", state(Tone.WARNING if found.false_alarms else Tone.DONE, share),
         f"  {found.false_alarms} of these {held} went through all the same{took}"],
    ]  # fmt: skip
