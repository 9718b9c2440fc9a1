"""Where the demo company's files are: inside an installed package, at the top of a checkout."""

from __future__ import annotations

from pathlib import Path

from orderdesk.errors import NotFound

_PACKAGE = Path(__file__).parent


def data_folder(package: Path = _PACKAGE) -> Path:
    """The folder of the demo company's files.

    Raises:
        NotFound: it is at neither place, so the installation is not whole.
    """
    places = package / "data", package.parent.parent / "data"
    for place in places:
        if place.is_dir():
            return place
    raise NotFound(
        f"The demo company's files are missing: there is neither {places[0]} nor {places[1]}. Install orderdesk again."
    )
