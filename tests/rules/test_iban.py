from __future__ import annotations

import pytest

from orderdesk.errors import BadValue
from orderdesk.rules.iban import checked_iban, plain_iban, valid_iban


def test_an_iban_is_kept_plain_and_its_check_digits_are_looked_at() -> None:
    assert checked_iban("de89 3704 0044 0532 0130 00") == "DE89370400440532013000"
    assert plain_iban(" 123 45 ") == "12345"


@pytest.mark.parametrize("text", ["DE89370400440532013001", "DE8", "", "12345678901234567890", "D189370400440532013000",
                                  "DEXX370400440532013000", "DE89-370400440532013000", "DE89" + "1" * 40])
def test_what_is_no_iban_is_refused(text: str) -> None:
    assert not valid_iban("".join(text.split()))
    with pytest.raises(BadValue, match="is not an IBAN"):
        checked_iban(text) if len(text) < 35 else checked_iban(text[:34])
