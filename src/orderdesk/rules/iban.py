"""Account numbers: how an IBAN is kept and shown, and whether its check digits are right (ISO 7064, 97)."""

from __future__ import annotations

from orderdesk.errors import BadValue
from orderdesk.texts import visible


def plain_iban(text: str) -> str:
    """An account as it is kept: upper case, without blanks. A bank's own number stays what it is."""
    return "".join(text.upper().split())[:34]


def valid_iban(iban: str) -> bool:
    """Whether a plain IBAN has the right check digits."""
    if not (15 <= len(iban) <= 34 and iban.isascii() and iban.isalnum() and iban[:2].isalpha() and iban[2:4].isdigit()):
        return False
    turned = iban[4:] + iban[:4]
    return int("".join(str(int(character, 36)) for character in turned)) % 97 == 1


def checked_iban(text: str) -> str:
    """An IBAN as it was typed, plain. Raises BadValue."""
    iban = plain_iban(text)
    if not valid_iban(iban):
        raise BadValue(f"{visible(text)[:40]!r} is not an IBAN; its check digits are not right")
    return iban
