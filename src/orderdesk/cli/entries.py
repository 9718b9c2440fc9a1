"""What the commands of orders share: lines as typed at the desk, prices, what became of a submitted order."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from orderdesk.cli.options import given
from orderdesk.cli.session import Session
from orderdesk.errors import BadValue, NotFound
from orderdesk.quick_entry import NewLine, readings
from orderdesk.values import parse_percent, parse_price

if TYPE_CHECKING:
    from orderdesk.desk.holds import Submitted


def read_lines(session: Session, texts: Iterable[str], customer: str | None = None) -> list[NewLine]:
    """Each text as a line, its product's code looked up; the first reading whose code exists is meant.

    Args:
        customer: the code of the one whose own codes count too.

    Raises:
        BadValue: a text that is no line.
        NotFound: no reading of a text names a product.
    """
    from orderdesk.queries.look_up import product

    lines = []
    for text in texts:
        meant = [one for one in readings(text) if isinstance(one, NewLine)]
        if not meant:
            raise BadValue(f'--line {text[:40]!r} is no line; write it like "10 x CHAI @18.50"')
        for line in meant:
            found = session.ask(product, line.code, customer=customer and customer.strip().upper())
            if found is not None:
                unit = line.unit or (found.unit if found.sku != line.code.upper() else "")
                lines.append(NewLine(found.sku, line.quantity, unit, line.price, line.discount, line.note))
                break
        else:
            raise NotFound(
                f"--line {text[:40]!r}: there is no product {meant[-1].code[:40]}. Find it with: orderdesk find"
            )
    return lines


def figures(price: str | None, discount: str | None) -> dict[str, Any]:
    """The price and discount that were typed, if they were. Raises BadValue."""
    return given(
        price=None if price is None else parse_price(price),
        discount=None if discount is None else parse_percent(discount, what="discount"),
    )


def submitted(session: Session, done: Submitted) -> None:
    """What became of an order: its number and state on stdout, holds and notes on stderr."""
    if session.said.json:
        session.show(done)
        return
    print(done.number, done.state)
    session.findings(done.findings)
