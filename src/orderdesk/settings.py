"""The company's settings: what they are called, what they mean, and what holds until one is changed.

Stored as JSON in the `setting` table; `orderdesk.queries.settings` reads them, the verb `setting.change` writes them.
"""

from __future__ import annotations

from dataclasses import dataclass

from orderdesk.rules.ageing import edges_of
from orderdesk.rules.charging import LevelCost
from orderdesk.rules.dunning import DunningLevels
from orderdesk.rules.forgiving import WriteOffLimits
from orderdesk.rules.receipt_method import Clearing
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
    credit_horizon_days: int | None = None  # orders wanted later than that do not count as exposure yet
    overdue_share: Percent | None = None  # overdue may be that share of what is open
    duplicate_days: int = 3
    po_rule: str = "warn"  # where a customer's PO number comes twice: free, warn, refuse
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
    bill_services_undone: bool = False  # does a service count as done when it is billed, without anybody's word?
    invoice_series: str = "INV"  # each series is counted without gaps by year
    credit_series: str = "CRN"
    down_series: str = "DWN"
    number_format: str = "{series}-{year}-{serial:04}"  # of invoices, credit notes and down payments
    write_off_tolerance: Money = 5_00  # what receivables may forgive of one invoice
    write_off_approver: Money | None = 50_00  # what a first approver may; a second one has no limit
    payment_tolerance: Money = 0  # a difference that closes by itself where the payer named the invoices
    cheque_days: int = 5  # how long a cheque can come back
    debit_days: int = 56  # how long a direct debit can
    charge_bank_fee: bool = False  # is the bank's fee for a bounced payment charged on?
    bank_certain: Percent = 95_000  # from which confidence a bank line may be booked without a look
    return_days: int | None = 30  # after the delivery a return needs an approver; none: however late
    return_value: Money | None = None  # a return or complaint worth more needs an approver
    return_value_high: Money | None = None  # and from here on one of level 2
    return_valid_days: int = 30  # how long goods may be on their way back
    quotation_days: int = 30  # a new quotation is good for so long
    quotation_warn_days: int = 7  # the first screen names quotations that end within so many days
    blanket_overrun: Percent = 0  # so much more than was agreed may be called off from a new blanket order
    reminder_first: int | None = 5  # days late from which an invoice is reminded of; none: there is no such level
    reminder_second: int | None = 19
    reminder_third: int | None = 33
    reminder_gap: int = 10  # days at least between two reminders of one invoice
    reminder_least: Money = 5_00  # what is open below it is not reminded of
    reminder_first_fee: Money = 0  # what a reminder of that level costs the customer
    reminder_second_fee: Money = 0
    reminder_third_fee: Money = 0
    reminder_first_interest: Percent = 0  # by the year, on what is open
    reminder_second_interest: Percent = 0
    reminder_third_interest: Percent = 0
    reminder_charges: bool = False  # are fee and interest booked as a charge, or only shown?
    ageing_days: str = "30/60/90"  # where one age ends and the next begins

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
        levels = (
            (self.reminder_first, LevelCost(self.reminder_first_fee, self.reminder_first_interest)),
            (self.reminder_second, LevelCost(self.reminder_second_fee, self.reminder_second_interest)),
            (self.reminder_third, LevelCost(self.reminder_third_fee, self.reminder_third_interest)),
        )
        there = [(days, cost) for days, cost in levels if days is not None]
        return DunningLevels(
            tuple(days for days, _ in there), self.reminder_gap, self.reminder_least, self.money,
            tuple(cost for _, cost in there),
        )  # fmt: skip

    @property
    def write_offs(self) -> WriteOffLimits:
        """How much each role may forgive."""
        return WriteOffLimits(self.write_off_tolerance, self.write_off_approver, None, self.money)

    @property
    def clearing(self) -> Clearing:
        """How long cheques and direct debits can come back."""
        return Clearing(self.cheque_days, self.debit_days)

    @property
    def ageing_edges(self) -> tuple[int, ...]:
        """The last day of each age but the last, rising."""
        return edges_of(self.ageing_days)
