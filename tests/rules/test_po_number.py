"""A customer's own order number: there, and not twice."""

from __future__ import annotations

import pytest

from orderdesk.findings import Severity
from orderdesk.rules.po_number import PoRule, check_po


@pytest.mark.parametrize(
    ("po", "others", "rule"),
    [("4711", (1042,), PoRule.FREE), ("", (1042,), PoRule.REFUSE), ("4711", (), PoRule.REFUSE)],
)
def test_nothing_is_said_where_nobody_looks_or_nothing_comes_twice(
    po: str, others: tuple[int, ...], rule: PoRule
) -> None:
    assert check_po(po, others, rule) is None


def test_a_number_that_comes_twice_is_said_or_refused_with_the_other_order() -> None:
    said = check_po("4711", (1042,), PoRule.WARN)
    assert said is not None and said.severity is Severity.NOTE
    assert said.message == "PO number 4711 stands on order 1042 already; look whether it came twice"
    refused = check_po("4711", (1042, 1043), PoRule.REFUSE)
    assert refused is not None and refused.severity is Severity.BLOCK
    assert refused.message == (
        "PO number 4711 stands on orders 1042 and 1043 already: change one of the two, or discard what came twice"
    )
