"""Price offers: the contracts, price lists and promotions that could price a line, and the arithmetic of one price.

Prices are for one stock unit and steps are counted in stock units. `price` chooses among the offers, `free_goods`
among those that give goods and no price.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from orderdesk.errors import BadValue
from orderdesk.values import (
    HUNDRED_PERCENT,
    ONE,
    Money,
    Percent,
    Quantity,
    UnitPrice,
    divide_half_up,
    extend,
    percent_text,
    quantity_text,
)


class PriceLevel(StrEnum):
    """Where a price comes from, in the order in which they are asked."""

    CONTRACT = "contract"  # agreed with this customer
    CUSTOMER_LIST = "customer_list"  # the price list of this customer
    SEGMENT_LIST = "segment_list"  # the price list of its segment
    PROMOTION = "promotion"
    LIST = "list"  # the product's own price: always there

    @property
    def rank(self) -> int:
        """0 is asked first."""
        return _LEVELS.index(self)


class Scope(StrEnum):
    """What a price rule speaks about, narrowest first."""

    VARIANT = "variant"
    CATEGORY = "category"
    ALL = "all"

    @property
    def rank(self) -> int:
        """0 is the narrowest."""
        return _SCOPES.index(self)


_LEVELS = tuple(PriceLevel)
_SCOPES = tuple(Scope)


@dataclass(frozen=True, slots=True)
class Stacked:
    """A price list that is based on another one: what it takes off that one's prices; negative is a surcharge."""

    name: str
    percent: Percent


@dataclass(frozen=True, slots=True)
class PriceOffer:
    """One price that could apply: a fixed price, or a discount off the list price, never both.

    Attributes:
        price: for one stock unit.
        discount: off the list price; negative is a surcharge.
        min_qty: the step: from how many stock units on.
        max_qty: up to how many stock units, included; 0 is open.
        valid_from, valid_to: first and last day, both included; None is open.
        combinable: a promotion that is taken off the winner's price instead of competing with it. Offers of one name
            are the steps of one promotion: only the best of them is taken off.
        converted: its price is not in the document's currency; one that is goes before it within the level.
        said: how the price was brought to the document's currency and taxes, for the receipt.
        together: its quantities are those of all the order's lines that it speaks about, not of the line alone.
        stack: the lists between the one this rule is of and the one that is asked, the nearest to the rule first. A
            list's own rules go before those of the list that it is based on.
        free: gives so many stock units for every `min_qty` bought, and no price.
        free_product: the id of what it gives; None is what was bought.
        most: what is left of a blanket order, in stock units: the offer is for no more than that. None is any quantity.
        line_id: the blanket order's line that the price is of.
        agreed: that line's price for one of its unit, and how many stock units the unit holds: exact, where `price` may
            be rounded.

    Raises:
        BadValue: both or neither of price and discount, a discount above 100 %, a combinable price that is not a
            promotion's discount, a window that ends before it begins, or free goods for nothing or with a discount.
    """

    level: PriceLevel
    name: str
    price: UnitPrice | None = None
    discount: Percent | None = None
    min_qty: Quantity = 0
    scope: Scope = Scope.VARIANT
    valid_from: date | None = None
    valid_to: date | None = None
    combinable: bool = False
    rule_id: int | None = None
    converted: bool = False
    said: str = ""
    max_qty: Quantity = 0
    together: bool = False
    stack: tuple[Stacked, ...] = ()
    free: Quantity = 0
    free_product: int | None = None
    most: Quantity | None = None
    line_id: int | None = None
    agreed: tuple[UnitPrice, Quantity] | None = None

    def __post_init__(self) -> None:
        """Refuse what could not be priced."""
        if (self.price is None) == (self.discount is None):
            raise BadValue(f"price rule {self.name!r} needs either a price or a discount")
        if self.discount is not None and self.discount > HUNDRED_PERCENT:
            raise BadValue(f"price rule {self.name!r} takes {percent_text(self.discount)} % off; 100 % is the most")
        if self.combinable and (self.level is not PriceLevel.PROMOTION or self.discount is None):
            raise BadValue(f"price rule {self.name!r} cannot be combinable: only a promotion with a discount can")
        if self.max_qty and self.max_qty < self.min_qty:
            raise BadValue(
                f"price rule {self.name!r} is from {quantity_text(self.min_qty)} to {quantity_text(self.max_qty)}:"
                " it would never apply"
            )
        if self.free:
            self._check_free()

    def _check_free(self) -> None:
        if self.discount or self.price is not None or self.combinable:
            raise BadValue(f"price rule {self.name!r} gives free goods, and so it has no price and no discount")
        if not self.min_qty:
            raise BadValue(f"price rule {self.name!r} gives free goods: say for how many bought")
        if self.scope is not Scope.VARIANT and self.free_product is None:
            raise BadValue(f"price rule {self.name!r} is not for one product: say which product is free")

    def price_for(self, list_price: UnitPrice) -> UnitPrice:
        """What one stock unit costs under this offer, half-up to four decimals; so at each list that is built on it."""
        price = self.price if self.price is not None else less(list_price, self.discount or 0)
        for list_ in self.stack:
            price = less(price, list_.percent)
        return price

    def fits(self, quantity: Quantity) -> bool:
        """Whether a quantity is in its window."""
        return self.min_qty <= quantity and not (self.max_qty and quantity > self.max_qty)

    def in_unit(self, price: UnitPrice, factor: Quantity) -> UnitPrice:
        """What a sales unit of `factor` stock units costs when this offer won with `price` for one stock unit."""
        if self.agreed is not None and self.agreed[1] == factor:
            return self.agreed[0]
        return for_unit(price, factor)

    @property
    def precedence(self) -> tuple[int, int, bool, int, int, int, int, str]:
        """The winner has the smallest. A tie that rule entry let through goes to the rule entered first.

        A blanket order goes before every other contract: its quantity was agreed too. Of two the one that ends first.
        """
        if self.line_id is not None:
            ends = self.valid_to.toordinal() if self.valid_to else 0
            return self.level.rank, -1, False, -1, 0, ends, self.line_id, self.name
        start = self.valid_from.toordinal() if self.valid_from else 0
        kind = self.level.rank, len(self.stack), self.converted
        return *kind, self.scope.rank, -self.min_qty, -start, self.rule_id or 0, self.name

    @property
    def step(self) -> str:
        """What it speaks about and from how many on, in words."""
        window = f"{quantity_text(self.min_qty)} to {quantity_text(self.max_qty)}" if self.max_qty else ""
        words = f"{self.scope.value}, {window or f'from {quantity_text(self.min_qty)}'}"
        return f"{words} together" if self.together else words

    @property
    def title(self) -> str:
        """What it is called on a receipt, with its step, how it was converted, and the lists that it came through."""
        if self.level is PriceLevel.LIST:
            return self.name
        if self.most is not None:
            return f"{self.level.value.replace('_', ' ')} {self.name!r} ({quantity_text(self.most)} left)"
        lists = [f"{list_.name} {off_text(list_.percent)}" for list_ in self.stack]
        said = [self.said] if self.said else []
        return f"{self.level.value.replace('_', ' ')} {self.name!r} ({', '.join([self.step, *said, *lists])})"


def off_text(percent: Percent) -> str:
    """A discount or a surcharge in words: less 10 %, plus 5 %."""
    return f"less {percent_text(percent)} %" if percent >= 0 else f"plus {percent_text(-percent)} %"


def less(price: UnitPrice, discount: Percent) -> UnitPrice:
    """A unit price with a discount taken off, half-up to four decimals."""
    return divide_half_up(price * (HUNDRED_PERCENT - discount), HUNDRED_PERCENT)


def for_unit(price: UnitPrice, factor: Quantity) -> UnitPrice:
    """The price of a sales unit that holds `factor` stock units, from the price of one stock unit, half-up."""
    return divide_half_up(price * factor, ONE)


def line_net(
    quantity: Quantity, price: UnitPrice, discount: Percent = 0, *, factor: Quantity = ONE, decimals: int = 2
) -> Money:
    """A line's net: the discount is rounded half-up to two decimals first, then the whole line once.

    Args:
        quantity: in stock units.
        price: for one sales unit, which holds `factor` stock units.
    """
    return extend(quantity, price, divide_half_up(discount, 10) * 10, factor=factor, decimals=decimals)
