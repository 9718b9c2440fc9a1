"""Amounts, quantities and dates as the people at the desk write them: by the company's locale.

Babel is imported by the first figure that is shown, not before, so that what shows none does not pay for it; what a
figure looks like is worked out once for each locale. Text for machines is written by `orderdesk.values` instead.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from functools import lru_cache
from typing import TYPE_CHECKING

from orderdesk.values import Currency, Money, Percent, Quantity, UnitPrice

if TYPE_CHECKING:
    from babel import Locale

MINUS = "\u2212"
NOTHING = "–"  # where there is no figure, so that an empty cell is not taken for a zero


@lru_cache(maxsize=8)
def _locale(name: str) -> Locale:
    from babel import Locale, UnknownLocaleError

    try:
        return Locale.parse(name.replace("-", "_"))
    except (ValueError, UnknownLocaleError):
        return Locale("en")


@lru_cache(maxsize=8)
def _marks(name: str) -> tuple[str, str]:
    """The decimal mark, and what stands between thousands; a blank that does not break stays one cell wide."""
    from babel.numbers import get_decimal_symbol, get_group_symbol

    locale = _locale(name)
    return get_decimal_symbol(locale), get_group_symbol(locale).replace("\u202f", "\u00a0")


def _number(value: int, decimals: int, least: int, locale: str) -> str:
    mark, group = _marks(locale)
    whole, part = divmod(abs(value), int(10**decimals))
    digits = f"{part:0{decimals}d}" if decimals else ""
    while len(digits) > least and digits.endswith("0"):
        digits = digits[:-1]
    text = f"{whole:,}".replace(",", group)
    return (MINUS if value < 0 else "") + text + (mark + digits if digits else "")


class Show:
    """How one company writes its figures.

    Args:
        currency: its decimals; the code is written beside an amount only where it is `named`.
        locale: as `en`, `de_AT`, `fr-CH`; one that nobody knows is English.
    """

    def __init__(self, currency: Currency | None = None, locale: str = "en") -> None:
        self.currency = currency or Currency()
        self.locale = locale
        self._others: dict[Currency, Show] = {}

    def of(self, currency: Currency) -> Show:
        """The same for amounts in another currency; the same again for the same one, so that rows may be kept."""
        if currency == self.currency:
            return self
        if currency not in self._others:
            self._others[currency] = Show(currency, self.locale)
        return self._others[currency]

    def bare(self, currency: Currency) -> Show:
        """The same without the code, for columns below which it stands."""
        return self.of(replace(currency, named=self.currency.named))

    @property
    def decimal_mark(self) -> str:
        """What people type between units and cents."""
        return _marks(self.locale)[0]

    def money(self, amount: Money | None) -> str:
        """An amount with all its decimals: 1,579.73."""
        if amount is None:
            return NOTHING
        text = _number(amount, self.currency.decimals, self.currency.decimals, self.locale)
        return f"{text} {self.currency.code}" if self.currency.named else text

    def round_money(self, amount: Money | None) -> str:
        """An amount without its decimals where they are all zero: 10,000."""
        return NOTHING if amount is None else self.money(amount).removesuffix(self.decimal_mark + self._zeros)

    @property
    def _zeros(self) -> str:
        return "0" * self.currency.decimals

    def price(self, price: UnitPrice | None) -> str:
        """A unit price with the currency's decimals, and up to four where it needs them."""
        return NOTHING if price is None else _number(price, 4, min(4, self.currency.decimals), self.locale)

    def quantity(self, quantity: Quantity | None) -> str:
        """A quantity with no more decimals than it needs."""
        return NOTHING if quantity is None else _number(quantity, 3, 0, self.locale)

    def percent(self, percent: Percent | None) -> str:
        """A percentage with its sign; nothing for none."""
        return f"{_number(percent, 3, 0, self.locale)} %" if percent else ""

    def day(self, day: date | None) -> str:
        """A date short: 14 Nov 2026."""
        return NOTHING if day is None else _day(day, "d MMM y", self.locale)

    def weekday(self, day: date | None) -> str:
        """A date in the near future or past: Fri 14 Nov."""
        return NOTHING if day is None else _day(day, "EEE d MMM", self.locale)

    def moment(self, moment: datetime | None) -> str:
        """A moment in the zone that it has: Thu 12 Nov 14:05."""
        return NOTHING if moment is None else f"{_day(moment.date(), 'EEE d MMM', self.locale)} {moment:%H:%M}"


@lru_cache(maxsize=2048)
def _day(day: date, pattern: str, locale: str) -> str:
    from babel.dates import format_date

    return format_date(day, pattern, _locale(locale))
