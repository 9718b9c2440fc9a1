"""Sourcing: the nearest first, and every rule has its words."""

from __future__ import annotations

import pytest

from orderdesk.rules.sourcing import Sourcing, by_distance, in_words

FAR = {(1, "de", ""): 500, (2, "de", ""): 300, (3, "de", "bavaria"): 10, (1, "at", ""): 900}


@pytest.mark.parametrize(
    ("country", "region", "expected"),
    [
        ("de", "hesse", (2, 1, 4, 3)),  # nobody says how far 3 and 4 are from there; 4 is its own
        ("de", "bavaria", (3, 2, 1, 4)),  # a region counts before its country
        ("at", "", (1, 4, 2, 3)),
        ("", "", (4, 1, 2, 3)),
    ],
)
def test_the_nearest_comes_first_and_the_own_one_before_those_unknown(
    country: str, region: str, expected: tuple[int, ...]
) -> None:
    assert by_distance(4, [4, 3, 2, 1, 1], FAR, country, region) == expected


def test_every_rule_has_words() -> None:
    assert in_words(Sourcing.OWN, "MAIN") == "from MAIN only"
    assert len({in_words(rule, "MAIN") for rule in Sourcing}) == len(Sourcing)
