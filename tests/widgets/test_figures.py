from __future__ import annotations

import pytest

from orderdesk.widgets.figures import amounts, credit_bar, spread
from orderdesk.widgets.paint import Cell, Tone


@pytest.mark.parametrize(
    ("used", "this", "limit", "text", "tone"),
    [
        (0, 0, 100, "░░░░░░░░░░", Tone.PLAIN),
        (50, 20, 100, "█████▒▒░░░", Tone.PLAIN),
        (50, 1, 100, "█████▒░░░░", Tone.PLAIN),
        (50, 50, 100, "█████▒▒▒▒▒", Tone.WARNING),
        (50, 51, 100, "█████████!", Tone.REFUSED),
        (120, 0, 100, "█████████!", Tone.REFUSED),
        (-30, 10, 100, "░░░░░░░░░░", Tone.PLAIN),
        (0, 0, 0, "░░░░░░░░░░", Tone.PLAIN),
        (0, 1, 0, "█████████!", Tone.REFUSED),
    ],
)
def test_the_credit_bar_is_full_exactly_at_the_limit(used: int, this: int, limit: int, text: str, tone: Tone) -> None:
    assert credit_bar(used, this, limit, 10) == Cell(text, tone)


def test_no_limit_has_no_bar() -> None:
    assert credit_bar(500, 5, None).text == "no limit"


def test_amounts_stand_right_under_each_other() -> None:
    lines = amounts([("open invoices", "6,420.00", "oldest 12 days late"), ("− unapplied", "0.00")], indent=1)
    texts = ["".join(piece if isinstance(piece, str) else piece.text for piece in line).rstrip() for line in lines]
    assert texts == [
        " open invoices  6,420.00  oldest 12 days late",
        " − unapplied        0.00",
    ]
    assert amounts([]) == []


def test_a_row_is_spread_from_edge_to_edge_and_keeps_its_total() -> None:
    assert spread(["3 lines", "Net 10.00", "Total 11.90"], 35) == "3 lines    Net 10.00    Total 11.90"
    assert spread(["3 lines", "Net 10.00", "Total 11.90"], 22) == "3 lines    Total 11.90"
    assert spread(["one"], 9) == "one"
    assert spread([], 9) == ""


def test_the_sum_at_the_end_of_a_row_stays_whatever_else_must_go() -> None:
    row = spread([" OPEN ITEMS   TRAITGR Traiteur Grain de Sel", "= 2,674.82 "], 30)
    assert row == " OPEN ITEMS   TR…  = 2,674.82 "
    assert spread(["3 lines", "Net 1,327.50", "VAT 252.23", "Total 1,579.73"], 24) == "3 lines   Total 1,579.73"
