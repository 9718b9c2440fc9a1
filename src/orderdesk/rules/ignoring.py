"""What a line of the bank statement may be that is nothing of a customer's."""

from __future__ import annotations

from enum import StrEnum


class IgnoredAs(StrEnum):
    """Why a line is no receipt."""

    FEE = "fee"  # the bank's own
    OWN = "own"  # between accounts of ours
    SUPPLIER = "supplier"
    TAX = "tax"
    WAGES = "wages"
    OTHER = "other"
