"""Files are judged as they are given, wherever they lie; one that is broken hides no other."""

import shutil
from pathlib import Path

import pytest

from yichuang.catalogue.lint.files import judge_files, judge_room
from yichuang.catalogue.loader import ROOM, catalogue

RENEW = ROOM / "definitions/household/hz-id-renew.yaml"
CLOSE = ("hz-id-first", "hz-id-renew", "za-pawn")


def errors(judgement):
    return [each for each in judgement.placed if each.severity == "error"]


def given(folder, text, name="hz-id-renew.yaml"):
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    return path


def one(path, layer=""):
    (found,) = errors(judge_files([str(path)], layer))
    return found


def changed(old, new, path=RENEW):
    text = path.read_text("utf-8")
    assert old in text
    return text.replace(old, new, 1)


def test_a_definition_is_judged_as_the_file_says_not_as_it_is_installed(tmp_path):
    path = given(tmp_path, changed("element: applicant_name", "element: no_such"))
    found = one(path)
    assert (found.file, found.rule, found.field) == (str(path), "known_elements", "form.no_such")
    assert "no_such" in path.read_text("utf-8").splitlines()[found.line - 1]


def test_a_new_item_is_judged_too_and_the_installed_ones_are_not(tmp_path):
    new = changed("code: hz-id-renew", "code: hz-new-thing")
    renamed = new.replace("居民身份证到期换领", "另一事项").replace("en: Renew", "en: Another way to renew", 1)
    path = given(tmp_path, renamed, "new.yaml")
    found = judge_files([str(path)])
    assert (errors(found), found.judged, found.items) == ([], "1 files", 1)
    assert {each.item for each in found.placed} <= {"hz-new-thing"}


def test_the_file_is_named_as_it_is_found_from_the_working_folder(tmp_path, monkeypatch):
    given(tmp_path / "work", changed("visits: 1", "visits: one"))
    monkeypatch.chdir(tmp_path)
    found = one("work/hz-id-renew.yaml")
    assert (found.file, found.rule, found.field) == ("work/hz-id-renew.yaml", "invalid", "visits")
    assert (tmp_path / found.file).read_text("utf-8").splitlines()[found.line - 1] == "visits: one"
    assert found.file in found.problem.zh


def test_a_definition_in_a_folder_of_definitions_must_lie_in_its_place(tmp_path):
    found = one(given(tmp_path / "definitions/traffic", RENEW.read_text("utf-8")))
    assert found.rule == "misplaced"
    assert "definitions/household/hz-id-renew.yaml" in found.mend.en


def test_of_two_files_that_are_broken_and_one_that_is_wrong_none_hides_another(tmp_path):
    folder = tmp_path / "mine"
    given(folder, changed("visits: 1", "visits: 1\nvisits: 2"), "a.yaml")
    given(folder, "code: [", "b.yaml")
    given(folder, changed("element: applicant_name", "element: no_such"), "c.yaml")
    given(folder, changed("element: applicant_name", "element: no_such"), "d.yaml")
    found = {Path(each.file).name: each.rule for each in errors(judge_files([str(folder)]))}
    assert found == {"a.yaml": "doubled_key", "b.yaml": "not_yaml", "c.yaml": "known_elements", "d.yaml": "doubled"}


def test_what_a_layer_changes_is_judged_against_the_list_above_it(tmp_path):
    path = given(tmp_path / "layers/chengxi/items", "visits: 0\nlimits: {promised: {amount: 90}}\n")
    found = errors(judge_files([str(path)]))
    assert {"no_visit_no_reason", "promise_within_statute"} <= {each.rule for each in found}
    assert {each.item for each in found} == {"hz-id-renew"}


def test_a_change_for_the_worse_is_a_finding_among_others(tmp_path):
    path = given(tmp_path / "items", "name: {zh: 别的, en: Another}\nform: [{element: no_such}]\n", "hz-id-renew.yaml")
    given(tmp_path, "{key: here, name: {zh: 这里, en: Here}, level: county}", "layer.yaml")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(tmp_path)
        found = errors(judge_files(["layer.yaml", "items/hz-id-renew.yaml"]))
        assert "phones_given" not in {each.rule for each in errors(judge_files(["items/hz-id-renew.yaml"]))}
    assert {each.rule for each in found} >= {"layer_worse", "known_elements", "phones_given"}
    assert {each.line for each in found if each.field == "form.no_such"} == {2}
    assert path.name in {Path(each.file).name for each in found}


def test_a_file_outside_any_layer_that_only_says_what_changes_belongs_to_the_layer_named(tmp_path):
    path = given(tmp_path, "form: [{element: no_such}]\n")
    assert one(path).rule == "invalid"  # no definition either
    assert one(given(tmp_path / "items", "form: [{element: no_such}]\n")).rule == "invalid"
    assert "known_elements" in {each.rule for each in errors(judge_files([str(path)], "chengxi"))}
    assert one(path, "atlantis").rule == "layer_unknown"
    assert one(given(tmp_path, "visits: 0", "hz-none.yaml"), "chengxi").rule == "layer_unknown_item"


def test_an_item_of_the_countys_own_is_judged_in_its_layer():
    path = ROOM / "layers/chengxi/items/cx-home-service.yaml"
    assert errors(judge_files([str(path)])) == []
    assert judge_files(["cx-home-service"]).judged == "1 files"


@pytest.mark.parametrize(
    ("text", "rule", "field"),
    [
        ("{key: chengxi, name: {zh: 县, en: County}, level: county, parent: yunjiang}", "phones_given", "contacts"),
        ("{key: chengxi, name: {zh: 县, en: County}, level: village}", "invalid", "level"),
        ("{key: chengxi, name: {zh: 县, en: County}, level: county, parent: chengxi}", "layer_circle", "—"),
        ("{key: chengxi, name: {zh: 县, en: County}, level: county, parent: atlantis}", "layer_unknown", "—"),
    ],
)
def test_a_layers_own_file_is_judged_with_its_chain(tmp_path, text, rule, field):
    path = given(tmp_path, text, "layer.yaml")
    found = [each for each in errors(judge_files([str(path)])) if each.rule == rule]
    assert found
    assert all(each.field.startswith(field) and each.file == str(path) for each in found)
    assert one(given(tmp_path / "layers/here", text, "layer.yaml")).rule in {"misplaced", "invalid"}


def test_a_dictionary_is_judged_by_what_it_breaks(tmp_path):
    text = (ROOM / "elements.yaml").read_text("utf-8")
    path = given(tmp_path, text.replace("\ndog_breed:", "\ndog_race:", 1), "elements.yaml")
    found = errors(judge_files([str(path)]))
    assert {(each.rule, each.field) for each in found} == {("known_elements", "form.dog_breed")}
    assert {each.item for each in found} == {
        code for code, item in catalogue().items.items() if any(field.element == "dog_breed" for field in item.form)
    }
    assert judge_files([str(ROOM / "elements.yaml"), str(ROOM / "evidence_types.yaml")]).placed == ()


def test_each_broken_entry_of_a_dictionary_is_told(tmp_path):
    text = "a: {name: {zh: 甲, en: A}, type: text, group: event}\nb: {name: 3}\nc: {}\n"
    found = errors(judge_files([str(given(tmp_path, text, "evidence_types.yaml"))]))
    assert [(each.item, each.line) for each in found] == [("a", 1), ("b", 2), ("c", 3)]


@pytest.fixture
def room(tmp_path):
    """A small room of real files."""
    for name in ("elements.yaml", "evidence_types.yaml"):
        shutil.copy(ROOM / name, tmp_path / name)
    for item in (catalogue().items[code] for code in CLOSE):
        place = f"definitions/{item.line}/{item.code}.yaml"
        (tmp_path / place).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOM / place, tmp_path / place)
    (tmp_path / "layers/county/items").mkdir(parents=True)
    given(tmp_path / "layers/county", "{key: county, name: {zh: 县, en: County}, level: county}", "layer.yaml")
    return tmp_path


def test_a_whole_room_is_judged_file_by_file(room):
    given(room / "definitions/household", changed("code: hz-id-renew", "code: hz-id-other"))
    given(room / "definitions/traffic", "visits: \x00", "jg-x.yaml")
    given(room / "layers/county/items", "visits: 9\n", "hz-id-first.yaml")
    given(room / "layers/county/items", "nonsense: 1\n", "za-pawn.yaml")
    given(room / "layers/other", "a: [", "layer.yaml")
    found = judge_room(room)
    assert found.judged == "2 items, 1 layers"
    assert {each.rule for each in errors(found)} >= {"misplaced", "invisible", "invalid", "not_yaml", "phones_given"}


def test_without_its_dictionaries_a_room_is_not_judged_further(room):
    given(room, "a: [", "elements.yaml")
    given(room / "definitions/traffic", "visits: \x00", "jg-x.yaml")
    assert {each.rule for each in judge_room(room).placed} == {"not_yaml", "invisible"}
