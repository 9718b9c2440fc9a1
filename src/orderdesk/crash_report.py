"""The report of a crash: what a programmer needs, and nothing that was on the screen.

It has the versions, the moment and the traceback, without the values of variables or of a statement's parameters.
"""

from __future__ import annotations

import os
import platform
import traceback
from datetime import datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from orderdesk import __version__

_PACKAGES = ("textual", "SQLAlchemy", "sqlmodel")


def report_folder() -> Path:
    """Where reports are put: the user's own folder of logs."""
    import platformdirs

    return Path(platformdirs.user_log_dir("orderdesk", appauthor=False))


def write_report(error: BaseException, at: datetime) -> Path:
    """Write down what happened, for its owner alone, and return where. Raises OSError."""
    folder = report_folder()
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    path = folder / f"crash-{at:%Y%m%d-%H%M%S}-{os.getpid()}.txt"
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        file.write(_text(error, at))
    return path


def _text(error: BaseException, at: datetime) -> str:
    cause: BaseException | None = error
    while cause is not None:
        if hasattr(cause, "hide_parameters"):  # a statement that failed names its values unless told not to
            cause.hide_parameters = True
        cause = cause.__cause__ or cause.__context__
    versions = [f"orderdesk {__version__}", f"Python {platform.python_version()}", platform.platform()]
    return "\n".join(
        (
            f"{at:%Y-%m-%d %H:%M:%S %z}",
            " · ".join(versions + [f"{name} {_version(name)}" for name in _PACKAGES]),
            "",
            "".join(traceback.format_exception(error)),
        )
    )


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "?"
