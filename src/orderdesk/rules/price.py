"""Price: which of the prices that could apply does, and the receipt that says why.

The first level that has a valid price wins: contract → customer's list → segment's list → promotion → list. Within a
level a list's own rules go before those of the list it is based on, then the narrower scope, then the highest step the
quantity reaches, then the newest start. Not the lowest price: a contract holds even when a promotion is cheaper. All
prices are for one stock unit and steps are counted in stock units, so a dozen reaches the step "from 10" in any unit.
Validity is judged by the order's date. A rule that counts lines together looks at all lines that it speaks about.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from orderdesk.rules.margin import margin_floor_price, margin_percent
from orderdesk.rules.offers import PriceLevel, PriceOffer, Scope, for_unit, less, line_net, off_text
from orderdesk.rules.wording import listed
from orderdesk.values import (
    HUNDRED_PERCENT,
    Percent,
    Quantity,
    UnitPrice,
    divide_half_up,
    percent_text,
    price_text,
    quantity_text,
)

__all__ = [
    "Loser",
    "PriceLevel",
    "PriceOffer",
    "PriceReceipt",
    "PriceRequest",
    "Scope",
    "choose_price",
    "conflicts",
    "for_unit",
    "less",
    "line_net",
]


@dataclass(frozen=True, slots=True)
class PriceRequest:
    """What is asked: how many stock units, on which order date.

    Attributes:
        list_price, cost: for one stock unit.
        margin_floor: the lowest margin of this product, for the receipt to show.
        last_prices: what this customer paid for it before, newest first.
        notes: how the list price was brought to the document's currency and taxes, for the receipt.
        together: how much the order has of this product, of its category and of everything, this line in it; what is
            not said is this line's quantity.
    """

    quantity: Quantity
    order_date: date
    list_price: UnitPrice
    cost: UnitPrice | None = None
    margin_floor: Percent | None = None
    last_prices: tuple[UnitPrice, ...] = ()
    notes: tuple[str, ...] = ()
    together: Mapping[Scope, Quantity] = field(default_factory=dict)

    def quantity_for(self, offer: PriceOffer) -> Quantity:
        """The quantity that an offer's window is held against."""
        return self.together.get(offer.scope, self.quantity) if offer.together else self.quantity


@dataclass(frozen=True, slots=True)
class Loser:
    """An offer that did not apply, and why."""

    offer: PriceOffer
    why: str


@dataclass(frozen=True, slots=True)
class PriceReceipt:
    """Why a line costs what it costs; kept with the line.

    Attributes:
        price: the final one, for one stock unit, combinable promotions taken off.
        combined: those promotions, in the order they were taken off.
        floor: the lowest net price that keeps the margin, where cost and floor are known.
        free: the free goods that this line counts for.
        cost: for one stock unit; shown to whoever may see it.
    """

    price: UnitPrice
    winner: PriceOffer
    combined: tuple[PriceOffer, ...]
    losers: tuple[Loser, ...]
    list_price: UnitPrice
    floor: UnitPrice | None = None
    last_prices: tuple[UnitPrice, ...] = ()
    notes: tuple[str, ...] = ()
    free: PriceOffer | None = None
    cost: UnitPrice | None = None

    @property
    def source(self) -> str:
        """What the price is called on the order: the winner, and what was taken off it."""
        return " + ".join(offer.name for offer in (self.winner, *self.combined))

    @property
    def off_list(self) -> Percent:
        """How far it is below the list price, to two decimals; 0 where it is above: a surcharge is no discount."""
        if self.price >= self.list_price:
            return 0
        return divide_half_up((self.list_price - self.price) * HUNDRED_PERCENT, self.list_price * 10) * 10

    @property
    def margin(self) -> int | None:
        """What is left of the price over cost, in thousandths of a per cent; None without a cost or a price."""
        return None if self.cost is None else margin_percent(self.price, 0, self.cost)

    def in_unit(self, factor: Quantity) -> UnitPrice:
        """The price of a sales unit that holds `factor` stock units."""
        return self.winner.in_unit(self.price, factor)

    @property
    def explanation(self) -> str:
        """The receipt in words, one line for each thing."""
        below = f", {percent_text(self.off_list)} % off it" if self.off_list else ""
        rows = [f"{price_text(self.price)} by {self.winner.title}; list price {price_text(self.list_price)}{below}"]
        rows += self.notes
        rows += [f"{off_text(offer.discount or 0)} {offer.title}" for offer in self.combined]
        if self.free is not None:
            each = f"{quantity_text(self.free.free)} free for every {quantity_text(self.free.min_qty)}"
            rows.append(f"with it {each} by {self.free.title}")
        rows += [f"not {loser.offer.title}: {loser.why}" for loser in self.losers]
        if self.margin is not None:
            rows.append(f"margin {percent_text(self.margin)} %")
        if self.floor is not None:
            rows.append(f"lowest price for the margin: {price_text(self.floor)}")
        if self.last_prices:
            rows.append(f"paid before: {listed([price_text(price) for price in self.last_prices])}")
        return "\n".join(rows)


def choose_price(offers: Sequence[PriceOffer], request: PriceRequest) -> PriceReceipt:
    """The price of one stock unit, with the winner, the promotions on top, and every loser with its reason."""
    losers = [Loser(offer, why) for offer in offers if (why := _unfit(offer, request))]
    fit = sorted((offer for offer in offers if not _unfit(offer, request)), key=lambda offer: offer.precedence)
    rivals = [offer for offer in fit if not offer.combinable and not offer.free]
    rivals.append(PriceOffer(PriceLevel.LIST, "list price", price=request.list_price, scope=Scope.ALL))
    winner = rivals[0]
    price = winner.price_for(request.list_price)
    combined: dict[str, PriceOffer] = {}
    for offer in (offer for offer in fit if offer.combinable):
        if winner.line_id is not None:
            losers.append(Loser(offer, "what a blanket order agreed has nothing taken off"))
            continue
        if offer.name in combined:
            losers.append(Loser(offer, f"{combined[offer.name].step} of the same promotion goes first"))
            continue
        combined[offer.name] = offer
        price = less(price, offer.discount or 0)
    giving = [offer for offer in fit if offer.free]
    losers += [Loser(offer, _beaten(offer, giving[0])) for offer in giving[1:]]
    losers += [Loser(offer, _beaten(offer, winner)) for offer in rivals[1:]]
    floor = None
    if request.cost is not None and request.margin_floor is not None:
        floor = margin_floor_price(request.cost, request.margin_floor)
    return PriceReceipt(
        price,
        winner,
        tuple(combined.values()),
        tuple(losers),
        request.list_price,
        floor,
        request.last_prices,
        request.notes,
        giving[0] if giving else None,
        request.cost,
    )


def conflicts(new: PriceOffer, others: Sequence[PriceOffer]) -> PriceOffer | None:
    """The rule that would tie with a new one for some quantity and date; refused when the rule is entered.

    Args:
        others: the rules that can meet the new one: same customer, list or segment, and same product or category. The
            new rule's own earlier version (same `rule_id`) may be among them.
    """
    for other in others:
        if (new.rule_id is None or other.rule_id != new.rule_id) and _ties(new, other):
            return other
    return None


def _ties(one: PriceOffer, other: PriceOffer) -> bool:
    if one.precedence[:6] != other.precedence[:6]:
        return False
    if one.combinable != other.combinable or bool(one.free) != bool(other.free):
        return False  # the one gives a price, the other goods or something off the price
    if one.combinable and one.name != other.name:
        return False  # both are taken off, one after the other
    start = one.valid_from
    return start is None or all(offer.valid_to is None or start <= offer.valid_to for offer in (one, other))


# Words ---------------------------------------------------------------------------------------------------------------


def _unfit(offer: PriceOffer, request: PriceRequest) -> str:
    """Why an offer does not apply to this request at all; empty when it does."""
    if offer.valid_from is not None and request.order_date < offer.valid_from:
        return f"valid from {offer.valid_from}, the order is of {request.order_date}"
    if offer.valid_to is not None and request.order_date > offer.valid_to:
        return f"valid until {offer.valid_to}, the order is of {request.order_date}"
    quantity = request.quantity_for(offer)
    if offer.most is not None and quantity > offer.most:
        return f"{quantity_text(offer.most)} left, this is {quantity_text(quantity)}"
    if offer.fits(quantity):
        return ""
    this = (
        f"the order has {quantity_text(quantity)} together" if offer.together else f"this is {quantity_text(quantity)}"
    )
    if quantity < offer.min_qty:
        return f"from {quantity_text(offer.min_qty)}, {this}"
    return f"up to {quantity_text(offer.max_qty)}, {this}"


def _beaten(offer: PriceOffer, winner: PriceOffer) -> str:
    """Why an offer that applies lost against the winner."""
    if offer.level is not winner.level:
        return f"{winner.level.value.replace('_', ' ')} goes before {offer.level.value.replace('_', ' ')}"
    if winner.line_id is not None:
        return f"{winner.name} goes first" if offer.line_id else "a blanket order goes before other contracts"
    if len(offer.stack) != len(winner.stack):
        return "the list's own rule goes before one of the list that it is based on"
    if offer.converted is not winner.converted:
        return "a price in the document's own currency goes before a converted one"
    if offer.scope is not winner.scope:
        return f"{winner.scope.value} goes before {offer.scope.value}"
    if offer.min_qty != winner.min_qty:
        return f"the step from {quantity_text(winner.min_qty)} goes before from {quantity_text(offer.min_qty)}"
    if offer.valid_from != winner.valid_from:
        return f"older than the one valid from {winner.valid_from}"
    return f"same level and dates as {winner.name!r}, which was entered first"
