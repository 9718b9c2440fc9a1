"""What prices are said in on a document: its currency, and with or without tax. Every offer is brought to that.

The product's list price, its cost and promotions are in the company's currency and without tax; a price list says for
itself; a contract is agreed as the customer's documents are. What is brought over says so on the price receipt.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from orderdesk.rules.exchange import Exchange
from orderdesk.rules.offers import PriceOffer
from orderdesk.rules.tax import gross_price, net_price
from orderdesk.rules.tax_parts import TaxParts
from orderdesk.values import RATE_ONE, Percent, Rate, UnitPrice, percent_text, price_text, rate_text


@dataclass(frozen=True, slots=True)
class PriceBasis:
    """A document's currency and whether its prices include tax; `rate` and `parts` are the product's tax."""

    exchange: Exchange
    included: bool = False
    rate: Percent = 0
    parts: TaxParts = ()

    @property
    def plain(self) -> bool:
        """Prices are said as the company keeps them: nothing is to be brought over."""
        return not self.exchange.foreign and not self.included

    def ours(self, price: UnitPrice) -> UnitPrice:
        """A price of the company's, without tax, as the document says it."""
        return price if self.plain else self._taxed(self.exchange.price(price), included=False)

    def ours_explained(self, price: UnitPrice) -> tuple[str, ...]:
        """What was done to the list price, for the receipt."""
        said = self._said(price, self.exchange.company.code, RATE_ONE, included=False)
        return (f"list price {said}",) if said else ()

    def offer(self, offer: PriceOffer, code: str, rate: Rate, *, included: bool) -> PriceOffer:
        """An offer as the document says it.

        Args:
            code: the currency of its price.
            rate: of that currency.
            included: whether its price is with tax.
        """
        if offer.price is None:
            return offer
        same = code == self.exchange.document.code
        price = offer.price if same else self.exchange.price(offer.price, rate)
        said = self._said(offer.price, code, rate, included=included)
        return replace(offer, price=self._taxed(price, included=included), said=said, converted=not same)

    def net(self, price: UnitPrice) -> UnitPrice:
        """A price of the document without its tax."""
        return net_price(price, self.rate, self.parts) if self.included else price

    def _taxed(self, price: UnitPrice, *, included: bool) -> UnitPrice:
        if included == self.included:
            return price
        return (gross_price if self.included else net_price)(price, self.rate, self.parts)

    def _said(self, price: UnitPrice, code: str, rate: Rate, *, included: bool) -> str:
        said = []
        own, document = self.exchange.company.code, self.exchange.document.code
        if code != document:
            rates = [(code, rate), (document, self.exchange.rate)]
            told = [f"1 {name} = {rate_text(one)} {own}" for name, one in rates if name != own]
            said.append(f"converted from {price_text(price)} {code} at {', '.join(told)}")
        if included != self.included and self.rate:
            said.append(f"{percent_text(self.rate)} % tax {'added' if self.included else 'taken out'}")
        return ", ".join(said)
