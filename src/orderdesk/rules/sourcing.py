"""Sourcing: which warehouses serve an order, and in which order they are asked.

*Own* is the order's own warehouse and no other. *Fullest* takes from where most is free, *nearest* from where the
distance table says that the goods have the shortest way; both may serve a line from several warehouses. *Single* takes
a line (of an order that leaves only whole, the order) from one warehouse that has all of it, or waits.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum


class Sourcing(StrEnum):
    """Which warehouses serve an order."""

    OWN = "own"
    FULLEST = "fullest"
    NEAREST = "nearest"
    SINGLE = "single"


def in_words(rule: Sourcing, own: str) -> str:
    """The rule as a part of a sentence; `own` is the order's own warehouse's code."""
    return {
        Sourcing.OWN: f"from {own} only",
        Sourcing.FULLEST: "from where most is free",
        Sourcing.NEAREST: f"from the nearest, {own} first where nothing says",
        Sourcing.SINGLE: "from one warehouse that has all of it",
    }[rule]


def by_distance(
    own: int, warehouses: Iterable[int], distances: Mapping[tuple[int, str, str], int], country: str, region: str
) -> tuple[int, ...]:
    """Warehouses, the nearest to a place first; those that no distance is known of come last, the own one before them.

    Args:
        distances: by warehouse, country and region; the region "" is the rest of the country.
    """

    def far(warehouse: int) -> tuple[bool, int, bool, int]:
        known = distances.get((warehouse, country, region), distances.get((warehouse, country, "")))
        return known is None, known or 0, warehouse != own, warehouse

    return tuple(sorted(set(warehouses), key=far))
