"""Reading what banks give: CAMT.053 (ISO 20022 XML), MT940 (SWIFT) and CSV, each into the same plain statements."""

from __future__ import annotations

from pathlib import Path

from orderdesk.desk.bank_store import StatementGiven
from orderdesk.errors import BadValue, Refused
from orderdesk.values import Currency

LARGEST = 50_000_000  # bytes; a year of a busy account is far below


def read_statements(path: Path, currency: Currency, account: str = "") -> list[StatementGiven]:
    """The statements of a file; what it is is seen from its first characters.

    Args:
        currency: the company's; what a file that names none is in.
        account: whose it is, where the file does not say (CSV).

    Raises:
        Refused: the file cannot be read.
        BadValue: it is no statement that we know; says what is wrong.
    """
    try:
        if path.stat().st_size > LARGEST:
            raise Refused(f"{path.name} is larger than {LARGEST // 1_000_000} MB; ask the bank for smaller ones")
        raw = path.read_bytes()
    except OSError as error:
        raise Refused(f"{path} cannot be read: {error.strerror}") from error
    return parse_statements(raw, path.name, currency, account)


def parse_statements(raw: bytes, name: str, currency: Currency, account: str = "") -> list[StatementGiven]:
    """As `read_statements`, from what stands in the file."""
    start = raw.lstrip(b"\xef\xbb\xbf \t\r\n")[:200]
    if start.startswith(b"<"):
        from orderdesk.exchange.bank.camt import read_camt

        found = read_camt(raw, name)
    elif b":20:" in start or start.startswith((b"{1:", b":")):
        from orderdesk.exchange.bank.swift import read_mt940

        found = read_mt940(_text(raw), name)
    else:
        from orderdesk.exchange.bank.table import read_csv

        found = read_csv(_text(raw), name, currency, account)
    if not found:
        raise BadValue(f"{name} has no statement in it")
    return found


def _text(raw: bytes) -> str:
    """UTF-8, or else what banks wrote before it."""
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("cp1252", errors="replace")
