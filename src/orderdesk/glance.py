"""`orderdesk find`: the quick look-up, on the standard library alone, so that it has answered before typer is loaded.

For SQLite files; what it cannot do itself (PostgreSQL, a file that is not as it should be, a person that nobody knows)
it leaves to the ordinary command, which says it in words. `answers` is the same for both and takes only plain SQL that
both databases know. `re`, `json`, `dataclasses` and `enum` are kept out: each costs more time than the whole look-up.
"""

from __future__ import annotations

import os
import sqlite3
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from typing import Any

    Answer = dict[str, Any]
    Ask = Callable[..., Sequence[tuple[Any, ...]]]
    Search = Callable[[str, str, int], Sequence[int]]

APPLICATION_ID = 0x4F44534B  # as orderdesk.store.identity has them
SCHEMA_VERSION = 1
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
_INVOICES = "SELECT number, day, due, gross, open FROM invoice WHERE order_id = :id ORDER BY id"
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
    " (SELECT COALESCE(SUM(s.allocated), 0) FROM stock s WHERE s.product_id = p.id)"
    " FROM product p WHERE {} ORDER BY p.name LIMIT 10"
)
_BY_WORDS = "SELECT rowid FROM {0}_words WHERE {0}_words MATCH :words LIMIT :most"


def glance(arguments: Sequence[str]) -> int | None:
    """Answer `find …` and return the exit code; None when this is for the ordinary command to do."""
    said = _said(arguments)
    if said is None:
        return None
    text, path, login, as_json = said
    if path is None or not os.path.isfile(path):
        return None
    try:
        database = sqlite3.connect(f"file:{_quoted(path)}?mode=ro", uri=True, isolation_level=None, timeout=5)
    except sqlite3.Error:
        return None
    try:
        return _answered(database, text, login, as_json)
    except (sqlite3.Error, UnicodeError):
        return None
    finally:
        database.close()


def _answered(database: sqlite3.Connection, text: str, login: str, as_json: bool) -> int | None:
    def ask(sql: str, **values: object) -> Sequence[tuple[Any, ...]]:
        return database.execute(sql, values).fetchall()

    def search(table: str, words: str, most: int) -> Sequence[int]:
        found = ask(_BY_WORDS.format(table), words=" ".join(f'"{word}"*' for word in words.split()), most=most)
        return [row[0] for row in found]

    if ask("PRAGMA application_id") != [(APPLICATION_ID,)] or ask("PRAGMA user_version") != [(SCHEMA_VERSION,)]:
        return None
    ask("BEGIN")
    if not ask("SELECT 1 FROM app_user WHERE login = :login AND active", login=login):
        return None
    found = answers(ask, search, text)
    if not found:
        return None
    if as_json:
        from orderdesk.cli.as_json import dumps

        sys.stdout.write(dumps(found) + "\n")
    else:
        sys.stdout.write("".join(line + "\n" for line in report(found)))
    sys.stdout.flush()
    return 0


def _said(arguments: Sequence[str]) -> tuple[str, str | None, str, bool] | None:
    """What is sought, the database's path, who asks, whether in JSON; None for what the ordinary command must do."""
    words: list[str] = []
    options = {"--db": os.environ.get("ORDERDESK_DB", ""), "--as": os.environ.get("ORDERDESK_USER", ""), "--today": ""}
    as_json = False
    rest = iter(arguments)
    for word in rest:
        name, equals, value = word.partition("=")
        if word == "--json":
            as_json = True
        elif name in options and not (name == "--today" and not words):
            options[name] = value if equals else next(rest, "")
        elif word.startswith("-"):
            return None
        else:
            words.append(word)
    if len(words) < 2 or words[0] != "find" or options["--today"]:
        return None
    path = os.path.expanduser(options["--db"]) or _own_path()
    return " ".join(words[1:]), None if path is None or "://" in path else path, options["--as"] or _account(), as_json


def _own_path() -> str | None:
    """The file used when nothing is said, where that is known without asking platformdirs."""
    if not sys.platform.startswith("linux"):
        return None
    folder = os.environ.get("XDG_DATA_HOME", "").strip() or os.path.expanduser("~/.local/share")
    return os.path.join(folder, "orderdesk", "orderdesk.db")


def _account() -> str:
    import pwd

    try:
        return pwd.getpwuid(os.geteuid()).pw_name
    except KeyError:
        return str(os.geteuid())


def _quoted(path: str) -> str:
    """A path as it may stand in a file: URI."""
    return "".join(
        chr(byte) if (chr(byte).isalnum() and byte < 0x80) or byte in b"/._-~" else f"%{byte:02x}"
        for byte in os.fsencode(os.path.abspath(path))
    )


# Looking -------------------------------------------------------------------------------------------------------------


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
            "kind": "invoice" if kind == "invoice" else "credit note", "number": number, "customer": customer,
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
            "on_hand": _short(int(on_hand)), "free": _short(int(on_hand) - int(allocated)),
        }
        for sku, name, unit, price, active, on_hand, allocated in ask(_PRODUCTS.format(where), **values)
    ]  # fmt: skip


def _progress(pairs: Sequence[tuple[int, int]]) -> str:
    """How far lines have come, as `rules.progress` says it (a test holds the two together)."""
    if not any(done for done, _ in pairs):
        return "none"
    if any(done < due for done, due in pairs):
        return "part"
    return "over" if any(done > due for done, due in pairs) else "full"


# Saying --------------------------------------------------------------------------------------------------------------


def report(found: Sequence[Mapping[str, Any]]) -> Iterable[str]:
    """The answers as lines for a terminal, with nothing in them that it would obey."""
    for answer in found:
        for line in _SAY[answer["kind"]](answer):
            yield _visible(line)


def _say_order(order: Mapping[str, Any]) -> Iterable[str]:
    yield f"order {order['number']}  {order['state']}  {order['name']} ({order['customer']})"
    po_number = f", PO {order['po_number']}" if order["po_number"] else ""
    yield (
        f"  ordered {order['order_date']}, wanted {order['wanted_date']}{po_number}, "
        f"{order['gross']} {order['currency']}; allocated {order['allocated']}, shipped {order['shipped']}"
    )
    for hold in order["holds"]:
        yield f"  held: {hold['kind']}  {hold['message']}"
    for line in order["open_lines"]:
        promised = f", promised {line['promised']}" if line["promised"] else ""
        yield (
            f"  line {line['position']}  {line['sku']}  {line['shipped']} of {line['ordered']} {line['unit']} shipped, "
            f"{line['allocated']} reserved{promised}"
        )
    for one in order["shipments"]:
        yield " ".join(
            f"  shipment {one['number']}  {one['day']}  {one['carrier']} {one['tracking']}".rstrip().split(" ")
        )
    for one in order["invoices"]:
        yield f"  {one['number']}  {one['day']}, due {one['due']}  {one['gross']}, open {one['open']}"


def _say_invoice(invoice: Mapping[str, Any]) -> Iterable[str]:
    yield f"{invoice['kind']} {invoice['number']}  {invoice['name']} ({invoice['customer']})"
    order = f", order {invoice['order']}" if invoice["order"] else ""
    yield (
        f"  of {invoice['day']}, due {invoice['due']}{order}, {invoice['gross']} {invoice['currency']}, "
        f"open {invoice['open']}"
    )


def _say_customer(customer: Mapping[str, Any]) -> Iterable[str]:
    closed = "" if customer["active"] else "  closed"
    block = "" if customer["block"] == "none" else f"  blocked: {customer['block']}"
    yield f"customer {customer['code']}  {customer['name']}  {customer['city']}{closed}{block}".rstrip()
    yield f"  {customer['open_orders']} open orders, owes {customer['balance']}"


def _say_product(product: Mapping[str, Any]) -> Iterable[str]:
    gone = "" if product["active"] else "  discontinued"
    yield f"product {product['sku']}  {product['name']}{gone}"
    price = f", list price {product['list_price']}" if product["list_price"] else ""
    yield f"  {product['free']} {product['unit']} free of {product['on_hand']}{price}"


_SAY = {
    "order": _say_order,
    "invoice": _say_invoice,
    "credit note": _say_invoice,
    "customer": _say_customer,
    "product": _say_product,
}


def _visible(line: str) -> str:
    if line.isascii() and line.isprintable():
        return line
    from orderdesk.texts import visible

    return visible(line)


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
