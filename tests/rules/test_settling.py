from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from orderdesk.rules.settling import Part, Payable, discount_left, settle

DAY = date(2026, 11, 12)


def test_the_discount_is_taken_where_it_settles_the_invoice() -> None:
    items = [Payable(1, 100_00, 2_00, DAY), Payable(2, 100_00)]
    assert settle(198_00, items, DAY) == (Part(1, 98_00, 2_00), Part(2, 100_00))
    assert settle(97_00, items, DAY) == (Part(1, 97_00),)


def test_no_discount_is_forced_on_who_paid_in_full() -> None:
    items = [Payable(1, 100_00, 2_00, DAY), Payable(2, 100_00)]
    assert settle(100_00, items, DAY) == (Part(1, 100_00),)
    assert settle(250_00, items, DAY) == (Part(1, 100_00), Part(2, 100_00))


def test_after_its_day_there_is_no_discount() -> None:
    assert settle(98_00, [Payable(1, 100_00, 2_00, DAY)], date(2026, 11, 13)) == (Part(1, 98_00),)


def test_a_rest_is_forgiven_only_when_that_settles_the_invoice() -> None:
    assert settle(97_00, [Payable(1, 100_00)], DAY, 3_00) == (Part(1, 97_00, 0, 3_00),)
    assert settle(96_99, [Payable(1, 100_00)], DAY, 3_00) == (Part(1, 96_99),)
    assert settle(97_00, [Payable(1, 100_00, 2_00, DAY)], DAY, 3_00) == (Part(1, 97_00, 2_00, 1_00),)


def test_a_credit_note_lowers_the_discount_with_the_invoice() -> None:
    assert discount_left(4_28, 214_20, 107_10) == 2_14
    assert discount_left(4_28, 0, 0) == 0


def test_a_difference_on_named_invoices_is_closed_in_both_directions() -> None:
    items = [Payable(1, 100_00), Payable(2, 50_00)]
    assert settle(152_00, items, DAY, tolerance=3_00) == (Part(1, 100_00), Part(2, 52_00, 0, -2_00))
    assert settle(148_00, items, DAY, tolerance=3_00) == (Part(1, 100_00), Part(2, 48_00, 0, 2_00))
    assert settle(153_01, items, DAY, tolerance=3_00) == (Part(1, 100_00), Part(2, 50_00))
    assert settle(5_00, [], DAY, tolerance=5_00) == ()


def test_who_pays_in_full_but_for_a_little_gives_the_discount_away_too() -> None:
    items = [Payable(1, 1_000_00, 20_00, DAY)]
    assert settle(995_00, items, DAY, tolerance=5_00) == (Part(1, 995_00, 0, 5_00),)


@given(
    amount=st.integers(1, 10**6),
    opens=st.lists(st.tuples(st.integers(1, 10**5), st.integers(0, 10**4), st.booleans()), max_size=6),
    write_off=st.integers(0, 500),
)
def test_no_more_is_set_than_came_in_and_none_is_settled_twice(
    amount: int, opens: list[tuple[int, int, bool]], write_off: int
) -> None:
    items = [
        Payable(key, open, discount, DAY if timely else None) for key, (open, discount, timely) in enumerate(opens)
    ]
    parts = settle(amount, items, DAY, write_off)
    assert sum(part.payment for part in parts) <= amount
    assert sum(part.write_off for part in parts) <= write_off
    for part in parts:
        assert min(part.payment, part.discount, part.write_off) >= 0
        assert 0 < part.total <= items[part.key].open
    if sum(part.payment for part in parts) < amount:
        assert [part.total for part in parts] == [item.open for item in items]
