"""What the log says of an order, as people read it: figures with their units, also one for each product."""

from __future__ import annotations

import pytest

from orderdesk.screens.order_words import data_text
from orderdesk.show import Show


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({"shipped": {"CHAI": 2_500, "TOFU": 1_000}, "number": 5001}, "shipped CHAI 2.5, TOFU 1, number 5001"),
        ({"gross": 19_80, "change": 20, "paid": 19_80}, "gross 19.80, change 0.20, paid 19.80"),
        ({"ordered": [1_000, 2_000], "back": {}}, "ordered 1 → 2"),
    ],
)
def test_every_figure_is_told_in_its_unit(data: dict[str, object], said: str) -> None:
    assert data_text(data, Show()) == said
