"""Importing a whole company: a folder of mappings and the folder of files that they are for, in the right order."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from orderdesk.desk import customers, products, stock
from orderdesk.desk.verb import Desk
from orderdesk.errors import Refused
from orderdesk.exchange.importing import kind_of, run_import
from orderdesk.exchange.kinds import KINDS
from orderdesk.exchange.mapping import FileMapping, read_mapping
from orderdesk.exchange.reading import Progress
from orderdesk.exchange.report import Report
from orderdesk.models import Terms, Warehouse
from orderdesk.queries import existing
from orderdesk.store.transaction import Transaction


def import_all(
    desk: Desk,
    mapping_folder: Path,
    data_folder: Path,
    *,
    progress: Progress | None = None,
    encoding: str | None = None,
) -> tuple[Report, ...]:
    """Import every file that the folder has a mapping for; what the mappings take for granted is made first.

    Each file is one transaction. The first one with errors is the last that is tried; the ones before it stay.

    Raises:
        Refused: no mappings there, a mapping without its file's name, or a file that cannot be read.
    """
    mappings = [(path, read_mapping(path)) for path in sorted(mapping_folder.glob("*.toml"))]
    if not mappings:
        raise Refused(f"{mapping_folder} has no mappings (*.toml)")
    for path, mapping in mappings:
        kind_of(mapping.kind)
        if not mapping.file:
            raise Refused(f'{path.name} does not say which file it is for; write: file = "Customers.csv"')
    order = list(KINDS)
    mappings.sort(key=lambda pair: order.index(pair[1].kind))
    desk.do(_make_ready, [mapping for _, mapping in mappings])
    reports: list[Report] = []
    for path, mapping in mappings:
        file = data_folder / mapping.file
        reports.append(run_import(desk, mapping.kind, file, map_file=path, progress=progress, encoding=encoding))
        if reports[-1].errors:
            break
    return tuple(reports)


def _make_ready(tx: Transaction, mappings: list[FileMapping]) -> None:
    """Terms, tax class and warehouse that mappings name as fixed values, where the company has none of that name.

    Terms N30 are 30 days net; only such codes say what they mean. A tax class is made at 0 %, and only `none`.
    """
    for code in sorted({mapping.defaults["terms"] for mapping in mappings if "terms" in mapping.defaults}):
        days = code.removeprefix("N")
        if code not in existing.by_code(tx, Terms):
            if not days.isdigit():
                raise Refused(f"there are no terms {code}, which a mapping names; enter them first")
            customers.terms(tx, code, f"Net {days} days", net_days=int(days))
    classes = {name for name, _ in existing.tax_rates(tx)}
    for name in sorted({mapping.defaults["tax_class"] for mapping in mappings if "tax_class" in mapping.defaults}):
        if name not in classes:
            if name != "none":
                raise Refused(f"there is no tax class {name}, which a mapping names; enter its rate first")
            products.tax_rate(tx, name, 0, date(1970, 1, 1))
    for code in sorted({mapping.defaults["warehouse"] for mapping in mappings if "warehouse" in mapping.defaults}):
        if code not in existing.by_code(tx, Warehouse):
            stock.warehouse(tx, code)
