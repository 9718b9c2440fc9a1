"""What is called that: orders, invoices, customers and products by their numbers, codes and words.

Plain SQL that SQLite and PostgreSQL both know; who calls brings the connection. Amounts come out as decimal texts.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any

    Answer = dict[str, Any]
    Ask = Callable[..., Sequence[tuple[Any, ...]]]
    Search = Callable[[str, str, int], Sequence[int]]

MOST = 10

_ORDERS = (
    "SELECT o.id, o.number, o.state, c.code, c.name, o.order_date, o.wanted_date, o.po_number, o.gross, o.currency"
    " FROM sales_order o JOIN customer c ON c.id = o.customer_id WHERE {} ORDER BY o.id DESC LIMIT 10"
)
_LINES = (
    "SELECT l.position, p.sku, l.ordered - l.cancelled, l.allocated, l.shipped, l.promised, p.unit"
    " FROM sales_order_line l JOIN product p ON p.id = l.product_id WHERE l.order_id = :id ORDER BY l.position"
)
_HOLDS = "SELECT kind, message FROM hold WHERE order_id = :id AND state = 'open' ORDER BY id"
_SHIPMENTS = "SELECT number, day, carrier, tracking FROM shipment WHERE order_id = :id ORDER BY id"
_INVOICES = (
    "SELECT number, day, due, gross, open FROM invoice WHERE order_id = :id OR id IN (SELECT i.invoice_id"
    " FROM invoice_line i JOIN sales_order_line l ON l.id = i.order_line_id WHERE l.order_id = :id) ORDER BY id"
)
_NAMES = {"credit": "credit note", "down": "down payment"}
_INVOICE = (
    "SELECT i.number, i.kind, c.code, c.name, i.day, i.due, i.gross, i.open, i.currency, o.number FROM invoice i"
    " JOIN customer c ON c.id = i.customer_id LEFT JOIN sales_order o ON o.id = i.order_id WHERE i.number = :text"
)
_CUSTOMERS = (
    "SELECT c.code, c.name, a.city, c.block, c.active,"
    " (SELECT COUNT(*) FROM sales_order o WHERE o.customer_id = c.id AND o.state IN ('submitted', 'confirmed')),"
    " (SELECT COALESCE(SUM(e.amount), 0) FROM ledger_entry e WHERE e.customer_id = c.id)"
    " FROM customer c LEFT JOIN address a ON a.customer_id = c.id AND a.kind = 'billing'"
    " WHERE {} ORDER BY c.name LIMIT 10"
)
_PRODUCTS = (
    "SELECT p.sku, p.name, p.unit, p.list_price, p.active,"
    " (SELECT COALESCE(SUM(s.on_hand), 0) FROM stock s WHERE s.product_id = p.id),"
    " (SELECT COALESCE(SUM(CASE WHEN s.on_hand > s.allocated + s.kept + s.safety"
    " THEN s.on_hand - s.allocated - s.kept - s.safety ELSE 0 END), 0) FROM stock s WHERE s.product_id = p.id)"
    " FROM product p WHERE {} ORDER BY p.name LIMIT 10"
)


def answers(ask: Ask, search: Search, text: str) -> list[Answer]:
    """Everything that is called that: what has exactly this number or code first, words only when nothing has.

    Args:
        ask: runs plain SQL with named values and returns its rows.
        search: the ids of the rows of a table (customer, product) in which each of these folded words begins a word.
        text: as typed.
    """
    text = text.strip()
    if not text or len(text) > 200 or not text.isprintable():
        return []
    code = text.upper()
    found: list[Answer] = []
    decimals = _decimals(ask)
    if text.isdecimal() and text.isascii() and len(text) < 19:
        number = int(text)
        found += _orders(ask, decimals, "o.number = :n", n=number)
        shipped = "o.id IN (SELECT order_id FROM shipment WHERE number = :n)"
        found += _orders(ask, decimals, shipped, n=number) if not found else []
    if not found:
        found += _invoice(ask, decimals, code)
        by_tracking = "o.id IN (SELECT order_id FROM shipment WHERE tracking IN (:text, :code) AND tracking <> '')"
        found += _orders(ask, decimals, by_tracking, text=text, code=code)
        found += _orders(ask, decimals, "o.po_number = :text AND o.po_number <> ''", text=text)
        found += _customers(ask, decimals, "c.code = :code", code=code)
        found += _products(ask, "p.sku = :code", code=code)
    if not found and text.isdecimal() and text.isascii():
        held = "p.id IN (SELECT product_id FROM barcode WHERE code IN ({}))".format(
            ", ".join(f"'{g}'" for g in _gtins(text))
        )
        found += _products(ask, held)
    return found or _by_words(ask, search, text, decimals)


def _by_words(ask: Ask, search: Search, text: str, decimals: int) -> list[Answer]:
    from orderdesk.texts import words

    folded = " ".join(word for word in words(text) if len(word) > 1)
    if not folded:
        return []
    found: list[Answer] = []
    if customers := search("customer", folded, MOST):
        found += _customers(ask, decimals, f"c.id IN ({_listed(customers)})")
    if products := search("product", folded, MOST):
        found += _products(ask, f"p.id IN ({_listed(products)})")
    return found


def _listed(ids: Sequence[int]) -> str:
    return ", ".join(str(int(key)) for key in ids)


def _gtins(text: str) -> set[str]:
    """The ways in which the same barcode is written: scanners and databases pad it with zeros, or do not."""
    bare = text.lstrip("0") or "0"
    return {bare.zfill(length) for length in (8, 12, 13, 14) if len(bare) <= length} | {text}


def _decimals(ask: Ask) -> int:
    rows = ask("SELECT value FROM setting WHERE key = 'decimals'")
    return int(rows[0][0]) if rows and str(rows[0][0]).isdecimal() else 2


def _orders(ask: Ask, decimals: int, where: str, **values: object) -> list[Answer]:
    found = []
    for key, number, state, code, name, ordered, wanted, po_number, gross, currency in ask(
        _ORDERS.format(where), **values
    ):
        lines = ask(_LINES, id=key)
        due = [(line[2], line[3], line[4]) for line in lines]
        found.append(
            {
                "kind": "order", "number": number, "state": state, "customer": code, "name": name,
                "order_date": str(ordered), "wanted_date": str(wanted), "po_number": po_number,
                "gross": _decimal(gross, decimals), "currency": currency,
                "allocated": _progress([(min(want, gone + kept), want) for want, kept, gone in due]),
                "shipped": _progress([(gone, want) for want, _, gone in due]),
                "holds": [{"kind": kind, "message": message} for kind, message in ask(_HOLDS, id=key)],
                "open_lines": [
                    {
                        "position": position, "sku": sku, "ordered": _short(want), "allocated": _short(kept),
                        "shipped": _short(gone), "unit": unit, "promised": promised and str(promised),
                    }
                    for position, sku, want, kept, gone, promised, unit in lines if gone < want
                ],
                "shipments": [
                    {"number": one, "day": str(day), "carrier": carrier, "tracking": tracking}
                    for one, day, carrier, tracking in ask(_SHIPMENTS, id=key)
                ],
                "invoices": [
                    {"number": one, "day": str(day), "due": str(due_on), "gross": _decimal(billed, decimals),
                     "open": _decimal(rest, decimals)}
                    for one, day, due_on, billed, rest in ask(_INVOICES, id=key)
                ],
            }
        )  # fmt: skip
    return found


def _invoice(ask: Ask, decimals: int, code: str) -> list[Answer]:
    return [
        {
            "kind": _NAMES.get(kind, "invoice"), "number": number, "customer": customer,
            "name": name, "day": str(day), "due": str(due), "gross": _decimal(gross, decimals),
            "open": _decimal(rest, decimals), "currency": currency, "order": order,
        }
        for number, kind, customer, name, day, due, gross, rest, currency, order in ask(_INVOICE, text=code)
    ]  # fmt: skip


def _customers(ask: Ask, decimals: int, where: str, **values: object) -> list[Answer]:
    return [
        {
            "kind": "customer", "code": code, "name": name, "city": city or "", "active": bool(active), "block": block,
            "open_orders": orders, "balance": _decimal(int(balance), decimals),
        }
        for code, name, city, block, active, orders, balance in ask(_CUSTOMERS.format(where), **values)
    ]  # fmt: skip


def _products(ask: Ask, where: str, **values: object) -> list[Answer]:
    return [
        {
            "kind": "product", "sku": sku, "name": name, "unit": unit, "active": bool(active),
            "list_price": None if price is None else _short(price, 4, 2),
            "on_hand": _short(int(on_hand)), "free": _short(int(free)),
        }
        for sku, name, unit, price, active, on_hand, free in ask(_PRODUCTS.format(where), **values)
    ]  # fmt: skip


def _progress(pairs: Sequence[tuple[int, int]]) -> str:
    """How far lines have come, as `rules.progress` says it (a test holds the two together)."""
    if not any(done for done, _ in pairs):
        return "none"
    if any(done < due for done, due in pairs):
        return "part"
    return "over" if any(done > due for done, due in pairs) else "full"


def _decimal(value: int, decimals: int) -> str:
    """As `values.decimal_text`, which would load `decimal`."""
    if decimals == 0:
        return str(value)
    whole, part = divmod(abs(value), 10**decimals)
    return f"{'-' if value < 0 else ''}{whole}.{part:0{decimals}d}"


def _short(value: int, decimals: int = 3, at_least: int = 0) -> str:
    text = _decimal(value, decimals)
    while text.endswith("0") and len(text) - text.index(".") - 1 > at_least:
        text = text[:-1]
    return text.removesuffix(".")
