"""Who may see what is not for every eye at the desk. The rights to *do* something are verbs' (`desk.rights`).

Whoever may not see a figure gets None in its place, everywhere, so that no screen or command has to decide.
"""

from __future__ import annotations

MARGIN_SEE = "margin.see"  # what goods cost us, and what is left of a price

SEEN_BY: dict[str, frozenset[str]] = {
    MARGIN_SEE: frozenset({"approver1", "approver2", "admin"}),
}


def may_see(roles: frozenset[str], right: str) -> bool:
    """Whether somebody with these roles may see it."""
    return bool(roles & SEEN_BY[right])
