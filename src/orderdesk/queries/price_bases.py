"""What the prices of an order are said in, product by product, and what the rules' own currencies are worth on its day.

For an order in the company's currency at prices without tax nothing is read.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Row

from orderdesk.queries.currencies import exchange_of, exchange_on, rate_on
from orderdesk.queries.taxes import LineTax, rate_of, tax_rates
from orderdesk.rules.exchange import Exchange
from orderdesk.rules.offers import PriceOffer
from orderdesk.rules.price_basis import PriceBasis
from orderdesk.store.transaction import Reading
from orderdesk.values import RATE_ONE, Rate


@dataclass(frozen=True, slots=True)
class Bases:
    """Of one document; `taxes` is None where none of its prices need be taken from net to gross or back."""

    exchange: Exchange
    included: bool = False
    taxes: Mapping[str, LineTax] | None = None
    exempt: bool = False
    rates: Mapping[str, Rate] = field(default_factory=dict)

    def of(self, product: Any) -> PriceBasis:
        """Of one product (a row with `tax_class`)."""
        if self.taxes is None:
            return PriceBasis(self.exchange, self.included)
        tax = rate_of(self.taxes, product.tax_class, exempt=self.exempt)
        return PriceBasis(self.exchange, self.included, tax.rate, tax.parts)

    def offer(self, product: Any, rule: Row[Any], offer: PriceOffer) -> PriceOffer:
        """An offer as the document says prices."""
        code = rule.currency or self.exchange.company.code
        included = self.included if rule.level == "contract" else bool(rule.list_included)
        if code == self.exchange.document.code and included == self.included:
            return offer
        return self.of(product).offer(offer, code, self.rates.get(code, RATE_ONE), included=included)


def bases(reading: Reading, customer: Row[Any], order: Row[Any] | None, rules: Sequence[Row[Any]]) -> Bases:
    """What prices are said in on an order, or on one of today.

    Raises:
        Refused: a currency that is needed has no rate on the day.
    """
    day = reading.today if order is None else order.order_date
    if order is None:
        exchange, included = exchange_on(reading, customer.currency, day), customer.tax_included
    else:
        exchange, included = exchange_of(reading, order.currency, order.rate), order.tax_included
    own = exchange.company.code
    codes = {rule.currency or own for rule in rules if rule.price is not None}
    third = sorted(codes - {own, exchange.document.code})
    taxed = included or any(rule.list_included for rule in rules)
    return Bases(
        exchange,
        included,
        tax_rates(reading, day) if taxed else None,
        customer.tax_exempt,
        {code: rate_on(reading, code, day) for code in third},
    )
