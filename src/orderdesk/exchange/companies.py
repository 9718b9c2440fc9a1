"""Importing a whole company: a folder of mappings and the folder of files that they are for, in the right order."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path

from orderdesk.desk import customers, products, stock
from orderdesk.desk.verb import Desk
from orderdesk.errors import Refused
from orderdesk.exchange.importing import Source, in_one, kind_of, look
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
    dry_run: bool = False,
    progress: Progress | None = None,
    encoding: str | None = None,
) -> tuple[Report, ...]:
    """Import every file that the folder has a mapping for; what the mappings take for granted is made first.

    Each file is one transaction. The first one with errors is the last that is tried; the ones before it stay.

    Args:
        dry_run: all files are tried, one upon the other, and everything is taken back.

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
    sources = [
        look(mapping.kind, data_folder / mapping.file, map_file=path, encoding=encoding) for path, mapping in mappings
    ]
    needed = [mapping for _, mapping in mappings]
    if dry_run:
        reports = in_one(desk, lambda tx: _bring_in(tx, needed, sources, progress), keep=lambda _: False)
        return tuple(replace(report, dry_run=True) for report in reports)
    desk.do(_make_ready, needed)
    reports = []
    for source in sources:
        reports.append(in_one(desk, partial(source.bring_in, progress=progress), keep=lambda report: not report.errors))
        if reports[-1].errors:
            break
    return tuple(reports)


def _bring_in(
    tx: Transaction, mappings: list[FileMapping], sources: list[Source], progress: Progress | None
) -> list[Report]:
    _make_ready(tx, mappings)
    reports: list[Report] = []
    for source in sources:
        reports.append(source.bring_in(tx, progress))
        if reports[-1].errors:
            break
    return reports


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
