from __future__ import annotations

import subprocess
import sys
from datetime import UTC, date, datetime

import pytest

from orderdesk.show import NOTHING, Show
from orderdesk.values import Currency


@pytest.mark.parametrize(
    ("locale", "text"), [("en", "1,234,567.80"), ("de", "1.234.567,80"), ("fr", "1\u00a0234\u00a0567,80")]
)
def test_amounts_by_locale(locale: str, text: str) -> None:
    assert Show(locale=locale).money(123_456_780) == text


def test_amounts_have_the_decimals_of_the_currency() -> None:
    assert Show(Currency("JPY", 0)).money(1_580) == "1,580"
    assert Show(Currency("KWD", 3)).money(-1) == "−0.001"


def test_an_amount_that_is_not_there_is_not_a_zero() -> None:
    assert Show().money(None) == Show().day(None) == NOTHING


def test_whole_amounts_may_go_without_decimals() -> None:
    assert Show().round_money(10_000_00) == "10,000"
    assert Show().round_money(10_000_50) == "10,000.50"
    assert Show(Currency("JPY", 0)).round_money(10_000) == "10,000"


def test_prices_quantities_and_percentages_show_what_they_need() -> None:
    show = Show()
    assert [show.price(180_000), show.price(12_345), show.price(12_300)] == ["18.00", "1.2345", "1.23"]
    assert [show.quantity(12_000), show.quantity(500), show.quantity(-1_250_000)] == ["12", "0.5", "−1,250"]
    assert [show.percent(5_000), show.percent(12_500), show.percent(0)] == ["5 %", "12.5 %", ""]


def test_days_and_moments() -> None:
    show = Show()
    assert show.weekday(date(2026, 11, 13)) == "Fri 13 Nov"
    assert show.day(date(2026, 11, 13)) == "13 Nov 2026"
    assert show.moment(datetime(2026, 11, 12, 14, 5, tzinfo=UTC)).endswith("14:05")


def test_a_locale_that_nobody_knows_is_english() -> None:
    assert Show(locale="xx_YY").money(1_00) == "1.00"
    assert Show(locale="not a locale").decimal_mark == "."


def test_babel_is_loaded_by_the_first_figure_and_not_before() -> None:
    there = "print('babel' in sys.modules)"
    code = f"import sys, orderdesk.show as s; {there}; s.Show().money(1); {there}"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.split() == ["False", "True"]
