"""The icon sheet: the few icons we use out of a large set, as symbols of one SVG file.

Rebuild after adding a name to ``icons.yaml``: fetch the package named in ``VENDORED.yaml``, unpack it, and run
``python -m yichuang.surfaces.design.sprite <folder of outline icons>``; then renew the checksum there.
"""

import re
import sys
from collections.abc import Mapping
from pathlib import Path

from yichuang.kernel.data_files import read_data

HERE = Path(__file__).parent
SHEET = HERE / "static/design/vendor/tabler-icons-3.51.0/sprite.svg"
BOUNDING_BOX = '<path stroke="none" d="M0 0h24v24H0z" fill="none" />'
"""Tabler puts this invisible square into each icon; it draws nothing."""


def names() -> list[str]:
    """The icons on the sheet, in order."""
    return read_data(HERE / "icons.yaml", list[str])


def drawing(svg: str) -> str:
    """The strokes inside one icon file, without its frame."""
    body = re.sub(r"^.*?<svg[^>]*>|</svg>\s*$", "", svg, flags=re.DOTALL).replace(BOUNDING_BOX, "")
    return " ".join(body.split())


def sheet(svgs: Mapping[str, str]) -> str:
    """One SVG document with a symbol for each named icon."""
    symbols = "\n".join(
        f'<symbol id="{name}" viewBox="0 0 24 24">{drawing(svg)}</symbol>' for name, svg in svgs.items()
    )
    return f'<svg xmlns="http://www.w3.org/2000/svg">\n{symbols}\n</svg>\n'


def main(folder: Path) -> None:
    """Write the sheet from the icon files in ``folder``."""
    SHEET.write_text(sheet({name: (folder / f"{name}.svg").read_text("utf-8") for name in names()}), "utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
