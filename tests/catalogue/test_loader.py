import pytest
import yaml

from tests.catalogue.builders import SMALLEST, write_room
from tests.ground.refusals import refused
from yichuang.catalogue.loader import ROOM, catalogue, load
from yichuang.catalogue.strict_yaml import read_yaml
from yichuang.kernel.errors import Refusal

RIGHT = yaml.safe_dump(SMALLEST, allow_unicode=True, sort_keys=False)


def refusal(folder, text, place="household/t-item.yaml"):
    with pytest.raises(Refusal) as refused:
        load(write_room(folder, text, place))
    return refused.value


def test_a_right_definition_is_read(tmp_path):
    assert load(write_room(tmp_path, RIGHT)).items["t-item"].name.en == "Test item"


def test_an_error_names_file_line_item_and_field(tmp_path):
    said = refusal(tmp_path, RIGHT.replace("amount: 5", "amount: five"))
    assert said.code == "catalogue.invalid"
    assert said.params["file"] == "definitions/household/t-item.yaml"
    assert said.params["item"] == "t-item"
    assert said.params["field"] == "limits.promised.amount"
    assert "amount: five" in RIGHT.replace("amount: 5", "amount: five").splitlines()[said.params["line"] - 1]


def test_a_field_that_nobody_knows_is_refused(tmp_path):
    assert "colour" in str(refusal(tmp_path, RIGHT + "colour: blue\n"))


def test_a_line_that_nobody_knows_is_refused_with_its_place(tmp_path):
    said = refusal(tmp_path, RIGHT.replace("line: household", "line: fire"))
    assert said.params["field"] == "line"


@pytest.mark.parametrize(
    ("part", "field"),
    [
        ({"limits": {"promised": {"amount": -20, "unit": "working_day"}}}, "limits.promised.amount"),
        ({"visits": -1}, "visits"),
        ({"visits": 99}, "visits"),
        ({"min_age": -5}, "min_age"),
        ({"fee": {"rules": [{"amount": -20, "label": {"zh": "费", "en": "Fee"}}]}}, "fee.rules.0.amount"),
        ({"materials": [{"evidence": "photo", "need": "shared", "copies": -3}]}, "materials.0.copies"),
        ({"materials": [{"evidence": "photo", "need": "shared", "originals": -3}]}, "materials.0.originals"),
        ({"channels": []}, "channels"),
        ({"subjects": []}, "subjects"),
        ({"code": "../../evil"}, "code"),
        ({"depends_on": ["no such"]}, "depends_on.0"),
    ],
)  # fmt: skip
def test_what_no_item_can_have_is_refused_with_its_place(tmp_path, part, field):
    said = refusal(tmp_path, yaml.safe_dump(SMALLEST | part, allow_unicode=True, sort_keys=False))
    assert (said.code, said.params["field"]) == ("catalogue.invalid", field)


def test_the_place_must_say_line_and_code(tmp_path):
    said = refusal(tmp_path, RIGHT, "traffic/t-item.yaml")
    assert said.code == "catalogue.misplaced"
    assert "household/t-item.yaml" in said.next_step("en")


def test_broken_yaml_names_the_line(tmp_path):
    said = refusal(tmp_path, "code: t-item\nname: {zh: 测试\n")
    assert said.code == "catalogue.not_yaml"
    assert said.params["line"] >= 2


def test_a_file_in_another_encoding_is_refused(tmp_path):
    room = write_room(tmp_path, RIGHT)
    (room / "definitions/household/t-item.yaml").write_bytes(RIGHT.encode("gb18030"))
    with pytest.raises(Refusal) as refused:
        load(room)
    assert refused.value.code == "catalogue.not_utf8"


def test_one_code_has_one_definition(tmp_path):
    room = write_room(tmp_path, RIGHT)
    twin = room / "definitions/traffic/t-item.yaml"
    twin.parent.mkdir()
    twin.write_text(RIGHT, "utf-8")
    with refused("catalogue.misplaced"):
        load(room)


def test_a_mistake_in_a_dictionary_names_the_entry(tmp_path):
    room = write_room(tmp_path, RIGHT)
    (room / "elements.yaml").write_text(
        "lost_place:\n  name: {zh: 地点, en: Place}\n  type: 3\n  group: event\n", "utf-8"
    )
    with pytest.raises(Refusal) as refused:
        load(room)
    assert refused.value.params["item"] == "lost_place"
    assert refused.value.params["line"] == 3


def test_the_files_are_read_once():
    assert catalogue() is catalogue()


@pytest.mark.parametrize("path", sorted(ROOM.rglob("*.yaml")), ids=lambda path: path.name)
def test_every_file_of_the_room_reads_alike_with_any_reader_of_yaml(path):
    raw = path.read_bytes()
    assert yaml.load(raw, Loader=yaml.SafeLoader) == yaml.load(raw, Loader=yaml.CSafeLoader)


def told(tmp_path, raw):
    with pytest.raises(Refusal) as refused:
        read_yaml(tmp_path / "t-item.yaml", raw)
    assert refused.value.params["file"].endswith("t-item.yaml")
    assert refused.value.message("zh")
    return refused.value.code, refused.value.params.get("line")


@pytest.mark.parametrize(
    ("raw", "code", "line"),
    [
        (b"visits: 1\nfee: {}\nvisits: 3\n", "catalogue.doubled_key", 3),
        (b"form:\n  - {element: a, element: b}\n", "catalogue.doubled_key", 2),
        (b"a: &x {b: 1}\nc: {<<: *x, b: 2, b: 3}\n", "catalogue.doubled_key", 2),
        (b"[" * 100_000, "catalogue.too_deep", 1),
        (b"a: 1\nb: " + b"{a: " * 100_000, "catalogue.too_deep", 2),
        (b"- " * 100_000, "catalogue.too_deep", 1),
        (b"".join(b" " * depth + b"a:\n" for depth in range(300)), "catalogue.too_deep", 51),
        (b"a: 1\nb: \x00\n", "catalogue.invisible", 2),
        ("a: 1\nb: 姓\u200b名\n".encode(), "catalogue.invisible", 2),
        ("a: \u202eevil\n".encode(), "catalogue.invisible", 1),
        (b"a: 1\nb: 2026-02-30\n", "catalogue.not_yaml", 2),
        (b"a: 1\nb: !!int x\n", "catalogue.not_yaml", 2),
        (b"a: 1\n? [b]\n: 2\n", "catalogue.not_yaml", 2),
        ("a: 1\nb: 身份证\n".encode("gb18030"), "catalogue.not_utf8", 2),
        (b"#" * 5_000_001, "catalogue.too_long", None),
    ],
)  # fmt: skip
def test_what_no_reader_should_take_is_refused_with_file_and_line(tmp_path, raw, code, line):
    assert told(tmp_path, raw) == (code, line)


def test_what_only_looks_odd_is_read(tmp_path):
    many = yaml.safe_dump([{"a": [1]}] * 500, default_flow_style=True)
    assert read_yaml(tmp_path / "t", many.encode())[499] == {"a": [1]}
    assert read_yaml(tmp_path / "t", "\ufeffname: 事项 𠮷\n".encode()) == {"name": "事项 𠮷"}
    assert read_yaml(tmp_path / "t", b"a: &x {b: 1, c: 1}\nd: {<<: *x, b: 2}\n")["d"] == {"b": 2, "c": 1}
