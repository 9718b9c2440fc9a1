"""Invoices on the command line: what is to be billed, a run, the proof, down payments, prices, cancelling."""

from __future__ import annotations

from tests.cli.conftest import CommandLine


def test_the_proof_lists_what_is_to_be_billed_and_its_sums(shipped: CommandLine) -> None:
    proof = shipped.ask("invoice", "unbilled", as_="rae")
    assert proof["lines"] == [] and proof["findings"] == []
    assert proof["shipped"] == proof["billed"]


def test_an_invoice_is_cancelled_and_billed_anew_and_a_run_has_nothing_left(shipped: CommandLine) -> None:
    posted = shipped.ask("invoice", "cancel", "INV-2026-0001", "wrong address", as_="rae")["posted"]
    assert posted == ["CRN-2026-0001"]
    [row] = shipped.ask("invoice", "due", as_="rae")
    assert (row["rule"], row["orders"], row["due"] != "0.00") == ("ship", 1, True)
    assert shipped.ask("invoice", "run", "--list", as_="rae")[0]["customer"] == row["customer"]
    [billed] = shipped.ask("invoice", "run", as_="rae")
    assert billed == {"customer": row["customer"], "invoices": ["INV-2026-0002"]}
    assert shipped.ask("invoice", "run", as_="rae") == []
    assert shipped("check").code == 0


def test_a_price_is_credited(shipped: CommandLine) -> None:
    number = shipped.ask("invoice", "price", "INV-2026-0001", "too high", "--line", "1=1.00", as_="rae")["credit_note"]
    assert number == "CRN-2026-0001"
    assert shipped("invoice", "price", "INV-2026-0001", "too high", "--line", "1", as_="rae").code == 2


def test_terms_in_parts_and_in_advance(cli: CommandLine) -> None:
    parts = ("--part", "30/10", "--part", "50/30", "--part", "20/60")
    assert cli("customer", "terms", "P3", "three parts", "60", *parts, as_="rae").code == 0
    assert cli("customer", "terms", "PRE", "in advance", "0", "--prepay", "100", as_="rae").code == 0
    assert cli("customer", "terms", "ODD", "odd", "0", "--part", "30", as_="rae").code == 2
