"""Trying a hold rule on past orders before it is entered or changed. Nothing is written."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from orderdesk.desk.approval_rules import made, read_threshold
from orderdesk.desk.upkeep import by_code, new_code
from orderdesk.errors import BadValue, NotFound
from orderdesk.models import HoldRule
from orderdesk.queries.past_orders import past_orders
from orderdesk.queries.settings import settings
from orderdesk.queries.site_rules import rule_of, site_rules
from orderdesk.rules import hold_rules
from orderdesk.rules.simulation import Simulation
from orderdesk.rules.simulation import simulate as tried
from orderdesk.store.transaction import Reading

MONTH = timedelta(days=30)
_BUILT_IN = {"VALUE": (hold_rules.Measure.ORDER_VALUE, "value_limit")}


def simulate_new(
    reading: Reading,
    code: str,
    measure: str,
    threshold: str | int = 0,
    /,
    *,
    first: date | None = None,
    last: date | None = None,
    **more: Any,
) -> Simulation:
    """What a new rule would have held.

    Args:
        first, last: order dates; the thirty days up to today unless said.
        more: what else `approval_rules.rule` takes.
    """
    kept = made(reading, new_code(code, "rule code"), measure, threshold, **more)
    return _tried(reading, None, rule_of(kept), first, last)


def simulate_change(
    reading: Reading,
    code: str,
    threshold: str | int | None = None,
    *,
    first: date | None = None,
    last: date | None = None,
    off: bool = False,
) -> Simulation:
    """What a rule (or the built-in order value) would have held with another figure, or not at all.

    Args:
        threshold: nothing said tries it as it is.
        off: what would happen without it.

    Raises:
        NotFound: no such rule.
    """
    before, now = _rule(reading, code)
    if off:
        return _tried(reading, now, None, first, last)
    if isinstance(threshold, str):
        threshold = read_threshold(before.measure, threshold, settings(reading).decimals)
    after = before if threshold is None else replace(before, threshold=threshold)
    return _tried(reading, now, after, first, last)


def _rule(reading: Reading, code: str) -> tuple[hold_rules.HoldRule, hold_rules.HoldRule | None]:
    """A rule, and what it holds now: None while it is switched off."""
    key = code.strip().upper()
    if key in _BUILT_IN:
        measure, setting = _BUILT_IN[key]
        limit = getattr(settings(reading), setting)
        rule = hold_rules.HoldRule(key, "order value", hold_rules.RAISES[measure], measure, limit or 0)
        return rule, None if limit is None else rule
    for one in site_rules(reading).all_rules:
        if one.code == key:
            return one, one
    try:
        row = by_code(reading, HoldRule, key, "rule")
    except NotFound:
        raise NotFound(f"there is no rule {key[:40]} to try; approval rules lists them") from None
    return rule_of(row), None


def _tried(
    reading: Reading,
    before: hold_rules.HoldRule | None,
    after: hold_rules.HoldRule | None,
    first: date | None,
    last: date | None,
) -> Simulation:
    until = last or reading.today
    since = first or until - MONTH
    if until < since:
        raise BadValue(f"the last day {until} is before the first, {since}")
    past, partly = past_orders(reading, since, until, [one for one in (before, after) if one is not None])
    return tried(before, after, past, settings(reading).money, partly=partly)
