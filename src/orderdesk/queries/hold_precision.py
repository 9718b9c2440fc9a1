"""How well the rules of today aim: holds raised, released and rejected by kind and rule, and how long it took."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import Row, bindparam, select

from orderdesk.models import Hold
from orderdesk.queries.past_orders import minutes_between
from orderdesk.rules.simulation import median, percent_of
from orderdesk.store.transaction import Reading, table
from orderdesk.values import Percent

MONTH = timedelta(days=30)

_HOLD = table(Hold)
_RAISED = select(_HOLD.c.kind, _HOLD.c.rule, _HOLD.c.state, _HOLD.c.raised_at, _HOLD.c.decided_at).where(
    _HOLD.c.raised_at >= bindparam("a_first", type_=_HOLD.c.raised_at.type),
    _HOLD.c.raised_at < bindparam("an_end", type_=_HOLD.c.raised_at.type),
)


@dataclass(frozen=True, slots=True)
class Precision:
    """The holds of one kind and rule.

    Attributes:
        rule: empty for what is built in.
        lapsed: ended by themselves, for their reason had gone.
        median_minutes: from being raised to the decision; None where nothing was decided.
        false_alarms: the released ones of all that were decided, in per cent.
    """

    kind: str
    rule: str
    raised: int
    released: int
    rejected: int
    lapsed: int
    open: int
    median_minutes: int | None
    false_alarms: Percent


def hold_precision(reading: Reading, first: date | None = None, last: date | None = None) -> tuple[Precision, ...]:
    """Every kind and rule that held something in that time (the last thirty days unless said), the commonest first."""
    until = last or reading.today
    since = first or until - MONTH
    zone = reading.now.tzinfo
    rows: defaultdict[tuple[str, str], list[Row[Any]]] = defaultdict(list)
    begin, end = (datetime.combine(day, time.min, zone) for day in (since, until + timedelta(days=1)))
    for row in reading.all(_RAISED, a_first=begin, an_end=end):
        rows[row.kind, row.rule].append(row)
    found = [_precision(kind, rule, holds) for (kind, rule), holds in rows.items()]
    return tuple(sorted(found, key=lambda one: (-one.raised, one.kind, one.rule)))


def _precision(kind: str, rule: str, holds: list[Row[Any]]) -> Precision:
    of = {state: sum(hold.state == state for hold in holds) for state in ("released", "rejected", "lapsed", "open")}
    decided = [hold for hold in holds if hold.state in ("released", "rejected") and hold.decided_at is not None]
    return Precision(
        kind, rule, len(holds), of["released"], of["rejected"], of["lapsed"], of["open"],
        median(minutes_between(hold.raised_at, hold.decided_at) for hold in decided),
        percent_of(of["released"], of["released"] + of["rejected"]),
    )  # fmt: skip
