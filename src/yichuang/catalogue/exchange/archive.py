"""The catalogue as an archive: a folder or a zip with one YAML file an item, the two dictionaries, and the schemas that an
editor checks them by.

The same catalogue is always the same bytes, so that two archives can be compared with any tool.
"""

import zipfile
from collections.abc import Iterable, Iterator, Mapping
from io import BytesIO
from pathlib import Path, PurePosixPath

from msgspec import Struct

from yichuang.catalogue.definition import Element, EvidenceType, Item
from yichuang.catalogue.exchange.guard import MOST_MEMBERS, contents, is_inside, member, unpacked
from yichuang.catalogue.exchange.plain import plain, plain_item
from yichuang.catalogue.exchange.yaml_text import checked_by, dictionary, document
from yichuang.catalogue.loader import Catalogue, dictionary_from, item_from
from yichuang.catalogue.schema import schemas
from yichuang.kernel.errors import Refusal

FIRST_DAY = (1980, 1, 1, 0, 0, 0)
"""What a zip says of each file's age: nothing, so that only the content counts."""
DEFINITIONS, ELEMENTS, EVIDENCE, SCHEMA = "definitions", "elements.yaml", "evidence_types.yaml", "schema"
OF_LAYERS = {"layer.schema.json", "overlay.schema.json"}
"""An archive holds no layers."""


def files(found: Catalogue) -> Iterator[tuple[str, bytes]]:
    """Every file of the archive by its path, in order."""
    for item in sorted(found.items.values(), key=lambda item: (item.line, item.code)):
        name = f"{DEFINITIONS}/{item.line}/{item.code}.yaml"
        if not is_inside(name):
            raise Refusal("exchange.outside", file=name)
        yield name, checked_by(f"../../{SCHEMA}/item.schema.json", document(plain_item(item))).encode()
    for name, terms in ((ELEMENTS, found.elements), (EVIDENCE, found.evidence_types)):
        schema = f"{SCHEMA}/{PurePosixPath(name).stem}.schema.json"
        yield name, checked_by(schema, dictionary(_entries(terms))).encode()
    for name, text in schemas(found).items():
        if name not in OF_LAYERS:
            yield f"{SCHEMA}/{name}", text.encode()


def write(found: Catalogue, path: Path) -> int:
    """Write the archive: a zip where the name ends so, else an empty or new folder. How many items it holds."""
    if path.suffix == ".zip":
        path.write_bytes(zipped(found))
        return len(found.items)
    if path.is_dir() and any(path.iterdir()):
        raise Refusal("exchange.folder_not_empty", folder=path.name)
    for name, raw in list(files(found)):  # all or nothing
        place = path / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(raw)
    return len(found.items)


def zipped(found: Catalogue) -> bytes:
    """The archive as one zip."""
    made = BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as packing:
        for name, raw in files(found):
            packing.writestr(zipfile.ZipInfo(name, FIRST_DAY), raw, zipfile.ZIP_DEFLATED)
    return made.getvalue()


def read(path: Path) -> Catalogue:
    """The catalogue of an archive. A mistake is refused with file, line, item, field and mend; nothing is kept then."""
    found = opened(path)
    if found.wrong:
        raise found.wrong[0]
    return found.catalogue


class Opened(Struct, frozen=True):
    """What an archive holds, and what is wrong in it: one refusal a file."""

    catalogue: Catalogue
    wrong: tuple[Refusal, ...]


def opened(path: Path) -> Opened:
    """The same with every file that is wrong, so that all can be mended at once."""
    if path.is_dir():
        return _catalogue(path.name, _of_folder(path))
    found = unpacked(contents(path), path.name)
    names = sorted(each.filename for each in found.infolist() if not each.is_dir())
    return _catalogue(path.name, ((name, member(found, name, path.name)) for name in names))


def _of_folder(path: Path) -> Iterator[tuple[str, bytes]]:
    names = sorted(each for each in path.rglob("*.yaml") if not each.is_symlink())
    if len(names) > MOST_MEMBERS:
        raise Refusal("exchange.bomb", file=path.name)
    return ((each.relative_to(path).as_posix(), contents(each)) for each in names)


def _catalogue(archive: str, found: Iterable[tuple[str, bytes]]) -> Opened:
    items: dict[str, Item] = {}
    terms: dict[str, Mapping[str, Struct]] = {ELEMENTS: {}, EVIDENCE: {}}
    wrong: list[Refusal] = []
    for name, raw in found:
        try:
            _take(name, raw, items, terms)
        except Refusal as refusal:
            wrong.append(refusal)
    if not items and not wrong:
        raise Refusal("exchange.nothing_in_it", file=archive)
    kept = Catalogue(items=items, elements=terms[ELEMENTS], evidence_types=terms[EVIDENCE])  # type: ignore[arg-type]
    return Opened(kept, tuple(wrong))


def _take(name: str, raw: bytes, items: dict[str, Item], terms: dict[str, Mapping[str, Struct]]) -> None:
    """Read one file of the archive into what it belongs to; what is none of ours is passed over."""
    path = PurePosixPath(name)
    if path.parts[0] == DEFINITIONS and path.suffix == ".yaml":
        item = item_from(Path(name), raw)
        if item.code in items:
            raise Refusal("catalogue.doubled", item=item.code)
        items[item.code] = item
    elif name in terms:
        terms[name] = dictionary_from(Path(name), raw, Element if name == ELEMENTS else EvidenceType)


def _entries(terms: Mapping[str, Struct]) -> dict[str, object]:
    return {key: {name: value for name, value in plain(terms[key]).items() if name != "key"} for key in sorted(terms)}
