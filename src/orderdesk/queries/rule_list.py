"""Everything that can hold an order, in one list: what is built in and its figures, the company's rules, attributes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Row, select

from orderdesk.filters import Field, Filter, Kind
from orderdesk.findings import HoldKind
from orderdesk.models import ApprovalStep, Category, Customer, HoldRule, Product, RoleCeiling, Segment
from orderdesk.queries.approval_table import StandsIn, deputies, step_of, steps
from orderdesk.queries.hold_precision import hold_precision
from orderdesk.queries.listing import Exported, Listing, Sums
from orderdesk.queries.settings import settings
from orderdesk.queries.site_rules import rule_of, site_rules
from orderdesk.rules.approval import Step
from orderdesk.rules.hold_rules import Measure, threshold_text
from orderdesk.rules.wording import a_or_an, counted, listed
from orderdesk.store.transaction import Reading, table
from orderdesk.texts import fold
from orderdesk.values import Currency, Money, Percent, money_text, percent_text

_RULE, _STEP, _CEILING = table(HoldRule), table(ApprovalStep), table(RoleCeiling)
_CUSTOMER, _SEGMENT, _CATEGORY, _PRODUCT = table(Customer), table(Segment), table(Category), table(Product)
_RULES = (
    select(
        _RULE,
        _CUSTOMER.c.code.label("customer"),
        _SEGMENT.c.code.label("segment"),
        _CATEGORY.c.code.label("category"),
        _PRODUCT.c.sku,
    )
    .join(_CUSTOMER, _CUSTOMER.c.id == _RULE.c.customer_id, isouter=True)
    .join(_SEGMENT, _SEGMENT.c.id == _RULE.c.segment_id, isouter=True)
    .join(_CATEGORY, _CATEGORY.c.id == _RULE.c.category_id, isouter=True)
    .join(_PRODUCT, _PRODUCT.c.id == _RULE.c.product_id, isouter=True)
    .order_by(_RULE.c.code)
)
_STEPS = select(_STEP).order_by(_STEP.c.kind, _STEP.c.rule, _STEP.c.up_to.is_(None), _STEP.c.up_to, _STEP.c.id)
_BOUNDS = select(_CATEGORY.c.code, _CATEGORY.c.discount_ceiling, _CATEGORY.c.margin_floor).order_by(_CATEGORY.c.code)
_CEILINGS = (
    select(_CEILING.c.role, _CEILING.c.ceiling, _CATEGORY.c.code.label("category"))
    .join(_CATEGORY, _CATEGORY.c.id == _CEILING.c.category_id, isouter=True)
    .order_by(_CEILING.c.role, _CATEGORY.c.code)
)


@dataclass(frozen=True, slots=True)
class RuleRow:
    """One thing that holds orders.

    Attributes:
        source: built-in, rule or attribute.
        figure: above (a margin: below) what, as it is said.
        whom: whose orders and which goods; empty is all.
        changed_by: the command that changes it.
        releases: who releases it up to what, a sentence a step.
        raised, false_alarms: in the last thirty days; the share of the decided ones that were released.
        version: of a rule, for changing it.
    """

    code: str
    kind: str
    name: str
    source: str
    measure: str
    figure: str
    whom: str
    valid_from: date | None
    valid_to: date | None
    active: bool
    changed_by: str
    releases: tuple[str, ...]
    raised: int = 0
    false_alarms: Percent = 0
    version: int = 0


@dataclass(frozen=True, slots=True)
class StepRow:
    """One row of the approval table; `who` is the sentence."""

    id: int
    kind: str
    rule: str
    role: str
    level: int
    up_to: Money | None
    in_turn: bool
    who: str


def rule_list(reading: Reading) -> tuple[RuleRow, ...]:
    """The built-in ones first, then the company's rules and its attributes that raise something."""
    aims = {(one.kind, one.rule): one for one in hold_precision(reading)}
    currency, table_of_steps = settings(reading).money, steps(reading)

    def row(code: str, kind: HoldKind, name: str, source: str, **more: Any) -> RuleRow:
        rule = "" if source == "built-in" else code
        aim = aims.get((str(kind), rule))
        values: dict[str, Any] = {
            "measure": "", "figure": "", "whom": "", "valid_from": None, "valid_to": None, "active": True,
            "raised": aim.raised if aim else 0, "false_alarms": aim.false_alarms if aim else 0,
        } | more  # fmt: skip
        releases = tuple(_who(one, currency) for one in _rows_of(kind, rule, table_of_steps))
        return RuleRow(code, str(kind), name, source, releases=releases, **values)

    rows = [row(code, kind, name, "built-in", **more) for code, kind, name, more in _built_in(reading)]
    for one in reading.all(_RULES):
        rule = rule_of(one)
        rows.append(
            row(
                one.code, rule.kind, one.name, "rule", measure=one.measure,
                figure=_figure(one, currency), whom=_whom(one, currency), valid_from=one.valid_from,
                valid_to=one.valid_to, active=bool(one.active), changed_by=f"approval change {one.code}",
                version=one.version,
            )
        )  # fmt: skip
    rows += [
        row(
            one.code, one.raises, one.name, "attribute", measure="attribute", figure=one.raises_on or "any value",
            whom=f"of each {one.subject}", changed_by=f"attribute change {one.code}",
        )
        for one in site_rules(reading).definitions
        if one.raises is not None
    ]  # fmt: skip
    return tuple(rows)


def step_list(reading: Reading) -> tuple[StepRow, ...]:
    """The approval table, by kind and amount."""
    currency = settings(reading).money
    return tuple(
        StepRow(
            row.id, row.kind or "any other", row.rule, row.role, row.level, row.up_to, bool(row.in_turn),
            _who(step_of(row), currency),
        )
        for row in reading.all(_STEPS)
    )  # fmt: skip


def deputy_list(reading: Reading) -> tuple[StandsIn, ...]:
    """Who stands in for whom, today or later."""
    return deputies(reading)


def _built_in(reading: Reading) -> Iterable[tuple[str, HoldKind, str, dict[str, Any]]]:
    """What every desk has, with the figures that its settings and cards say now."""
    company = settings(reading)
    money = company.money
    bounds = reading.all(_BOUNDS)
    bound = [(row.code, row.discount_ceiling) for row in bounds if row.discount_ceiling is not None]
    ceilings = [f"{percent_text(ceiling)} % {code}" for code, ceiling in bound]
    ceilings += [
        f"{percent_text(row.ceiling)} % {row.role}{f' in {row.category}' if row.category else ''}"
        for row in reading.all(_CEILINGS)
    ]
    floors = [f"{percent_text(row.margin_floor)} % {row.code}" for row in bounds if row.margin_floor is not None]
    share = "" if company.overdue_share is None else f", or {percent_text(company.overdue_share)} % overdue"
    band = "off" if company.price_band is None else f"± {percent_text(company.price_band)} %"
    value = "off" if company.value_limit is None else money_text(company.value_limit, money)
    duplicate = f"same goods within {counted(company.duplicate_days, 'day')}" if company.duplicate_days else "off"
    yield "CREDIT", HoldKind.CREDIT, "over the credit limit", {
        "figure": "the customer's limit", "changed_by": "customer limit CODE",
    }  # fmt: skip
    yield "OVERDUE", HoldKind.OVERDUE, "overdue invoices", {
        "figure": f"the customer's grace{share}",
        "changed_by": "customer limit CODE --grace; setting set overdue_share",
    }  # fmt: skip
    yield "PRICE", HoldKind.PRICE, "price typed by hand", {
        "figure": band, "active": company.price_band is not None, "changed_by": "setting set price_band",
    }  # fmt: skip
    yield "MARGIN", HoldKind.MARGIN, "line under the margin floor", {
        "figure": _few(floors), "active": bool(floors), "changed_by": "product category CODE --floor",
    }  # fmt: skip
    yield "DISCOUNT", HoldKind.DISCOUNT, "line discount above the ceiling", {
        "figure": _few(ceilings), "active": bool(ceilings),
        "changed_by": "product category CODE --ceiling; approval ceiling ROLE PERCENT",
    }  # fmt: skip
    yield "VALUE", HoldKind.VALUE, "order value", {
        "figure": value, "active": company.value_limit is not None, "changed_by": "setting set value_limit",
    }  # fmt: skip
    yield "STOCK", HoldKind.STOCK, "cannot leave in full on its day", {
        "figure": "on" if company.hold_when_short else "off", "active": company.hold_when_short,
        "changed_by": "setting set hold_when_short",
    }  # fmt: skip
    yield "DUPLICATE", HoldKind.DUPLICATE, "entered twice", {
        "figure": duplicate, "active": bool(company.duplicate_days), "changed_by": "setting set duplicate_days",
    }  # fmt: skip


def _few(words: Sequence[str]) -> str:
    """As many as fit, and how many more."""
    rest = len(words) - 3
    return "none" if not words else ", ".join(words[:3]) + (f" and {rest} more" if rest > 0 else "")


def _figure(row: Row[Any], currency: Currency) -> str:
    measure = Measure(row.measure)
    if measure is Measure.ATTRIBUTE:
        return f"{row.attribute} {row.value or 'any value'}"
    side = "below" if measure is Measure.MARGIN else "above"
    return f"{side} {threshold_text(measure, row.threshold, currency)}"


def _whom(row: Row[Any], currency: Currency) -> str:
    parts = [row.customer, row.segment and f"segment {row.segment}"]
    parts += [row.category and f"category {row.category}", row.sku]
    parts.append(row.role and f"entered by {a_or_an(row.role)}")
    parts.append(row.over and f"orders above {money_text(row.over, currency)}")
    return ", ".join(part for part in parts if part)


def _rows_of(kind: HoldKind, rule: str, table_of_steps: Sequence[Step]) -> list[Step]:
    rows = (
        [step for step in table_of_steps if rule and step.rule == rule]
        or [step for step in table_of_steps if step.kind is kind and not step.rule]
        or [step for step in table_of_steps if step.kind is None and not step.rule]
    )
    return sorted(rows, key=lambda step: (step.up_to is None, step.up_to or 0))


def _who(step: Step, currency: Currency) -> str:
    levels = listed([f"level {level}" for level in step.levels], "then")
    bound = "any amount" if step.up_to is None else f"up to {money_text(step.up_to, currency)}"
    return f"{bound}: {step.role} {levels}"


# As a list ------------------------------------------------------------------------------------------------------------


def page(reading: Reading, wanted: Filter, after: RuleRow | None, limit: int) -> tuple[RuleRow, ...]:
    """A page of the list; it is never long."""
    rows = [row for row in rule_list(reading) if _matches(row, wanted)]
    begin = 0 if after is None else next((at for at, row in enumerate(rows, 1) if row.code == after.code), len(rows))
    return tuple(rows[begin : begin + limit])


def sums(reading: Reading, wanted: Filter) -> Sums:
    """How many rules match."""
    return Sums(sum(_matches(row, wanted) for row in rule_list(reading)))


def _matches(row: RuleRow, wanted: Filter) -> bool:
    text = fold(f"{row.code} {row.name} {row.measure} {row.whom}")
    return (
        (not wanted.among("kind") or row.kind in wanted.among("kind"))
        and (not wanted.flag("active") or row.active)
        and (not wanted.flag("own") or row.source != "built-in")
        and all(fold(word) in text for word in wanted.words)
    )


FIELDS = (
    Field("kind", Kind.WORDS, "raises this hold, or one of these with commas between", tuple(HoldKind)),
    Field("active", Kind.FLAG, "holds something now"),
    Field("own", Kind.FLAG, "not built in"),
)
RULES: Listing[RuleRow] = Listing(
    "rules",
    FIELDS,
    page,
    key=lambda row: row.code,
    sums=sums,
    exported=(
        Exported("Rule", lambda row: row.code),
        Exported("Hold", lambda row: row.kind),
        Exported("Name", lambda row: row.name),
        Exported("Holds", lambda row: row.figure),
        Exported("For", lambda row: row.whom),
        Exported("From", lambda row: row.valid_from),
        Exported("To", lambda row: row.valid_to),
        Exported("Active", lambda row: "yes" if row.active else "no"),
        Exported("Released by", lambda row: "; ".join(row.releases)),
        Exported("Raised", lambda row: row.raised),
        Exported("False alarms %", lambda row: percent_text(row.false_alarms)),
    ),
)
