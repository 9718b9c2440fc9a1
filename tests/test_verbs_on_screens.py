"""Whatever can be done can be done at the desk: every verb is called by a screen, or is named here with the reason."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from importlib import import_module
from inspect import unwrap
from pathlib import Path
from pkgutil import iter_modules

import orderdesk
import orderdesk.desk
from orderdesk.desk.verb import VERBS

SOURCE = Path(orderdesk.__file__).parent

BY_COMMAND = {
    "set up once, by an administrator, as files and scripts do it": (
        "approval.ceiling", "approval.rule", "approval.rule_change", "approval.step", "approval.step_remove",
        "attribute.change", "attribute.define", "category.new", "return.reason", "segment.new", "setting.change",
        "supplier.new", "tax.rate", "terms.new", "user.change", "user.new", "warehouse.distance", "warehouse.new",
    ),
    "master data, kept by import and by command": (
        "customer.address", "customer.attribute", "customer.change", "customer.contact", "customer.item",
        "customer.item_remove", "customer.limit", "customer.new", "customer.shelf_life", "product.attribute",
        "product.barcode", "product.change", "product.kit", "product.new", "product.track", "product.unit",
        "stock.bin",
    ),
    "asked once in a while, by somebody who is away or who plans": (
        "approval.deputy", "approval.deputy_end", "count.plan", "template.change", "template.discard",
        "template.stand",
    ),
    "done at the desk in another way: a receipt against what is expected, a count sheet, a transfer with a number": (
        "stock.adjust", "stock.count", "stock.expect", "stock.receive", "stock.transfer",
    ),
    "papers of another system, brought by import": ("history.order",),
}  # fmt: skip


def called() -> set[tuple[str, str]]:
    """Module and function of everything of the desk that a screen names."""
    found: set[tuple[str, str]] = set()
    for path in (*(SOURCE / "screens").glob("*.py"), *(SOURCE / "widgets").glob("*.py"), SOURCE / "app.py"):
        found.update(_called_in(ast.parse(path.read_text())))
    return found


def _called_in(tree: ast.Module) -> Iterator[tuple[str, str]]:
    modules: dict[str, str] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module == "orderdesk.desk":
            modules.update({one.asname or one.name: f"orderdesk.desk.{one.name}" for one in node.names})
        elif isinstance(node, ast.ImportFrom) and (node.module or "").startswith("orderdesk.desk."):
            yield from ((node.module or "", one.name) for one in node.names)
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in modules:
            yield modules[node.value.id], node.attr


def test_every_verb_has_its_place_on_a_screen_or_a_reason_why_not() -> None:
    for one in iter_modules(orderdesk.desk.__path__):
        import_module(f"orderdesk.desk.{one.name}")
    on_screens = called()
    reachable = {name for name, verb in VERBS.items() if (verb.__module__, unwrap(verb).__name__) in on_screens}
    excused = {name for names in BY_COMMAND.values() for name in names}
    assert set(VERBS) - reachable - excused == set(), "these verbs have no place on a screen"
    assert excused & reachable == set(), "these are on a screen and need no reason any more"
    assert excused - set(VERBS) == set(), "there are no such verbs"
