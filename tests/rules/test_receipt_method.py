from __future__ import annotations

from datetime import date

import pytest

from orderdesk.rules.receipt_method import Clearing, Method, clears_on, lacking

DAY = date(2026, 11, 12)


def test_a_cheque_needs_its_number_and_a_direct_debit_its_mandate() -> None:
    assert lacking(Method.CHEQUE) == "a cheque is known by its number; say it"
    assert lacking(Method.CHEQUE, cheque="00017") == ""
    assert lacking(Method.DEBIT) == "a direct debit rests on a mandate; say its reference"
    assert lacking(Method.DEBIT, mandate="M-1") == ""


@pytest.mark.parametrize("method", [Method.TRANSFER, Method.CASH, Method.CARD])
def test_the_others_need_nothing_and_are_there_at_once(method: Method) -> None:
    assert lacking(method) == ""
    assert clears_on(method, DAY, Clearing()) is None


def test_a_cheque_and_a_direct_debit_can_come_back_for_some_days() -> None:
    assert clears_on(Method.CHEQUE, DAY, Clearing(cheque=5)) == date(2026, 11, 17)
    assert clears_on(Method.DEBIT, DAY, Clearing(debit=56)) == date(2027, 1, 7)
