"""What the world pays in: which currency codes there are, and how many decimals each has, from CLDR.

Asked only when a currency is entered; from then on the database keeps what it was told.
"""

from __future__ import annotations

MOST_DECIMALS = 4  # a unit price has no more


def decimals_of(code: str) -> int:
    """How many decimals a currency's amounts have: 2 for EUR, 0 for JPY, 3 for KWD; −1 for what is no currency."""
    from babel.core import get_global
    from babel.numbers import get_currency_precision, list_currencies

    if code not in list_currencies():
        return -1
    if code not in get_global("currency_fractions"):
        return 2
    return int(get_currency_precision(code))
