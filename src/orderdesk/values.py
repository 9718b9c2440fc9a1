"""What everything is counted in, and how it is written and read.

All of it is whole numbers, in Python as in the database, so that no float and no rounding context can come near money:

==========  =========================================  ===================
type        counts                                     1 is written as
==========  =========================================  ===================
Money       minor units of its currency (cents)        100 in EUR, 1 in JPY
UnitPrice   ten-thousandths of the currency            10_000
Quantity    thousandths of the product's stock unit    1_000
Percent     thousandths of one per cent                1_000
Rate        hundred-millionths of one currency unit    100_000_000
==========  =========================================  ===================

`Decimal` appears only at the edges: a typed or imported text is read with the `parse_…` functions, which refuse what
they cannot hold exactly, and written with `…_text`. The formatting by locale is `orderdesk.show`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import Annotated, TypeAlias

from orderdesk.errors import BadValue

# To the type checker these are plain ints; the word is for who converts from text by annotation (the batch protocol).
Money: TypeAlias = Annotated[int, "money"]
UnitPrice: TypeAlias = Annotated[int, "price"]
Quantity: TypeAlias = Annotated[int, "quantity"]
Percent: TypeAlias = Annotated[int, "percent"]
# An exchange rate: what one whole unit of a document's currency is in whole units of the company's.
Rate: TypeAlias = Annotated[int, "rate"]
# An amount of the company's own currency, said where the document around it may be in another one.
OwnMoney: TypeAlias = Annotated[int, "own money"]

ONE: Quantity = 1_000
PRICE_ONE: UnitPrice = 10_000
ONE_PERCENT: Percent = 1_000
HUNDRED_PERCENT: Percent = 100_000
RATE_ONE: Rate = 100_000_000

MAX_MONEY: Money = 10**15
MAX_PRICE: UnitPrice = 10**13
MAX_QUANTITY: Quantity = 10**12
MAX_RATE: Rate = 10**15


@dataclass(frozen=True, slots=True)
class Currency:
    """A currency's ISO 4217 code and how many decimals its minor unit has: 2 for EUR, 0 for JPY, 3 for KWD.

    `named` asks for the code beside every amount: so is written what is not in the company's own currency.
    """

    code: str = "EUR"
    decimals: int = 2
    named: bool = False


def divide_half_up(numerator: int, denominator: int) -> int:
    """The quotient rounded to a whole number, a half away from zero: 5/2 is 3, −5/2 is −3. Denominator > 0."""
    if numerator >= 0:
        return (2 * numerator + denominator) // (2 * denominator)
    return -((-2 * numerator + denominator) // (2 * denominator))


def extend(
    quantity: Quantity, price: UnitPrice, discount: Percent = 0, *, factor: Quantity = ONE, decimals: int = 2
) -> Money:
    """What a quantity costs: quantity × price × (1 − discount), rounded half-up once, to the currency's minor unit.

    Args:
        quantity: in stock units.
        price: for one sales unit, which holds `factor` stock units.
        decimals: of the currency.
    """
    numerator = quantity * price * (HUNDRED_PERCENT - discount) * int(10**decimals)
    return divide_half_up(numerator, factor * PRICE_ONE * HUNDRED_PERCENT)


def share(amount: Money, percent: Percent) -> Money:
    """That many per cent of an amount, half-up."""
    return divide_half_up(amount * percent, HUNDRED_PERCENT)


def spread(total: Money, weights: Sequence[int]) -> list[Money]:
    """The total parted in proportion to the weights by largest remainder: the parts add up to it exactly.

    Equal remainders go to the earlier part. All weights zero: everything goes to the first part.
    """
    if not weights:
        return []
    whole = sum(weights)
    if whole == 0:
        return [total] + [0] * (len(weights) - 1)
    sign = -1 if total < 0 else 1
    size, whole_size = abs(total), abs(whole)
    scaled = [size * weight * (1 if whole > 0 else -1) for weight in weights]
    parts = [value // whole_size for value in scaled]
    by_remainder = sorted(range(len(weights)), key=lambda i: (-(scaled[i] % whole_size), i))
    for i in by_remainder[: size - sum(parts)]:
        parts[i] += 1
    return [sign * part for part in parts]


# Reading -------------------------------------------------------------------------------------------------------------


def _parse(text: str, what: str, *, decimals: int, largest: int, mark: str, negative: bool) -> int:
    """The text as a whole number of its smallest part; BadValue says what is wrong with it in a sentence."""
    typed = text.strip()[:40]
    plain = text.strip().replace("\u2212", "-")
    if mark != ".":
        if "." in plain:
            raise BadValue(f"{what} {typed!r} has a point; here the decimal mark is {mark!r}")
        plain = plain.replace(mark, ".")
    digits = plain[1:] if plain[:1] in ("-", "+") else plain
    if len(digits) > 40 or not digits.isascii() or not digits.replace(".", "", 1).isdigit():
        raise BadValue(f"{what} {typed!r} is not a number like 12{mark}5")
    try:
        scaled = Decimal(plain).scaleb(decimals)
    except InvalidOperation:
        raise BadValue(f"{what} {typed!r} is not a number like 12{mark}5") from None
    if scaled != scaled.to_integral_value():
        places = "no decimals" if decimals == 0 else f"at most {decimals} decimals"
        raise BadValue(f"{what} {typed} is too fine: {places} can be kept")
    if abs(scaled) > largest:
        raise BadValue(f"{what} {typed} is too large: {decimal_text(largest, decimals)} is the most")
    if scaled < 0 and not negative:
        raise BadValue(f"{what} {typed} is negative")
    return int(scaled)


def parse_money(
    text: str, *, decimals: int = 2, mark: str = ".", negative: bool = False, what: str = "amount"
) -> Money:
    """An amount as typed, without thousands separators, in minor units.

    Raises:
        BadValue: not a number, too fine for the currency, too large, or negative where that makes no sense.
    """
    return _parse(text, what, decimals=decimals, largest=MAX_MONEY, mark=mark, negative=negative)


def parse_price(text: str, *, mark: str = ".", what: str = "price") -> UnitPrice:
    """A unit price as typed: at most four decimals, never negative. Raises BadValue."""
    return _parse(text, what, decimals=4, largest=MAX_PRICE, mark=mark, negative=False)


def parse_quantity(text: str, *, mark: str = ".", negative: bool = False, what: str = "quantity") -> Quantity:
    """A quantity as typed: at most three decimals. Whether zero makes sense is the caller's rule. Raises BadValue."""
    return _parse(text, what, decimals=3, largest=MAX_QUANTITY, mark=mark, negative=negative)


def parse_percent(text: str, *, mark: str = ".", what: str = "percentage") -> Percent:
    """A percentage as typed, with or without its sign: 0 to 100, at most three decimals. Raises BadValue."""
    return _parse(
        text.strip().removesuffix("%").rstrip(), what, decimals=3, largest=HUNDRED_PERCENT, mark=mark, negative=False
    )


def parse_rate(text: str, *, mark: str = ".", what: str = "exchange rate") -> Rate:
    """An exchange rate as typed: above zero, at most eight decimals. Raises BadValue."""
    rate = _parse(text, what, decimals=8, largest=MAX_RATE, mark=mark, negative=False)
    if rate == 0:
        raise BadValue(f"{what} cannot be 0")
    return rate


def parse_date(text: str, *, what: str = "date") -> date:
    """A date as 2026-11-23. Raises BadValue."""
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise BadValue(f"{what} {text.strip()[:40]!r} is not a date like 2026-11-23") from None


# Writing -------------------------------------------------------------------------------------------------------------


def decimal_text(value: int, decimals: int) -> str:
    """A whole number of smallest parts as a plain decimal, all decimals shown: (-5, 2) is '-0.05'."""
    if decimals == 0:
        return str(value)
    whole, part = divmod(abs(value), int(10**decimals))
    return f"{'-' if value < 0 else ''}{whole}.{part:0{decimals}d}"


@lru_cache(maxsize=4096)  # the lines of a long order say the same few figures
def _short(value: int, decimals: int, at_least: int) -> str:
    text = decimal_text(value, decimals)
    while text.endswith("0") and len(text) - text.index(".") - 1 > at_least:
        text = text[:-1]
    return text.removesuffix(".")


def money_text(amount: Money, currency: Currency | int = 2) -> str:
    """An amount as a plain decimal with the currency's decimals and no separators; its code where that is asked for."""
    if isinstance(currency, int):
        return decimal_text(amount, currency)
    text = decimal_text(amount, currency.decimals)
    return f"{text} {currency.code}" if currency.named else text


def price_text(price: UnitPrice) -> str:
    """A unit price with two to four decimals."""
    return _short(price, 4, 2)


def quantity_text(quantity: Quantity) -> str:
    """A quantity with no more decimals than it needs: 12, 0.5."""
    return _short(quantity, 3, 0)


def percent_text(percent: Percent) -> str:
    """A percentage with no more decimals than it needs, without its sign."""
    return _short(percent, 3, 0)


def rate_text(rate: Rate) -> str:
    """An exchange rate with at least four decimals, and up to eight where it has them."""
    return _short(rate, 8, 4)
