"""What banks give, each in its own form, becomes the same statement; what is no statement says why."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from orderdesk.desk.bank_store import StatementGiven, StatementLine
from orderdesk.errors import BadValue, Refused
from orderdesk.exchange.bank import parse_statements, read_statements
from orderdesk.values import Currency

EUR = Currency()
DAY = date(2026, 11, 12)
IBAN = "DE89370400440532013000"

CAMT = f"""<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt><Stmt>
<Id>S-27</Id><ElctrncSeqNb>27</ElctrncSeqNb>
<Acct><Id><IBAN>DE02120300000000202051</IBAN></Id><Ccy>EUR</Ccy></Acct>
<Bal><Tp><CdOrPrtry><Cd>OPBD</Cd></CdOrPrtry></Tp><Amt Ccy="EUR">1000.00</Amt><CdtDbtInd>CRDT</CdtDbtInd>
<Dt><Dt>2026-11-11</Dt></Dt></Bal>
<Bal><Tp><CdOrPrtry><Cd>CLBD</Cd></CdOrPrtry></Tp><Amt Ccy="EUR">1160.50</Amt><CdtDbtInd>CRDT</CdtDbtInd>
<Dt><Dt>2026-11-12</Dt></Dt></Bal>
<Ntry><Amt Ccy="EUR">264.20</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts>
<BookgDt><Dt>2026-11-12</Dt></BookgDt><ValDt><Dt>2026-11-13</Dt></ValDt><AcctSvcrRef>B1</AcctSvcrRef>
<NtryDtls>
<TxDtls><Refs><EndToEndId>INV-2026-0001</EndToEndId></Refs><Amt Ccy="EUR">214.20</Amt><CdtDbtInd>CRDT</CdtDbtInd>
<RltdPties><Dbtr><Pty><Nm>Ernst Handel</Nm></Pty></Dbtr><DbtrAcct><Id><IBAN>{IBAN}</IBAN></Id></DbtrAcct></RltdPties>
<RmtInf><Ustrd>Rechnung</Ustrd><Ustrd>vielen Dank</Ustrd></RmtInf></TxDtls>
<TxDtls><Refs><EndToEndId>NOTPROVIDED</EndToEndId></Refs><Amt Ccy="EUR">50.00</Amt><CdtDbtInd>CRDT</CdtDbtInd>
<RltdPties><Dbtr><Nm>Alfreds</Nm></Dbtr></RltdPties></TxDtls>
</NtryDtls></Ntry>
<Ntry><Amt Ccy="EUR">103.50</Amt><CdtDbtInd>DBIT</CdtDbtInd><Sts>BOOK</Sts><BookgDt><Dt>2026-11-12</Dt></BookgDt>
<NtryDtls><TxDtls><Refs><MndtId>M-1</MndtId></Refs>
<RltdPties><Dbtr><Nm>Ernst Handel</Nm></Dbtr></RltdPties>
<RtrInf><Rsn><Cd>AC04</Cd></Rsn><AddtlInf>account closed</AddtlInf></RtrInf></TxDtls></NtryDtls></Ntry>
<Ntry><Amt Ccy="EUR">0.20</Amt><CdtDbtInd>DBIT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts>
<BookgDt><DtTm>2026-11-12T09:00:00</DtTm></BookgDt><AddtlNtryInf>fee</AddtlNtryInf></Ntry>
<Ntry><Amt Ccy="EUR">9.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts><Cd>PDNG</Cd></Sts>
<BookgDt><Dt>2026-11-12</Dt></BookgDt></Ntry>
</Stmt></BkToCstmrStmt></Document>"""

SWIFT = """:20:STARTUMS
:25:10020030/1234567
:28C:27/1
:60F:C261111EUR1000,00
:61:2611121112C214,20NTRFNONREF//B1
:86:166?00GUTSCHRIFT?20EREF+INV-2026-0001?21SVWZ+Rechnung INV-2026-?220001 vielen Dank?30COBADEFFXXX?31DE89370400440532013000?32ERNST HANDEL
:61:2611121112D103,00NRTINONREF//B2
:86:109?00RUECKLASTSCHRIFT?20EREF+7001?21MREF+M-1?22SVWZ+AC04?30COBADEFFXXX?31DE89370400440532013000?32ERNST HANDEL
:61:2611121112RC5,00NTRFNONREF
:86:reversed
:62F:C261112EUR1106,20
-
"""  # noqa: E501

CSV = """Buchungstag;Valutadatum;Beguenstigter/Zahlungspflichtiger;Kontonummer/IBAN;Verwendungszweck;Betrag;Saldo
12.11.26;13.11.26;Ernst Handel;DE89370400440532013000;Rechnung INV-2026-0001;1.214,20;2.110,70
12.11.26;12.11.26;Ernst Handel;;Ruecklastschrift;-103,50;896,50
"""


def one(text: str, **how: str) -> StatementGiven:
    (found,) = parse_statements(text.encode(), "file", EUR, **how)
    return found


def test_camt_053() -> None:
    found = one(CAMT)
    assert (found.account, found.reference, found.currency) == ("DE02120300000000202051", "27", "EUR")
    assert (found.opening, found.closing, found.day_from, found.day_to) == (1000_00, 1160_50, date(2026, 11, 11), DAY)
    first, second, returned, fee = found.lines
    assert first == StatementLine(
        DAY, 214_20, "Ernst Handel", IBAN, "Rechnung vielen Dank", "INV-2026-0001", "", "B1", date(2026, 11, 13)
    )
    assert (second.amount, second.name, second.end_to_end) == (50_00, "Alfreds", "")
    assert (returned.amount, returned.returned, returned.return_reason) == (-103_50, True, "AC04 account closed")
    assert (returned.name, returned.mandate) == ("Ernst Handel", "M-1")
    assert (fee.amount, fee.text, fee.returned) == (-20, "fee", False)
    assert 1000_00 + sum(line.amount for line in found.lines) == 1160_50


def test_mt940() -> None:
    found = one(SWIFT)
    assert (found.account, found.reference) == ("10020030/1234567", "27/1")
    assert (found.opening, found.closing) == (1000_00, 1106_20)
    first, returned, reversed_ = found.lines
    assert (first.amount, first.day, first.name, first.iban) == (214_20, DAY, "ERNST HANDEL", IBAN)
    assert (first.end_to_end, first.text) == ("INV-2026-0001", "Rechnung INV-2026-0001 vielen Dank")
    assert (returned.amount, returned.returned, returned.mandate, returned.end_to_end) == (-103_00, True, "M-1", "7001")
    assert (reversed_.amount, reversed_.returned, reversed_.end_to_end) == (-5_00, True, "")


def test_two_messages_of_one_file_are_two_statements() -> None:
    assert len(parse_statements((SWIFT + SWIFT.replace("27/1", "28/1")).encode(), "file", EUR)) == 2


def test_csv_as_banks_write_it() -> None:
    found = one(CSV, account="DE02")
    assert found.account == "DE02"
    first, returned = found.lines
    assert (first.day, first.value_day, first.amount, first.iban) == (DAY, date(2026, 11, 13), 1_214_20, IBAN)
    assert (returned.amount, returned.returned) == (-103_50, True)


def test_csv_with_money_in_and_out_in_columns_of_their_own() -> None:
    rows = "2026-11-12,one,10.50,,110.50\n2026-11-13,two,,0.50,110.00\n"
    found = one(f"Date,Description,Paid in,Paid out,Balance\n{rows}")
    assert [line.amount for line in found.lines] == [10_50, -50]
    assert (found.opening, found.closing) == (100_00, 110_00)


def test_csv_that_begins_with_the_newest_is_turned_round() -> None:
    found = one("Date;Amount;Text\n2026-11-13;2,00;b\n2026-11-12;1,00;a\n")
    assert [line.text for line in found.lines] == ["a", "b"]
    assert (found.opening, found.closing) == (None, None)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("<Document><unclosed></Document>", "is no XML that can be read"),
        ('<!DOCTYPE x [<!ENTITY a "b">]><Document>&a;</Document>', "is no XML that can be read"),
        ("<Document/>", "has no statement in it"),
        (CAMT.replace("264.20", "264.205"), "finer or larger than EUR can be"),
        (CAMT.replace("<BookgDt><Dt>2026-11-12", "<BookgDt><Dt>2026-13-12"), "is not a date"),
        ("Name;Wert\nx;1\n", "has no columns for date and amount; its first row has Name, Wert"),
        ("Date;Amount\n2026-11-12;abc\n", "row 2: amount 'abc' is not a number"),
        ("Date;Amount\nyesterday;1.00\n", "row 2: 'yesterday' is not a date"),
        (":20:X\n:60F:broken\n", "is no MT940|has no statement|neither"),
    ],
)
def test_what_is_no_statement_says_why(text: str, why: str) -> None:
    with pytest.raises(BadValue, match=why):
        found = parse_statements(text.encode(), "file", EUR)
        if not found[0].lines:
            raise BadValue("neither lines nor days")


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="cannot be read: No such file"):
        read_statements(tmp_path / "none.xml", EUR)
    there = tmp_path / "there.csv"
    there.write_bytes("Datum;Betrag;Name\n12.11.2026;1,00;Müller\n".encode("cp1252"))
    assert read_statements(there, EUR)[0].lines[0].name == "Müller"
