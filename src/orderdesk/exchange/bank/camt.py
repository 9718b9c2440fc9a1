"""CAMT.053: the ISO 20022 account statement, in any of its versions.

Read by the names of its elements without their version's name space, by a parser that follows no entities. Only booked
entries count. A batch entry whose parts add up to it becomes its parts, which is what can be matched.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import ParseError, fromstring

from orderdesk.desk.bank_store import StatementGiven, StatementLine
from orderdesk.errors import BadValue
from orderdesk.texts import visible
from orderdesk.values import Money

PLACES = {"JPY": 0, "KRW": 0, "ISK": 0, "CLP": 0, "VND": 0, "KWD": 3, "BHD": 3, "TND": 3, "JOD": 3, "OMR": 3}
"""Decimals of currencies that have not two."""


def read_camt(raw: bytes, name: str) -> list[StatementGiven]:
    """The statements of a CAMT.053 file. Raises BadValue."""
    try:
        root = fromstring(raw, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError) as error:
        raise BadValue(f"{name} is no XML that can be read: {visible(str(error))[:120]}") from error
    return [_statement(one, name) for one in _all(root, "Stmt")]


def _statement(node: Any, name: str) -> StatementGiven:
    currency = _text(node, "Acct/Ccy") or _currency_of(node)
    account = _text(node, "Acct/Id/IBAN") or _text(node, "Acct/Id/Othr/Id")
    balances: dict[str, tuple[Money, date | None]] = {}
    for balance in _children(node, "Bal"):
        code = _text(balance, "Tp/CdOrPrtry/Cd")
        balances.setdefault(code, (_signed(balance, "Amt", currency), _day(balance, "Dt")))
    opening = balances.get("OPBD") or balances.get("PRCD")
    closing = balances.get("CLBD")
    lines = [line for entry in _children(node, "Ntry") for line in _entry(entry, currency)]
    first, last = _day_at(node, "FrToDt/FrDtTm"), _day_at(node, "FrToDt/ToDtTm")
    return StatementGiven(
        account=account,
        lines=lines,
        reference=_text(node, "ElctrncSeqNb") or _text(node, "LglSeqNb") or _text(node, "Id"),
        format="camt.053",
        currency=currency,
        opening=None if opening is None else opening[0],
        closing=None if closing is None else closing[0],
        day_from=first or (opening[1] if opening else None),
        day_to=last or (closing[1] if closing else None),
        file=name,
    )


def _entry(node: Any, currency: str) -> Iterator[StatementLine]:
    status = _text(node, "Sts/Cd") or _text(node, "Sts")
    if status not in ("BOOK", ""):
        return
    day = _day(node, "BookgDt") or _day(node, "ValDt")
    if day is None:
        raise BadValue("an entry of the statement has no date")
    whole = _signed(node, "Amt", currency)
    details = [one for part in _children(node, "NtryDtls") for one in _children(part, "TxDtls")]
    parts = [_amount_of(one, currency, whole) for one in details]
    if len(details) > 1 and None not in parts and sum(part or 0 for part in parts) == whole:
        for one, part in zip(details, parts, strict=True):
            yield _line(node, one, part or 0, day)
    else:
        yield _line(node, details[0] if len(details) == 1 else None, whole, day)


def _amount_of(detail: Any, currency: str, whole: Money) -> Money | None:
    for path in ("Amt", "AmtDtls/TxAmt/Amt"):
        found = _find(detail, path)
        if found is not None and found.get("Ccy", currency) == currency:
            sign = -1 if whole < 0 else 1
            told = _text(detail, "CdtDbtInd")
            if told:
                sign = -1 if told == "DBIT" else 1
            return sign * _minor(found.text or "", currency)
    return None


def _line(entry: Any, detail: Any, amount: Money, day: date) -> StatementLine:
    told = detail if detail is not None else entry
    party = "Dbtr" if amount > 0 else "Cdtr"
    returned = _find(told, "RtrInf") is not None or _text(entry, "RvslInd") == "true"
    if returned and not _text(told, f"RltdPties/{party}/Nm"):
        party = "Dbtr"  # of a direct debit that came back the payer is still the debtor
    name = _text(told, f"RltdPties/{party}/Nm") or _text(told, f"RltdPties/{party}/Pty/Nm")
    texts = [one.text or "" for one in _each(told, "RmtInf", "Ustrd")]
    texts += [one.text or "" for part in _each(told, "RmtInf", "Strd") for one in _each(part, "CdtrRefInf", "Ref")]
    text = " ".join(part.strip() for part in texts if part.strip()) or _text(entry, "AddtlNtryInf")
    reasons = (_text(told, "RtrInf/Rsn/Cd"), _text(told, "RtrInf/AddtlInf"))
    end_to_end = _text(told, "Refs/EndToEndId")
    return StatementLine(
        day=day,
        amount=amount,
        name=name,
        iban=_text(told, f"RltdPties/{party}Acct/Id/IBAN") or _text(told, f"RltdPties/{party}Acct/Id/Othr/Id"),
        text=text,
        end_to_end="" if end_to_end == "NOTPROVIDED" else end_to_end,
        mandate=_text(told, "Refs/MndtId"),
        bank_reference=_text(told, "Refs/AcctSvcrRef") or _text(entry, "AcctSvcrRef"),
        value_day=_day(entry, "ValDt"),
        returned=returned and amount < 0,
        return_reason=" ".join(part for part in reasons if part),
    )


# The tree -------------------------------------------------------------------------------------------------------------


def _local(node: Any) -> str:
    return str(node.tag).rpartition("}")[2]


def _children(node: Any, name: str) -> list[Any]:
    return [child for child in node if _local(child) == name]


def _all(node: Any, name: str) -> list[Any]:
    return [one for one in node.iter() if _local(one) == name]


def _each(node: Any, *path: str) -> list[Any]:
    nodes = [node]
    for name in path:
        nodes = [child for one in nodes for child in _children(one, name)]
    return nodes


def _find(node: Any, path: str) -> Any:
    found = _each(node, *path.split("/"))
    return found[0] if found else None


def _text(node: Any, path: str) -> str:
    found = _find(node, path)
    return "" if found is None else (found.text or "").strip()


def _currency_of(node: Any) -> str:
    found = next(iter(_all(node, "Amt")), None)
    return "" if found is None else str(found.get("Ccy", ""))


def _minor(text: str, currency: str) -> Money:
    places = PLACES.get(currency, 2)
    try:
        scaled = Decimal(text.strip()).scaleb(places)
    except InvalidOperation:
        raise BadValue(f"amount {visible(text)[:40]!r} is not a number") from None
    if scaled != scaled.to_integral_value() or abs(scaled) > 10**15:
        raise BadValue(f"amount {visible(text)[:40]} is finer or larger than {currency} can be")
    return int(scaled)


def _signed(node: Any, path: str, currency: str) -> Money:
    amount = _minor(_text(node, path), currency)
    return -amount if _text(node, "CdtDbtInd") == "DBIT" else amount


def _day(node: Any, path: str) -> date | None:
    return _day_at(node, f"{path}/Dt") or _day_at(node, f"{path}/DtTm")


def _day_at(node: Any, path: str) -> date | None:
    text = _text(node, path)[:10]
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise BadValue(f"{visible(text)!r} is not a date like 2026-11-23") from None
