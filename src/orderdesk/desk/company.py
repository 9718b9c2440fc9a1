"""Upkeep of the company itself: its settings."""

from __future__ import annotations

import json
import re
from dataclasses import fields, replace
from typing import Any, get_args, get_type_hints

from sqlalchemy import bindparam, select, update

from orderdesk.desk import find
from orderdesk.desk.upkeep import MOST_DAYS, add, member, named, whole
from orderdesk.desk.verb import verb
from orderdesk.errors import BadValue, NotFound, Refused
from orderdesk.models import ExchangeRate, Order, Setting, TaxRate
from orderdesk.queries.settings import settings
from orderdesk.rules.ageing import edges_of
from orderdesk.rules.billing import Billing
from orderdesk.rules.po_number import PoRule
from orderdesk.rules.sourcing import Sourcing
from orderdesk.settings import Settings
from orderdesk.store.transaction import Transaction, table
from orderdesk.texts import code, visible
from orderdesk.values import HUNDRED_PERCENT, MAX_MONEY, Money, Percent, parse_money, parse_percent

_SETTING = table(Setting)
_THERE = select(_SETTING.c.value).where(_SETTING.c.key == bindparam("a_key"))
_WRITE = update(_SETTING).where(_SETTING.c.key == bindparam("a_key")).values(value=bindparam("a_value"))
_CLASS = select(table(TaxRate).c.id).where(table(TaxRate).c.tax_class == bindparam("a_class")).limit(1)
_ORDER = select(table(Order).c.id).limit(1)
_RATES = select(table(ExchangeRate).c.id).limit(1)
_KEYS = tuple(field.name for field in fields(Settings))
_HINTS = get_type_hints(Settings)
_LOCALE = re.compile(r"[a-z]{2,3}(_[A-Z][a-z]{3})?(_[A-Z]{2})?")
_WORDS = {"none": None, "yes": True, "no": False, "true": True, "false": False}
_RENAMED: dict[str, tuple[str, dict[Any, str]]] = {
    "invoice_on_ship": ("billing", {True: "ship", False: "hand"}),  # as scripts from before may say it
}
_MOST = {
    "price_band": HUNDRED_PERCENT, "overdue_share": HUNDRED_PERCENT, "value_limit": MAX_MONEY, "decimals": 3,
    "write_off_tolerance": MAX_MONEY, "reminder_least": MAX_MONEY, "write_off_approver": MAX_MONEY,
    "payment_tolerance": MAX_MONEY, "bank_certain": HUNDRED_PERCENT, "blanket_overrun": HUNDRED_PERCENT,
    "reminder_first_fee": MAX_MONEY, "reminder_second_fee": MAX_MONEY, "reminder_third_fee": MAX_MONEY,
    "reminder_first_interest": HUNDRED_PERCENT, "reminder_second_interest": HUNDRED_PERCENT,
    "reminder_third_interest": HUNDRED_PERCENT,
    "return_value": MAX_MONEY, "return_value_high": MAX_MONEY,
}  # fmt: skip


@verb("setting.change")
def setting(tx: Transaction, key: str, value: str | int | bool | None) -> None:
    """Change one of the company's settings.

    Args:
        key: a field of `orderdesk.settings.Settings`.
        value: of that field's type: amounts in minor units, percentages in thousandths, None where it may be off. A
            text for one that is no text is read as people write it: 12.5, yes, none.

    Raises:
        BadValue: no such setting, or a value that it cannot have.
        NotFound: the warehouse, terms or tax class that it names are not there.
        Refused: another currency, while orders in the present one exist.
    """
    now = settings(tx)
    if key in _RENAMED:
        key, words = _RENAMED[key]
        value = words.get(value if isinstance(value, bool) else _WORDS.get(str(value).strip().lower()), "ship")
    if isinstance(value, str) and _HINTS[_known(key)] is not str:
        value = _read(key, value.strip(), now.decimals)
    kept = _checked(tx, _known(key), value)
    if key.startswith("reminder_"):
        wanted: dict[str, Any] = {key: kept}
        _ = replace(now, **wanted).dunning  # refuses levels that do not rise
    before = getattr(now, key)
    if key in ("currency", "decimals") and kept != before:
        if tx.first(_ORDER) is not None:
            raise Refused(f"{key} stays {before}: there are orders in it. Another currency needs a new database")
        if tx.first(_RATES) is not None:
            raise Refused(f"{key} stays {before}: there are exchange rates to it. Take another one before entering any")
    written = json.dumps(kept, ensure_ascii=False)
    if tx.scalar(_THERE, a_key=key) is None:
        add(tx, Setting(key=key, value=written), f"setting {key} was changed at another terminal just now; try again")
    else:
        tx.change(_WRITE, a_key=key, a_value=written)
    tx.kept.pop("settings", None)
    tx.record("setting.change", "setting", 0, key=key, value=[before, kept])


def _known(key: str) -> str:
    if key not in _KEYS:
        raise BadValue(f"there is no setting {visible(key)[:40]!r}; there are {', '.join(_KEYS)}")
    return key


def _read(key: str, text: str, decimals: int) -> int | bool | None:
    """A setting's value from what was typed."""
    word = text.lower()
    if word in _WORDS:
        return _WORDS[word]
    kind = get_type_hints(Settings, include_extras=True)[key]
    kinds = (kind, *get_args(kind))
    if Percent in kinds:
        return parse_percent(text, what=key)
    return parse_money(text, decimals=decimals if Money in kinds else 0, what=key)


def _checked(tx: Transaction, key: str, value: Any) -> str | int | bool | None:
    """The value as it is kept."""
    if not isinstance(value, _HINTS[key]) or (isinstance(value, bool) and _HINTS[key] is not bool):
        raise BadValue(f"{key} cannot be {visible(str(value))[:40]!r}")
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, int):
        return whole(value, key, _MOST.get(key, MOST_DAYS))
    if key == "currency":
        return _currency(value)
    if key == "billing":
        return member(Billing, value.lower(), "billing")
    if key == "number_format":
        return _number_format(value)
    if key.endswith("_series"):
        return code(value, "series", limit=8)
    if key == "locale":
        return _locale(value)
    if key == "warehouse":
        return str(find.warehouse(tx, value).code)
    if key == "terms":
        return str(find.terms(tx, value).code)
    if key == "po_rule":
        return member(PoRule, value.lower(), "po_rule")
    if key == "sourcing":
        return member(Sourcing, value.lower(), "sourcing")
    if key == "tax_class":
        return _tax_class(tx, value)
    if key == "ageing_days":
        return "/".join(map(str, edges_of(value)))
    return named(value, key, limit=100)


def _number_format(text: str) -> str:
    kept = named(text, "number format", limit=60).upper()
    for old in ("SERIES", "YEAR", "SERIAL"):
        kept = kept.replace("{" + old, "{" + old.lower())
    fields = re.findall(r"\{(\w+)(?::0[1-9])?\}", kept)
    rest = re.sub(r"\{(series|year|serial(:0[1-9])?)\}", "", kept)
    if sorted(fields) != ["serial", "series", "year"] or not re.fullmatch(r"[A-Z0-9./_-]*", rest):
        raise BadValue(
            f"number format {visible(text)[:40]!r}: it needs {{series}}, {{year}} and {{serial}} (or {{serial:04}}) "
            "once each, and between them letters, digits and . / _ -"
        )
    return kept


def _currency(text: str) -> str:
    kept = code(text, "currency", limit=8)
    if not re.fullmatch("[A-Z]{3}", kept):
        raise BadValue(f"currency {visible(kept)!r} is not three letters like EUR")
    return kept


def _locale(text: str) -> str:
    kept = named(text, "locale", limit=20).replace("-", "_")
    if not _LOCALE.fullmatch(kept):
        raise BadValue(f"locale {visible(kept)!r} is not one like en or de_AT")
    return kept


def _tax_class(tx: Transaction, text: str) -> str:
    kept = named(text, "tax class", limit=32).lower()
    if tx.scalar(_CLASS, a_class=kept) is None:
        raise NotFound(f"there is no tax class {visible(kept)}; enter its rate first")
    return kept
