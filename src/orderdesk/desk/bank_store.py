"""Storing what the bank says: a statement once, with its lines, when it adds up. Booking is in `bank`."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import bindparam, select
from sqlalchemy.exc import IntegrityError

from orderdesk.desk import ledger
from orderdesk.desk.verb import verb
from orderdesk.errors import Conflict, Refused
from orderdesk.models import BankLine, BankStatement
from orderdesk.queries.currencies import currency_of
from orderdesk.rules.iban import plain_iban
from orderdesk.store.transaction import Transaction, as_json, table
from orderdesk.texts import clean
from orderdesk.values import Money, money_text

_STATEMENT, _LINE = table(BankStatement), table(BankLine)
_KNOWN = select(_STATEMENT.c.id).where(_STATEMENT.c.digest == bindparam("a_digest"))
_SAME = select(_STATEMENT.c.id, _STATEMENT.c.imported_at).where(
    _STATEMENT.c.account == bindparam("an_account"),
    _STATEMENT.c.reference == bindparam("a_reference"),
    _STATEMENT.c.day_to == bindparam("a_day"),
)
_THERE = (
    select(_LINE.c.day, _LINE.c.amount, _LINE.c.text, _LINE.c.name, _LINE.c.bank_reference)
    .join(_STATEMENT, _STATEMENT.c.id == _LINE.c.statement_id)
    .where(
        _STATEMENT.c.account == bindparam("an_account"),
        _LINE.c.day >= bindparam("a_first"),
        _LINE.c.day <= bindparam("a_last"),
    )
)


@dataclass(frozen=True, slots=True)
class StatementLine:
    """One movement as a file gives it; `amount` in minor units, positive came in."""

    day: date
    amount: Money
    name: str = ""
    iban: str = ""
    text: str = ""
    end_to_end: str = ""
    mandate: str = ""
    bank_reference: str = ""
    value_day: date | None = None
    returned: bool = False
    return_reason: str = ""
    fee: Money = 0


@dataclass(frozen=True, slots=True)
class StatementGiven:
    """A statement as a file gives it; without balances where the file has none."""

    account: str
    lines: list[StatementLine] = field(default_factory=list)
    reference: str = ""
    format: str = "csv"
    currency: str = ""
    opening: Money | None = None
    closing: Money | None = None
    day_from: date | None = None
    day_to: date | None = None
    file: str = ""


@dataclass(frozen=True, slots=True)
class StatementStored:
    """What became of a statement: its id, how many lines are new, and how many were there already."""

    statement: int
    new: int
    known: int
    proof: str


@verb("bank.store")
def store(tx: Transaction, statement: StatementGiven) -> StatementStored:
    """Store a statement; the same one again changes nothing.

    Where the file has no balances (CSV), the lines that another file has brought already are left out.

    Raises:
        Refused: it does not add up, it is empty, its currency is unknown, or another one of this number and day is
            there.
    """
    money = currency_of(tx, statement.currency)
    account = plain_iban(clean(statement.account, "account", limit=60))
    lines = [_kept(line) for line in statement.lines]
    days = [line.day for line in lines]
    first, last = statement.day_from or min(days, default=None), statement.day_to or max(days, default=None)
    if first is None or last is None:
        raise Refused("the statement has neither lines nor days")
    proof = ""
    if statement.opening is not None and statement.closing is not None:
        moved = sum(line.amount for line in lines)
        sums = (
            f"opening {money_text(statement.opening, money)} + lines {money_text(moved, money)} = "
            f"{money_text(statement.opening + moved, money)}"
        )
        if statement.opening + moved != statement.closing:
            closes = money_text(statement.closing, money)
            raise Refused(f"the statement does not add up: {sums}, but it closes at {closes}; nothing was stored")
        proof = f"{sums}, as it closes"
    digest = _digest(account, statement, lines)
    there = tx.scalar(_KNOWN, a_digest=digest)
    if there is not None:
        return StatementStored(int(there), 0, len(lines), proof)
    reference = clean(statement.reference, "statement number", limit=60)
    if reference:
        same = tx.first(_SAME, an_account=account, a_reference=reference, a_day=last)
        if same is not None:
            raise Refused(
                f"statement {reference} of {account} to {last} was stored on {same.imported_at:%Y-%m-%d} with other "
                "lines; ask the bank which of the two is right"
            )
    fresh = lines if statement.opening is not None else _fresh(tx, account, lines)
    if not fresh and lines:
        return StatementStored(0, 0, len(lines), proof)
    try:
        key = tx.add(
            BankStatement(
                account=account,
                reference=reference,
                format=clean(statement.format, "format", limit=20),
                currency=money.code,
                day_from=first,
                day_to=last,
                opening=statement.opening,
                closing=statement.closing,
                digest=digest,
                file=clean(statement.file, "file", limit=200),
                imported_at=tx.now,
                imported_by=ledger.person(tx),
            )
        )
    except IntegrityError as error:
        raise Conflict("this statement was stored at another terminal just now") from error
    tx.add_all(
        BankLine,
        [
            {
                "statement_id": key,
                "position": position,
                "day": line.day,
                "value_day": line.value_day or line.day,
                "amount": line.amount,
                "name": line.name,
                "iban": line.iban,
                "text": line.text,
                "end_to_end": line.end_to_end,
                "mandate": line.mandate,
                "bank_reference": line.bank_reference,
                "returned": line.returned,
                "return_reason": line.return_reason,
                "fee": line.fee,
            }
            for position, line in enumerate(fresh, start=1)
        ],
    )
    tx.record("bank.store", "bank_statement", key, account=account, reference=reference, day=last, lines=len(fresh))
    return StatementStored(key, len(fresh), len(lines) - len(fresh), proof)


def _kept(line: StatementLine) -> StatementLine:
    if not line.amount:
        raise Refused(f"a line of {line.day} is of nothing")
    return StatementLine(
        day=line.day,
        amount=line.amount,
        name=clean(line.name[:1_000], "name", limit=1_000)[:140],
        iban=plain_iban(clean(line.iban, "account", limit=60)),
        text=clean(line.text[:2_000], "text", limit=2_000)[:500],
        end_to_end=clean(line.end_to_end, "reference", limit=200)[:80],
        mandate=clean(line.mandate, "mandate", limit=200)[:80],
        bank_reference=clean(line.bank_reference, "bank reference", limit=200)[:80],
        value_day=line.value_day,
        returned=line.returned,
        return_reason=clean(line.return_reason, "reason", limit=300),
        fee=line.fee,
    )


def _digest(account: str, statement: StatementGiven, lines: Sequence[StatementLine]) -> str:
    """What tells a statement from every other one: its contents, however the file is called."""
    told = [
        [line.day, line.amount, line.name, line.iban, line.text, line.end_to_end, line.bank_reference] for line in lines
    ]
    whole = [account, statement.reference, statement.opening, statement.closing, told]
    return hashlib.sha256(as_json(whole).encode()).hexdigest()


def _fresh(tx: Transaction, account: str, lines: Sequence[StatementLine]) -> list[StatementLine]:
    """The lines that no other file of the account has brought; two that are the same in one file are two."""
    days = [line.day for line in lines]
    rows = tx.all(_THERE, an_account=account, a_first=min(days), a_last=max(days))
    there = Counter((row.day, row.amount, row.text, row.name, row.bank_reference) for row in rows)
    fresh = []
    for line in lines:
        key = (line.day, line.amount, line.text, line.name, line.bank_reference)
        if there[key]:
            there[key] -= 1
        else:
            fresh.append(line)
    return fresh
