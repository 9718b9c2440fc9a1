"""A screen that works on one pick list after the other, each taken in hand by scanning its number or its order's."""

from __future__ import annotations

from functools import partial

from orderdesk.queries.packing import Meant, PackCard, meant
from orderdesk.scan_entry import Document, Paper
from orderdesk.screens.command_answers import CommandAnswers

KINDS = {Paper.PICK: "pick", Paper.ORDER: "order"}
LONGEST = 7  # digits of a number that is typed or scanned without OD:; from 8 on it is a product's


class ListAtHand(CommandAnswers):
    """Knows which list is at hand."""

    def __init__(self, number: int | None = None) -> None:
        super().__init__()
        self.number = number
        self.card: PackCard | None = None

    def forget_list(self) -> None:
        """Another list comes, or none: forget what was of the one at hand."""

    def begin(self, aim: Meant | None) -> None:
        """Take a list in hand; None puts it away."""
        self.number, self.card = aim.pick if aim is not None else None, None
        self.forget_list()
        self.status.clear()
        self.read_held()

    def begin_by(self, number: int, kind: str, scan: str) -> None:
        """Take in hand what a number means."""
        self.held(
            partial(self.desk.ask, meant, number, kind),
            then=self.begin,
            refused=lambda error: self.stop(scan, str(error), "NO SUCH LIST"),
        )

    def begin_by_code(self, code: str, otherwise: str) -> None:
        """Take in hand what a bare number means; anything else is stopped with that sentence."""
        if code.isascii() and code.isdecimal() and len(code) <= LONGEST:
            self.begin_by(int(code), "", code)
        else:
            self.stop(code, otherwise, "NO LIST")

    def document(self, scan: Document) -> None:
        """A pick list or an order: that is what is worked on now."""
        kind = KINDS.get(scan.paper)
        if kind is None:
            super().document(scan)
        else:
            self.begin_by(scan.number, kind, f"{kind} {scan.number}")
