"""The words that sentences are put together with."""

from __future__ import annotations

from orderdesk.rules.wording import counted, listed


def test_one_day_and_more_days() -> None:
    assert [counted(number, "day") for number in (0, 1, 2)] == ["0 days", "1 day", "2 days"]


def test_words_in_a_row() -> None:
    assert [listed(words, "or") for words in ([], ["12"], ["12", "24"], ["8", "12", "13"])] == [
        "",
        "12",
        "12 or 24",
        "8, 12 or 13",
    ]
