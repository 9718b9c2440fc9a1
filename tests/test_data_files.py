from __future__ import annotations

from pathlib import Path

import pytest

from orderdesk.data_files import data_folder
from orderdesk.errors import NotFound


@pytest.fixture
def package(tmp_path: Path) -> Path:
    package = tmp_path / "top" / "src" / "orderdesk"
    package.mkdir(parents=True)
    return package


def test_an_installed_package_carries_its_data(package: Path) -> None:
    (package / "data").mkdir()
    (package.parent.parent / "data").mkdir()
    assert data_folder(package) == package / "data"


def test_a_checkout_has_its_data_at_the_top(package: Path) -> None:
    (package.parent.parent / "data").mkdir()
    assert data_folder(package) == package.parent.parent / "data"


def test_missing_data_is_told_with_both_places(package: Path) -> None:
    with pytest.raises(NotFound) as refusal:
        data_folder(package)
    assert str(package / "data") in str(refusal.value)
    assert str(package.parent.parent / "data") in str(refusal.value)


def test_this_installation_has_its_data() -> None:
    assert data_folder().is_dir()
