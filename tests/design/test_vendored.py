"""What comes from elsewhere is what it says it is, and no more of it than is used."""

import hashlib
import re
from pathlib import Path

import yaml

from yichuang.surfaces.design import looks, sprite

VENDOR = sprite.HERE / "static/design/vendor"
SOURCE = sprite.HERE.parents[1]
RECORDS = yaml.safe_load((VENDOR / "VENDORED.yaml").read_text("utf-8"))


def test_each_vendored_file_is_recorded_with_its_checksum():
    recorded = {name: checksum for record in RECORDS for name, checksum in record["files"].items()}
    present = {
        path.relative_to(VENDOR).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in VENDOR.rglob("*")
        if path.is_file() and path.name != "VENDORED.yaml"
    }
    assert present == recorded


def test_each_vendored_package_names_its_version_and_brings_its_licence():
    for record in RECORDS:
        folder = VENDOR / f"{record['name']}-{record['version']}"
        assert record["version"] in record["source"]
        assert len((folder / "LICENSE").read_text("utf-8")) > 200
        assert record["licence"] in {"MIT", "0BSD"}


def test_no_vendored_file_asks_for_a_source_map_that_is_not_there():
    assert not [path for path in VENDOR.rglob("*.min.*") if b"sourceMappingURL" in path.read_bytes()]


def test_each_icon_that_a_screen_or_a_look_names_is_on_the_sheet():
    templates = "\n".join(path.read_text("utf-8") for path in SOURCE.rglob("templates/**/*.html"))
    named = set(re.findall(r'{% icon "([\w-]+)"', templates)) | set(re.findall(r'\bicon="([\w-]+)"', templates))
    named |= {look.icon for values in looks.looks().values() for look in values.values()}
    assert named - symbols() == set()


def test_the_sheet_holds_just_the_listed_icons_and_nothing_that_runs():
    text = sprite.SHEET.read_text("utf-8")
    assert symbols() == set(sprite.names())
    assert not re.search(r"script|href|\son\w+=", text)


def test_an_icon_file_becomes_a_symbol_without_its_frame():
    svg = '<svg\n  class="icon">\n  <path stroke="none" d="M0 0h24v24H0z" fill="none" />\n  <path d="M3 12h4" />\n</svg>\n'
    assert sprite.sheet({"line": svg}) == (
        '<svg xmlns="http://www.w3.org/2000/svg">\n'
        '<symbol id="line" viewBox="0 0 24 24"><path d="M3 12h4" /></symbol>\n</svg>\n'
    )


def symbols() -> set[str]:
    return set(re.findall(r'<symbol id="([\w-]+)"', Path(sprite.SHEET).read_text("utf-8")))
