"""Tax: once per rate, and everything adds up to the cent, credits included."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orderdesk.rules.tax import RateTotal, TaxedLine, split_inclusive, totals

LINES = st.lists(
    st.builds(TaxedLine, st.integers(-(10**9), 10**9), st.sampled_from([0, 5_500, 7_000, 19_000, 20_000, 25_500])),
    max_size=12,
)


def test_two_lines_of_6_70_at_15_percent_are_15_41_for_tax_rounds_once_per_rate() -> None:
    """RD-01: rounded line by line it would be 15.42."""
    foot = totals([TaxedLine(670, 15_000), TaxedLine(670, 15_000)])
    assert (foot.net, foot.tax, foot.gross) == (1_340, 201, 1_541)
    assert foot.line_taxes == (101, 100)


def test_a_plain_order_of_five_at_ten_with_ten_percent() -> None:
    """IN-01."""
    foot = totals([TaxedLine(2_000, 10_000), TaxedLine(3_000, 10_000)])
    assert (foot.net, foot.tax, foot.gross) == (5_000, 500, 5_500)


def test_each_rate_has_its_own_row_lowest_first() -> None:
    foot = totals([TaxedLine(10_000, 19_000), TaxedLine(5_000, 7_000), TaxedLine(333, 19_000), TaxedLine(99, 0)])
    assert foot.rates == (
        RateTotal(0, 99, 0),
        RateTotal(7_000, 5_000, 350),
        RateTotal(19_000, 10_333, 1_963),
    )
    assert foot.line_taxes == (1_900, 350, 63, 0)


def test_a_document_without_lines_is_zero() -> None:
    foot = totals([])
    assert (foot.net, foot.tax, foot.gross, foot.rates, foot.line_taxes) == (0, 0, 0, (), ())


def test_a_return_on_the_same_document_takes_its_tax_back() -> None:
    """RT-06: +7 and −2 of the same article."""
    foot = totals([TaxedLine(7_000, 19_000), TaxedLine(-2_000, 19_000)])
    assert (foot.tax, foot.line_taxes) == (950, (1_330, -380))


def test_lines_that_cancel_out_leave_no_tax() -> None:
    foot = totals([TaxedLine(1_234, 19_000), TaxedLine(-1_234, 19_000)])
    assert (foot.gross, foot.line_taxes) == (0, (0, 0))


@given(LINES)
def test_lines_rates_and_total_always_add_up(lines: list[TaxedLine]) -> None:
    foot = totals(lines)
    assert foot.net + foot.tax == foot.gross
    assert sum(row.net for row in foot.rates) == foot.net == sum(line.net for line in lines)
    assert sum(row.tax for row in foot.rates) == foot.tax == sum(foot.line_taxes)
    for row in foot.rates:
        assert row.tax == sum(tax for line, tax in zip(lines, foot.line_taxes, strict=True) if line.rate == row.rate)


@given(st.lists(st.builds(TaxedLine, st.integers(0, 10**9), st.sampled_from([0, 7_000, 19_000])), max_size=12))
def test_no_line_is_more_than_a_cent_from_its_own_tax(lines: list[TaxedLine]) -> None:
    for line, tax in zip(lines, totals(lines).line_taxes, strict=True):
        assert abs(tax * 100_000 - line.net * line.rate) < 100_000 * 1.5


@given(LINES)
def test_a_credit_note_mirrors_its_invoice_line_by_line(lines: list[TaxedLine]) -> None:
    invoice = totals(lines)
    credit = totals([TaxedLine(-line.net, line.rate) for line in lines])
    assert (credit.net, credit.tax, credit.gross) == (-invoice.net, -invoice.tax, -invoice.gross)
    if all(sum(line.net for line in lines if line.rate == row.rate) for row in invoice.rates):
        assert credit.line_taxes == tuple(-tax for tax in invoice.line_taxes)


@pytest.mark.parametrize(
    ("gross", "rate", "net", "tax"),
    [
        (5_250, 12_000, 4_688, 562),  # RD-03
        (12_440, 8_000, 11_519, 921),  # RD-04: 8 × 15.55
        (-5_250, 12_000, -4_688, -562),
        (100, 0, 100, 0),
        (0, 19_000, 0, 0),
    ],
)
def test_a_tax_inclusive_price_splits_to_the_cent(gross: int, rate: int, net: int, tax: int) -> None:
    assert split_inclusive(gross, rate) == (net, tax)


@given(st.integers(-(10**12), 10**12), st.integers(0, 100_000))
def test_net_and_tax_are_the_gross_they_came_from(gross: int, rate: int) -> None:
    net, tax = split_inclusive(gross, rate)
    assert net + tax == gross
    assert abs(net) <= abs(gross)
