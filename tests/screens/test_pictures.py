"""Every screen as it looks at each size, as text: what changes is seen, and is changed on purpose or not at all.

`ORDERDESK_PICTURES=write` writes the pictures anew; look at what git says has changed.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from rich.cells import cell_len

from orderdesk.store.store import Store, open_store
from tests.screens.gallery import HARSH_NAMES, SCENES, Scene, come_to, hang_up
from tests.screens.seat import seated

PICTURES = Path(__file__).parent / "pictures"
SIZES = ((80, 24), (100, 30), (132, 43), (60, 15))


@pytest.fixture(scope="module")
def hung_file(tmp_path_factory: pytest.TempPathFactory, founded_file: Path) -> Path:
    """The company of the pictures; copied, never written."""
    path = tmp_path_factory.mktemp("gallery") / "gallery.db"
    shutil.copy(founded_file, path)
    store = open_store(str(path))
    hang_up(store)
    store.close()
    return path


@pytest.fixture
def hung(tmp_path: Path, hung_file: Path) -> Iterator[Store]:
    """The company of the pictures, in a file of this test's own."""
    path = tmp_path / "desk.db"
    shutil.copy(hung_file, path)
    opened = open_store(str(path))
    yield opened
    opened.close()


@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.name)
async def test_it_looks_as_it_did_at_each_size_and_after_each_resize(hung: Store, scene: Scene) -> None:
    async with seated(hung, scene.login, size=SIZES[0]) as hands:
        await come_to(hands, scene)
        new = list(SIZES) if os.environ.get("ORDERDESK_PICTURES") == "write" else []
        for size in (*SIZES, SIZES[0]):
            columns, rows = size
            await hands.resize(columns, rows)
            seen = hands.rows()
            assert len(seen) == rows
            assert {cell_len(row) for row in seen} == {columns}
            path = PICTURES / f"{scene.name}-{columns}x{rows}.txt"
            text = "\n".join(row.rstrip() for row in seen) + "\n"
            if size in new:
                new.remove(size)
                path.parent.mkdir(exist_ok=True)
                path.write_text(text, encoding="utf-8")
            assert text == path.read_text(encoding="utf-8"), f"{path.name} looks otherwise now"


async def test_names_from_outside_are_shown_as_they_are(hung: Store) -> None:
    async with seated(hung, "ann", size=(132, 43)) as ann:
        ann.app.go("orders")
        await ann.quiet()
        for name in HARSH_NAMES.values():
            assert ann.sees(name[:12])
