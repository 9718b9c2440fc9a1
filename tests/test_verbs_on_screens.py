"""Whatever can be done can be done at the desk: every verb is called by a screen, or is named here with the reason."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

import orderdesk
import orderdesk.desk
from orderdesk.desk.verb import VERBS

SOURCE = Path(orderdesk.__file__).parent

BY_COMMAND = {
    "set up once, by an administrator, as files and scripts do it": (
        "category.new", "quotation.reason", "return.reason", "segment.new", "setting.change", "supplier.new",
        "tax.rate", "terms.new", "user.change", "user.new", "warehouse.distance", "warehouse.new",
    ),
    "master data, kept by import and by command": (
        "customer.address", "customer.change", "customer.contact", "customer.item", "customer.item_remove",
        "customer.new", "customer.shelf_life", "product.barcode", "product.change", "product.kit",
        "product.new", "product.supply", "product.track", "product.unit", "stock.bin",
    ),
    "asked once in a while, by somebody who is away or who plans": (
        "count.plan", "template.change", "template.discard", "template.stand",
    ),
    "done at the desk in another way: a receipt against what is expected, a count sheet, a transfer with a number": (
        "stock.adjust", "stock.count", "stock.expect", "stock.receive", "stock.transfer",
    ),
    "papers of another system, brought by import": (
        "history.order",
    ),
    "run once a night: an ended quotation is shown as ended without it": (
        "quotation.expire",
    ),
}  # fmt: skip


def on_screens() -> set[str]:
    """The verbs that a screen calls, by whatever name it has imported them."""
    names = {id(verb): name for name, verb in VERBS.items()}
    found: set[str] = set()
    for path in (*(SOURCE / "screens").glob("*.py"), *(SOURCE / "widgets").glob("*.py"), SOURCE / "app.py"):
        for module, attribute in _named_in(ast.parse(path.read_text())):
            name = names.get(id(getattr(import_module(module), attribute, None)))
            found |= {name} if name else set()
    return found


def _named_in(tree: ast.Module) -> Iterator[tuple[str, str]]:
    """Module and name of everything of the desk that a file names."""
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
    reachable, excused = on_screens(), {name for names in BY_COMMAND.values() for name in names}
    assert sorted(set(VERBS) - reachable - excused) == [], "these verbs have no place on a screen"
    assert sorted(excused & reachable) == [], "these are on a screen and need no reason any more"
    assert sorted(excused - set(VERBS)) == [], "there are no such verbs"
