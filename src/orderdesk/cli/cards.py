"""Answers that are put together from what queries give: as JSON knows them, and what of them people are shown."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from orderdesk.cli.as_json import plain
from orderdesk.queries.customer_card import CustomerCard
from orderdesk.queries.live import LiveDraft
from orderdesk.queries.order_parts import OrderCard
from orderdesk.queries.receivables import AgeingReport
from orderdesk.queries.templates import TemplateLine
from orderdesk.queries.usual import Ghost
from orderdesk.quick_entry import entry_text
from orderdesk.rules.ageing import Ageing
from orderdesk.values import ONE, money_text, quantity_text

# What people are shown of a card's lists; JSON has all of it, and `orderdesk log` the events.
ORDER_COLUMNS: dict[str, tuple[str, ...]] = {
    "lines": (
        "position", "sku", "description", "ordered", "allocated", "shipped", "invoiced", "price", "per", "discount",
        "net", "promised", "note",
    ),
    "holds": ("id", "kind", "line", "state", "needs", "message", "decided_by", "reason"),
    "events": (),
}  # fmt: skip
DRAFT_COLUMNS: dict[str, tuple[str, ...]] = {
    "lines": ("position", "sku", "name", "quantity", "price", "per", "discount", "net", "state", "leaves", "full_on"),
    "findings": ("severity", "kind", "message"),
}
CUSTOMER_COLUMNS: dict[str, tuple[str, ...]] = {
    "orders": ("number", "state", "po_number", "order_date", "wanted_date", "gross", "shipped", "held"),
}


def order_tree(card: OrderCard, decimals: int) -> dict[str, Any]:
    """An order's card: the header at the top, how far it is in words, each line's quantities beside the line."""
    tree: dict[str, Any] = plain(card, card.header.currency.decimals, own=decimals)
    header = tree.pop("header")
    progress = {name: str(getattr(card, name)) for name in ("allocated", "shipped", "invoiced", "paid")}
    tree["lines"] = [
        {**shown, **shown.pop("axes"), "per": _per(line.unit, line.factor)}
        for shown, line in zip(tree["lines"], card.lines, strict=True)
    ]
    return {**header, **progress, **tree}


def draft_tree(draft: LiveDraft, decimals: int) -> dict[str, Any]:
    """What submitting an order would find."""
    tree: dict[str, Any] = plain(draft, decimals)
    tree["findings"] = plain(tuple(draft.findings.all), draft.currency.decimals, own=decimals)
    tree["lines"] = [
        {**shown, "per": _per(line.unit, line.factor)} for shown, line in zip(tree["lines"], draft.lines, strict=True)
    ]
    return tree


def customer_tree(card: CustomerCard, decimals: int) -> dict[str, Any]:
    """A customer's card; the parts of the exposure with their sum."""
    tree: dict[str, Any] = plain(card, decimals)
    tree["exposure"]["total"] = money_text(card.exposure.total, decimals)
    return tree


def with_entries(card: object, decimals: int, **lists: Sequence[Ghost | TemplateLine]) -> dict[str, Any]:
    """A card whose lists of these names have lines that may be ordered, each with how it would be typed."""
    tree: dict[str, Any] = plain(card, decimals)
    for name, lines in lists.items():
        tree[name] = [
            {**shown, "entry": entry_text(line.entry)} for shown, line in zip(tree[name], lines, strict=True)
        ]
    return tree


def ageing_tree(report: AgeingReport, decimals: int) -> dict[str, Any]:
    """The ageing with one column a bucket, and the foot's sum that proves it."""
    return {
        "as_of": report.as_of.isoformat(),
        "by": str(report.by),
        "rows": [
            {"customer": row.customer, "name": row.name, "currency": row.ageing.currency.code, **_aged(row.ageing)}
            for row in report.rows
        ],
        "foot": _aged(report.foot),
        "proof": report.foot.proof,
        "ledger": money_text(report.ledger, decimals),
        "sound": report.sound,
    }  # fmt: skip


def _aged(ageing: Ageing) -> dict[str, str]:
    named = dict(zip(ageing.labels, ageing.buckets, strict=True))
    amounts = {"not_due": ageing.not_due, **named, "unapplied": ageing.unapplied, "balance": ageing.balance}
    if ageing.disputed:
        amounts["disputed"] = ageing.disputed
    return {name.replace("–", "-"): money_text(amount, ageing.currency.decimals) for name, amount in amounts.items()}


def _per(unit: str, factor: int) -> str:
    """What a price is for: pc, or case of 12."""
    return unit if factor == ONE else f"{unit} of {quantity_text(factor)}"
