"""Where somebody may want to go: whatever may be called as they typed it, the likeliest first.

What has exactly this number or code comes first, then the screens and commands that begin so, then words, and last the
names that were perhaps misspelt. Among equals what the person went to recently comes first.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import IntEnum

from orderdesk.errors import BadValue
from orderdesk.queries.look_up import (
    CustomerFound,
    ProductFound,
    customers,
    customers_coded,
    product,
    products,
    products_coded,
)
from orderdesk.queries.nearly import customers_nearly, products_nearly
from orderdesk.queries.own_codes import products_called
from orderdesk.queries.papers import Paper, papers, papers_begun, papers_of
from orderdesk.rules.barcode import normal_gtin
from orderdesk.store.transaction import Reading
from orderdesk.texts import fold, words

FEW = 3  # customers and products, below which misspelt ones are looked for
OF_EACH = 12  # customers and products
OF_NEARLY = 6
KINDS = {
    "order": ("order", "draft"), "po": ("order", "draft"), "shipment": ("order",), "tracking": ("order",),
    "draft": ("draft",), "pick": ("pick",), "invoice": ("invoice",), "credit": ("invoice",), "receipt": ("account",),
    "payment": ("account",), "account": ("account",), "customer": ("customer",), "product": ("product",),
}  # fmt: skip
"""The words that may be typed before a number or a name, and the kinds that they mean."""


class Nearness(IntEnum):
    """How surely it is what was meant, the surest first."""

    EXACT = 0
    NAMED = 1
    WORDS = 2
    NEARLY = 3


@dataclass(frozen=True, slots=True)
class Goal:
    """One place to go to, or a command to run.

    Attributes:
        kind: order, draft, pick, invoice, account, customer, product, screen or command.
        key: of the document or the screen; the name of the command.
        title: whose or what it is.
        note: how it stands, or by what it was found.
        shown: stands in the place of the key where that is nothing to read; of screens and commands, their keys.
        help: of a command, the sentence that says what it does.
    """

    kind: str
    key: str
    title: str
    note: str = ""
    shown: str = ""
    help: str = ""
    nearness: Nearness = Nearness.EXACT

    @property
    def name(self) -> tuple[str, str]:
        """What makes it this one and no other."""
        return self.kind, self.key


def goals(
    reading: Reading, text: str, offered: Sequence[Goal] = (), recent: Sequence[tuple[str, str]] = (), limit: int = 40
) -> tuple[Goal, ...]:
    """What the text may be the number, the code, the name or the words of.

    Args:
        text: nothing is answered by what was gone to recently, and then everything that is offered.
        offered: the screens and commands that there are here.
        recent: kinds and keys of what the person went to, the newest first.
    """
    plain = text.strip()
    if not plain.isprintable():
        return ()
    been = _been(reading, recent, offered)
    if not plain:
        return tuple({goal.name: goal for goal in (*been, *offered)}.values())[:limit]
    order = {goal.name: place for place, goal in enumerate(been)}
    found: dict[tuple[str, str], Goal] = {}
    for goal in (*_of_kind(reading, plain, offered, been), *_found(reading, plain, offered, been)):
        if goal.name not in found or goal.nearness < found[goal.name].nearness:
            found[goal.name] = goal
    ranked = sorted(found.values(), key=lambda goal: (goal.nearness, order.get(goal.name, len(order))))
    return tuple(ranked[:limit])


def _found(reading: Reading, plain: str, offered: Sequence[Goal], been: Sequence[Goal]) -> Iterator[Goal]:
    exact = [_of_paper(paper) for paper in papers(reading, plain)]
    named = [goal for goal in offered if fold(goal.title).startswith(fold(plain))]
    buyers = [_of_customer(one) for one in customers(reading, plain, OF_EACH)]
    goods = [_of_product(one) for one in products(reading, plain, OF_EACH)]
    code = plain.upper()
    exact += [goal for goal in buyers if goal.key == code]
    meant = product(reading, plain)
    if meant is not None:
        exact.append(replace(_of_product(meant), note=_barcode(plain) or _note(meant)))
    if not exact:
        called = products_called(reading, plain)
        exact = [Goal("product", one.sku, one.name, f"{one.code} of {one.customer}") for one in called]
    yield from exact
    for goal in sorted(named, key=lambda one: (fold(one.title) != fold(plain), one.kind == "command")):
        yield replace(goal, nearness=Nearness.NAMED)
    wanted = words(plain)
    alike = [goal for goal in been if _has(f"{goal.key} {goal.title}", wanted)]
    alike += [goal for goal in offered if _has(goal.title, wanted)]
    alike += [*buyers, *goods, *(_of_paper(paper) for paper in papers_begun(reading, plain))]
    alike += [goal for goal in offered if _has(f"{goal.title} {goal.help}", wanted)]
    yield from (replace(goal, nearness=Nearness.WORDS) for goal in alike)
    if not exact and not named and len(buyers) + len(goods) < FEW:
        nearly = _nearly(reading, plain, far=False)
        if not nearly and not alike:
            nearly = _nearly(reading, plain, far=True)
        yield from (replace(goal, nearness=Nearness.NEARLY) for goal in nearly)


def _of_kind(reading: Reading, plain: str, offered: Sequence[Goal], been: Sequence[Goal]) -> Iterator[Goal]:
    """What `order 1042` says: of that kind only."""
    kind, _, rest = plain.partition(" ")
    if fold(kind) in KINDS and rest:
        yield from (goal for goal in _found(reading, rest.strip(), offered, been) if goal.kind in KINDS[fold(kind)])


def _nearly(reading: Reading, plain: str, *, far: bool) -> list[Goal]:
    near = [(far_off, _of_customer(one)) for far_off, one in customers_nearly(reading, plain, OF_NEARLY, far=far)]
    near += [(far_off, _of_product(one)) for far_off, one in products_nearly(reading, plain, OF_NEARLY, far=far)]
    return [goal for _, goal in sorted(near, key=lambda one: one[0])]


def _been(reading: Reading, recent: Sequence[tuple[str, str]], offered: Sequence[Goal]) -> list[Goal]:
    """What was gone to and is still there, by its title of today."""
    keys: dict[str, list[str]] = {}
    for kind, key in recent:
        keys.setdefault("order" if kind == "draft" else kind, []).append(key)
    there = {goal.name: goal for goal in offered if goal.kind == "screen"}
    numbers = {kind: [int(key) for key in keys.get(kind, ()) if _is_number(key)] for kind in ("order", "pick")}
    invoices = keys.get("invoice", [])
    for paper in papers_of(reading, orders=numbers["order"], picks=numbers["pick"], invoices=invoices):
        there["order" if paper.kind == "draft" else paper.kind, paper.key] = _of_paper(paper)
    if codes := [*keys.get("customer", ()), *keys.get("account", ())]:
        for one in customers_coded(reading, codes):
            there["customer", one.code] = _of_customer(one)
            there["account", one.code] = Goal("account", one.code, one.name, "open items")
    for item in products_coded(reading, keys["product"]) if "product" in keys else ():
        there["product", item.sku] = _of_product(item)
    been = [there.get(("order" if kind == "draft" else kind, key)) for kind, key in recent]
    return list(dict.fromkeys(goal for goal in been if goal is not None))


def _is_number(key: str) -> bool:
    return key.isascii() and key.isdigit() and len(key) < 18


def _has(text: str, wanted: Sequence[str]) -> bool:
    """Whether each of the words begins one of the text's."""
    there = words(text)
    return bool(wanted) and all(any(word.startswith(one) for word in there) for one in wanted)


def _barcode(text: str) -> str:
    try:
        return f"barcode {normal_gtin(text)}"
    except BadValue:
        return ""


def _of_paper(paper: Paper) -> Goal:
    return Goal(paper.kind, paper.key, paper.title, paper.note)


def _of_customer(one: CustomerFound) -> Goal:
    return Goal("customer", one.code, one.name, one.city if one.active else "inactive")


def _of_product(one: ProductFound) -> Goal:
    return Goal("product", one.sku, one.name, _note(one))


def _note(one: ProductFound) -> str:
    return "" if one.active else "inactive"
