"""How much may come back, whose consent it needs, and what is kept for it."""

from __future__ import annotations

from datetime import date

import pytest

from orderdesk.rules.returns import (
    Consent,
    RemedyKind,
    Returnable,
    ReturnBounds,
    check_return,
    consent_to_remedies,
    consent_to_return,
    fee_sentence,
    remedy_value,
    restocking_fee,
)
from orderdesk.values import Currency

DAY = date(2026, 11, 12)
LINE = Returnable(1, "CHAI", shipped=5_000, returned=2_000, delivered=DAY)


@pytest.mark.parametrize(
    ("line", "quantity", "day", "sentence"),
    [
        (LINE, 3_000, DAY, None),
        (LINE, 4_000, DAY, "4 cannot come back; 5 were shipped and 2 came back: 3 is the most"),
        (LINE, 0, DAY, "must be above 0"),
        (LINE, 1_000, date(2026, 11, 11), "would be before the delivery of 2026-11-12"),
        (Returnable(1, "CHAI", 5_000, agreed=5_000), 1_000, DAY, "5 may come back by other returns: 0 is the most"),
        (Returnable(1, "CHAI", 1_000), 1_000, DAY, None),
        (Returnable(1, "CHAI", 1_000), 2_000, DAY, "1 were shipped: 1 is the most"),
    ],
)
def test_no_more_comes_back_than_the_customer_has(
    line: Returnable, quantity: int, day: date, sentence: str | None
) -> None:
    found = check_return(line, quantity, day)
    assert (found is None) == (sentence is None)
    assert found is None or (sentence or "") in found.message


@pytest.mark.parametrize(
    ("value", "delivered", "bounds", "expected"),
    [
        (100_00, date(2026, 10, 13), ReturnBounds(), Consent(0, "")),
        (100_00, date(2026, 10, 12), ReturnBounds(), Consent(1, "return: delivered 31 days ago, where 30 are allowed")),
        (100_00, None, ReturnBounds(), Consent(0, "")),
        (100_00, date(2020, 1, 1), ReturnBounds(days=None), Consent(0, "")),
        (100_01, DAY, ReturnBounds(value=100_00), Consent(1, "return: worth 100.01, above 100.00")),
        (100_01, DAY, ReturnBounds(value=50_00, high=100_00), Consent(2, "return: worth 100.01, above 50.00")),
        (
            100_01,
            date(2026, 1, 1),
            ReturnBounds(value=50_00),
            Consent(1, "return: delivered 315 days ago, where 30 are allowed and worth 100.01, above 50.00"),
        ),
    ],
)
def test_a_late_or_dear_return_needs_consent(
    value: int, delivered: date | None, bounds: ReturnBounds, expected: Consent
) -> None:
    assert consent_to_return(value, delivered, DAY, bounds) == expected


def test_dear_remedies_need_consent() -> None:
    assert consent_to_remedies(5_00, ReturnBounds(value=5_00)) == Consent(0, "")
    assert consent_to_remedies(5_01, ReturnBounds(value=5_00)) == Consent(1, "complaint: worth 5.01, above 5.00")
    assert consent_to_remedies(9_01, ReturnBounds(value=5_00, high=9_00)).level == 2


@pytest.mark.parametrize(
    ("kind", "quantity", "new_price", "value"),
    [
        (RemedyKind.RETURN, 2_000, None, 20_00),
        (RemedyKind.CREDIT, 1_000, None, 10_00),
        (RemedyKind.REDUCTION, 3_000, 75_000, 7_50),
        (RemedyKind.REPLACE, 3_000, None, 30_00),
    ],
)
def test_what_a_remedy_costs(kind: RemedyKind, quantity: int, new_price: int | None, value: int) -> None:
    assert remedy_value(kind, 30_00, 3_000, quantity, 100_000, new_price) == value
    assert remedy_value(kind, 30_00, 0, quantity, 100_000, new_price) == 0


def test_a_reduction_of_what_cost_nothing_is_nothing() -> None:
    assert remedy_value(RemedyKind.REDUCTION, 0, 1_000, 1_000, 0, 0) == 0


def test_what_is_kept_for_taking_goods_back() -> None:
    assert restocking_fee(33_33, 15_000) == 5_00
    assert fee_sentence(15_000, 5_00, "Not wanted", Currency()) == "restocking fee 15 % (Not wanted): 5.00"
