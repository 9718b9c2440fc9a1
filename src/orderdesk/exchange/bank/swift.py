"""MT940: SWIFT's customer statement, read by the library `mt-940`; here its words become ours.

A file may hold several messages. What is wrong with the library's answer is mended: of a reversed credit (RC) the
amount is one that went, and in the German way to write field 86 the payer's account stands before the name.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import mt940

from orderdesk.desk.bank_store import StatementGiven, StatementLine
from orderdesk.errors import BadValue
from orderdesk.exchange.bank.camt import PLACES
from orderdesk.texts import visible
from orderdesk.values import Money

_MESSAGE = re.compile(r"(?m)^(?=:20:)")
_IBAN = re.compile(r"^([A-Z]{2}\d{2}[A-Z0-9]{11,30}?)(?=[A-Z]{2,} |[A-Z][a-z]|$)")
_GERMAN = re.compile(r"^([A-Z]{2}\d{2}\d{10,24})")
_RETURNS = ("NRTI", "FRTI", "NRTM", "NCHG9")
_RETURN_CODES = ("108", "109", "111", "112", "183", "184", "185")  # of the German business transaction codes


def read_mt940(text: str, name: str) -> list[StatementGiven]:
    """The statements of an MT940 file. Raises BadValue."""
    messages = [part for part in _MESSAGE.split(text.replace("\r\n", "\n")) if part.startswith(":20:")]
    return [_statement(message, name) for message in messages]


def _statement(message: str, name: str) -> StatementGiven:
    try:
        read = mt940.parse(message.partition("\n-")[0] + "\n")
        told = dict(read.data)
        rows = [dict(one.data) for one in read]
    except Exception as error:  # the library's own errors are of many kinds
        raise BadValue(f"{name} is no MT940 that can be read: {visible(str(error))[:120]}") from error
    opening, closing = told.get("final_opening_balance"), told.get("final_closing_balance")
    opening = opening or told.get("intermediate_opening_balance")
    closing = closing or told.get("intermediate_closing_balance")
    currency = str(closing.amount.currency) if closing is not None else ""
    number, page = told.get("statement_number"), told.get("sequence_number")
    return StatementGiven(
        account=str(told.get("account_identification") or ""),
        lines=[line for row in rows if (line := _line(row, currency)) is not None],
        reference="/".join(str(part) for part in (number, page) if part),
        format="MT940",
        currency=currency,
        opening=None if opening is None else _minor(opening.amount.amount, currency),
        closing=None if closing is None else _minor(closing.amount.amount, currency),
        day_from=None if opening is None else _plain(opening.date),
        day_to=None if closing is None else _plain(closing.date),
        file=name,
    )


def _line(row: dict[str, Any], currency: str) -> StatementLine | None:
    if row.get("amount") is None:
        return None
    amount = abs(_minor(row["amount"].amount, currency))
    status = str(row.get("status") or "C")
    if status in ("D", "RC"):
        amount = -amount
    if not amount:
        return None
    name, iban = str(row.get("applicant_name") or ""), str(row.get("applicant_iban") or "")
    if not iban and (found := _GERMAN.match(name) or _IBAN.match(name)):
        iban, name = found.group(1), name[found.end() :]
    text = row.get("purpose") or row.get("transaction_details") or row.get("extra_details") or ""
    returned = amount < 0 and (
        status == "RC" or str(row.get("id")) in _RETURNS or str(row.get("transaction_code")) in _RETURN_CODES
    )
    reference = str(row.get("end_to_end_reference") or row.get("customer_reference") or "")
    value = _plain(row["date"])
    return StatementLine(
        day=_plain(row.get("entry_date") or row["date"]),
        amount=amount,
        name=name.strip(),
        iban=iban,
        text=" ".join(str(text).split()),
        end_to_end="" if reference in ("NONREF", "NOTPROVIDED") else reference,
        mandate=str(row.get("additional_position_reference") or ""),
        bank_reference=str(row.get("bank_reference") or ""),
        value_day=value,
        returned=returned,
        return_reason=str(row.get("posting_text") or "returned by the bank") if returned else "",
    )


def _minor(amount: Any, currency: str) -> Money:
    return int(amount.scaleb(PLACES.get(currency, 2)).to_integral_value())


def _plain(day: Any) -> date:
    return date(day.year, day.month, day.day)
