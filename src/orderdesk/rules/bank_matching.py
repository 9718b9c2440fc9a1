"""Matching: whose money a line of the bank statement is, and what it pays, with the reason for each guess.

Evidence says who pays (a document's number in the text, a known account or mandate, a name that is nearly the
customer's) and what is paid (an amount that is exactly open, or open less the early-payment discount). Each piece
lowers the doubt that is left: two pieces of 80 % are 96 % together. A proposal is certain when it is beyond the
company's bound, its amount is exact, and nobody else comes near.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise

from orderdesk.texts import fold
from orderdesk.values import HUNDRED_PERCENT, Currency, Money, Percent, money_text

REFERENCE, DOCUMENT, ORDER, CODE = 95_000, 90_000, 70_000, 60_000
ACCOUNT, MANDATE, NAME = 85_000, 85_000, 60_000
EXACT, ONE_OF, ALL, NEAR = 60_000, 50_000, 50_000, 30_000
ALIKE = 85  # from how many per cent on two names are alike
RIVAL = 10_000  # how near another customer may not come
MOST_NAMED = 8  # documents in one text, of which sums are tried
_TOKEN = re.compile(r"[A-Z0-9][A-Z0-9/_-]*")


@dataclass(frozen=True, slots=True)
class PaidIn:
    """A line of the statement on which money came in, or went; amounts in minor units."""

    amount: Money
    name: str = ""
    iban: str = ""
    text: str = ""
    end_to_end: str = ""
    mandate: str = ""
    returned: bool = False


@dataclass(frozen=True, slots=True)
class Owed:
    """An open document as a payment may mean it; `discount` is what may be taken off on the day of the line."""

    number: str
    open: Money
    discount: Money = 0
    order: int | None = None
    po_number: str = ""


@dataclass(frozen=True, slots=True)
class Payer:
    """A customer who may have paid.

    Attributes:
        known_account: whether a payment from the line's account was booked for this customer before.
        known_mandate: whether the mandate is this customer's.
    """

    code: str
    name: str
    items: tuple[Owed, ...] = ()
    known_account: bool = False
    known_mandate: bool = False


@dataclass(frozen=True, slots=True)
class Proposal:
    """Who may have paid what, and why.

    Attributes:
        kind: receipt, bounce (a receipt that came back) or refund (money that we sent).
        invoices: set it against these; none is oldest due first.
        receipt: of a bounce, the receipt that came back; `fee` what the bank kept.
        confidence: in thousandths of a per cent.
    """

    customer: str
    name: str
    invoices: tuple[str, ...]
    amount: Money
    confidence: Percent
    certain: bool
    reasons: tuple[str, ...]
    kind: str = "receipt"
    receipt: int | None = None
    refund: int | None = None
    fee: Money = 0

    @property
    def why(self) -> str:
        """The reasons as one sentence."""
        return "; ".join(self.reasons)


def together(*evidence: Percent) -> Percent:
    """How sure several pieces of evidence make: what each leaves in doubt is doubted again by the next."""
    doubt = HUNDRED_PERCENT
    for piece in evidence:
        doubt = doubt * (HUNDRED_PERCENT - piece) // HUNDRED_PERCENT
    return HUNDRED_PERCENT - doubt


def tokens(text: str) -> frozenset[str]:
    """What in a text may be a number or code: upper case, also joined where the bank broke it with a blank."""
    words = _TOKEN.findall(text.upper())
    return frozenset((*words, *(a + b for a, b in pairwise(words))))


def propose(
    line: PaidIn, payers: Iterable[Payer], bound: Percent, currency: Currency | None = None
) -> tuple[Proposal, ...]:
    """Who may have sent this money and for what, the likeliest first; empty where nothing speaks for anybody."""
    money = currency or Currency()
    found = [one for payer in payers if (one := _proposal(line, payer, money)) is not None]
    found.sort(key=lambda one: (-one.confidence, one.customer))
    return tuple(_judged(place, one, found, bound) for place, one in enumerate(found))


def _judged(place: int, one: Proposal, all_: Sequence[Proposal], bound: Percent) -> Proposal:
    rival = max((other.confidence for at, other in enumerate(all_) if at != place), default=0)
    if not one.certain or one.confidence < bound:
        return _with(one, certain=False)
    if rival + RIVAL > one.confidence:
        return _with(one, certain=False, reasons=(*one.reasons, "but somebody else is nearly as likely"))
    return one


def _with(one: Proposal, *, certain: bool, reasons: tuple[str, ...] | None = None) -> Proposal:
    return Proposal(
        one.customer, one.name, one.invoices, one.amount, one.confidence, certain,
        one.reasons if reasons is None else reasons, one.kind, one.receipt, one.refund, one.fee,
    )  # fmt: skip


def _proposal(line: PaidIn, payer: Payer, money: Currency) -> Proposal | None:
    evidence, reasons, named = _who(line, payer)
    invoices, exact, about, how = _what(line.amount, payer.items, named, money, known=bool(evidence))
    if not evidence and not exact:
        return None
    told = (*reasons, *([how] if how else []))
    pieces = [*evidence, *([about] if about else [])]
    return Proposal(
        payer.code, payer.name, invoices, line.amount, together(*pieces), bool(exact and evidence), told
    )


def _who(line: PaidIn, payer: Payer) -> tuple[list[Percent], list[str], list[Owed]]:
    """What speaks for a payer: how much, in words, and the documents that the text names."""
    evidence: list[Percent] = []
    reasons: list[str] = []
    said, reference = tokens(f"{line.text} {line.end_to_end}"), line.end_to_end.strip().upper()
    named = [item for item in payer.items if item.number.upper() in said]
    for item in named[:1]:
        by_reference = any(one.number.upper() == reference for one in named)
        evidence.append(REFERENCE if by_reference else DOCUMENT)
        where = "the end-to-end reference is" if by_reference else "the text names"
        reasons.append(f"{where} {', '.join(one.number for one in named) if len(named) > 1 else item.number}")
    if not named:
        named = [item for item in payer.items if item.order is not None and str(item.order) in said]
        named = named or [item for item in payer.items if item.po_number and item.po_number.upper() in said]
        if named:
            evidence.append(ORDER)
            of = named[0]
            told = f"order {of.order}" if str(of.order) in said else f"their order {of.po_number}"
            reasons.append(f"the text names {told}")
    if payer.code.upper() in said:
        evidence.append(CODE)
        reasons.append(f"the text names customer {payer.code}")
    if payer.known_account:
        evidence.append(ACCOUNT)
        reasons.append(f"account {line.iban} has paid for them before")
    if payer.known_mandate:
        evidence.append(MANDATE)
        reasons.append(f"mandate {line.mandate} is theirs")
    alike = likeness(line.name, payer.name)
    if alike >= ALIKE:
        evidence.append(NAME * alike // 100)
        reasons.append(f"{line.name!r} is {alike} % like {payer.name}")
    return evidence, reasons, named


def likeness(one: str, other: str) -> int:
    """How alike two names are in per cent, whatever the order and case of their words."""
    from rapidfuzz import fuzz  # loaded by the first name that is compared

    return int(fuzz.token_sort_ratio(fold(one), fold(other))) if one and other else 0


def _what(
    amount: Money, items: Sequence[Owed], named: Sequence[Owed], money: Currency, *, known: bool
) -> tuple[tuple[str, ...], bool, Percent, str]:
    """Which documents an amount pays: their numbers, whether it fits exactly, how much that says, and in words."""
    told = money_text(amount, money)
    for size in range(len(named[:MOST_NAMED]), 0, -1):
        for some in combinations(named[:MOST_NAMED], size):
            fits = _fits(amount, some, told)
            if fits:
                return tuple(one.number for one in some), True, EXACT, fits
    if named:
        numbers = tuple(one.number for one in named)
        left = money_text(sum(one.open for one in named), money)
        return numbers, False, 0, f"{told} is not the {left} that is open there"
    single = [one for one in items if _fits(amount, [one], told)]
    if len(single) == 1:
        strength = ONE_OF if known else NEAR
        return (single[0].number,), True, strength, _fits(amount, single, told)
    if single:
        return (single[0].number,), False, NEAR, f"{told} is open on {len(single)} documents"
    if len(items) > 1 and amount == sum(one.open for one in items):
        return tuple(one.number for one in items), True, ALL, f"{told} is all that they owe"
    return (), False, 0, f"{told} is no document's amount: the oldest is paid first" if known else ""


def _fits(amount: Money, some: Sequence[Owed], told: str) -> str:
    names = " and ".join(one.number for one in some)
    if amount == sum(one.open for one in some):
        return f"{told} is exactly what is open on {names}"
    if any(one.discount for one in some) and amount == sum(one.open - one.discount for one in some):
        return f"{told} is what is open on {names} less the early-payment discount"
    return ""


# Money that went ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class TakenIn:
    """A receipt that may have come back, or a refund that may have left; amounts in minor units."""

    number: int
    customer: str
    name: str
    amount: Money
    marks: tuple[str, ...] = ()  # what tells it: reference, cheque, mandate
    known_account: bool = False
    refund: bool = False


def propose_debit(
    line: PaidIn, taken: Iterable[TakenIn], bound: Percent, most_fee: Money, currency: Currency | None = None
) -> tuple[Proposal, ...]:
    """Which receipt came back with this line, or which refund left with it, the likeliest first.

    Args:
        most_fee: what the bank may have kept on top of a returned payment.
    """
    money = currency or Currency()
    found = [one for item in taken if (one := _debit(line, item, most_fee, money)) is not None]
    found.sort(key=lambda one: (-one.confidence, one.receipt or 0, one.refund or 0))
    return tuple(_judged(place, one, found, bound) for place, one in enumerate(found))


def _debit(line: PaidIn, item: TakenIn, most_fee: Money, money: Currency) -> Proposal | None:
    over = -line.amount - item.amount
    if (over and not (line.returned and 0 < over <= most_fee)) or (line.returned == item.refund):
        return None
    evidence: list[Percent] = [EXACT if not over else NEAR]
    what = "refund" if item.refund else "receipt"
    amount = money_text(item.amount, money)
    fee = f", and {money_text(over, money)} more is the bank's fee" if over else ""
    reasons = [f"{amount} is the amount of {what} {item.number}{fee}"]
    said = tokens(f"{line.text} {line.end_to_end} {line.mandate}")
    marks = [mark for mark in (str(item.number), *item.marks) if mark and mark.upper() in said]
    if marks:
        evidence.append(DOCUMENT)
        reasons.append(f"the text names {marks[0]}")
    if item.known_account:
        evidence.append(ACCOUNT)
        reasons.append(f"account {line.iban} is theirs")
    alike = likeness(line.name, item.name)
    if alike >= ALIKE:
        evidence.append(NAME * alike // 100)
        reasons.append(f"{line.name!r} is {alike} % like {item.name}")
    return Proposal(
        item.customer, item.name, (), line.amount, together(*evidence), len(evidence) > 1, tuple(reasons),
        "refund" if item.refund else "bounce", None if item.refund else item.number,
        item.number if item.refund else None, over,
    )  # fmt: skip
