"""A scan that is not taken: the refusal, and the few words that must not be passed over."""

from __future__ import annotations

from orderdesk.errors import Refused

WRONG_ITEM = "WRONG ITEM"
TOO_MANY = "TOO MANY"
UNKNOWN = "UNKNOWN"


class NotTaken(Refused):
    """What was scanned does not belong here.

    Attributes:
        headline: what is wrong, in capitals, to be read from an arm's length.
        sku: the product that was scanned; empty where the code is unknown.
        asks: it is taken when somebody says why.
    """

    def __init__(self, headline: str, message: str, sku: str = "", *, asks: bool = False) -> None:
        super().__init__(message)
        self.headline = headline
        self.sku = sku
        self.asks = asks
