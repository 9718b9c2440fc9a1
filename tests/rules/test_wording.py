"""The words that sentences are put together with."""

from __future__ import annotations

from orderdesk.rules.wording import a_or_an, counted, listed


def test_one_day_and_more_days() -> None:
    assert [counted(number, "day") for number in (0, 1, 2)] == ["0 days", "1 day", "2 days"]


def test_words_in_a_row() -> None:
    assert [listed(words, "or") for words in ([], ["12"], ["12", "24"], ["8", "12", "13"])] == [
        "",
        "12",
        "12 or 24",
        "8, 12 or 13",
    ]


def test_a_word_has_the_article_that_is_said_with_it() -> None:
    words = ("credit", "overdue", "exception", "item", "address", "unit", "")
    assert [a_or_an(word) for word in words] == [
        "a credit", "an overdue", "an exception", "an item", "an address", "a unit", "a ",
    ]  # fmt: skip
