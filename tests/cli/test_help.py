"""The help teaches: every command has a sentence and an example that can be run; the reference is up to date."""

from __future__ import annotations

import shlex
import sys
from pathlib import Path

import pytest
from typer.main import get_command
from typer.testing import CliRunner

from orderdesk.cli.main import build
from orderdesk.desk.rights import ROLES_OF
from tests.cli.conftest import CommandLine

DOCS = Path(__file__).parents[2] / "docs"
sys.path.insert(0, str(DOCS))
import make_commands  # type: ignore[import-not-found]  # noqa: E402

COMMANDS = dict(make_commands.commands(get_command(build())))


@pytest.mark.parametrize("path", COMMANDS)
def test_every_command_says_what_it_does_and_shows_an_example(path: str) -> None:
    ran = CliRunner().invoke(build(), [*path.split(), "--help"], env={"COLUMNS": "100"})
    assert ran.exit_code == 0
    assert COMMANDS[path].help
    assert f"orderdesk {path}" in ran.output.split("Examples:")[1] or f"{path} " in ran.output.split("Examples:")[1]


@pytest.mark.parametrize("path", COMMANDS)
def test_every_example_can_be_read_by_its_command(path: str) -> None:
    noun_and_verb = path.split()
    for example in str(COMMANDS[path].epilog).splitlines()[2:]:
        words = [word for word in shlex.split(example) if word != "--json"]
        assert words[: len(noun_and_verb) + 1] == ["orderdesk", *noun_and_verb]
        with COMMANDS[path].make_context(path, words[len(noun_and_verb) + 1 :]):
            pass


def test_the_reference_is_what_the_commands_say_now() -> None:
    made = make_commands.text()
    assert (DOCS / "commands.md").read_text(encoding="utf-8") == made, "run: python docs/make_commands.py"


def test_nothing_that_can_be_done_is_missing_from_the_command_line() -> None:
    nouns = {"category": "product category", "segment": "customer segment", "terms": "customer terms"}
    others = {
        "supplier.new": "product supplier", "tax.rate": "product tax-rate", "price.list": "price price-list",
        "warehouse.new": "stock warehouse", "setting.change": "setting set", "order.hold": "hold add",
        "approval.rule_change": "approval change", "customer.attribute": "attribute set",
        "product.attribute": "attribute set", "order.attribute": "attribute set", "bank.store": "bank import",
        "customer.bank": "account bank", "customer.bank_remove": "account bank", "promise.note": "account promise",
        "promise.withdraw": "account withdraw", "warehouse.distance": "stock distance",
        "order.release": "hold release", "order.reject": "hold reject", "credit.post": "invoice credit",
        "credit.price": "invoice price",
        "credit.apply": "invoice apply", "history.order": "import", "standing.run": "template due",
    }  # fmt: skip
    for right in ROLES_OF:
        noun, _, verb = right.partition(".")
        path = others.get(right) or nouns.get(noun) or f"{noun.replace('_', '-')} {verb.replace('_', '-')}"
        assert path in COMMANDS, right


def test_completion_knows_the_nouns(cli: CommandLine) -> None:
    ran = cli.program(
        environment={"_ORDERDESK_COMPLETE": "complete_bash", "COMP_WORDS": "orderdesk or", "COMP_CWORD": "1"}
    )
    assert "order" in ran.out.split()
