"""Take the pictures of the documents in a real terminal: `python -m docs.make_pictures`, on the test company."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from orderdesk.store.migrate import create
from tests.company import NOW, SYSTEM, TODAY, found
from tests.terminal.pty_app import Terminal

HERE = Path(__file__).parent
DESK = HERE.parent / "tests" / "terminal" / "desk.py"
COLUMNS, ROWS = 100, 30
F6 = b"\x1b[17~"
FONT = "/usr/share/fonts/truetype/dejavu/DejaVuSansMono.ttf"
COLOURS = {"default": "#d8d8d8", "black": "#202020", "red": "#e06c75", "green": "#98c379", "brown": "#e5c07b",
           "blue": "#61afef", "magenta": "#c678dd", "cyan": "#56b6c2", "white": "#d8d8d8"}  # fmt: skip


def colour(name: str, otherwise: str) -> str:
    """A colour of the terminal as the picture shows it."""
    if name == "default":
        return otherwise
    return COLOURS.get(name) or (f"#{name}" if len(name) == 6 else otherwise)


def picture(terminal: Terminal, path: Path) -> None:
    """What stands on the terminal, as a PNG."""
    font = ImageFont.truetype(FONT, 15)
    wide, high = round(font.getlength("m")), 19
    image = Image.new("RGB", (COLUMNS * wide, ROWS * high), "#121212")
    pen = ImageDraw.Draw(image)
    for y in range(ROWS):
        for x in range(COLUMNS):
            cell = terminal.screen.buffer[y][x]
            front, back = colour(cell.fg, "#d8d8d8"), colour(cell.bg, "#121212")
            if cell.reverse:
                front, back = back, front
            pen.rectangle((x * wide, y * high, (x + 1) * wide - 1, (y + 1) * high - 1), fill=back)
            pen.text((x * wide, y * high), cell.data, font=font, fill=front, stroke_width=0.4 if cell.bold else 0)
    image.save(path, optimize=True)


def main() -> None:
    """Type the order of the operator's guide and take its picture."""
    with tempfile.TemporaryDirectory() as folder:
        database = str(Path(folder) / "desk.db")
        store = create(database)
        store.run(found, SYSTEM, TODAY, NOW)
        store.close()
        command = [sys.executable, str(DESK), "ann", database]
        with Terminal(command, columns=COLUMNS, rows=ROWS) as terminal:
            terminal.wait("New order")
            terminal.send(F6 + b"alfki\r12 chai\r40 tofu -5%\r6 que")
            terminal.wait("Queso Manchego La Pastora  38.00")
            terminal.quiet()
            (HERE / "pictures").mkdir(exist_ok=True)
            picture(terminal, HERE / "pictures" / "order-entry.png")


if __name__ == "__main__":
    main()
