"""What the bank said, for lists and screens: its statements with their proof, its lines with what they may be."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Row, bindparam, case, func, or_, select

from orderdesk.errors import NotFound
from orderdesk.filters import Field, Filter, Kind
from orderdesk.models import BankBooking, BankLine, BankStatement, Customer, CustomerBank, Receipt
from orderdesk.queries.bank_matching import LINES, proposals
from orderdesk.queries.listing import Exported, Listing, Sums, added_up
from orderdesk.rules.bank_matching import Proposal
from orderdesk.store.transaction import Reading, table
from orderdesk.values import Money

_LINE, _STATEMENT, _BOOKING = table(BankLine), table(BankStatement), table(BankBooking)
_RECEIPT, _CUSTOMER, _BANK = table(Receipt), table(Customer), table(CustomerBank)
_STATEMENTS = (
    select(
        _STATEMENT,
        func.count(_LINE.c.id).label("lines"),
        func.coalesce(func.sum(_LINE.c.amount), 0).label("moved"),
        func.coalesce(func.sum(case((_LINE.c.state == "open", 1), else_=0)), 0).label("left"),
    )
    .outerjoin(_LINE, _LINE.c.statement_id == _STATEMENT.c.id)
    .group_by(_STATEMENT.c.id)
    .order_by(_STATEMENT.c.day_to.desc(), _STATEMENT.c.id.desc())
    .limit(bindparam("a_limit"))
)
_BOOKED = (
    select(_BOOKING.c.line_id, _BOOKING.c.kind, _BOOKING.c.why, _RECEIPT.c.number, _CUSTOMER.c.code)
    .outerjoin(_RECEIPT, _RECEIPT.c.id == _BOOKING.c.receipt_id)
    .outerjoin(_CUSTOMER, _CUSTOMER.c.id == _RECEIPT.c.customer_id)
    .where(_BOOKING.c.line_id.in_(bindparam("some", expanding=True)), _BOOKING.c.undone_at.is_(None))
    .order_by(_BOOKING.c.id)
)
_ONE = LINES.where(_LINE.c.id == bindparam("a_line"))
_ACCOUNTS = (
    select(_BANK.c.iban, _BANK.c.mandate, _BANK.c.seen_on)
    .join(_CUSTOMER, _CUSTOMER.c.id == _BANK.c.customer_id)
    .where(_CUSTOMER.c.code == bindparam("a_code"))
    .order_by(_BANK.c.seen_on.desc(), _BANK.c.iban)
)


@dataclass(frozen=True, slots=True)
class BankStatementRow:
    """A statement: its balances, what moved, how many lines wait; `sound`: does it add up, None without balances."""

    id: int
    account: str
    reference: str
    format: str
    currency: str
    day_from: date
    day_to: date
    opening: Money | None
    moved: Money
    closing: Money | None
    lines: int
    left: int
    sound: bool | None


@dataclass(frozen=True, slots=True)
class BankRow:
    """A line of a statement, what it may be (open ones, the likeliest first), or what it was booked as."""

    id: int
    day: date
    amount: Money
    currency: str
    account: str
    name: str
    iban: str
    text: str
    returned: bool
    state: str
    booked: str
    proposals: tuple[Proposal, ...]

    @property
    def best(self) -> Proposal | None:
        """The likeliest."""
        return self.proposals[0] if self.proposals else None


@dataclass(frozen=True, slots=True)
class CustomerAccount:
    """An account that a customer has paid from."""

    iban: str
    mandate: str
    seen_on: date


def statements(reading: Reading, *, limit: int = 50) -> tuple[BankStatementRow, ...]:
    """The newest statements, with how each adds up."""
    return tuple(
        BankStatementRow(
            row.id,
            row.account,
            row.reference,
            row.format,
            row.currency,
            row.day_from,
            row.day_to,
            row.opening,
            int(row.moved),
            row.closing,
            row.lines,
            int(row.left),
            None if row.opening is None or row.closing is None else row.opening + int(row.moved) == row.closing,
        )
        for row in reading.all(_STATEMENTS, a_limit=limit)
    )


def bank_line(reading: Reading, line: int) -> BankRow:
    """One line with all that it may be. Raises NotFound."""
    row = reading.first(_ONE, a_line=line)
    if row is None:
        raise NotFound(f"there is no bank line {line}")
    return _rows(reading, [row])[0]


def customer_accounts(reading: Reading, customer: str) -> tuple[CustomerAccount, ...]:
    """The accounts that a customer has paid from, the last seen first."""
    return tuple(
        CustomerAccount(row.iban, row.mandate, row.seen_on)
        for row in reading.all(_ACCOUNTS, a_code=customer.strip().upper())
    )


def _rows(reading: Reading, rows: Sequence[Row[Any]]) -> list[BankRow]:
    found = proposals(reading, [row for row in rows if row.state == "open"])
    booked: dict[int, list[str]] = {}
    for one in reading.all(_BOOKED, some=[row.id for row in rows if row.state == "booked"]):
        told = "refund" if one.kind == "refund" else f"{one.kind} {one.number} {one.code}"
        booked.setdefault(one.line_id, []).append(told)
    return [
        BankRow(
            row.id,
            row.day,
            row.amount,
            row.currency,
            row.account,
            row.name,
            row.iban,
            row.text,
            row.returned,
            row.state,
            ", ".join(booked.get(row.id, ())) or " ".join(part for part in (row.ignored_as, row.reason) if part),
            found.get(row.id, ()),
        )
        for row in rows
    ]


# A page at a time -----------------------------------------------------------------------------------------------------


def _conditions(wanted: Filter) -> list[ColumnElement[bool]]:
    states = wanted.among("state") or ("open",)
    conditions: list[ColumnElement[bool]] = [_LINE.c.state.in_(states)]
    for word in wanted.words:
        like = f"%{word.replace('%', '').replace('_', '')}%"
        conditions.append(or_(_LINE.c.name.ilike(like), _LINE.c.text.ilike(like), _LINE.c.iban.ilike(like)))
    if (account := wanted.text("account")) is not None:
        conditions.append(_STATEMENT.c.account.contains(account.upper(), autoescape=True))
    if (least := wanted.money("over")) is not None:
        conditions.append(func.abs(_LINE.c.amount) > least)
    if wanted.flag("out"):
        conditions.append(_LINE.c.amount < 0)
    return conditions


def _page(reading: Reading, wanted: Filter, after: BankRow | None, limit: int) -> Sequence[BankRow]:
    statement = LINES.where(*_conditions(wanted)).order_by(_LINE.c.id).limit(limit)
    if after is not None:
        statement = statement.where(_LINE.c.id > after.id)
    return _rows(reading, reading.all(statement))


def _sums(reading: Reading, wanted: Filter) -> Sums:
    amounts = (
        select(_LINE.c.amount)
        .join(_STATEMENT, _STATEMENT.c.id == _LINE.c.statement_id)
        .where(*_conditions(wanted))
    )
    return added_up(reading, amounts)


BANK: Listing[BankRow] = Listing(
    name="bank",
    fields=(
        Field("state", Kind.WORDS, "that are open (as without it), booked or ignored", ("open", "booked", "ignored")),
        Field("account", Kind.TEXT, "of our account with that in its number"),
        Field("over", Kind.MONEY, "of more than the amount"),
        Field("out", Kind.FLAG, "that are money that went"),
    ),
    page=_page,
    key=lambda row: row.id,
    sums=_sums,
    exported=(
        Exported("line", lambda row: row.id),
        Exported("day", lambda row: row.day),
        Exported("amount", lambda row: row.amount, "money"),
        Exported("name", lambda row: row.name),
        Exported("iban", lambda row: row.iban),
        Exported("text", lambda row: row.text),
        Exported("state", lambda row: row.state),
        Exported("booked", lambda row: row.booked),
        Exported("proposal", lambda row: row.best.customer if row.best else ""),
        Exported("why", lambda row: row.best.why if row.best else ""),
    ),
)
