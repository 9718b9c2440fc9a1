"""Price lists that a file names before anybody made them."""

from __future__ import annotations

from orderdesk.desk import prices
from orderdesk.models import PriceList
from orderdesk.queries import existing
from orderdesk.store.transaction import Transaction


class PriceLists:
    """The price lists there are. Files name them by code only, so the first mention makes one."""

    def __init__(self, tx: Transaction) -> None:
        self.tx = tx
        self.known = set(existing.by_code(tx, PriceList))

    def need(self, code: str) -> None:
        """Make the price list unless it is there."""
        if code not in self.known:
            prices.price_list(self.tx, code)
            self.known.add(code)
