"""The company's settings as they stand."""

from __future__ import annotations

import json
from dataclasses import fields

from sqlalchemy import select

from orderdesk.models import Setting
from orderdesk.settings import Settings
from orderdesk.store.transaction import Reading, table

_SETTINGS = table(Setting)
_ALL = select(_SETTINGS.c.key, _SETTINGS.c.value)
_KNOWN = frozenset(field.name for field in fields(Settings))


def settings(reading: Reading) -> Settings:
    """Every setting, with the default where none was made; read once a transaction."""
    if "settings" not in reading.kept:
        made = {row.key: json.loads(row.value) for row in reading.all(_ALL) if row.key in _KNOWN}
        reading.kept["settings"] = Settings(**made)
    found: Settings = reading.kept["settings"]
    return found
