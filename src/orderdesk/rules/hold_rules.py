"""Hold rules: what a company wants an approver to look at, as rows it changes itself.

A rule measures one thing of an order and holds it strictly above its figure (a margin: strictly below); exactly on it
passes, as everywhere at the desk. A category or product narrows what is measured to these lines; a customer, segment
or role narrows whose orders are looked at. Amounts are in the company's currency.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from orderdesk.findings import Finding, HoldKind, Severity
from orderdesk.rules.margin import average_discount
from orderdesk.rules.order_margin import Earned, order_margin
from orderdesk.values import (
    ONE,
    Currency,
    Money,
    Percent,
    Quantity,
    UnitPrice,
    divide_half_up,
    money_text,
    percent_text,
    quantity_text,
    share,
)

TELLING = 3  # orders, below which nothing is a habit


class Measure(StrEnum):
    """What a rule looks at."""

    ORDER_VALUE = "order_value"  # the order with tax; of a category or product: its lines without
    AVERAGE_DISCOUNT = "average_discount"  # the whole order below what its goods cost by the price rules
    LINE_DISCOUNT = "line_discount"
    MARGIN = "margin"  # of the order, or of its lines of a category or product
    LINE_VALUE = "line_value"  # one line without tax
    LINE_QUANTITY = "line_quantity"  # one line in stock units
    HABIT = "habit"  # one line's quantity, in times of what this customer usually orders of it
    NEW_SHIP_TO = "new_ship_to"  # the order's value with tax, where nothing was ever sent to its address
    FIRST_ORDER = "first_order"  # the order's value with tax, where the customer never ordered before
    ATTRIBUTE = "attribute"  # an attribute that the site defined has this value, or any


class Counts(StrEnum):
    """What a rule's figure counts."""

    MONEY = "money"
    PERCENT = "percent"
    QUANTITY = "quantity"
    TIMES = "times"  # thousandths: 3_000 is three times as much
    NOTHING = "nothing"


COUNTS: Mapping[Measure, Counts] = {
    Measure.ORDER_VALUE: Counts.MONEY,
    Measure.AVERAGE_DISCOUNT: Counts.PERCENT,
    Measure.LINE_DISCOUNT: Counts.PERCENT,
    Measure.MARGIN: Counts.PERCENT,
    Measure.LINE_VALUE: Counts.MONEY,
    Measure.LINE_QUANTITY: Counts.QUANTITY,
    Measure.HABIT: Counts.TIMES,
    Measure.NEW_SHIP_TO: Counts.MONEY,
    Measure.FIRST_ORDER: Counts.MONEY,
    Measure.ATTRIBUTE: Counts.NOTHING,
}
RAISES: Mapping[Measure, HoldKind] = {  # unless the rule says another kind
    Measure.ORDER_VALUE: HoldKind.VALUE,
    Measure.AVERAGE_DISCOUNT: HoldKind.DISCOUNT,
    Measure.LINE_DISCOUNT: HoldKind.DISCOUNT,
    Measure.MARGIN: HoldKind.MARGIN,
    Measure.LINE_VALUE: HoldKind.VALUE,
    Measure.LINE_QUANTITY: HoldKind.UNUSUAL,
    Measure.HABIT: HoldKind.UNUSUAL,
    Measure.NEW_SHIP_TO: HoldKind.UNUSUAL,
    Measure.FIRST_ORDER: HoldKind.UNUSUAL,
    Measure.ATTRIBUTE: HoldKind.SPECIAL,
}


@dataclass(frozen=True, slots=True)
class HoldRule:
    """One rule.

    Attributes:
        threshold: counts what `COUNTS` says of the measure.
        over: only orders worth more than that, with tax.
        role: only orders entered by somebody of this role; empty is anybody's.
        attribute, value: of the measure attribute; an empty value is any, and of a yes/no attribute yes.
        valid_from, valid_to: first and last order date; None is open.
    """

    code: str
    name: str
    kind: HoldKind
    measure: Measure
    threshold: int = 0
    over: Money = 0
    customer_id: int | None = None
    segment_id: int | None = None
    category_id: int | None = None
    product_id: int | None = None
    role: str = ""
    attribute: str = ""
    value: str = ""
    valid_from: date | None = None
    valid_to: date | None = None

    @property
    def narrowed(self) -> bool:
        """Whether it looks at some of the lines only."""
        return self.category_id is not None or self.product_id is not None


@dataclass(frozen=True, slots=True)
class RuledLine:
    """One line, as the rules look at it.

    Attributes:
        net: after discount; `usual_net` what it would cost by the price rules, None where they have no price.
        cost: for one stock unit; None is unknown.
        habit: what this customer usually orders of it, in stock units; None when it never did, or too seldom to tell.
    """

    position: int
    sku: str
    product_id: int
    category_id: int | None
    quantity: Quantity
    net: Money
    usual_net: Money | None = None
    discount: Percent = 0
    cost: UnitPrice | None = None
    habit: Quantity | None = None
    attributes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RuledOrder:
    """One order, as the rules look at it; of today or of last month.

    Attributes:
        gross: with tax, in the company's currency; so are the lines' amounts, without.
        roles: of whoever entered it.
        new_ship_to, first: whether nothing was sent there, or ordered by this customer, before.
    """

    customer: str
    customer_id: int
    segment_id: int | None
    roles: frozenset[str]
    day: date
    gross: Money
    lines: tuple[RuledLine, ...]
    ship_to: str = ""
    new_ship_to: bool = False
    first: bool = False
    attributes: Mapping[str, str] = field(default_factory=dict)


def check_rules(rules: Sequence[HoldRule], order: RuledOrder, currency: Currency) -> tuple[Finding, ...]:
    """Every hold that the rules raise on an order, rule by rule."""
    return tuple(
        found for rule in rules if concerns(rule, order) for found in _CHECKS[rule.measure](rule, order, currency)
    )


def concerns(rule: HoldRule, order: RuledOrder) -> bool:
    """Whether a rule looks at this order at all."""
    return (
        rule.customer_id in (None, order.customer_id)
        and rule.segment_id in (None, order.segment_id)
        and (not rule.role or rule.role in order.roles)
        and (rule.valid_from is None or rule.valid_from <= order.day)
        and (rule.valid_to is None or order.day <= rule.valid_to)
        and (not rule.over or order.gross > rule.over)
    )


def usual_quantity(quantities: Sequence[Quantity]) -> Quantity | None:
    """What somebody usually orders: the middle of its orders, the lower one of two; None where there are too few."""
    return sorted(quantities)[(len(quantities) - 1) // 2] if len(quantities) >= TELLING else None


def needs(rules: Sequence[HoldRule]) -> frozenset[Measure]:
    """What has to be known of an order for these rules."""
    return frozenset(rule.measure for rule in rules)


def threshold_text(measure: Measure, threshold: int, currency: Currency) -> str:
    """A rule's figure as it is said."""
    counts = COUNTS[measure]
    if counts is Counts.MONEY:
        return money_text(threshold, currency)
    if counts is Counts.PERCENT:
        return f"{percent_text(threshold)} %"
    if counts is Counts.QUANTITY:
        return quantity_text(threshold)
    return f"{quantity_text(threshold)} times" if counts is Counts.TIMES else ""


def _lines(rule: HoldRule, order: RuledOrder) -> list[RuledLine]:
    return [
        line
        for line in order.lines
        if rule.product_id in (None, line.product_id) and rule.category_id in (None, line.category_id)
    ]


def _hold(
    rule: HoldRule, what: str, amount: Money, figures: Mapping[str, int | str | None], line: RuledLine | None = None
) -> Finding:
    """The finding, its sentence ending with the rule that asks for it."""
    at = f"line {line.position}, {line.sku}: " if line is not None else ""
    position = None if line is None else line.position
    message = f"{at}{what} (rule {rule.code}: {rule.name})"
    return Finding(Severity.HOLD, rule.kind, message, position, amount, {**figures, "rule": rule.code}, rule.code)


def _order_value(rule: HoldRule, order: RuledOrder, currency: Currency) -> Iterator[Finding]:
    value = sum(line.net for line in _lines(rule, order)) if rule.narrowed else order.gross
    if value > rule.threshold:
        of = "these goods come to" if rule.narrowed else "the order comes to"
        yield _hold(
            rule,
            f"{of} {money_text(value, currency)}, above {money_text(rule.threshold, currency)}",
            value,
            {"gross": value, "value_limit": rule.threshold},
        )


def _average_discount(rule: HoldRule, order: RuledOrder, currency: Currency) -> Iterator[Finding]:
    """100 − sold × 100 / what the price rules ask; the amount at stake is what is given away."""
    lines = [line for line in _lines(rule, order) if line.usual_net is not None]
    usual = sum(line.usual_net or 0 for line in lines)
    sold = sum(line.net for line in lines)
    average = average_discount(usual, sold)
    if average > rule.threshold:
        yield _hold(
            rule,
            f"sold for {money_text(sold, currency)} what costs {money_text(usual, currency)} by the price rules:"
            f" {percent_text(average)} % off on average, above {percent_text(rule.threshold)} %",
            usual - sold,
            {"usual": usual, "net": sold, "discount": average, "ceiling": rule.threshold, "given": usual - sold},
        )


def _line_discount(rule: HoldRule, order: RuledOrder, currency: Currency) -> Iterator[Finding]:
    for line in _lines(rule, order):
        if line.discount > rule.threshold:
            before = divide_half_up(line.net * 100_000, 100_000 - line.discount) if line.discount < 100_000 else 0
            given = share(line.usual_net or 0, line.discount) if not before else before - line.net
            yield _hold(
                rule,
                f"{percent_text(line.discount)} % discount is above {percent_text(rule.threshold)} %;"
                f" it gives away {money_text(given, currency)}",
                given,
                {"discount": line.discount, "ceiling": rule.threshold, "given": given},
                line,
            )


def _margin(rule: HoldRule, order: RuledOrder, currency: Currency) -> Iterator[Finding]:
    """The amount at stake is the net of the lines that were looked at; lines whose cost is unknown are left out."""
    lines = [line for line in _lines(rule, order) if line.cost is not None]
    margin = order_margin([Earned(line.net, line.quantity, line.cost) for line in lines], currency.decimals)
    if margin is not None and margin < rule.threshold:
        net = sum(line.net for line in lines)
        yield _hold(
            rule,
            f"a margin of {percent_text(margin)} % on {money_text(net, currency)},"
            f" under {percent_text(rule.threshold)} %",
            net,
            {"net": net, "margin": margin, "floor": rule.threshold},
        )


def _line_value(rule: HoldRule, order: RuledOrder, currency: Currency) -> Iterator[Finding]:
    for line in _lines(rule, order):
        if line.net > rule.threshold:
            yield _hold(
                rule,
                f"{money_text(line.net, currency)}, above {money_text(rule.threshold, currency)}",
                line.net,
                {"net": line.net, "value_limit": rule.threshold},
                line,
            )


def _line_quantity(rule: HoldRule, order: RuledOrder, _: Currency) -> Iterator[Finding]:
    for line in _lines(rule, order):
        if line.quantity > rule.threshold:
            yield _hold(
                rule,
                f"{quantity_text(line.quantity)} ordered, above {quantity_text(rule.threshold)}",
                line.net,
                {"quantity": line.quantity, "most": rule.threshold},
                line,
            )


def _habit(rule: HoldRule, order: RuledOrder, _: Currency) -> Iterator[Finding]:
    for line in _lines(rule, order):
        if line.habit and line.quantity * ONE > line.habit * rule.threshold:
            times = divide_half_up(line.quantity * 10, line.habit) * 100
            yield _hold(
                rule,
                f"{quantity_text(line.quantity)} ordered, {quantity_text(times)} times what {order.customer} usually"
                f" orders of it ({quantity_text(line.habit)}); above {quantity_text(rule.threshold)} times",
                line.net,
                {"quantity": line.quantity, "habit": line.habit, "times": rule.threshold},
                line,
            )


def _new_ship_to(rule: HoldRule, order: RuledOrder, currency: Currency) -> Iterator[Finding]:
    if order.new_ship_to and order.gross > rule.threshold:
        to = f" ({order.ship_to})" if order.ship_to else ""
        yield _hold(
            rule,
            f"nothing was sent to this address before{to}, and the order comes to {money_text(order.gross, currency)},"
            f" above {money_text(rule.threshold, currency)}",
            order.gross,
            {"gross": order.gross, "value_limit": rule.threshold, "ship_to": order.ship_to},
        )


def _first_order(rule: HoldRule, order: RuledOrder, currency: Currency) -> Iterator[Finding]:
    if order.first and order.gross > rule.threshold:
        yield _hold(
            rule,
            f"the first order of {order.customer} comes to {money_text(order.gross, currency)},"
            f" above {money_text(rule.threshold, currency)}",
            order.gross,
            {"gross": order.gross, "value_limit": rule.threshold},
        )


def _attribute(rule: HoldRule, order: RuledOrder, _: Currency) -> Iterator[Finding]:
    """The order's value, and each line's; of lines only those that the rule is for."""
    if _wanted(rule, said := order.attributes.get(rule.attribute, "")):
        yield _special(rule, said, order.gross)
    for line in _lines(rule, order):
        if _wanted(rule, said := line.attributes.get(rule.attribute, "")):
            yield _special(rule, said, line.net, line)


def _wanted(rule: HoldRule, said: str) -> bool:
    return bool(said) and said != "no" and (not rule.value or said.casefold() == rule.value.casefold())


def _special(rule: HoldRule, said: str, amount: Money, line: RuledLine | None = None) -> Finding:
    at = f"line {line.position}, {line.sku}: " if line is not None else ""
    name = rule.name if said == "yes" else f"{rule.name}: {said}"
    position = None if line is None else line.position
    return Finding(
        Severity.HOLD, rule.kind, f"{at}{name}", position, amount, {"value": said, "rule": rule.code}, rule.code
    )


_CHECKS: Mapping[Measure, Callable[[HoldRule, RuledOrder, Currency], Iterator[Finding]]] = {
    Measure.ORDER_VALUE: _order_value,
    Measure.AVERAGE_DISCOUNT: _average_discount,
    Measure.LINE_DISCOUNT: _line_discount,
    Measure.MARGIN: _margin,
    Measure.LINE_VALUE: _line_value,
    Measure.LINE_QUANTITY: _line_quantity,
    Measure.HABIT: _habit,
    Measure.NEW_SHIP_TO: _new_ship_to,
    Measure.FIRST_ORDER: _first_order,
    Measure.ATTRIBUTE: _attribute,
}
