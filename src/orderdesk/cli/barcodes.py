"""`orderdesk barcodes`: the sheet of barcodes that lies beside a scanner."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from orderdesk.cli.command import command
from orderdesk.cli.session import Session
from orderdesk.errors import Refused

OUT = Path("orderdesk-barcodes.pdf")


def register(app: typer.Typer) -> None:
    """Add the command."""
    command(
        app, "barcodes", "barcodes", "barcodes --bins MAIN --out bins.pdf", "barcodes --product CHAI --product TOFU",
        "barcodes --text",
    )(barcodes)  # fmt: skip


def barcodes(
    session: Session,
    bins: Annotated[
        list[str] | None, typer.Option("--bins", metavar="WAREHOUSE", help="The bins of this warehouse too.")
    ] = None,
    product: Annotated[
        list[str] | None, typer.Option("--product", metavar="SKU", help="This product too; may be said more than once.")
    ] = None,
    out: Annotated[Path, typer.Option("--out", metavar="FILE", help="Where the PDF goes.")] = OUT,
    force: Annotated[bool, typer.Option("--force", help="Write over a file that is there.")] = False,
    text: Annotated[bool, typer.Option("--text", help="Say the codes as words, and print nothing.")] = False,
    font: Annotated[
        Path | None, typer.Option("--font", metavar="FILE", help="A TrueType font for letters like Chinese ones.")
    ] = None,
) -> None:
    """Print the barcodes that the scanner screens obey (A4, PDF): commands and quantities, bins, products."""
    from orderdesk.documents.barcode_sheet import Section, barcode_sheet, command_sections
    from orderdesk.queries.labels import bin_labels, product_labels

    sections = list(command_sections())
    sections += [Section(f"Bins of {one.strip().upper()}", session.ask(bin_labels, one)) for one in bins or ()]
    if product:
        sections.append(Section("Products", session.ask(product_labels, product)))
    if text:
        session.show([label for section in sections for label in section.labels])
        return
    company, now = session.settings.company, session.desk.clock()
    made, missing = barcode_sheet(company, sections, now, font)
    _write(out, made, force=force)
    count = sum(len(section.labels) for section in sections)
    session.done("file", str(out), f"{count} barcodes are in {out}. Print it at 100 %, not fitted to the page.")
    if missing:
        session.talk(f"no font has {missing[:40]}; printed as □. Another font is added with --font FILE")


def _write(out: Path, made: bytes, *, force: bool) -> None:
    """Raises Refused: the file is there already, or cannot be written."""
    try:
        with out.open("wb" if force else "xb") as file:
            file.write(made)
    except FileExistsError:
        raise Refused(f"{out} is there already; write over it with --force, or elsewhere with --out") from None
    except OSError as error:
        raise Refused(f"{out} cannot be written: {error.strerror}; choose another place with --out") from error
