"""Taxes on taxes, amounts a unit, prices with their tax in them, and a base that the terms lower."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orderdesk.errors import BadValue
from orderdesk.rules.tax import RateTotal, TaxedLine, gross_price, less_what_was, net_price, totals
from orderdesk.rules.tax_parts import PartTotal, TaxPart, net_within, read, taxes_on, whole_rate, written

SIX = TaxPart("six", 6_000)
COMPOUND = (SIX, TaxPart("six more", 6_000), TaxPart("on all", 10_000, on_taxes=True))
EACH = TaxPart("a unit", amount=200_000)
PARTS = st.lists(
    st.one_of(
        st.builds(TaxPart, st.just("tax"), st.integers(0, 40_000), on_taxes=st.booleans()),
        st.builds(TaxPart, st.just("unit"), amount=st.integers(1, 20_000)),
    ),
    min_size=1,
    max_size=3,
).map(tuple)
LINES = st.lists(st.tuples(st.integers(0, 10**9), st.integers(0, 10**6)), min_size=1, max_size=8)


def test_a_tax_on_taxes_is_on_the_net_and_all_before_it() -> None:
    """RD-07."""
    foot = totals([TaxedLine(100_00, whole_rate(COMPOUND), COMPOUND)])
    assert [(part.base, part.tax) for part in foot.rates[0].parts] == [(100_00, 6_00), (100_00, 6_00), (112_00, 11_20)]
    assert (foot.rates[0].rate, foot.tax, foot.gross) == (23_200, 23_20, 123_20)


@pytest.mark.parametrize(
    ("parts", "discount", "tax"),
    [
        ((TaxPart("percent", 15_000),), 0, 15_00),
        ((TaxPart("percent", 15_000),), 10_000, 13_50),
        ((EACH,), 10_000, 20_00),
        ((TaxPart("percent", 15_000), EACH), 10_000, 33_50),
    ],
)
def test_a_discount_lowers_the_base_of_percentages_and_not_an_amount_a_unit(
    parts: tuple[TaxPart, ...], discount: int, tax: int
) -> None:
    """PY-13."""
    foot = totals([TaxedLine(100_00, whole_rate(parts), parts, 1_000)], discount=discount)
    assert (foot.tax, foot.gross) == (tax, 100_00 + tax)


def test_a_plain_rate_has_its_base_lowered_too() -> None:
    assert totals([TaxedLine(100_00, 15_000)], discount=10_000).tax == 13_50


def test_an_amount_a_unit_goes_by_the_quantity_of_each_line() -> None:
    lines = [TaxedLine(10_00, 0, (EACH,), 3_000), TaxedLine(90_00, 0, (EACH,), 1_000)]
    assert totals(lines).line_taxes == (60_00, 20_00)


def test_a_price_with_compound_tax_in_it_is_split_to_the_cent() -> None:
    foot = totals([TaxedLine(0, 23_200, COMPOUND, gross=123_20)])
    assert (foot.line_nets, foot.line_taxes) == ((100_00,), (23_20,))
    odd = totals([TaxedLine(0, 23_200, COMPOUND, gross=1_01)])
    assert odd.net + sum(part.tax for part in odd.rates[0].parts) == odd.gross == 1_01


def test_a_price_with_tax_of_a_lowered_base_is_split_so_that_the_sums_meet() -> None:
    foot = totals([TaxedLine(0, 15_000, gross=113_50)], discount=10_000)
    assert (foot.net, foot.tax) == (100_00, 13_50)


def test_prices_with_tax_are_split_once_a_rate_and_not_line_by_line() -> None:
    foot = totals([TaxedLine(0, 12_000, gross=52_50)] * 3)
    assert (foot.net, foot.tax, foot.gross) == (140_63, 16_87, 157_50)
    assert foot.line_nets == (46_88, 46_88, 46_87)


def test_two_classes_of_one_whole_rate_share_a_row_and_keep_their_own_taxes() -> None:
    other = (TaxPart("whole", 23_200),)
    foot = totals([TaxedLine(100_00, 23_200, COMPOUND), TaxedLine(50_00, 23_200, other), TaxedLine(1_00, 23_200)])
    assert [(row.rate, row.net, row.tax) for row in foot.rates] == [(23_200, 151_00, 35_03)]
    assert len(foot.rates[0].parts) == 4


@given(PARTS, LINES, st.booleans(), st.sampled_from([0, 10_000]), st.sampled_from([0, 2, 3]))
def test_lines_taxes_rates_and_total_add_up_whatever_the_taxes(
    parts: tuple[TaxPart, ...], figures: list[tuple[int, int]], included: bool, discount: int, decimals: int
) -> None:
    rate = whole_rate(parts)
    lines = [TaxedLine(amount, rate, parts, units, amount if included else None) for amount, units in figures]
    foot = totals(lines, discount=discount, decimals=decimals)
    assert foot.net + foot.tax == foot.gross == sum(foot.line_nets) + sum(foot.line_taxes)
    assert sum(part.tax for row in foot.rates for part in row.parts) == foot.tax
    if included:
        pairs = zip(foot.line_nets, foot.line_taxes, strict=True)
        assert [net + tax for net, tax in pairs] == [amount for amount, _ in figures]


@given(PARTS, st.integers(0, 10**9), st.integers(0, 10**6))
def test_the_net_within_a_gross_is_the_net_it_came_from(parts: tuple[TaxPart, ...], net: int, units: int) -> None:
    gross = net + sum(row.tax for row in taxes_on(parts, net, units))
    assert abs(net_within(parts, gross, units) - net) <= len(parts) + 1


@given(PARTS)
def test_what_a_line_keeps_of_its_taxes_is_read_back(parts: tuple[TaxPart, ...]) -> None:
    assert read(written(parts)) == parts


def test_no_parts_are_an_empty_text() -> None:
    assert (written(()), read(""), whole_rate(())) == ("", (), 0)


def test_a_tax_is_a_percentage_or_an_amount() -> None:
    with pytest.raises(BadValue, match="not both"):
        TaxPart("both", 1_000, 1_000)


def test_a_price_goes_to_net_and_back() -> None:
    assert net_price(525_000, 12_000) == 468_750
    assert gross_price(468_750, 12_000) == 525_000
    assert gross_price(1_000_000, 0, COMPOUND) == 1_232_000
    assert net_price(1_232_000, 0, COMPOUND) == 1_000_000
    assert gross_price(1_200_000, 0, (EACH,), factor=12_000) == 3_600_000


def test_what_is_added_between_two_feet_is_told_rate_by_rate() -> None:
    before = totals([TaxedLine(100_00, 23_200, COMPOUND), TaxedLine(5_00, 7_000)]).rates
    now = totals([TaxedLine(150_00, 23_200, COMPOUND), TaxedLine(5_00, 7_000), TaxedLine(1_00, 19_000)]).rates
    assert less_what_was(now, before) == (
        RateTotal(19_000, 1_00, 19),
        RateTotal(
            23_200,
            50_00,
            11_60,
            (PartTotal("six", 6_000, 50_00, 3_00), PartTotal("six more", 6_000, 50_00, 3_00),
             PartTotal("on all", 10_000, 56_00, 5_60)),
        ),
    )  # fmt: skip
    assert less_what_was(before, ()) == before
