"""Upkeep of approval: what is held, who may release it up to what, who stands in for whom, what a role may give away.

Open holds follow the table at once: where a step changes, they wait for whoever may release them now.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import Row, bindparam, delete, func, select, update

from orderdesk.desk import find
from orderdesk.desk.rights import ROLES
from orderdesk.desk.upkeep import add, by_code, changes, member, named, new_code, require_version, whole
from orderdesk.desk.verb import verb
from orderdesk.errors import BadValue, NotFound, Refused
from orderdesk.findings import HoldKind
from orderdesk.models import (
    ApprovalStep,
    Attribute,
    Category,
    Deputy,
    Hold,
    HoldRelease,
    HoldRule,
    RoleCeiling,
    Segment,
    User,
)
from orderdesk.queries.approval_table import step_of, steps
from orderdesk.queries.settings import settings
from orderdesk.rules.approval import HIGHEST, route, step_for
from orderdesk.rules.hold_rules import COUNTS, RAISES, Counts, Measure
from orderdesk.rules.wording import a_or_an
from orderdesk.store.transaction import Reading, Transaction, table
from orderdesk.texts import clean, visible
from orderdesk.values import (
    HUNDRED_PERCENT,
    MAX_MONEY,
    MAX_QUANTITY,
    Money,
    Percent,
    parse_money,
    parse_percent,
    parse_quantity,
)

RAISED_BY_RULES = (
    HoldKind.VALUE, HoldKind.DISCOUNT, HoldKind.MARGIN, HoldKind.PRICE, HoldKind.UNUSUAL, HoldKind.SPECIAL,
)  # fmt: skip
_NARROWED = (Measure.NEW_SHIP_TO, Measure.FIRST_ORDER)  # that look at the order as a whole

_RULE, _STEP, _DEPUTY, _CEILING = table(HoldRule), table(ApprovalStep), table(Deputy), table(RoleCeiling)
_HOLD, _RELEASE = table(Hold), table(HoldRelease)
_RULE_CODE = select(_RULE).where(_RULE.c.code == bindparam("a_code"))
_STEPS = select(_STEP).order_by(_STEP.c.id)
_DROP_STEP = delete(_STEP).where(_STEP.c.id == bindparam("a_key"))
_STEPS_OF_RULE = select(func.count()).select_from(_STEP).where(_STEP.c.rule == bindparam("a_code"))
_OPEN = select(_HOLD).where(_HOLD.c.state == "open").order_by(_HOLD.c.id)
_GIVEN = select(_RELEASE.c.hold_id, _RELEASE.c.covers).where(
    _RELEASE.c.hold_id.in_(select(_HOLD.c.id).where(_HOLD.c.state == "open"))
)
_REROUTE = (
    update(_HOLD)
    .where(_HOLD.c.id == bindparam("a_hold"), _HOLD.c.state == "open")
    .values(role=bindparam("a_role"), level=bindparam("a_level"))
)
_ONE_DEPUTY = select(_DEPUTY).where(_DEPUTY.c.id == bindparam("a_key"))
_OVERLAPPING = select(_DEPUTY.c.id).where(
    _DEPUTY.c.user_id == bindparam("a_user"),
    _DEPUTY.c.deputy_id == bindparam("a_deputy"),
    _DEPUTY.c.first_day <= bindparam("a_last"),
    _DEPUTY.c.last_day >= bindparam("a_first"),
)
_DROP_DEPUTY = delete(_DEPUTY).where(_DEPUTY.c.id == bindparam("a_key"))
_ONE_CEILING = select(_CEILING).where(
    _CEILING.c.role == bindparam("a_role"), _CEILING.c.category_id.is_not_distinct_from(bindparam("a_category"))
)
_DROP_CEILING = delete(_CEILING).where(_CEILING.c.id == bindparam("a_key"))


# Rules ----------------------------------------------------------------------------------------------------------------


@verb("approval.rule")
def rule(
    tx: Transaction,
    code: str,
    measure: str,
    threshold: str | int = 0,
    *,
    name: str = "",
    kind: str | None = None,
    over: Money = 0,
    customer: str | None = None,
    segment: str | None = None,
    category: str | None = None,
    sku: str | None = None,
    role: str = "",
    attribute: str | None = None,
    value: str = "",
    valid_from: date | None = None,
    valid_to: date | None = None,
) -> str:
    """Enter a rule that holds orders; its code.

    Args:
        measure: one of `rules.hold_rules.Measure`.
        threshold: an order is held above it (a margin: below): minor units, thousandths of a per cent, of a piece or
            of a time; a text is read as people write it.
        kind: which hold it raises; the measure's own unless said.
        over: only orders that come to more than that.
        role: only orders that somebody of this role entered.
        attribute, value: of the measure attribute; no value is any.
        valid_from, valid_to: first and last order date.

    Raises:
        BadValue: the parts do not make a rule.
        Refused: there is a rule or an attribute of that code.
    """
    key = new_code(code, "rule code")
    taken = f"there is a rule or attribute {key} already; change that one, or choose another code"
    if tx.first(_RULE_CODE, a_code=key) is not None or _is_attribute(tx, key):
        raise Refused(taken)
    kept = made(
        tx, key, measure, threshold, name=name, kind=kind, over=over, customer=customer, segment=segment,
        category=category, sku=sku, role=role, attribute=attribute, value=value, valid_from=valid_from,
        valid_to=valid_to,
    )  # fmt: skip
    rule_id = add(tx, kept, taken)
    tx.kept.pop("site_rules", None)
    tx.record(
        "approval.rule", "hold_rule", rule_id, code=key, measure=kept.measure, threshold=kept.threshold, kind=kept.kind,
        over=kept.over, customer=customer, segment=segment, category=category, sku=sku, role=kept.role,
        attribute=kept.attribute, value=kept.value, valid_from=valid_from, valid_to=valid_to,
    )  # fmt: skip
    return key


def made(
    reading: Reading,
    code: str,
    measure: str,
    threshold: str | int,
    *,
    name: str = "",
    kind: str | None = None,
    over: Money = 0,
    customer: str | None = None,
    segment: str | None = None,
    category: str | None = None,
    sku: str | None = None,
    role: str = "",
    attribute: str | None = None,
    value: str = "",
    valid_from: date | None = None,
    valid_to: date | None = None,
) -> HoldRule:
    """The rule that these make, not written; see `rule`. Raises BadValue and NotFound."""
    what = Measure(member(Measure, measure, "measure"))
    raised = RAISES[what] if kind is None else HoldKind(member(HoldKind, kind, "hold"))
    if raised not in RAISED_BY_RULES:
        raise BadValue(f"a rule cannot raise a {raised} hold; it can raise {', '.join(RAISED_BY_RULES)}")
    if (what is Measure.ATTRIBUTE) is not bool(attribute):
        raise BadValue("the measure attribute needs its attribute, and no other measure has one")
    if what in _NARROWED and (category or sku):
        raise BadValue(f"{what} looks at the whole order, not at a category or product")
    if category and sku:
        raise BadValue("a rule is for one product or for one category, not for both")
    if valid_from and valid_to and valid_to < valid_from:
        raise BadValue(f"the rule would end on {valid_to}, before it starts on {valid_from}")
    return HoldRule(
        code=code,
        name=clean(name, "name", limit=100) or what.replace("_", " "),
        kind=raised,
        measure=what,
        threshold=_threshold(reading, what, threshold),
        over=whole(over, "order value", MAX_MONEY),
        customer_id=find.customer(reading, customer).id if customer else None,
        segment_id=by_code(reading, Segment, segment, "segment").id if segment else None,
        category_id=by_code(reading, Category, category, "category").id if category else None,
        product_id=find.product(reading, sku).id if sku else None,
        role=_role(role),
        attribute=by_code(reading, Attribute, attribute, "attribute").code if attribute else "",
        value=clean(value, "value"),
        valid_from=valid_from,
        valid_to=valid_to,
    )


@verb("approval.rule_change")
def rule_change(
    tx: Transaction,
    code: str,
    *,
    threshold: str | int | None = None,
    name: str | None = None,
    over: Money | None = None,
    valid_from: date | None = None,
    valid_to: date | None = None,
    active: bool | None = None,
    version: int | None = None,
) -> str:
    """Change a rule's figure, its days, or whether it holds anything; its code. What is None stays.

    Orders that are held already keep their holds until the guard looks at them again.
    """
    row = _rule(tx, code)
    tx.lock(HoldRule, [row.id])
    row = _rule(tx, code)
    require_version(tx, "hold_rule", row.code, row, version)
    changed = changes(
        row,
        {
            "threshold": None if threshold is None else _threshold(tx, Measure(row.measure), threshold),
            "name": None if name is None else named(name, limit=100),
            "over": None if over is None else whole(over, "order value", MAX_MONEY),
            "valid_from": valid_from,
            "valid_to": valid_to,
            "active": active,
        },
    )
    first = changed.get("valid_from", [None, row.valid_from])[1]
    last = changed.get("valid_to", [None, row.valid_to])[1]
    if first and last and last < first:
        raise BadValue(f"the rule would end on {last}, before it starts on {first}")
    if changed:
        tx.update(HoldRule, row.id, **{column: pair[1] for column, pair in changed.items()})
        tx.kept.pop("site_rules", None)
        tx.record("approval.rule_change", "hold_rule", row.id, code=row.code, **changed)
    return str(row.code)


def _rule(tx: Transaction, code: str) -> Row[Any]:
    return by_code(tx, HoldRule, code, "rule")


def _is_attribute(tx: Transaction, key: str) -> bool:
    try:
        by_code(tx, Attribute, key, "attribute")
    except NotFound:
        return False
    return True


def _role(text: str) -> str:
    role = text.strip()
    if role and role not in ROLES:
        raise BadValue(f"role {visible(role)[:40]!r} is not one of {', '.join(ROLES)}")
    return role


def _threshold(reading: Reading, measure: Measure, said: str | int) -> int:
    """A rule's figure, from what was typed or as it is."""
    counts = COUNTS[measure]
    what = str(measure).replace("_", " ")
    if isinstance(said, str):
        said = read_threshold(measure, said, settings(reading).decimals)
    if counts is Counts.NOTHING and said:
        raise BadValue(f"{what} has no figure; it has a value")
    most = {Counts.MONEY: MAX_MONEY, Counts.PERCENT: HUNDRED_PERCENT}.get(counts, MAX_QUANTITY)
    return whole(said, what, most, least=-HUNDRED_PERCENT if measure is Measure.MARGIN else 0)


def read_threshold(measure: Measure, text: str, decimals: int) -> int:
    """A figure as people write it: 1000, 10 %, 3. Raises BadValue.

    Args:
        decimals: of the company's currency.
    """
    what = str(measure).replace("_", " ")
    match COUNTS[measure]:
        case Counts.MONEY:
            return parse_money(text, decimals=decimals, what=what)
        case Counts.PERCENT:
            return parse_percent(text, what=what)
    return parse_quantity(text.strip().removesuffix("times").rstrip() or "0", what=what)


# Steps ----------------------------------------------------------------------------------------------------------------


@verb("approval.step")
def step(
    tx: Transaction,
    role: str,
    level: int,
    *,
    kind: str = "",
    rule: str = "",
    up_to: Money | None = None,
    in_turn: bool = False,
) -> int:
    """Say who may release a kind of hold up to an amount; the row's id. One for the same holds and amount is replaced.

    Args:
        role: approver or warehouse.
        level: 1 or 2; the second of a warehouse is its lead.
        kind: of the holds; empty is every kind that has no row.
        rule: the code of the rule or attribute that it is for alone.
        up_to: included; None is without bound.
        in_turn: the first level has to release before the second, each another person.
    """
    if role not in HIGHEST:
        raise BadValue(f"role {visible(role)[:40]!r} is not one of {', '.join(HIGHEST)}")
    whole(level, "level", HIGHEST[role], least=1)
    if kind:
        member(HoldKind, kind, "hold")
    key = _known_rule(tx, rule)
    if key and kind:
        raise BadValue("a step is for a kind of hold or for one rule, not for both")
    if up_to is not None:
        whole(up_to, "amount", MAX_MONEY)
    for row in tx.all(_STEPS):
        if (row.kind, row.rule, row.up_to) == (kind, key, up_to):
            tx.change(_DROP_STEP, a_key=row.id)
    kept = ApprovalStep(kind=kind, rule=key, role=role, level=level, up_to=up_to, in_turn=in_turn)
    step_id = tx.add(kept)
    tx.record(
        "approval.step", "approval_step", step_id, kind=kind, rule=key, role=role, level=level, up_to=up_to,
        in_turn=in_turn,
    )  # fmt: skip
    _reroute(tx)
    return step_id


@verb("approval.step_remove")
def step_remove(tx: Transaction, step: int) -> None:
    """Take a row out of the approval table. Raises Refused where a hold would be left that nobody may release."""
    rows = tx.all(_STEPS)
    row = next((one for one in rows if one.id == step), None)
    if row is None:
        raise NotFound(f"there is no approval step {step}; approval steps lists them")
    left = [step_of(one) for one in rows if one.id != step]
    kinds = [HoldKind(row.kind)] if row.kind else list(HoldKind)
    for kind in kinds:
        top = step_for(kind, MAX_MONEY, left, row.rule)
        if top not in left or (top.up_to is not None and not row.rule):
            raise Refused(
                f"nobody could release {a_or_an(kind)} hold of any amount then; enter another step for it first"
            )
    tx.change(_DROP_STEP, a_key=row.id)
    tx.record(
        "approval.step_remove", "approval_step", row.id, kind=row.kind, rule=row.rule, role=row.role, level=row.level,
        up_to=row.up_to,
    )  # fmt: skip
    _reroute(tx)


def _known_rule(tx: Transaction, code: str) -> str:
    if not code:
        return ""
    key = code.strip().upper()
    if tx.first(_RULE_CODE, a_code=key) is None and not _is_attribute(tx, key):
        raise NotFound(f"there is no rule or attribute {visible(key)[:40]}")
    return key


def _reroute(tx: Transaction) -> None:
    """Open holds wait for whoever may release them by the table of now."""
    tx.kept.pop("approval_steps", None)
    covers: dict[int, list[int]] = {}
    for row in tx.all(_GIVEN):
        covers.setdefault(row.hold_id, []).append(row.covers)
    moved = []
    for hold in tx.all(_OPEN):
        given = sum(cover >= hold.amount for cover in covers.get(hold.id, ()))
        needed = route(HoldKind(hold.kind), hold.amount, steps(tx), hold.rule, given)
        if (needed.role, needed.level) != (hold.role, hold.level):
            moved.append({"a_hold": hold.id, "a_role": needed.role, "a_level": needed.level})
    tx.change_all(_REROUTE, moved)


# Deputies -------------------------------------------------------------------------------------------------------------


@verb("approval.deputy")
def deputy(tx: Transaction, away: str, deputy: str, first: date, last: date) -> int:
    """While somebody is away, from the first to the last day, another may release what he or she may; the row's id.

    Nobody lends what is lent: a deputy's deputy may not release it.

    Raises:
        BadValue: the last day is before the first, or past already.
        Refused: the two are one person, or stand so for a part of these days already.
    """
    gone, there = find.user(tx, away), find.user(tx, deputy)
    if gone.id == there.id:
        raise Refused(f"{gone.login} cannot stand in for himself or herself")
    if last < first:
        raise BadValue(f"the last day {last} is before the first, {first}")
    if last < tx.today:
        raise BadValue(f"the last day {last} is past; today is {tx.today}")
    tx.lock(User, [gone.id, there.id])
    if tx.first(_OVERLAPPING, a_user=gone.id, a_deputy=there.id, a_first=first, a_last=last) is not None:
        raise Refused(f"{there.login} stands in for {gone.login} on some of these days already; end that first")
    kept = Deputy(user_id=gone.id, deputy_id=there.id, first_day=first, last_day=last)
    deputy_id = tx.add(kept)
    tx.kept.pop("deputies", None)
    tx.record(
        "approval.deputy", "user", gone.id, away=gone.login, deputy=there.login, first=first, last=last
    )
    return deputy_id


@verb("approval.deputy_end")
def deputy_end(tx: Transaction, deputy: int) -> None:
    """End a deputyship today, or take back one that has not begun. What was released stays released."""
    row = tx.first(_ONE_DEPUTY, a_key=deputy) if find.fits(deputy) else None
    if row is None or row.last_day < tx.today:
        raise NotFound(f"there is no deputy {deputy}; approval deputies lists them")
    tx.change(_DROP_DEPUTY, a_key=row.id)
    tx.kept.pop("deputies", None)
    tx.record("approval.deputy_end", "user", row.user_id, deputy=deputy, last=[row.last_day, tx.today])


# What a role may give away --------------------------------------------------------------------------------------------


@verb("approval.ceiling")
def ceiling(tx: Transaction, role: str, ceiling: Percent | None, category: str | None = None) -> None:
    """Say which discount somebody of a role may give without approval; None takes the row away.

    Args:
        category: in this one only; it goes before the role's row for all of them.
    """
    kept = _role(role)
    if not kept:
        raise BadValue(f"no role is given; choose from {', '.join(ROLES)}")
    group = by_code(tx, Category, category, "category") if category else None
    category_id = None if group is None else group.id
    row = tx.first(_ONE_CEILING, a_role=kept, a_category=category_id)
    before = None if row is None else row.ceiling
    if ceiling is None:
        if row is None:
            raise NotFound(f"{kept} has no ceiling of its own{f' in {group.code}' if group else ''}")
        tx.change(_DROP_CEILING, a_key=row.id)
    else:
        whole(ceiling, "ceiling", HUNDRED_PERCENT)
        if row is not None:
            tx.update(RoleCeiling, row.id, ceiling=ceiling)
        else:
            taken = f"the ceiling of {kept} was entered at another terminal just now; look at it again"
            add(tx, RoleCeiling(role=kept, category_id=category_id, ceiling=ceiling), taken)
    tx.kept.pop("site_rules", None)
    tx.record(
        "approval.ceiling", "role", 0, role=kept, category=group.code if group else None, ceiling=[before, ceiling]
    )
