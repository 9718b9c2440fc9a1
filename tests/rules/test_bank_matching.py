from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orderdesk.rules.bank_matching import (
    Owed,
    PaidIn,
    Payer,
    TakenIn,
    likeness,
    propose,
    propose_debit,
    together,
    tokens,
)

IBAN = "DE89370400440532013000"
BOUND = 95_000
ITEMS = (Owed("INV-2026-0001", 214_20, 4_28, 1001, "PO-77"), Owed("INV-2026-0002", 50_00))
ERNST = Payer("ERNSH", "Ernst Handel", ITEMS)


def test_two_pieces_of_evidence_leave_less_doubt_than_one() -> None:
    assert together(80_000, 80_000) == 96_000
    assert together() == 0


def test_numbers_that_the_bank_broke_are_found() -> None:
    assert {"INV-2026-0001", "ERNSH"} <= tokens("ernsh inv-2026- 0001")


def test_a_named_invoice_with_its_exact_amount_is_certain() -> None:
    (one,) = propose(PaidIn(214_20, text="Rechnung INV-2026-0001"), [ERNST], BOUND)
    assert (one.customer, one.invoices, one.certain, one.confidence) == ("ERNSH", ("INV-2026-0001",), True, 96_000)
    assert one.why == "the text names INV-2026-0001; 214.20 is exactly what is open on INV-2026-0001"


def test_the_early_payment_discount_is_seen() -> None:
    (one,) = propose(PaidIn(209_92, end_to_end="INV-2026-0001"), [ERNST], BOUND)
    assert (one.certain, one.confidence) == (True, 98_000)
    assert one.reasons[-1] == "209.92 is what is open on INV-2026-0001 less the early-payment discount"


@pytest.mark.parametrize(
    ("line", "payer", "invoices", "certain", "reason"),
    [
        (PaidIn(264_20, text="INV-2026-0001 INV-2026-0002"), ERNST, ("INV-2026-0001", "INV-2026-0002"), True,
         "the text names INV-2026-0001, INV-2026-0002"),
        (PaidIn(50_00, text="INV-2026-0001 INV-2026-0002"), ERNST, ("INV-2026-0002",), True,
         "50.00 is exactly what is open on INV-2026-0002"),
        (PaidIn(100_00, text="INV-2026-0001"), ERNST, ("INV-2026-0001",), False,
         "100.00 is not the 214.20 that is open there"),
        (PaidIn(214_20, text="order 1001"), ERNST, ("INV-2026-0001",), False, "the text names order 1001"),
        (PaidIn(214_20, text="PO-77"), ERNST, ("INV-2026-0001",), False, "the text names their order PO-77"),
        (PaidIn(264_20, text="ernsh"), ERNST, ("INV-2026-0001", "INV-2026-0002"), False,
         "264.20 is all that they owe"),
        (PaidIn(10_00, text="ERNSH"), ERNST, (), False, "10.00 is no document's amount: the oldest is paid first"),
        (PaidIn(50_00, name="HANDEL ERNST"), ERNST, ("INV-2026-0002",), False,
         "'HANDEL ERNST' is 100 % like Ernst Handel"),
        (PaidIn(50_00), ERNST, ("INV-2026-0002",), False, "50.00 is exactly what is open on INV-2026-0002"),
        (PaidIn(50_00, iban=IBAN), Payer("ERNSH", "E", ERNST.items, known_account=True), ("INV-2026-0002",), False,
         f"account {IBAN} has paid for them before"),
        (PaidIn(50_00, mandate="M-1"), Payer("ERNSH", "E", ERNST.items, known_mandate=True), ("INV-2026-0002",), False,
         "mandate M-1 is theirs"),
        (PaidIn(5_00, text="ERNSH"), Payer("ERNSH", "E", (Owed("A", 5_00), Owed("B", 5_00))), ("A",), False,
         "5.00 is open on 2 documents"),
    ],
)  # fmt: skip
def test_what_speaks_for_a_payer(
    line: PaidIn, payer: Payer, invoices: tuple[str, ...], certain: bool, reason: str
) -> None:
    (one,) = propose(line, [payer], BOUND)
    assert (one.invoices, one.certain) == (invoices, certain)
    assert reason in one.reasons


def test_nothing_is_proposed_where_nothing_speaks_for_it() -> None:
    assert propose(PaidIn(7_77, name="Somebody", text="thanks"), [ERNST], BOUND) == ()
    assert likeness("", "x") == 0


def test_a_rival_takes_the_certainty_away() -> None:
    other = Payer("ALFKI", "Alfreds", (Owed("INV-2026-0009", 214_20),))
    line = PaidIn(214_20, text="INV-2026-0001 or INV-2026-0009")
    first, second = propose(line, [ERNST, other], BOUND)
    assert (first.certain, second.certain) == (False, False)
    assert first.reasons[-1] == "but somebody else is nearly as likely"


RECEIPT = TakenIn(7001, "ERNSH", "Ernst Handel", 214_20, ("M-1", ""))


def test_a_returned_payment_finds_its_receipt_and_the_banks_fee() -> None:
    line = PaidIn(-217_70, name="ERNST HANDEL", text="return", mandate="M-1", returned=True)
    (one,) = propose_debit(line, [RECEIPT], BOUND, 20_00)
    assert (one.kind, one.receipt, one.fee, one.certain) == ("bounce", 7001, 3_50, True)
    assert one.reasons[:2] == (
        "214.20 is the amount of receipt 7001, and 3.50 more is the bank's fee",
        "the text names M-1",
    )
    assert propose_debit(PaidIn(-300_00, returned=True), [RECEIPT], BOUND, 20_00) == ()
    assert propose_debit(PaidIn(-214_20), [RECEIPT], BOUND, 20_00) == ()


def test_money_that_we_sent_finds_its_refund() -> None:
    refund = TakenIn(8001, "ERNSH", "Ernst Handel", 10_00, known_account=True, refund=True)
    (one,) = propose_debit(PaidIn(-10_00, iban=IBAN), [refund], 90_000, 20_00)
    assert (one.kind, one.refund, one.receipt, one.certain) == ("refund", 8001, None, True)
    assert one.reasons[1] == f"account {IBAN} is theirs"
    (alone,) = propose_debit(PaidIn(-10_00), [TakenIn(8001, "E", "E", 10_00, refund=True)], BOUND, 0)
    assert not alone.certain


@given(st.lists(st.integers(0, 100_000), max_size=6))
def test_evidence_never_lowers_what_others_say(pieces: list[int]) -> None:
    whole = together(*pieces)
    assert max(pieces, default=0) <= whole <= 100_000
