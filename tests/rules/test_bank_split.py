from __future__ import annotations

import pytest

from orderdesk.errors import BadValue, Refused
from orderdesk.rules.bank_split import BankPart, filled, read_parts
from orderdesk.values import Currency

EUR = Currency()


def test_parts_are_a_customer_an_amount_and_invoices() -> None:
    assert read_parts("ernsh 100.00 inv-1 INV-2; alfki", EUR) == (
        BankPart("ERNSH", 100_00, ("INV-1", "INV-2")),
        BankPart("ALFKI"),
    )
    assert read_parts("ernsh 1,5", EUR, ",") == (BankPart("ERNSH", 1_50),)
    with pytest.raises(BadValue, match="a part of a line is a customer"):
        read_parts("ernsh 5;", EUR)


def test_one_part_takes_what_the_others_leave() -> None:
    parts = (BankPart("A", 60_00), BankPart("B"))
    assert filled(parts, 100_00, EUR) == (BankPart("A", 60_00), BankPart("B", 40_00))


@pytest.mark.parametrize(
    ("parts", "why"),
    [
        ((BankPart("A", 60_00),), "60.00 are said, the line is of 100.00"),
        ((BankPart("A", 100_00), BankPart("B")), "do not make up the line"),
        ((BankPart("A", 0), BankPart("B", 100_00)), "do not make up the line"),
        ((BankPart("A"), BankPart("B")), "only one part may leave its amount out"),
    ],
)
def test_the_parts_make_up_the_line(parts: tuple[BankPart, ...], why: str) -> None:
    with pytest.raises(Refused, match=why):
        filled(parts, 100_00, EUR)
