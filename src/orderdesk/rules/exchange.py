"""Between a document's currency and the company's, at the rate of the document's day. Whole numbers, half-up once.

A rate says what one whole unit of the document's currency is in whole units of the company's (1 USD is 0.92 EUR), in
hundred-millionths. How many decimals each of them has is minded here and nowhere else.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from orderdesk.values import RATE_ONE, Currency, Money, Rate, UnitPrice, divide_half_up, rate_text


@dataclass(frozen=True, slots=True)
class Exchange:
    """A document's currency, the company's, and the rate between them on the document's day."""

    document: Currency
    company: Currency
    rate: Rate = RATE_ONE

    @classmethod
    def none(cls, company: Currency) -> Exchange:
        """Of a document in the company's own currency."""
        return cls(company, company)

    @property
    def foreign(self) -> bool:
        """Whether there is anything to convert."""
        return self.document.code != self.company.code

    @property
    def shown(self) -> Currency:
        """The document's currency, with its code beside every amount where it is not the company's."""
        return replace(self.document, named=True) if self.foreign else self.document

    def ours(self, amount: Money) -> Money:
        """An amount of the document in the company's currency."""
        if not self.foreign:
            return amount
        return divide_half_up(
            amount * self.rate * int(10**self.company.decimals), RATE_ONE * int(10**self.document.decimals)
        )

    def theirs(self, amount: Money) -> Money:
        """An amount of the company's currency in the document's."""
        if not self.foreign:
            return amount
        return divide_half_up(
            amount * RATE_ONE * int(10**self.document.decimals), self.rate * int(10**self.company.decimals)
        )

    def price(self, price: UnitPrice, rate: Rate = RATE_ONE) -> UnitPrice:
        """A unit price in the document's currency, half-up to four decimals.

        Args:
            rate: of the currency that the price is in; the company's unless said.
        """
        return price if not self.foreign and rate == RATE_ONE else divide_half_up(price * rate, self.rate)

    @property
    def explanation(self) -> str:
        """The rate as a sentence."""
        if not self.foreign:
            return f"in {self.company.code}"
        return f"1 {self.document.code} = {rate_text(self.rate)} {self.company.code}"
