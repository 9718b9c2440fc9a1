"""The company's settings: what they are called, what they mean, and what holds until one is changed.

Stored as JSON in the `setting` table; `orderdesk.queries.settings` reads them, the verb `setting.change` writes them.
"""

from __future__ import annotations

from dataclasses import dataclass

from orderdesk.rules.dunning import DunningLevels
from orderdesk.rules.returns import ReturnBounds
from orderdesk.values import Currency, Money, Percent


@dataclass(frozen=True, slots=True)
class Settings:
    """Amounts in minor units of `currency`, percentages in thousandths of a per cent."""

    company: str = "orderdesk"
    currency: str = "EUR"
    decimals: int = 2
    locale: str = "en"
    warehouse: str = "MAIN"  # where orders leave from unless they say otherwise
    sourcing: str = "own"  # which warehouses serve an order: own, fullest, nearest, single
    terms: str = "N30"  # of a new customer
    tax_class: str = "standard"  # of a new product
    price_band: Percent | None = 15_000  # a hand price may differ that much
    value_limit: Money | None = None  # an order above waits for an approver
    overdue_share: Percent | None = None  # overdue may be that share of what is open
    duplicate_days: int = 3
    hold_when_short: bool = False
    own_orders: bool = False  # may somebody release the orders that they entered?
    hold_reserve_days: int = 3
    complete_wait_days: int = 5
    count_days_a: int = 30  # how often products of class A are counted; 0 is never by plan
    count_days_b: int = 90
    count_days_c: int = 365
    other_lot: bool = False  # may a good lot leave before the one that expires first, with a reason?
    pack_before_ship: bool = False  # nothing leaves that is in no parcel
    billing: str = "ship"  # when goods are billed unless the customer's card says: ship, order, day, week, month, hand
    invoice_series: str = "INV"  # each series is counted without gaps by year
    credit_series: str = "CRN"
    down_series: str = "DWN"
    number_format: str = "{series}-{year}-{serial:04}"  # of invoices, credit notes and down payments
    write_off_tolerance: Money = 5_00  # what may be forgiven on one receipt
    return_days: int | None = 30  # after the delivery a return needs an approver; none: however late
    return_value: Money | None = None  # a return or complaint worth more needs an approver
    return_value_high: Money | None = None  # and from here on one of level 2
    return_valid_days: int = 30  # how long goods may be on their way back
    reminder_first: int | None = 5  # days late from which an invoice is reminded of; none: there is no such level
    reminder_second: int | None = 19
    reminder_third: int | None = 33
    reminder_gap: int = 10  # days at least between two reminders of one invoice
    reminder_least: Money = 5_00  # what is open below it is not reminded of

    def series_of(self, kind: str) -> str:
        """The series that a kind of document (invoice, credit, down) is numbered in."""
        return {"credit": self.credit_series, "down": self.down_series}.get(kind, self.invoice_series)

    @property
    def money(self) -> Currency:
        """The company's currency with its decimals."""
        return Currency(self.currency, self.decimals)

    @property
    def returns(self) -> ReturnBounds:
        """Up to where returns and complaints need nobody's consent."""
        return ReturnBounds(self.return_days, self.return_value, self.return_value_high, self.money)

    @property
    def dunning(self) -> DunningLevels:
        """When reminders are due. Raises BadValue where the levels do not rise."""
        days = (self.reminder_first, self.reminder_second, self.reminder_third)
        return DunningLevels(
            tuple(one for one in days if one is not None), self.reminder_gap, self.reminder_least, self.money
        )
