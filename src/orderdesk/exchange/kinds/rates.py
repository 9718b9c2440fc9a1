"""Exchange rates from a file: what a currency is worth from a day on. A day that is there already is corrected."""

from __future__ import annotations

from orderdesk.desk import currencies
from orderdesk.errors import BadValue
from orderdesk.exchange.cells import Cells
from orderdesk.exchange.importer import Importer, Kind
from orderdesk.queries.currencies import currencies as known
from orderdesk.queries.settings import settings
from orderdesk.store.transaction import Transaction
from orderdesk.values import Rate, parse_rate


class ExchangeRates(Importer):
    """What other currencies are worth."""

    def take(self, cells: Cells) -> None:
        """Enter the rate, or correct the one of that day."""
        code = cells.key("currency")
        cells.needed("rate")
        rate: Rate = cells.read("rate", lambda text: parse_rate(text, what="rate"), 0)
        day = cells.day("valid_from") or self.tx.today
        if not cells.good or not self.first_time(cells, "valid_from", (code, day)):
            return
        new = code not in known(self.tx)
        before = len(self.tx.events)
        try:
            currencies.rate(self.tx, code, rate, valid_from=day)
        except BadValue as error:
            cells.wrong("currency", str(error))
            return
        self.count(new=new, changed=not new and len(self.tx.events) > before)


def known_currency(tx: Transaction, cells: Cells) -> str:
    """A row's currency as customers and prices keep it: empty for the company's own; one without a rate is wrong."""
    code = cells.code("currency")
    if code and code not in known(tx):
        cells.wrong("currency", f"there is no rate for {code}; import its exchange rate first")
    return "" if code == settings(tx).currency else code


EXCHANGE_RATES = Kind("exchange_rates", ("currency", "rate"), ("valid_from",), ExchangeRates)
