"""The published schemas are those of the code, accept what the house has written, and catch a slip of the pen."""

import ast
import json
from inspect import getsource
from pathlib import Path
from sys import modules

import pytest
import yaml
from jsonschema_rs import Draft202012Validator

from tests.catalogue.builders import SMALLEST
from yichuang.catalogue.exchange.archive import write
from yichuang.catalogue.loader import ROOM, national
from yichuang.catalogue.schema import SHAPES, schemas

PUBLISHED = Path(__file__).parents[2] / "docs/schema"
MADE = {name: json.loads(text) for name, text in schemas(national()).items()}


def faults(name, data):
    return [error.message for error in Draft202012Validator(MADE[name]).iter_errors(data)]


def read(path):
    return yaml.load(path.read_bytes(), Loader=yaml.CSafeLoader)


def test_the_published_schemas_are_fresh():
    assert {path.name: path.read_text("utf-8") for path in PUBLISHED.iterdir()} == schemas(national())


def test_every_kind_of_value_is_described_from_the_module_it_stands_in():
    named = {name for schema in MADE.values() for name in schema["$defs"]}
    written = {
        node.name for name in SHAPES for node in ast.parse(getsource(modules[name])).body if hasattr(node, "name")
    }
    assert named <= written


@pytest.mark.parametrize("line", ["dogs", "criminal", "legal"])
def test_definitions_keep_the_schema(line):
    for path in (ROOM / "definitions" / line).glob("*.yaml"):
        assert faults("item.schema.json", read(path)) == [], path


def test_dictionaries_and_layers_keep_theirs():
    assert faults("elements.schema.json", read(ROOM / "elements.yaml")) == []
    assert faults("evidence_types.schema.json", read(ROOM / "evidence_types.yaml")) == []
    for path in (ROOM / "layers").glob("*/layer.yaml"):
        assert faults("layer.schema.json", read(path)) == []
    for path in (ROOM / "layers").glob("*/items/*.yaml"):
        assert faults("overlay.schema.json", read(path)) == []


def test_a_slip_is_caught():
    assert faults("item.schema.json", SMALLEST) == []
    assert faults("item.schema.json", {**SMALLEST, "scope": "galaxy"})
    assert faults("item.schema.json", {**SMALLEST, "volume": 1})
    assert faults("item.schema.json", {**SMALLEST, "visits": -1})
    assert faults("item.schema.json", {**SMALLEST, "channels": []})


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ({"form": [{"element": "applicant_name"}]}, {"form": [{"element": "no_such"}]}),
        ({"topics": ["person_document"]}, {"topics": ["person_holidays"]}),
        (
            {"materials": [{"evidence": "photo", "need": "shared", "source": "ds-01"}]},
            {"materials": [{"evidence": "photo", "need": "shared", "source": "ds-999"}]},
        ),
        (
            {"materials": [{"evidence": "photo", "need": "shared", "source": ""}]},
            {"materials": [{"evidence": "shoe", "need": "shared"}]},
        ),
    ],
)
def test_an_editor_offers_the_keys_of_the_dictionaries_and_catches_others(right, wrong):
    for name in ("item.schema.json", "overlay.schema.json"):
        assert faults(name, SMALLEST | right) == []
        assert faults(name, SMALLEST | wrong)


def test_each_key_is_offered_with_its_name():
    place = MADE["item.schema.json"]["$defs"]["FormField"]["properties"]["element"]
    names = dict(zip(place["enum"], place["enumDescriptions"], strict=True))
    assert names["applicant_sex"] == "性别"
    assert names["applicant_name"] == "申请人姓名 · GB/T 39046 申请者名称", "and with the standard's, where it has one"
    place = MADE["item.schema.json"]["$defs"]["Material"]["properties"]["source"]
    sources = dict(zip(place["enum"], place["enumDescriptions"], strict=True))
    assert "居民户口簿" in sources["ds-02"], "and a source with what it spares people"
    assert faults("overlay.schema.json", {"materials": {"photo": {"need": "perhaps"}}})


def test_fields_are_described_by_their_docstrings():
    defs = MADE["item.schema.json"]["$defs"]
    assert "716" in defs["Material"]["properties"]["reason"]["description"]
    assert "age" not in defs["Item"]["required"]
    assert defs["Scope"]["description"]


def schema_named_by(path):
    """The schema that the first line of a file names to an editor."""
    first = path.read_text("utf-8").partition("\n")[0]
    return (path.parent / first.removeprefix("# yaml-language-server: $schema=")).resolve()


KINDS = {
    "definitions/*/*": "item", "layers/*/items/*": "overlay", "layers/*/layer": "layer", "elements": "elements",
    "evidence_types": "evidence_types",
}  # fmt: skip


@pytest.mark.parametrize(("files", "kind"), KINDS.items())
def test_the_first_line_of_each_file_leads_an_editor_to_its_schema(files, kind):
    paths = list(ROOM.glob(f"{files}.yaml"))
    assert paths
    for path in paths:
        own = kind == "overlay" and "code" in read(path)  # an item of the layer's own
        assert schema_named_by(path) == PUBLISHED / f"{'item' if own else kind}.schema.json"


def test_an_archive_brings_the_schemas_that_its_files_name_and_keep(tmp_path):
    write(national(), tmp_path / "room")
    for path in [*(tmp_path / "room/definitions").glob("dogs/*.yaml"), *(tmp_path / "room").glob("*.yaml")]:
        schema = json.loads(schema_named_by(path).read_text("utf-8"))
        assert list(Draft202012Validator(schema).iter_errors(read(path))) == []
