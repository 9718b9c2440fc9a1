"""Lines picked from a document, as they are typed: `1 3` are two of them whole, `1=40` is so much of one."""

from __future__ import annotations

import re

from orderdesk.errors import BadValue
from orderdesk.values import Quantity, parse_quantity

_ONE = re.compile(r"([0-9]{1,6})(?:\s*[=x]\s*([0-9.,]{1,15}))?")


def picked_lines(text: str, mark: str = ".") -> list[tuple[int, Quantity | None]]:
    """The positions, each with a quantity in the line's unit or None for all of it; none for an empty text.

    Args:
        mark: the decimal mark that quantities are typed with.

    Raises:
        BadValue: something that is no line.
    """
    found: list[tuple[int, Quantity | None]] = []
    for part in re.sub(r"\s*=\s*", "=", text).split():
        match = _ONE.fullmatch(part.rstrip(","))
        if match is None:
            raise BadValue(f"{part[:20]!r} is no line; write 1 3 for lines, or 1=40 for so much of one")
        much = parse_quantity(match[2], mark=mark, what=f"line {match[1]}") if match[2] else None
        found.append((int(match[1]), much))
    return found
