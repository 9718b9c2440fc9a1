"""An order's card with its header at the top and each line's quantities beside the line."""

from __future__ import annotations

from typing import Any

from orderdesk.cli.as_json import plain
from orderdesk.queries.order_parts import OrderCard


def order_tree(card: OrderCard, decimals: int) -> dict[str, Any]:
    """The card as JSON knows it: how far it is as words, then its lists."""
    tree: dict[str, Any] = plain(card, decimals)
    header = tree.pop("header")
    progress = {name: str(getattr(card, name)) for name in ("allocated", "shipped", "invoiced", "paid")}
    tree["lines"] = [{**line, **line.pop("axes")} for line in tree["lines"]]
    return {**header, **progress, **tree}
