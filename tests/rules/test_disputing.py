from __future__ import annotations

from datetime import date

import pytest

from orderdesk.rules.disputing import Promised, PromiseState, disputed_part, promise_state, promise_told
from orderdesk.values import Currency

BY = date(2026, 11, 20)


@pytest.mark.parametrize(
    ("paid", "today", "withdrawn", "state", "told"),
    [
        (0, date(2026, 11, 20), False, "open", "100.00 is promised by 2026-11-20; 0.00 came in so far"),
        (99_99, date(2026, 11, 21), False, "broken", "100.00 by 2026-11-20 is broken: 99.99 came in"),
        (100_00, date(2026, 11, 12), False, "kept", "100.00 by 2026-11-20 is kept: 100.00 came in"),
        (100_00, date(2026, 12, 12), False, "kept", "100.00 by 2026-11-20 is kept: 100.00 came in"),
        (0, date(2026, 12, 12), True, "withdrawn", "100.00 by 2026-11-20 was withdrawn"),
    ],
)
def test_a_promise_is_kept_when_it_is_paid_by_its_day(
    paid: int, today: date, withdrawn: bool, state: str, told: str
) -> None:
    promise = Promised(100_00, BY, paid, withdrawn)
    assert promise_state(promise, today) is PromiseState(state)
    assert promise_told(promise, today, Currency()) == told


def test_no_more_is_disputed_than_is_open() -> None:
    assert disputed_part(50_00, 100_00) == 50_00
    assert disputed_part(50_00, 20_00) == 20_00
    assert disputed_part(50_00, -20_00) == 0
