from __future__ import annotations

from orderdesk.rules.forgiving import WriteOffLimits, tax_share


def test_each_role_may_forgive_as_much_as_its_own_limit() -> None:
    limits = WriteOffLimits(5_00, 50_00, None)
    assert limits.most({"receivables"}) == 5_00
    assert limits.most({"receivables", "approver1"}) == 50_00
    assert limits.most({"approver2", "receivables"}) is None
    assert limits.most({"admin"}) is None
    assert limits.most({"clerk"}) == 0


def test_the_refusal_has_the_figures() -> None:
    limits = WriteOffLimits(5_00, 50_00, None)
    assert limits.refusal(5_00, {"receivables"}) == ""
    assert limits.refusal(5_01, {"receivables"}) == "5.01 cannot be written off here; 5.00 is the most"
    assert limits.refusal(1_000_00, {"approver2"}) == ""


def test_the_tax_in_a_discount_is_its_share_of_the_document() -> None:
    assert tax_share(50_00, 236_00, 36_00) == 7_63
    assert tax_share(23_60, 236_00, 36_00) == 3_60
    assert tax_share(5_00, 0, 0) == 0
