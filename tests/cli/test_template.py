"""Templates, standing orders and customers' own codes from the command line."""

from __future__ import annotations

from tests.cli.conftest import CommandLine


def test_a_template_goes_from_an_order_to_the_next_one(cli: CommandLine) -> None:
    cli.ask("order", "new", "ALFKI", "--line", '2 case CHAI "no box"', as_="ann")
    assert cli.ask("template", "save", "Weekly", "--order", "1001", as_="ann") == {"template": "weekly"}
    shown = cli("template", "show", "weekly", as_="vic")
    assert '2 case CHAI "no box"' in shown.out
    made = cli.ask("order", "from-template", "weekly", as_="ann")
    assert (made["order"], made["lines"], made["gone"]) == (1002, [1], [])
    (line,) = cli.ask("order", "show", "1002")["lines"]
    assert (line["sku"], line["ordered"], line["note"]) == ("CHAI", "24", "no box")


def test_a_template_is_replaced_on_purpose_only(cli: CommandLine) -> None:
    cli.ask("template", "save", "starter", "--line", "10 x CHAI")
    again = cli("template", "save", "starter", "--line", "TOFU")
    assert again.code == 1 and "exists already, with 1 line" in again.err
    cli.ask("template", "save", "starter", "--line", "TOFU", "--replace")
    (line,) = cli.ask("template", "show", "starter")["lines"]
    assert (line["sku"], line["entry"]) == ("TOFU", "1 pc TOFU")


def test_a_template_keeps_no_prices(cli: CommandLine) -> None:
    refused = cli("template", "save", "starter", "--line", "10 x CHAI @5")
    assert refused.code == 2 and "keeps no prices" in refused.err


def test_standing_orders_that_are_due_are_listed_and_made_once(cli: CommandLine) -> None:
    cli.ask("template", "save", "weekly", "--line", "10 x CHAI", "--customer", "ALFKI")
    assert cli.ask("template", "stand", "weekly", "7") == {"next_on": "2026-11-12"}
    assert [one["name"] for one in cli.ask("template", "due")] == ["weekly"]
    made = cli.ask("template", "due", "--run")
    assert [(one["template"], one["order"]) for one in made] == [("weekly", 1001)]
    assert cli.ask("template", "due", "--run") == []
    assert cli("template", "due").err.strip() == "nothing is due"
    assert cli.ask("template", "list")[0]["next_on"] == "2026-11-19"
    assert cli.ask("template", "stand", "weekly", "0") == {"next_on": None}


def test_a_standing_order_that_cannot_be_made_ends_with_1(cli: CommandLine) -> None:
    cli.ask("template", "save", "weekly", "--line", "10 x CHAI", "--customer", "ALFKI")
    cli.ask("template", "stand", "weekly", "7")
    cli.ask("product", "change", "CHAI", "--discontinued")
    ran = cli("template", "due", "--run")
    assert ran.code == 1 and "nothing of it is sold any more" in ran.out


def test_whom_a_template_is_for_is_said_once(cli: CommandLine) -> None:
    ran = cli("template", "save", "x", "--line", "CHAI", "--customer", "ALFKI", "--everybody")
    assert ran.code == 2
    cli.ask("template", "save", "x", "--line", "CHAI", "--customer", "ALFKI")
    cli.ask("template", "change", "x", "--name", "y", "--everybody", "--unused")
    (row,) = cli.ask("template", "list")
    assert (row["name"], row["customer"], row["active"]) == ("y", "", False)
    cli.ask("template", "discard", "y")
    assert cli.ask("template", "list") == []


def test_a_customer_orders_by_its_own_code(cli: CommandLine) -> None:
    cli.ask("customer", "item", "ALFKI", "4711", "CHAI", "--unit", "case", as_="ann")
    assert cli.ask("customer", "items", "ALFKI") == [{"code": "4711", "sku": "CHAI", "name": "Chai", "unit": "case"}]
    cli.ask("order", "new", "alfki", "--line", "2 x 4711", as_="ann")
    (line,) = cli.ask("order", "show", "1001")["lines"]
    assert (line["sku"], line["ordered"]) == ("CHAI", "24")
    assert cli("order", "new", "ERNSH", "--line", "2 x 4711", as_="ann").code == 1
    cli.ask("customer", "item-remove", "ALFKI", "4711", as_="ann")
    assert cli("order", "new", "ALFKI", "--line", "2 x 4711", as_="ann").code == 1


def test_what_a_customer_usually_orders(shipped: CommandLine) -> None:
    usual = shipped.ask("customer", "usual", "ALFKI")
    assert (usual["last_order"], usual["last"][0]["entry"]) == (1001, "10 pc CHAI")
    assert "10 pc CHAI" in shipped("customer", "usual", "alfki").out
