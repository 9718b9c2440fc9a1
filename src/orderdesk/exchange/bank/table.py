"""A bank's CSV: columns found by their headings, in the words of the banks; decimal mark and dates as they come.

A CSV proves nothing unless it has a balance in every row; then the first and last of them are opening and closing.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from datetime import date, datetime
from io import StringIO

from orderdesk.desk.bank_store import StatementGiven, StatementLine
from orderdesk.errors import BadValue
from orderdesk.texts import fold, visible
from orderdesk.values import Currency, Money, parse_money

HEADINGS = {
    "day": ("date", "booking date", "booked", "posting date", "transaction date", "buchungstag", "buchungsdatum",
            "datum"),
    "value": ("value date", "valuta", "valutadatum", "wertstellung"),
    "amount": ("amount", "betrag", "umsatz", "montant", "importe", "bedrag", "amount (eur)", "betrag (eur)"),
    "credit": ("credit", "paid in", "money in", "haben", "gutschrift"),
    "debit": ("debit", "paid out", "money out", "soll", "lastschrift"),
    "name": ("name", "payer", "counterparty", "counterparty name", "beguenstigter/zahlungspflichtiger",
             "begunstigter/zahlungspflichtiger", "name zahlungsbeteiligter", "auftraggeber/empfaenger",
             "auftraggeber/empfanger", "payee"),
    "iban": ("iban", "counterparty iban", "kontonummer/iban", "iban zahlungsbeteiligter", "counterparty account"),
    "text": ("text", "description", "purpose", "reference text", "verwendungszweck", "details", "narrative", "memo"),
    "end_to_end": ("end to end reference", "end-to-end reference", "endtoendid", "kundenreferenz (end-to-end)",
                   "reference"),
    "mandate": ("mandate", "mandatsreferenz", "mandate reference"),
    "currency": ("currency", "waehrung", "wahrung", "ccy"),
    "account": ("account", "auftragskonto", "own account", "bezeichnung auftragskonto", "iban auftragskonto"),
    "bank_reference": ("bank reference", "transaction id", "id"),
    "balance": ("balance", "saldo", "saldo nach buchung", "kontostand"),
}  # fmt: skip
_DAYS = ("%Y-%m-%d", "%d.%m.%Y", "%d.%m.%y", "%d/%m/%Y", "%Y/%m/%d", "%d-%m-%Y")
_RETURN = re.compile(r"\b(ruecklastschrift|rucklastschrift|returned|retoure|chargeback|unpaid)\b")


def read_csv(text: str, name: str, currency: Currency, account: str = "") -> list[StatementGiven]:
    """The statement of a CSV file; several where it has several accounts. Raises BadValue."""
    rows = list(csv.reader(StringIO(text), delimiter=_delimiter(text)))
    start, columns = _headings(rows, name)
    amounts = [_cell(row, columns, key) for row in rows[start:] for key in ("amount", "credit", "debit")]
    mark = _mark(amounts)
    by_account: dict[tuple[str, str], list[tuple[StatementLine, Money | None]]] = {}
    for number, row in enumerate(rows[start:], start + 1):
        if not any(cell.strip() for cell in row):
            continue
        try:
            line = _line(row, columns, currency, mark)
            balance = _money(row, columns, "balance", currency, mark)
        except BadValue as error:
            raise BadValue(f"{name}, row {number}: {error}") from None
        if line.amount:
            key = _cell(row, columns, "account") or account, _cell(row, columns, "currency") or currency.code
            by_account.setdefault(key, []).append((line, balance))
    return [_statement(whose, code, lines, name) for (whose, code), lines in by_account.items()]


def _statement(
    account: str, currency: str, rows: Sequence[tuple[StatementLine, Money | None]], name: str
) -> StatementGiven:
    if len(rows) > 1 and rows[0][0].day > rows[-1][0].day:  # newest first
        rows = rows[::-1]
    lines = [line for line, _ in rows]
    opening = closing = None
    if all(balance is not None for _, balance in rows):
        opening, closing = (rows[0][1] or 0) - lines[0].amount, rows[-1][1]
    return StatementGiven(
        account=account, lines=lines, format="CSV", currency=currency, opening=opening, closing=closing, file=name
    )


def _delimiter(text: str) -> str:
    first = next((line for line in text.splitlines() if line.count(";") + line.count(",") + line.count("\t") > 1), "")
    return max(";,\t", key=first.count)


def _headings(rows: Sequence[Sequence[str]], name: str) -> tuple[int, dict[str, int]]:
    """The row after the headings, and which column is what."""
    for place, row in enumerate(rows[:30]):
        titles = [fold(cell.strip()) for cell in row]
        found = {key: titles.index(word) for key, words in HEADINGS.items() for word in words[::-1] if word in titles}
        if "day" in found and ("amount" in found or "credit" in found):
            return place + 1, found
    seen = visible(", ".join(rows[0][:12]))[:200] if rows else "nothing"
    raise BadValue(f"{name} has no columns for date and amount; its first row has {seen}")


def _cell(row: Sequence[str], columns: dict[str, int], key: str) -> str:
    at = columns.get(key)
    return row[at].strip() if at is not None and at < len(row) else ""


def _mark(amounts: Sequence[str]) -> str:
    """The decimal mark of the file: the last of comma and point that anything ends on with two digits."""
    commas = sum(bool(re.search(r",\d{1,2}\D*$", text)) for text in amounts)
    points = sum(bool(re.search(r"\.\d{1,2}\D*$", text)) for text in amounts)
    return "," if commas > points else "."


def _money(row: Sequence[str], columns: dict[str, int], key: str, currency: Currency, mark: str) -> Money | None:
    text = _cell(row, columns, key)
    if not text:
        return None
    plain = text.replace("," if mark == "." else ".", "").replace(" ", "").replace("\u00a0", "").replace("'", "")
    plain = plain.strip("+€$£").removesuffix(currency.code)
    return parse_money(plain, decimals=currency.decimals, mark=mark, negative=True)


def _line(row: Sequence[str], columns: dict[str, int], currency: Currency, mark: str) -> StatementLine:
    amount = _money(row, columns, "amount", currency, mark)
    if amount is None:
        credit = _money(row, columns, "credit", currency, mark) or 0
        amount = abs(credit) - abs(_money(row, columns, "debit", currency, mark) or 0)
    text = _cell(row, columns, "text")
    returned = amount < 0 and bool(_RETURN.search(fold(text)))
    value = _cell(row, columns, "value")
    return StatementLine(
        day=_day(_cell(row, columns, "day")),
        amount=amount,
        name=_cell(row, columns, "name"),
        iban=_cell(row, columns, "iban"),
        text=text,
        end_to_end=_cell(row, columns, "end_to_end"),
        mandate=_cell(row, columns, "mandate"),
        bank_reference=_cell(row, columns, "bank_reference"),
        value_day=_day(value) if value else None,
        returned=returned,
        return_reason=text[:100] if returned else "",
    )


def _day(text: str) -> date:
    for pattern in _DAYS:
        try:
            return datetime.strptime(text, pattern).date()  # noqa: DTZ007 (a day has no zone)
        except ValueError:
            continue
    raise BadValue(f"{visible(text)[:40]!r} is not a date like 2026-11-23")
