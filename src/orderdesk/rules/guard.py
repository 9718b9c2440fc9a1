"""The guard: everything the rules have to say about an order, in one answer.

It runs while the order is typed, at submit, release, amendment and re-opening; a shorter one runs at shipping. It is
one function so that there is no side door: what an order is, and what it would add, is asked nowhere else.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date

from orderdesk.findings import Finding, HoldKind, Severity
from orderdesk.rules.agreement import CallOff, check_call_off
from orderdesk.rules.attributes import Definition, missing
from orderdesk.rules.availability import Promise, check_stock
from orderdesk.rules.completeness import BlockLevel, OrderFacts, OrderLineFacts, check_complete
from orderdesk.rules.credit import CreditBounds, Exposure, check_credit, lines_crossing, tightest
from orderdesk.rules.exchange import Exchange
from orderdesk.rules.hold_rules import HoldRule, RuledOrder, check_rules
from orderdesk.rules.margin import check_band, check_discount, check_margin
from orderdesk.rules.overdue import OpenItem, check_overdue
from orderdesk.rules.po_number import PoRule, check_po
from orderdesk.rules.price import PriceReceipt, for_unit
from orderdesk.rules.queue import DeliveryRule
from orderdesk.rules.tax import net_price
from orderdesk.rules.tax_parts import TaxParts
from orderdesk.rules.wording import counted, listed
from orderdesk.values import ONE, Currency, Money, Percent, Quantity, UnitPrice, divide_half_up, money_text


@dataclass(frozen=True, slots=True)
class Findings:
    """What the guard found, in the order in which it looked."""

    all: tuple[Finding, ...] = ()

    @property
    def blocks(self) -> tuple[Finding, ...]:
        """Why the order cannot be submitted."""
        return self._of(Severity.BLOCK)

    @property
    def holds(self) -> tuple[Finding, ...]:
        """What must be released before it can go on."""
        return self._of(Severity.HOLD)

    @property
    def notes(self) -> tuple[Finding, ...]:
        """What is worth knowing."""
        return self._of(Severity.NOTE)

    def _of(self, severity: Severity) -> tuple[Finding, ...]:
        return tuple(finding for finding in self.all if finding.severity is severity)


@dataclass(frozen=True, slots=True)
class GuardSettings:
    """The bounds that the desk and the customer's card set; None is no bound.

    Attributes:
        band: how far a typed price may be from the price receipt's, either way.
        value_limit: gross, in minor units; an order above it is held.
        grace_days, overdue_share, overdue_limit: see `overdue.check_overdue`.
        hold_when_short: whether a line that cannot leave in full on its day holds the order.
        duplicate_days: how far back same orders were looked for, for the sentence.
    """

    band: Percent | None = None
    value_limit: Money | None = None
    grace_days: int | None = None
    overdue_share: Percent | None = None
    overdue_limit: Money | None = None
    hold_when_short: bool = False
    duplicate_days: int = 7
    po_rule: PoRule = PoRule.FREE


@dataclass(frozen=True, slots=True)
class LineFigures:
    """The money and goods of one line, in the document's currency.

    Attributes:
        net: after discount.
        net_before: without the discount.
        gross: with its tax.
        hand_price: whether the price was typed by hand; only such a price is held against the band.
        receipt: why the line costs what it costs, for one stock unit.
        cost: for one stock unit.
        included: the taxes that its prices include, where they do; what is judged is the net price.
        ceiling: the highest discount of this product and the clerk's role.
        floor: the lowest margin of this product.
        promise: what can be promised; None where nothing is stocked.
        free: free goods: a promotion gives them away, not the clerk, and so neither margin nor discount holds them.
    """

    net: Money
    net_before: Money = 0
    gross: Money = 0
    discount: Percent = 0
    hand_price: bool = False
    receipt: PriceReceipt | None = None
    cost: UnitPrice | None = None
    ceiling: Percent | None = None
    floor: Percent | None = None
    promise: Promise | None = None
    included: TaxParts | None = None
    free: bool = False

    def without_tax(self, price: UnitPrice, factor: Quantity = ONE) -> UnitPrice:
        """A price of the line, net."""
        return price if self.included is None else net_price(price, 0, self.included, factor=factor)


@dataclass(frozen=True, slots=True)
class SiteFacts:
    """The order as the company's own rules and attributes look at it; all amounts in the company's currency."""

    order: RuledOrder
    rules: tuple[HoldRule, ...] = ()
    definitions: tuple[Definition, ...] = ()
    currency: Currency = field(default_factory=Currency)


@dataclass(frozen=True, slots=True)
class GuardFacts:
    """Everything the guard needs to know.

    Attributes:
        figures: one for each line of the order, in the same order.
        gross: the order's total with tax, in the company's currency as all amounts but those of its lines.
        exposure: the customer's, without this order.
        paid: what is paid together with the order, as at the counter; only the rest is credit.
        exchange: the order's currency; None is the company's.
        duplicates: numbers of recent orders of the same customer with the same lines.
        same_po: numbers of its other orders with the same PO number.
        bounds: what bounds the customer's credit besides `credit_limit`.
        later: of the gross, what is wanted later than the horizon, and so adds nothing yet.
        site: what the company's own rules and attributes look at; None where it has none.
        call_offs: the lines that take from a blanket order.
    """

    order: OrderFacts
    figures: tuple[LineFigures, ...]
    gross: Money
    exposure: Exposure
    credit_limit: Money | None
    today: date
    open_items: tuple[OpenItem, ...] = ()
    paid: Money = 0
    delivery_rule: DeliveryRule = DeliveryRule.PARTIAL
    duplicates: tuple[str, ...] = ()
    same_po: tuple[int, ...] = ()
    settings: GuardSettings = field(default_factory=GuardSettings)
    currency: Currency = field(default_factory=Currency)
    exchange: Exchange | None = None
    site: SiteFacts | None = None
    call_offs: tuple[CallOff, ...] = ()
    bounds: CreditBounds = field(default_factory=CreditBounds)
    later: Money = 0

    @property
    def document(self) -> Currency:
        """What the amounts of its lines are in."""
        return self.currency if self.exchange is None else self.exchange.shown

    def ours(self, amount: Money) -> Money:
        """An amount of its lines in the company's currency."""
        return amount if self.exchange is None else self.exchange.ours(amount)


def guard(facts: GuardFacts) -> Findings:
    """Everything that blocks, holds or is worth saying about an order; blocks do not hide holds."""
    found: list[Finding | None] = [*check_complete(facts.order, facts.today)]
    found += [check_call_off(line) for line in facts.call_offs]
    for line, figures in zip(facts.order.lines, facts.figures, strict=True):
        found += (
            None if finding is None else replace(finding, amount=facts.ours(finding.amount))
            for finding in _check_line(facts, line, figures)
        )
    found += [_check_credit(facts), _check_overdue(facts), _check_value(facts), _check_duplicates(facts)]
    found.append(check_po(facts.order.po_number or "", facts.same_po, facts.settings.po_rule))
    if facts.site is not None:
        found += _check_site(facts.site)
    return Findings(tuple(finding for finding in found if finding is not None))


def guard_shipment(
    customer_code: str,
    block: BlockLevel,
    exposure: Exposure,
    credit_limit: Money | None,
    open_items: tuple[OpenItem, ...],
    today: date,
    settings: GuardSettings,
    currency: Currency,
    bounds: CreditBounds | None = None,
) -> Findings:
    """What speaks against goods leaving now: the customer's block, credit and overdue.

    Args:
        exposure: with the order, which is confirmed and so counted already.
    """
    found: list[Finding | None] = []
    if block.stops_orders:
        message = f"customer {customer_code} is blocked (level {block.value}): no shipments until the block is lifted"
        found.append(Finding(Severity.BLOCK, "customer-blocked", message))
    found.append(check_credit(exposure, 0, credit_limit, bounds or CreditBounds(), currency))
    found.append(_late(open_items, today, settings, currency))
    return Findings(tuple(finding for finding in found if finding is not None))


def _check_line(facts: GuardFacts, line: OrderLineFacts, figures: LineFigures) -> Iterator[Finding | None]:
    at, currency = line.position, facts.document
    if line.price is not None and line.quantity > 0 and not figures.free:
        units = divide_half_up(line.quantity * ONE, line.factor)
        yield check_discount(at, figures.discount, figures.ceiling, figures.net_before, currency)
        cost = None if figures.cost is None else for_unit(figures.cost, line.factor)
        price = figures.without_tax(line.price, line.factor)
        yield check_margin(at, price, figures.discount, cost, figures.floor, figures.net, currency, quantity=units)
        if figures.hand_price and figures.receipt is not None:
            usual = for_unit(figures.without_tax(figures.receipt.price), line.factor)
            yield check_band(at, price, usual, facts.settings.band, figures.net, currency, quantity=units)
    if figures.promise is not None:
        yield check_stock(
            at,
            line.sku,
            line.quantity,
            figures.promise,
            facts.delivery_rule,
            hold_when_short=facts.settings.hold_when_short,
            net=figures.net,
        )


def _check_credit(facts: GuardFacts) -> Finding | None:
    """An order that is paid in full adds nothing, and passes whatever the customer owes."""
    owed = facts.gross - facts.paid
    if owed <= 0:
        return None
    later = min(owed, facts.later)
    room = tightest(facts.exposure, facts.credit_limit, facts.bounds)
    found = None
    if owed > later:
        found = check_credit(facts.exposure, owed - later, facts.credit_limit, facts.bounds, facts.currency)
    if found is None:
        return _beyond(facts, later) if later and room is not None else None
    grosses = [-facts.paid, *(facts.ours(figures.gross) for figures in facts.figures)]
    crossing = None if later else lines_crossing(Exposure(), grosses, room)
    line = None  # over before the first line, or only by what is not on any line
    if crossing is not None and crossing > 1:
        line = facts.order.lines[crossing - 2].position  # a voided line leaves a gap in the positions
    return replace(found, figures={**found.figures, "crossing_line": line})


def _beyond(facts: GuardFacts, later: Money) -> Finding:
    days = counted(facts.bounds.horizon_days or 0, "day")
    return Finding(
        Severity.NOTE,
        "credit-horizon",
        f"credit: {money_text(later, facts.currency)} are wanted beyond the horizon of {days}, and count from"
        f" {days} before, and when goods leave",
        figures={"order": later, "horizon_days": facts.bounds.horizon_days},
    )


def _check_overdue(facts: GuardFacts) -> Finding | None:
    return _late(facts.open_items, facts.today, facts.settings, facts.currency)


def _late(items: tuple[OpenItem, ...], today: date, settings: GuardSettings, currency: Currency) -> Finding | None:
    return check_overdue(
        items, today, settings.grace_days, settings.overdue_share, currency, amount_limit=settings.overdue_limit
    )


def _check_value(facts: GuardFacts) -> Finding | None:
    """Hold a large order; the amount at stake is its whole value."""
    limit = facts.settings.value_limit
    if limit is None or facts.gross <= limit:
        return None
    return Finding(
        Severity.HOLD,
        HoldKind.VALUE,
        f"value: {money_text(facts.gross, facts.currency)} is above {money_text(limit, facts.currency)}",
        amount=facts.gross,
        figures={"gross": facts.gross, "value_limit": limit},
    )


def _check_site(site: SiteFacts) -> Iterator[Finding]:
    """What the company's own attributes miss, and its own rules hold."""
    order = site.order
    yield from missing(
        site.definitions, order.attributes, [(line.position, line.sku, line.attributes) for line in order.lines]
    )
    yield from check_rules(site.rules, order, site.currency)


def _check_duplicates(facts: GuardFacts) -> Finding | None:
    """Hold an order that looks like one entered twice."""
    if not facts.duplicates:
        return None
    days = counted(facts.settings.duplicate_days, "day")
    return Finding(
        Severity.HOLD,
        HoldKind.DUPLICATE,
        f"duplicate: same customer and same lines as {listed(facts.duplicates)} within {days};"
        " reject it, or release it if the customer wants both",
        amount=facts.gross,
        figures={"orders": ", ".join(facts.duplicates), "days": facts.settings.duplicate_days},
    )
